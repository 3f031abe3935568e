"""Bảng theo đối tượng: who was helped, by circumstance, by sex, member or not (domain.md 6.3 g)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from labordesk.documents.model import Align, Block, Column, Document, Paragraph, Row, RowKind, Table
from labordesk.fields.choices import SEXES, STANDINGS
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import Figure, row_of
from labordesk.reports.framing import BY_HAND_OVER, ROMAN, left_out_note, table_paper
from labordesk.store import figures
from labordesk.store.figure_rows.meaning import NOBODY_SAID, Given
from labordesk.store.figures.recipients import NO_NAME, RecipientFigure, circumstance_names, recipients
from labordesk.vietnamese.numbers import percent

_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Đối tượng", 4.0),
    Column("Số người có tên", 1.2, Align.RIGHT),
    Column("Số lượt", 1.2, Align.RIGHT),
    Column("Trị giá (đồng)", 1.8, Align.RIGHT),
    Column("Tỷ trọng", 1.0, Align.RIGHT),
)
TYPED_NAME = "Số liệu tổng hợp, không kèm danh sách"
NO_NAMES = "Nhóm không ghi từng tên"

Named = Sequence[tuple[str, RecipientFigure | None, Given]]
"""Groups in the order of the paper with what they count; None where nobody belongs to one."""


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return three divisions of the same people and money; each of them adds up to the total."""
    scope = request.scope()
    totals = figures.totals(connection, scope)
    found = recipients(connection, scope)
    typed = RecipientFigure(0, totals.turns - found.whole.turns, totals.typed)
    named = Given(scope, typed=False)
    reasons = [
        (name, found.by_circumstance.get(key), replace(named, circumstance=key))
        for key, name in circumstance_names(connection)
    ]
    untold = ("Không ghi hoàn cảnh", found.by_circumstance.get(None), replace(named, circumstance=NOBODY_SAID))
    sexes = (*SEXES, ("", "Chưa ghi giới tính"), (NO_NAME, NO_NAMES))
    standings = (*STANDINGS, (NO_NAME, NO_NAMES))
    divisions: tuple[tuple[str, Named], ...] = (
        ("Theo hoàn cảnh", [*reasons, untold]),
        ("Theo giới tính", [(name, found.by_sex.get(code), replace(named, sex=code)) for code, name in sexes]),
        (
            "Đoàn viên, người chưa là đoàn viên",
            [(name, found.by_standing.get(code), replace(named, standing=code)) for code, name in standings],
        ),
    )
    rows: list[Row] = []
    if totals.total or totals.turns:
        told = (TYPED_NAME, typed, Given(scope, awards=False))
        for roman, (title, groups) in zip(ROMAN, divisions, strict=False):
            rows += _division(f"{roman}. {title}", groups, told, totals.total)
        whole = RecipientFigure(found.whole.people, totals.turns, totals.total)
        rows.append(_row("Tổng cộng", None, whole, Given(scope), totals.total))
    blocks: list[Block] = [Table(_COLUMNS, tuple(rows), size=12)]
    if rows:
        blocks.append(
            Paragraph(
                "Một người có nhiều hoàn cảnh được tính ở từng hoàn cảnh và chỉ tính một lần ở dòng tổng cộng; số"
                " người, số lượt không gồm các lần trao tiền Mái ấm (tính theo số nhà), trị giá thì có."
            )
        )
    blocks += left_out_note(figures.left_out(connection, scope), paper.words)
    title = "Kết quả chăm lo theo đối tượng thụ hưởng"
    return table_paper(request, paper, title, blocks, event=BY_HAND_OVER)


def _division(title: str, groups: Named, typed: tuple[str, RecipientFigure, Given], whole: int) -> Iterator[Row]:
    yield Row((title, None, None, None, None, None), RowKind.GROUP)
    shown = [(name, figure, ours) for name, figure, ours in groups if figure is not None]
    if typed[1].turns or typed[1].amount:
        shown.append(typed)
    for place, (name, figure, ours) in enumerate(shown, start=1):
        yield _row(str(place), name, figure, ours, whole)


def _row(label: str, name: str | None, figure: RecipientFigure, ours: Given, whole: int) -> Row:
    share = percent(figure.amount, whole, 1) if figure.amount and whole else ""
    people, turns = replace(ours, measure="people", houses=False), replace(ours, measure="turns")
    cells = (Figure(figure.people, people), Figure(figure.turns, turns), Figure(figure.amount, ours))
    if name is None:
        shown = (replace(one, cell=one.cell or "") for one in cells)
        return row_of((label, None, *shown, "100%" if share else ""), RowKind.TOTAL)
    return row_of((label, name, *(replace(one, cell=one.cell or None) for one in cells), share))


REPORT = Report(
    name="doi-tuong",
    title=N_("Kết quả theo đối tượng"),
    summary=N_("Theo hoàn cảnh, giới tính, đoàn viên hay chưa là đoàn viên: số người, số lượt, số tiền."),
    compose=compose,
)
