"""Lists of money that comes in: who gave to a fund is nobody who was helped (domain.md 1, no. 25)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from labordesk.exchange.headings import folded_heading
from labordesk.exchange.layout_text import folded

_TITLE: Final = re.compile(r"\b(?:ung ho|dong gop|quyen gop|van dong|phat tam|tai tro)\b")
_SPENT: Final = re.compile(
    r"(?<!ca )(?<!cong )(?<!doanh )(?<!than )\bnhan\b|\b(?:duoc|tro cap|tang|cap phat|chi|trao|phan bo|ho tro)\b"
)
"""Nhận, but not cá nhân, công nhân, doanh nhân, thân nhân."""
_GIVER: Final = re.compile(
    r"\b(?:so tien|muc|nguoi|ca nhan|don vi|to chuc)(?: da)? (?:ung ho|dong gop|quyen gop|tai tro|nop)\b"
    r"|\bnha (?:hao tam|tai tro)\b|\bmanh thuong quan\b|\bho (?:va )?ten nguoi (?:ung ho|dong gop|nop)\b"
)


def tells_of_income(title: str, labels: Iterable[str]) -> bool:
    """Tell whether both the title and a heading speak of giving to the union, and nothing of being given."""
    said = folded(title)
    is_raised = _TITLE.search(said) is not None and _SPENT.search(said) is None
    return is_raised and any(_GIVER.search(folded_heading(label)) for label in labels)
