"""Tables of a gift campaign for its papers: people under their units with sub-totals, and units in figures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from labordesk.documents.model import Align, Column, Row, RowKind, Table
from labordesk.reports.forms.proposals import NUMBER
from labordesk.store.campaign_files import CampaignFile, GiftLine
from labordesk.vietnamese.citizen import mask
from labordesk.vietnamese.numbers import number

_PEOPLE = (
    NUMBER,
    Column("Họ và tên", 2.4),
    Column("Năm sinh", 0.8, Align.CENTER),
    Column("Số CCCD", 1.5, Align.CENTER),
    Column("Bộ phận", 1.6),
    Column("Số suất", 0.7, Align.RIGHT),
    Column("Tiền mặt", 1.2, Align.RIGHT, group="Trị giá (đồng)", carried=True),
    Column("Hiện vật", 1.2, Align.RIGHT, group="Trị giá (đồng)", carried=True),
    Column("Ghi chú", 1.4),
)
_UNITS = (
    NUMBER,
    Column("Đơn vị", 2.8),
    Column("Trong danh sách", 1.0, Align.RIGHT, group="Số suất"),
    Column("Đã trao", 0.8, Align.RIGHT, group="Số suất"),
    Column("Chưa nhận", 0.8, Align.RIGHT, group="Số suất"),
    Column("Tiền mặt", 1.4, Align.RIGHT, group="Đã trao (đồng)"),
    Column("Hiện vật", 1.4, Align.RIGHT, group="Đã trao (đồng)"),
)


def people_table(campaign: CampaignFile) -> Table:
    """Return everybody on the lists by unit and name; numbers masked, since this is no settlement list."""
    rows: list[Row] = []
    place = 0
    for unit, group in groupby(campaign.lines, key=lambda one: one.unit):
        members = list(group)
        rows.append(Row((unit, *([None] * 8)), RowKind.GROUP))
        for one in members:
            place += 1
            rows.append(_person(place, one))
        rows.append(_sums(f"Cộng {unit}", members, RowKind.SUBTOTAL))
    if campaign.lines:
        rows.append(_sums("Tổng cộng", campaign.lines, RowKind.TOTAL))
    else:
        rows = [Row((str(one), *([""] * 5), None, None, "")) for one in range(1, 11)]
    return Table(_PEOPLE, tuple(rows), size=11, min_row_mm=0 if campaign.lines else 8)


def _person(place: int, one: GiftLine) -> Row:
    name = one.person or f"{number(one.quantity)} người (không ghi tên)"
    masked = mask(one.citizen_id) if one.citizen_id else ""
    return Row(
        (str(place), name, one.birth[:4], masked, one.department, one.quantity, one.cash or None, one.goods or None, "")
    )


def _sums(label: str, lines: Sequence[GiftLine], kind: RowKind) -> Row:
    cash, goods = sum(one.cash for one in lines), sum(one.goods for one in lines)
    return Row((label, None, None, None, None, quantity(lines), cash or "", goods or "", ""), kind)


def units_table(campaign: CampaignFile) -> Table:
    """Return what each unit was to get and got."""
    rows: list[Row] = []
    for unit, group in groupby(campaign.lines, key=lambda one: one.unit):
        rows.append(Row((str(len(rows) + 1), unit, *_figures(list(group)))))
    if rows:
        rows.append(Row(("Tổng cộng", None, *_figures(campaign.lines)), RowKind.TOTAL))
    else:
        rows = [Row((str(one), *([""] * 6))) for one in range(1, 7)]
    return Table(_UNITS, tuple(rows), size=11, min_row_mm=0 if campaign.lines else 8)


def _figures(lines: Sequence[GiftLine]) -> tuple[int | str, ...]:
    given = [one for one in lines if one.is_given]
    cash, goods = sum(one.cash for one in given), sum(one.goods for one in given)
    waiting = quantity(lines) - quantity(given)
    return tuple(one or "" for one in (quantity(lines), quantity(given), waiting, cash, goods))


def quantity(lines: Sequence[GiftLine]) -> int:
    """Return how many packages some lines are."""
    return sum(one.quantity for one in lines)
