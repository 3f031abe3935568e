"""A row of a list while the preview settles what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from labordesk.exchange.list_model import ReadRow
from labordesk.exchange.problems import Problem, Severity, blocked
from labordesk.services.import_identity import Identity
from labordesk.services.import_model import PreviewRow, RowPlace


@dataclass(slots=True)
class Draft:
    """``values`` are those read, filled from the register; ``on`` is the day the row counts for.

    ``unit_key`` is the unit, or a negative number for one to be added, the same for each row of it.
    """

    read: ReadRow
    values: dict[str, Any]
    on: date
    problems: list[Problem] = field(default_factory=list)
    identity: Identity = field(default_factory=Identity)
    unit_id: int | None = None
    unit_name: str = ""
    unit_key: int | None = None
    circumstance_id: int | None = None
    more_circumstances: tuple[int, ...] = ()
    fingerprint: str = ""
    taken_at: str = ""
    left_out: bool = False
    same_as: RowPlace | None = None
    funders: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, Any] | None = None
    adds: bool = True

    @property
    def place(self) -> RowPlace:
        """Return where the row stands."""
        return self.read.sheet, self.read.row

    @property
    def counts(self) -> bool:
        """Whether the row is to be written as far as is known now."""
        return not self.taken_at and not self.left_out and not blocked(self.problems)

    def wrong(
        self, name: str, kind: Severity, reason: str, candidates: tuple[Any, ...] = (), *, excusable: bool = False
    ) -> None:
        """Add a problem, once; ``excusable``: a reason given by the officer lifts it."""
        found = Problem(name, kind, reason, candidates, excusable)
        if found not in self.problems:
            self.problems.append(found)

    def cash_and_goods(self) -> tuple[int, int]:
        """Return what is given in money and in kind, in đồng; an amount alone is money unless it is all in kind."""
        values = self.values
        goods = int(values.get("goods") or 0)
        if values.get("cash") is not None:
            return int(values["cash"]), goods
        return max(0, int(values.get("amount") or 0) - goods), goods

    def finished(self) -> PreviewRow:
        """Return the row as the preview shows it."""
        return PreviewRow(
            read=self.read,
            match=self.identity.match,
            candidates=self.identity.candidates,
            chosen=self.identity.chosen,
            same_as=self.same_as,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            circumstance_id=self.circumstance_id,
            more_circumstances=self.more_circumstances,
            taken_before=bool(self.taken_at),
            left_out=self.left_out,
            problems=tuple(self.problems),
            values=self.values,
            fingerprint=self.fingerprint,
            funders=self.funders,
            on=self.on,
            columns=self.columns,
            adds=self.adds,
        )
