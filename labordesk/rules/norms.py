"""Định mức: which rate holds for a support on its day, and what goes beyond it (domain.md 3.1, 3.2).

Rates are caps with a document they rest on, often with a number of times per year; all of it data. Money in đồng.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from labordesk.errors import InvalidInput
from labordesk.fields.choices import COUNT_UNITS
from labordesk.i18n import N_
from labordesk.vietnamese.numbers import number

ABOVE: Final = N_("Mức {amount} đồng cao hơn định mức: {rate}; hãy sửa số tiền hoặc ghi lý do vượt định mức.")
BELOW: Final = N_("Mức {amount} đồng thấp hơn định mức: {rate}; hãy sửa số tiền hoặc ghi lý do khác định mức.")
TOO_OFTEN: Final = N_(
    "Trong năm đã hỗ trợ người này {times} lần, mà định mức: {rate}; hãy ghi lý do vượt định mức hoặc thôi hỗ trợ."
)

_PER: Final = {**dict(COUNT_UNITS), "turn": "lần"}
"""What a rate is paid for, as decrees write it: "3.000.000 đồng/lần" (QĐ 1411/QĐ-TLĐ)."""


@dataclass(frozen=True)
class Norm:
    """One rate; a condition that is None holds for all. Both days of validity inclusive."""

    id: int
    programme_id: int
    high: int
    valid_from: date
    basis: str
    valid_to: date | None = None
    low: int | None = None
    circumstance_id: int | None = None
    work: str | None = None
    level: str | None = None
    audience: str | None = None
    count_unit: str = "turn"
    times_per_year: int | None = None

    @property
    def conditions(self) -> tuple[int | str | None, ...]:
        """Return what narrows it, the condition that weighs most first."""
        return (self.circumstance_id, self.work, self.level, self.audience)

    def in_force(self, on: date) -> bool:
        """Return whether it holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Question:
    """A support whose rate is asked for; None means not known, so that only rates for all answer.

    ``work`` is that of a house, ``level`` who pays, ``member`` whether the person is a union member.
    """

    programme_id: int
    on: date
    circumstance_id: int | None = None
    work: str | None = None
    level: str | None = None
    member: bool | None = None

    @property
    def audience(self) -> str | None:
        """Return the code of ``NORM_AUDIENCES``, None when not known."""
        return None if self.member is None else "member" if self.member else "other"


def norm_for(norms: Iterable[Norm], question: Question) -> Norm | None:
    """Return the rate that holds: fewest open conditions, then the latest ``valid_from``; None when there is none.

    Two rates with as many conditions and the same first day are told apart by the weightier condition (reason, work,
    level, audience), so the order of ``norms`` never matters.
    """
    fitting = (one for one in norms if one.programme_id == question.programme_id and _fits(one, question))
    return max(fitting, key=_weight, default=None)


def _fits(norm: Norm, question: Question) -> bool:
    asked = (question.circumstance_id, question.work, question.level, question.audience)
    return norm.in_force(question.on) and all(
        wanted is None or wanted == given for wanted, given in zip(norm.conditions, asked, strict=True)
    )


def _weight(norm: Norm) -> tuple[int, date, tuple[bool, ...], int]:
    told = tuple(one is not None for one in norm.conditions)
    return sum(told), norm.valid_from, told, norm.id


def same_case(one: Norm, other: Norm) -> bool:
    """Return whether nothing tells two rates apart on some day, so that nobody could say which one holds."""
    overlap = one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)
    return overlap and (one.programme_id, one.conditions) == (other.programme_id, other.conditions)


def cap_text(norm: Norm) -> str:
    """Return the upper end of a rate: "3.000.000 đồng/lần"; always Vietnamese."""
    return f"{number(norm.high)} đồng/{_PER.get(norm.count_unit, norm.count_unit)}"


def rate_text(norm: Norm) -> str:
    """Return the rate as papers write it: "tối đa 3.000.000 đồng/lần, mỗi năm không quá 2 lần"; always Vietnamese."""
    if norm.low is None:
        text = f"tối đa {cap_text(norm)}"
    elif norm.low == norm.high:
        text = cap_text(norm)
    else:
        text = f"từ {number(norm.low)} đến {cap_text(norm)}"
    return text if norm.times_per_year is None else f"{text}, mỗi năm không quá {norm.times_per_year} lần"


def basis_text(norm: Norm) -> str:
    """Return what is kept with a decision: "QĐ 1411/QĐ-TLĐ ngày 01/8/2024: tối đa 3.000.000 đồng/lần"."""
    return f"{norm.basis}: {rate_text(norm)}"


def is_above(norm: Norm | None, amount: int, quantity: int = 1) -> bool:
    """Return whether an amount for so many goes above the rate."""
    return norm is not None and amount > norm.high * quantity


def check_norm(
    norm: Norm | None,
    amount: int,
    times_before: int,
    reason: str | None,
    *,
    quantity: int = 1,
    field: str = "norm_reason",
) -> None:
    """Refuse (InvalidInput beside ``field``) what leaves the rate without a reason; the sentence names its basis.

    ``amount`` is for ``quantity`` times what the rate counts; ``times_before`` are the person's other supports of the
    calendar year.
    """
    if norm is None or (reason or "").strip():
        return
    sentence = departure(norm, amount, times_before, quantity)
    if sentence:
        rate = f"{rate_text(norm)} ({norm.basis})"
        raise InvalidInput(sentence, field=field, amount=number(amount), times=times_before, rate=rate)


def departure(norm: Norm | None, amount: int, times_before: int, quantity: int = 1) -> str:
    """Return the msgid of what leaves the rate, "" when nothing does."""
    if norm is None:
        return ""
    if is_above(norm, amount, quantity):
        return ABOVE
    if norm.low is not None and amount < norm.low * quantity:
        return BELOW
    if norm.times_per_year is not None and times_before >= norm.times_per_year:
        return TOO_OFTEN
    return ""
