"""Which figures of a paper differ from those of an earlier one, by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from labordesk.documents.figures import Figure

RowState = Literal["kept", "new", "gone"]
"""Whether the row (or sentence) stands on both papers, only on the later one, or only on the earlier one."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is not the same any more; ``then`` or ``now`` is None where it stood on one of the papers only."""

    then: Figure | None
    now: Figure | None
    row_state: RowState = "kept"

    @property
    def figure(self) -> Figure:
        """The figure by which it is named."""
        found = self.now or self.then
        assert found is not None
        return found

    @property
    def difference(self) -> Decimal | None:
        """By how much it rose; None when the two do not count the same thing."""
        then, now = self.then, self.now
        if then is not None and now is not None and then.unit != now.unit:
            return None
        return (now.amount if now else Decimal(0)) - (then.amount if then else Decimal(0))


def changed_figures(then: Sequence[Figure], now: Sequence[Figure]) -> tuple[FigureChange, ...]:
    """Return what differs: first the figures of the later paper in reading order, each table's lost ones behind it.

    A figure of nothing (0) that came or went is no change.
    """
    before, after = ({one.name: one for one in figures} for figures in (then, now))
    rows_before, rows_after = ({(one.table, one.row) for one in figures} for figures in (then, now))
    tables = list(dict.fromkeys(one.table for one in (*now, *then)))
    found: dict[str, list[FigureChange]] = {table: [] for table in tables}
    for one in now:
        old = before.get(one.name)
        if old is None and one.amount:
            found[one.table].append(FigureChange(None, one, "kept" if (one.table, one.row) in rows_before else "new"))
        elif old is not None and (old.amount, old.unit) != (one.amount, one.unit):
            found[one.table].append(FigureChange(old, one))
    for one in then:
        if one.name not in after and one.amount:
            found[one.table].append(FigureChange(one, None, "kept" if (one.table, one.row) in rows_after else "gone"))
    return tuple(change for table in tables for change in found[table])
