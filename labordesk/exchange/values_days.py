"""Days in lists: births of any precision, days of payment, of starting and handing over a house."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from labordesk.exchange.cells import CellValue
from labordesk.exchange.problems import Problem
from labordesk.exchange.taken import NOTHING, About, Taken, problem
from labordesk.i18n import _
from labordesk.vietnamese.date_reading import DateReading, parse_date_cell
from labordesk.vietnamese.fold import clean, plain_key
from labordesk.vietnamese.partial_date import PartialDate

_EARLIEST_BIRTH: Final = 1900
_OLDEST: Final = 105
_EARLIEST: Final = 1945
_NOT_YET: Final = re.compile(
    r"(?:dang|chua|du kien|se|cho|sap|tam dung|con|khong)\b.*|.*\b(?:dang (?:xay|thi cong|lam|sua)|chua xong)\b.*"
)
_BEFORE_DAY: Final = re.compile(
    r"^(?:đã\s+)?(?:hoàn thành|bàn giao|khởi công|khánh thành|xong|nghiệm thu|trao|chi|nhận|sinh)?\s*"
    r"(?:ngày|vào|ngày)?\s*:?\s*(?=(?:ngày|tháng|năm)?\s*[0-9])",
    re.IGNORECASE,
)
_QUARTER_YEAR: Final = re.compile(r"[0-9]{1,2}\s*[/.\-]\s*[0-9]{1,2}|ngày\s.*tháng\s+[0-9]{1,2}", re.IGNORECASE)
BIRTH_PARTS: Final = {"born_day": (1, 31), "born_month": (1, 12), "born_year": (_EARLIEST_BIRTH, 2100)}
"""Columns of one part of a birth each, with the least and the greatest number in them."""
_BY_SEX: Final = {"born_male": "male", "born_female": "female"}
_MARKS: Final = frozenset("xX✓✔vV+*")
_AROUND_BIRTH: Final = re.compile(r"\s*\(\s*[0-9]{1,3}\s*(?:tuổi|t)\s*\)$|\s+[0-9]{1,3}\s*tuổi$", re.IGNORECASE)
_AROUND_DAY: Final = re.compile(
    r"^(?:sáng|chiều|tối|trưa|lúc)\s+(?=[0-9n])|[\s,]+(?:lúc\s*)?[0-9]{1,2}\s*(?:h|g|giờ)\s*[0-9]{0,2}\s*(?:phút|')?$"
    r"|\s+(?:buổi\s+)?(?:sáng|chiều|tối)$",
    re.IGNORECASE,
)
_MONTH_LETTER: Final = re.compile(r"^t(?:h|hg)?\.?\s*(?=[0-9]{1,2}\s*[/.\-]\s*[0-9]{2,4}$)", re.IGNORECASE)
_NOT_KNOWN: Final = re.compile(r"(?:k|ko|kh|khong|chua)\.?\s*(?:ro|nho|co|biet|xac dinh)")
_STEPS: Final = frozenset({"started", "handed", "surveyed", "approved", "inspected"})
_DONE: Final = re.compile(
    r"(?:da|xong|roi|co)\b.*|hoan thanh|(?:.*\b)?(?:ban giao|khoi cong|khanh thanh)(?: xong| roi)?"
)
_DAY_INSIDE: Final = re.compile(r"[0-9]{1,2}\s*[/.\-]\s*[0-9]{1,2}\s*[/.\-]\s*[0-9]{2,4}")
_FINISHED: Final = re.compile(r"^(?!.*\b(?:du kien|chua|se|cho)\b).*\b(?:ban giao|hoan thanh|khanh thanh|trao nha)\b")
_TWO_DIGIT_YEAR: Final = re.compile(r"[0-9]{1,2}\s*[/.,\-]\s*(?:[0-9]{1,2}\s*[/.,\-]\s*)?[0-9]{2}|[0-9]{2}")


def birth_reader(field: str, about: About) -> Callable[[CellValue], Taken]:
    """Return a reader of births into ``field`` (ISO text of any precision); an impossible one is an error."""

    def read(cell: CellValue) -> Taken:
        if field in _BY_SEX and isinstance(cell, str) and cell.strip() in _MARKS:
            return Taken({"sex": _BY_SEX[field]})
        reading = _reading(cell, about, births=True)
        if reading.status == "empty":
            return NOTHING
        if reading.value is None:
            return _refused(field, reading)
        day = reading.value
        if day.first() > about.today:
            return problem(field, "error", _("ngày sinh sau hôm nay"))
        if day.year < _EARLIEST_BIRTH:
            return problem(field, "error", _("năm sinh {year} quá xa").format(year=day.year))
        old = about.today.year - day.year > _OLDEST
        warned = (Problem(field, "warning", _("tuổi trên {years}").format(years=_OLDEST)),) if old else ()
        return Taken({field: day.iso()}, warned)

    return read


def birth_part_reader(field: str) -> Callable[[CellValue], Taken]:
    """Return a reader of the day, the month or the year of a birth in a column of its own; "00" is not known."""
    low, high = BIRTH_PARTS[field]

    def read(cell: CellValue) -> Taken:
        text = re.sub(r"^(?:ngày|tháng|năm)\s*", "", clean(str(cell)).removesuffix(".0").lower())
        if not text.strip("-–—.0 /"):
            return NOTHING
        if not text.isdecimal() or not text.isascii():
            return problem("born", "error", _("không hiểu ngày: '{text}'").format(text=text[:40]))
        if not low <= int(text) <= high and not (field == "born_year" and len(text) == 2):
            return problem("born", "error", _("ngày, tháng, năm sinh nằm ngoài khoảng hợp lý"))
        return Taken({field: text})

    return read


def day_reader(field: str, about: About) -> Callable[[CellValue], Taken]:
    """Return a reader of days of events; words such as "đang xây" say that it has not come yet."""

    def read(cell: CellValue) -> Taken:
        if isinstance(cell, str) and (_NOT_YET.fullmatch(plain_key(cell)) or _tells_no_day(field, cell)):
            return Taken({f"{field}_said": clean(cell)})
        reading = _reading(cell, about, births=False)
        if reading.status == "empty":
            return NOTHING
        if reading.value is None:
            return _refused(field, reading)
        day = reading.value
        if not _EARLIEST <= day.year <= about.today.year + 10:
            return problem(field, "error", _("năm {year} nằm ngoài khoảng hợp lý").format(year=day.year))
        if isinstance(cell, str) and _lacks_year(cell):
            return _without_year(field, day, about)
        if day.precision != "day":
            reason = _("chỉ rõ đến tháng, năm; cần đủ ngày")
            return problem(field, "ask", reason, (day.last().isoformat(), day.first().isoformat()))
        late = day.first() > about.today
        warned = (Problem(field, "warning", _("ngày sau hôm nay")),) if late and field != "due_on" else ()
        return Taken({field: day.iso()}, warned)

    return read


def course_reader(about: About) -> Callable[[CellValue], Taken]:
    """Return a reader of how far a house has come: a share of a hundred, a day of hand-over, or words kept as such."""
    read_handed = day_reader("handed", about)

    def read(cell: CellValue) -> Taken:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            percent = cell * 100 if 0 < cell <= 1 and isinstance(cell, float) else cell
            return Taken({"progress_said": f"{percent:g}%".replace(".", ",")})
        if not isinstance(cell, str):
            return read_handed(cell) if isinstance(cell, date) else NOTHING
        found = _DAY_INSIDE.search(cell)
        if found is not None and _FINISHED.search(plain_key(cell)):
            taken = read_handed(found[0])
            if not taken.problems:
                return Taken({**taken.values, "progress_said": clean(cell)})
        text = clean(cell)
        return Taken({"progress_said": text}) if text.strip("-–—. ") else NOTHING

    return read


def partial_reader(field: str, about: About) -> Callable[[CellValue], Taken]:
    """Return a reader of days that may be known to the year only, such as joining the union."""

    def read(cell: CellValue) -> Taken:
        reading = _reading(cell, about, births=False)
        if reading.status == "empty":
            return NOTHING
        return Taken({field: reading.value.iso()}) if reading.value else _refused(field, reading)

    return read


def has_two_digit_year(cell: CellValue) -> bool:
    """Tell whether the century of a typed year was left out, so that a CCCD may tell it."""
    return isinstance(cell, str) and bool(_TWO_DIGIT_YEAR.fullmatch(cell.strip()))


def _reading(cell: CellValue, about: About, *, births: bool) -> DateReading:
    if isinstance(cell, bool):
        return DateReading("error", notes=(_("không phải ngày"),))
    if isinstance(cell, str):
        text = clean(cell).strip("' ").replace("\\", "/")
        if _NOT_KNOWN.fullmatch(plain_key(text)):
            return DateReading("empty")
        text = (_AROUND_BIRTH if births else _AROUND_DAY).sub("", text)
        cell = _MONTH_LETTER.sub("", _BEFORE_DAY.sub("", text))
    return parse_date_cell(cell, today=about.today, births=births)


def _refused(field: str, reading: DateReading) -> Taken:
    candidates = tuple(candidate.iso() for candidate in reading.candidates)
    asks = reading.status == "ask" and candidates
    return problem(field, "ask" if asks else "error", "; ".join(reading.notes), candidates)


def _tells_no_day(field: str, cell: str) -> bool:
    """Tell words that say a step of a house was taken without saying when: "đã bàn giao", "rồi", "x"."""
    key = plain_key(cell).strip(" .")
    return field in _STEPS and not any(map(str.isdigit, key)) and bool(_DONE.fullmatch(key) or cell.strip() in _MARKS)


def _lacks_year(text: str) -> bool:
    bare = _BEFORE_DAY.sub("", clean(text))
    return bool(_QUARTER_YEAR.fullmatch(bare))


def _without_year(field: str, day: PartialDate, about: About) -> Taken:
    """Take the year of the title; without one ask, the latest day that is past first."""
    if day.precision != "day":  # "5/25" is a month and a year
        return problem(field, "ask", _("chỉ rõ đến tháng, năm; cần đủ ngày"), (day.last().isoformat(),))
    if about.year is not None:
        return Taken({field: _in_year(day.first(), about.year).isoformat()})
    years = sorted((about.today.year, about.today.year - 1), key=lambda y: _in_year(day.first(), y) > about.today)
    return problem(field, "ask", _("thiếu năm"), tuple(_in_year(day.first(), year).isoformat() for year in years))


def _in_year(day: date, year: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(year, 3, 1) if is_leap_day and not _is_leap(year) else day.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
