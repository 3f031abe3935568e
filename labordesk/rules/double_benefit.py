"""Trùng hỗ trợ: one person, one gift in a campaign; everything else that may be double is told, not forbidden.

Source: KH 48/KH-LĐLĐ of Hồ Chí Minh City, 2023 (a person receives only one, most favourable form), domain.md 2.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import Final

from labordesk.errors import RuleBroken
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

SOURCE: Final = "KH 48/KH-LĐLĐ"
WINDOW_DAYS: Final = 365
"""Support further apart than this, before or after, is not mentioned; a house is, however long ago."""


class Likeness(IntEnum):
    """How an earlier support resembles the one being recorded, the gravest first."""

    SAME_CAMPAIGN = 1
    """The same human in the same campaign: refused unless a reason is given."""
    PERHAPS_SAME = 2
    """Somebody very likely the same human, in the same campaign, Tết or programme: not refused, nobody is sure."""
    SAME_TET = 3
    """Another gift campaign of the same Tết, for example of the province."""
    HOUSE = 4
    """A second Mái ấm for the person or the household."""
    SAME_PROGRAMME = 5
    """The same programme within a year."""
    HOUSEHOLD = 6
    """Somebody of the household in the same campaign, Tết or programme."""
    OTHER = 7
    """Another programme within a year."""


@dataclass(frozen=True)
class Benefit:
    """A support already in the register, paid or planned; ``on`` is the paid day, or that of its campaign.

    All the money of one house is one benefit, which has a ``house_id`` in place of an ``award_id``. ``file_id`` names
    the file it was written in when the human has several; ``perhaps_same``: very likely the same human's.
    """

    award_id: int | None
    person_id: int
    person_name: str
    programme_id: int
    programme_name: str
    unit_name: str
    amount: int
    on: date | None
    given: bool = True
    campaign_id: int | None = None
    campaign_name: str = ""
    tet_year: int | None = None
    house_id: int | None = None
    relation: str = ""
    file_id: int | None = None
    perhaps_same: bool = False

    @property
    def name(self) -> str:
        """Return the name an officer knows it by: the campaign, or else the programme."""
        return self.campaign_name or self.programme_name


@dataclass(frozen=True)
class Intended:
    """The support being recorded; ``on`` is its paid day, or a day of its campaign."""

    person_id: int
    programme_id: int
    on: date
    campaign_id: int | None = None
    tet_year: int | None = None
    house: bool = False
    award_id: int | None = None
    house_id: int | None = None


@dataclass(frozen=True)
class BenefitWarning:
    """One support that the new one may double; ``sentence`` tells what, when, where and how much (đồng).

    ``person_id`` is the file it was written in, ``given`` whether it was handed over.
    """

    likeness: Likeness
    sentence: str
    award_id: int | None
    house_id: int | None
    person_id: int
    amount: int = 0
    given: bool = True

    @property
    def refused(self) -> bool:
        """Return whether recording needs a reason."""
        return self.likeness is Likeness.SAME_CAMPAIGN


def likeness_of(intended: Intended, past: Benefit) -> Likeness | None:
    """Return how a past support resembles the intended one, None when it need not be mentioned."""
    if _is_the_same(intended, past):
        return None
    if past.perhaps_same:
        alike = likeness_of(intended, replace(past, person_id=intended.person_id, perhaps_same=False))
        return None if alike in (None, Likeness.OTHER) else Likeness.PERHAPS_SAME
    own = past.person_id == intended.person_id
    if intended.campaign_id is not None and past.campaign_id == intended.campaign_id:
        return Likeness.SAME_CAMPAIGN if own else Likeness.HOUSEHOLD
    if intended.tet_year is not None and past.tet_year == intended.tet_year:
        return Likeness.SAME_TET if own else Likeness.HOUSEHOLD
    if intended.house and past.house_id is not None:
        return Likeness.HOUSE
    if past.on is not None and abs((intended.on - past.on).days) > WINDOW_DAYS:
        return None
    if past.programme_id == intended.programme_id:
        return Likeness.SAME_PROGRAMME if own else Likeness.HOUSEHOLD
    return Likeness.OTHER if own else None


def _is_the_same(intended: Intended, past: Benefit) -> bool:
    """Return whether the past support is the record being edited."""
    if past.house_id is not None:
        return past.house_id == intended.house_id
    return past.award_id is not None and past.award_id == intended.award_id


def warnings_among(intended: Intended, benefits: Iterable[Benefit]) -> tuple[BenefitWarning, ...]:
    """Return what to tell before recording, the gravest first, then the latest."""
    found: list[tuple[Likeness, int, Benefit]] = []
    for past in benefits:
        likeness = likeness_of(intended, past)
        if likeness is not None:
            found.append((likeness, -(past.on.toordinal() if past.on else 0), past))
    found.sort(key=lambda one: (one[0], one[1], one[2].award_id or 0))
    return tuple(_warning(likeness, past, intended) for likeness, _order, past in found)


def _warning(likeness: Likeness, past: Benefit, intended: Intended) -> BenefitWarning:
    own = past.person_id == intended.person_id
    file_id = past.person_id if past.file_id is None else past.file_id
    return BenefitWarning(
        likeness, sentence_for(past, own=own), past.award_id, past.house_id, file_id, past.amount, past.given
    )


def sentence_for(past: Benefit, *, own: bool) -> str:
    """Return "Đã nhận Tết Bính Ngọ 2026 tại …, ngày …: 1.300.000 đồng." in the language of the screen."""
    details = {
        "what": past.name,
        "where": past.unit_name,
        "amount": number(past.amount),
        "when": short(past.on) if past.on else "",
        "who": past.person_name,
        "relation": past.relation or _("Người cùng hộ"),
    }
    if past.perhaps_same:
        details["relation"] = _("Có thể là chính người này")
    if own and past.given:
        text = _("Đã nhận {what} tại {where}, ngày {when}: {amount} đồng.")
    elif own:
        text = _("Đã có trong danh sách {what} tại {where}, chưa nhận: {amount} đồng.")
    elif past.given:
        text = _("{relation}, {who} ({where}), đã nhận {what} ngày {when}: {amount} đồng.")
    else:
        text = _("{relation}, {who} ({where}), cũng có trong danh sách {what}: {amount} đồng.")
    return text.format(**details)


def check_single(warnings: Iterable[BenefitWarning], override_reason: str | None) -> None:
    """Raise RuleBroken when the person already has an award in this campaign and no reason is given."""
    if (override_reason or "").strip():
        return
    for warning in warnings:
        if warning.refused:
            raise refusal(warning.sentence)


def refusal(already: str) -> RuleBroken:
    """Return the refusal of a second award in a campaign; ``already`` is the sentence of the first."""
    return RuleBroken(
        N_("{already} Mỗi người chỉ nhận một suất trong một đợt; muốn vẫn ghi, hãy nêu lý do."),
        source=SOURCE,
        already=already,
    )
