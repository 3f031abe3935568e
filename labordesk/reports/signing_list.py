"""Danh sách ký nhận: who receives what in a campaign, to be signed at the table (domain.md 4.2, form 1).

The citizen number is printed whole because this is a settlement list; lists for the notice board mask it.
"""

from __future__ import annotations

import sqlite3
from itertools import groupby

from labordesk.documents.model import Align, AmountInWords, Column, Document, Row, RowKind, SignatureBlock, Table
from labordesk.errors import NotFound
from labordesk.fields.common import CITIZEN_ID, FULL_NAME
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request, WordStyle
from labordesk.store.lists import ListedAward, campaign_head, signing_list
from labordesk.vietnamese.numbers import number
from labordesk.vietnamese.words import amount_in_words

_COLUMNS = (
    Column("STT", 0.5, Align.CENTER),
    Column(FULL_NAME.label, 2.0),
    Column("Năm sinh", 0.7, Align.CENTER),
    Column(CITIZEN_ID.label, 1.3, Align.CENTER),
    Column("Bộ phận", 1.2),
    Column("Tiền mặt", 1.2, Align.RIGHT, group="Trị giá (đồng)", carried=True),
    Column("Hiện vật", 1.1, Align.RIGHT, group="Trị giá (đồng)", carried=True),
    Column("Ký nhận", 1.4),
    Column("Ghi chú", 1.6),
)

_STATE_NOTES = {"absent": "vắng", "proxy": "nhận thay"}


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the list, one group for each unit with its sub-total; NotFound when the campaign is not there."""
    head = campaign_head(connection, request.campaign_id or 0)
    if head is None:
        raise NotFound(N_("Không tìm thấy đợt tặng quà này; hãy chọn lại đợt."))
    awards = signing_list(connection, head.id, request.units.ids())
    cash, goods = sum(one.cash for one in awards), sum(one.goods for one in awards)
    basis = f"(Theo {head.basis})" if head.basis else ""
    return Document(
        letterhead=paper.letterhead(),
        kind="Danh sách",
        abstract=f"Ký nhận quà, tiền hỗ trợ: {head.name}",
        note=basis,
        blocks=(
            Table(_COLUMNS, tuple(_rows(awards, request)), size=11, min_row_mm=8, unit_note="Đơn vị tính: đồng"),
            AmountInWords(_words(cash + goods, paper.words), label="Tổng số tiền, trị giá quà bằng chữ"),
        ),
        signed_at=paper.place_date(),
        signatures=(
            SignatureBlock("Người lập", paper.preparer_name),
            SignatureBlock("Kế toán", paper.accountant_name),
            SignatureBlock("Thủ quỹ", paper.treasurer_name),
            paper.chair(),
        ),
        landscape=True,
        closes_text=False,
        author=paper.issuing_body,
    )


def _words(amount: int, words: WordStyle) -> str:
    return amount_in_words(amount, linh=words.linh, tu=words.tu, nghin=words.nghin, even=words.even)


def _rows(awards: tuple[ListedAward, ...], request: Request) -> list[Row]:
    names = {unit.id: unit.name for unit in request.units.rows}
    order = {unit.id: place for place, unit in enumerate(request.units.rows)}

    def home(award: ListedAward) -> int:
        return request.units.home.get(award.unit_id, award.unit_id)

    rows: list[Row] = []
    position = 0
    for unit_id, group in groupby(sorted(awards, key=lambda one: order.get(home(one), 0)), key=home):
        members = list(group)
        rows.append(Row((names.get(unit_id, ""), *([None] * 8)), RowKind.GROUP))
        for award in members:
            position += 1
            rows.append(_row(position, award))
        rows.append(_sum_row(f"Cộng {names.get(unit_id, '')} ({_count(members)} suất)", members, RowKind.SUBTOTAL))
    rows.append(_sum_row(f"Tổng cộng ({_count(awards)} suất)", awards, RowKind.TOTAL))
    return rows


def _count(awards: list[ListedAward] | tuple[ListedAward, ...]) -> str:
    return number(sum(one.quantity for one in awards))


def _row(position: int, award: ListedAward) -> Row:
    person = award.person or f"{number(award.quantity)} người (danh sách kèm theo)"
    notes = [_STATE_NOTES.get(award.handover, ""), award.recipient, award.note]
    note = ": ".join(part for part in notes[:2] if part)
    return Row(
        (
            str(position),
            person,
            award.birth[:4],
            award.citizen_id,
            award.department,
            award.cash,
            award.goods,
            "",
            "; ".join(part for part in (note, notes[2]) if part),
        )
    )


def _sum_row(label: str, awards: list[ListedAward] | tuple[ListedAward, ...], kind: RowKind) -> Row:
    cash, goods = sum(one.cash for one in awards), sum(one.goods for one in awards)
    return Row((label, None, None, None, None, cash, goods, "", ""), kind)


REPORT = Report(
    name="ky-nhan",
    title=N_("Danh sách ký nhận"),
    summary=N_("Danh sách người nhận của một đợt, có chỗ ký, cộng theo đơn vị và bằng chữ."),
    compose=compose,
    group="lists",
    needs_campaign=True,
)
