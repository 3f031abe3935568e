"""Phân bổ chỉ tiêu: handing packages of a campaign down to units, one by one or all below a unit at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal, cast

from sqlmodel import Session, select

from labordesk.errors import InvalidInput, NotFound
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.model import Allocation, Campaign
from labordesk.model.allocation import AllocationFields
from labordesk.rules.allocation import Share, check_shares, divided
from labordesk.services.allocation_tree import CampaignUnits, UnitShare, campaign_units, share_tree
from labordesk.services.campaigns import campaign_of
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.unit_guard import ensure_unit_open_between
from labordesk.services.unit_tree import read_history
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

Way = Literal["evenly", "members"]

NO_CHILDREN = N_("“{unit}” không có đơn vị nào bên dưới để phân bổ.")
NOTHING_TO_SPLIT = N_("Chưa có số suất để chia; hãy ghi số suất dự kiến của đợt hoặc phân bổ cho “{unit}” trước.")
UNKNOWN_UNIT = N_("Đơn vị này không có trong đợt; hãy tải lại trang.")


def allocate(
    register: Register,
    campaign_id: int,
    unit_id: int,
    packages: int,
    *,
    cash: int | None = None,
    goods: int | None = None,
    allocated_on: date | None = None,
    document: str | None = None,
    note: str | None = None,
) -> Changes:
    """Give a unit so many packages; RuleBroken tells the numbers when its giver, or the plan, has not so many.

    Money is for all packages together. What is None follows the package, or stays as it is where other money than
    the package was written before (81 suất cash and 75 vouchers).
    """
    with register.writing() as session:
        campaign = campaign_of(session, campaign_id)
        old = _row(session, campaign_id, unit_id)
        fields = AllocationFields(
            unit_id=unit_id,
            packages=packages,
            cash=_money(cash, packages, campaign.package_cash, old, "cash"),
            goods=_money(goods, packages, campaign.package_goods, old, "goods"),
            allocated_on=allocated_on or (old.allocated_on if old else clock.today()),
            document=document if document is not None or old is None else old.document,
            note=note if note is not None or old is None else old.note,
        )
        return _put(session, campaign, [fields], ())


def put_shares(
    register: Register, campaign_id: int, wanted: Sequence[AllocationFields], removed: Collection[int] = ()
) -> Changes:
    """Write and remove many shares at once: all of them, or none when together they are more than there is."""
    with register.writing() as session:
        return _put(session, campaign_of(session, campaign_id), wanted, removed)


def remove_shares(register: Register, campaign_id: int, unit_ids: Collection[int]) -> Changes:
    """Take the shares of units away; those below them hang on the giver above then, which must have enough."""
    return put_shares(register, campaign_id, (), unit_ids)


def split_among_children(register: Register, campaign_id: int, unit_id: int, way: Way) -> Changes:
    """Hand all of a unit's packages on to the units right below it, evenly or by their members.

    Of the unit that organises the campaign the plan is divided. Money other than the package is divided alike.
    """
    units = campaign_units(register, campaign_id)
    row = next((one for one in units.rows if one.unit_id == unit_id), None)
    if row is None:
        raise NotFound(UNKNOWN_UNIT)
    children = [one for one in units.rows if one.parent_id == unit_id]
    if not children:
        raise InvalidInput(NO_CHILDREN, field="unit_id", unit=row.name)
    return put_shares(register, campaign_id, _divided_among(units, row, children, way))


def load_share(register: Register, campaign_id: int, unit_id: int) -> AllocationFields:
    """Return the share of a unit for its form; one not yet given has no packages."""
    with register.reading() as session:
        row = _row(session, campaign_id, unit_id)
        return AllocationFields.model_validate(row) if row else AllocationFields(unit_id=unit_id, packages=0)


def _divided_among(
    units: CampaignUnits, row: UnitShare, children: Sequence[UnitShare], way: Way
) -> list[AllocationFields]:
    whole = row.share
    if whole is None and units.plan is not None and (row.is_organiser or row.parent_id is None):
        whole = Share(units.plan, units.plan * units.package.cash, units.plan * units.package.goods)
    if whole is None:
        raise InvalidInput(NOTHING_TO_SPLIT, field="packages", unit=row.name)
    packages = divided(whole.packages, [1 if way == "evenly" else one.members for one in children])
    cash, goods = divided(whole.cash, packages), divided(whole.goods, packages)
    if (whole.cash, whole.goods) == (whole.packages * units.package.cash, whole.packages * units.package.goods):
        cash, goods = ([part * each for part in packages] for each in (units.package.cash, units.package.goods))
    today = clock.today()
    return [
        AllocationFields(unit_id=one.unit_id, packages=part, cash=money, goods=worth, allocated_on=today)
        for one, part, money, worth in zip(children, packages, cash, goods, strict=True)
    ]


def _put(session: Session, campaign: Campaign, wanted: Sequence[AllocationFields], removed: Collection[int]) -> Changes:
    campaign_id = cast(int, campaign.id)
    touched: list[int] = []
    for fields in map(tidied, wanted):
        check_fields(fields)
        row = _row(session, campaign_id, fields.unit_id)
        touched.append(fields.unit_id)
        if row is None:
            ensure_unit_open_between(session, fields.unit_id, campaign.starts_on, campaign.ends_on)
            session.add(Allocation.model_validate(fields, update={"campaign_id": campaign_id}))
        else:
            apply_fields(row, fields, None)
    for unit_id in removed:
        row = _row(session, campaign_id, unit_id)
        if row is not None:
            touched.append(unit_id)
            session.delete(row)
    session.flush()
    connection = sqlite_of(session)
    history = read_history(connection)
    names = {unit_id: unit.name for unit_id, unit in history.units.items()}
    check_shares(share_tree(connection, campaign_id), touched, names)
    return Changes(campaigns=True)


def _row(session: Session, campaign_id: int, unit_id: int) -> Allocation | None:
    return session.exec(
        select(Allocation).where(Allocation.campaign_id == campaign_id, Allocation.unit_id == unit_id)
    ).first()


def _money(typed: int | None, packages: int, each: int, old: Allocation | None, name: str) -> int:
    """Return what was typed, or what was written apart from the package before, or else the package times packages."""
    if typed is not None:
        return typed
    kept: int = getattr(old, name) if old is not None else 0
    return kept if old is not None and kept != old.packages * each else packages * each
