"""Amounts in lists: by the rules of ``vietnamese.money``, in the unit of the column; whatever is not certain asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from labordesk.exchange.cells import CellValue
from labordesk.exchange.list_model import FUNDER, ColumnAnswer, ListKind
from labordesk.exchange.problems import Problem
from labordesk.exchange.taken import NOTHING, Taken, problem
from labordesk.i18n import _
from labordesk.vietnamese.fold import clean
from labordesk.vietnamese.money import HIGHEST, LOWEST, MoneyReading, parse_money_cell
from labordesk.vietnamese.words_reading import read_words

_PEOPLE_HIGHEST: Final = 500_000_000
_GIFT_HIGHEST: Final = 50_000_000
_HOUSE_HIGHEST: Final = 5_000_000_000
_TOTALS_HIGHEST: Final = 20_000_000_000_000
_HIGHEST_OF: Final[Mapping[ListKind, int]] = {
    "gifts": _GIFT_HIGHEST,
    "grants": _PEOPLE_HIGHEST,
    "people": _PEOPLE_HIGHEST,
    "houses": _HOUSE_HIGHEST,
    "aggregates": _TOTALS_HIGHEST,
}
_GOODS: Final = (
    r"(?:[0-9]{1,2}\s+)?(?:phần\s+|suất\s+|túi\s+|gói\s+|bằng\s+|và\s+)*"
    r"(?:quà|hiện vật|nhu yếu phẩm|nyp)[^0-9+;]*?(?:trị giá|giá|:)?\s*"
)
_CASH_WORD: Final = r"(?:bằng\s+)?(?:tiền mặt|tiền|tm)?\s*:?\s*"
_CASH_FIRST: Final = re.compile(
    rf"{_CASH_WORD}(?P<cash>[0-9][^+;]*?)\s*(?:tiền mặt|tiền|tm)?\s*(?:\+|;|,\s|\bvà\b|\bkèm\b|\bcùng\b)\s*"
    rf"{_GOODS}(?P<goods>[0-9].*)?"
)
_GOODS_FIRST: Final = re.compile(
    rf"{_GOODS}(?P<goods>[0-9][^+;]*?)\s*(?:\+|;|,\s|\bvà\b)\s*{_CASH_WORD}(?P<cash>[0-9].*)"
)
_THING_BEHIND: Final = re.compile(r"(?P<cash>[0-9][^+;]*?)\s*(?:\+|;|\bvà\b|\bkèm\b)\s*(?P<thing>[0-9]*\s*[^\W\d].*)")


def money_reader(field: str, unit: int, kind: ListKind, answer: ColumnAnswer | None) -> Callable[[CellValue], Taken]:
    """Return a reader of amounts of one column; ``answer`` gives bare figures their unit."""
    low, high = range_of(field, kind)

    def parse(cell: CellValue, in_unit: int = unit) -> MoneyReading:
        if isinstance(cell, float):
            cell = round(cell, 6)  # sums of a sheet carry dust: 30.499999999999996
        return parse_money_cell(cell, in_unit, lo=low, hi=high)

    def settled(cell: CellValue) -> int | None:
        again = parse(cell, answer.unit) if answer is not None and answer.unit is not None else None
        return again.value if again is not None and again.status == "ok" else None

    def read(cell: CellValue) -> Taken:
        parts = _parted(cell, parse) if field in ("amount", "cash") and isinstance(cell, str) else None
        if parts is not None:
            return parts
        reading = parse(cell)
        if reading.status == "empty":
            return NOTHING
        value = reading.value if reading.status == "ok" else settled(cell)
        if value is not None:
            return Taken({field: value})
        if reading.status == "error" and isinstance(cell, str):
            return _in_words(field, cell, low, high) or problem(field, "error", "; ".join(reading.notes))
        reason = "; ".join(reading.notes)
        if isinstance(cell, str) and (sum_said := _added(cell, parse)):
            return problem(field, "ask", reason, tuple(dict.fromkeys((sum_said, *reading.candidates))))
        return problem(field, "ask" if reading.status == "ask" else "error", reason, reading.candidates)

    return read


def range_of(field: str, kind: ListKind) -> tuple[int, int]:
    """Return the least and the greatest plausible đồng of one cell."""
    if field == "income":
        return 0, 100_000_000
    if field.startswith(FUNDER) or field in ("total_value", "estimate"):
        return LOWEST, _HOUSE_HIGHEST
    return LOWEST, _HIGHEST_OF.get(kind, HIGHEST)


def _parted(cell: str, parse: Callable[[CellValue], MoneyReading]) -> Taken | None:
    """Part "500.000 + quà 300.000" into cash and goods; None when the cell says no such thing."""
    text = clean(cell).lower()
    match = _CASH_FIRST.fullmatch(text) or _GOODS_FIRST.fullmatch(text)
    if match:
        cash = parse(match["cash"])
        goods = parse(match["goods"]) if match["goods"] else None
        if cash.status != "ok" or cash.value is None or (goods is not None and goods.status != "ok"):
            return None
        if goods is not None and goods.value is not None:
            return Taken({"cash": cash.value, "goods": goods.value})
        return _with_thing(cash.value, _("quà"))
    behind = _THING_BEHIND.fullmatch(text)
    if behind is None or parse(behind["thing"]).status != "error":
        return None
    cash = parse(behind["cash"])
    return _with_thing(cash.value, behind["thing"].strip()) if cash.status == "ok" and cash.value is not None else None


def _added(cell: str, parse: Callable[[CellValue], MoneyReading]) -> int:
    """Return the sum of "500.000 + 300.000", 0 when not every part is an amount; it is offered, never taken."""
    parts = [parse(part) for part in cell.split("+")] if "+" in cell else []
    return sum(part.value for part in parts if part.value) if all(part.status == "ok" for part in parts) else 0


def _with_thing(cash: int, thing: str) -> Taken:
    values: dict[str, Any] = {"cash": cash, "goods_text": thing}
    return Taken(values, (Problem("goods", "warning", _("hiện vật “{thing}” chưa ghi trị giá").format(thing=thing)),))


def _in_words(field: str, cell: str, low: int, high: int) -> Taken | None:
    """Offer what an amount in words says: "năm trăm nghìn đồng"; words are never taken for a figure unasked."""
    said = read_words(cell)
    if not said:
        return None
    offered = tuple(said * scale for scale in (1, 1_000, 1_000_000) if low <= said * scale <= high)
    return problem(field, "ask", _("số tiền ghi bằng chữ; hãy chọn hoặc ghi bằng số"), offered)
