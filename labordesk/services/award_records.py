"""Writing an award inside a unit of work: every way of giving (form, gift list, grant, house) ends here.

Functions take the session and never commit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, col, func, select

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.kinds import HOUSE, gives_awards
from labordesk.model import Award, AwardLine, Campaign, Circumstance, Fund, Person, Programme
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.rules.double_benefit import BenefitWarning, Intended, check_single, warnings_among
from labordesk.rules.hand_over_states import check_hand_over
from labordesk.rules.happened_days import check_happened
from labordesk.services.award_norms import check_award_norm
from labordesk.services.benefits import benefits_of
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.engine import sqlite_of
from labordesk.vietnamese.dates import short

NO_AWARD = N_("Không tìm thấy lần hỗ trợ này; có thể đã bị xóa.")


@dataclass(frozen=True)
class AwardData:
    """One support with its lines of money; the sum of the lines is its only total."""

    fields: AwardFields
    lines: tuple[AwardLineFields, ...] = ()

    @property
    def total(self) -> int:
        """Return the value given, in đồng."""
        return sum(line.amount for line in self.lines)

    def tidied(self) -> AwardData:
        """Return a copy with typed text in NFC and without needless blanks."""
        return AwardData(tidied(self.fields), tuple(map(tidied, self.lines)))


@dataclass(frozen=True)
class Slip:
    """Phiếu chi: who took the money and how; empty fields mean the person helped took it, in the unit of the file.

    ``unit_id`` is the unit of the day when the file's own has ended; ``override_reason`` says why more is paid than
    was approved; ``instalment`` tells which part of a house's support it is.
    """

    recipient_name: str | None = None
    recipient_relation: str | None = None
    unit_id: int | None = None
    method: str | None = None
    voucher_number: str | None = None
    override_reason: str | None = None
    note: str | None = None
    instalment: str | None = None

    def award_fields(
        self, *, programme_id: int, person_id: int, unit_id: int, on: date, count_unit: str
    ) -> AwardFields:
        """Return the award this slip hands over on a day."""
        by_proxy = bool(self.recipient_name)
        return AwardFields(
            programme_id=programme_id,
            person_id=person_id,
            unit_id=self.unit_id or unit_id,
            handover="proxy" if by_proxy else "received",
            paid_on=on,
            count_unit=count_unit,
            recipient_name=self.recipient_name,
            recipient_relation=self.recipient_relation if by_proxy else None,
            method=self.method,
            voucher_number=self.voucher_number,
            override_reason=self.override_reason,
            note=self.note,
            instalment=self.instalment,
            signed=True,
        )


NO_SLIP = Slip()
"""Taken by the person helped, nothing more to tell."""


def award_of(session: Session, award_id: int) -> Award:
    """Return an award to change; NotFound when it is gone."""
    award = session.get(Award, award_id)
    if award is None:
        raise NotFound(NO_AWARD)
    return award


def lines_of(session: Session, award_id: int) -> tuple[AwardLineFields, ...]:
    """Return the lines of an award in the order they were typed."""
    lines = session.exec(select(AwardLine).where(AwardLine.award_id == award_id).order_by(col(AwardLine.id)))
    return tuple(AwardLineFields.model_validate(line) for line in lines)


def add_award(
    session: Session,
    data: AwardData,
    *,
    case_id: int | None = None,
    house_id: int | None = None,
) -> Award:
    """Check and add an award with its lines and the rate it rests on; its place in a campaign's list is the last."""
    data = data.tidied()
    check_award(session, data, is_house=house_id is not None)
    place = {"case_id": case_id, "house_id": house_id, "position": next_position(session, data.fields.campaign_id)}
    basis = check_award_norm(session, data.fields, data.lines, case_id=case_id, house_id=house_id)
    award = Award.model_validate(data.fields, update={**place, "norm_basis": basis})
    session.add(award)
    session.flush()
    put_lines(session, cast(int, award.id), data.lines)
    return award


def give_back(award: Award, on: date, why: str) -> None:
    """Mark a payment as given back on a day: no spending any more; the note says when and why."""
    award.handover = "returned"
    said = f"Thu hồi ngày {short(on)}: {why}"
    award.note = "\n".join(part for part in (award.note, said) if part)
    touch(award)


def next_position(session: Session, campaign_id: int | None) -> int:
    """Return the STT after the last of a campaign's list; 0 outside campaigns."""
    if campaign_id is None:
        return 0
    last = session.exec(select(func.max(Award.position)).where(Award.campaign_id == campaign_id)).one()
    return (last or 0) + 1


def put_lines(session: Session, award_id: int, lines: Sequence[AwardLineFields]) -> bool:
    """Make these the lines of an award and tell whether anything changed; a line of nothing is not kept."""
    wanted = [line for line in lines if line.amount > 0]
    rows = session.exec(select(AwardLine).where(AwardLine.award_id == award_id).order_by(col(AwardLine.id))).all()
    changed = len(rows) != len(wanted)
    for row, line in zip(rows, wanted, strict=False):
        changed |= apply_fields(row, line, None)
    for row in rows[len(wanted) :]:
        session.delete(row)
    session.add_all(AwardLine.model_validate(line, update={"award_id": award_id}) for line in wanted[len(rows) :])
    session.flush()
    return changed


def check_award(session: Session, data: AwardData, *, is_house: bool, award_id: int | None = None) -> None:
    """Refuse an award that cannot be: InvalidInput beside a field, RuleBroken with the rule's source."""
    fields = data.fields
    check_fields(fields)
    if fields.paid_on is not None:
        check_happened(fields.paid_on, clock.today())
    check_hand_over(fields.handover, fields.paid_on, fields.recipient_name, fields.recipient_relation)
    _check_programme(session, fields, is_house=is_house)
    campaign = _check_campaign(session, fields)
    _check_person(session, fields)
    day = fields.paid_on or (campaign.starts_on if campaign else clock.today())
    ensure_unit_open(session, fields.unit_id, day)
    check_lines(session, data.lines)
    if fields.handover in PAID and data.total <= 0:
        raise InvalidInput(N_("Hãy ghi số tiền hoặc trị giá đã trao."), field="lines")
    if fields.campaign_id is not None and fields.person_id is not None:
        check_single(warnings_in(session, fields, award_id=award_id), fields.override_reason)


def check_lines(session: Session, lines: Iterable[AwardLineFields]) -> None:
    """Refuse lines with an unknown fund, an amount out of range or a form that is none."""
    for line in lines:
        check_fields(line)
        if session.get(Fund, line.fund_id) is None:
            raise InvalidInput(N_("Nguồn kinh phí này không còn trong danh mục; hãy chọn lại."), field="fund_id")


def warnings_in(session: Session, fields: AwardFields, *, award_id: int | None = None) -> tuple[BenefitWarning, ...]:
    """Return what the award may double, as this unit of work sees the register."""
    if fields.person_id is None:
        return ()
    return warnings_on(
        sqlite_of(session), fields.person_id, fields.campaign_id, fields.programme_id, fields.paid_on, award_id=award_id
    )


def warnings_on(
    connection: sqlite3.Connection,
    person_id: int,
    campaign_id: int | None,
    programme_id: int,
    on: date | None,
    *,
    award_id: int | None = None,
    house_id: int | None = None,
) -> tuple[BenefitWarning, ...]:
    """Return what a support to a person may double; without ``on`` the campaign's first day, or today, counts."""
    starts_on, tet_year = connection.execute(
        "SELECT starts_on, tet_year FROM campaign WHERE id = ?", (campaign_id,)
    ).fetchone() or (None, None)
    [kind] = connection.execute("SELECT kind FROM programme WHERE id = ?", (programme_id,)).fetchone() or [""]
    intended = Intended(
        person_id=person_id,
        programme_id=programme_id,
        on=on or (date.fromisoformat(starts_on) if starts_on else clock.today()),
        campaign_id=campaign_id,
        tet_year=tet_year,
        house=kind == HOUSE.code,
        award_id=award_id,
        house_id=house_id,
    )
    return warnings_among(intended, benefits_of(connection, person_id))


def _check_programme(session: Session, fields: AwardFields, *, is_house: bool) -> None:
    programme = session.get(Programme, fields.programme_id)
    if programme is None:
        raise InvalidInput(N_("Chương trình này không còn trong danh mục; hãy chọn lại."), field="programme_id")
    if not gives_awards(programme.kind):
        raise RuleBroken(
            N_("“{programme}” không phải chương trình hỗ trợ nên không ghi khoản chi; hãy chọn chương trình khác."),
            programme=programme.name,
        )
    if programme.kind == HOUSE.code and not is_house:
        raise RuleBroken(
            N_("Tiền hỗ trợ “{programme}” được ghi trong hồ sơ nhà; hãy mở nhà đó rồi ghi khoản chi."),
            programme=programme.name,
        )


def _check_campaign(session: Session, fields: AwardFields) -> Campaign | None:
    if fields.campaign_id is None:
        return None
    campaign = session.get(Campaign, fields.campaign_id)
    if campaign is None:
        raise InvalidInput(N_("Đợt này không còn; hãy chọn lại."), field="campaign_id")
    if campaign.programme_id != fields.programme_id:
        raise InvalidInput(
            N_("Đợt “{campaign}” thuộc chương trình khác; hãy chọn lại đợt."),
            field="campaign_id",
            campaign=campaign.name,
        )
    return campaign


def _check_person(session: Session, fields: AwardFields) -> None:
    if fields.person_id is not None and session.get(Person, fields.person_id) is None:
        raise InvalidInput(N_("Người này không còn trong sổ; hãy chọn lại."), field="person_id")
    if fields.circumstance_id is None:
        return
    circumstance = session.get(Circumstance, fields.circumstance_id)
    if circumstance is None:
        raise InvalidInput(N_("Hoàn cảnh này không còn trong danh mục; hãy chọn lại."), field="circumstance_id")
    if circumstance.deceased and fields.handover == "received":
        raise InvalidInput(
            N_("Người được hỗ trợ đã mất (“{circumstance}”); hãy ghi người nhận thay và quan hệ."),
            field="recipient_name",
            circumstance=circumstance.name,
        )
