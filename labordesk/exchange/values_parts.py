"""Amounts with words around them: "500.000 + quà 300.000", "01 suất quà trị giá 500.000đ + 10 kg gạo", "2 x 5tr"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from labordesk.exchange.problems import Problem
from labordesk.exchange.taken import Taken, problem
from labordesk.i18n import _
from labordesk.vietnamese.fold import clean
from labordesk.vietnamese.money import MoneyReading
from labordesk.vietnamese.words_reading import read_words

Parse: TypeAlias = Callable[[str], MoneyReading]
"""Reads a typed amount in the unit and the range of its column."""

_WORD: Final = r"(?![^\W\d_])"
_COUNTED: Final = r"suất|phần|túi|gói|giỏ|hộp|thùng|bộ|phiếu|người|cháu|em|hộ|cái|chiếc|tháng|lần|kg|lít|chai"
_BETWEEN: Final = re.compile(rf"\s*(?:\+|;|,\s|(?<!\w)(?:và|kèm theo|kèm|cùng với|cùng){_WORD})\s*")
_COUNT: Final = r"(?:(?P<count>[0-9]{1,3})\s+)?"
_IS_WORTH: Final = r"(?:có\s+)?(?:tổng\s+)?(?:trị giá|giá trị|trị gía|giá|mức)?\s*(?:là)?\s*[:=(]?\s*"
_GIFT: Final = (
    rf"(?:(?:{_COUNTED}|bằng|tiền|tặng|nhận)\s+)*"
    r"(?:quà(?:\s+tết)?|hiện vật|nhu yếu phẩm|nyp|phiếu mua hàng|phiếu quà tặng|voucher)"
)
_GOODS: Final = re.compile(rf"{_COUNT}{_GIFT}{_WORD}(?P<thing>[^0-9]*?)\s*{_IS_WORTH}(?P<amount>[0-9].*)?")
_THING_WORTH: Final = re.compile(
    r"(?:(?P<count>[0-9]{1,3})\s*)?(?P<thing>[^\W\d][^0-9]*?)\s*(?:trị giá|giá trị|giá|[(])"
    rf"{_IS_WORTH}(?P<amount>[0-9].*)"
)
_CASH: Final = re.compile(
    r"(?:bằng\s+)?(?:tiền mặt|tiền|tm)?\s*:?\s*\(?(?P<amount>[0-9].*?)\)?\s*(?:bằng\s+)?(?:tiền mặt|tiền|tm)?"
)
_GOODS_BEHIND: Final = re.compile(r"(?P<amount>[0-9].*?)\s*(?:bằng\s+)?(?:tiền quà|quà|hiện vật|nhu yếu phẩm|nyp)")
_THING: Final = re.compile(rf"[0-9]*\s*(?!(?:{_COUNTED})$)[^\W\d][^+;]*")
_HIDES_AMOUNT: Final = re.compile(
    r"[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{4,}|[0-9]\s*(?:k|tr|triệu|trieu|nghìn|ngàn|ng|tỷ|tỉ|đ|đồng|vnđ)(?![^\W\d_])"
)
_TOGETHER: Final = re.compile(r"(?:tổng(?: cộng)?|cộng|tất cả)\s*(?:là|:)?\s*(?P<amount>[0-9].*)")
_CONTENTS: Final = re.compile(r"\s*[(,]?\s*(?:bao gồm|gồm|trong đó có)\b[^0-9]*$")
_ONE: Final = re.compile(r"^(?:0?1|mỗi|một)\s+(?:suất|phần|người)\s*:?\s*(?=[0-9])")
_EACH: Final = re.compile(rf"\s*(?:/|mỗi|một|1)\s*(?:{_COUNTED})$")
_TIMES: Final = re.compile(
    rf"(?P<one>[0-9].*?)\s*(?P<named>{_COUNTED})?\s*[x×*]\s*(?P<other>[0-9][^=]*?)\s*(?:{_COUNTED})?"
    r"(?:\s*=\s*(?P<said>[0-9].*))?"
)
_IN_BRACKETS: Final = re.compile(
    r"(?P<figure>[0-9].*?)\s*[(\[]\s*(?:bằng chữ\s*:?\s*)?(?P<words>[^0-9()\[\]]+)[)\]]?\s*\.?"
)
_HALF: Final = re.compile(r"\b(triệu|tỷ|tỉ|nghìn|ngàn|trăm)\s+(?:rưỡi|rưởi)\b")
_HALVES: Final = {"tỷ": "năm trăm triệu", "tỉ": "năm trăm triệu", "triệu": "năm trăm nghìn", "trăm": "năm mươi"}
_SAID_BEHIND: Final = re.compile(r"\s*\((?:đ|đồng|vnđ|vnd|ck|chuyển khoản|tm|tiền mặt)\)\s*\Z", re.IGNORECASE)
_WORDS_AHEAD: Final = re.compile(r"\A(?:(?:viết |ghi )?bằng chữ|chữ)\s*:?\s*")
_DASH_BEHIND: Final = re.compile(r"(?<=[0-9đ])\s*[.,]?\s*[-–=]+\s*$")
_MOST_TIMES: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a cell; ``amount`` in đồng, ``count`` of such things, of which the amount may be that of one."""

    kind: Literal["cash", "goods", "thing"]
    amount: int = 0
    count: int = 1
    thing: str = ""


def bare_amount(text: str) -> str:
    """Return the text without what only closes an amount: "500.000,-", "500.000 (đ)", "500.000 (chuyển khoản)"."""
    return _DASH_BEHIND.sub("", _SAID_BEHIND.sub("", text))


def parted(cell: str, parse: Parse, field: str) -> Taken | None:
    """Part an amount into cash, goods and things without a value; None when the cell says no such thing.

    A value behind several things ("02 suất quà 300.000đ") may be that of one or of all, and asks.
    """
    text = clean(cell).lower().strip(" .")
    pieces = [piece for piece in _BETWEEN.split(text) if piece.strip()]
    said = next((match for piece in pieces if (match := _TOGETHER.fullmatch(piece.strip())) is not None), None)
    parts = [_part(piece, parse) for piece in pieces if said is None or piece.strip() != said[0]]
    found = [part for part in parts if part is not None]
    if not found or len(found) < len(parts):
        return None
    cash = [part for part in found if part.kind == "cash"]
    goods = [part for part in found if part.kind == "goods"]
    if field == "goods" and not cash and not goods:
        return _worthless({}, found)
    if len(cash) > 1 or not (cash or goods) or (len(found) == 1 and _is_plain(text, found[0])):
        return None
    if said is not None and _amount(said["amount"], parse) != sum(part.amount for part in found):
        return None
    values: dict[str, Any] = {"cash": cash[0].amount} if cash else {}
    several = [part for part in goods if part.count > 1]
    if several:
        return _of_one_or_all(field, sum(part.amount for part in found), several)
    if goods:
        values["goods"] = sum(part.amount for part in goods)
    return _worthless(values, found)


def _worthless(values: dict[str, Any], found: list[_Part]) -> Taken:
    """Return the values with the things whose worth nobody wrote, and tell of them."""
    things = [part.thing for part in found if part.kind == "thing"]
    if not things:
        return Taken(values)
    named = "; ".join(things)
    told = _("hiện vật “{thing}” chưa ghi trị giá").format(thing=named)
    return Taken({**values, "goods_text": named}, (Problem("goods", "warning", told),))


def multiplied(field: str, cell: str, parse: Parse) -> Taken | None:
    """Read "5 suất x 500.000": the product is offered; with a result that agrees ("= 2.500.000") it is taken."""
    match = _TIMES.fullmatch(clean(cell).lower().strip(" ."))
    if match is None:
        return None
    read = [
        (amount * int(count), amount)
        for amount, count in (
            (_amount(match["one"], parse), match["other"]),
            (_amount(match["other"], parse), match["one"]),
        )
        if amount and re.fullmatch(r"[0-9]{1,4}", count.strip()) and 0 < int(count) <= _MOST_TIMES
    ]
    if len(read) != 1:
        return None
    [(product, each)] = read
    said = _amount(match["said"], parse) if match["said"] else 0
    if said and said == product:
        return Taken({field: said})
    offered = tuple(dict.fromkeys((product, *([said] if said else []), each)))
    reason = _("ô ghi phép nhân; hãy chọn số tiền đúng")
    if said:
        reason = _("ô ghi phép nhân và kết quả khác nhau; hãy chọn số tiền đúng")
    return problem(field, "ask", reason, offered)


def worded_beside(field: str, cell: str, parse: Parse) -> Taken | None:
    """Read "500.000đ (năm trăm nghìn đồng)": taken when the words say the same, else both are offered."""
    match = _IN_BRACKETS.fullmatch(clean(cell).lower())
    said = spoken(_WORDS_AHEAD.sub("", match["words"])) if match else None
    figure = _amount(match["figure"], parse) if match else 0
    if match is None or not said or not figure:
        return None
    if said == figure:
        return Taken({field: figure})
    return problem(field, "ask", _("số tiền bằng số và bằng chữ khác nhau"), (figure, said))


def spoken(text: str) -> int | None:
    """Return the number that words say, "một triệu rưỡi" too; None when they are no number."""
    return read_words(_HALF.sub(lambda half: f"{half[1]} {_HALVES.get(half[1], 'năm trăm')}", text.lower()))


def _part(piece: str, parse: Parse) -> _Part | None:
    piece = _ONE.sub("", _CONTENTS.sub("", piece.strip(" .,")))
    for pattern, kind in ((_GOODS, "goods"), (_GOODS_BEHIND, "goods"), (_CASH, "cash"), (_THING_WORTH, "goods")):
        match = pattern.fullmatch(piece)
        if match is None:
            continue
        named = match.groupdict()
        count = int(named.get("count") or 1)
        if not named.get("amount"):
            return _Part("thing", thing=piece)
        each = _EACH.search(named["amount"])
        amount = _amount(_EACH.sub("", named["amount"]).strip(" )"), parse)
        if amount:
            return _Part(kind, amount * count, thing=piece) if each else _Part(kind, amount, count, piece)  # type: ignore[arg-type]
    if _THING.fullmatch(piece) and parse(piece).status == "error" and not _HIDES_AMOUNT.search(piece):
        return _Part("thing", thing=piece)
    return None


def _amount(text: str, parse: Parse) -> int:
    """Return the đồng of a text, 0 when it is no amount or not certain."""
    reading = parse(bare_amount(text.strip()))
    return reading.value or 0 if reading.status == "ok" else 0


def _is_plain(text: str, part: _Part) -> bool:
    """Tell a bare amount, which needs no parting, or a thing without any."""
    return part.kind == "thing" or (
        part.kind == "cash" and not _ONE.match(text) and not re.search(r"tiền|\btm\b", text)
    )


def _of_one_or_all(field: str, together: int, several: list[_Part]) -> Taken:
    each = together + sum(part.amount * (part.count - 1) for part in several)
    reason = _("chưa rõ trị giá ghi cho một suất hay cho tất cả; hãy chọn số tiền đúng")
    return problem(field, "ask", reason, (each, together))
