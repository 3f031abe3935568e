"""The words of money amounts: unit words, the mark of đồng, and the unit a column heading states."""

from __future__ import annotations

import re
from typing import Final

from labordesk.vietnamese.fold import clean

THOUSAND: Final = 10**3
MILLION: Final = 10**6
BILLION: Final = 10**9
UNITS: Final = {
    **dict.fromkeys(("nghìn tỷ", "nghìn tỉ", "ngàn tỷ", "ngàn tỉ"), THOUSAND * BILLION),
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti"), BILLION),
    **dict.fromkeys(("triệu", "trieu", "tr"), MILLION),
    **dict.fromkeys(("nghìn", "nghin", "ngàn", "ngan", "ng", "k"), THOUSAND),
}
UNIT_WORD: Final = "|".join(sorted(UNITS, key=len, reverse=True))
DONG_WORD: Final = "đồng|dong|vnđ|vnd|đ|d|₫"

_END: Final = r"(?![^\W_])"
_WORD_IN_HEADING: Final = re.compile(rf"(?<![^\W_])({UNIT_WORD})\.?\s*(?:{DONG_WORD}){_END}", re.IGNORECASE)
_WORD_ALONE: Final = re.compile(
    rf"(?:\(|\b(?:đvt|đơn vị(?: tính)?)\s*:?)\s*({UNIT_WORD})\.?\s*(?:\)|$)",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(
    rf"(?<![0-9.,])(1(?:[., ]?000){{1,3}})\s*(?:{DONG_WORD}){_END}|x\s*(1(?:[., ]?000){{1,3}})(?![0-9])", re.IGNORECASE
)
_AMOUNT_BEFORE: Final = re.compile(r"[0-9]\s*$")


def header_unit(heading: str | None) -> int | None:
    """Return the unit in đồng that a heading states: "Số tiền (triệu đồng)", "ĐVT: 1.000đ"; None when none or đồng.

    "Tỷ lệ (%)" states none, nor does an amount: "Quà 500 nghìn đồng".
    """
    text = clean(heading or "").lower()
    figure = _FIGURE.search(text)
    if figure:
        return int(re.sub("[^0-9]", "", figure[1] or figure[2]))
    word = _WORD_IN_HEADING.search(text) or _WORD_ALONE.search(text)
    if word and not _AMOUNT_BEFORE.search(text[: word.start(1)]):
        return UNITS[word[1]]
    return None
