"""How the rows of a list are shown before they are written: who, what, and what becomes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labordesk.fields import Money, PersonName, Text
from labordesk.fields.choices import LIST_KINDS
from labordesk.fields.common import BIRTH
from labordesk.gui.pages.imports_fields import field_label
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, NC_, _

if TYPE_CHECKING:
    from labordesk.services.import_model import ImportPreview, PreviewRow

KINDS: Final = dict(LIST_KINDS)


def kind_words(kind: str) -> str:
    """Return the name of a kind of list."""
    return _(KINDS[kind]) if kind in KINDS else kind


def fate_words(row: PreviewRow) -> tuple[str, Tone]:
    """Return what becomes of a row when the list is written."""
    if row.taken_before:
        return _("Đã nhập trước"), "neutral"
    if row.left_out:
        return _("Bỏ ra"), "neutral"
    if not row.is_good:
        wrong = any(problem.kind == "error" for problem in row.problems)
        return (_("Còn lỗi"), "error") if wrong else (_("Chờ trả lời"), "warn")
    if row.chosen is not None:
        return _("Đã có trong sổ"), "good"
    return _("Ghi mới"), "info"


def value_of(row: PreviewRow, field: str) -> Any:
    """Return a value of a row as it will be written, else as it was read."""
    return row.values.get(field, row.read.values.get(field))


def amount_of(row: PreviewRow) -> int | None:
    """Return the money of a row in đồng: its amount, else cash and goods, else all sources."""
    amount = value_of(row, "amount")
    if isinstance(amount, int):
        return amount
    parts = [one for one in (value_of(row, "cash"), value_of(row, "goods")) if isinstance(one, int)]
    funders = value_of(row, "funders") or {}
    parts += [one for one in funders.values() if isinstance(one, int)]
    return sum(parts) if parts else None


def first_problem(row: PreviewRow) -> str:
    """Return the first thing wrong with a row, the gravest first."""
    ranked = sorted(row.problems, key=lambda one: ("error", "ask", "warning").index(one.kind))
    if not ranked:
        return ""
    field = field_label(ranked[0].field)
    return f"{field}: {ranked[0].reason}" if field else ranked[0].reason


def row_columns(*, sheets: bool) -> tuple[Column, ...]:
    """Return the columns of the rows; the sheet only where there are several."""
    sheet = (Column("sheet", N_("Trang"), Text(), width=10, read=lambda row: row.read.sheet, muted=True),)
    return (
        *(sheet if sheets else ()),
        Column("row", N_("Dòng"), Text(), width=5, align="right", read=lambda row: str(row.read.row), muted=True),
        Column("name", N_("Họ và tên"), PersonName(), width=18, read=_name),
        Column("born", N_("Ngày sinh"), BIRTH.kind, width=10, read=lambda row: value_of(row, "born"), spare=True),
        Column("unit", NC_("column", "Đơn vị"), Text(), width=22, stretch=True, read=_unit),
        Column("amount", N_("Số tiền (đ)"), Money(), width=12, read=amount_of),
        Column("fate", N_("Khi ghi"), Text(), width=14, pill=fate_words),
        Column("problem", N_("Ghi chú"), Text(), width=26, stretch=True, read=first_problem, tip=first_problem),
    )


def total_words(preview: ImportPreview) -> tuple[str, Tone]:
    """Return whether the sum read is the one the file says itself."""
    from labordesk.vietnamese.numbers import number

    if preview.file_total is None:
        return _("Tệp không ghi tổng để đối chiếu"), "neutral"
    if preview.file_total == preview.total:
        return _("Khớp tổng ghi trong tệp"), "good"
    words = _("Tệp ghi {said}, lệch {gap}")
    gap = preview.total - preview.file_total
    sign = "+" if gap > 0 else "−"
    return words.format(said=number(preview.file_total), gap=f"{sign}{number(abs(gap))}"), "warn"


def _name(row: PreviewRow) -> str:
    return str(value_of(row, "name") or row.read.raw.get("name") or value_of(row, "unit") or "")


def _unit(row: PreviewRow) -> str:
    return row.unit_name or str(value_of(row, "unit") or row.read.group)
