"""The small forms over vouchers: a range to register, the serial scanned for somebody, how many each gets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from labordesk.errors import InvalidInput
from labordesk.fields import Count, Spec, Text, specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.gifts_words import who
from labordesk.gui.pages.parts.unit_picker import unit_lookup
from labordesk.i18n import N_, _
from labordesk.rules.serial_numbers import serials_between, split_range
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from labordesk.services.gift_lists import RecipientRow
    from labordesk.services.vouchers import VouchersAssigned, VouchersChanged

FIRST, LAST = "first_serial", "last_serial"


def batch_dialog(context: Context, campaign_id: int, kind: str, value: int) -> FormDialog:
    """Return the form of a range of serials, each worth ``value`` đồng at first; its result is ``VouchersChanged``."""
    from labordesk.model.allocation import VoucherFields
    from labordesk.model.award import AwardFields

    register, known = context.register, specs_of(VoucherFields)

    def save(values: dict[str, Any]) -> VouchersChanged:
        from labordesk.services.vouchers import VoucherBatch, register_vouchers

        first, last = _ends(values)
        kept = {**values, FIRST: first, LAST: last, "value": values["value"] or 0}
        return register_vouchers(register, campaign_id, VoucherBatch(**kept))

    serial = known["serial"]
    specs = {
        "kind": known["kind"],
        FIRST: replace(serial, label=N_("Từ số"), hint=N_("Ví dụ PMH 000101")),
        LAST: replace(serial, label=N_("Đến số"), required=False, hint=N_("Để trống nếu chỉ có một")),
        "value": known["value"],
        "issuer": known["issuer"],
        "travel_on": known["travel_on"],
        "route": known["route"],
        "unit_id": Spec(N_("Chỉ dành cho đơn vị"), specs_of(AwardFields)["unit_id"].kind),
        "note": known["note"],
    }
    form = FieldForm(specs, {"kind": kind, "value": value}, lookups={"unit": unit_lookup(register)}, work=context.work)
    for name in (FIRST, LAST):
        form.input(name).changed.connect(lambda: _tell_count(form))
    panel = FormPanel(
        context, _("Nhập dãy sê-ri"), form, save, draft_key=f"vouchers:{campaign_id}", save_text=_("Nhập")
    )
    return FormDialog(panel, width=640, height=500)


def _tell_count(form: FieldForm) -> None:
    """Say under the end of a range how many serials are typed now; half a serial counts nothing."""
    try:
        found = serials_between(*_ends(form.current()))
    except InvalidInput:
        form.input(LAST).show_note("")
        return
    text = _("{n} số: {first} … {last}") if len(found) > 1 else _("Một số: {first}")
    form.input(LAST).show_note(text.format(n=number(len(found)), first=found[0], last=found[-1]))


def _ends(values: dict[str, Any]) -> tuple[str, str]:
    """Return both ends of a range, also when the whole range was typed into the first field."""
    first, last = str(values.get(FIRST) or ""), str(values.get(LAST) or "")
    return (first, last) if last else split_range(first)


def assign_dialog(
    context: Context, campaign_id: int, kinds: Sequence[tuple[str, str]], award_ids: Sequence[int] | None
) -> FormDialog:
    """Return the form that gives free vouchers to lines in order; its result is ``VouchersAssigned``."""
    from labordesk.fields import Choice

    register = context.register

    def save(values: dict[str, Any]) -> VouchersAssigned:
        from labordesk.services.vouchers import assign_vouchers

        return assign_vouchers(register, campaign_id, values["kind"], award_ids, each=values["each"] or 1)

    specs = {
        "kind": Spec(N_("Loại phiếu, vé"), Choice(options=tuple(kinds)), required=True),
        "each": Spec(N_("Số phiếu mỗi suất"), Count(low=1, high=100), required=True),
    }
    form = FieldForm(specs, {"kind": kinds[0][0], "each": 1}, work=context.work)
    form.input("each").show_note(_("Vé: người đi cùng mỗi người thêm một vé."))
    title = _("Ghi số cho cả danh sách theo thứ tự")
    if award_ids is not None:
        title = _("Ghi số cho {n} dòng theo thứ tự").format(n=number(len(award_ids)))
    return FormDialog(FormPanel(context, title, form, save, save_text=_("Ghi số")), width=480, height=340)


def scan_dialog(
    context: Context, row: RecipientRow, on: date | None, receive: Callable[[str, date | None], Any]
) -> FormDialog:
    """Return the form into which the serial of a voucher is typed or scanned for one line.

    ``receive`` gives the line the voucher and, with a day, marks it as received; it runs on the write thread.
    """

    def save(values: dict[str, Any]) -> Any:
        return receive(values["serial"], on)

    spec = Spec(N_("Số sê-ri"), Text(longest=40), required=True, hint=N_("Gõ hoặc quét mã trên phiếu, vé"))
    form = FieldForm({"serial": spec}, work=context.work)
    if row.vouchers:
        form.input("serial").show_note(_("Đã ghi: {serials}").format(serials=row.vouchers))
    save_text = _("Ghi số và đã nhận") if on is not None else _("Ghi số")
    panel = FormPanel(context, _("Số phiếu, vé của {who}").format(who=who(row)), form, save, save_text=save_text)
    form.input("serial").entered.connect(panel.submit)  # a scanner ends with Enter
    return FormDialog(panel, width=460, height=260)
