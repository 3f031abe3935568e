"""Tết Nguyên đán and the can-chi names of years.

The dates are those of the Vietnamese calendar (UTC+7), which differs from the Chinese one in 2007 and 2030; made with
lunar-vn 1.4.0 (MIT), and checked by an astronomical computation in the tests.
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
_CAN: Final = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_CHI: Final = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")


def tet(year: int) -> date:
    """Return the first day of the lunar year; InvalidInput outside 2000-2050."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(
            N_("Chỉ biết ngày Tết từ năm {first} đến năm {last}; hãy ghi ngày cụ thể."),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return date(year, 1, 1) + timedelta(days=_TET[year - FIRST_YEAR] - 1)


def can_chi(year: int) -> str:
    """Return the name of the lunar year that begins in ``year``: 2026 -> "Bính Ngọ"."""
    return f"{_CAN[(year + 6) % 10]} {_CHI[(year + 8) % 12]}"


def tet_label(year: int) -> str:
    """Return the name of a Tết campaign: "Tết Bính Ngọ 2026"."""
    return f"Tết {can_chi(year)} {year}"
