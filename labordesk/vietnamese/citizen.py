"""Số định danh cá nhân / CCCD (12 digits) and CMND (9 digits): lost zeros, and what the digits say about the person.

Source: Decree 137/2015/NĐ-CP art. 13, Circular 07/2016/TT-BCA: 3 digits place of birth registration, 1 digit
century and sex, 2 digits year of birth, 6 random; no check digit. The first digits tell nothing about residence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from labordesk.i18n import _
from labordesk.vietnamese.digit_cells import read_cell

# The statistics codes of the 63 provinces until 2025; numbers did not change with the mergers.
_PROVINCES: Final = frozenset(
    {
        *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38),
        *(40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80),
        *(82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96),
    }
)
_PROVINCE_CODES: Final = frozenset(f"{code:03d}" for code in _PROVINCES)
_TWELVE: Final = re.compile("[0-9]{3}[0-3][0-9]{8}")
_SEXES: Final = {"nam": "Nam", "male": "Nam", "nữ": "Nữ", "female": "Nữ"}


@dataclass(frozen=True, slots=True)
class IdReading:
    """A number of 12 digits (``cccd``) or 9 (``cmnd``); ``notes`` say what was mended or looks wrong."""

    status: Literal["ok", "warn", "error", "empty"]
    value: str | None = None
    notes: tuple[str, ...] = ()
    kind: Literal["cccd", "cmnd"] | None = None


def read_citizen_id(cell: str | int | float | None, birth_year: int | None = None, sex: str | None = None) -> IdReading:
    """Read a CCCD or CMND as typed or as an Excel cell, against the year of birth and the sex when they are known.

    ``sex`` is "Nam"/"Nữ" or "male"/"female". A contradiction is a warning: corrected birth papers keep old numbers.
    """
    if isinstance(cell, str) and birth_year is None and sex is None and _is_sound(cell):
        return IdReading("ok", cell, (), "cccd")
    read = read_cell(cell)
    digits = read.joined(r"\s.\-'")
    if not digits:
        return IdReading("empty")
    if read.is_exponent:
        return IdReading("error", notes=(_("dạng 1,2E+11: mất chữ số, phải nhập lại"),))
    if not (digits.isascii() and digits.isdecimal()):
        return IdReading("error", notes=(_("có ký tự lạ"),))
    zeros_lost = not digits.startswith("0")
    if len(digits) == 12 or (zeros_lost and len(digits) in (10, 11)):
        filled = (_("đã bù số 0 đầu"),) if len(digits) < 12 else ()
        return _read_twelve(digits.zfill(12), filled, birth_year, sex)
    if len(digits) == 9 or (zeros_lost and len(digits) == 8):
        filled = (_("đã bù số 0 đầu (CMND)"),) if len(digits) < 9 else ()
        expired = _("CMND 9 số: hết giá trị từ 01/01/2025")
        return IdReading("warn", digits.zfill(9), (*filled, expired), "cmnd")
    return IdReading("error", notes=(_("{count} chữ số").format(count=len(digits)),))


def _is_sound(text: str) -> bool:
    """Tell quickly what nearly all cells are: twelve digits and nothing to say about them."""
    if _TWELVE.fullmatch(text) is None:
        return False
    return text[:3] in _PROVINCE_CODES and not _is_made_up(text[6:])


def mask(number: str) -> str:
    """Return the number as it may be posted in public: "036085000123" -> "0360•••••123", the same length."""
    shown = max(0, len(number) - 8)
    hidden = max(0, len(number) - shown - 3)
    return number[:shown] + "•" * hidden + number[shown + hidden :]


def coded_in(number: str) -> tuple[int, Literal["male", "female"]]:
    """Return the year of birth and the sex that a sound number of 12 digits says (NĐ 137/2015 art. 13)."""
    century, odd = divmod(int(number[3]), 2)
    return 1900 + 100 * century + int(number[4:6]), "female" if odd else "male"


def _read_twelve(digits: str, filled: tuple[str, ...], birth_year: int | None, sex: str | None) -> IdReading:
    if int(digits[3]) > 3:
        return IdReading("error", notes=(*filled, _("chữ số thứ 4 (thế kỷ, giới tính) phải từ 0 đến 3")))
    notes = list(filled)
    if int(digits[:3]) not in _PROVINCES:
        notes.append(_("3 số đầu không phải mã tỉnh, thành phố"))
    year, coded_sex = coded_in(digits)
    if birth_year is not None and birth_year != year:
        notes.append(_("năm sinh theo số: {year}").format(year=year))
    stated = _SEXES.get((sex or "").strip().casefold())
    coded = _SEXES[coded_sex]
    if stated is not None and stated != coded:
        notes.append(_("giới tính theo số: {sex}").format(sex=_(coded)))
    if _is_made_up(digits[6:]):
        notes.append(_("6 số cuối đáng ngờ"))
    return IdReading("warn" if notes else "ok", digits, tuple(notes), "cccd")


def _is_made_up(tail: str) -> bool:
    """Tell 000000, 111111, 012345 or 987654 from six random digits."""
    steps = {int(b) - int(a) for a, b in pairwise(tail)}
    return steps in ({0}, {1}, {-1})
