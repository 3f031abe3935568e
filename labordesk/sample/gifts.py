"""Write the gift campaigns: who is on the list, who came, who sent somebody, who did not come."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from labordesk.model.programme import CampaignFields
from labordesk.sample.chance import day_between
from labordesk.sample.gift_lists import write_lists, write_shares, write_vouchers
from labordesk.sample.recipients import HARDEST, recipients
from labordesk.sample.rounds import Round, rounds
from labordesk.sample.scene import Advance, Scene
from labordesk.services import gifts
from labordesk.services.campaigns import save_campaign, suggest_campaign
from labordesk.services.gifts import RecipientEntry

_SECOND_REASON: Final = "Suất thứ hai do doanh nghiệp tặng thêm người đang điều trị dài ngày, BTV đã thống nhất"
_ALLOCATED: Final = ("TET", "QUA-KK")
"""Programmes whose packages are handed down the tree of units."""
_LEFT_OVER: Final = 14
"""Packages of this year's Tết still waiting for people of three units."""
_MOST_PROXIES: Final = 12
_FOR_THE_HARDEST: Final = 2_000_000
_HARDEST_REASON: Final = "Hoàn cảnh đặc biệt khó khăn, Ban Thường vụ đồng ý mức cao hơn"
_COLLEAGUE: Final = "Tổ trưởng công đoàn"


@dataclass(frozen=True)
class _Line:
    """A line of a list: whose, which award, and the day their unit was visited."""

    place: int
    award_id: int
    unit_id: int
    day: date


def write_gifts(scene: Scene, advance: Advance) -> dict[tuple[str, int], int]:
    """Write all campaigns in the order of their hand-over; return the packages planned by programme code and year."""
    planned: dict[tuple[str, int], int] = defaultdict(int)
    for one in rounds(scene.today):
        fields, campaign_id = _open(scene, one)
        planned[one.programme, one.last.year] += fields.planned_packages or 0
        _hand_over(scene, one, _list_people(scene, one, fields, campaign_id))
        _hand_over_groups(scene, one, campaign_id)
        if one.programme in _ALLOCATED and one.level == "upper":
            write_shares(scene, one, campaign_id)
            write_lists(scene, one, campaign_id)
        write_vouchers(scene, one, campaign_id)
        advance(1)
    return planned


def _open(scene: Scene, one: Round) -> tuple[CampaignFields, int]:
    suggested = suggest_campaign(scene.register, scene.codes.programmes[one.programme], today=one.suggested_on)
    starts_on = one.starts_on or suggested.starts_on
    fields = suggested.model_copy(
        update={
            "name": one.name or suggested.name,
            "starts_on": starts_on,
            "ends_on": one.ends_on or suggested.ends_on,
            "unit_id": scene.units.upper(starts_on),
            "package_cash": one.cash,
            "package_goods": one.goods,
            "package_items": one.items,
            "worker_cash": one.worker_cash,
            "fund_id": scene.codes.funds[one.fund],
            "level": one.level,
            "basis": one.basis,
            "planned_packages": scene.many(one.people) + sum(scene.many(group.quantity) for group in one.groups),
        }
    )
    return fields, save_campaign(scene.register, fields).id


def _list_people(scene: Scene, one: Round, fields: CampaignFields, campaign_id: int) -> list[_Line]:
    places = recipients(scene, one, fields.starts_on)
    entries = [_entry(scene, one, place, fields.starts_on) for place in places]
    if one.programme == "TET" and one.level == "upper":
        second = next((place for place in places if scene.drafts[place].has("BENH-HN")), None)
        if second is not None:
            places.append(second)
            entries.append(_entry(scene, one, second, fields.starts_on, reason=_SECOND_REASON))
    added = gifts.add_recipients(scene.register, campaign_id, entries)
    refused = {entry.person_id for entry in added.refused}
    listed = [(place, entry) for place, entry in zip(places, entries, strict=True) if scene.ids[place] not in refused]
    chance = scene.chance(f"days {fields.name}")
    days: dict[int, date] = {}
    lines = []
    for (place, entry), award_id in zip(listed, added.award_ids, strict=True):
        unit_id = entry.unit_id or 0
        day = days.setdefault(unit_id, day_between(chance, one.first, one.last))
        lines.append(_Line(place, award_id, unit_id, day))
    return lines


def _entry(scene: Scene, one: Round, place: int, day: date, *, reason: str | None = None) -> RecipientEntry:
    hard = sum(scene.drafts[place].has(code) for code in HARDEST)
    cash = _FOR_THE_HARDEST if one.programme == "TET" and one.level == "upper" and hard > 1 else None
    reason = reason or (_HARDEST_REASON if cash else None)
    return RecipientEntry(scene.ids[place], scene.unit_on(place, day), cash=cash, override_reason=reason)


def _hand_over(scene: Scene, one: Round, lines: Sequence[_Line]) -> None:
    chance = scene.chance(f"hand-over {one.programme} {one.first} {one.level}")
    absent = _absent(scene, one, lines)
    came: dict[date, list[int]] = defaultdict(list)
    proxies: list[_Line] = []
    missing: list[int] = []
    for line in lines:
        luck = chance.random()
        if line.day > scene.today or (one.is_latest and luck > 0.6):
            continue
        if line.award_id in absent or (one.is_latest and luck > 0.55):
            missing.append(line.award_id)
        elif luck < 0.05 and len(proxies) < _MOST_PROXIES:
            proxies.append(line)
        else:
            came[line.day].append(line.award_id)
    for day, award_ids in sorted(came.items()):
        gifts.mark_received(scene.register, award_ids, day)
    for line in proxies:
        gifts.mark_proxy(scene.register, line.award_id, *_proxy(scene, chance, line.place), line.day)
    if missing:
        gifts.mark_absent(scene.register, missing)
    if one.programme == "THANG-CN" and came and one.first.year == scene.today.year:
        day = max(came)
        gifts.mark_returned(scene.register, came[day][-1:], day)


def _absent(scene: Scene, one: Round, lines: Sequence[_Line]) -> set[int]:
    """Return the awards nobody came for: some of this year's, in three units, and none of the years before."""
    if one.last.year < scene.today.year or one.level == "province":
        return set()
    by_unit: dict[int, list[int]] = defaultdict(list)
    for line in lines:
        by_unit[line.unit_id].append(line.award_id)
    largest = sorted(by_unit.values(), key=lambda found: (-len(found), found))[1:4]
    wanted = min(scene.many(_LEFT_OVER if one.programme == "TET" else 3), len(lines) // 10)
    return {award_id for found in largest for award_id in found[-max(1, wanted // 3) :]} if wanted else set()


def _proxy(scene: Scene, chance: random.Random, place: int) -> tuple[str, str]:
    """Return who took the gift and what they are to the person."""
    draft = scene.drafts[place]
    spouse = scene.kin_of(place, "spouse")
    if draft.standing == "child":
        return str(draft.fields["recipient_name"]), "parent"
    if spouse:
        return spouse, "spouse"
    colleagues = [one.name for one in scene.drafts if one.unit == draft.unit and one is not draft]
    return (chance.choice(colleagues[:40]), "colleague") if colleagues else (_COLLEAGUE, "colleague")


def _hand_over_groups(scene: Scene, one: Round, campaign_id: int) -> None:
    """Write the people of large units whose list stays with the unit."""
    chance = scene.chance(f"groups {one.programme} {one.first}")
    for group in one.groups:
        quantity = scene.many(group.quantity)
        day = day_between(chance, one.first, one.last)
        unit_id = scene.units.ids[group.unit]
        gifts.add_group(
            scene.register,
            campaign_id,
            unit_id,
            quantity,
            quantity * group.cash,
            received_on=day if day <= scene.today else None,
            note="Danh sách ký nhận lưu tại công đoàn cơ sở",
        )
