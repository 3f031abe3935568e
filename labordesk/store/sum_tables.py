"""What is summed of the awards, by which columns, and the query that defines each sum (docs/decisions/0007).

Only awards handed over are in here, by day of handing over: for the whole register, and once more by unit.

The days of help answer "how many different people" for any period: a person counts on each day together with the last
such day before it, so that those helped within a period are the days in it whose last day before lies outside. They do
so for all programmes together (``programme_id`` 0, without houses) and for each programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from labordesk.fields.choices import PAID

PERSON_UNITS: Final = ("person", "member")
"""Units of count that count humans: distinct people, not handings-over."""

ALL_PROGRAMMES: Final = 0
NO_CAMPAIGN: Final = 0

NEVER: Final = ""
"""The day before a person's first day of help."""

_READ: Final = {
    "unit_id": "{award}.unit_id",
    "paid_on": "{award}.paid_on",
    "programme_id": "{award}.programme_id",
    "campaign_id": f"coalesce({{award}}.campaign_id, {NO_CAMPAIGN})",
    "count_unit": "{award}.count_unit",
    "for_house": "({award}.house_id IS NOT NULL)",
    "fund_id": "{line}.fund_id",
    "level": "{line}.level",
    "form": "{line}.form",
    "awards": "1",
    "named": "({award}.person_id IS NOT NULL)",
    "quantity": "{award}.quantity",
    "unnamed": "({award}.person_id IS NULL) * {award}.quantity",
    "lines": "1",
    "amount": "{line}.amount",
}
"""How each column follows from an award and one of its lines."""

_TEXTS: Final = frozenset({"paid_on", "before_on", "count_unit", "level", "form"})

WATCHED: Final = (
    *(
        "unit_id",
        "paid_on",
        "programme_id",
        "campaign_id",
        "count_unit",
        "house_id",
        "person_id",
        "handover",
        "quantity",
    ),
)
"""The columns of an award that its sums depend on."""


@dataclass(frozen=True)
class SumTable:
    """A table of sums: ``counts`` are added up by ``keys``; the first count tells how many rows are in a sum."""

    name: str
    keys: tuple[str, ...]
    counts: tuple[str, ...]

    @property
    def columns(self) -> str:
        """Return all columns as SQL."""
        return ", ".join((*self.keys, *self.counts))

    @property
    def ddl(self) -> str:
        """Return the statement that makes the table."""
        columns = [f"{name} {'TEXT' if name in _TEXTS else 'INTEGER'} NOT NULL" for name in (*self.keys, *self.counts)]
        return f"CREATE TABLE {self.name} ({', '.join(columns)}, PRIMARY KEY ({', '.join(self.keys)})) WITHOUT ROWID"

    @property
    def definition(self) -> str:
        """Return the query for all rows the table has to hold."""
        groups = ", ".join(str(place + 1) for place in range(len(self.keys)))
        sums = ", ".join(f"sum({_read(name, 'a', 'l')})" for name in self.counts)
        return f"SELECT {self.places('a', 'l')}, {sums} FROM {self.source} WHERE {is_paid('a')} GROUP BY {groups}"

    @property
    def source(self) -> str:
        """Return the rows that are summed, as ``a`` and ``l``."""
        return "award a JOIN award_line l ON l.award_id = a.id" if "fund_id" in self.keys else "award a"

    def places(self, award: str, line: str) -> str:
        """Return the key of the sum that a row belongs to."""
        return ", ".join(_read(name, award, line) for name in self.keys)

    def share(self, sign: str, award: str, line: str) -> str:
        """Return what a row adds to its sum, or takes from it with "-"."""
        return ", ".join(f"{sign} 1 * ({_read(name, award, line)})" for name in self.counts)


@dataclass(frozen=True)
class DaysOfHelp(SumTable):
    """The table that tells people apart: the day of help, and the last one before it."""

    @property
    def definition(self) -> str:
        """Return the query for all rows the table has to hold."""
        days = f"a.person_id, a.paid_on FROM award a WHERE {is_paid('a')} AND a.person_id IS NOT NULL"
        return (
            "SELECT programme_id, paid_on, before_on, count(*) FROM (SELECT programme_id, paid_on, coalesce("
            f"lag(paid_on) OVER (PARTITION BY programme_id, person_id ORDER BY paid_on), '{NEVER}') AS before_on"
            f" FROM (SELECT {ALL_PROGRAMMES} AS programme_id, {days} AND a.house_id IS NULL"
            f" UNION SELECT a.programme_id, {days})) GROUP BY 1, 2, 3"
        )


_BY_DAY: Final = ("paid_on", "programme_id", "campaign_id", "count_unit", "for_house")
_MONEY: Final = ("fund_id", "level", "form")
_AWARDS: Final = ("awards", "named", "quantity", "unnamed")

AWARD_TABLES: Final = (
    SumTable("sum_award", _BY_DAY, _AWARDS),
    SumTable("sum_award_unit", ("unit_id", *_BY_DAY), _AWARDS),
)
LINE_TABLES: Final = (
    SumTable("sum_line", (*_BY_DAY, *_MONEY), ("lines", "amount")),
    SumTable("sum_line_unit", ("unit_id", *_BY_DAY, *_MONEY), ("lines", "amount")),
)
DAYS: Final = DaysOfHelp("sum_person", ("programme_id", "paid_on", "before_on"), ("people",))
TABLES: Final = (*AWARD_TABLES, *LINE_TABLES, DAYS)


def is_handed_over(award: str) -> str:
    """Return the condition that an award is spending; the table's own check gives it a day then."""
    return f"{award}.handover IN ({', '.join(map(repr, PAID))})"


def is_paid(award: str) -> str:
    """Return the condition that an award belongs to the sums of a day, whatever state the file is in."""
    return f"{is_handed_over(award)} AND {award}.paid_on IS NOT NULL"


def _read(column: str, award: str, line: str) -> str:
    return _READ[column].format(award=award, line=line)
