"""The money of a row as a whole: cash and goods against the amount, funders against the value of a house."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from labordesk.exchange.drafts import Draft
from labordesk.exchange.funders import is_union_money
from labordesk.exchange.list_model import FUNDER, ListKind
from labordesk.exchange.row_houses import settle_course, settle_work
from labordesk.exchange.values_money import worth_said
from labordesk.i18n import _
from labordesk.rules.written_banks import bank_lends
from labordesk.vietnamese.numbers import number

_PARTS: Final = ("cash", "goods")
_OF_AMOUNT: Final = ("amount", "cash", "goods", "unit_price", "amount_new", "amount_repair")
_PAYS: Final = frozenset(_OF_AMOUNT)


def settle_money(draft: Draft, kind: ListKind) -> None:
    """Fill the amount in from what makes it up, and compare where both are given."""
    values = draft.values
    _by_work(draft)
    given = [name for name in _funder_fields(draft.columns) if name in values]
    funders = {name.removeprefix(FUNDER): values.pop(name) for name in given}
    if funders:
        values["funders"] = funders
    if kind == "houses":
        settle_work(draft)
        settle_course(draft)
        _warn_of_banks(draft, funders)
        _settle_house(draft, funders)
    elif funders:
        _compare(draft, sum(funders.values()), _funder_fields(draft.columns))
    _goods_said(draft, kind)
    _of_each_package(draft)
    parts = [values[part] for part in _PARTS if part in values]
    if parts:
        _compare(draft, sum(parts), _PARTS)
    if "unit_price" in values and "quantity" in values and not parts:
        _compare(draft, values["unit_price"] * values["quantity"], ("unit_price", "quantity"))
    _check_given(draft, kind)


def _of_each_package(draft: Draft) -> None:
    """Take cash and goods for those of one package where so many of them make the amount of the row."""
    values = draft.values
    count, amount = int(values.get("quantity") or 1), values.get("amount")
    parts = [part for part in _PARTS if part in values]
    if count > 1 and parts and amount is not None and sum(values[part] for part in parts) * count == amount:
        values.update({part: values[part] * count for part in parts})


def _goods_said(draft: Draft, kind: ListKind) -> None:
    """Take what words about the gift say it is worth ("01 suất quà trị giá 500.000đ") where no column says so.

    Beside an amount the words only describe what it was given as.
    """
    values = draft.values
    said = values.get("goods_text")
    if not isinstance(said, str) or {"amount", "goods"} & values.keys() or draft.is_blocked("amount", *_PARTS):
        return
    taken = worth_said(said, kind)
    if taken is None or ("cash" in values and "cash" in taken.values):
        return
    for field, value in taken.values.items():
        values.setdefault(field, value)
    draft.problems.extend(one for one in taken.problems if one.kind != "warning")


def _by_work(draft: Draft) -> None:
    """Take the amount from "Xây mới" | "Sửa chữa" side by side, and what it says about the house."""
    values = draft.values
    new, repair = values.pop("amount_new", None), values.pop("amount_repair", None)
    if new and repair:
        draft.wrong("amount", "ask", _("có cả tiền xây mới và tiền sửa chữa"), (new + repair, new, repair))
    elif new or repair:
        values.setdefault("amount", new or repair)
        values.setdefault("new_build", bool(new))


def _settle_house(draft: Draft, funders: dict[str, int]) -> None:
    """Let the union's part be the amount (domain.md 2.1); all funders together are the value of the house."""
    values = draft.values
    if draft.is_blocked(*_funder_fields(draft.columns)):
        return
    union = sum(amount for label, amount in funders.items() if is_union_money(label))
    if union:
        values.setdefault("amount", union)
    everything = sum(funders.values())
    if everything and not union:  # the union's part has a column of its own
        everything += values.get("amount", 0)
    said = values.get("total_value")
    if everything and said is None and draft.is_blocked("total_value"):
        draft.without_problems("total_value")
        draft.wrong("total_value", "warning", _("công thức chưa có kết quả; lấy tổng các nguồn"))
        values["total_value"] = everything
    elif everything and said is not None and said != everything:
        text = _("tổng giá trị {said} khác tổng các nguồn {sum}")
        draft.wrong("total_value", "warning", text.format(said=number(said), sum=number(everything)))


def _warn_of_banks(draft: Draft, funders: dict[str, int]) -> None:
    """Say whether a bank was taken for one that gives or for one that lends."""
    for label, amount in funders.items():
        lends = bank_lends(label)
        if not amount or lends is None:
            continue
        told = _("hiểu “{label}” là tiền vay; nếu ngân hàng tài trợ, hãy chọn nguồn khác")
        if not lends:
            told = _("hiểu “{label}” là bên tài trợ; nếu là tiền vay, hãy chọn nguồn vay ngân hàng")
        draft.wrong(f"{FUNDER}{label}", "warning", told.format(label=label))


def _compare(draft: Draft, total: int, parts: tuple[str, ...]) -> None:
    """Set the amount to its parts, or ask when the list says another one."""
    if draft.is_blocked(*parts):
        return
    said = draft.values.get("amount")
    if said is None:
        if draft.is_blocked("amount"):
            if any(one.kind == "ask" for one in draft.problems if one.field == "amount"):
                return
            draft.without_problems("amount")
            draft.wrong("amount", "warning", _("ô tổng chưa có kết quả; lấy tổng các cột"))
        draft.values["amount"] = total
    elif said != total:
        text = _("số tiền {said} khác tổng các cột {sum}").format(said=number(said), sum=number(total))
        del draft.values["amount"]
        draft.wrong("amount", "ask", text, (said, total))


def _check_given(draft: Draft, kind: ListKind) -> None:
    """Say when nothing was given although the list has columns for it."""
    values = draft.values
    funders = _funder_fields(draft.columns)
    if not (funders or draft.columns & _PAYS) or draft.is_blocked("amount", "unit_price", *_PARTS, *funders):
        return
    amount = values.get("amount")
    if amount is None and kind in ("gifts", "grants", "aggregates"):
        if "goods_text" not in values and "quantity" not in values:
            draft.wrong("amount", "error", _("thiếu số tiền"))
    elif amount is None and kind == "houses" and "funders" not in values:
        draft.wrong("amount", "warning", _("chưa ghi số tiền"))
    elif amount == 0:
        draft.wrong("amount", "warning", _("số tiền bằng 0"))


@lru_cache(maxsize=64)
def _funder_fields(columns: frozenset[str]) -> tuple[str, ...]:
    return tuple(field for field in columns if field.startswith(FUNDER))
