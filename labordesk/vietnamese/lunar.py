"""Tết Nguyên đán, Tết Trung thu and the can-chi names of years.

The dates are those of the Vietnamese calendar (UTC+7), which differs from the Chinese one in 2007 and 2030; Tết was
made with lunar-vn 1.4.0 (MIT), and both are checked by an astronomical computation in the tests.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from labordesk.errors import InvalidInput
from labordesk.i18n import N_

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2050

# The day of the year (1 = 1 January) of Tết, one row for ten years.
_TET: Final = (
    *(36, 24, 43, 32, 22, 40, 29, 48, 38, 26),  # 2000
    *(45, 34, 23, 41, 31, 50, 39, 28, 47, 36),  # 2010
    *(25, 43, 32, 22, 41, 29, 48, 37, 26, 44),  # 2020
    *(33, 23, 42, 31, 50, 39, 28, 46, 35, 24),  # 2030
    *(43, 32, 22, 41, 30, 48, 37, 26, 45, 33),  # 2040
    *(23,),  # 2050
)
# The day of the year of Trung thu, the 15th of the 8th lunar month.
_MID_AUTUMN: Final = (
    *(256, 274, 264, 254, 272, 261, 279, 268, 258, 276),  # 2000
    *(265, 255, 274, 262, 251, 270, 259, 277, 267, 256),  # 2010
    *(275, 264, 253, 272, 261, 279, 268, 258, 277, 265),  # 2020
    *(255, 274, 263, 251, 269, 259, 278, 267, 256, 275),  # 2030
    *(264, 252, 271, 260, 279, 268, 258, 277, 266, 254),  # 2040
    *(273,),  # 2050
)
_CAN: Final = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_CHI: Final = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")


def tet(year: int) -> date:
    """Return the first day of the lunar year; InvalidInput outside 2000-2050."""
    return _day(_TET, year)


def mid_autumn(year: int) -> date:
    """Return Trung thu, rằm tháng tám âm lịch, of a calendar year; InvalidInput outside 2000-2050."""
    return _day(_MID_AUTUMN, year)


def _day(table: tuple[int, ...], year: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(
            N_("Chỉ biết ngày Tết từ năm {first} đến năm {last}; hãy ghi ngày cụ thể."),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return date(year, 1, 1) + timedelta(days=table[year - FIRST_YEAR] - 1)


def can_chi(year: int) -> str:
    """Return the name of the lunar year that begins in ``year``: 2026 -> "Bính Ngọ"."""
    return f"{_CAN[(year + 6) % 10]} {_CHI[(year + 8) % 12]}"


def tet_label(year: int) -> str:
    """Return the name of a Tết campaign: "Tết Bính Ngọ 2026"."""
    return f"Tết {can_chi(year)} {year}"
