"""Vietnamese phone numbers as they stand in lists: several in a cell, lost zeros, the prefixes changed in 2018."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from labordesk.i18n import _
from labordesk.vietnamese.digit_cells import read_cell

# The ministry's table of 2018: mobile numbers of 11 digits became 10.
_OLD_PREFIXES: Final = {f"016{n}": f"03{n}" for n in range(2, 10)} | {
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0126": "076",
    "0127": "081",
    "0128": "078",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
_MOBILE: Final = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}")
_LANDLINE: Final = re.compile(r"02[0-9]{9}")
_COUNTRY: Final = re.compile(r"(?:\+|00)840?|84(?=0?[0-9]{9,10}$)0?")
_WORD: Final = re.compile(r"\b[^\W\d_]+\b")
_BETWEEN_NUMBERS: Final = re.compile(r"[/;,&|]| [-–] ")
_INSIDE_NUMBER: Final = re.compile(r"[\s.\-–()'_:]")
_DIGIT: Final = re.compile("[0-9]")
_DIGIT_LIKE: Final = re.compile(r"[0-9Oo+]+")


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """A number of 10 digits, 11 for a landline, from its 0; on ``error`` ``value`` is what was found."""

    status: Literal["ok", "warn", "error"]
    value: str
    notes: tuple[str, ...] = ()


def read_phones(cell: str | int | float | None) -> tuple[PhoneReading, ...]:
    """Read all phone numbers of a typed text or an Excel cell; names beside them are passed over.

    An empty cell has none; a text without any digit is one error.
    """
    if isinstance(cell, str) and _MOBILE.fullmatch(cell):
        return (PhoneReading("ok", cell),)
    text = _WORD.sub(" / ", read_cell(cell).text)
    parts = [_INSIDE_NUMBER.sub("", part) for part in _BETWEEN_NUMBERS.split(text)]
    numbers = [number for part in parts if _DIGIT.search(part) for number in _parted(part)]
    if not numbers and _WORD.search(read_cell(cell).text):
        numbers = [""]
    return tuple(map(_read_one, numbers))


def _parted(digits: str) -> tuple[str, ...]:
    """Part two numbers written with nothing but a blank or a hyphen between them."""
    for length in (10, 11):
        if _today(digits[:length]) and _today(digits[length:]):
            return digits[:length], digits[length:]
    return (digits,)


def _read_one(text: str) -> PhoneReading:
    digits = re.sub("[Oo]", "0", text) if _DIGIT_LIKE.fullmatch(text) else text
    digits = _COUNTRY.sub("0", digits, count=1) if _COUNTRY.match(digits) else digits
    notes: list[str] = []
    if not digits.startswith("0") and _today(f"0{digits}"):
        digits = f"0{digits}"
        notes.append(_("đã bù số 0 đầu"))
    number = _today(digits)
    if number is None:
        return PhoneReading("error", digits, (_("không phải số điện thoại VN"),))
    if number != digits:
        notes.append(_("đã đổi đầu số 11 -> 10 (2018)"))
    status: Literal["ok", "warn"] = "warn" if notes else "ok"
    if number.startswith("02"):
        notes.append(_("máy bàn"))
    return PhoneReading(status, number, tuple(notes))


def _today(digits: str) -> str | None:
    """Return the number as it is dialled since 2018, None when it is no Vietnamese number."""
    if len(digits) == 11 and digits[:4] in _OLD_PREFIXES:
        digits = _OLD_PREFIXES[digits[:4]] + digits[4:]
    return digits if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) else None
