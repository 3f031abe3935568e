"""What every report is made of: who asks for what, the letterhead, the units, and how a report declares itself.

A new report is one file in this folder with a ``REPORT = Report(name="ten-bao-cao", title=N_("…"), summary=N_("…"),
compose=compose)``. ``compose`` gets the light connection, what was asked for and the paper, and returns a ``Document``:

1. Read every figure from ``store.figures`` with ``request.scope()``, last year's with ``request.scope(
   request.earlier())``. A sum that is not there yet becomes a function there, never SQL here.
2. Build tables of ``Row``; a total is the sum of the normal rows above it, so that Excel can write it as a formula.
3. Put every figure into its row as a ``Figure`` with what it counts (``reports.counted``), so that its rows can be
   opened; ``tests/contract/test_figure_rows.py`` opens them all and names the few columns that follow from others.
4. Return ``framing.table_paper(…)`` for a table or list, which says cut-off, view of units and event counted; a paper
   with a number says ``framing.basis(…)`` in its first sentence.
5. Say nothing about what did not happen; a period without data says so in one sentence.

Text on paper is Vietnamese and never passes ``_``; ``tests/contract/test_reports.py`` finds the report by itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from labordesk.documents.decree import number_text
from labordesk.documents.model import Document, Letterhead, PlaceDate, SignatureBlock
from labordesk.store.figures import Scope
from labordesk.vietnamese.dates import written
from labordesk.vietnamese.periods import Period, same_period_last_year
from labordesk.vietnamese.words import amount_in_words

UnitView = Literal["then", "now"]
"""Units as they were when it happened, or brought to those of today (domain.md 3.4)."""


@dataclass(frozen=True)
class WordStyle:
    """The house's choice of words on paper (domain.md 4.2, 6.4)."""

    linh: Literal["linh", "lẻ"] = "linh"
    tu: Literal["tư", "bốn"] = "tư"
    nghin: Literal["nghìn", "ngàn"] = "nghìn"
    ty: Literal["tỷ", "tỉ"] = "tỷ"
    even: bool = False

    def spelt(self, amount: int) -> str:
        """Return an amount of đồng in words, as the house spells it."""
        return amount_in_words(amount, linh=self.linh, tu=self.tu, nghin=self.nghin, ty=self.ty, even=self.even)


@dataclass(frozen=True)
class Paper:
    """Header, signers and date of the paper, from the letterhead in force on ``signed_on``.

    ``issuer_name`` is the issuing body in small letters, ``keeper_name`` the unit that keeps the register as it is
    called there: the letterhead may name it otherwise.
    """

    issuing_body: str
    signed_on: date
    issuer_name: str = ""
    keeper_name: str = ""
    superior_body: str = ""
    symbol: str = ""
    number: int | None = None
    place: str = ""
    authority: str = ""
    signer_title: str = ""
    signer_name: str = ""
    preparer_name: str = ""
    accountant_name: str = ""
    treasurer_name: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    words: WordStyle = WordStyle()

    def letterhead(self) -> Letterhead:
        """Return the pair of bodies at the top left."""
        return Letterhead(issuing_body=self.issuing_body, superior_body=self.superior_body)

    def place_date(self) -> PlaceDate:
        """Return place and date of signing."""
        return PlaceDate(self.place, self.signed_on)

    @property
    def issuer(self) -> str:
        """Return the body as it is written inside a sentence: the head has it in capitals."""
        return self.issuer_name or self.issuing_body

    def is_of(self, unit: str) -> bool:
        """Tell whether the paper is one of the unit itself."""
        return bool(unit) and unit in (self.issuer, self.keeper_name)

    def number_text(self, document_type: str) -> str:
        """Return "5/BC-CĐX", or "/BC-CĐX" to leave room for the number (NĐ 30/2020, Phụ lục I)."""
        symbol = "-".join(part for part in (document_type, self.symbol) if part)
        return f"{self.number or ''}/{symbol}"

    def attached_to(self, kind: str, document_type: str) -> str:
        """Return what an appendix says of its paper: "Kèm theo Báo cáo số 05/BC-CĐX ngày … của …"."""
        number = number_text(self.number_text(document_type)).removeprefix("Số:").strip()
        if self.number is None:
            number = f"......{number}"
        return f"Kèm theo {kind} số {number} {written(self.signed_on, nbsp=True)} của {self.issuer}"

    def chair(self) -> SignatureBlock:
        """Return the signature of the chair."""
        return SignatureBlock(self.signer_title or "Chủ tịch", self.signer_name, self.authority)


@dataclass(frozen=True)
class UnitRow:
    """A unit of the reported subtree in tree order; ``depth`` 0 is the unit reported on."""

    id: int
    name: str
    short_name: str
    parent_id: int | None
    depth: int


@dataclass(frozen=True)
class Units:
    """The reported subtree; ``home`` brings a row's unit to the one it is shown under.

    ``forerunners`` are closed units carried on by one of the subtree: a comparison with last year counts them too.
    ``is_whole`` says that the subtree is that of the unit that keeps the register. ``peers`` are the subtrees it is
    compared with, its own among them, filled in for a report that compares.
    """

    rows: tuple[UnitRow, ...]
    home: Mapping[int, int] = field(default_factory=dict)
    forerunners: frozenset[int] = frozenset()
    is_whole: bool = True
    peers: tuple[Units, ...] = ()

    @property
    def root(self) -> UnitRow:
        """Return the unit reported on."""
        return self.rows[0]

    def ids(self) -> frozenset[int]:
        """Return every unit whose rows count."""
        shown = {row.id for row in self.rows}
        return frozenset(shown | {unit for unit, home in self.home.items() if home in shown})

    def itself(self, unit: UnitRow) -> str:
        """Return how a unit is named beside those below it: what it did itself; alone it has its bare name."""
        name = unit.short_name or unit.name
        return f"{name} (trực tiếp)" if any(row.parent_id == unit.id for row in self.rows) else name

    def parents(self) -> dict[int, int | None]:
        """Return the parent of each unit shown."""
        return {row.id: row.parent_id for row in self.rows}


@dataclass(frozen=True)
class Request:
    """What was asked for; ``cut_off`` is the day up to which the figures are known (inclusive).

    ``seed`` decides a random sample, ``texts`` are the parts an officer wrote for this period and unit.
    """

    period: Period
    units: Units
    cut_off: date
    unit_view: UnitView = "then"
    campaign_id: int | None = None
    parts: frozenset[str] = frozenset()
    seed: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    def scope(self, period: Period | None = None) -> Scope:
        """Return the rows that count up to the cut-off, or in another period with the forerunners of the units."""
        if period is not None:
            return Scope(period.start, period.end, self.units.ids() | self.units.forerunners, period.tet_year)
        end = max(self.period.start, min(self.period.end, self.cut_off))
        return Scope(self.period.start, end, self.units.ids(), self.period.tet_year)

    def earlier(self) -> Period:
        """Return the same days of last year: a year not yet over is compared with as much of the last one."""
        if self.cut_off >= self.period.end or self.period.tet_year is not None:
            return same_period_last_year(self.period)
        return same_period_last_year(Period.between(self.period.start, max(self.period.start, self.cut_off)))


Group = Literal["papers", "tables", "lists"]
"""Papers with a number that go to the level above, tables for a meeting, lists of names."""

Compose = Callable[[sqlite3.Connection, Request, Paper], Document]


@dataclass(frozen=True)
class Report:
    """A report: ``name`` for the command line, ``title`` and ``summary`` (msgids) for the screen.

    ``parts`` may be left out; ``texts`` are parts an officer writes, kept with the register by period and unit.
    ``numbered`` papers carry a number; ``compares`` wants the peers of the unit, ``samples`` a seed.
    """

    name: str
    title: str
    summary: str
    compose: Compose
    group: Group = "tables"
    needs_campaign: bool = False
    numbered: bool = False
    compares: bool = False
    samples: bool = False
    parts: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
