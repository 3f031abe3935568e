"""Money handed over for a house, in one go or in instalments (đợt): each payment is an award with the house's id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from sqlmodel import Session

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields import Text
from labordesk.fields import kinds as clock
from labordesk.fields.choices import INSTALMENTS, PAID
from labordesk.i18n import N_, _
from labordesk.kinds import HOUSE
from labordesk.model import House
from labordesk.model.award import AwardLineFields
from labordesk.rules.happened_days import check_happened
from labordesk.rules.house_instalments import instalment_for
from labordesk.rules.house_stages import PAYABLE, milestone_label
from labordesk.services.aggregate_cover import covering_payment
from labordesk.services.award_records import NO_SLIP, AwardData, Slip, add_award, award_of, give_back, lines_of
from labordesk.services.changes import Changes
from labordesk.services.house_records import (
    after_house_payment,
    house_of,
    milestone_rows,
    money_of,
    paid_awards,
    union_funds,
)
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

_INSTALMENTS = dict(INSTALMENTS)

WHY_RETURNED = N_("Hãy ghi lý do thu hồi khoản chi.")
NOT_PAID = N_("Khoản này không phải khoản đã trao của một nhà; hãy mở lại hồ sơ nhà.")
BEFORE_PAYMENT = N_("Ngày thu hồi {day} trước ngày trao {paid}; hãy xem lại ngày.")


@dataclass(frozen=True)
class PaidHouse:
    """The award made by a payment, and the version of the house after it; ``warnings`` name what may count twice."""

    award_id: int
    house_id: int
    row_version: int
    changes: Changes
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Payment:
    """Money handed over for a house, in đồng; ``number`` counts the payments from the first day on.

    ``alone``: there is no other payment.
    """

    award_id: int
    on: date
    amount: int
    recipient_name: str
    voucher_number: str
    number: int = 1
    alone: bool = True
    instalment: str | None = None
    reason: str = ""

    @property
    def label(self) -> str:
        """Return "Đợt 1 · Tạm ứng", or "Trao một lần", in the language of the screen."""
        if self.instalment is None:
            return _("Trao một lần") if self.alone else _("Đợt {n}").format(n=self.number)
        return _("Đợt {n} · {what}").format(n=self.number, what=_(_INSTALMENTS[self.instalment]))


def pay_house(
    register: Register, house_id: int, on: date, lines: Sequence[AwardLineFields], slip: Slip = NO_SLIP
) -> PaidHouse:
    """Record money handed over for a house: one award; the first one is the day of "trao hỗ trợ".

    More than the approved amount needs ``slip.override_reason`` (RuleBroken). Which instalment it is follows from day
    and amount unless ``slip.instalment`` tells.
    """
    with register.writing() as session:
        return pay_house_in(session, house_id, on, lines, slip)


def pay_house_in(
    session: Session, house_id: int, on: date, lines: Sequence[AwardLineFields], slip: Slip = NO_SLIP
) -> PaidHouse:
    """Record money handed over for a house within a unit of work."""
    house = house_of(session, house_id)
    if house.stage not in PAYABLE:
        raise RuleBroken(
            N_("Nhà đang ở giai đoạn “{stage}” nên chưa chi được; hãy ghi ngày duyệt hoặc xem lại giai đoạn."),
            stage=milestone_label(house.stage),
        )
    slip = replace(slip, instalment=slip.instalment or _proposed(session, house, on, lines))
    fields = slip.award_fields(
        programme_id=house.programme_id,
        person_id=house.person_id,
        unit_id=house.unit_id,
        on=on,
        count_unit=HOUSE.usual_count_unit,
    )
    decided = {"decision_number": house.decision_number, "decision_date": house.decision_date}
    data = AwardData(fields.model_copy(update=decided), tuple(lines))
    award = add_award(session, data, house_id=house_id)
    award.norm_basis = house.norm_basis
    after_house_payment(session, house_id)
    warnings = covering_payment(sqlite_of(session), data.fields, data.lines)
    changes = Changes(houses=True, awards=True)
    return PaidHouse(cast(int, award.id), house_id, house.row_version, changes, warnings)


def return_payment(register: Register, award_id: int, on: date, why: str) -> PaidHouse:
    """Say that money handed over for a house came back on a day: the payment stays, but is no spending any more.

    InvalidInput without a reason or for a day before the payment; the day of "trao hỗ trợ" follows what is left.
    """
    check_happened(on, clock.today())
    words = Text().parse(why)
    if not words:
        raise InvalidInput(WHY_RETURNED, field="reason")
    with register.writing() as session:
        award = award_of(session, award_id)
        if award.house_id is None or award.handover not in PAID:
            raise RuleBroken(NOT_PAID)
        if award.paid_on is not None and on < award.paid_on:
            raise InvalidInput(BEFORE_PAYMENT, field="on", day=short(on), paid=short(award.paid_on))
        give_back(award, on, words)
        session.flush()
        after_house_payment(session, award.house_id)
        house = house_of(session, award.house_id)
        return PaidHouse(award_id, award.house_id, house.row_version, Changes(houses=True, awards=True))


def payments_of(session: Session, house_id: int) -> tuple[Payment, ...]:
    """Return what was handed over for a house, the first day first."""
    awards = paid_awards(session, house_id)
    return tuple(
        Payment(
            award_id=cast(int, award.id),
            on=cast(date, award.paid_on),
            amount=sum(line.amount for line in lines_of(session, cast(int, award.id))),
            recipient_name=award.recipient_name or "",
            voucher_number=award.voucher_number or "",
            number=number,
            alone=len(awards) == 1,
            instalment=award.instalment,
            reason=award.override_reason or "",
        )
        for number, award in enumerate(awards, start=1)
    )


def _proposed(session: Session, house: House, on: date, lines: Iterable[AwardLineFields]) -> str | None:
    ours = union_funds(session)
    started = milestone_rows(session, cast(int, house.id)).get("started")
    return instalment_for(
        on,
        sum(line.amount for line in lines if line.fund_id in ours),
        given_before=money_of(session, house).union_given,
        approved=house.approved_amount,
        started_on=started.happened_on if started is not None else None,
    )
