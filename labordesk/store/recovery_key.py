"""The recovery key as it is printed and typed: eight groups of six digits, each of which tells its own slips.

Digits because no Vietnamese input method changes them. Group number g (from 0) holds 16 bits as ``11 · value + g``, so
a wrong digit, two swapped digits and two swapped groups are all found (a number modulo 11 tells both).
"""

from __future__ import annotations

import os
import re

from labordesk.errors import InvalidInput
from labordesk.i18n import N_

SIZE = 16
"""Bytes of a recovery key."""

_GROUPS, _DIGITS = 8, 6

SLIP = N_("Nhóm số thứ {number} của khóa dự phòng chưa đúng; hãy so lại với phiếu rồi gõ lại nhóm ấy.")

_BETWEEN = re.compile(r"[\s\-–—.·]+")


def new_recovery_key() -> bytes:
    """Return 128 random bits."""
    return os.urandom(SIZE)


def shown(key: bytes) -> str:
    """Return "012345-…", 8 groups of 6 digits."""
    values = [int.from_bytes(key[2 * group : 2 * group + 2], "big") for group in range(_GROUPS)]
    return "-".join(f"{11 * value + group:0{_DIGITS}}" for group, value in enumerate(values))


def parse(text: str) -> bytes | None:
    """Return the key typed; None when the text is no recovery key at all; InvalidInput names the group with a slip."""
    digits = _BETWEEN.sub("", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) == _GROUPS * _DIGITS):
        return None
    key = b""
    for group in range(_GROUPS):
        value, rest = divmod(int(digits[group * _DIGITS : (group + 1) * _DIGITS]), 11)
        if rest != group or value > 0xFFFF:
            raise InvalidInput(SLIP, field="secret", number=group + 1)
        key += value.to_bytes(2, "big")
    return key
