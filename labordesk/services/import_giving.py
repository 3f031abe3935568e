"""What is given by an accepted list: gifts of a campaign, grants, houses; each by the rules of its own screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from sqlmodel import Session, select

from labordesk.errors import LabordeskError, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.fields.choices import METHODS, RELATIONS
from labordesk.i18n import N_
from labordesk.model import Campaign, Fund, Programme
from labordesk.model.award import AwardLineFields
from labordesk.model.grant_case import GrantCaseFields
from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields
from labordesk.services.award_records import Slip
from labordesk.services.case_records import check_case, receive
from labordesk.services.case_steps import record_grant_in
from labordesk.services.gift_entries import RecipientEntry, plan_entries, write_planned
from labordesk.services.house_loading import HouseData
from labordesk.services.house_payments import pay_house_in
from labordesk.services.houses import add_house
from labordesk.services.import_days import day_of
from labordesk.services.import_model import ImportOrder, PreviewRow, RowPlace
from labordesk.services.import_programmes import programme_of
from labordesk.services.import_registering import CANNOT, unit_of
from labordesk.services.import_target import usual_fund
from labordesk.services.norm_rates import usual_level
from labordesk.services.row_edit import tidied
from labordesk.store.engine import sqlite_of

NO_UNIT = N_("chưa có đơn vị; hãy ghi đơn vị.")
FROM_LIST: Final = "Nhập từ danh sách “{file}”; danh sách không ghi ngày này."
"""Goes into a note, which is always Vietnamese."""
OLD_DECISION: Final = "Nhập từ danh sách “{file}”; quyết định chưa có trong danh sách."
CIRCUMSTANCE_SAID: Final = "Hoàn cảnh ghi trong danh sách: {written}"
_RELATIONS: Final = frozenset(dict(RELATIONS))
_METHODS: Final = frozenset(dict(METHODS))


@dataclass(frozen=True)
class Giving:
    """What all writers need: people and added units by row and key, the order, the name of the file."""

    session: Session
    order: ImportOrder
    people: Mapping[RowPlace, int]
    units: Mapping[str, int]
    file_name: str

    def unit(self, row: PreviewRow) -> int:
        """Return the unit of a row."""
        found = unit_of(row, self.units)
        if found is None:
            raise RuleBroken(CANNOT, row=row.read.row, sheet=row.read.sheet, reason=NO_UNIT)
        return found

    def reason(self, row: PreviewRow) -> str | None:
        """Return why a row is written against a rule."""
        return " ".join((self.order.reasons.get(row.place) or self.order.reason).split()) or None

    def paid(self, row: PreviewRow) -> date | None:
        """Return the day a row was paid on."""
        return day_of(row.values, "paid") if "paid" in row.values else self.order.paid_on


def write_gifts(giving: Giving, campaign: Campaign, programme: Programme, rows: Sequence[PreviewRow]) -> list[int]:
    """Put rows on the list of a campaign, received where a day is told, and return their awards in order."""
    entries = [_gift(giving, row) for row in rows]
    planned, refused = plan_entries(giving.session, campaign, entries)
    if refused:
        row = next(row for row, entry in zip(rows, entries, strict=True) if entry.person_id == refused[0].person_id)
        raise RuleBroken(CANNOT, row=row.read.row, sheet=row.read.sheet, reason=refused[0].reason)
    award_ids = list(write_planned(giving.session, campaign, programme, planned))
    _count_packages(giving.session, rows, award_ids)
    return award_ids


def _count_packages(session: Session, rows: Sequence[PreviewRow], award_ids: Sequence[int]) -> None:
    """Write how many packages a row is for; where it names no amount, the campaign's own is that of each of them."""
    connection = sqlite_of(session)
    for row, award_id in zip(rows, award_ids, strict=True):
        count = int(row.values.get("quantity") or 1)
        if count < 2:
            continue
        connection.execute("UPDATE award SET quantity = ? WHERE id = ?", (count, award_id))
        if _amounts(row) == (None, None):
            connection.execute("UPDATE award_line SET amount = amount * ? WHERE award_id = ?", (count, award_id))


def _gift(giving: Giving, row: PreviewRow) -> RecipientEntry:
    cash, goods = _amounts(row)
    paid = giving.paid(row)
    return RecipientEntry(
        person_id=giving.people[row.place],
        unit_id=giving.unit(row),
        cash=cash,
        goods=goods,
        override_reason=giving.reason(row),
        circumstance_id=row.circumstance_id,
        received_on=paid,
        recipient_name=row.values.get("recipient") if paid else None,
        recipient_relation=_relation(row) if paid and row.values.get("recipient") else None,
        note=_note(row),
    )


def write_grants(giving: Giving, programme: Programme, rows: Sequence[PreviewRow]) -> Iterator[int]:
    """Write each row as a grant: paid when a day is told, or else a request that waits."""
    programmes = {cast(int, one.id): one for one in giving.session.exec(select(Programme))}
    for row in rows:
        with _in_row(row):
            case_id = _grant(giving, programme_of(row.values, programmes, programme), row)
        yield case_id


def _grant(giving: Giving, programme: Programme, row: PreviewRow) -> int:
    session, values, paid = giving.session, row.values, giving.paid(row)
    cash, goods = _amounts(row)
    amount = (cash or 0) + (goods or 0)
    recipient = values.get("recipient")
    decided = day_of(values, "decision_date")
    fields = GrantCaseFields(
        person_id=giving.people[row.place],
        programme_id=cast(int, programme.id),
        unit_id=giving.unit(row),
        circumstance_id=row.circumstance_id or programme.circumstance_id,
        requested_on=min(day for day in (decided, paid, clock.today()) if day is not None),
        asked_amount=amount or None,
        decision_number=values.get("decision_number"),
        decision_date=decided,
        norm_reason=giving.reason(row),
        recipient_name=recipient,
        recipient_relation=_relation(row) if recipient else None,
        note=_note(row),
    )
    if paid is None:
        fields = tidied(fields)
        check_case(session, fields)
        return cast(int, receive(session, fields).id)
    slip = Slip(
        recipient_name=recipient,
        recipient_relation=_relation(row) if recipient else None,
        method=_method(row),
        voucher_number=values.get("voucher_number"),
        override_reason=giving.reason(row),
    )
    return record_grant_in(session, fields, paid, _lines(giving, row, cash or 0, goods or 0), slip).case_id


def _lines(giving: Giving, row: PreviewRow, cash: int, goods: int) -> tuple[AwardLineFields, ...]:
    connection = sqlite_of(giving.session)
    fund_id = next(iter(row.funders.values()), None) or usual_fund(connection) or 0
    level = usual_level(connection)
    return tuple(
        AwardLineFields(fund_id=fund_id, level=level, form=form, amount=amount)
        for form, amount in (("cash", cash), ("goods", goods))
        if amount > 0
    )


def write_houses(giving: Giving, programme: Programme, rows: Sequence[PreviewRow]) -> Iterator[int]:
    """Write each row as a Mái ấm with who pays, what happened when, and the union's money once it is handed over."""
    funds = {cast(int, fund.id): fund for fund in giving.session.exec(select(Fund))}
    for row in rows:
        with _in_row(row):
            house_id = _house(giving, programme, row, funds)
        yield house_id


def _house(giving: Giving, programme: Programme, row: PreviewRow, funds: Mapping[int, Fund]) -> int:
    values, session = row.values, giving.session
    shares = [(funds[row.funders[label]], amount) for label, amount in (values.get("funders") or {}).items() if amount]
    shares.sort(key=lambda share: not share[0].union_money)  # the union's own first, as in the form
    union = int(values.get("amount") or 0) or sum(amount for fund, amount in shares if fund.union_money)
    handed = day_of(values, "handed")
    if union and not any(fund.union_money for fund, _amount in shares):
        shares.insert(0, (_house_fund(funds), union))
    total = int(values.get("total_value") or 0) or sum(amount for _fund, amount in shares)
    fields = HouseFields(
        person_id=giving.people[row.place],
        unit_id=giving.unit(row),
        programme_id=cast(int, programme.id),
        work="new" if values.get("new_build", True) else "repair",
        address=values.get("address"),
        area=values.get("area"),
        structure=values.get("structure"),
        estimate=values.get("estimate") or total or None,
        approved_amount=union or None,
        total_value=total or None,
        due_on=day_of(values, "due_on"),
        decision_number=values.get("decision_number"),
        decision_date=day_of(values, "decision_date"),
        norm_reason=giving.reason(row),
        note=_note(row),
    )
    milestones = tuple(_milestones(giving, row))
    house = add_house(session, HouseData(fields, tuple(_funders(shares, values, handed)), milestones).tidied())
    house_id = cast(int, house.id)
    paid = giving.paid(row) or handed
    ours = [(fund, amount) for fund, amount in shares if fund.union_money]
    if paid is not None and ours and any(one.milestone == "approved" for one in milestones):
        level = usual_level(sqlite_of(session))
        lines = [
            AwardLineFields(fund_id=cast(int, fund.id), level=level, form="cash", amount=amount)
            for fund, amount in ours
        ]
        note = None if giving.paid(row) else FROM_LIST.format(file=giving.file_name)
        slip = Slip(note=note, voucher_number=values.get("voucher_number"), override_reason=giving.reason(row))
        pay_house_in(session, house_id, paid, lines, slip)
    return house_id


def _house_fund(funds: Mapping[int, Fund]) -> Fund:
    """Return the fund the union's part of a house comes from unless the list says so."""
    ours = sorted(
        (one for one in funds.values() if one.union_money and one.active), key=lambda one: (one.position, one.id)
    )
    return next((one for one in ours if one.source == "house_fund"), ours[0])


def _funders(
    shares: Sequence[tuple[Fund, int]], values: Mapping[str, Any], handed: date | None
) -> Iterator[HouseFunderFields]:
    """Yield who bears the cost; what others promised has come once the house is handed over."""
    for fund, amount in shares:
        received = 0 if fund.union_money or handed is None else amount
        form = "loan" if fund.source == "bank" else "cash"
        yield HouseFunderFields(fund_id=cast(int, fund.id), form=form, planned=amount, received=received)
    days = int(values.get("labour_days") or 0)
    if days and shares:
        yield HouseFunderFields(fund_id=cast(int, shares[-1][0].id), form="labour", labour_days=days)


def _milestones(giving: Giving, row: PreviewRow) -> Iterator[HouseMilestoneFields]:
    """Yield what happened to a house; a step that must have been before another is noted on its day."""
    days = {
        code: day
        for code, field in (
            ("surveyed", "surveyed"),
            ("approved", "approved"),
            ("started", "started"),
            ("inspected", "inspected"),
            ("handed_over", "handed"),
        )
        if (day := day_of(row.values, field)) is not None
    }
    later = [days[code] for code in ("started", "inspected", "handed_over") if code in days]
    if paid := giving.paid(row):
        later.append(paid)
    decided = day_of(row.values, "decision_date")
    told = set(days)
    if "approved" not in days and later:
        days["approved"] = min([*later, *([decided] if decided else [])])
    if "handed_over" in days and "inspected" not in days:
        days["inspected"] = days["handed_over"]
    for code, day in days.items():
        note = None if code in told else FROM_LIST.format(file=giving.file_name)
        if code == "approved" and note is None:
            note = OLD_DECISION.format(file=giving.file_name)
        yield HouseMilestoneFields(milestone=code, happened_on=day, note=note)


@contextmanager
def _in_row(row: PreviewRow) -> Iterator[None]:
    """Let a refusal name the row it is about."""
    try:
        yield
    except LabordeskError as error:
        raise RuleBroken(CANNOT, row=row.read.row, sheet=row.read.sheet, reason=str(error)) from error


def _amounts(row: PreviewRow) -> tuple[int | None, int | None]:
    """Return money and goods of a row, None for both when it names no amount and the campaign's own holds."""
    values = row.values
    if values.get("amount") is None and values.get("cash") is None and values.get("goods") is None:
        return None, None
    goods = int(values.get("goods") or 0)
    if values.get("cash") is not None:
        return int(values["cash"]), goods
    return max(0, int(values.get("amount") or 0) - goods), goods


def _relation(row: PreviewRow) -> str:
    said = str(row.values.get("relation") or "")
    return said if said in _RELATIONS else "other"


def _method(row: PreviewRow) -> str | None:
    said = str(row.values.get("method") or "")
    return said if said in _METHODS else None


def _note(row: PreviewRow) -> str | None:
    written = row.values.get("circumstance")
    said = CIRCUMSTANCE_SAID.format(written=written) if written and row.circumstance_id is None else None
    return "\n".join(filter(None, (said, row.read.values.get("note")))) or None
