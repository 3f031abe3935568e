"""Tell which old encoding a column is in: TCVN3, VNI, VISCII, VPS as cp1252 shows their bytes inside Excel files.

A cell proves nothing alone; over a column the right decoding turns nearly all words with marks into syllables that can
be, and the wrong ones do not. The name of the font only breaks a tie: Unicode text often stays in .VnTime.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from labordesk.vietnamese.fold import search_key
from labordesk.vietnamese.legacy_decoding import ONLY_UNICODE, Encoding, decode, is_mojibake, is_spelt_in
from labordesk.vietnamese.syllables import is_possible

__all__ = [
    "CAPITAL_FONT", "Encoding", "Guess", "decode", "encoding_of_font", "guess_encoding", "marked_words", "share_of",
]  # fmt: skip

CAPITAL_FONT: Final = re.compile(r"\.Vn\w.*H\Z", re.IGNORECASE)
"""Fonts of TCVN3 that show small letters as capitals: .VnTimeH, .VnArialH."""

_CANDIDATES: Final[tuple[Encoding, ...]] = ("unicode", "mojibake", "tcvn3", "vni", "viscii", "vps", "cp1258")
_WORD: Final = re.compile(r"[^\s!-/:-@\[-`{-~]+")
_OUTER: Final = " .,;:\xa0\xad"
_SAMPLE: Final = 400
"""Cells looked at: more tell no more."""
_PROVEN: Final = 0.25
"""Share of cells with letters of broken UTF-8 that proves the others are."""
_ENOUGH: Final = 0.5
"""A decoding that leaves half of the words impossible is none."""
_SURE: Final = 0.85
_CLEAR: Final = 0.1
"""How much the best must be ahead of the next before nobody needs to be asked."""
_COMMON: Final = frozenset(
    search_key(
        "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trương đào đoàn lương thị văn đức "
        "hữu đình quốc thanh ngọc công xuân bích hồng mỹ diệu thành tuấn hùng dũng cường hải sơn tâm tân thắng phượng "
        "hương hằng hạnh hiền huệ lộc nguyệt oanh quyên tuyết thảo thủy thuận trang trọng vân yến xã phường thôn tổ "
        "huyện tỉnh thành phố trường học ty cổ phần đơn vị họ tên và số tiền năm sinh ngày tháng địa chỉ điện thoại "
        "ghi chú hoàn cảnh hộ nghèo cận khó khăn bệnh hiểm nghề nghiệp tai nạn lao động liên sở nữ đồng tổng cộng "
        "danh sách quà tết hỗ trợ trợ cấp chức vụ chủ tịch giới tính chữ ký nhận mặt hiện vật người được của"
    ).split()
)
"""Words of lists, as keys: two decodings may both give syllables, but only one gives names."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The encoding of a column; ``share`` (0 to 1) of its marked words become possible syllables with it.

    ``sure`` is False where the officer should be asked, looking at a few cells before and after.
    """

    encoding: Encoding
    share: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Score:
    encoding: Encoding
    share: float
    weight: float


def guess_encoding(cells: Sequence[str], font: str | None = None) -> Guess:
    """Return the encoding the text cells of a column are in, judged on those that could be in an old one."""
    marked = [cell for cell in cells if not cell.isascii()]
    if not marked:
        return Guess("unicode", 1.0, sure=True)
    typed = [cell for cell in marked if ONLY_UNICODE.search(cell)]
    doubtful = [cell for cell in marked if not ONLY_UNICODE.search(cell)]
    if not typed and sum(map(is_mojibake, _spread(doubtful))) >= _PROVEN * len(_spread(doubtful)):
        return Guess("mojibake", 1.0, sure=True)
    words = Counter(word for cell in _spread(doubtful) for word in marked_words(cell))
    if not words:
        return _form_of(typed)
    best = _best(words, encoding_of_font(font))
    if best is None or (best.encoding == "unicode" and typed):
        return _form_of(typed) if typed else Guess("unknown", 0.0, sure=False)
    return best


def encoding_of_font(font: str | None) -> Encoding | None:
    """Return the encoding a font was made for (.VnTime, VNI-Times, VPS Times, VI Times), None for any other."""
    name = (font or "").strip().lower()
    if name.startswith(".vn"):
        return "tcvn3"
    if name.startswith("vni"):
        return "vni"
    if name.startswith("vps"):
        return "vps"
    return "viscii" if name.startswith(("vi ", "vi-", "viscii")) else None


def marked_words(cell: str) -> list[str]:
    """Return the words of a cell that are not plain letters."""
    return [word for word in _WORD.findall(cell) if not word.isascii()]


def share_of(words: Sequence[str], encoding: Encoding) -> float:
    """Return the share of words (0 to 1) that an encoding makes possible syllables; 0 for no words."""
    return sum(_fits(word, encoding) for word in words) / len(words) if words else 0.0


def _best(words: Counter[str], prior: Encoding | None) -> Guess | None:
    scores = sorted((_score(words, encoding) for encoding in _CANDIDATES), key=lambda score: -score.weight)
    best = next((one for one in scores if one.encoding == prior and scores[0].weight - one.weight < _CLEAR), scores[0])
    if best.share < _ENOUGH:
        return None
    rivals = [one for one in scores if one is not best and _differ(words, one.encoding, best.encoding)]
    ahead = best.weight - max((one.weight for one in rivals), default=0.0)
    if ahead <= 0 and best.encoding != prior:
        return None
    is_sure = best.share >= _SURE and (ahead >= _CLEAR or best.encoding == prior)
    return Guess(best.encoding, best.share, sure=is_sure)


def _score(words: Counter[str], encoding: Encoding) -> _Score:
    """Weigh a decoding by the share of words it makes possible, and half as much by those common in lists."""
    total = words.total()
    possible = sum(count for word, count in words.items() if _fits(word, encoding))
    common = sum(count for word, count in words.items() if _is_common(word, encoding))
    return _Score(encoding, possible / total, (2 * possible + common) / (3 * total))


def _differ(words: Iterable[str], one: Encoding, other: Encoding) -> bool:
    return any(decode(word, one) != decode(word, other) for word in words)


@lru_cache(maxsize=65536)
def _fits(word: str, encoding: Encoding) -> bool:
    """Tell whether a word becomes one that can be: a syllable, with capitals only in front or throughout."""
    if not is_spelt_in(word, encoding):
        return False
    decoded = decode(word, encoding).strip(_OUTER)
    if not decoded[1:].islower() and len(decoded) > 1 and not decoded.isupper():
        return False
    return bool(decoded) and is_possible(decoded)


@lru_cache(maxsize=65536)
def _is_common(word: str, encoding: Encoding) -> bool:
    return _fits(word, encoding) and search_key(decode(word, encoding).strip(_OUTER)) in _COMMON


def _spread(cells: Sequence[str]) -> Sequence[str]:
    """Return at most ``_SAMPLE`` cells from all over the column."""
    return cells[:: len(cells) // _SAMPLE + 1]


def _form_of(typed: Sequence[str]) -> Guess:
    """Tell composed from combining Unicode; a column with one cell of the latter is nfd: both are brought to NFC."""
    is_loose = any(unicodedata.normalize("NFC", cell) != cell for cell in _spread(typed))
    return Guess("nfd" if is_loose else "unicode", 1.0, sure=True)
