"""The amount itself: one figure with a unit ("1,147 tỷ") or several ("2 tỷ 312 triệu", "1tr5")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from labordesk.i18n import _
from labordesk.vietnamese.money_digits import FIGURE, LONGEST, Readings, read_digits
from labordesk.vietnamese.money_reading import MoneyField, MoneyReading, ask, error, is_whole, taken
from labordesk.vietnamese.money_units import BILLION, MILLION, THOUSAND, UNIT_WORD, UNITS

_PIECE: Final = re.compile(rf"({FIGURE})(?:\s*({UNIT_WORD})(?![^\W\d_])\.?)?\s*")
_AND_A_HALF: Final = re.compile(rf"({UNIT_WORD})\s*(?:rưỡi|rưởi|ruoi)$")
_LAST_DIGIT: Final = re.compile(r"[0-9](?=[^0-9]*$)")
_DECIMAL_OF_THREE: Final = re.compile(r",[0-9]{3}$")


@dataclass(frozen=True, slots=True)
class _Piece:
    figure: str
    unit: int | None
    readings: Readings


def read_amount(text: str, field: MoneyField, *, is_dong: bool) -> MoneyReading:
    """Read a lower-case amount without currency; ``is_dong``: "đồng" stood right after or before the figure."""
    text = _AND_A_HALF.sub(r"\1 5", text)
    pieces: list[_Piece] = []
    position = 0
    while position < len(text):
        match = _PIECE.match(text, position)
        if not match or (match[2] is None and match.end() < len(text)):
            return error(not_understood(text, match.end(1) if match else position))
        if sum(map(str.isdecimal, match[1])) > LONGEST:
            return error(_("quá nhiều chữ số"))
        readings = read_digits(match[1])
        if not readings.all:
            return error(_("sai dấu phân cách"))
        pieces.append(_Piece(match[1], UNITS[match[2]] if match[2] else None, readings))
        position = match.end()
    if not pieces:
        return error(not_understood(text))
    return _read_several(pieces, field, is_dong) if len(pieces) > 1 else _read_figure(pieces[0], field, is_dong)


def not_understood(text: str, position: int = 0) -> str:
    """Return the note that quotes the text from ``position``, with the digit before it for orientation."""
    digit = _LAST_DIGIT.search(text, 0, position)
    return _("không hiểu: '{text}'").format(text=text[digit.start() if digit else position :])


def _read_figure(piece: _Piece, field: MoneyField, is_dong: bool) -> MoneyReading:
    if not piece.readings.all[0]:
        return taken(Decimal(0))
    unit = piece.unit or (1 if is_dong else field.unit)
    return _read_bare(piece, field, is_dong) if unit == 1 else _read_with_unit(piece, unit, field)


def _read_with_unit(piece: _Piece, unit: int, field: MoneyField) -> MoneyReading:
    figures = piece.readings
    values = Readings(*(None if figure is None else figure * unit for figure in (figures.standard, figures.other)))
    standard, other = values.standard, values.other
    if standard is not None and field.holds(standard):
        return ask(values.all, _("hai cách đọc")) if field.holds(other) else taken(standard)
    if other is not None and field.holds(other):
        if standard is None:
            return taken(other, _("định dạng không chuẩn VN"))
        return ask((other, standard), _("dấu chấm/phẩy: cách đọc chuẩn ngoài khoảng hợp lý"))
    if not any(map(is_whole, values.all)):
        return ask((), _("số lẻ: kiểm tra dấu phân cách và đơn vị"))
    # A column in triệu đồng in which one cell was typed in đồng.
    in_dong = [figure for figure in figures.all if piece.unit is None and field.holds(figure)]
    return ask((*in_dong, *values.all), _("ngoài khoảng hợp lý"))


def _read_bare(piece: _Piece, field: MoneyField, is_dong: bool) -> MoneyReading:
    """Read a figure in đồng, or one whose unit was left out: "500", "14.365", "8,5"."""
    standard, other = piece.readings.standard, piece.readings.other
    if other is not None and _DECIMAL_OF_THREE.search(piece.figure):
        standard = None  # đồng has no decimals of three digits: 500,000 is a foreign way of grouping
    for figure, notes in ((standard, ()), (other, (_("định dạng không chuẩn VN"),))):
        if figure is None or not field.holds(figure):
            continue
        if not is_dong and figure < MILLION and figure % THOUSAND:
            return _without_unit(piece, field)
        if piece.figure.startswith("0"):
            return ask((figure,), _("số 0 ở đầu"))
        return taken(figure, *notes)
    figures = [figure for figure in (standard, other) if figure is not None]
    if any(figure > field.hi and is_whole(figure) for figure in figures):
        return ask(figures, _("ngoài khoảng hợp lý"))
    if any(figure >= max(field.lo, THOUSAND) and not is_whole(figure) for figure in figures):
        return ask((), _("số lẻ: kiểm tra dấu phân cách và đơn vị"))
    return _without_unit(piece, field)


def _without_unit(piece: _Piece, field: MoneyField) -> MoneyReading:
    scaled = {figure * unit for figure in piece.readings.all for unit in (1, THOUSAND, MILLION, BILLION)}
    return ask(sorted(amount for amount in scaled if field.holds(amount)), _("thiếu đơn vị"))


def _read_several(pieces: list[_Piece], field: MoneyField, is_dong: bool) -> MoneyReading:
    """Add up "2 tỷ 312 triệu"; the last figure may lack its unit ("2 tỷ 312", "1tr5", "1 tỷ 500.000.000")."""
    units = [piece.unit for piece in pieces if piece.unit]
    if sorted(set(units), reverse=True) != units:
        return error(_("thứ tự đơn vị"))
    foreign = any(piece.readings.standard is None for piece in pieces)
    parts = [piece.readings.all[0] * piece.unit for piece in pieces if piece.unit]
    last = pieces[-1]
    tails = [Decimal(0)] if last.unit else _tails(last, units[-1], is_dong)
    fits = all(part < unit for part, unit in zip(parts[1:], units, strict=False))
    if not tails or not fits or not all(is_whole(piece.readings.all[0]) for piece in pieces[:-1]):
        return ask((), _("không rõ phần đuôi"))
    totals = [sum(parts, start=tail) for tail in tails]
    if len(totals) > 1:
        short = (_("đuôi 2 chữ số"),) if len(last.figure) == 2 else ()
        return ask(totals, *short, _("hai cách đọc"))
    if not field.holds(totals[0]):
        return ask(totals, _("ngoài khoảng hợp lý"))
    return taken(totals[0], *((_("định dạng không chuẩn VN"),) if foreign else ()))


def _tails(piece: _Piece, unit: int, is_dong: bool) -> list[Decimal]:
    """Return what a figure without a unit can mean after ``unit``, likeliest first: 5, 500 after triệu are 500.000."""
    if unit < MILLION:
        return []
    amount = piece.readings.all[0]
    if not piece.figure.isdecimal():
        return [amount] if is_whole(amount) and amount < unit else []
    length = len(piece.figure)
    if length == len(str(unit)) - 1:
        return [amount]
    places = {1: (10,), 2: (100, THOUSAND), 3: (THOUSAND,)}.get(length, ())
    spoken = [amount * unit / place for place in places]
    literal = [amount] if is_dong and length == 3 else []  # "1 triệu 500 đồng" may mean what it says
    return list(dict.fromkeys(spoken + literal))
