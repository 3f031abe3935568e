"""What an import is told, what it shows before anything is written, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from labordesk.exchange.list_model import ListKind, ReadChoices, ReadList, ReadRow
from labordesk.exchange.problems import Problem, blocked
from labordesk.services.changes import Changes

Match = Literal["new", "strong", "show"]
"""Nobody in the register; surely the one chosen; somebody who may be the same is shown."""
RowPlace = tuple[str, int]
"""Sheet and row, as the officer counts."""
Told = Callable[[int, int], None]
"""Told (done, all); may raise to stop, and nothing is written."""


@dataclass(frozen=True)
class ImportOrder:
    """What the officer settled; whatever is left out is proposed by the preview and then holds.

    ``campaign_name`` and ``programme_code`` find one where the id is not known. ``unit_id`` is where people and new
    units without one go: the unit that keeps the register unless given. ``units`` and ``circumstances`` and ``funds``:
    what is written in the list -> id; a unit may be None, to be added. ``people``: row -> who it is, None somebody
    new and nobody of those shown. ``reasons``: row -> why it is written against a rule (second gift, above the rate);
    ``reason`` is said for all such rows. ``paid_on`` is the day for rows that name none: the list is signed.
    ``left_out`` are rows the officer does not want written: they are neither written nor count as refused.
    ``remember``: how the columns were corrected is kept for lists with the same headings, once this one is written.
    """

    kind: ListKind | None = None
    programme_id: int | None = None
    programme_code: str = ""
    campaign_id: int | None = None
    campaign_name: str = ""
    unit_id: int | None = None
    paid_on: date | None = None
    units: Mapping[str, int | None] = field(default_factory=dict)
    circumstances: Mapping[str, int | None] = field(default_factory=dict)
    funds: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[RowPlace, int | None] = field(default_factory=dict)
    reasons: Mapping[RowPlace, str] = field(default_factory=dict)
    reason: str = ""
    left_out: frozenset[RowPlace] = frozenset()
    remember: bool = True
    choices: ReadChoices = field(default_factory=ReadChoices)
    accept_good: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a row may be: of the register (``person_id``), or of an earlier row of the file (``place``).

    ``why`` is a sentence part: "cùng số CCCD, cùng họ tên".
    """

    person_id: int | None
    name: str
    birth: str | None
    unit: str
    why: str
    place: RowPlace | None = None
    verdict: Literal["strong", "review"] = "review"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row and what would become of it; ``problems`` are all: those of the reading and those of the register.

    ``chosen`` is the person of the register it is written for, None a new one or one of the row ``same_as``.
    ``unit_id`` None is a new unit ``unit_name``. ``taken_before``: an earlier import has taken this very row;
    ``left_out``: the officer does not want it. ``values`` are those read, filled from the register where a short list
    says nothing; ``funders`` are the funds of a house by label, ``on`` the day the row counts for, ``fingerprint`` what
    it is recognised by. ``more_circumstances`` are the further ones a person is in ("A; B"). ``columns`` are those of
    the new file the row begins, where its values were found to fit one by one. ``adds``: it may say something that the
    file of ``chosen`` lacks.
    """

    read: ReadRow
    match: Match = "new"
    candidates: tuple[Candidate, ...] = ()
    chosen: int | None = None
    same_as: RowPlace | None = None
    unit_id: int | None = None
    unit_name: str = ""
    circumstance_id: int | None = None
    more_circumstances: tuple[int, ...] = ()
    taken_before: bool = False
    left_out: bool = False
    problems: tuple[Problem, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    funders: Mapping[str, int] = field(default_factory=dict)
    on: date | None = None
    columns: Mapping[str, Any] | None = None
    adds: bool = True

    @property
    def place(self) -> RowPlace:
        """Return where the row stands."""
        return self.read.sheet, self.read.row

    @property
    def is_good(self) -> bool:
        """Whether the row can be written as it is."""
        return not blocked(self.problems)

    @property
    def will_be_written(self) -> bool:
        """Whether accepting the preview writes the row."""
        return self.is_good and not self.taken_before and not self.left_out


@dataclass(frozen=True)
class UnitCandidate:
    """A unit of the register that a written name may mean; ``why`` says what speaks for it."""

    unit_id: int
    name: str
    why: str


@dataclass(frozen=True)
class UnitQuestion:
    """A unit of the list that the register does not know by that name.

    ``chosen`` is the unit proposed, None to add it; ``asks``: nothing is written before somebody has answered.
    """

    written: str
    rows: int
    candidates: tuple[UnitCandidate, ...]
    chosen: int | None
    asks: bool


@dataclass(frozen=True)
class CatalogueQuestion:
    """A circumstance or a source of money written otherwise than in the catalogue; ``choices``: (id, name), best first.

    ``chosen`` is the entry proposed, None for none.
    """

    written: str
    rows: int
    choices: tuple[tuple[int, str], ...]
    chosen: int | None
    asks: bool


@dataclass(frozen=True)
class ImportTarget:
    """Under what the list is written; ``campaign_id`` None with a name: the campaign is added.

    ``why`` says where the proposal comes from ("theo tên danh sách"), ``problem`` why nothing can be proposed.
    """

    programme_id: int | None = None
    programme_name: str = ""
    campaign_id: int | None = None
    campaign_name: str = ""
    why: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ImportPreview:
    """A file before it is written; ``people`` counts rows that list somebody, money in đồng.

    ``total`` adds up the rows that can be read, ``file_total`` is what the file says itself. ``notes`` are sentences
    about the file as a whole. ``as_of`` is the register's state it was made from.
    """

    path: Path
    order: ImportOrder
    read: ReadList
    rows: tuple[PreviewRow, ...]
    people: int
    total: int
    file_total: int | None
    target: ImportTarget
    units: tuple[UnitQuestion, ...] = ()
    circumstances: tuple[CatalogueQuestion, ...] = ()
    funds: tuple[CatalogueQuestion, ...] = ()
    notes: tuple[str, ...] = ()
    sha256: str = ""
    as_of: int = 0
    encoding: str = ""

    @cached_property
    def good(self) -> int:
        """Return how many rows would be written."""
        return sum(row.will_be_written for row in self.rows)

    @cached_property
    def rejected(self) -> int:
        """Return how many rows cannot be written as they are."""
        return sum(not (row.is_good or row.taken_before or row.left_out) for row in self.rows)


@dataclass(frozen=True)
class ImportResult:
    """What was written; ``batch_id`` None: nothing was, because a row was refused and not only good ones were asked."""

    batch_id: int | None
    written: int
    rejected: int
    changes: Changes
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class BatchRow:
    """An import of the list of imports; ``at`` is a moment in UTC, ``undone_at`` None while it stands."""

    id: int
    at: str
    file_name: str
    kind: ListKind
    campaign_name: str
    programme_name: str
    written: int
    rejected: int
    total: int | None
    file_total: int | None
    undone_at: str | None
    operation_id: int | None
