"""What a successor may have already: shares of campaigns, lists, targets. Here is how two become one.

- Allocation: what the ended unit handed over before the day stays with it, the rest is added to the successor's share,
  so that the packages, cash and goods of the campaign stay what they were.
- List: the lines not yet handed over join the successor's list. Two approved lists stay approved; an approved list
  that takes in lines nobody approved is opened again and says so in its note.
- Target of a year that begins on the day or later: the two values are added.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session, col, select

from labordesk.fields.choices import LIST_STATES
from labordesk.model import Allocation, Campaign, Target, Unit, UnitList
from labordesk.model.allocation import UnitListFields
from labordesk.rules.allocation import Share
from labordesk.services.row_edit import touch
from labordesk.services.share_book import LONGEST_NOTE, ShareBook
from labordesk.services.unit_events import history_in

# Notes kept in the register, so Vietnamese in any language of the screen.
JOINED_LISTS: Final = "Gộp danh sách của “{unit}”{decision}"
BY_DECISION: Final = " (đã duyệt theo quyết định {number})"
REOPENED: Final = "Mở lại để duyệt vì nhận thêm danh sách chưa duyệt của “{unit}”"
JOINED_TARGET: Final = "Gồm {value} của “{unit}”"

_ORDER: Final = {state: place for place, (state, _label) in enumerate(LIST_STATES)}
_GIVEN = """
SELECT coalesce(sum(a.quantity), 0),
  coalesce(sum((SELECT sum(l.amount) FROM award_line l WHERE l.award_id = a.id AND l.form = 'cash')), 0),
  coalesce(sum((SELECT sum(l.amount) FROM award_line l WHERE l.award_id = a.id AND l.form <> 'cash')), 0)
FROM award a
WHERE a.campaign_id = :campaign AND a.unit_id = :unit AND a.handover IN ('received', 'proxy') AND a.paid_on < :day
"""
_LINES = """
SELECT count(*) - coalesce(sum(a.goes), 0), coalesce(sum(a.goes), 0), coalesce(sum(a.goes * a.quantity), 0)
FROM (SELECT quantity, (paid_on IS NULL OR paid_on >= :day)
        AND (:only IS NULL OR person_id IN (SELECT value FROM json_each(:only))) AS goes
      FROM award WHERE campaign_id = :campaign AND unit_id = :unit AND handover <> 'returned') a
"""
"""Lines that stay, lines that go, packages that go."""


@dataclass(frozen=True)
class _Lines:
    """How many lines of a list stay with the unit, how many go, and how many packages those are."""

    stay: int
    go: int
    packages: int


@dataclass(frozen=True)
class JoinedCampaign:
    """A campaign in which two units become one: their packages when both have a share, and whether a list reopens."""

    name: str
    packages: tuple[int, int] | None
    list_reopens: bool


def move_shares(session: Session, book: ShareBook, unit: Unit, to: Unit, day: date) -> int:
    """Hand over shares, lists and targets; call before the awards move. Returns how many rows changed hands.

    The ``book`` was opened before the units below moved and is written by the caller.
    """
    campaigns = session.exec(select(Campaign).where(col(Campaign.ends_on) >= day).order_by(col(Campaign.id))).all()
    moved = 0
    for campaign in campaigns:
        moved += _move_allocation(session, book, campaign, unit, to, day)
        lines = _Lines(*_numbers(session, _LINES, campaign, unit, day))
        moved += _move_list(session, campaign, unit, to, day, lines)
    return moved + _move_targets(session, unit, to, day)


def move_shares_of(session: Session, unit: Unit, to: Unit, day: date, people: Collection[int]) -> None:
    """Let the packages and the place on the lists of some people go with them; call before their awards move."""
    only, book = json.dumps(sorted(people)), ShareBook(session, day)
    for campaign in session.exec(select(Campaign).where(col(Campaign.ends_on) >= day).order_by(col(Campaign.id))).all():
        lines = _Lines(*_numbers(session, _LINES, campaign, unit, day, only))
        if not lines.go:
            continue
        own = book.kept(campaign.id or 0, _id(unit))
        if own is not None and own.packages > 0:
            packages = min(lines.packages, own.packages)
            part = Share(packages, own.cash * packages // own.packages, own.goods * packages // own.packages)
            book.hand_over(campaign.id or 0, unit, to, part)
        _move_list(session, campaign, unit, to, day, lines)
    book.write()


def joined_campaigns(session: Session, unit: Unit, to: Unit, day: date) -> tuple[JoinedCampaign, ...]:
    """Return the open campaigns in which both units have something, before anything is moved."""
    found = []
    is_above = to.id in history_in(session).ancestors(_id(unit), day)
    for campaign in session.exec(select(Campaign).where(col(Campaign.ends_on) >= day).order_by(col(Campaign.id))):
        own, other = _row(session, Allocation, campaign, unit), _row(session, Allocation, campaign, to)
        mine, others = _row(session, UnitList, campaign, unit), _row(session, UnitList, campaign, to)
        go = _Lines(*_numbers(session, _LINES, campaign, unit, day)).go
        has_lines = any(_numbers(session, _LINES, campaign, to, day))
        approved = {"approved"} & {one.state for one in (mine, others) if one is not None}
        is_reopened = bool(go and approved and (others is not None or has_lines)) and not (
            mine is not None and others is not None and mine.state == others.state
        )
        both = own is not None and other is not None and not is_above  # a unit above holds the share already
        if is_reopened or both:
            shares = (own.packages, other.packages) if both else None
            found.append(JoinedCampaign(campaign.name, shares, is_reopened))
    return tuple(found)


def _move_allocation(session: Session, book: ShareBook, campaign: Campaign, unit: Unit, to: Unit, day: date) -> int:
    campaign_id, unit_id = campaign.id or 0, _id(unit)
    own = book.kept(campaign_id, unit_id)
    if own is None:
        return 0
    given = Share(*_numbers(session, _GIVEN, campaign, unit, day))
    stays = Share(*(max(0, min(pair)) for pair in zip(vars(own).values(), vars(given).values(), strict=True)))
    rest = own - stays
    carries_on = stays == Share() and book.kept(campaign_id, _id(to)) is None  # a commune that handed all of it on
    if rest == Share() and not carries_on:
        return 0
    book.hand_over(campaign_id, unit, to, rest)
    return 1


def _move_list(session: Session, campaign: Campaign, unit: Unit, to: Unit, day: date, lines: _Lines) -> int:
    own, other = _row(session, UnitList, campaign, unit), _row(session, UnitList, campaign, to)
    stay, go = lines.stay, lines.go
    has_lines = any(_numbers(session, _LINES, campaign, to, day))
    state, others_state = own.state if own else "drafting", other.state if other else "drafting"
    if go and other is not None:
        _join(other, own, min(state, others_state, key=_ORDER.__getitem__), unit)
    elif go and own is not None and has_lines:
        state = "drafting"  # the successor's own lines were never handed in: neither are the joined ones
    if own is None:
        return 0
    if stay:  # the list stays with what was handed over under it
        if go and other is None and not has_lines:
            fields = UnitListFields.model_validate(own)
            session.add(UnitList.model_validate(fields, update={"campaign_id": campaign.id, "unit_id": to.id}))
    elif other is None and (state == own.state or not go):
        own.unit_id = _id(to)
        touch(own)
    else:
        session.delete(own)
    session.flush()
    return 1


def _join(other: UnitList, own: UnitList | None, state: str, unit: Unit) -> None:
    """Let the successor's list take the lines in; it is no further than the less advanced of the two."""
    number = own.decision_number if own is not None else None
    decision = BY_DECISION.format(number=number) if number else ""
    other.note = _joined(other.note, JOINED_LISTS.format(unit=unit.name, decision=decision))
    if state != other.state:
        if other.state == "approved":
            other.note = _joined(other.note, REOPENED.format(unit=unit.name))
        other.state = state
        other.approved_on = other.decision_date = None
        other.decision_number = other.decision_body = other.decision_signer = None
        other.submitted_on = other.submitted_on if state == "submitted" else None
    touch(other)


def _move_targets(session: Session, unit: Unit, to: Unit, day: date) -> int:
    first = day.year if (day.month, day.day) == (1, 1) else day.year + 1
    own = session.exec(select(Target).where(Target.unit_id == unit.id, Target.year >= first)).all()
    for target in own:
        other = session.exec(
            select(Target).where(
                Target.unit_id == to.id,
                Target.year == target.year,
                col(Target.indicator_id).is_not_distinct_from(target.indicator_id),
                col(Target.programme_id).is_not_distinct_from(target.programme_id),
            )
        ).first()
        if other is None:
            target.unit_id = _id(to)
            touch(target)
        else:
            other.value += target.value
            other.basis = _joined(other.basis, JOINED_TARGET.format(value=target.value, unit=unit.name))
            touch(other)
            session.delete(target)
    session.flush()
    return len(own)


def _row(session: Session, model: type[Any], campaign: Campaign, unit: Unit) -> Any:
    found = select(model).where(model.campaign_id == campaign.id, model.unit_id == unit.id)
    return session.exec(found).first()


def _numbers(
    session: Session, sql: str, campaign: Campaign, unit: Unit, day: date, only: str | None = None
) -> tuple[int, ...]:
    bound = {"campaign": campaign.id, "unit": unit.id, "day": day.isoformat(), "only": only}
    return tuple(int(value) for value in session.connection().execute(text(sql), bound).one())


def _joined(note: str | None, words: str) -> str:
    return f"{note}. {words}"[:LONGEST_NOTE] if note else words


def _id(unit: Unit) -> int:
    assert unit.id is not None
    return unit.id
