"""The fields a column can hold, by the names an officer knows them under, the likeliest of a kind of list first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from labordesk.exchange.list_fields import SIGNATURE, list_fields
from labordesk.exchange.list_model import FUNDER, ListKind
from labordesk.i18n import N_, NC_, _

MONEY: Final = frozenset({"amount", "cash", "goods", "total_value", "estimate", "income"})
"""Fields whose figures may be counted in nghìn or triệu đồng."""

_LABELS: Final[Mapping[str, str]] = {
    "number": N_("Số thứ tự"),
    "family_name": N_("Họ và chữ đệm"),
    "given_name": N_("Tên (cột riêng)"),
    "sex_male": N_("Đánh dấu nam"),
    "sex_female": N_("Đánh dấu nữ"),
    "born_male": N_("Năm sinh (cột nam)"),
    "born_female": N_("Năm sinh (cột nữ)"),
    "born_day": N_("Ngày sinh (cột riêng)"),
    "born_month": N_("Tháng sinh (cột riêng)"),
    "born_year": N_("Năm sinh (cột riêng)"),
    "unit": NC_("column", "Đơn vị"),
    "circumstance": N_("Hoàn cảnh, lý do"),
    "amount": N_("Số tiền"),
    "cash": N_("Tiền mặt"),
    "goods": N_("Hiện vật (trị giá)"),
    "goods_text": N_("Hiện vật (tên)"),
    "quantity": N_("Số lượng"),
    "paid": N_("Ngày nhận, ngày chi"),
    "started": N_("Ngày khởi công"),
    "handed": N_("Ngày bàn giao"),
    "surveyed": N_("Ngày khảo sát"),
    "approved": N_("Ngày duyệt"),
    "inspected": N_("Ngày nghiệm thu"),
    "new_build": N_("Xây mới hay sửa chữa"),
    "build_new": N_("Đánh dấu xây mới"),
    "build_repair": N_("Đánh dấu sửa chữa"),
    "labour_days": N_("Ngày công"),
    "fund": N_("Nguồn kinh phí"),
    "decision_number": N_("Số quyết định"),
    "decision_date": N_("Ngày quyết định"),
    "voucher_number": N_("Số phiếu chi"),
    "method": N_("Hình thức nhận"),
    "instalment": N_("Đợt, lần chi"),
    "programme": N_("Chương trình"),
    "indicator": N_("Chỉ tiêu"),
    "year": N_("Năm"),
    "target": N_("Kế hoạch giao"),
    "actual": N_("Thực hiện"),
    "basis": N_("Căn cứ giao"),
    "count_unit": N_("Đơn vị tính"),
    "new_houses": N_("Số nhà xây mới"),
    "repaired_houses": N_("Số nhà sửa chữa"),
    "starts_on": N_("Từ ngày"),
    "ends_on": N_("Đến ngày"),
    "level": N_("Cấp chi"),
    "parent": N_("Đơn vị cấp trên"),
    SIGNATURE: N_("Cột để ký (không lấy)"),
    "funders": N_("Nguồn vốn"),
    "total": NC_("field of a list", "Tổng cộng"),
}

_PEOPLE: Final = (
    "number", "name", "family_name", "given_name", "born", "born_male", "born_female", "born_day",
    "born_month", "born_year", "sex", "cccd", "old_id", "phone", "unit", "department", "circumstance",
)  # fmt: skip
_FIRST: Final[Mapping[ListKind, tuple[str, ...]]] = {
    "people": (*_PEOPLE, "standing", "job", "address", "union_card", "social_insurance", "note"),
    "gifts": (*_PEOPLE, "amount", "cash", "goods", "goods_text", "paid", "bank_account", "bank_name", "note"),
    "grants": (*_PEOPLE, "amount", "cash", "paid", "decision_number", "decision_date", "recipient", "relation", "note"),
    "houses": (*_PEOPLE, "address", "new_build", "area", "total_value", "started", "handed", "amount", "note"),
    "units": ("number", "unit", "short_name", "unit_type", "parent", "member_count", "worker_count", "note"),
    "targets": ("number", "unit", "programme", "indicator", "year", "target", "actual", "basis", "note"),
    "aggregates": ("number", "unit", "programme", "quantity", "amount", "cash", "goods", "starts_on", "ends_on"),
}


def field_label(name: str | None) -> str:
    """Return the name of a field; "" for a column that is not taken."""
    if not name:
        return ""
    if name.startswith(FUNDER):
        return _("Nguồn: {label}").format(label=name.removeprefix(FUNDER))
    if name in _LABELS:
        return _(_LABELS[name])
    found = list_fields().get(name)
    if found is None:
        return name
    return _(found.spec.label) if found.spec is not None else found.headings[0].capitalize()


def is_money(name: str | None) -> bool:
    """Say whether the figures of a field are money."""
    return bool(name) and (name in MONEY or str(name).startswith(FUNDER))


Options = list[tuple[str | None, str]]
"""Fields with their names; None is a column that is not taken."""


def usual_options(kind: ListKind | None) -> Options:
    """Return what columns of a kind of list can be: not taken, the usual fields, the others by their names."""
    fields = list_fields()
    usual = [name for name in _FIRST.get(kind or "people", ()) if name in fields]
    others = [
        (name, field_label(name))
        for name, one in fields.items()
        if name not in usual and name != SIGNATURE and (not one.kinds or kind is None or kind in one.kinds)
    ]
    others.sort(key=lambda option: option[1])
    return [(None, _("(không lấy cột này)")), *((name, field_label(name)) for name in usual), *others]


def field_options(usual: Options, kind: ListKind | None, label: str, now: str | None) -> Options:
    """Return what one column can be: also a source of money named as it is headed, and whatever it is now."""
    found = list(usual)
    names = [name for name, _label in usual]
    if kind in (None, "houses") and label.strip():
        name = FUNDER + " ".join(label.rpartition(" / ")[2].split())
        found.append((name, field_label(name)))
        names.append(name)
    if now is not None and now not in names:
        found.insert(1, (now, field_label(now)))
    return found
