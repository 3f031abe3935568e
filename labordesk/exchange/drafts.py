"""A row while it is being understood: values and problems still change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from labordesk.exchange.list_model import ListKind, ReadRow
from labordesk.exchange.problems import Problem, Severity
from labordesk.exchange.taken import Taken
from labordesk.i18n import _


@dataclass(slots=True)
class Draft:
    """``values`` and ``raw`` by field, as in ``ReadRow``; ``columns`` are the fields the sheet has a column for.

    ``answered`` are the fields the officer settled: of these nothing is asked again. Once a row is read by itself only
    ``problems`` are added to in place: the rest may be kept for the next reading.
    """

    row: int
    group: str
    columns: frozenset[str]
    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    answered: frozenset[str] = frozenset()

    def take(self, taken: Taken) -> None:
        """Add what a cell yields; a second value for a field that has another one asks."""
        for name, value in taken.values.items():
            known = self.values.get(name)
            if known is not None and known != value and name in ("sex", "new_build", "born"):
                self.wrong(name, "ask", _("hai cột nói khác nhau"), (known, value))
            else:
                self.values[name] = value
        self.problems.extend(taken.problems)

    def wrong(self, name: str, kind: Severity, reason: str, candidates: tuple[Any, ...] = ()) -> None:
        """Add a problem."""
        self.problems.append(Problem(name, kind, reason, candidates))

    def is_blocked(self, *fields: str) -> bool:
        """Tell whether one of these fields has a problem that must be settled."""
        return any(one.field in fields and one.kind != "warning" for one in self.problems)

    def without_problems(self, name: str) -> None:
        """Drop the problems of a field that was settled otherwise."""
        self.problems = [one for one in self.problems if one.field != name]

    def drop(self, *fields: str) -> None:
        """Take values back; those of the row as it was read alone stay as they were (``again``)."""
        self.values = {name: value for name, value in self.values.items() if name not in fields}

    def again(self) -> Draft:
        """Return a copy to be compared with other rows: this one stays as its own cells say it."""
        return Draft(self.row, self.group, self.columns, self.values, self.raw, self.problems.copy(), self.answered)

    def finished(self, sheet: str, kind: ListKind) -> ReadRow:
        """Return the row as it is now."""
        if self.answered:
            self.problems = [one for one in self.problems if one.field not in self.answered or one.kind == "error"]
        return ReadRow(sheet, self.row, kind, self.values, self.raw, self.group, tuple(self.problems))
