"""Số sê-ri of vouchers and tickets: a range typed as its first and last number, and how a scanned one is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from labordesk.errors import InvalidInput
from labordesk.i18n import N_
from labordesk.vietnamese.fold import clean
from labordesk.vietnamese.numbers import number

MOST: Final = 20_000
"""So many serials are registered at once; a longer range is a slip of a digit."""

NO_NUMBER = N_("“{serial}” không có chữ số để đếm; hãy ghi số sê-ri như “PMH 000101”.")
ANOTHER_SERIES = N_("“{first}” và “{last}” không cùng một dãy; hãy xem lại phần chữ và số chữ số.")
BACKWARDS = N_("Dãy sê-ri kết thúc ở “{last}” trước khi bắt đầu ở “{first}”; hãy đổi lại.")
TOO_MANY = N_("Từ “{first}” đến “{last}” là {count} số, nhiều hơn {most} số một lần; hãy xem lại hoặc ghi từng phần.")

_PARTS = re.compile(r"(.*?)([0-9]+)([^0-9]*)")
_RANGE = re.compile(r"\s*(?:→|->|\bđến\b|\.\.)\s*|\s+[-–—]\s+")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class _Serial:
    """A serial in three parts; the number is the last run of digits, padded with zeros or not."""

    prefix: str
    digits: str
    suffix: str

    @property
    def is_padded(self) -> bool:
        return self.digits.startswith("0") and len(self.digits) > 1

    def at(self, value: int) -> str:
        return f"{self.prefix}{value:0{len(self.digits)}d}{self.suffix}"


def serials_between(first: str, last: str) -> tuple[str, ...]:
    """Return every serial from the first to the last, both inclusive, prefix and zeros kept.

    The last may be its digits alone ("PMH 000101" to "300"), or empty for one serial. InvalidInput (field
    ``last_serial``) for two series, a range that runs backwards or one of more than ``MOST``.
    """
    begin = _read(first, "first_serial")
    if not last.strip():
        return (begin.at(int(begin.digits)),)
    end = _read(last, "last_serial")
    if not end.prefix and len(end.digits) <= len(begin.digits):
        end = _Serial(begin.prefix, end.digits.zfill(len(begin.digits)), end.suffix or begin.suffix)
    if _other_series(begin, end):
        raise InvalidInput(ANOTHER_SERIES, field="last_serial", first=clean(first), last=clean(last))
    start, stop = int(begin.digits), int(end.digits)
    if stop < start:
        raise InvalidInput(BACKWARDS, field="last_serial", first=clean(first), last=clean(last))
    count = stop - start + 1
    if count > MOST:
        raise InvalidInput(
            TOO_MANY,
            field="last_serial",
            first=clean(first),
            last=clean(last),
            count=number(count),
            most=number(MOST),
        )
    return tuple(begin.at(value) for value in range(start, stop + 1))


def split_range(text: str) -> tuple[str, str]:
    """Return the two ends of "PMH 000101 → 000300"; one serial alone has an empty end."""
    ends = [part for part in _RANGE.split(clean(text), maxsplit=1) if part]
    return (ends[0] if ends else "", ends[1] if len(ends) > 1 else "")


def in_runs(serials: Iterable[str]) -> str:
    """Return serials in their order with those that follow each other drawn together: "PMH 000101–000120, VX 07"."""
    runs: list[tuple[str, str]] = []
    for serial in map(clean, serials):
        if runs and _follows(runs[-1][1], serial):
            runs[-1] = (runs[-1][0], serial)
        else:
            runs.append((serial, serial))
    return ", ".join(_run(first, last) for first, last in runs)


def _follows(before: str, serial: str) -> bool:
    one, next_one = _PARTS.fullmatch(before), _PARTS.fullmatch(serial)
    if one is None or next_one is None or _other_series(_Serial(*one.groups()), _Serial(*next_one.groups())):
        return False
    return int(next_one[2]) == int(one[2]) + 1


def _run(first: str, last: str) -> str:
    if first == last:
        return first
    end = _read(last, "")
    return f"{first}–{end.digits}{end.suffix}"


def serial_key(serial: str) -> str:
    """Return what two ways of writing one serial have in common: "pmh000101" and "PMH 000101".

    Letters with marks stay as they are, as SQLite's own ``upper`` leaves them.
    """
    return "".join(sign.upper() if sign.isascii() else sign for sign in _BLANKS.sub("", clean(serial)))


def _read(text: str, field: str) -> _Serial:
    words = clean(text)
    match = _PARTS.fullmatch(words)
    if match is None:
        raise InvalidInput(NO_NUMBER, field=field, serial=words)
    return _Serial(*match.groups())


def _other_series(begin: _Serial, end: _Serial) -> bool:
    """Tell whether two serials count apart; 998 may go on to 1001, 0998 may not go on to 10001."""
    if (serial_key(begin.prefix), serial_key(begin.suffix)) != (serial_key(end.prefix), serial_key(end.suffix)):
        return True
    if len(begin.digits) == len(end.digits):
        return False
    return begin.is_padded or end.is_padded
