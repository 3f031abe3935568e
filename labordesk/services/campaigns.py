"""Đợt tặng quà: its days, its package, its source of money, and how far the hand-over is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.kinds import kind_of
from labordesk.model import Activity, Aggregate, Allocation, Award, Campaign, Fund, Programme, UnitList, Voucher
from labordesk.model.programme import CampaignFields
from labordesk.rules.allocation import NOTHING
from labordesk.rules.campaign_seasons import season_between, season_of
from labordesk.services.allocation_tree import share_tree
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.gift_lists import CampaignProgress, progress_of
from labordesk.services.gift_norms import RATED, check_package
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open_between
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

LONGEST_DAYS = 366
"""A campaign is one round; a longer one is a slip of the year."""

_BEFORE_TET = timedelta(days=92)
"""So long before New Year a round of the Tết that follows may end."""

NO_CAMPAIGN = N_("Không tìm thấy đợt này; có thể đã bị xóa.")
IN_USE = N_("Đợt “{campaign}” đã có {count} dòng nên không xóa được; hãy bỏ các dòng đó trước.")
ALLOCATED = N_("Đã phân bổ {count} suất cho các đơn vị; hãy ghi số suất dự kiến không ít hơn, hoặc giảm phân bổ trước.")
TWICE = N_("Chương trình này đã có đợt “{campaign}”; hãy đặt tên khác hoặc mở đợt ấy.")

_LIST = """
SELECT c.id, c.name, c.programme_id, p.name, p.count_unit, c.tet_year, c.starts_on, c.ends_on, c.unit_id,
       coalesce(u.short_name, u.name, ''), c.package_cash, c.package_goods, c.planned_packages
FROM campaign c JOIN programme p ON p.id = c.programme_id LEFT JOIN unit u ON u.id = c.unit_id
WHERE (:programme IS NULL OR c.programme_id = :programme)
  AND (:year IS NULL OR c.tet_year = :year
       OR c.tet_year IS NULL AND :year BETWEEN substr(c.starts_on, 1, 4) AND substr(c.ends_on, 1, 4))
ORDER BY c.starts_on DESC, c.id DESC
"""


@dataclass(frozen=True)
class CampaignRow:
    """A campaign in the list; money in đồng, both dates inclusive."""

    id: int
    name: str
    programme_id: int
    programme_name: str
    count_unit: str
    tet_year: int | None
    starts_on: date
    ends_on: date
    unit_id: int | None
    unit_name: str
    package_cash: int
    package_goods: int
    planned_packages: int | None
    progress: CampaignProgress


@dataclass(frozen=True)
class CampaignLabel:
    """How a campaign is called after the lunar year its days lie in."""

    name: str
    tet_year: int | None


@dataclass(frozen=True)
class LoadedCampaign:
    """A campaign for its form; ``progress`` tells what would be lost with it."""

    id: int
    row_version: int
    fields: CampaignFields
    programme_name: str
    progress: CampaignProgress


def list_campaigns(
    register: Register, *, programme_id: int | None = None, year: int | None = None
) -> tuple[CampaignRow, ...]:
    """Return campaigns with their progress, the latest first; a Tết campaign belongs to the year of its label."""
    with register.looking() as connection:
        found = connection.execute(
            _LIST, {"programme": programme_id, "year": None if year is None else str(year)}
        ).fetchall()
        progress = progress_of(connection, [row[0] for row in found])
    return tuple(_row(row, progress[row[0]]) for row in found)


def load_campaign(register: Register, campaign_id: int) -> LoadedCampaign:
    """Return a campaign for its form; NotFound when it is gone."""
    with register.looking() as connection:
        progress = progress_of(connection, [campaign_id])[campaign_id]
    with register.reading() as session:
        campaign = campaign_of(session, campaign_id)
        programme = session.get_one(Programme, campaign.programme_id)
        fields = CampaignFields.model_validate(campaign)
        return LoadedCampaign(campaign_id, campaign.row_version, fields, programme.name, progress)


def suggest_campaign(register: Register, programme_id: int, *, today: date | None = None) -> CampaignFields:
    """Return a new campaign filled in: the next "Tết Bính Ngọ 2026" …, with package and source of the last one."""
    with register.reading() as session:
        programme = session.get(Programme, programme_id)
        if programme is None:
            raise NotFound(N_("Chương trình này không còn trong danh mục; hãy chọn lại."))
        season = season_of(programme.name, today or clock.today())
        last = session.exec(
            select(Campaign)
            .where(Campaign.programme_id == programme_id)
            .order_by(col(Campaign.starts_on).desc(), col(Campaign.id).desc())
        ).first()
        kept = CampaignFields.model_validate(last).model_dump() if last else {"fund_id": _usual_fund(session)}
    kept |= dict.fromkeys(("basis", "planned_packages", "norm_reason", "note")) | {"programme_id": programme_id}
    return CampaignFields(**{**kept, **season.__dict__})


def label_campaign(register: Register, programme_id: int, starts_on: date, ends_on: date) -> CampaignLabel | None:
    """Return the name and Tết year that days give a campaign ("Tết Bính Ngọ 2026"), None where no feast names it."""
    with register.looking() as connection:
        row = connection.execute("SELECT name FROM programme WHERE id = ?", (programme_id,)).fetchone()
    season = season_between(row[0], starts_on, ends_on) if row else None
    return None if season is None else CampaignLabel(season.name, season.tet_year)


def save_campaign(
    register: Register, fields: CampaignFields, *, campaign_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a new campaign or a changed one; amounts already written into its list stay as they are."""
    fields = tidied(fields)
    with register.writing() as session:
        _check(session, fields, campaign_id)
        if campaign_id is None:
            campaign = _added(session, fields)
        else:
            campaign = campaign_of(session, campaign_id)
            if fields.programme_id != campaign.programme_id and _uses(session, campaign_id):
                raise RuleBroken(
                    N_("Đợt “{campaign}” đã có danh sách nên không đổi chương trình được; hãy tạo đợt mới."),
                    campaign=campaign.name,
                )
            if any(getattr(fields, name) != getattr(campaign, name) for name in RATED):
                campaign.norm_basis = check_package(session, fields)
            apply_fields(campaign, fields, row_version)
        session.flush()
        return Saved(cast(int, campaign.id), campaign.row_version, Changes(campaigns=True))


def add_campaign(session: Session, fields: CampaignFields) -> Campaign:
    """Add a campaign within a unit of work, after the checks of its form."""
    fields = tidied(fields)
    _check(session, fields, None)
    campaign = _added(session, fields)
    session.flush()
    return campaign


def _added(session: Session, fields: CampaignFields) -> Campaign:
    campaign = Campaign.model_validate(fields, update={"norm_basis": check_package(session, fields)})
    session.add(campaign)
    return campaign


def delete_campaign(register: Register, campaign_id: int) -> Changes:
    """Delete a campaign that nothing was written under; RuleBroken otherwise."""
    with register.writing() as session:
        campaign = campaign_of(session, campaign_id)
        count = _uses(session, campaign_id)
        if count:
            raise RuleBroken(IN_USE, campaign=campaign.name, count=count)
        session.delete(campaign)
    return Changes(campaigns=True)


def campaign_of(session: Session, campaign_id: int) -> Campaign:
    """Return a campaign to change; NotFound when it is gone."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound(NO_CAMPAIGN)
    return campaign


def _check(session: Session, fields: CampaignFields, campaign_id: int | None) -> None:
    check_fields(fields)
    if fields.ends_on < fields.starts_on:
        raise InvalidInput(
            N_("Đợt kết thúc ({end}) trước khi bắt đầu ({start}); hãy xem lại hai ngày."),
            field="ends_on",
            start=short(fields.starts_on),
            end=short(fields.ends_on),
        )
    if (fields.ends_on - fields.starts_on).days > LONGEST_DAYS:
        raise InvalidInput(N_("Một đợt không dài quá một năm; hãy xem lại hai ngày."), field="ends_on")
    if fields.tet_year is not None and not _is_tet_of(fields, fields.tet_year):
        raise InvalidInput(
            N_("Năm Tết {year} không khớp với ngày của đợt; hãy xem lại."), field="tet_year", year=fields.tet_year
        )
    _check_plan(session, fields, campaign_id)
    programme = session.get(Programme, fields.programme_id)
    kind = kind_of(programme.kind) if programme else None
    if kind is None or not kind.has_campaigns:
        raise InvalidInput(N_("Hãy chọn một chương trình tặng quà, trợ cấp hoặc hoạt động."), field="programme_id")
    if fields.unit_id is not None:
        ensure_unit_open_between(session, fields.unit_id, fields.starts_on, fields.ends_on)
    if fields.fund_id is not None and session.get(Fund, fields.fund_id) is None:
        raise InvalidInput(N_("Nguồn kinh phí này không còn trong danh mục; hãy chọn lại."), field="fund_id")
    for other in session.exec(select(Campaign).where(Campaign.programme_id == fields.programme_id)):
        if other.id != campaign_id and other.name.casefold() == fields.name.casefold():
            raise InvalidInput(TWICE, field="name", campaign=other.name)


def _is_tet_of(fields: CampaignFields, year: int) -> bool:
    """Tell whether the days may belong to the Tết of a year; a round of the last months may end before New Year."""
    return year in (fields.starts_on.year, fields.ends_on.year, (fields.ends_on + _BEFORE_TET).year)


def _check_plan(session: Session, fields: CampaignFields, campaign_id: int | None) -> None:
    """Refuse a plan below what was allocated already."""
    if campaign_id is None or fields.planned_packages is None:
        return
    count = share_tree(sqlite_of(session), campaign_id).handed_on().get(None, NOTHING).packages
    if count > fields.planned_packages:
        raise InvalidInput(ALLOCATED, field="planned_packages", count=number(count))


def _uses(session: Session, campaign_id: int) -> int:
    """Return how many rows were written under a campaign."""
    return sum(
        len(session.exec(select(table.id).where(table.campaign_id == campaign_id)).all())
        for table in (Award, Activity, Aggregate, Allocation, UnitList, Voucher)
    )


def _usual_fund(session: Session) -> int | None:
    """Return the first fund of the catalogue in use."""
    return session.exec(select(Fund.id).where(col(Fund.active)).order_by(col(Fund.position), col(Fund.id))).first()


def _row(row: tuple[Any, ...], progress: CampaignProgress) -> CampaignRow:
    starts_on, ends_on = map(date.fromisoformat, row[6:8])
    return CampaignRow(
        id=row[0],
        name=row[1],
        programme_id=row[2],
        programme_name=row[3],
        count_unit=row[4],
        tet_year=row[5],
        starts_on=starts_on,
        ends_on=ends_on,
        unit_id=row[8],
        unit_name=row[9],
        package_cash=row[10],
        package_goods=row[11],
        planned_packages=row[12],
        progress=progress,
    )
