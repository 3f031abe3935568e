"""How a person and what they received are worded on the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labordesk.fields.choices import CASE_STATES, HANDOVERS, POVERTY, RELATIONS, SEXES, STAGES, STANDINGS
from labordesk.fields.kinds import PartialDay
from labordesk.fields.ward import Ward
from labordesk.gui.tokens import Tone
from labordesk.i18n import _
from labordesk.vietnamese.citizen import mask
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from datetime import date

    from labordesk.services.household import HouseholdRow
    from labordesk.services.person_page import OpenCase, OwnHouse, PastUnit, PersonPage, SupportRow

ENDED_STAGES = ("handed_over", "settled", "refused", "cancelled")
"""Houses that nobody waits for any more."""
HANDOVER_TONES: dict[str, Tone] = {"planned": "neutral", "absent": "warn", "returned": "error"}

_PARTIAL = PartialDay(births=False)


def facts_line(page: PersonPage) -> str:
    """Return "05/01/1988 · Nữ · CĐCS Trường THCS Đồng Tâm · đoàn viên từ 2012"."""
    fields = page.fields
    return _joined(
        PartialDay().show(fields.birth), _label(SEXES, fields.sex), page.unit_name, _standing(fields.standing, fields)
    )


def contact_line(page: PersonPage) -> str:
    """Return job, department, masked number, phone and ward: what tells namesakes apart and reaches the person."""
    fields = page.fields
    number_text = fields.citizen_id or fields.old_id
    return _joined(
        fields.job or "",
        fields.department or "",
        _("CCCD {number}").format(number=mask(fields.citizen_id)) if fields.citizen_id else "",
        _("CMND {number}").format(number=mask(number_text)) if number_text and not fields.citizen_id else "",
        _("ĐT {number}").format(number=fields.phone) if fields.phone else "",
        Ward().show(fields.ward_code),
    )


def chips(page: PersonPage) -> list[tuple[str, Tone]]:
    """Return circumstances of today that do not concern health, the poverty class and the size of the household."""
    fields = page.fields
    found: list[tuple[str, Tone]] = [
        (one.name, "info") for one in page.circumstances if one.is_open and not one.concerns_health
    ]
    if fields.poverty and fields.poverty != "none":
        found.append((_label(POVERTY, fields.poverty), "neutral"))
    if fields.household_size:
        found.append((_("{n} nhân khẩu").format(n=number(fields.household_size)), "neutral"))
    return list(dict(found).items())


def totals_line(page: PersonPage, year: int) -> str:
    """Return this year's and the all-time total as rich text."""
    return _("{year}: <b>{now} đ</b> · từ trước đến nay: {all} đ").format(
        year=year, now=number(page.this_year_total), all=number(page.all_time_total)
    )


def support_title(one: SupportRow) -> str:
    """Return the name an officer knows the support by."""
    return one.campaign or one.programme


def support_detail(one: SupportRow, unit_name: str) -> str:
    """Return how much in money and goods, who took it, the fund and decision; the unit when it is not ``unit_name``."""
    parts = []
    if one.goods and one.cash:
        parts.append(_("tiền mặt {cash} + quà {goods}").format(cash=number(one.cash), goods=number(one.goods)))
    elif one.goods:
        parts.append(_("quà, dịch vụ"))
    if one.recipient:
        relation = _label(RELATIONS, one.recipient_relation).lower()
        who = f"{one.recipient} ({relation})" if relation else one.recipient
        parts.append(_("nhận thay: {who}").format(who=who))
    parts.append(one.detail)
    if one.unit_name != unit_name:
        parts.append(one.unit_name)
    return _joined(*parts)


def support_state(one: SupportRow) -> tuple[str, Tone]:
    """Return the state of what was not handed over."""
    return _label(HANDOVERS, one.handover), HANDOVER_TONES.get(one.handover, "neutral")


def house_line(one: OwnHouse) -> tuple[str, str]:
    """Return a house under way and where it stands."""
    since = _("từ {day}").format(day=short(one.since)) if one.since else ""
    return one.programme, _joined(_label(STAGES, one.stage), since)


def case_line(one: OpenCase) -> tuple[str, str]:
    """Return a request under way and where it stands."""
    asked = _("đề nghị {day}").format(day=short(one.requested_on))
    return one.programme, _joined(_label(CASE_STATES, one.state), asked, one.circumstance)


def member_line(one: HouseholdRow) -> str:
    """Return what is known of somebody of the household beside the name."""
    return _joined(
        one.relation_label,
        PartialDay().show(one.birth),
        one.unit_name or one.occupation or "",
        _("phụ thuộc") if one.dependant else "",
        one.note or "",
    )


def unit_line(one: PastUnit) -> str:
    """Return a unit the person was in, with the days known."""
    return f"{one.name}: {_days(one.since, one.until)}"


def _days(since: date | None, until: date | None) -> str:
    if since and until:
        return _("{since} – {until}").format(since=short(since), until=short(until))
    if until:
        return _("đến {until}").format(until=short(until))
    return _("từ {since} đến nay").format(since=short(since)) if since else _("đến nay")


def dated_circumstance(name: str, since: str | None, until: str | None) -> str:
    """Return a hardship with its dates."""
    days = []
    if since:
        days.append(_("từ {day}").format(day=_PARTIAL.show(since)))
    if until:
        days.append(_("đến {day}").format(day=_PARTIAL.show(until)))
    return f"{name} ({' '.join(days)})" if days else name


def _standing(code: str, fields: object) -> str:
    joined = getattr(fields, "joined_on", None)
    if code == "member" and joined:
        return _("đoàn viên từ {when}").format(when=_PARTIAL.show(joined))
    label = _label(STANDINGS, code)
    return label[:1].lower() + label[1:]


def _label(options: tuple[tuple[str, str], ...], code: str | None) -> str:
    return _(dict(options)[code]) if code in dict(options) else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
