"""The letters of the old 8-bit encodings as a cell shows them, bytes read through cp1252: ``legacy-encodings.json``."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Final, cast

from labordesk.assets import asset_bytes

_UNDEFINED: Final = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes cp1252 leaves open; Windows and Excel show them as the code points of the same number."""


@cache
def letters_of(encoding: str) -> dict[str, str]:
    """Return what stands in the cell -> the letter, for "tcvn3", "vni", "viscii" or "vps"."""
    tables = cast("dict[str, dict[str, str]]", json.loads(asset_bytes("legacy-encodings.json")))
    return tables[encoding]


@cache
def sequences_of(encoding: str) -> re.Pattern[str]:
    """Return a pattern that finds each letter of the table, the longest sequence first."""
    return re.compile("|".join(map(re.escape, sorted(letters_of(encoding), key=len, reverse=True))))


@cache
def byte_shown_as() -> dict[int, str]:
    """Return the translation from what cp1252 shows to the byte itself, as U+0080 to U+00FF."""
    shown = {ord(bytes([byte]).decode("cp1252")): chr(byte) for byte in range(0x80, 0x100) if byte not in _UNDEFINED}
    return shown | {byte: chr(byte) for byte in _UNDEFINED}


def shown_in_cp1252(content: bytes) -> str:
    """Return bytes as Windows shows them in a western font: the form in which old encodings are judged and decoded."""
    if not any(byte in content for byte in _UNDEFINED):
        return content.decode("cp1252")
    return content.decode("cp1252", "surrogateescape").translate({0xDC00 + byte: chr(byte) for byte in _UNDEFINED})
