"""Tell the sum of the whole list from those of groups, pages and single tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from labordesk.exchange.layout_text import SheetText

RowKind: TypeAlias = Literal["row", "group", "subtotal", "total", "words", "note"]

_GRAND: Final = re.compile(r"tong\b|cong chung|toan ")


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what it is; ``group`` is the unit named above it."""

    index: int
    kind: RowKind
    group: str = ""
    key: str = ""


def settle_totals(rows: list[Judged], text: SheetText) -> list[Judged]:
    """Tell sums of groups, pages and single tables from the sum of all, by their place, words and figures."""
    sums = [at for at, row in enumerate(rows) if row.kind == "total"]
    if len(sums) < 2:
        only = sums[0] if sums else None
        if only is not None and _is_followed(rows, only) and _closes_group(rows, only):
            rows[only] = replace(rows[only], kind="subtotal")
        return rows
    last = sums[-1]
    lasting = _sum_of(rows, last, text)
    for at in sums:
        is_total = at == last and (
            _GRAND.match(rows[at].key) is not None or not _same_word(rows, sums) or lasting == "all"
        )
        if at != last and lasting == "own" and _GRAND.match(rows[at].key) and not _has_groups(rows):
            is_total = True
        if at == last and lasting == "own" and len(sums) > 1 and _has_groups(rows) and not _GRAND.match(rows[at].key):
            is_total = False
        if at == sums[0] and not any(row.kind == "row" for row in rows[:at]) and _GRAND.match(rows[at].key):
            is_total = True
        rows[at] = replace(rows[at], kind="total" if is_total else "subtotal")
    return rows


def _same_word(rows: list[Judged], sums: list[int]) -> bool:
    return len({rows[at].key for at in sums}) == 1


def _has_groups(rows: list[Judged]) -> bool:
    return any(row.kind == "group" for row in rows)


def _is_followed(rows: list[Judged], at: int) -> bool:
    return any(row.kind == "row" for row in rows[at + 1 :])


def _closes_group(rows: list[Judged], at: int) -> bool:
    return any(row.kind == "row" for row in rows[:at])


def _sum_of(rows: list[Judged], last: int, text: SheetText) -> Literal["all", "own", ""]:
    """Tell whether the last sum is of all rows, or only of those since the sum before; "" when figures do not say."""
    before = max((at for at, row in enumerate(rows[:last]) if row.kind == "total"), default=-1)
    cells = text.cells(rows[last].index)
    for column, value in enumerate(cells):
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not value:
            continue
        everything = _column_sum(rows[:last], column, text)
        own = _column_sum(rows[before + 1 : last], column, text)
        if everything == value and everything != own:
            return "all"
        if own == value:
            return "own"
    return ""


def _column_sum(rows: Sequence[Judged], column: int, text: SheetText) -> float:
    values = (text.cells(row.index)[column] for row in rows if row.kind == "row")
    return sum(value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool))
