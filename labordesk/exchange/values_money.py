"""Amounts in lists: by the rules of ``vietnamese.money``, in the unit of the column; whatever is not certain asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from labordesk.exchange.cells import CellValue
from labordesk.exchange.list_model import FUNDER, ColumnAnswer, ListKind
from labordesk.exchange.problems import Problem
from labordesk.exchange.taken import NOTHING, Taken, problem
from labordesk.exchange.values_parts import bare_amount, multiplied, parted, spoken, worded_beside
from labordesk.i18n import _
from labordesk.vietnamese.money import HIGHEST, LOWEST, MoneyReading, parse_money_cell

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
_TO_ONE: Final[frozenset[ListKind]] = frozenset({"gifts", "grants", "people"})
_RARE: Final = 100_000_000
_WITH_PARTS: Final = frozenset({"amount", "cash", "goods"})


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
        if isinstance(cell, str):
            cell = bare_amount(cell)
            around = _with_words(field, cell, parse)
            if around is not None:
                return around
        reading = parse(cell)
        if reading.status == "empty":
            return NOTHING
        value = reading.value if reading.status == "ok" else settled(cell)
        if value is not None:
            return _doubted(field, cell, value, unit, kind) or Taken({field: value})
        if reading.status == "error" and isinstance(cell, str):
            return _in_words(field, cell, low, high) or problem(field, "error", "; ".join(reading.notes))
        reason = _said_plainly(reading)
        if isinstance(cell, str) and (sum_said := _added(cell.partition("=")[0], parse)):
            if "=" in cell and parse(cell.partition("=")[2]).value == sum_said:
                return Taken({field: sum_said})
            told = _("ô ghi phép cộng; hãy chọn số tiền đúng")
            return problem(field, "ask", told, tuple(dict.fromkeys((sum_said, *reading.candidates))))
        return problem(field, "ask" if reading.status == "ask" else "error", reason, reading.candidates)

    return read


def _doubted(field: str, cell: CellValue, value: int, unit: int, kind: ListKind) -> Taken | None:
    """Ask of 500.000 in a column of thousands, 500 in one of millions: for one person it is rather a smaller unit."""
    if unit == 1 or kind not in _TO_ONE or value < _RARE or isinstance(cell, bool):
        return None
    if not isinstance(cell, (int, float)) or cell * unit != value:
        return None
    meant = int(cell) if cell >= LOWEST else value // 1_000
    return problem(field, "ask", _("số tiền lớn khác thường; có nhầm đơn vị không?"), (meant, value))


def worth_said(text: str, kind: ListKind) -> Taken | None:
    """Return the cash and goods that words about a gift name in đồng, None when they name no amount."""
    low, high = range_of("amount", kind)

    def parse(cell: CellValue) -> MoneyReading:
        return parse_money_cell(cell, lo=low, hi=high)

    found = parted(text, parse, "amount")
    if found is not None:
        return found
    reading = parse(text)
    return Taken({"cash": reading.value}) if reading.status == "ok" and reading.value else None


def range_of(field: str, kind: ListKind) -> tuple[int, int]:
    """Return the least and the greatest plausible đồng of one cell."""
    if field == "income":
        return 0, 100_000_000
    if field.startswith(FUNDER) or field in ("total_value", "estimate"):
        return LOWEST, _HOUSE_HIGHEST
    return LOWEST, _HIGHEST_OF.get(kind, HIGHEST)


def _with_words(field: str, cell: str, parse: Callable[[CellValue], MoneyReading]) -> Taken | None:
    """Read an amount in parts, in a product or with its words beside; None for a plain one."""
    for read in (worded_beside, multiplied):
        if (found := read(field, cell, parse)) is not None:
            return found
    if field in _WITH_PARTS:
        return parted(cell, parse, field)
    return _given_whole(parted(cell, parse, field), field) if field.startswith(FUNDER) else None


def _given_whole(found: Taken | None, field: str) -> Taken | None:
    """Return what a funder gives in all of money and goods; goods without a value are told of."""
    if found is None or not {"cash", "goods"} & found.values.keys():
        return found
    whole = int(found.values.get("cash", 0)) + int(found.values.get("goods", 0))
    return Taken({field: whole}, tuple(Problem(field, one.kind, one.reason) for one in found.problems))


def _said_plainly(reading: MoneyReading) -> str:
    """Return the notes of a question as one would say them: of the rules of dots and commas nobody has heard."""
    said = {
        _("dấu chấm/phẩy: cách đọc chuẩn ngoài khoảng hợp lý"): _(
            "dấu chấm hoặc dấu phẩy có thể ngăn hàng nghìn, cũng có thể ngăn phần lẻ; hãy chọn số tiền đúng"
        ),
        _("có biểu thức hoặc chú thích"): _("ô có thêm phép tính hoặc chú thích; hãy chọn hoặc ghi lại số tiền"),
        _("hai cách đọc"): _("có hai cách đọc; hãy chọn số tiền đúng"),
        _("ngoài khoảng hợp lý"): _("số tiền lớn hoặc nhỏ khác thường"),
    }
    return "; ".join(dict.fromkeys(said.get(note, note) for note in reading.notes))


def _added(cell: str, parse: Callable[[CellValue], MoneyReading]) -> int:
    """Return the sum of "500.000 + 300.000", 0 when not every part is an amount; it is offered, never taken."""
    parts = [parse(part) for part in cell.split("+")] if "+" in cell else []
    return sum(part.value for part in parts if part.value) if all(part.status == "ok" for part in parts) else 0


def _in_words(field: str, cell: str, low: int, high: int) -> Taken | None:
    """Offer what an amount in words says: "năm trăm nghìn đồng"; words are never taken for a figure unasked."""
    said = spoken(cell)
    if not said:
        return None
    offered = tuple(said * scale for scale in (1, 1_000, 1_000_000) if low <= said * scale <= high)
    return problem(field, "ask", _("số tiền ghi bằng chữ; hãy chọn hoặc ghi bằng số"), offered)
