"""What only a whole column can tell: days and months changed round by Excel, what 1 and 0 mean, odd amounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Final, Literal

from labordesk.exchange.cells import CellValue
from labordesk.exchange.drafts import Draft
from labordesk.exchange.problems import Problem
from labordesk.exchange.taken import Reader, Taken
from labordesk.exchange.values_numbers import read_citizen
from labordesk.i18n import _
from labordesk.vietnamese.citizen import coded_in
from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.partial_date import PartialDate

_THREE: Final = re.compile(r"\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*[0-9]{2,4}\s*")
_ENOUGH: Final = 2  # days and texts at least
_LOW_BY_CHANCE: Final = 0.43  # share of days up to the 12th, generously
_HIGH_BY_CHANCE: Final = 0.62
_CHANCE: Final = 0.001
_COMPARED: Final = 3  # amounts of which one can be odd
_ODD: Final = 200  # times the usual amount
_LIKE: Final = 30
_CODES: Final = ("0", "1", "2")


def turned_round(cells: Iterable[CellValue]) -> Literal["", "cells", "texts"]:
    """Tell whether days and months of a column may have changed places, and in which of its cells.

    An American Excel reads 05/04 (5 April) as 4 May and leaves 15/04 a text: then every real date has a day up to 12
    and every text a day above ("cells"). Texts of which some can only have the month first speak for the others too.
    """
    dates = low = day_first = month_first = either = 0
    for cell in cells:
        if isinstance(cell, date):
            dates += 1
            low += cell.day <= 12
        elif isinstance(cell, str) and (parts := _THREE.fullmatch(cell)):
            first, second = int(parts[1]) > 12, int(parts[2]) > 12
            day_first += first
            month_first += second
            either += not first and not second and "." not in cell
    if month_first and not day_first:
        return "texts"
    is_chance = _LOW_BY_CHANCE**low * _HIGH_BY_CHANCE**day_first > _CHANCE
    is_american = low == dates and min(dates, day_first) >= _ENOUGH and not either and not is_chance
    return "cells" if is_american and not month_first else ""


def turned_reader(field: str, read: Reader, where: Literal["cells", "texts"], *, pick: int | None) -> Reader:
    """Ask for every day that can be read both ways, the turned one first; ``pick`` is the officer's answer."""

    def read_turned(cell: CellValue) -> Taken:
        taken = read(cell)
        iso = taken.values.get(field)
        both = isinstance(cell, date) if where == "cells" else isinstance(cell, str) and _THREE.fullmatch(cell)
        if not both or not isinstance(iso, str) or len(iso) != 10:
            return taken
        year, month, day = map(int, iso.split("-"))
        if month == day or day > 12:
            return taken
        candidates = (PartialDate(year, day, month).iso(), iso)
        if pick is not None:
            return Taken({field: candidates[min(pick, 1)]}, taken.problems)
        reason = _("cột này có thể bị đổi chỗ ngày và tháng")
        return Taken({}, (Problem(field, "ask", reason, candidates),))

    return read_turned


def sex_codes(cells: Sequence[tuple[CellValue, CellValue, CellValue]]) -> Mapping[str, str]:
    """Return what 0, 1, 2 mean in a column for the sex; cells are (sex, CCCD, name) of each row.

    Only when the numbers and names beside them say so almost without exception; else {}.
    """
    seen: dict[str, Counter[str]] = {}
    for sex, citizen, name in cells:
        text = str(int(sex)) if isinstance(sex, (int, float)) else str(sex or "").strip()
        if text in _CODES and (told := _told_by(citizen, name)):
            seen.setdefault(text, Counter())[told] += 1
    sure: dict[str, str] = {}
    for text, tally in seen.items():
        best, count = tally.most_common(1)[0]
        if count >= 2 and count >= 0.9 * tally.total():
            sure[text] = best
    if len(set(sure.values())) < len(sure):
        return {}
    if len(sure) == 1 and (text := next(iter(sure))) in ("0", "1"):
        other = "female" if sure[text] == "male" else "male"
        sure["1" if text == "0" else "0"] = other
        if text == "1":
            sure["2"] = other
    return sure


def ask_for_odd_amounts(drafts: Sequence[Draft]) -> None:
    """Ask where an amount is a thousand times what the others are, or a thousandth: a unit was mixed up."""
    for field in ("amount", "cash", "goods"):
        known = [draft.values[field] for draft in drafts if draft.values.get(field)]
        if len(known) < _COMPARED:
            continue
        usual = median(known)
        for draft in drafts:
            value = draft.values.get(field)
            if value and (value > usual * _ODD or value * _ODD < usual) and "funders" not in draft.values:
                _ask_for_odd(draft, field, value, usual)


def _ask_for_odd(draft: Draft, field: str, value: int, usual: float) -> None:
    scaled = [value // 1000] if value > usual else [value * 1000]
    likely = [one for one in scaled if usual / _LIKE <= one <= usual * _LIKE]
    if not likely or draft.is_blocked(field) or draft.answered & {field, "amount"}:
        return
    draft.drop(field, "amount")
    draft.wrong(field, "ask", _("khác hẳn các dòng khác; có nhầm đơn vị không?"), (*likely, value))


def _told_by(citizen: CellValue, name: CellValue) -> str | None:
    if citizen is not None and not isinstance(citizen, (date, bool)):
        number = read_citizen(citizen).values.get("cccd")
        if number:
            return coded_in(number)[1]
    words = plain_key(str(name or "")).split()[1:-1]
    if "thi" in words:
        return "female"
    return "male" if "van" in words else None
