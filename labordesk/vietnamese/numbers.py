"""Numbers, money and percentages as administrative papers print them: dots group, the comma is decimal.

Halves round up (ROUND_HALF_UP), never to the even digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final, Literal

from labordesk.i18n import N_

_MILLION: Final = 10**6
_BILLION: Final = 10**9
_NO_SHARE: Final = "—"
_EXACTLY: Final = "100%"
_FAR_ABOVE: Final = 110
REACHED: Final = N_("đạt {percent}")
ABOVE: Final = N_("đạt trên 100% ({percent})")
JUST_ABOVE: Final = N_("đạt trên 100%")
"""More than the target by less than the percentage can show."""
NBSP: Final = "\u00a0"


def number(n: int | float | Decimal, decimals: int = 0) -> str:
    """Return "8.500.000", "1.147,5"; floats count as they are written (0.125 is one eighth exactly)."""
    if isinstance(n, int) and decimals == 0:
        return f"{n:,}".replace(",", ".")
    return _written(_rounded(Decimal(str(n)), decimals), decimals)


def money(amount: int, *, nbsp: bool = False) -> str:
    """Return "8.500.000 đồng"; ``nbsp`` keeps figure and unit on one line."""
    return _with_unit(number(amount), "đồng", nbsp=nbsp)


def short_money(amount: int, *, ty: Literal["tỷ", "tỉ"] = "tỷ", nbsp: bool = False) -> str:
    """Return "1,147 tỷ đồng", "703 triệu đồng" when whole, else the full figure; tỷ have three decimals at most."""
    return spoken_money(amount, ty=ty, nbsp=nbsp).text


@dataclass(frozen=True, slots=True)
class SpokenFigure:
    """A figure for a sentence; ``direction`` is "hơn" when the text shows less than the truth, "gần" when more."""

    text: str
    exact: bool
    direction: Literal["", "hơn", "gần"]

    @property
    def phrase(self) -> str:
        """The figure with its word: "hơn 1,147 tỷ đồng"; an exact one has none."""
        return f"{self.direction} {self.text}".lstrip()


def spoken_money(amount: int, *, ty: Literal["tỷ", "tỉ"] = "tỷ", nbsp: bool = False) -> SpokenFigure:
    """Return the figure as reports say it, and whether rounding to three decimals of a tỷ hid something."""
    if abs(amount) < _BILLION:
        whole_millions = amount % _MILLION == 0 and amount != 0
        text = (
            _with_unit(number(amount // _MILLION), "triệu đồng", nbsp=nbsp)
            if whole_millions
            else money(amount, nbsp=nbsp)
        )
        return SpokenFigure(text, exact=True, direction="")
    shown = _rounded(Decimal(amount) / _BILLION, 3)
    figure = _written(shown, 3).rstrip("0").rstrip(",")
    hidden = abs(amount) - abs(int(shown * _BILLION))
    direction: Literal["", "hơn", "gần"] = "" if hidden == 0 else "hơn" if hidden > 0 else "gần"
    return SpokenFigure(_with_unit(figure, f"{ty} đồng", nbsp=nbsp), exact=hidden == 0, direction=direction)


def percent(part: int | Decimal, whole: int | Decimal, decimals: int = 2) -> str:
    """Return "100,06%"; what falls short of the whole never reads 100, and nothing is a share of 0 ("—")."""
    return f"{_written(_share(part, whole, decimals), decimals)}%" if whole else _NO_SHARE


def change(now: int, before: int) -> str:
    """Write a change against a figure of last year ("+9,3%"), "–" when there is none to compare with.

    A change never reads 0: a small one gets more decimals ("+0,04%").
    """
    if not now or not before:
        return "–"
    if now == before:
        return "0%"
    shown = (percent(abs(now - before), before, decimals) for decimals in (1, 2, 3))
    seen = next((one for one in shown if one.strip("0,%")), "")
    return f"{'+' if now > before else '−'}{seen}" if seen else "dưới 0,001%"


def millions(amount: int) -> str:
    """Write đồng in millions for the end of a bar ("921,7"), whole above a tỷ, "" for nothing."""
    if not amount:
        return ""
    shown = amount / 10**6
    return number(shown) if amount >= 10**9 else number(shown, 1).removesuffix(",0")


@dataclass(frozen=True, slots=True)
class Achievement:
    """How far a target was met; ``above`` allows "trên 100%", which nothing else does.

    ``far`` is so far above that nobody would say "trên 100%" of it (600%).
    """

    percent_text: str
    above: bool
    far: bool = False

    @property
    def phrase(self) -> str:
        """Return the words of the articles, as a msgid with a place for ``percent``: "đạt trên 100% ({percent})"."""
        if not self.above or self.far:
            return REACHED
        return ABOVE if self.percent_text != _EXACTLY else JUST_ABOVE


def achievement(actual: int, target: int, decimals: int = 2) -> Achievement:
    """Return the share of a target without empty decimals: "100,06%", "50%"; "—" when there is no target."""
    if not target:
        return Achievement(_NO_SHARE, above=False)
    figure = _written(_share(actual, target, decimals), decimals)
    return Achievement(f"{_short(figure)}%", above=actual > target, far=actual * 100 > target * _FAR_ABOVE)


def _share(part: int | Decimal, whole: int | Decimal, decimals: int) -> Decimal:
    exact = Decimal(part) * 100 / Decimal(whole)
    rounded = _rounded(exact, decimals)
    return _rounded(exact, decimals, ROUND_DOWN) if exact < 100 <= rounded else rounded


def _rounded(n: Decimal, decimals: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    return n.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)


def _written(n: Decimal, decimals: int) -> str:
    text = f"{n + 0:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return text.removeprefix("-") if n == 0 else text


def _short(figure: str) -> str:
    return figure.rstrip("0").rstrip(",") if "," in figure else figure


def _with_unit(figure: str, unit: str, *, nbsp: bool) -> str:
    return f"{figure}{NBSP if nbsp else ' '}{unit}"
