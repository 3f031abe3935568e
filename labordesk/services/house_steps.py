"""What happens to a house after it was entered: events, events taken back, money handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields.choices import MILESTONES
from labordesk.i18n import N_
from labordesk.kinds import HOUSE
from labordesk.model import HouseMilestone
from labordesk.model.award import AwardLineFields
from labordesk.model.house import HouseMilestoneFields
from labordesk.rules.house_stages import PAYABLE, milestone_label
from labordesk.services.award_records import NO_SLIP, AwardData, Slip, add_award
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.house_records import (
    after_house_payment,
    check_sources,
    house_of,
    milestone_rows,
    settle_house,
)
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short


@dataclass(frozen=True)
class PaidHouse:
    """The award made by a payment, and the version of the house after it."""

    award_id: int
    house_id: int
    row_version: int
    changes: Changes


def add_milestone(register: Register, house_id: int, fields: HouseMilestoneFields) -> Saved:
    """Record an event of a house, or a new day for one there is; approval asks whether the sources add up."""
    fields = tidied(fields)
    with register.writing() as session:
        house = house_of(session, house_id)
        check_fields(fields)
        if fields.milestone == "funded":
            raise RuleBroken(N_("Ngày trao hỗ trợ lấy từ khoản chi đầu tiên; hãy ghi khoản chi của nhà."))
        row = milestone_rows(session, house_id).get(fields.milestone)
        if row is None:
            session.add(HouseMilestone.model_validate(fields, update={"house_id": house_id}))
        else:
            apply_fields(row, fields, None)
        session.flush()
        ensure_unit_open(session, house.unit_id, fields.happened_on)
        settle_house(session, house)
        if house.stage == "approved" and row is None:
            check_sources(session, house)
        touch(house)
        session.flush()
        return Saved(house_id, house.row_version, Changes(houses=True))


def remove_milestone(register: Register, house_id: int, milestone: str, reason: str) -> Saved:
    """Take back an event recorded by mistake; the reason is kept in the note of the house."""
    if not reason.strip():
        raise InvalidInput(N_("Hãy ghi lý do bỏ mốc này."), field="reason")
    with register.writing() as session:
        house = house_of(session, house_id)
        row = milestone_rows(session, house_id).get(milestone)
        if row is None:
            raise NotFound(N_("Nhà này không có mốc “{milestone}”."), milestone=milestone_label(milestone))
        if milestone == "funded":
            raise RuleBroken(N_("Ngày trao hỗ trợ lấy từ khoản chi; muốn bỏ, hãy xóa khoản chi của nhà."))
        kept = f"Bỏ mốc “{_paper_label(milestone)}” ngày {short(row.happened_on)}: {' '.join(reason.split())}"
        session.delete(row)
        session.flush()
        house.note = f"{house.note}\n{kept}" if house.note else kept
        settle_house(session, house)
        touch(house)
        session.flush()
        return Saved(house_id, house.row_version, Changes(houses=True))


def pay_house(
    register: Register, house_id: int, on: date, lines: Sequence[AwardLineFields], slip: Slip = NO_SLIP
) -> PaidHouse:
    """Record money handed over for a house: one award; the first one is the day of "trao hỗ trợ".

    More than the approved amount needs ``slip.override_reason`` (RuleBroken).
    """
    with register.writing() as session:
        house = house_of(session, house_id)
        if house.stage not in PAYABLE:
            raise RuleBroken(
                N_("Nhà đang ở giai đoạn “{stage}” nên chưa chi được; hãy ghi ngày duyệt hoặc xem lại giai đoạn."),
                stage=milestone_label(house.stage),
            )
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
        after_house_payment(session, house_id)
        return PaidHouse(cast(int, award.id), house_id, house.row_version, Changes(houses=True, awards=True))


def _paper_label(milestone: str) -> str:
    return dict(MILESTONES)[milestone]
