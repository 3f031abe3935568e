"""Mẫu để điền: a form for each kind of list, with units, catalogues and recipients of the register in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from labordesk.errors import InvalidInput
from labordesk.exchange.field_columns import field_column, house_column, money_column
from labordesk.exchange.list_model import ListKind
from labordesk.exchange.list_plan import ListColumn
from labordesk.exchange.template_writer import TemplateColumn, TemplatePlan, write_template
from labordesk.fields import Choice, Day, Flag, PartialDay
from labordesk.fields import kinds as clock
from labordesk.fields.person_numbers import PersonNumber
from labordesk.i18n import N_
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.export_records import campaign_named
from labordesk.services.exports import note_list
from labordesk.store.register import Register

NO_SUCH_TEMPLATE = N_("Không có mẫu “{name}”; hãy chọn: {names}.")
ONLY_EXCEL = N_("Mẫu để điền chỉ lưu được thành .xlsx; hãy đổi đuôi tệp “{name}”.")

_NAMES: Final[Mapping[str, ListKind]] = {
    "people": "people",
    "gifts": "gifts",
    "campaign": "gifts",
    "grants": "grants",
    "awards": "grants",
    "houses": "houses",
    "units": "units",
    "targets": "targets",
    "aggregates": "aggregates",
}
"""What a template may be asked for as."""

UNITS, PROGRAMMES, CIRCUMSTANCES, FUNDS, TYPES, INDICATORS = (
    "Đơn vị", "Chương trình", "Hoàn cảnh", "Nguồn kinh phí", "Loại đơn vị", "Chỉ tiêu",
)  # fmt: skip
"""Names of the catalogues on the hidden sheet."""
_FREE: Final = frozenset({UNITS, CIRCUMSTANCES})
"""Lists name units and reasons the register does not have yet: the import asks about them."""
_HINTS: Final[Mapping[str, str]] = {
    "name": "Ghi như trên giấy tờ, có dấu.",
    "born": "Ghi 12/03/1985, 03/1985 hoặc chỉ năm 1985.",
    "cccd": "12 chữ số, giữ số 0 ở đầu.",
    "phone": "10 chữ số, giữ số 0 ở đầu.",
    "unit": "Chọn trong danh sách; đơn vị chưa có thì ghi đủ tên.",
    "circumstance": "Chọn trong danh sách.",
    "amount": "Số tiền bằng đồng, ví dụ 500000.",
    "cash": "Tiền mặt, chuyển khoản; bằng đồng.",
    "goods": "Trị giá phần quà; bằng đồng.",
    "paid": "Ngày đã trao, ví dụ 05/01/2026; chưa trao thì để trống.",
    "recipient": "Chỉ ghi khi người khác nhận thay.",
    "relation": "Quan hệ của người nhận thay.",
    "area": "Mét vuông, ví dụ 63 hoặc 59,8.",
    "new_build": "Xây mới hoặc sửa chữa.",
    "target": "Số được giao cho cả năm.",
    "quantity": "Số người, suất, lượt theo đơn vị tính.",
    "bank_account": "Ghi đủ các chữ số.",
}
_COMMON: Final = (
    "Mỗi dòng là một người (hoặc một đơn vị, một chỉ tiêu). Không gộp ô, không thêm dòng tổng cộng.",
    "Không sửa dòng tiêu đề: chương trình nhận ra cột nhờ tiêu đề. Cột không dùng cứ để trống.",
    "Cột nền vàng là bắt buộc. Ô nền xám là số liệu đang có trong sổ.",
    "Ngày ghi 05/01/2026. Số tiền ghi bằng đồng. Số CCCD, điện thoại, tài khoản giữ đủ số 0 ở đầu.",
    "Điền xong, lưu tệp rồi mở Labordesk, chọn Nhập danh sách và chọn tệp này.",
)


@dataclass(frozen=True)
class _Sources:
    """What the register offers, read in one moment."""

    units: tuple[str, ...]
    programmes: Mapping[str, tuple[str, ...]]
    circumstances: tuple[str, ...]
    funds: tuple[str, ...]
    types: tuple[str, ...]
    indicators: tuple[str, ...]

    def all_programmes(self) -> tuple[str, ...]:
        """Return the programmes of every kind whose money is spent."""
        return tuple(name for kind in ("gift", "grant", "house", "activity") for name in self.programmes.get(kind, ()))


def template_kind(name: str) -> ListKind:
    """Return the kind of list a template is asked for as; InvalidInput names those there are."""
    if name not in _NAMES:
        raise InvalidInput(NO_SUCH_TEMPLATE, name=name, names=", ".join(dict.fromkeys(_NAMES)))
    return _NAMES[name]


def export_template(
    register: Register, kind: ListKind, path: Path, *, campaign: str | None = None, year: int | None = None
) -> None:
    """Write the form of a kind as .xlsx; with ``campaign`` that of gifts lists the recipients still to be given.

    ``year`` is that of targets and totals, this one unless given. InvalidInput for another kind of file, NotFound,
    Unavailable. A form with people in it is noted like any list that leaves the register.
    """
    if path.suffix.lower() != ".xlsx":
        raise InvalidInput(ONLY_EXCEL, field="out", name=path.name)
    plan = template_plan(register, kind, campaign=campaign, year=year)
    if plan.rows:
        ensure(register, Right.EXPORT)
    write_template(path, plan)
    if plan.rows and any(isinstance(one.column.kind, PersonNumber) for one in plan.columns):
        note_list(register, f"template {kind}", len(plan.rows), masked=False, detail=plan.title)


def template_plan(
    register: Register, kind: ListKind, *, campaign: str | None = None, year: int | None = None
) -> TemplatePlan:
    """Return the form of a kind; see ``export_template``."""
    chosen = campaign_named(register, campaign) if kind == "gifts" and campaign is not None else None
    with register.looking() as connection:
        sources = _sources(connection)
        return _PLANS[kind](connection, sources, chosen, year or clock.today().year)


def _sources(connection: sqlite3.Connection) -> _Sources:
    def names(query: str) -> tuple[str, ...]:
        return tuple(str(row[0]) for row in connection.execute(query))

    programmes: dict[str, list[str]] = {}
    for kind, name in connection.execute("SELECT kind, name FROM programme WHERE active ORDER BY position, name"):
        programmes.setdefault(str(kind), []).append(str(name))
    return _Sources(
        names("SELECT name FROM unit WHERE valid_to IS NULL ORDER BY sort_key, name"),
        {kind: tuple(found) for kind, found in programmes.items()},
        names("SELECT name FROM circumstance WHERE active ORDER BY position, name"),
        names("SELECT name FROM fund WHERE active ORDER BY position, name"),
        names("SELECT name FROM unit_type WHERE active ORDER BY rank, name"),
        names("SELECT name FROM indicator WHERE active AND computed IS NULL ORDER BY position, name"),
    )


_Plan = Callable[[sqlite3.Connection, _Sources, "tuple[int, str] | None", int], TemplatePlan]


def _people(_connection: sqlite3.Connection, sources: _Sources, _campaign: object, _year: int) -> TemplatePlan:
    fields = (
        "name", "born", "sex", "cccd", "citizen_id_issued_on", "citizen_id_issued_at", "old_id", "phone", "standing",
        "unit", "department", "job", "union_card", "joined_on", "social_insurance", "address", "ward_code",
        "housing", "poverty", "household_size", "dependants", "circumstance", "bank_name", "bank_account",
        "bank_holder", "note",
    )  # fmt: skip
    return _plan("Đối tượng", "DANH SÁCH ĐOÀN VIÊN, NGƯỜI LAO ĐỘNG", fields, sources, must={"name", "unit"})


def _gifts(
    connection: sqlite3.Connection, sources: _Sources, campaign: tuple[int, str] | None, _year: int
) -> TemplatePlan:
    fields = (
        "name", "born", "sex", "cccd", "phone", "unit", "circumstance", "cash", "goods", "paid", "recipient",
        "relation", "note",
    )  # fmt: skip
    title = "DANH SÁCH NHẬN QUÀ"
    rows: tuple[Sequence[Any], ...] = ()
    if campaign is not None:
        title = f"DANH SÁCH NHẬN QUÀ {campaign[1].upper()}"
        rows = tuple(connection.execute(_STILL_TO_BE_GIVEN, (campaign[0],)))
    known = {"name", "born", "sex", "cccd", "phone", "unit", "circumstance"} if rows else frozenset[str]()
    return _plan("Nhận quà", title, fields, sources, must={"name", "unit"}, rows=rows, known=known)


def _grants(_connection: sqlite3.Connection, sources: _Sources, _campaign: object, _year: int) -> TemplatePlan:
    fields = (
        "name", "born", "sex", "cccd", "phone", "unit", "programme", "circumstance", "amount", "fund", "paid",
        "decision_number", "decision_date", "voucher_number", "recipient", "relation", "note",
    )  # fmt: skip
    return _plan(
        "Trợ cấp", "DANH SÁCH TRỢ CẤP KHÓ KHĂN", fields, sources, must={"name", "unit", "amount"},
        programmes=sources.programmes.get("grant", ()),
    )  # fmt: skip


def _houses(_connection: sqlite3.Connection, sources: _Sources, _campaign: object, _year: int) -> TemplatePlan:
    before = ("name", "born", "cccd", "phone", "unit", "address", "new_build", "area", "structure")
    after = ("labour_days", "started", "inspected", "handed", "due_on", "decision_number", "decision_date", "note")
    columns = [_column(field, required=field in {"name", "unit", "new_build"}, house=True) for field in before]
    columns += [TemplateColumn(money_column(fund), "Tiền của nguồn này, bằng đồng.") for fund in sources.funds]
    columns += [_column(field) for field in after]
    return _with_columns("Mái ấm", "DANH SÁCH MÁI ẤM CÔNG ĐOÀN", columns, sources)


def _units(connection: sqlite3.Connection, sources: _Sources, _campaign: object, _year: int) -> TemplatePlan:
    fields = (
        "unit", "short_name", "abbreviation", "unit_type", "parent", "sector", "locality", "member_count",
        "worker_count", "counted_on", "note",
    )  # fmt: skip
    rows = tuple(connection.execute(_UNITS))
    columns = [
        TemplateColumn(field_column("unit", "Tên đơn vị"), "Ghi đủ tên.", required=True, known=True)
        if field == "unit"
        else _column(field, known=field in {"unit_type", "parent"})
        for field in fields
    ]
    return _with_columns("Đơn vị", "DANH SÁCH ĐƠN VỊ, CÔNG ĐOÀN CƠ SỞ", columns, sources, rows=rows)


def _targets(connection: sqlite3.Connection, sources: _Sources, _campaign: object, year: int) -> TemplatePlan:
    fields = ("unit", "indicator", "year", "target", "basis")
    rows = tuple(connection.execute(_TARGETS, (year,)))
    title = f"BẢNG GIAO CHỈ TIÊU NĂM {year}"
    must = {"unit", "indicator", "year"}
    return _plan("Chỉ tiêu", title, fields, sources, must=must, rows=rows, known={"unit", "indicator", "year"})


def _aggregates(_connection: sqlite3.Connection, sources: _Sources, _campaign: object, year: int) -> TemplatePlan:
    fields = (
        "unit", "programme", "starts_on", "ends_on", "quantity", "count_unit", "new_houses", "repaired_houses", "cash",
        "goods", "fund", "level", "note",
    )  # fmt: skip
    title = f"SỐ LIỆU TỔNG HỢP CHĂM LO NĂM {year}"
    return _plan(
        "Tổng hợp", title, fields, sources, must={"unit", "programme", "starts_on", "ends_on"},
        programmes=sources.all_programmes(),
    )  # fmt: skip


_PLANS: Final[Mapping[ListKind, _Plan]] = {
    "people": _people,
    "gifts": _gifts,
    "grants": _grants,
    "houses": _houses,
    "units": _units,
    "targets": _targets,
    "aggregates": _aggregates,
}
_STILL_TO_BE_GIVEN: Final = """
SELECT p.full_name, p.birth, p.sex, p.citizen_id, p.phone, u.name, c.name,
       nullif((SELECT sum(amount) FROM award_line l WHERE l.award_id = a.id AND l.form = 'cash'), 0),
       nullif((SELECT sum(amount) FROM award_line l WHERE l.award_id = a.id AND l.form <> 'cash'), 0),
       NULL, a.recipient_name, a.recipient_relation, a.note
FROM award a JOIN person p ON p.id = a.person_id JOIN unit u ON u.id = a.unit_id
LEFT JOIN circumstance c ON c.id = a.circumstance_id
WHERE a.campaign_id = ? AND a.handover IN ('planned', 'absent') ORDER BY u.sort_key, a.position, a.id
"""
_UNITS: Final = """
SELECT u.name, u.short_name, u.abbreviation, t.name, s.name, u.sector, u.locality, u.member_count, u.worker_count,
       u.counted_on, u.note
FROM unit u LEFT JOIN unit_type t ON t.id = u.type_id LEFT JOIN unit s ON s.id = u.parent_id
WHERE u.valid_to IS NULL ORDER BY coalesce(t.rank, 99), u.sort_key
"""
_TARGETS: Final = """
SELECT u.name, i.name, g.year, g.value, g.basis FROM target g JOIN unit u ON u.id = g.unit_id
JOIN indicator i ON i.id = g.indicator_id WHERE g.year = ? ORDER BY u.sort_key, i.position, i.name
"""


def _plan(
    name: str,
    title: str,
    fields: Sequence[str],
    sources: _Sources,
    *,
    must: set[str],
    rows: tuple[Sequence[Any], ...] = (),
    known: set[str] | frozenset[str] = frozenset(),
    programmes: Sequence[str] = (),
) -> TemplatePlan:
    columns = [_column(field, required=field in must, known=field in known) for field in fields]
    return _with_columns(name, title, columns, sources, rows=rows, programmes=programmes)


def _with_columns(
    name: str,
    title: str,
    columns: Sequence[TemplateColumn],
    sources: _Sources,
    *,
    rows: tuple[Sequence[Any], ...] = (),
    programmes: Sequence[str] = (),
) -> TemplatePlan:
    everything = {
        UNITS: sources.units,
        PROGRAMMES: programmes or sources.all_programmes(),
        CIRCUMSTANCES: sources.circumstances,
        FUNDS: sources.funds,
        TYPES: sources.types,
        INDICATORS: sources.indicators,
        **{one.options: _labels(one.column) for one in columns if one.options.startswith(_FIXED)},
    }
    used = {one.options for one in columns}
    offered = {name: entries for name, entries in everything.items() if name in used}
    lines = ("Xem trang “Hướng dẫn” trước khi điền. ĐVT: đồng",)
    return TemplatePlan(name, title, tuple(columns), lines, rows, offered, _FREE, _COMMON)


_FIXED: Final = "= "
"""Begins the name of a catalogue that is the same in every register."""
_OPTIONS: Final[Mapping[str, str]] = {
    "unit": UNITS,
    "parent": UNITS,
    "programme": PROGRAMMES,
    "circumstance": CIRCUMSTANCES,
    "fund": FUNDS,
    "unit_type": TYPES,
    "indicator": INDICATORS,
}


def _column(field: str, *, required: bool = False, known: bool = False, house: bool = False) -> TemplateColumn:
    column = house_column(field) if house else field_column(field)
    options = _OPTIONS.get(field, "")
    if not options and isinstance(column.kind, Choice | Flag):
        options = f"{_FIXED}{column.heading}"
    hint = _HINTS.get(field, "")
    if not hint and isinstance(column.kind, Day | PartialDay):
        hint = "Ghi như 05/01/2026."
    return TemplateColumn(column, hint, options, required, known)


def _labels(column: ListColumn) -> tuple[str, ...]:
    if isinstance(column.kind, Choice):
        return tuple(label for _code, label in column.kind.options)
    return ("có", "không")
