"""Đã thay đổi từ khi chốt: the same report made again today, beside the figures as they were presented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from labordesk.documents.figure_changes import FigureChange, changed_figures
from labordesk.documents.figures import figures_of
from labordesk.documents.model import Align, Column, Document, Paragraph, Row, RowKind, SignatureBlock, Table
from labordesk.services.frozen_reports import FrozenRow, frozen_figures, frozen_of, kept_choices, load_frozen
from labordesk.services.outgoing import Outgoing, outgoing_document
from labordesk.services.reporting import Order, compose_report, paper_on
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

PAPER, TITLE = "so-sanh-da-chot", "Bảng so sánh số liệu đã chốt"
"""The comparison as a paper of its own in the log of prints; what stands on paper is Vietnamese."""
NOTHING = "Số liệu tính lại hôm nay giống hệt số liệu đã chốt."


@dataclass(frozen=True)
class Comparison:
    """A frozen report and what is not the same any more when it is made again on ``on``."""

    frozen: FrozenRow
    on: date
    changes: tuple[FigureChange, ...]


def compare_frozen(register: Register, frozen_id: int, *, today: date) -> Comparison:
    """Make a frozen report again with the same choices and cut-off, and compare it; the refusals of a report."""
    row = load_frozen(register, frozen_id)
    now = figures_of(compose_report(register, kept_choices(row).order, today=today))
    return Comparison(row, today, changed_figures(frozen_figures(register, frozen_id), now))


def compare_chosen(register: Register, order: Order, *, today: date) -> Comparison | None:
    """Compare the latest frozen report of the same choices; None when there is none."""
    found = frozen_of(register, order)
    return compare_frozen(register, found[0].id, today=today) if found else None


def comparison_document(register: Register, comparison: Comparison) -> Document:
    """Return the comparison as a paper to hand round: what each figure was, what it is now, by how much it changed."""
    row, today = comparison.frozen, comparison.on
    paper = paper_on(register, today)
    note = f"Chốt ngày {short(row.frozen_on)}, số liệu tính đến ngày {short(row.cut_off)}; tính lại ngày {short(today)}"
    count = len(comparison.changes)
    lead = f"{number(count)} số đã thay đổi từ khi chốt." if count else NOTHING
    table = Table(_COLUMNS, tuple(_table_rows(comparison.changes)), size=12)
    return Document(
        letterhead=paper.letterhead(),
        kind="Bảng so sánh",
        abstract=f"Số liệu đã chốt và số liệu hiện nay: {row.title}",
        note=f"({note})",
        blocks=(Paragraph(lead), table) if count else (Paragraph(lead),),
        signed_at=paper.place_date(),
        signatures=(SignatureBlock("Người lập", paper.preparer_name), paper.chair()),
        closes_text=False,
        author=paper.issuing_body,
    )


def comparison_outgoing(register: Register, comparison: Comparison) -> Outgoing:
    """Return the comparison ready to be printed or saved, under its own name in the log."""
    row = comparison.frozen
    subject = f"{kept_choices(row).subject} · chốt ngày {short(row.frozen_on)}"
    made = outgoing_document(register, comparison_document(register, comparison), PAPER, TITLE, subject)
    return replace(made, identity=replace(made.identity, frozen_id=row.id))


_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Số liệu", 4.4),
    Column("Khi chốt", 1.7, Align.RIGHT),
    Column("Hiện nay", 1.7, Align.RIGHT),
    Column("Chênh lệch", 1.7, Align.RIGHT),
)


def _table_rows(changes: tuple[FigureChange, ...]) -> list[Row]:
    rows, table = [], ""
    for place, change in enumerate(changes, start=1):
        figure = change.figure
        if figure.table != table:
            table = figure.table
            rows.append(Row((table, None, None, None, None), RowKind.GROUP))
        then, now = (one.text if one else "—" for one in (change.then, change.now))
        rows.append(Row((str(place), change_label(change), then, now, difference_text(change))))
    return rows


def change_label(change: FigureChange) -> str:
    """Return the name of a figure on the lines of a comparison, with what became of its row."""
    figure = change.figure
    state = {"new": " (dòng mới)", "gone": " (dòng không còn)", "kept": ""}[change.row_state]
    return f"{figure.row_said}: {figure.column}{state}" if figure.row else f"{figure.column}{state}"


def difference_text(change: FigureChange) -> str:
    """Return "+1.500.000", "−3" or "" where the two cannot be subtracted."""
    difference = change.difference
    if difference is None:
        return ""
    unit = change.figure.unit
    whole = difference == difference.to_integral_value()
    size = number(int(abs(difference))) if whole else _decimals(abs(difference))
    ending = " đồng" if unit == "đồng" else " điểm %" if unit == "%" else ""
    return f"{'−' if difference < 0 else '+'}{size}{ending}"


def _decimals(amount: Decimal) -> str:
    return number(amount, -int(amount.normalize().as_tuple().exponent))
