"""What reading a list yields: its sheets, columns and rows, what each cell means and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from labordesk.exchange.problems import Problem, blocked

if TYPE_CHECKING:
    from labordesk.exchange.layout import Layout

ListKind = Literal["people", "gifts", "grants", "houses", "units", "targets", "aggregates"]
"""What the rows of a list become: people only, gifts of a campaign, grants, houses, units, targets, typed totals."""

FUNDER: Final = "funder:"
"""Begins the field of a column of one funder's money; the funder's label follows ("funder:Doanh nghiệp")."""


@dataclass(frozen=True, slots=True)
class Column:
    """``index`` counts from 0; ``field`` None is not taken; ``confidence`` 0 to 1; ``money_unit`` in đồng."""

    index: int
    label: str
    field: str | None
    confidence: float
    money_unit: int = 1
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnAnswer:
    """One answer for all cells of a column that ask: ``unit`` in đồng of bare figures, or the candidate by its place.

    ``pick`` counts from 0; a cell without such a candidate goes on asking.
    """

    unit: int | None = None
    pick: int | None = None


@dataclass(frozen=True, slots=True)
class ReadChoices:
    """What the officer settled; whatever is missing is proposed. Sheets by name, columns by index from 0.

    ``header_rows``: the row (as Excel counts) of the upper heading. ``columns``: the field, or None for not taken.
    ``money_units`` in đồng. ``answers``: (sheet, row, field) -> the value itself; ``column_answers``: (sheet, field).
    """

    kind: ListKind | None = None
    sheets: tuple[str, ...] = ()
    header_rows: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, Mapping[int, str | None]] = field(default_factory=dict)
    money_units: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    encodings: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    answers: Mapping[tuple[str, int, str], Any] = field(default_factory=dict)
    column_answers: Mapping[tuple[str, str], ColumnAnswer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem of a sheet as a whole, at the row (as Excel counts) where it shows: a total that does not add up."""

    row: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet and what was understood of it; ``layout`` None: no table, and ``note`` says so. Totals in đồng.

    ``pattern`` is the key under which the officer's corrections of the columns are remembered. ``tab`` is the sheet of
    the file where this is one of its tables, else "".
    """

    name: str
    layout: Layout | None
    columns: tuple[Column, ...] = ()
    kind: ListKind | None = None
    confidence: float = 0.0
    pattern: str = ""
    people: int = 0
    total_read: int = 0
    total_said: int | None = None
    problems: tuple[RowProblem, ...] = ()
    note: str = ""
    tab: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of the list; ``row`` as Excel counts, ``values`` typed, ``raw`` as the officer wrote them, by field.

    Text is NFC, money int đồng, days ISO text of any precision, ``sex`` and ``standing`` codes of ``fields.choices``,
    ``new_build`` bool, ``area`` dm², ``funders`` a mapping of label to đồng. A field not given is missing.
    ``group`` is the text of the group row above; it is already in ``unit`` when it names one.
    """

    sheet: str
    row: int
    kind: ListKind
    values: Mapping[str, Any]
    raw: Mapping[str, str]
    group: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the row can be taken as it is."""
        return not blocked(self.problems)


@dataclass(frozen=True, slots=True)
class ReadList:
    """All rows of the sheets with a table. ``total``: đồng of all rows that can be read; ``file_total``: as the file
    says, None when no sheet says it or not all do.
    """

    kind: ListKind
    confidence: float
    sheets: tuple[ReadSheet, ...]
    rows: tuple[ReadRow, ...]
    total: int
    file_total: int | None
