"""Dates as officers type them ("5/1/26", "5-1", "8/1985", "ngày 05 tháng 01 năm 2026") and as Excel holds them.

Day comes before month, always; a text that only the American order could explain asks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from labordesk.i18n import _
from labordesk.vietnamese.partial_date import PartialDate, is_in_calendar

_PLANS_REACH: Final = 10  # years ahead that a document may speak of
_NOTHING: Final = re.compile(r"[-–—_.,…/*?\s]*|chưa (?:có|rõ|xác định)|không (?:có|rõ|nhớ)|trống|n/?a")
_TIME: Final = re.compile(r"[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?z?$")
_PLACE: Final = re.compile(r"^[^0-9]*,\s*(?=ngày\s)")
_IN_WORDS: Final = re.compile(
    r"(?:ngày\s+)?(?:([0-9]{1,2})\s+)?tháng\s+([0-9]{1,2})(?:\s*(?:năm|[/.,-])\s*([0-9]{2}|[0-9]{4}))?"
)
_LABEL: Final = re.compile(r"^(?:(?:sinh\s+)?(?:ngày|năm)|sn|sinh)\s*:?\s*")
_SEPARATOR: Final = re.compile(r"\s*[/.,\-–]\s*|\s+")
_SERIALS: Final = range(10_000, 80_000)  # 1927 to 2119; smaller numbers are years
_YEARS: Final = range(1900, 2101)
_EXCEL_END: Final = 2_958_465  # 31/12/9999


@dataclass(frozen=True, slots=True)
class DateReading:
    """``value`` when ``ok``, with ``notes`` when something was supplied; ``candidates`` to choose from when ``ask``."""

    status: Literal["ok", "ask", "error", "empty"]
    value: PartialDate | None = None
    notes: tuple[str, ...] = ()
    candidates: tuple[PartialDate, ...] = ()


@dataclass(frozen=True, slots=True)
class _Context:
    today: date
    births: bool
    past_bias: bool
    latest: int  # the last year two digits can mean

    def year(self, text: str) -> int:
        """Return the year of two or four digits."""
        return int(text) if len(text) == 4 else self.latest - (self.latest - int(text)) % 100


def parse_date(
    text: str | None, *, today: date, births: bool = False, past_bias: bool = False, pivot: int | None = None
) -> DateReading:
    """Read a typed date of any precision.

    Two digits of a year mean the latest such year up to ``pivot``: this year for ``births``, ten years ahead
    otherwise. A date without its year is of this year, or of the last one if ``past_bias`` and it is yet to come.
    """
    typed = " ".join(unicodedata.normalize("NFC", text or "").lower().split()).strip(" .,;")
    if _NOTHING.fullmatch(typed):
        return DateReading("empty")
    latest = pivot or (today.year if births else today.year + _PLANS_REACH)
    return _read(_TIME.sub("", typed), _Context(today, births, past_bias, latest))


def parse_date_cell(
    cell: object, *, today: date, births: bool = False, past_bias: bool = False, pivot: int | None = None
) -> DateReading:
    """Read an Excel cell: a date, a typed text, a year (1985) or a day's serial number (31274)."""
    if isinstance(cell, date):  # a datetime too
        return DateReading("ok", PartialDate.from_date(cell))
    if isinstance(cell, (int, float)) and _SERIALS.start <= cell < _SERIALS.stop:
        return DateReading("ok", from_excel_serial(cell), (_("đã đổi từ số ngày của Excel"),))
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = None if cell is None else str(cell)
    return parse_date(text, today=today, births=births, past_bias=past_bias, pivot=pivot)


def from_excel_serial(serial: int | float) -> PartialDate | None:
    """Return the day of an Excel serial number (1 = 01/01/1900), None for what is no day; times are dropped.

    Excel counts 29/02/1900 (60), a day that never was.
    """
    if not 1 <= serial <= _EXCEL_END or int(serial) == 60:
        return None
    epoch = date(1899, 12, 31) if serial < 60 else date(1899, 12, 30)
    return PartialDate.from_date(epoch + timedelta(days=int(serial)))


def _read(typed: str, context: _Context) -> DateReading:
    dated = _PLACE.sub("", typed)
    if words := _IN_WORDS.fullmatch(dated):
        return _checked(words[1], words[2], words[3], context)
    parts = _SEPARATOR.split(_LABEL.sub("", dated))
    if not all(part.isascii() and part.isdecimal() for part in parts):
        return _not_understood(typed)
    match parts, [len(part) for part in parts]:
        case [year, month, day], [4, 1 | 2, 1 | 2]:
            return _checked(day, month, year, context)
        case [day, month, year], [1 | 2, 1 | 2, 2 | 4]:
            return _checked(day, month, year, context)
        case ([month, year], [1 | 2, 4]) | ([year, month], [4, 1 | 2]):
            return _checked(None, month, year, context)
        case [day, month], [1 | 2, 1 | 2] if int(month) <= 12:
            return _checked(day, month, None, context)
        case [month, year], [1 | 2, 2]:
            return _checked(None, month, year, context)
        case [year], [4]:
            return _checked(None, None, year, context)
        case [year], [2] if context.births:
            return _checked(None, None, year, context)
        case [digits], [5 | 6 | 8]:
            return _read_run(digits, context)
    return _not_understood(typed)


def _read_run(digits: str, context: _Context) -> DateReading:
    """Read digits without separators: 15081985, 19850815, 150885, 081985, 198508; or Excel's 31274."""
    if len(digits) == 5:
        serial = from_excel_serial(int(digits))
        candidates = [serial] if serial else []
        return DateReading("ask", None, (_("giống số ngày của Excel"),), tuple(candidates))
    if len(digits) == 8:
        orders = [(digits[:2], digits[2:4], digits[4:]), (digits[6:], digits[4:6], digits[:4])]
    else:
        orders = [(digits[:2], digits[2:4], digits[4:]), ("", digits[:2], digits[2:]), ("", digits[4:], digits[:4])]
    found: dict[PartialDate, None] = {}
    for day, month, year in orders:
        known = context.year(year), int(month), int(day or "1")
        if known[0] in _YEARS and is_in_calendar(*known):
            found[PartialDate(known[0], known[1], known[2] if day else None)] = None
    if len(found) == 1:
        return DateReading("ok", found.popitem()[0])
    return DateReading("ask", None, (_("hai cách đọc"),), tuple(found)) if found else _not_understood(digits)


def _checked(day: str | None, month: str | None, year: str | None, context: _Context) -> DateReading:
    """Return the date if the calendar has it; 00 stands for an unknown day or month."""
    if year is None and context.births:
        return DateReading("error", notes=(_("thiếu năm sinh"),))
    known_day, known_month = int(day or 0), int(month or 0)
    known_year = context.today.year if year is None else context.year(year)
    if not 1 <= known_year <= 9999:
        return DateReading("error", notes=(_("không có năm {year}").format(year=year),))
    if month is not None and known_month == 0:
        return DateReading("ok", PartialDate(known_year), (_("không rõ ngày, tháng: chỉ ghi năm"),))
    if known_month > 12:
        return _not_a_month(known_year, known_month, known_day)
    if day is not None and known_day == 0:
        return DateReading("ok", PartialDate(known_year, known_month), (_("không rõ ngày: chỉ ghi tháng, năm"),))
    if known_day and not is_in_calendar(known_year, known_month, known_day):
        note = _("tháng {month} năm {year} không có ngày {day}")
        return DateReading("error", notes=(note.format(day=known_day, month=known_month, year=known_year),))
    value = PartialDate(known_year, known_month or None, known_day or None)
    if year is None and context.past_bias and value.first() > context.today:
        return _checked(day, month, f"{known_year - 1:04d}", context)
    return DateReading("ok", value)


def _not_a_month(year: int, month: int, day: int) -> DateReading:
    """Ask about 8/25/1985: the American order would explain it."""
    note = _("không có tháng {month}").format(month=month)
    if not is_in_calendar(year, day, month):
        return DateReading("error", notes=(note,))
    return DateReading("ask", None, (note, _("có thể ghi tháng trước ngày")), (PartialDate(year, day, month),))


def _not_understood(text: str) -> DateReading:
    return DateReading("error", notes=(_("không hiểu ngày: '{text}'").format(text=text[:40]),))
