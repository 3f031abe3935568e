"""Amounts of money as officers type them ("1tr5", "8.500.000đ", "1,147 tỷ"), and as Excel holds them.

The rule: list every reading of the digits (Vietnam: dot groups, comma is decimal; elsewhere the reverse), multiply by
the unit, keep what lies in the plausible range of the field. ``ok`` only when one reading is left and it is the
Vietnamese one, or no Vietnamese one exists. Everything else asks, best candidate first; nothing is guessed silently.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final

from labordesk.i18n import _
from labordesk.vietnamese.money_amount import not_understood, read_amount
from labordesk.vietnamese.money_reading import MoneyField, MoneyReading, ask, error, is_whole, taken
from labordesk.vietnamese.money_units import BILLION, DONG_WORD, MILLION, THOUSAND, UNIT_WORD, header_unit
from labordesk.vietnamese.numbers import number

__all__ = ["HIGHEST", "LOWEST", "MoneyReading", "editable_money", "header_unit", "parse_money", "parse_money_cell"]

LOWEST: Final = 10_000
HIGHEST: Final = 200_000_000_000

_NO_LETTER_AFTER: Final = r"(?![^\W\d_])"
_NOTHING: Final = re.compile(r"[-–—−_.,…/*?\s]*|chưa[^0-9]*|không (?:có|rõ)[^0-9]*|trống|n/?a|null|none")
_ZERO: Final = frozenset({"không", "không đồng", "khong", "khong dong"})
_FOREIGN: Final = re.compile(
    r"[$€£¥₩฿]|(?<![^\W\d_])(?:usd|us|eur|euro|gbp|jpy|cny|rmb|krw|aud|sgd|twd|thb|lak|khr|dollars?|đô ?la|đô|yên|yen"
    rf"|won|tệ|kíp|kip|baht|bảng anh){_NO_LETTER_AFTER}"
)
_DONG_BEFORE: Final = re.compile(rf"^(?:{DONG_WORD})\s*:?\s*(?=[0-9])")
_DONG_AFTER: Final = re.compile(rf"(.*?(?:[0-9]|{UNIT_WORD})\.?)\s*(?:{DONG_WORD})")
_CLOSING: Final = re.compile(r"(?:\s|\./|[.,;]|chẵn)+$")
_NEGATIVE: Final = re.compile(r"\(([0-9][^()]*)\)|[-–−]\s*([0-9].*)")
_ABOUT: Final = re.compile(
    r"(?:khoảng|khoang|hơn|gần|trên|dưới|tầm|cỡ|độ|chừng|ước(?: tính| đạt)?|xấp xỉ|ngót|tối đa|tối thiểu|ít nhất"
    r"|không quá|[~≈><≥≤])\s*(.+)"
)
_RANGE: Final = re.compile(
    rf"từ\s.*(?:đến|tới)|[0-9]\s*(?:{UNIT_WORD}|{DONG_WORD})?\.?\s*(?:[-–—÷~]|->|đến|tới)\s*[0-9]"
)
_OPERATOR: Final = re.compile(r"[+*×/=:;()\[\]–—-]|(?<=[0-9\sđk])x(?=\s*[0-9])")
_LONGEST_TEXT: Final = 200


def parse_money(text: str | None, *, lo: int = LOWEST, hi: int = HIGHEST, header_unit: int = 1) -> MoneyReading:
    """Read a typed amount in whole đồng; ``lo`` and ``hi`` bound what is plausible, 0 is always taken.

    ``header_unit`` is the unit of the column (``header_unit(heading)``) and counts for figures without a unit.
    """
    if len(text or "") > _LONGEST_TEXT:
        return error(_("dài quá, không phải số tiền"))
    typed = " ".join(unicodedata.normalize("NFC", text or "").lower().replace("’", "'").split()).lstrip("'")
    if _NOTHING.fullmatch(typed):
        return MoneyReading("empty")
    return _read(typed, MoneyField(lo, hi, header_unit))


def parse_money_cell(value: object, header_unit: int = 1, *, lo: int = LOWEST, hi: int = HIGHEST) -> MoneyReading:
    """Read an Excel cell: texts as typed; a number with a fraction or out of range asks, a date or logical is an error.

    An English Excel turns a typed 500.000 into 500, 1.147 into 1.147, 1.5 into 1 May.
    """
    if value is None or isinstance(value, str):
        return parse_money(value, lo=lo, hi=hi, header_unit=header_unit)
    if isinstance(value, (bool, date, time, timedelta)):
        return error(_("Excel đã đổi thành ngày/logic"))
    if not isinstance(value, (int, float, Decimal)) or not Decimal(str(value)).is_finite():
        return error(not_understood(str(value)))
    return _read_number(Decimal(str(value)), MoneyField(lo, hi, header_unit))


def editable_money(amount: int) -> str:
    """Return the text of an amount that ``parse_money`` takes without asking: "500.000", but "447.368 đ"."""
    return number(amount) if amount >= MILLION or amount % THOUSAND == 0 else f"{number(amount)} đ"


def _read_number(figure: Decimal, field: MoneyField) -> MoneyReading:
    amount = figure * field.unit
    if not is_whole(amount):
        return ask((), _("số lẻ: kiểm tra dấu phân cách và đơn vị"))
    if amount < 0:
        return ask((amount,), _("số âm"))
    if amount == 0 or field.holds(amount):
        return taken(amount)
    near = dict.fromkeys((figure, *(amount * scale for scale in (THOUSAND, MILLION, BILLION))))
    return ask([other for other in near if field.holds(other)] or [amount], _("ngoài khoảng hợp lý"))


def _read(typed: str, field: MoneyField) -> MoneyReading:
    """Read a lower-case text: what stands beside the amount first, then the amount itself."""
    if _FOREIGN.search(typed):
        return error(_("ngoại tệ"))
    if typed in _ZERO:
        return taken(Decimal(0))
    if negative := _NEGATIVE.fullmatch(typed):
        return _read(negative[1] or negative[2], field).asked(_("số âm"), negated=True)
    if about := _ABOUT.fullmatch(typed):
        return _read(about[1], field).asked(_("gần đúng"))
    amount, is_dong = _without_dong(typed)
    beside = _("có biểu thức hoặc chú thích")
    if _RANGE.search(amount):
        return ask((), beside, _("khoảng giá trị"))
    if operator := _OPERATOR.search(amount):
        first = _read(amount[: operator.start()].strip() or amount[operator.end() :].strip(), field)
        if first.notes == (_("thiếu đơn vị"),):  # the 2 of "2 x 500.000" is no amount
            return ask((), beside)
        return first.asked(beside)
    return read_amount(amount, field, is_dong=is_dong)


def _without_dong(typed: str) -> tuple[str, bool]:
    """Return the text without "đồng", "VNĐ", "chẵn", "./.", and whether đồng was the unit of the last figure."""
    text = _CLOSING.sub("", typed)
    bare = _DONG_BEFORE.sub("", text)
    after = _DONG_AFTER.fullmatch(bare)
    bare = _CLOSING.sub("", after[1]) if after else bare
    return bare, bare != text and bare[-1:].isdecimal()
