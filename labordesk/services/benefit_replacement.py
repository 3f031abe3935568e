"""The most favourable form: somebody entered a second time with more gets the larger gift in place of the smaller.

Source: KH 48/KH-LĐLĐ of Hồ Chí Minh City, 2023: a person receives only one form, the most favourable (domain.md 2.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, func, select

from labordesk.errors import RuleBroken
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.model import Award, AwardLine
from labordesk.rules.double_benefit import SOURCE
from labordesk.services.award_records import award_of, put_lines
from labordesk.services.campaigns import campaign_of
from labordesk.services.changes import Changes
from labordesk.services.gift_entries import package_lines, rate_of
from labordesk.services.gift_list_rules import ListRules
from labordesk.services.gift_norms import GiftNorms, rest_on_rate
from labordesk.services.person_records import person_of
from labordesk.services.row_edit import touch
from labordesk.services.saved import Saved
from labordesk.store.engine import sqlite_of
from labordesk.store.humans import files_of
from labordesk.store.register import Register
from labordesk.vietnamese.numbers import number

ALREADY_GIVEN = N_("Suất trước đã trao nên không đổi mức được; hãy ghi trả lại suất ấy, hoặc nêu lý do ghi thêm.")
NOT_BETTER = N_("Mức này không cao hơn suất đã có trong danh sách; người này giữ suất cũ.")
REPLACED: Final = "Đổi từ mức {before} đồng sang mức có lợi nhất ({source})"
"""Goes into the note of the gift, which is always Vietnamese."""


@dataclass(frozen=True)
class BetterForm:
    """A gift in the list that is worth less than what the person would get now; money in đồng."""

    award_id: int
    before: int
    cash: int
    goods: int

    @property
    def total(self) -> int:
        """Return what the person would get, in đồng."""
        return self.cash + self.goods


def better_form(
    register: Register, campaign_id: int, person_id: int, *, cash: int | None = None, goods: int | None = None
) -> BetterForm | None:
    """Return what may be replaced, None when the gift in the list is as good or was handed over.

    Without amounts the rate of the campaign for this person counts.
    """
    with register.reading() as session:
        campaign, person = campaign_of(session, campaign_id), person_of(session, person_id)
        rate = rate_of(campaign, person.standing)
        wanted = (rate[0] if cash is None else cash, rate[1] if goods is None else goods)
        own = [one for one in _gifts(session, campaign_id, person_id) if one.handover not in PAID]
        found = sorted((_value(session, one.id or 0), one.id or 0) for one in own)
        if not found or sum(wanted) <= found[0][0]:
            return None
        return BetterForm(found[0][1], found[0][0], *wanted)


def replace_form(register: Register, award_id: int, cash: int, goods: int) -> Saved:
    """Give a gift still in the list the larger amounts; RuleBroken once it was handed over or is no larger."""
    with register.writing() as session:
        award = award_of(session, award_id)
        before = _value(session, award_id)
        if award.handover in PAID:
            raise RuleBroken(ALREADY_GIVEN, source=SOURCE)
        if cash + goods <= before:
            raise RuleBroken(NOT_BETTER, source=SOURCE)
        campaign = campaign_of(session, award.campaign_id or 0)
        if sentence := ListRules(sqlite_of(session), award.campaign_id or 0).locked(award.unit_id):
            raise RuleBroken("{sentence}", sentence=sentence)
        rest_on_rate(session, award, GiftNorms(session, campaign), cash + goods)
        put_lines(session, award_id, package_lines(campaign, cash, goods))
        line = REPLACED.format(before=number(before), source=SOURCE)
        award.note = "\n".join(part for part in (award.note, line) if part)
        touch(award)
        session.flush()
        return Saved(award_id, award.row_version, Changes(awards=True))


def _gifts(session: Session, campaign_id: int, person_id: int) -> list[Award]:
    """Return the gifts of a human in a campaign, whichever files they were written in."""
    people = files_of(sqlite_of(session), person_id)
    return list(
        session.exec(
            select(Award).where(
                Award.campaign_id == campaign_id, col(Award.person_id).in_(people), Award.handover != "returned"
            )
        )
    )


def _value(session: Session, award_id: int) -> int:
    total = session.exec(select(func.sum(AwardLine.amount)).where(AwardLine.award_id == award_id)).one()
    return int(total or 0)
