"""Changing lines of a list before they are handed over: amounts, companions, another unit's list, off the list."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields import Text, specs_of
from labordesk.fields.choices import PAID
from labordesk.fields.kinds import Count
from labordesk.i18n import N_
from labordesk.model import Award
from labordesk.model.award import AwardFields
from labordesk.model.base import now
from labordesk.services.award_records import put_lines
from labordesk.services.campaigns import campaign_of
from labordesk.services.changes import Changes
from labordesk.services.gift_entries import check_amounts, package_lines
from labordesk.services.gift_lines import GiftLine, Marked, lines_of_list
from labordesk.services.gift_list_rules import ListRules
from labordesk.services.gift_norms import GiftNorms, rest_on_rate
from labordesk.services.row_edit import touch
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

GIVEN = N_("{name} đã nhận; hãy hoàn tác dấu đã nhận trước.")
COMPANIONS = N_("Số người đi cùng phải từ 0 đến {high}.")


def set_amounts(
    register: Register, award_ids: Sequence[int], cash: int, goods: int, *, reason: str | None = None
) -> Marked:
    """Give lines not yet handed over other amounts than the package (đồng for each line).

    InvalidInput beside ``override_reason`` beyond the rate, unless ``reason`` or the line itself tells why.
    """
    check_amounts(cash, goods)
    said = Text().parse(reason)
    with register.writing() as session:
        norms: dict[int, GiftNorms] = {}
        for line in _open_lines(session, award_ids):
            award = session.get_one(Award, line.award_id)
            campaign = campaign_of(session, award.campaign_id or 0)
            rates = norms.setdefault(award.campaign_id or 0, GiftNorms(session, campaign))
            rest_on_rate(session, award, rates, cash + goods, said)
            if put_lines(session, line.award_id, package_lines(campaign, cash, goods)):
                touch(award)
    return Marked(tuple(award_ids), Changes(awards=True))


def set_companions(register: Register, award_ids: Sequence[int], companions: int) -> Marked:
    """Say how many relatives travel with each of these people; the ticket of one award carries 1 + companions.

    Also after the hand-over: who came along is often known only then.
    """
    kind = specs_of(AwardFields)["companions"].kind
    high = kind.high if isinstance(kind, Count) else 0
    if not 0 <= companions <= high:
        raise InvalidInput(COMPANIONS, field="companions", high=high)
    with register.writing() as session:
        _update(session, lines_of_list(session, award_ids), "companions", companions or None)
    return Marked(tuple(award_ids), Changes(awards=True))


def move_recipients(register: Register, award_ids: Sequence[int], unit_id: int) -> Marked:
    """Put lines not yet handed over on the list of another unit; both lists must be open, the new one have room."""
    with register.writing() as session:
        lines = _open_lines(session, award_ids)
        for campaign_id, quantity in _campaigns(session, lines).items():
            ensure_unit_open(session, unit_id, campaign_of(session, campaign_id).starts_on)
            rules = ListRules(sqlite_of(session), campaign_id)
            if sentence := rules.locked(unit_id) or rules.full(unit_id, quantity):
                raise RuleBroken("{sentence}", sentence=sentence)
        _update(session, [line for line in lines if line.unit_id != unit_id], "unit_id", unit_id)
    return Marked(tuple(award_ids), Changes(awards=True))


def remove_recipients(register: Register, award_ids: Sequence[int]) -> Changes:
    """Take lines off their list, all or none; RuleBroken for one that was handed over. Their vouchers are free."""
    with register.writing() as session:
        for line in _open_lines(session, award_ids):
            put_lines(session, line.award_id, ())
            session.delete(session.get_one(Award, line.award_id))
    return Changes(awards=True)


def remove_recipient(register: Register, award_id: int) -> Changes:
    """Take one line off its list."""
    return remove_recipients(register, [award_id])


def _open_lines(session: Session, award_ids: Sequence[int]) -> list[GiftLine]:
    """Return lines that may be changed: not handed over, on no approved list."""
    lines = lines_of_list(session, award_ids)
    rules: dict[int, ListRules] = {}
    for line in lines:
        if line.handover in PAID:
            raise RuleBroken(GIVEN, name=line.name)
        if line.campaign_id is None:
            continue
        if line.campaign_id not in rules:
            rules[line.campaign_id] = ListRules(sqlite_of(session), line.campaign_id)
        if sentence := rules[line.campaign_id].locked(line.unit_id):
            raise RuleBroken("{sentence}", sentence=sentence)
    return lines


def _campaigns(session: Session, lines: Sequence[GiftLine]) -> Counter[int]:
    """Return how many packages of each campaign are to be moved, those given back not counted."""
    counts: Counter[int] = Counter()
    for line in lines:
        if line.campaign_id is not None:
            award = session.get_one(Award, line.award_id)
            counts[line.campaign_id] += award.quantity if line.handover != "returned" else 0
    return counts


def _update(session: Session, lines: Sequence[GiftLine], column: str, value: int | None) -> None:
    sqlite_of(session).execute(
        f"UPDATE award SET {column} = :value, row_version = row_version + 1, updated_at = :now"
        " WHERE id IN (SELECT value FROM json_each(:ids))",
        {"value": value, "now": now(), "ids": json.dumps([line.award_id for line in lines])},
    )
