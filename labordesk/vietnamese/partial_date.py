"""A date known to the day, the month or only the year, as many births are."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Final, Literal

from labordesk.errors import InvalidInput
from labordesk.i18n import N_

_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """``month`` and ``day`` are None when unknown; InvalidInput for a date that is in no calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        known = self.year, self.month or 1, self.day or 1
        if not is_in_calendar(*known) or self.month == 0 or self.day == 0 or (self.day and not self.month):
            raise InvalidInput(N_("Ngày {text} không có trong lịch; hãy kiểm tra lại."), text=self.iso())

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read "1985", "1985-03" or "1985-03-12"; InvalidInput for anything else."""
        match = _ISO.fullmatch(text)
        if not match:
            raise InvalidInput(N_("Ngày {text} không có trong lịch; hãy kiểm tra lại."), text=text)
        return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]

    @classmethod
    def from_date(cls, day: date) -> PartialDate:
        """Return a date known to the day."""
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """The smallest part that is known."""
        return "day" if self.day else "month" if self.month else "year"

    def iso(self) -> str:
        """Return the stored form, a prefix of an ISO date: "1985", "1985-03", "1985-03-12"."""
        text = f"{self.year:04d}"
        for part in (self.month, self.day):
            text += "" if part is None else f"-{part:02d}"
        return text

    def first(self) -> date:
        """Return the first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    def last(self) -> date:
        """Return the last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __lt__(self, other: PartialDate) -> bool:
        """Order as the stored texts do: a year before its months, a month before its days."""
        return self.iso() < other.iso()


def is_in_calendar(year: int, month: int, day: int) -> bool:
    """Tell whether there is such a day, years 1 to 9999."""
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
