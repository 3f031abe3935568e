"""What a list of activities, contributions or typed totals adds up to, for the line below it on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from labordesk.fields.choices import COUNT_UNITS
from labordesk.services.activities import list_activities
from labordesk.services.aggregates import list_aggregates
from labordesk.services.contributions import list_contributions, still_due
from labordesk.services.dated_records import RecordFilter
from labordesk.services.pages import Page
from labordesk.store.register import Register

Counts = tuple[tuple[str, int], ...]
"""Number by unit of count in the order of the vocabulary; units are never added to each other (domain.md 1.1)."""

_AT_ONCE = 1000


@dataclass(frozen=True)
class ActivityTotals:
    """``cost`` in đồng is what organising took, not welfare spending."""

    rows: int
    counts: Counts
    cost: int


@dataclass(frozen=True)
class ContributionTotals:
    """Promised, received (money and goods) and still due, in đồng; labour days stay days."""

    rows: int
    pledged: int
    received: int
    due: int
    labour_days: int


@dataclass(frozen=True)
class AggregateTotals:
    """``amount`` in đồng is money and goods together."""

    rows: int
    counts: Counts
    new_houses: int
    repaired_houses: int
    amount: int


def activity_totals(register: Register, wanted: RecordFilter) -> ActivityTotals:
    """Add up the activities of a filter."""
    found = [row.fields for row in _all(list_activities, register, wanted)]
    first = ((one.count_unit, one.count) for one in found)
    second = ((one.second_unit, one.second_count) for one in found if one.second_unit and one.second_count)
    return ActivityTotals(len(found), _counted([*first, *second]), sum(one.cost or 0 for one in found))


def contribution_totals(register: Register, wanted: RecordFilter) -> ContributionTotals:
    """Add up the contributions of a filter."""
    found = [row.fields for row in _all(list_contributions, register, wanted)]
    return ContributionTotals(
        rows=len(found),
        pledged=sum(one.pledged for one in found),
        received=sum(one.cash + one.goods for one in found),
        due=sum(map(still_due, found)),
        labour_days=sum(one.labour_days for one in found),
    )


def aggregate_totals(register: Register, wanted: RecordFilter) -> AggregateTotals:
    """Add up the typed totals of a filter as they stand, rows of the register left out."""
    found = [row.fields for row in _all(list_aggregates, register, wanted)]
    return AggregateTotals(
        rows=len(found),
        counts=_counted((one.count_unit, one.quantity) for one in found if one.quantity),
        new_houses=sum(one.new_houses or 0 for one in found),
        repaired_houses=sum(one.repaired_houses or 0 for one in found),
        amount=sum(one.cash + one.goods for one in found),
    )


def _all(rows: Callable[..., Page[Any]], register: Register, wanted: RecordFilter) -> Iterator[Any]:
    after: tuple[Any, ...] | None = None
    while True:
        page = rows(register, wanted, after=after, limit=_AT_ONCE)
        yield from page.rows
        after = page.next_key
        if after is None:
            return


def _counted(pairs: Iterable[tuple[str, int]]) -> Counts:
    totals: Counter[str] = Counter()
    for count_unit, count in pairs:
        totals[count_unit] += count
    return tuple((code, totals[code]) for code, _label in COUNT_UNITS if totals[code])
