"""Danh sách ký nhận: who receives what in a campaign, to be signed at the table (domain.md 4.2, form 1).

The citizen number is printed whole because this is a settlement list; lists for the notice board mask it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from labordesk.documents.model import Align, AmountInWords, Column, Document, Row, RowKind, SignatureBlock, Table
from labordesk.errors import NotFound
from labordesk.fields.common import CITIZEN_ID, FULL_NAME
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import Figure, row_of
from labordesk.rules.serial_numbers import in_runs
from labordesk.store.figure_rows.meaning import OnList
from labordesk.store.lists import CampaignHead, ListedAward, campaign_head, signing_list
from labordesk.vietnamese.numbers import number

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
    """Return the list by unit and name; NotFound when the campaign is not there."""
    return list_to_sign(connection, request, paper, by_name=True)


def list_to_sign(connection: sqlite3.Connection, request: Request, paper: Paper, *, by_name: bool) -> Document:
    """Return the list, one group for each unit with its sub-total, by name or in the order of the register's list."""
    head = campaign_of(connection, request)
    awards = signing_list(connection, head.id, request.units.ids())
    cash, goods = sum(one.cash for one in awards), sum(one.goods for one in awards)
    basis = f"(Theo {head.basis})" if head.basis else ""
    return Document(
        letterhead=paper.letterhead(),
        kind="Danh sách",
        abstract=f"Ký nhận quà, tiền hỗ trợ: {head.name}",
        note=basis,
        blocks=(
            Table(
                _COLUMNS,
                tuple(_rows(head.id, awards, request, by_name=by_name)),
                size=11,
                min_row_mm=8,
                unit_note="Đơn vị tính: đồng",
            ),
            AmountInWords(paper.words.spelt(cash + goods), label="Tổng số tiền, trị giá quà bằng chữ"),
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


def campaign_of(connection: sqlite3.Connection, request: Request) -> CampaignHead:
    """Return the campaign asked for; NotFound when it is not there."""
    head = campaign_head(connection, request.campaign_id or 0)
    if head is None:
        raise NotFound(N_("Không tìm thấy đợt tặng quà này; hãy chọn lại đợt."))
    return head


def _rows(campaign_id: int, awards: Sequence[ListedAward], request: Request, *, by_name: bool) -> list[Row]:
    rows: list[Row] = []
    position = 0
    for unit, members in by_unit(awards, request, by_name=by_name):
        rows.append(Row((unit, *([None] * 8)), RowKind.GROUP))
        for award in members:
            position += 1
            ours = OnList(campaign_id, award_id=award.id)
            rows.append(_row(position if by_name else award.position or position, award, ours))
        theirs = OnList(campaign_id, frozenset(one.unit_id for one in members))
        rows.append(_sum_row(f"Cộng {unit} ({_count(members)} suất)", members, theirs, RowKind.SUBTOTAL))
    whole = OnList(campaign_id, request.units.ids())
    rows.append(_sum_row(f"Tổng cộng ({_count(awards)} suất)", awards, whole, RowKind.TOTAL))
    return rows


def by_unit(
    awards: Sequence[ListedAward], request: Request, *, by_name: bool
) -> Iterator[tuple[str, list[ListedAward]]]:
    """Yield each unit in the order of the tree with its lines; people not listed by name come last."""
    names = {unit.id: unit.name for unit in request.units.rows}
    order = {unit.id: place for place, unit in enumerate(request.units.rows)}

    def home(award: ListedAward) -> int:
        return request.units.home.get(award.unit_id, award.unit_id)

    def key(award: ListedAward) -> tuple[int, bool, str, int]:
        name = (not award.sort_key, award.sort_key) if by_name else (False, "")
        return (order.get(home(award), 0), *name, award.position)

    for unit_id, group in groupby(sorted(awards, key=key), key=home):
        yield names.get(unit_id, ""), list(group)


def _count(awards: Sequence[ListedAward]) -> str:
    return number(sum(one.quantity for one in awards))


def _row(position: int, award: ListedAward, ours: OnList) -> Row:
    person = award.person or f"{number(award.quantity)} người (danh sách kèm theo)"
    return row_of(
        (
            str(position),
            person,
            award.birth[:4],
            award.citizen_id,
            award.department,
            *_paid(award.cash, award.goods, ours),
            "",
            _note(award),
        )
    )


def _note(award: ListedAward) -> str:
    """Return who took the gift, the serials to be checked against it, who travels along, what was written."""
    notes = (
        ": ".join(part for part in (_STATE_NOTES.get(award.handover, ""), award.recipient) if part),
        f"phiếu {in_runs(award.vouchers.splitlines())}" if award.vouchers else "",
        f"vé {in_runs(award.tickets.splitlines())}" if award.tickets else "",
        f"đi cùng {number(award.companions)} người" if award.companions else "",
        award.note,
    )
    return "; ".join(part for part in notes if part)


def _sum_row(label: str, awards: Sequence[ListedAward], ours: OnList, kind: RowKind) -> Row:
    paid = _paid(sum(one.cash for one in awards), sum(one.goods for one in awards), ours)
    return row_of((label, None, None, None, None, *paid, "", ""), kind)


def _paid(cash: int, goods: int, ours: OnList) -> tuple[Figure, Figure]:
    return Figure(cash, replace(ours, form="cash")), Figure(goods, replace(ours, form="goods"))


REPORT = Report(
    name="ky-nhan",
    title=N_("Danh sách ký nhận"),
    summary=N_("Theo đơn vị rồi theo tên, có chỗ ký, cộng từng đơn vị, cộng trang và bằng chữ."),
    compose=compose,
    group="lists",
    needs_campaign=True,
)
