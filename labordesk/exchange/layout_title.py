"""What stands above a table: what the list calls itself, and in what unit its money is."""

from __future__ import annotations

import re
from typing import Final

from labordesk.exchange.layout_header import Header
from labordesk.exchange.layout_text import SheetText, folded
from labordesk.vietnamese.money_units import header_unit

_LIST_WORDS: Final = re.compile(
    r"(?:trich )?(?:danh sach|bang|bieu|tong hop|ke hoach|bao cao|thong ke|"
    r"de nghi|giay de nghi|to trinh|so theo doi|ho so|quyet toan)\b"
)
_LETTERHEAD: Final = re.compile(
    r"(?:cong hoa xa hoi|doc lap tu do|lien doan lao dong|ldld|cong doan|tong lien doan|"
    r"ubnd|uy ban nhan dan|so \d|mau (?:so )?\d|phu luc)"
)
_BESIDE: Final = re.compile(
    r"(?:kem theo|ban hanh kem|dvt|don vi tinh|don vi|ngay \d+ thang|\w+ ngay \d|trang \d|so \d)"
)
_OWNER: Final = re.compile(r"\s*(?:tên\s+)?(?:đơn vị|cđcs|công đoàn cơ sở)\s*:\s*(\S.+)", re.IGNORECASE)
_GRASSROOTS: Final = re.compile(
    r"(?:cdcs|cong doan co so|nghiep doan|"
    r"(?:cd|cong doan) (?:cong ty|cty|truong|tram|benh vien|nha may|xi nghiep|doanh nghiep|hop tac xa|trung tam))\b.+"
)
_UNIT_WORDS: Final = re.compile(r"\b(?:dvt|don vi(?: tinh)?|dv tinh|tinh (?:bang|theo))\b")


def title_of(text: SheetText, header: Header) -> str:
    """Return the title above the headings with the lines that go on with it ("Danh sách … Tết Sum vầy 2026")."""
    lines = [(words, folded(words)) for index in range(header.index) for _column, words in text.texts(index)]
    begins = next((at for at, (_words, key) in enumerate(lines) if _LIST_WORDS.match(key)), None)
    if begins is None:
        rest = [words for words, key in lines if not _LETTERHEAD.match(key) and not _is_beside(words, key)]
        return max(rest, key=len, default="")
    title = [lines[begins][0]]
    for words, key in lines[begins + 1 :]:
        if not _LETTERHEAD.match(key) and not _is_beside(words, key):
            title.append(words)
    return " ".join(title)


def owner_of(text: SheetText, header: Header) -> str:
    """Return what stands behind "Đơn vị:" above the headings, else the grassroots union of the letterhead, else ""."""
    lines = [words for index in range(header.index) for _column, words in text.texts(index)]
    named = (match[1].strip() for words in lines if (match := _OWNER.fullmatch(words)))
    return next(named, "") or _grassroots(lines)


def _grassroots(lines: list[str]) -> str:
    """Return the grassroots union in whose name the list is made: its line in the letterhead, above the title."""
    for words in lines:
        key = folded(words)
        if _LIST_WORDS.match(key):
            break
        if _GRASSROOTS.match(key):
            return words
    return ""


def money_unit_of(text: SheetText, header: Header) -> int:
    """Return the unit in đồng that holds for the whole table, from "ĐVT: nghìn đồng" above or below it, else 1."""
    above = [words for index in range(min(header.end + 1, text.height)) for _column, words in text.texts(index)]
    labels = set(header.labels)
    stated = [words for words in above if _UNIT_WORDS.search(folded(words)) and words not in labels]
    brackets = [words for words in above if words.startswith("(") and words not in labels]
    return next((unit for unit in map(header_unit, [*stated, *brackets]) if unit), 1)


def _is_beside(words: str, key: str) -> bool:
    return words.startswith("(") or _BESIDE.match(key) is not None
