"""Which field each column of a list holds: by its heading and by what stands in it, with how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from labordesk.exchange.column_content import SAMPLE, ColumnContent, look_at
from labordesk.exchange.funders import funder_label, is_instalment, is_total_heading
from labordesk.exchange.headings import folded_heading, heading_fields
from labordesk.exchange.layout import BodyRow, Layout
from labordesk.exchange.list_fields import Content, ListField, list_fields
from labordesk.exchange.list_model import FUNDER, Column, ListKind
from labordesk.exchange.other_meanings import (
    is_approved,
    is_former,
    is_of_person,
    is_only_asked,
    means_other,
    of_relatives,
)
from labordesk.vietnamese.fold import clean
from labordesk.vietnamese.money_units import header_unit

__all__ = ["FUNDER", "Column", "ListKind", "heading_pattern", "is_money", "propose_columns", "proposed", "sights_of"]

_LEAST: Final = 0.3  # below that a column is rather left to the officer
_CONTRADICTED: Final = 0.2  # share of fitting cells below which a heading is taken for wrong
_ASKED: Final = 0.93
"""How much less sure an amount asked for is than one that was granted, where a list has both."""
_GRANTED: Final = 0.95
"""How sure an amount is the one that counts when its heading says it was granted."""
_OUTDATED: Final = 0.6
_EMPTY_FIT: Final = 0.6  # an empty column neither confirms nor contradicts
_FREE_FIT: Final = 0.75
_PLAINLY: Final = 0.8
_STRICT: Final[tuple[Content, ...]] = ("citizen", "phone")  # told by their digits alone: one cannot be the other
_ENOUGH: Final = 2  # cells that may speak against a heading
_LAST_RESORT: Final = 0.4  # how sure a heading is whose cells all say otherwise
_CHECKED: Final[frozenset[Content]] = frozenset(
    {"citizen", "phone", "birth", "day", "money", "name", "account", "insurance", "count", "old_id", "area", "work"}
)
"""Contents whose cells can be wrong; what cannot be told from any other text gives way at once."""
_GOODS: Final = re.compile(r"\b(?:qua|hien vat|nhu yeu pham|nyp)\b(?! tien mat| bang tien)")
_FREE: Final[frozenset[Content]] = frozenset({"text", "none"})
# Told by their cells alone: content, field, how sure at best, least share of cells.
_BY_CONTENT: Final[tuple[tuple[Content, str, float, float], ...]] = (
    ("serial", "number", 0.8, 1.0),
    ("citizen", "cccd", 0.85, 0.8),
    ("name", "name", 0.8, 0.7),
    ("phone", "phone", 0.7, 0.8),
    ("sex", "sex", 0.75, 0.9),
    ("work", "new_build", 0.7, 0.9),
    ("unit", "unit", 0.7, 0.7),
    ("place", "address", 0.5, 0.7),
    ("birth", "born", 0.6, 0.8),
    ("day", "paid", 0.5, 0.8),
    ("sum", "amount", 0.5, 0.8),
)


def heading_pattern(layout: Layout) -> str:
    """Return a key that is the same for lists with the same headings, under which corrections are remembered.

    A list without headings has none: what was said of one tells nothing of another.
    """
    if not layout.header_rows:
        return ""
    return "|".join(folded_heading(label) for label in layout.labels).rstrip("|")


def propose_columns(layout: Layout, kind: ListKind | None = None) -> tuple[Column, ...]:
    """Return a column for each label, each field at most once; cells have to be decoded already."""
    return proposed(layout, sights_of(layout), kind)


def sights_of(layout: Layout) -> tuple[ColumnContent, ...]:
    """Return what stands in each column, judged by the first rows."""
    rows = [line.cells for line, _index in zip(_listed(layout.body), range(SAMPLE), strict=False)]
    width = len(layout.labels)
    return tuple(look_at(row[index] if index < len(row) else None for row in rows) for index in range(width))


def proposed(layout: Layout, sights: Sequence[ColumnContent], kind: ListKind | None) -> tuple[Column, ...]:
    """Return the columns for what was seen in them."""
    found = {**_birth_in_parts(layout.labels, sights), **_paired(layout.labels, sights)}
    _assign(found, layout.labels, sights, kind)
    _tell_funders(found, layout.labels, sights, kind)
    _part_names(found, layout.labels, sights)
    _name_receivers(found)
    _find_goods(found, layout.labels, sights, kind)
    _name_totals(found, layout.labels, kind)
    return tuple(
        _column(index, label, found.get(index), layout.money_unit) for index, label in enumerate(layout.labels)
    )


_Found = dict[int, tuple[str, float]]
"""Field and confidence by column."""


def _column(index: int, label: str, found: tuple[str, float] | None, money_unit: int) -> Column:
    if found is None:
        return Column(index, label, None, 0.0)
    field, confidence = found
    unit = (header_unit(label) or money_unit) if is_money(field) else 1
    return Column(index, label, field, round(confidence, 2), unit)


def is_money(field: str) -> bool:
    """Tell whether a field holds đồng."""
    if field.startswith(FUNDER):
        return True
    known = list_fields().get(field)
    return known is not None and known.content == "money"


def _assign(found: _Found, labels: Sequence[str], sights: Sequence[ColumnContent], kind: ListKind | None) -> None:
    """Give the surest field to its column first; a field once given is gone."""
    beside_goods, relatives = _beside_goods(labels), of_relatives(labels)
    scored = [
        (score, -index, field)
        for index, label in enumerate(labels)
        if index not in found
        for field, score in _scores(label, sights[index], kind).items()
        if score >= _LEAST
        and not (field == "goods" and index in beside_goods)
        and not (index in relatives and is_of_person(field))
    ]
    taken = {field for field, _confidence in found.values()}
    for score, minus_index, field in sorted(scored, reverse=True):
        if -minus_index not in found and field not in taken:
            found[-minus_index] = field, score
            taken.add(field)


def _beside_goods(labels: Sequence[str]) -> frozenset[int]:
    """Return the columns that share an upper heading with one of goods: "Quà tặng" over "Số tiền" and "Hiện vật"."""
    upper = [label.rpartition(" / ")[0] for label in labels]
    goods = [heading_fields(label.rpartition(" / ")[2]).get("goods", 0.0) >= _PLAINLY for label in labels]
    named = {above for above, is_goods in zip(upper, goods, strict=True) if above and is_goods}
    return frozenset(at for at, above in enumerate(upper) if above in named and not goods[at])


def _scores(label: str, sight: ColumnContent, kind: ListKind | None) -> dict[str, float]:
    found: dict[str, float] = {}
    is_named = False
    for name, certainty in heading_fields(label).items():
        field = list_fields()[name]
        if kind is not None and field.kinds and kind not in field.kinds:
            continue
        if name == "standing" and sight.share("name") >= _PLAINLY:
            continue
        fit = _fit(field.content, sight)
        certainty *= _lessened(label, field)  # noqa: PLW2901 - what is left of it
        if field.name == "goods_text":
            fit = max(0.0, fit - sight.share("money"))
        if fit < _CONTRADICTED:
            if field.content in _CHECKED:  # better a column of errors than one passed over
                found[name] = _LAST_RESORT * certainty
            continue
        is_named |= field.content not in _FREE and certainty > _LEAST
        found[name] = certainty * (0.6 + 0.4 * fit) * (0.96 if field.kinds and kind is None else 1.0)
    if not is_named and sight.filled >= (1 if label else 2):
        for content, name, surest, least in _BY_CONTENT:
            share = sight.share(content)
            is_bare = content == "sex" and sight.share("text") < _PLAINLY  # 0, 1, 2 may be anything
            is_weak = bool(found) and (content in ("sum", "birth", "day") or sight.filled < _ENOUGH)
            if share >= least and not is_bare and not is_weak and not means_other(label, content):
                found[name] = max(found.get(name, 0.0), surest * share * (_ASKED if is_only_asked(label) else 1.0))
                break
    if is_approved(label) and not is_only_asked(label) and sight.share("sum") >= _PLAINLY:
        found["amount"] = max(found.get("amount", 0.0), _GRANTED)
    return found


def _lessened(label: str, field: ListField) -> float:
    """Return how much a heading counts that tells of an amount asked for, or of a unit as it was before a merger."""
    if field.content == "money" and is_only_asked(label):
        return _ASKED
    return _OUTDATED if field.name in ("unit", "address") and is_former(label) else 1.0


def _fit(content: Content, sight: ColumnContent) -> float:
    """Return how well the cells fit what a heading promises, 0 to 1."""
    if not sight.filled:
        return 0.9 if sight.gaps and content == "money" else 1.0 if content == "none" else _EMPTY_FIT
    text = sight.share("text")
    others = [sight.share(other) for other in _STRICT if other != content]
    if content in _STRICT and sight.share(content) < _CONTRADICTED and max(others) >= _PLAINLY:
        return 0.0
    match content:
        case "none":
            return 0.5
        case "text":
            strict = max(sight.share("citizen"), sight.share("phone"))
            return 0.0 if strict >= 0.9 and sight.filled > 1 else _FREE_FIT
        case "name" | "unit" | "place" | "work":
            own = sight.share(content)
            return own + 0.6 * max(0.0, text - own - sight.share("account") - sight.share("mark"))
        case "citizen":
            digits = max(sight.share("account"), sight.share("old_id"))
            return max(sight.share("citizen"), 0.7 * sight.share("old_id"), 0.5 * digits)
        case "day" | "birth":
            return max(sight.share("day"), sight.share("birth"), 0.3 * (text - sight.share("name")))
        case "money":
            return max(sight.share("money"), 0.25 if text and not sight.share("name") >= 0.5 else 0.0)
        case "account" | "old_id" | "phone" | "insurance":
            return max(sight.share(content), 0.4 * sight.share("account"))
        case "serial":
            return max(sight.share("serial"), 0.7 * sight.share("count"))
        case "sex":
            return max(sight.share("sex"), sight.share("mark") * 0.5)
        case _:
            return sight.share(content)


def _paired(labels: Sequence[str], sights: Sequence[ColumnContent]) -> _Found:
    """Know "Nam" | "Nữ" and "Xây mới" | "Sửa chữa" side by side: marks, years of birth or amounts in one of the two."""
    found: _Found = {}
    last = [_own_heading(label) for label in labels]
    for index in range(len(labels) - 1):
        names = tuple(sorted((last[index], last[index + 1])))
        for (first, second), by_content in _PAIRS.items():
            if names != tuple(sorted((first, second))):
                continue
            pair = sights[index], sights[index + 1]
            for content, (one, other) in by_content.items():
                if max(sight.share(content) for sight in pair) >= 0.5:
                    is_turned = last[index] == second
                    found[index] = (other if is_turned else one), 0.95
                    found[index + 1] = (one if is_turned else other), 0.95
                    break
    return found


def _birth_in_parts(labels: Sequence[str], sights: Sequence[ColumnContent]) -> _Found:
    """Know "Ngày" | "Tháng" | "Năm" side by side as the parts of one birth, the day may be left out."""
    last = [folded_heading(label.rpartition(" / ")[2]).removesuffix(" sinh") for label in labels]
    for index in range(1, len(labels) - 1):
        day, month, year = index - 1, index, index + 1
        is_birth = "sinh" in folded_heading(" ".join(labels[day : year + 1])).split() or sights[year].share("birth") > 0
        if (last[month], last[year]) != ("thang", "nam") or not is_birth:
            continue
        if min(sights[month].share("count"), sights[year].share("year")) < 0.5:
            continue
        found = {month: ("born_month", 0.95), year: ("born_year", 0.95)}
        if last[day] == "ngay" and sights[day].share("count") >= 0.5:
            found[day] = "born_day", 0.95
        return found
    return {}


def _own_heading(label: str) -> str:
    """Return the lower heading, folded; "Nam" of "Năm sinh (Nam)" counts as one."""
    own = clean(label.rpartition(" / ")[2])
    if own.lower().startswith("năm") and len(own) == len("năm"):
        return own.lower()  # a year, not men
    inside = folded_heading(own.partition("(")[2].rstrip(") "))
    is_one_sex = inside in ("nam", "nu") and folded_heading(own) not in ("nam", "nu")
    return inside if is_one_sex else folded_heading(own)


_PAIRS: Final[Mapping[tuple[str, str], Mapping[Content, tuple[str, str]]]] = {
    ("nam", "nu"): {"birth": ("born_male", "born_female"), "mark": ("sex_male", "sex_female")},
    **{pair: {"birth": ("born_male", "born_female")} for pair in (("nam sinh", "nu sinh"), ("sinh nam", "sinh nu"))},
    **{
        pair: {"mark": ("build_new", "build_repair"), "money": ("amount_new", "amount_repair")}
        for pair in (("xay moi", "sua chua"), ("xm", "sc"), ("lam moi", "sua chua"), ("xay", "sua"))
    },
}


def _tell_funders(found: _Found, labels: Sequence[str], sights: Sequence[ColumnContent], kind: ListKind | None) -> None:
    """Name the funders of columns of money; outside houses one alone is simply the amount."""
    is_house = kind == "houses"
    named: dict[int, str] = {}
    for index, label in enumerate(labels):
        sight = sights[index]
        if sight.is_serial or (sight.filled and sight.share("money") < 0.5):
            continue
        if not is_house and (is_approved(label) or is_only_asked(label)):
            continue
        field, confidence = found.get(index, ("", 0.0))
        said = heading_fields(label).get(field, 0.0)
        sure = max(confidence, said) >= 0.85 and field not in ("unit", "bank_name", "parent", "fund", "circumstance")
        if sure or (not sight.filled and field) or max(sight.share("citizen"), sight.share("phone")) >= 0.8:
            continue
        whose = funder_label(label)
        if whose is None and is_house and label.strip() and sight.filled and (not field or field in ("amount", "cash")):
            whose = None if is_total_heading(label) or is_instalment(label) or field else label.split(" / ")[-1].strip()
        if whose is not None:
            named[index] = whose
    if not is_house and (len(named) < 2 or kind in ("units", "targets")):
        return
    for index, whose in named.items():
        found[index] = f"{FUNDER}{whose}", 0.85 if sights[index].filled else 0.6


def _part_names(found: _Found, labels: Sequence[str], sights: Sequence[ColumnContent]) -> None:
    """Know a name in two columns: "Họ đệm" | "Tên", or one heading over both."""
    where = {field: index for index, (field, _confidence) in found.items()}
    family, given, whole = where.get("family_name"), where.get("given_name"), where.get("name")
    if family is not None and given is None:
        if whole == family + 1 and _given_names(sights[whole]) >= 0.7:
            found[whole] = "given_name", found[whole][1]
        elif whole is None:
            found[family] = "name", found[family][1]
        else:
            del found[family]
    elif given is not None and family is None:
        if whole is not None and whole == given - 1:
            found[whole] = "family_name", found[whole][1]
        elif whole is None:
            found[given] = "name", found[given][1]
        else:
            del found[given]
    elif whole is not None and family is None and whole + 1 < len(labels):
        beside = whole + 1
        own = folded_heading(labels[beside])
        is_one_heading = not labels[beside].strip() or own == folded_heading(labels[whole])
        if is_one_heading and _given_names(sights[beside]) >= 0.8 and found.get(beside, ("", 0.0))[1] < 0.9:
            found[whole] = "family_name", found[whole][1]
            found[beside] = "given_name", 0.8


def _given_names(sight: ColumnContent) -> float:
    """Return the share of cells that can be given names; Nam, Ánh and Bà are names as well as forms of address."""
    words = sight.share("word")
    return min(1.0, words + sight.share("sex")) if words >= _LEAST else words


def _name_receivers(found: _Found) -> None:
    """Know that "Người nhận" alone is who the list is about: it is somebody else only beside another name."""
    fields = {field for field, _confidence in found.values()}
    if fields & {"name", "family_name", "given_name"}:
        return
    for index, (field, confidence) in found.items():
        if field == "recipient":
            found[index] = "name", confidence


def _find_goods(found: _Found, labels: Sequence[str], sights: Sequence[ColumnContent], kind: ListKind | None) -> None:
    """Know a second column of money for what is given in kind: "Số tiền" beside "Trị giá quà"."""
    fields = {field for field, _confidence in found.values()}
    if kind == "houses" or "goods" in fields or not fields & {"amount", "cash"}:
        return
    for index, label in enumerate(labels):
        is_money_there = sights[index].share("money") >= _PLAINLY and not sights[index].is_serial
        if index not in found and is_money_there and _GOODS.search(folded_heading(label.rpartition(" / ")[2])):
            found[index] = "goods", 0.8
            return


def _name_totals(found: _Found, labels: Sequence[str], kind: ListKind | None) -> None:
    """Tell the value of a house from the union's part of it: a total beside funders is the value."""
    where = {field: index for index, (field, _confidence) in found.items()}
    has_funders = any(field.startswith(FUNDER) for field in where)
    amount, value = where.get("amount"), where.get("total_value")
    if kind == "houses" and has_funders and value is None and amount is not None and is_total_heading(labels[amount]):
        found[amount] = "total_value", found[amount][1]
    elif value is not None and amount is None and not has_funders and is_total_heading(labels[value]):
        found[value] = "amount", found[value][1]
    if kind != "houses" and amount is not None and "goods" in where and "cash" not in where:
        _tell_cash(found, labels, amount)


def _tell_cash(found: _Found, labels: Sequence[str], amount: int) -> None:
    """Beside goods a "Số tiền" is the cash, and a "Cộng" after both is the amount."""
    if is_total_heading(labels[amount]) or "tien" not in folded_heading(labels[amount]).split():
        return
    found[amount] = "cash", found[amount][1]
    total = next((i for i in range(amount + 1, len(labels)) if i not in found and is_total_heading(labels[i])), None)
    if total is not None:
        found[total] = "amount", 0.8


def _listed(body: Iterable[BodyRow]) -> Iterator[BodyRow]:
    return (line for line in body if line.kind == "row")
