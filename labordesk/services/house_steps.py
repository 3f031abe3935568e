"""What happens to a house after it was entered: events, and events corrected or taken back with a reason."""

from __future__ import annotations

from sqlmodel import Session

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.i18n import N_
from labordesk.model import HouseMilestone
from labordesk.model.house import HouseMilestoneFields
from labordesk.rules.house_stages import milestone_label
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.house_approval import approve
from labordesk.services.house_corrections import keep_corrections, on_record
from labordesk.services.house_records import house_of, milestone_rows, settle_house
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register


def add_milestone(
    register: Register, house_id: int, fields: HouseMilestoneFields, *, correction_reason: str = ""
) -> Saved:
    """Record an event of a house; another day or document for one there is needs ``correction_reason``.

    Approval asks for the decision, the norm and whether the sources add up. A second pause takes the place of the
    first.
    """
    fields = tidied(fields)
    with register.writing() as session:
        house = house_of(session, house_id)
        check_fields(fields)
        if fields.milestone == "funded":
            raise RuleBroken(N_("Ngày trao hỗ trợ lấy từ khoản chi đầu tiên; hãy ghi khoản chi của nhà."))
        before = on_record(session, house)
        rows = milestone_rows(session, house_id)
        _put(session, house_id, rows.get(fields.milestone), fields)
        if fields.milestone == "suspended" and "resumed" in rows:
            session.delete(rows["resumed"])
        session.flush()
        ensure_unit_open(session, house.unit_id, fields.happened_on)
        settle_house(session, house)
        if fields.milestone == "approved" and "approved" not in rows:
            approve(session, house)
        keep_corrections(session, house, before, correction_reason)
        touch(house)
        session.flush()
        return Saved(house_id, house.row_version, Changes(houses=True))


def remove_milestone(register: Register, house_id: int, milestone: str, reason: str) -> Saved:
    """Take back an event recorded by mistake; the reason is kept among the corrections of the house."""
    if not reason.strip():
        raise InvalidInput(N_("Hãy ghi lý do bỏ mốc này."), field="correction_reason")
    with register.writing() as session:
        house = house_of(session, house_id)
        row = milestone_rows(session, house_id).get(milestone)
        if row is None:
            raise NotFound(N_("Nhà này không có mốc “{milestone}”."), milestone=milestone_label(milestone))
        if milestone == "funded":
            raise RuleBroken(N_("Ngày trao hỗ trợ lấy từ khoản chi; muốn bỏ, hãy xóa khoản chi của nhà."))
        before = on_record(session, house)
        session.delete(row)
        session.flush()
        settle_house(session, house)
        if milestone == "approved":
            house.norm_basis = None
        keep_corrections(session, house, before, reason)
        touch(house)
        session.flush()
        return Saved(house_id, house.row_version, Changes(houses=True))


def _put(session: Session, house_id: int, row: HouseMilestone | None, fields: HouseMilestoneFields) -> None:
    if row is None:
        session.add(HouseMilestone.model_validate(fields, update={"house_id": house_id}))
    else:
        apply_fields(row, fields, None)
