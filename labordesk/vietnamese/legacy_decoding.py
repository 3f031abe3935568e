"""Turn the text of a cell in an old encoding into Unicode."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from labordesk.vietnamese.legacy_tables import byte_shown_as, letters_of, sequences_of

Encoding: TypeAlias = Literal["unicode", "nfd", "tcvn3", "vni", "viscii", "vps", "cp1258", "mojibake", "unknown"]

ONLY_UNICODE: Final = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]")
"""Letters no byte read through cp1252 gives: one of them proves the cell was typed in Unicode."""

_UTF8: Final = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_MARKED_UTF8: Final = re.compile("\xe1[\xba\xbb][\x80-\xbf]")
"""The three bytes of ạ to ỹ, which no old encoding puts one behind the other."""
_LOST_BLANK: Final = re.compile("(?<![\x80-\xff])\xc3 ")
"""What is left of à (C3 A0) when a program made a plain blank of the hard one."""
_BY_TABLE: Final = frozenset({"tcvn3", "vni", "viscii", "vps"})
_WITH_CONTROLS: Final = frozenset({"viscii", "vps"})
"""Encodings with letters among the control characters, Ạ in place of U+0002."""
_SMALL_BYTES: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


def decode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Return a cell as Unicode NFC; "unicode", "nfd" and "unknown" change nothing but the form.

    A cell with letters only Unicode has stays as it is: lists mix both. ``capitals``: the cell is in a font that shows
    small letters as capitals (.VnTimeH).
    """
    if text.isascii() and (encoding not in _WITH_CONTROLS or text.isprintable()):
        return text.upper() if capitals else text
    decoded = text if ONLY_UNICODE.search(text) else _decode(text, encoding)
    decoded = unicodedata.normalize("NFC", decoded)
    return decoded.upper() if capitals else decoded


def is_mojibake(text: str) -> bool:
    """Tell whether a cell has bytes that only UTF-8 read as cp1252 leaves there: "Nguyá»…n"."""
    return _MARKED_UTF8.search(_bytes_of(text)) is not None


def is_spelt_in(text: str, encoding: Encoding) -> bool:
    """Tell whether an encoding with a table has every marked character of a text: TCVN3 has no à of its own."""
    if encoding not in _BY_TABLE:
        return True
    return sequences_of(encoding).sub("", text).isascii()


@lru_cache(maxsize=65536)
def _decode(text: str, encoding: Encoding) -> str:
    if encoding == "tcvn3":
        return _with_capitals(text, _by_table(text, encoding))
    if encoding in _BY_TABLE:
        return _by_table(text, encoding)
    if encoding == "cp1258":
        return _bytes_of(text).encode("latin-1", "replace").decode("cp1258", "replace") if _is_bytes(text) else text
    return _mended(text) if encoding == "mojibake" else text


def _by_table(text: str, encoding: str) -> str:
    letters = letters_of(encoding)
    return sequences_of(encoding).sub(lambda found: letters[found[0]], text)


def _with_capitals(text: str, decoded: str) -> str:
    """Raise toned letters that stand for capitals, which TCVN3 lacks: "HOµ" is HOÀ, "Vâ BÝch ¸nh" is Võ Bích Ánh.

    A single letter before them tells nothing ("Hµ" is Hà), a capital behind one does; then short words of a cell that
    is all capitals are raised with the others.
    """
    raw_words = text.split(" ")
    words = decoded.split(" ")
    shouted = [_is_shouted(raw, word) for raw, word in zip(raw_words, words, strict=True)]
    if any(shouted) and not _SMALL_BYTES.intersection(text):
        return decoded.upper()
    words = [word.upper() if loud else word for word, loud in zip(words, shouted, strict=True)]
    begins = [word[:1].isupper() for word in words]
    is_name = sum(begins) >= 2 and all(
        high or _has_no_capital(raw[:1]) for high, raw in zip(begins, raw_words, strict=True)
    )
    return " ".join(word[:1].upper() + word[1:] for word in words) if is_name else " ".join(words)


def _has_no_capital(byte: str) -> bool:
    """Tell whether TCVN3 writes the capital of this letter like the letter: all toned ones, "¸nh" for Ánh."""
    small = letters_of("tcvn3").get(byte, "")
    return small.islower() and small.upper() not in letters_of("tcvn3").values()


def _is_shouted(raw: str, word: str) -> bool:
    """Tell whether a decoded word has small letters only where TCVN3 has no capitals, beside plain capitals."""
    if _SMALL_BYTES.intersection(raw) or word.upper() == word:
        return False
    return any(char.isascii() and char.isupper() for char in raw[1:])


def _bytes_of(text: str) -> str:
    """Return the text with each character as the byte it was, U+0000 to U+00FF; others stay."""
    return text.translate(byte_shown_as())


def _is_bytes(text: str) -> bool:
    return all(ord(char) < 0x100 for char in _bytes_of(text))


def _mended(text: str) -> str:
    """Return UTF-8 that was read as cp1252 ("Nguyá»…n") as what it was, part by part; the rest stays as it stands."""
    as_bytes = _LOST_BLANK.sub("\xc3\xa0", _bytes_of(text)) if _UTF8.search(_bytes_of(text)) else _bytes_of(text)
    mended = _UTF8.sub(lambda found: found[0].encode("latin-1").decode("utf-8", "replace"), as_bytes)
    return text if mended == as_bytes else mended
