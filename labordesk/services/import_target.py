"""Under which programme and campaign a list is written: as ordered, or as the list calls itself."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from rapidfuzz.distance import OSA
from sqlmodel import Session, col, select

from labordesk.exchange.list_model import ListKind, ReadList
from labordesk.fields import kinds as clock
from labordesk.i18n import N_, _
from labordesk.kinds import HOUSE, gives_awards
from labordesk.model import Campaign, Fund, Programme
from labordesk.model.programme import CampaignFields
from labordesk.rules.campaign_seasons import Season, season_of
from labordesk.rules.written_words import Entry, best_entries, sure_entry
from labordesk.services.gift_entries import NO_FUND
from labordesk.services.import_days import day_of
from labordesk.services.import_model import ImportOrder, ImportTarget
from labordesk.vietnamese.fold import plain_key, search_key
from labordesk.vietnamese.periods import parse_period

_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
KINDS_OF_PROGRAMMES: Final[dict[str, str]] = {"gifts": "gift", "grants": "grant", "houses": "house"}
"""The kind of programme a kind of list is written under."""
_MOST_SLIPS: Final = 2
_OCCASIONS: Final = tuple(
    map(re.compile, (r"\btrung thu\b", r"\b28\s*[/.-]\s*0?7\b", r"\b27\s*[/.-]\s*0?7\b", r"\bthang cong nhan\b"))
)
_IN_EVERY: Final = re.compile(
    r"\b(?:danh sach|de nghi|ho tro|tro cap|tham hoi|doan vien|nguoi lao dong|cong nhan|lao dong|cong doan|duoc|nam"
    r"|quy|co|hoan canh|cac|cho|nhan|dot|xet|don vi|bieu|bang|tong hop)\b"
)
_OTHER_TET: Final = re.compile(r"\b(?:trung thu|thieu nhi|doan ngo|duong lich|tet tay)\b")
_SPECIAL_TET: Final = re.compile(r"\b(?:cho tet|ve tau|ve xe|chuyen xe)\b")
"""Programmes of Tết that give something else than gifts from a list."""

NO_PROGRAMME = N_("Sổ chưa có chương trình nào dùng cho danh sách này; hãy thêm ở Danh mục rồi nhập lại.")
UNKNOWN_CODE = N_("Không có chương trình mã “{code}”; hãy xem mã ở Danh mục › Chương trình.")
OTHER_KIND = N_("Chương trình “{programme}” không dùng cho loại danh sách này; hãy chọn chương trình khác.")
GONE = N_("Đợt đã chọn không còn trong sổ; hãy chọn lại.")
NEARLY = N_("Sổ chưa có đợt “{name}”, chỉ có “{near}”; hãy ghi đúng tên đợt hoặc chọn chương trình để thêm đợt mới.")
SEVERAL = N_("Có {count} đợt tên “{name}” ở các chương trình khác nhau; hãy chọn chương trình.")


@dataclass(frozen=True)
class Target:
    """What rows are written under; ``fields`` is the campaign as stored, or as it would be added."""

    shown: ImportTarget
    programme: Programme | None = None
    fields: CampaignFields | None = None

    @property
    def campaign_id(self) -> int | None:
        """Return the campaign of the register, None for one to be added or none at all."""
        return self.shown.campaign_id


def target_of(session: Session, order: ImportOrder, kind: ListKind, read: ReadList) -> Target:
    """Return programme and campaign of a list as read: by its titles, the one programme all rows name, its days."""
    titles = [sheet.layout.title for sheet in read.sheets if sheet.layout is not None]
    named = {str(row.values["programme"]) for row in read.rows if row.values.get("programme")}
    paid = [day for row in read.rows if (day := day_of(row.values, "paid"))]
    return find_target(session, order, kind, [*dict.fromkeys(titles), *(named if len(named) == 1 else ())], paid)


def find_target(
    session: Session, order: ImportOrder, kind: ListKind, titles: Sequence[str], paid: Sequence[date] = ()
) -> Target:
    """Return programme and campaign of a list; ``problem`` says why there is none. ``paid`` are days in the list."""
    if kind not in KINDS_OF_PROGRAMMES:
        return Target(ImportTarget())
    title = " ".join(titles)
    if kind == "gifts" and (stored := _ordered_campaign(session, order)) is not None:
        return stored
    programme, why, problem = _programme(session, order, kind, title)
    if programme is None:
        return Target(ImportTarget(problem=problem))
    shown = ImportTarget(cast(int, programme.id), programme.name, why=why)
    if kind != "gifts":
        return Target(shown, programme)
    return _campaign(session, order, programme, title, paid, why)


def _ordered_campaign(session: Session, order: ImportOrder) -> Target | None:
    """Return the campaign the officer named, when the register has it or a mistake is likely."""
    if order.campaign_id is not None:
        campaign = session.get(Campaign, order.campaign_id)
        return Target(ImportTarget(problem=_(GONE))) if campaign is None else _stored(session, campaign, "")
    if not order.campaign_name:
        return None
    wanted = search_key(order.campaign_name)
    campaigns = session.exec(select(Campaign).order_by(col(Campaign.starts_on).desc())).all()
    programme = _by_code(session, order)
    same = [one for one in campaigns if search_key(one.name) == wanted]
    if programme is not None:
        same = [one for one in same if one.programme_id == programme.id]
    if len(same) > 1:
        return Target(ImportTarget(problem=_(SEVERAL).format(count=len(same), name=order.campaign_name)))
    if same:
        return _stored(session, same[0], "")
    if programme is None and (near := _near(order.campaign_name, campaigns)):
        return Target(ImportTarget(problem=_(NEARLY).format(name=order.campaign_name, near=near)))
    return None


def _near(name: str, campaigns: Sequence[Campaign]) -> str:
    """Return the campaign of which a name is a slip; another year is never one."""
    asked = plain_key(name)
    for one in campaigns:
        other = plain_key(one.name)
        if re.findall(r"\d+", asked) == re.findall(r"\d+", other) and OSA.distance(asked, other) <= _MOST_SLIPS:
            return one.name
    return ""


def _by_code(session: Session, order: ImportOrder) -> Programme | None:
    if order.programme_id is not None:
        return session.get(Programme, order.programme_id)
    if not order.programme_code:
        return None
    wanted = plain_key(order.programme_code).replace(" ", "")
    for one in session.exec(select(Programme)):
        if wanted in (plain_key(one.code).replace(" ", ""), plain_key(one.name).replace(" ", "")):
            return one
    return None


def _programme(session: Session, order: ImportOrder, kind: ListKind, title: str) -> tuple[Programme | None, str, str]:
    """Return the programme, why it is proposed, and why there is none."""
    ordered = _by_code(session, order)
    if ordered is not None:
        return (ordered, "", "") if _fits(ordered, kind) else (None, "", _(OTHER_KIND).format(programme=ordered.name))
    if order.programme_code:
        return None, "", _(UNKNOWN_CODE).format(code=order.programme_code)
    query = select(Programme).where(Programme.kind == KINDS_OF_PROGRAMMES[kind], col(Programme.active))
    usable = session.exec(query.order_by(col(Programme.position), col(Programme.id))).all()
    if not usable:
        return None, "", _(NO_PROGRAMME)
    by_id = {cast(int, one.id): one for one in usable}
    entries = [Entry(programme_id, (one.name,)) for programme_id, one in by_id.items()]
    for text, why in ((order.campaign_name, _("theo tên đợt")), (title, _("theo tên danh sách"))):
        if text and (found := sure_entry(text, entries)) is not None:
            return by_id[found], why, ""
    if (occasion := _of_occasion(title, usable)) is not None:
        return occasion, _("theo tên danh sách"), ""
    if kind == "gifts" and (tet := _of_tet(title, usable)) is not None:
        return tet, _("theo tên danh sách"), ""
    general = next((one for one in usable if one.circumstance_id is None and _is_general(one.name)), usable[0])
    if kind != "gifts" and not _is_general(title):
        telling = [Entry(programme_id, (_telling(one.name),)) for programme_id, one in by_id.items()]
        if near := best_entries(_telling(title), telling):
            return by_id[near[0]], _("gần với tên danh sách"), ""
    return general, _("danh sách không nói rõ chương trình"), ""


def _fits(programme: Programme, kind: ListKind) -> bool:
    """Tell whether lists of a kind may be of a programme; a list of gifts may be of one that gives grants too."""
    if kind == "gifts":
        return gives_awards(programme.kind) and programme.kind != HOUSE.code
    return programme.kind == KINDS_OF_PROGRAMMES[kind]


def _of_occasion(title: str, usable: Sequence[Programme]) -> Programme | None:
    """Return the programme of the one occasion a title names ("Trung thu", "28/7"), None for none or several."""
    key = plain_key(title)
    for occasion in _OCCASIONS:
        found = [one for one in usable if occasion.search(plain_key(one.name))] if occasion.search(key) else []
        if len(found) == 1:
            return found[0]
    return None


def _telling(text: str) -> str:
    """Return the words of a name that tell programmes apart: helping and members are in all of them."""
    return _IN_EVERY.sub(" ", f" {plain_key(text)} ").strip()


def _of_tet(title: str, usable: Sequence[Programme]) -> Programme | None:
    """Return the programme of gifts at Tết for a list that only says so, None when several may be meant."""
    if not _is_tet(title):
        return None
    found = [one for one in usable if _is_tet(one.name) and not _SPECIAL_TET.search(plain_key(one.name))]
    return found[0] if len(found) == 1 else None


def _is_tet(text: str) -> bool:
    """Tell whether a text speaks of the lunar new year."""
    key = plain_key(text)
    return "tet" in key.split() and not _OTHER_TET.search(key)


def _is_general(name: str) -> bool:
    """Tell whether a programme is for any hardship and any time of the year."""
    return "kho khan" in plain_key(name)


def _campaign(
    session: Session, order: ImportOrder, programme: Programme, title: str, paid: Sequence[date], why: str
) -> Target:
    """Return the campaign of the season the list belongs to, or a new one of it."""
    season = season_of(programme.name, _day(programme.name, f"{order.campaign_name} {title}", paid))
    name = order.campaign_name or season.name
    campaigns = session.exec(
        select(Campaign).where(Campaign.programme_id == programme.id).order_by(col(Campaign.starts_on).desc())
    ).all()
    for one in campaigns:
        if search_key(one.name) == search_key(name) or (not order.campaign_name and _is_of(one, season, title)):
            return _stored(session, one, why)
    if campaigns:
        kept = CampaignFields.model_validate(campaigns[0]).model_dump()
        kept |= dict.fromkeys(("basis", "planned_packages", "norm_reason", "note"))
        kept["fund_id"] = kept["fund_id"] or _usual_fund(session)
    else:
        kept = {"fund_id": _usual_fund(session)}
    days = {"starts_on": season.starts_on, "ends_on": season.ends_on, "tet_year": season.tet_year}
    fields = CampaignFields(**{**kept, **days, "programme_id": programme.id, "name": name})
    shown = ImportTarget(cast(int, programme.id), programme.name, None, name, why)
    return Target(shown, programme, fields)


def _is_of(campaign: Campaign, season: Season, title: str) -> bool:
    """Tell whether a stored campaign is the one a list without its name belongs to."""
    if season.tet_year is not None:
        return campaign.tet_year == season.tet_year
    return (
        bool(title)
        and bool(_YEAR.search(title))
        and campaign.starts_on <= season.ends_on
        and campaign.ends_on >= season.starts_on
    )


def _day(programme: str, text: str, paid: Sequence[date]) -> date:
    """Return a day in the year a list speaks of: its own, that of its payments, or today's."""
    today = clock.today()
    years = {int(one) for one in _YEAR.findall(text)}
    if len(years) != 1:
        return min(paid, default=today)
    [year] = years
    if "tet" in plain_key(programme).split() and "trung thu" not in plain_key(programme):
        return parse_period(f"TET {year}").end
    if paid and min(paid).year == year:
        return min(paid)
    return today if today.year == year else date(year, 12, 1) if year < today.year else date(year, 1, 15)


def _stored(session: Session, campaign: Campaign, why: str) -> Target:
    programme = session.get_one(Programme, campaign.programme_id)
    if not _fits(programme, "gifts"):
        return Target(ImportTarget(problem=_(OTHER_KIND).format(programme=programme.name)))
    problem = "" if campaign.fund_id is not None else _(NO_FUND)
    shown = ImportTarget(cast(int, programme.id), programme.name, cast(int, campaign.id), campaign.name, why, problem)
    return Target(shown, programme, CampaignFields.model_validate(campaign))


def _usual_fund(session: Session) -> int | None:
    """Return the first fund of the catalogue in use, as a new campaign in the window proposes."""
    return session.exec(select(Fund.id).where(col(Fund.active)).order_by(col(Fund.position), col(Fund.id))).first()


def usual_fund(connection: sqlite3.Connection) -> int | None:
    """Return the same without the model."""
    row = connection.execute("SELECT id FROM fund WHERE active ORDER BY position, id LIMIT 1").fetchone()
    return int(row[0]) if row else None
