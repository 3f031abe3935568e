"""Quà tặng: making the list of a campaign and marking who received, whole lists at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import PersonName, Text
from labordesk.fields import kinds as clock
from labordesk.fields.choices import RELATIONS
from labordesk.i18n import N_
from labordesk.kinds import gives_awards
from labordesk.model import Award, Programme
from labordesk.model.award import AwardFields
from labordesk.model.base import now
from labordesk.rules.double_benefit import BenefitWarning, check_single
from labordesk.rules.hand_over_states import check_mark
from labordesk.rules.happened_days import check_happened
from labordesk.services.award_records import AwardData, add_award, warnings_in, warnings_on
from labordesk.services.campaigns import campaign_of
from labordesk.services.changes import Changes
from labordesk.services.gift_changes import (
    move_recipients,
    remove_recipient,
    remove_recipients,
    set_amounts,
    set_companions,
)
from labordesk.services.gift_entries import RecipientEntry, RefusedEntry, package_lines, plan_entries, write_planned
from labordesk.services.gift_lines import Marked, lines_of_list
from labordesk.services.gift_list_rules import ListRules
from labordesk.services.gift_lists import CampaignProgress, Duplicate, RecipientRow, campaign_progress, recipients
from labordesk.services.gift_norms import GiftNorms
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.services.vouchers import take_back_vouchers
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

__all__ = [
    "CampaignProgress",
    "Duplicate",
    "Marked",
    "RecipientEntry",
    "RecipientRow",
    "RecipientsAdded",
    "RefusedEntry",
    "add_group",
    "add_recipients",
    "campaign_progress",
    "double_benefits",
    "mark_absent",
    "mark_proxy",
    "mark_received",
    "mark_returned",
    "move_recipients",
    "recipients",
    "remove_recipient",
    "remove_recipients",
    "set_amounts",
    "set_companions",
    "undo_mark",
]

IN_FILE = N_("{name}: khoản này thuộc hồ sơ trợ cấp hoặc hồ sơ nhà; hãy sửa trong hồ sơ ấy.")
NO_GIFTS = N_("Đợt “{campaign}” không thuộc chương trình tặng quà, trợ cấp nên không lập danh sách nhận được.")


@dataclass(frozen=True)
class RecipientsAdded:
    """What became of a list: ``award_ids`` in the order given, and who was refused and why."""

    award_ids: tuple[int, ...]
    refused: tuple[RefusedEntry, ...]
    changes: Changes


def add_recipients(register: Register, campaign_id: int, entries: Sequence[RecipientEntry]) -> RecipientsAdded:
    """Put people on the list of a campaign; who cannot be put there is named with the reason, the others are written.

    Amounts follow the campaign: a worker who is no member gets the worker's rate, everybody else the package.
    """
    with register.writing() as session:
        campaign = campaign_of(session, campaign_id)
        programme = _programme(session, campaign.programme_id, campaign.name)
        planned, refused = plan_entries(session, campaign, entries)
        award_ids = write_planned(session, campaign, programme, planned)
    return RecipientsAdded(award_ids, tuple(refused), Changes(awards=bool(award_ids)))


def add_group(
    register: Register,
    campaign_id: int,
    unit_id: int,
    quantity: int,
    cash_total: int,
    goods_total: int = 0,
    *,
    received_on: date | None = None,
    note: str | None = None,
    reason: str | None = None,
) -> Saved:
    """Put ``quantity`` people of a unit on the list who are not listed by name; amounts are totals, in đồng.

    InvalidInput beside ``override_reason`` beyond the rate without a ``reason``.
    """
    with register.writing() as session:
        campaign = campaign_of(session, campaign_id)
        programme = _programme(session, campaign.programme_id, campaign.name)
        if cash_total + goods_total <= 0:
            raise InvalidInput(N_("Hãy ghi tổng số tiền hoặc tổng trị giá quà của nhóm."), field="cash_total")
        basis = GiftNorms(session, campaign).check_gift(
            cash_total + goods_total, None, reason, quantity=quantity, field="override_reason"
        )
        rules = ListRules(sqlite_of(session), campaign_id)
        if sentence := rules.locked(unit_id) or rules.full(unit_id, quantity):
            raise RuleBroken("{sentence}", sentence=sentence)
        fields = AwardFields(
            programme_id=campaign.programme_id,
            campaign_id=campaign_id,
            unit_id=unit_id,
            handover="planned" if received_on is None else "received",
            paid_on=received_on,
            quantity=quantity,
            count_unit=programme.count_unit,
            signed=received_on is not None,
            override_reason=reason,
            note=note,
        )
        award = add_award(session, AwardData(fields, package_lines(campaign, cash_total, goods_total)))
        award.norm_basis = basis
        session.flush()
        return Saved(cast(int, award.id), award.row_version, Changes(awards=True))


def mark_received(
    register: Register, award_ids: Sequence[int], on: date, *, signed: bool = True, reason: str | None = None
) -> Marked:
    """Mark lines as received in person on a day; from now on they are spending.

    ``reason`` says why a gift that doubles another is handed over all the same; None keeps the one there is.
    """
    return _mark(register, award_ids, "received", on=on, signed=signed, reason=reason)


def mark_proxy(
    register: Register, award_id: int, name: str, relation: str, on: date, *, reason: str | None = None
) -> Marked:
    """Mark a line as received by somebody else for the person; InvalidInput without name or relation."""
    name = PersonName().parse(name) or ""
    if not name:
        raise InvalidInput(N_("Hãy ghi họ tên người nhận thay."), field="recipient_name")
    if relation not in dict(RELATIONS):
        raise InvalidInput(N_("Hãy chọn quan hệ của người nhận thay."), field="recipient_relation")
    return _mark(register, [award_id], "proxy", on=on, signed=True, name=name, relation=relation, reason=reason)


def mark_absent(register: Register, award_ids: Sequence[int]) -> Marked:
    """Mark lines as absent: the gift waits."""
    return _mark(register, award_ids, "absent")


def mark_returned(register: Register, award_ids: Sequence[int], on: date) -> Marked:
    """Mark gifts as given back on a day: no spending any more, and they, their vouchers too, may go to another."""
    return _mark(register, award_ids, "returned", on=on)


def undo_mark(register: Register, award_ids: Sequence[int]) -> Marked:
    """Take marks back: the lines are not handed over, as if nobody had come yet."""
    return _mark(register, award_ids, "planned")


def double_benefits(register: Register, campaign_id: int, person_id: int) -> tuple[BenefitWarning, ...]:
    """Return what a gift of this campaign to a person may double, the gravest first; the first may be a refusal."""
    with register.looking() as connection:
        row = connection.execute("SELECT programme_id FROM campaign WHERE id = ?", (campaign_id,)).fetchone()
        if row is None:
            raise NotFound(N_("Không tìm thấy đợt này; có thể đã bị xóa."))
        return warnings_on(connection, person_id, campaign_id, row[0], None)


def _programme(session: Session, programme_id: int, campaign: str) -> Programme:
    programme = session.get_one(Programme, programme_id)
    if not gives_awards(programme.kind):
        raise RuleBroken(NO_GIFTS, campaign=campaign)
    return programme


def _mark(
    register: Register,
    award_ids: Sequence[int],
    handover: str,
    *,
    on: date | None = None,
    signed: bool = False,
    name: str | None = None,
    relation: str | None = None,
    reason: str | None = None,
) -> Marked:
    """Mark all lines or none; every one must be in a state from which the mark may follow."""
    if on is not None:
        check_happened(on, clock.today())
    with register.writing() as session:
        lines = lines_of_list(session, award_ids)
        for line in lines:
            if line.in_file:
                raise RuleBroken(IN_FILE, name=line.name)
            check_mark(line.handover, handover, name=line.name, paid_on=line.paid_on)
            if line.handover == "returned":
                _check_still_single(session, line.award_id)
        if on is not None:
            for unit_id in {line.unit_id for line in lines}:
                ensure_unit_open(session, unit_id, on)
        sqlite_of(session).execute(
            "UPDATE award SET handover = :handover, paid_on = :on, signed = :signed, recipient_name = :name,"
            " recipient_relation = :relation, override_reason = coalesce(:reason, override_reason),"
            " row_version = row_version + 1, updated_at = :now"
            " WHERE id IN (SELECT value FROM json_each(:ids))",
            {
                "handover": handover,
                "on": on.isoformat() if on else None,
                "signed": signed,
                "name": name,
                "relation": relation,
                "reason": Text().parse(reason),
                "now": now(),
                "ids": json.dumps([line.award_id for line in lines]),
            },
        )
        if handover == "returned":
            take_back_vouchers(session, award_ids)
    return Marked(tuple(award_ids), Changes(awards=True))


def _check_still_single(session: Session, award_id: int) -> None:
    """Refuse to take a return back when the person has got another gift of the campaign since."""
    award = session.get_one(Award, award_id)
    warnings = warnings_in(session, AwardFields.model_validate(award), award_id=award_id)
    check_single(warnings, award.override_reason)
