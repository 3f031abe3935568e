"""Banks in lists: one that gives ("Ngân hàng Agribank tài trợ") is a donor, "vay ngân hàng" is a loan."""

from __future__ import annotations

import re
from typing import Final

from labordesk.vietnamese.fold import clean, plain_key

_BANK: Final = re.compile(r"\bngan hang\b|\bnh(?:csxh|nn|nnptnt|tm)?\b|\b\w+bank\b|\bbidv\b|\bcsxh\b|\bquy tin dung\b")
_LENT: Final = re.compile(r"\b(?:vay|muon|tin dung|vay von|no)\b")
_POLICY: Final = re.compile(r"\b(?:chinh sach(?: xa hoi)?|nhcsxh|csxh)\b")
"""The bank for social policies lends; it does not give."""
_GIVEN: Final = re.compile(r"\b(?:tai tro|ung ho|tang|trao tang|ho tro|dong gop|giup do|cho)\b")
_NO_NAME: Final = re.compile(r"\b(?:ngan hang|nh|von|nguon|tu|kinh phi|so tien|tien|cua)\b")


def bank_lends(written: str) -> bool | None:
    """Tell whether a heading names a loan (True) or a bank that gives (False); None when about no bank, or plain.

    A bank with its own name gives unless a loan is spoken of; "ngân hàng" alone and the bank for social policies lend.
    """
    key = plain_key(re.sub(r"[/,:;.()\"“”\-]", " ", clean(written)))
    if not _BANK.search(key) or _LENT.search(key):
        return None
    if _GIVEN.search(key):
        return False
    return bool(_POLICY.search(key)) or not _NO_NAME.sub(" ", key).split()
