"""Whole numbers in Vietnamese words, as sums of money are written out under a list or on a voucher.

Every group of three digits below the first spoken one says its hundreds ("một triệu không trăm linh năm"); groups of
zeros are passed over; ten to the ninth is tỷ, and tỷ tỷ follows. School-book norm, with the southern variants.
"""

from __future__ import annotations

from typing import Final, Literal

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION: Final = 10**9


def in_words(
    n: int,
    *,
    linh: Literal["linh", "lẻ"] = "linh",
    tu: Literal["tư", "bốn"] = "tư",
    nghin: Literal["nghìn", "ngàn"] = "nghìn",
    ty: Literal["tỷ", "tỉ"] = "tỷ",
) -> str:
    """Return a whole number in small letters: 1147 -> "một nghìn một trăm bốn mươi bảy"; negative: "âm …"."""
    if n < 0:
        return f"âm {in_words(-n, linh=linh, tu=tu, nghin=nghin, ty=ty)}"
    return " ".join(_Speller(linh, tu, nghin, ty).spell(n)) or _DIGITS[0]


def amount_in_words(
    n: int,
    *,
    linh: Literal["linh", "lẻ"] = "linh",
    tu: Literal["tư", "bốn"] = "tư",
    nghin: Literal["nghìn", "ngàn"] = "nghìn",
    ty: Literal["tỷ", "tỉ"] = "tỷ",
    even: bool = False,
) -> str:
    """Return what follows "Bằng chữ:": "Một tỷ một trăm bốn mươi bảy triệu đồng"; ``even`` adds "chẵn"."""
    words = in_words(n, linh=linh, tu=tu, nghin=nghin, ty=ty)
    return f"{words[0].upper()}{words[1:]} đồng{' chẵn' if even else ''}"


class _Speller:
    """The spelling with one choice of variants."""

    def __init__(self, linh: str, tu: str, nghin: str, ty: str) -> None:
        self._linh = linh
        self._tu = tu
        self._ty = ty
        self._scales = ((10**6, "triệu"), (10**3, nghin), (1, ""))

    def spell(self, n: int) -> list[str]:
        """Return the words of n ≥ 0, none for 0."""
        billions, rest = divmod(n, _BILLION)
        words = [*self.spell(billions), self._ty] if billions else []
        for scale, name in self._scales:
            group = rest // scale % 1000
            if group:
                words += self._group(group, full=bool(words))
                words += [name] if name else []
        return words

    def _group(self, group: int, *, full: bool) -> list[str]:
        """Return the words of 1-999, with "không trăm" when ``full``."""
        hundreds, below = divmod(group, 100)
        words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
        tens, units = divmod(below, 10)
        if tens == 0:
            return words + ([self._linh] if words and units else []) + ([_DIGITS[units]] if units else [])
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
        return words + ([self._unit(units, tens)] if units else [])

    def _unit(self, units: int, tens: int) -> str:
        """Return the last digit after mười or mươi: mốt and tư after mươi only, lăm after both."""
        if units == 5:
            return "lăm"
        if tens > 1 and units in (1, 4):
            return "mốt" if units == 1 else self._tu
        return _DIGITS[units]
