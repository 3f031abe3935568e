"""What the register says to each row before it is written: second gifts, rates, full lists, days; as on the screens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlmodel import Session, select

from labordesk.errors import InvalidInput, LabordeskError
from labordesk.fields import kinds as clock
from labordesk.i18n import N_, _
from labordesk.kinds import HOUSE
from labordesk.model import Circumstance, Programme
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.rules.double_benefit import Benefit, Intended, Likeness, refusal, sentence_for, warnings_among
from labordesk.rules.happened_days import check_happened
from labordesk.rules.norms import Question, check_norm, norm_for
from labordesk.services.award_norms import rated
from labordesk.services.benefits import campaign_benefits
from labordesk.services.gift_entries import check_amounts
from labordesk.services.gift_list_rules import ListRules
from labordesk.services.gift_norms import GiftNorms, package_for
from labordesk.services.import_benefits import past_benefits
from labordesk.services.import_days import day_of
from labordesk.services.import_drafts import Draft
from labordesk.services.import_households import household_benefits, households_of, warn_within
from labordesk.services.import_model import ImportOrder
from labordesk.services.import_programmes import programme_of, settle_programmes
from labordesk.services.import_target import Target, usual_fund
from labordesk.services.norm_rates import norms_of, times_in_year, usual_level
from labordesk.store.engine import sqlite_of
from labordesk.store.humans import same_humans

SECOND_ROW = N_(
    "Người này đã có ở dòng {row} của danh sách. Mỗi người chỉ nhận một suất trong một đợt; muốn vẫn ghi, hãy nêu lý"
    " do."
)
NO_PACKAGE = N_("Số suất ghi là 0; hãy ghi số suất hoặc bỏ dòng này.")
SEVERAL_PACKAGES = N_("Dòng này ghi {count} suất cho một người; mỗi người thường chỉ nhận một suất trong một đợt.")
NO_AMOUNT = N_("Chưa có số tiền; hãy ghi vào.")
HANDED_FIRST = N_("Ngày bàn giao trước ngày khởi công; hãy xem lại hai ngày.")
NO_DAY = N_("Chỉ biết tháng hoặc năm, chưa rõ ngày; ghi là chưa trao.")
NO_RELATION = N_("Người nhận thay chưa có quan hệ; sẽ ghi “Khác”.")
NO_RECIPIENT = N_("Người được hỗ trợ đã mất (“{circumstance}”); hãy ghi người nhận thay và quan hệ.")
PAID_AT_HANDOVER = N_("Danh sách không có ngày trao tiền; số tiền công đoàn được ghi là trao ngày bàn giao.")


def check_gifts(session: Session, target: Target, order: ImportOrder, drafts: Sequence[Draft]) -> None:
    """Say of each row of a campaign's list why it cannot be written."""
    campaign = target.fields
    if campaign is None:
        return
    connection = sqlite_of(session)
    files = same_humans(connection, (one.identity.chosen for one in drafts if one.identity.chosen is not None))
    listed: dict[Hashable, Benefit] = {}
    if target.campaign_id is not None:
        everybody = {file_id for own in files.values() for file_id in own}
        for benefit in campaign_benefits(connection, target.campaign_id, everybody):
            listed.setdefault(benefit.person_id, benefit)
    settle_programmes(session, "gifts", target, order, drafts)
    rules = ListRules(connection, target.campaign_id) if target.campaign_id is not None else None
    norms = GiftNorms(session, campaign)
    rows: dict[Hashable, Draft] = {}
    for draft in drafts:
        if draft.taken_at or draft.left_out:
            continue
        reason, standing = reason_of(order, draft), draft.values.get("standing") or "member"
        usual = package_for(campaign, member=standing != "worker")
        packages = check_packages(draft)
        given = draft.cash_and_goods() if draft.values.get("amount") is not None else None
        amounts = given or (usual[0] * packages, usual[1] * packages)
        _check_gift_amount(draft, amounts, usual, norms, standing, reason)
        check_paid_day(draft, order)
        keys = files.get(draft.identity.chosen or 0, frozenset()) or {_row_key(draft)}
        _check_single(draft, keys, listed, rows, reason)
        if rules is not None and draft.unit_id is not None and draft.counts:
            if sentence := rules.locked(draft.unit_id) or ("" if reason else rules.full(draft.unit_id, packages)):
                draft.wrong("unit", "error", sentence, excusable=not rules.locked(draft.unit_id))
            else:
                rules.take(draft.unit_id, packages)
    _warn_of_past(connection, target, drafts)


def check_packages(draft: Draft) -> int:
    """Return how many packages a row is for; more than one for a person is told of, none at all is an error."""
    said = draft.values.get("quantity")
    if said is None:
        return 1
    if int(said) < 1:
        draft.wrong("quantity", "error", _(NO_PACKAGE))
    elif int(said) > 1:
        draft.wrong("quantity", "warning", _(SEVERAL_PACKAGES).format(count=said))
    return max(1, int(said))


def _check_gift_amount(
    draft: Draft, amounts: tuple[int, int], usual: tuple[int, int], norms: GiftNorms, standing: str, reason: str
) -> None:
    if any(one.field in ("amount", "cash", "goods") and one.blocks for one in draft.problems):
        return
    try:
        check_amounts(*amounts)
        if amounts != usual:
            norms.check_gift(sum(amounts), standing, reason, field="amount")
    except InvalidInput as error:
        draft.wrong("amount", "error", str(error), excusable=not reason)


def _check_single(
    draft: Draft,
    keys: frozenset[int] | set[Hashable],
    listed: Mapping[Hashable, Benefit],
    rows: dict[Hashable, Draft],
    reason: str,
) -> None:
    known = next((listed[key] for key in keys if key in listed), None)
    earlier = next((rows[key] for key in keys if key in rows), None)
    if not reason and known is not None:
        draft.wrong("name", "error", str(refusal(sentence_for(known, own=True))), excusable=True)
    elif not reason and earlier is not None:
        draft.wrong("name", "error", _(SECOND_ROW).format(row=earlier.read.row), excusable=True)
    if draft.counts:
        for key in keys:
            rows.setdefault(key, draft)


def _row_key(draft: Draft) -> Hashable:
    return draft.same_as or draft.place


def check_grants(session: Session, target: Target, order: ImportOrder, drafts: Sequence[Draft]) -> None:
    """Say of each row of a list of grants why it cannot be written, and what the people had already."""
    programme = target.programme
    if programme is None:
        return
    connection = sqlite_of(session)
    programmes = settle_programmes(session, "grants", target, order, drafts)
    deceased = {
        one.id: one.name
        for one in session.exec(select(Circumstance).where(Circumstance.deceased == True))  # noqa: E712
    }
    for draft in drafts:
        if draft.taken_at or draft.left_out:
            continue
        if not draft.values.get("amount") and not _blocked_at(draft, "amount"):
            draft.wrong("amount", "error", _(NO_AMOUNT))
        paid = check_paid_day(draft, order)
        if paid is None or not draft.counts:
            continue
        own = programme_of(draft.values, programmes, programme)
        circumstance_id = draft.circumstance_id or own.circumstance_id
        if circumstance_id in deceased and not draft.values.get("recipient"):
            draft.wrong("recipient", "error", _(NO_RECIPIENT).format(circumstance=deceased[circumstance_id]))
        _check_grant_norm(session, own, draft, paid, circumstance_id, reason_of(order, draft))
    _warn_of_past(connection, target, drafts)


def _check_grant_norm(
    session: Session, programme: Programme, draft: Draft, paid: date, circumstance_id: int | None, reason: str
) -> None:
    connection = sqlite_of(session)
    fields = AwardFields(
        programme_id=cast(int, programme.id),
        person_id=draft.identity.chosen,
        unit_id=draft.unit_id or 0,
        handover="received",
        paid_on=paid,
        circumstance_id=circumstance_id,
    )
    try:
        for one in rated(session, fields, grant_lines(connection, draft)):
            check_norm(one.norm, one.amount, one.times, reason, quantity=one.quantity, field="amount")
    except InvalidInput as error:
        draft.wrong("amount", "error", str(error), excusable=not reason)


def grant_lines(connection: Any, draft: Draft) -> tuple[AwardLineFields, ...]:
    """Return what a row gives as lines of an award: money and goods of the fund it names or the usual one."""
    fund_id = next(iter(draft.funders.values()), None) or usual_fund(connection) or 0
    level = usual_level(connection)
    forms = zip(("cash", "goods"), draft.cash_and_goods(), strict=True)
    return tuple(
        AwardLineFields(fund_id=fund_id, level=level, form=form, amount=amount) for form, amount in forms if amount
    )


def check_houses(session: Session, target: Target, order: ImportOrder, drafts: Sequence[Draft]) -> None:
    """Say of each house why it cannot be written, and what the household had already."""
    programme = target.programme
    if programme is None:
        return
    connection = sqlite_of(session)
    norms, level = norms_of(connection, cast(int, programme.id)), usual_level(connection)
    told = False
    for draft in drafts:
        if draft.taken_at or draft.left_out:
            continue
        days = [
            day
            for field in ("surveyed", "approved", "started", "inspected", "handed", "paid")
            if (day := check_day(draft, field))
        ]
        started, handed = day_of(draft.values, "started"), day_of(draft.values, "handed")
        if started and handed and handed < started:
            draft.wrong("handed", "error", _(HANDED_FIRST))
        amount = union_amount(draft)
        if days and not amount and not _blocked_at(draft, "amount"):
            draft.wrong("amount", "error", _(NO_AMOUNT))
        question = Question(
            cast(int, programme.id),
            started or (min(days) if days else clock.today()),
            work="new" if draft.values.get("new_build", True) else "repair",
            level=level,
            member=(draft.values.get("standing") or "member") == "member",
        )
        norm = norm_for(norms, question)
        try:
            times = times_in_year(connection, draft.identity.chosen, norm, question.on)
            check_norm(norm, amount, times, reason_of(order, draft), field="amount")
        except InvalidInput as error:
            draft.wrong("amount", "error", str(error), excusable=True)
        if amount and handed and not day_of(draft.values, "paid") and not told:
            draft.wrong("handed", "warning", _(PAID_AT_HANDOVER))
            told = True
    _warn_of_past(connection, target, drafts)


def union_amount(draft: Draft) -> int:
    """Return the union's own part of a house, in đồng."""
    return int(draft.values.get("amount") or 0)


def check_paid_day(draft: Draft, order: ImportOrder) -> date | None:
    """Return the day a row was paid on, that of the whole list where it names none; a problem when it cannot be."""
    if "paid" not in draft.values:
        return order.paid_on
    paid = day_of(draft.values, "paid")
    if paid is None and not _blocked_at(draft, "paid"):
        draft.wrong("paid", "warning", _(NO_DAY))
    return check_day(draft, "paid") if paid is not None else None


def check_day(draft: Draft, field: str) -> date | None:
    """Return a day of a row; a day still ahead is a problem."""
    day = day_of(draft.values, field)
    if day is None:
        return None
    try:
        check_happened(day, clock.today())
    except LabordeskError as error:
        draft.wrong(field, "error", str(error))
        return None
    return day


def reason_of(order: ImportOrder, draft: Draft) -> str:
    """Return why a row is written against a rule, "" when nobody said."""
    return " ".join((order.reasons.get(draft.place) or order.reason).split())


def _blocked_at(draft: Draft, field: str) -> bool:
    return any(one.field == field and one.blocks for one in draft.problems)


def _warn_of_past(connection: Any, target: Target, drafts: Sequence[Draft]) -> None:
    """Warn of what people had already that the new support may double; a support of quite another kind is no news."""
    programme = target.programme
    waiting = [one for one in drafts if one.identity.chosen is not None and not one.taken_at and not one.left_out]
    if programme is None:
        return
    tet_year = target.fields.tet_year if target.fields else None
    households = households_of(connection, (cast(int, one.identity.chosen) for one in waiting))
    warn_within([one for one in drafts if not one.taken_at and not one.left_out], households)
    by_programme: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in waiting:
        by_programme[int(draft.values.get("programme_id") or cast(int, programme.id))].append(draft)
    for programme_id, rows in by_programme.items():
        people = {cast(int, one.identity.chosen) for one in rows}
        past = past_benefits(connection, people, programme_id, tet_year)
        near = household_benefits(
            connection, {one: households[one] for one in people if one in households}, programme_id, tet_year
        )
        _warn_of_benefits(rows, programme_id, target, {one: (*past.get(one, ()), *near.get(one, ())) for one in people})


def _warn_of_benefits(
    rows: Sequence[Draft], programme_id: int, target: Target, past: Mapping[int, Sequence[Benefit]]
) -> None:
    programme, tet_year = target.programme, target.fields.tet_year if target.fields else None
    for draft in rows:
        person_id = cast(int, draft.identity.chosen)
        intended = Intended(
            person_id=person_id,
            programme_id=programme_id,
            on=draft.on,
            campaign_id=target.campaign_id,
            tet_year=tet_year,
            house=programme is not None and programme.kind == HOUSE.code,
        )
        for warning in warnings_among(intended, past.get(person_id, ())):
            if warning.likeness not in (Likeness.SAME_CAMPAIGN, Likeness.OTHER):
                draft.wrong("name", "warning", warning.sentence)
