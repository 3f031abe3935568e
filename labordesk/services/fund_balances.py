"""Số dư quỹ: what each fund holds on a day, and a warning before more is spent than it has; light.

A fund is followed from its first opening on. Its balance at the end of a day is

    brought forward (the latest opening on or before that day) + raised into the fund since − spent since.

Raised is money and goods received; labour days never. Spent is every line of an award handed over that names the fund,
whichever level paid: paying level and source are two facts of a line (domain.md 6.3 e), and one fund of the register is
one purse. What another level pays out of its own purse is recorded under a fund of its own, or under one without an
opening, which is not followed. Promises, typed totals and the planned money of houses never move a balance.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from labordesk.fields import kinds
from labordesk.i18n import N_, _
from labordesk.store.figures.fund_money import spent_by_fund
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

BEYOND = N_(
    "{fund} còn {left} đồng đến ngày {day}, khoản chi {asked} đồng vượt quá {over} đồng; "
    "hãy xem lại số tiền, chọn nguồn khác hoặc ghi thêm khoản thu."
)
EMPTY = N_(
    "{fund} đã chi quá {short} đồng đến ngày {day}, nay chi thêm {asked} đồng; "
    "hãy chọn nguồn khác, ghi thêm khoản thu hoặc xem lại số dư mang sang."
)

NEARLY_EMPTY = 10
"""A fund with less than one part in so many of what it had is nearly empty."""


@dataclass(frozen=True)
class FundBalance:
    """One fund at the end of a day, in đồng; what is promised and not received (``pledged_open``) is no part of it."""

    fund_id: int
    name: str
    opening: int
    opened_on: date
    raised: int
    pledged_open: int
    spent: int

    @property
    def left(self) -> int:
        """Return what is left; below zero when more was spent than there was."""
        return self.opening + self.raised - self.spent

    @property
    def is_low(self) -> bool:
        """Say whether less is left than one part in ``NEARLY_EMPTY`` of what there was."""
        return self.left < 0 or self.left * NEARLY_EMPTY < self.opening + self.raised


def balances(connection: sqlite3.Connection, on: date) -> tuple[FundBalance, ...]:
    """Return the funds with an opening on or before a day, in the order of the catalogue."""
    openings = connection.execute(
        "SELECT o.fund_id, f.name, o.amount, max(o.as_of) FROM fund_opening o JOIN fund f ON f.id = o.fund_id"
        " WHERE o.as_of <= ? GROUP BY o.fund_id ORDER BY f.position, f.id",
        (on.isoformat(),),
    ).fetchall()
    since = {fund_id: date.fromisoformat(as_of) for fund_id, _name, _amount, as_of in openings}
    if not since:
        return ()
    raised, promised = _raised(connection, since, on), _promised(connection, on)
    spent = spent_by_fund(connection, since, on)
    return tuple(
        FundBalance(
            fund_id, name, amount, since[fund_id], raised.get(fund_id, 0), promised.get(fund_id, 0), spent[fund_id]
        )
        for fund_id, name, amount, _as_of in openings
    )


def overdrawn(connection: sqlite3.Connection, asked: Mapping[int, int], on: date) -> tuple[str, ...]:
    """Return a sentence for each fund that cannot bear ``asked`` (fund -> đồng) paid on a day; a warning, no refusal.

    A payment of the past must also leave enough for what was paid after it, so the lower of the two balances counts:
    that day's and today's. Funds without an opening are not followed and never warn.
    """
    last = max(on, kinds.today())
    lowest: dict[int, tuple[FundBalance, date]] = {}
    for day in sorted({on, last}):
        for one in balances(connection, day):
            if one.fund_id not in lowest or one.left < lowest[one.fund_id][0].left:
                lowest[one.fund_id] = (one, day)
    return tuple(
        _sentence(fund, asked[fund_id], day)
        for fund_id, (fund, day) in lowest.items()
        if asked.get(fund_id, 0) > 0 and asked[fund_id] > fund.left
    )


def overdrawn_by_campaign(connection: sqlite3.Connection, campaign_id: int, on: date) -> tuple[str, ...]:
    """Return a sentence for each fund that cannot bear what a campaign has still to hand over, all at once that day."""
    waiting = connection.execute(
        "SELECT l.fund_id, sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id"
        " WHERE a.campaign_id = ? AND a.handover IN ('planned', 'absent') GROUP BY l.fund_id",
        (campaign_id,),
    ).fetchall()
    return overdrawn(connection, dict(waiting), on)


def _sentence(fund: FundBalance, asked: int, day: date) -> str:
    if fund.left <= 0:
        return _(EMPTY).format(fund=fund.name, short=number(-fund.left), day=short(day), asked=number(asked))
    return _(BEYOND).format(
        fund=fund.name, left=number(fund.left), day=short(day), asked=number(asked), over=number(asked - fund.left)
    )


def _raised(connection: sqlite3.Connection, since: Mapping[int, date], on: date) -> dict[int, int]:
    raised: dict[int, int] = {}
    for first in set(since.values()):  # mostly one day: each is one look through the contributions
        funds = json.dumps([fund_id for fund_id, day in since.items() if day == first])
        raised |= connection.execute(
            "SELECT c.fund_id, sum(c.cash + c.goods) FROM contribution c WHERE c.received_on BETWEEN ? AND ?"
            " AND c.fund_id IN (SELECT value FROM json_each(?)) GROUP BY c.fund_id",
            (first.isoformat(), on.isoformat(), funds),
        ).fetchall()
    return raised


def _promised(connection: sqlite3.Connection, on: date) -> dict[int, int]:
    """Return what was promised to each fund until a day and not received; too much received fills no other promise."""
    return dict(
        connection.execute(
            "SELECT fund_id, sum(max(pledged - cash - goods, 0)) FROM contribution"
            " WHERE fund_id IS NOT NULL AND received_on <= ? GROUP BY fund_id",
            (on.isoformat(),),
        ).fetchall()
    )
