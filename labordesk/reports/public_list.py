"""Danh sách niêm yết công khai: who receives what, with masked numbers, no signatures and no remarks.

What hangs on a board shows no more of a person than is needed to know whom it means (Luật 91/2025/QH15).
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from labordesk.documents.model import Align, Column, Document, Row, RowKind, SignatureBlock, Table
from labordesk.fields.common import CITIZEN_ID, FULL_NAME
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import Figure, row_of
from labordesk.reports.signing_list import by_unit, campaign_of
from labordesk.store.figure_rows.meaning import OnList
from labordesk.store.lists import ListedAward, signing_list
from labordesk.vietnamese.citizen import mask
from labordesk.vietnamese.numbers import number

_COLUMNS = (
    Column("STT", 0.5, Align.CENTER),
    Column(FULL_NAME.label, 2.2),
    Column("Năm sinh", 0.8, Align.CENTER),
    Column(CITIZEN_ID.label, 1.5, Align.CENTER),
    Column("Bộ phận", 1.6),
    Column("Tiền mặt", 1.2, Align.RIGHT, group="Trị giá (đồng)"),
    Column("Hiện vật", 1.2, Align.RIGHT, group="Trị giá (đồng)"),
)


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the list by unit and name; NotFound when the campaign is not there."""
    head = campaign_of(connection, request)
    awards = signing_list(connection, head.id, request.units.ids())
    rows: list[Row] = []
    place = 0
    for unit, members in by_unit(awards, request, by_name=True):
        rows.append(Row((unit, *([None] * 6)), RowKind.GROUP))
        for award in members:
            place += 1
            rows.append(_row(head.id, place, award))
    return Document(
        letterhead=paper.letterhead(),
        kind="Danh sách",
        abstract=f"Người được tặng quà, hỗ trợ: {head.name}",
        note="(Niêm yết công khai để đoàn viên, người lao động biết và góp ý)",
        blocks=(Table(_COLUMNS, tuple(rows), size=12),),
        signed_at=paper.place_date(),
        signatures=(SignatureBlock("Người lập", paper.preparer_name), paper.chair()),
        closes_text=False,
        author=paper.issuing_body,
    )


def _row(campaign_id: int, place: int, award: ListedAward) -> Row:
    person = award.person or f"{number(award.quantity)} người"
    masked = mask(award.citizen_id) if award.citizen_id else ""
    ours = OnList(campaign_id, award_id=award.id)
    paid = (
        Figure(award.cash or None, replace(ours, form="cash")),
        Figure(award.goods or None, replace(ours, form="goods")),
    )
    return row_of((str(place), person, award.birth[:4], masked, award.department, *paid))


REPORT = Report(
    name="niem-yet",
    title=N_("Danh sách niêm yết công khai"),
    summary=N_("Theo đơn vị và tên, số căn cước che bớt, không có chỗ ký."),
    compose=compose,
    group="lists",
    needs_campaign=True,
)
