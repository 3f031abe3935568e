"""Dates as papers and screens write them; reading them is in ``date_reading``."""

from __future__ import annotations

from datetime import date

from labordesk.vietnamese.date_reading import DateReading, from_excel_serial, parse_date, parse_date_cell
from labordesk.vietnamese.partial_date import PartialDate

__all__ = [
    "DateReading",
    "PartialDate",
    "from_excel_serial",
    "parse_date",
    "parse_date_cell",
    "short",
    "show_partial",
    "written",
    "written_month",
]


def written(day: date, place: str | None = None, *, nbsp: bool = False) -> str:
    """Return "Đắk Lắk, ngày 05 tháng 3 năm 2026" (Decree 30/2020/NĐ-CP Annex I); ``nbsp`` keeps "ngày 05" together."""
    text = f"ngày {day.day:02d} tháng {written_month(day.month)} năm {day.year}"
    if nbsp:
        text = text.replace("ngày ", "ngày\u00a0").replace("tháng ", "tháng\u00a0").replace("năm ", "năm\u00a0")
    return f"{place}, {text}" if place else text


def written_month(month: int) -> str:
    """Return the month's figure in running text: 01 and 02 take a zero, 3 to 9 do not (Decree 30/2020 Annex I)."""
    return f"{month:02d}" if month <= 2 else str(month)


def short(day: date) -> str:
    """Return "05/01/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def show_partial(day: PartialDate) -> str:
    """Return "05/01/2026", "01/2026" or "1985"; ``parse_date`` reads it back."""
    return "/".join(reversed(day.iso().split("-")))
