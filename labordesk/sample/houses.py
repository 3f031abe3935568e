"""Write the Mái ấm: owner, funders that add up to the estimate, milestones, instalments."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from labordesk.model.award import AwardLineFields
from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields, HouseProgressFields
from labordesk.sample import unit_list as listed
from labordesk.sample.house_plans import OWNED_BY_KNOWN, HousePlan, house_plans
from labordesk.sample.scene import Advance, Scene
from labordesk.sample.units import REORGANISED
from labordesk.services.houses import HouseData, Slip, add_milestone, pay_house, save_house, save_progress

_NEW, _REPAIR = 60_000_000, 30_000_000
_BEFORE = {"new": 50_000_000, "repair": 20_000_000}
_MOST_OF_ADULTS: Final = 3
"""At most one house for so many members and workers, in very small registers."""

_ENDED_UNITS: Final = frozenset(plan.key for plan in listed.ENDED)
_DONE: Final = (
    ("Xong móng", "Đã đổ giằng móng, đang xây tường"),
    ("Xây xong tường bao", "Đã lên xà gồ, chuẩn bị lợp mái"),
    ("Đã lợp mái, đang trát tường", "Đang lát nền, lắp cửa"),
    ("Xong phần thô, còn sơn và điện nước", "Hoàn thiện, chờ nghiệm thu"),
)
"""What is told of a house that is up to a quarter, a half, three quarters done, or nearly whole."""
_ABOVE: Final = "Nhà sập hoàn toàn do lũ, Ban Chấp hành quyết định hỗ trợ thêm"
_MISREAD: Final = "Ghi nhầm ngày so với biên bản nghiệm thu"
_STRUCTURES: Final = ("Nhà cấp 4, tường gạch, mái tôn", "Nhà cấp 4, mái ngói, nền gạch men", "Nhà 3 gian, mái tôn lạnh")


def write_houses(scene: Scene, advance: Advance) -> None:
    """Write the houses, each for another family."""
    owners = _Owners(scene)
    for number, plan in enumerate(house_plans(scene.today)[: owners.most], start=1):
        owner = owners.next(plan)
        if owner is not None:
            _write(scene, plan, owner, number)
        advance(1)


class _Owners:
    """Gives an owner to each house: members whose house is falling down, before all others."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        adults = scene.shuffled("owners", "member", "worker")
        by_need = sorted(adults, key=lambda place: not scene.drafts[place].has("NHA-TAM"))
        self._adults = [place for place in by_need if place != OWNED_BY_KNOWN]
        self._poor = [place for place in scene.places("household") if scene.drafts[place].has("NHA-TAM")]
        self.most = max(1, len(adults) // _MOST_OF_ADULTS)

    def next(self, plan: HousePlan) -> int | None:
        """Return the place of somebody who was in an open unit on the first day, None when there is nobody."""
        if plan.known:
            return OWNED_BY_KNOWN
        choice = self._poor if plan.outside and self._poor else self._adults
        fitting = (place for place in choice if self._fits(place, plan))
        found = next(fitting, None)
        if found is not None:
            choice.remove(found)
            self._scene.housed.add(found)
        return found

    def _fits(self, place: int, plan: HousePlan) -> bool:
        draft = self._scene.drafts[place]
        if (draft.unit in _ENDED_UNITS) != plan.closed_unit:
            return False
        return draft.unit != listed.MERGED.key and self._scene.unit_on(place, min(plan.days.values())) is not None


def _write(scene: Scene, plan: HousePlan, owner: int, number: int) -> None:
    chance = scene.chance(f"house {number}")
    first = min(plan.days.values())
    promised = _promised(plan, scene.today) + plan.above
    estimate = (
        chance.randrange(140, 330, 5) * 1_000_000 if plan.work == "new" else chance.randrange(45, 90, 5) * 1_000_000
    )
    approved = plan.days.get("approved")
    fields = HouseFields(
        person_id=scene.ids[owner],
        unit_id=scene.unit_on(owner, first) or scene.units.own,
        programme_id=scene.codes.programmes["MAI-AM"],
        work=plan.work,
        address=str(scene.drafts[owner].fields["address"]),
        ward_code=scene.drafts[owner].fields.get("ward_code"),
        area=chance.choice((4800, 5600, 5980, 6300, 7200, 8500)) if plan.work == "new" else None,
        structure=chance.choice(_STRUCTURES) if plan.work == "new" else "Thay mái, chống dột, lát nền",
        estimate=estimate,
        approved_amount=promised if approved else None,
        total_value=estimate + chance.randrange(-5, 20) * 1_000_000 if "inspected" in plan.days else None,
        due_on=plan.due_on,
        norm_reason=_ABOVE if plan.above else None,
        **_decision(scene, approved, number),
    )
    funders = tuple(_funders(scene, chance, plan, promised, estimate)) if "surveyed" in plan.days else ()
    milestones = tuple(_milestones(plan, number))
    before = tuple(
        one.model_copy(update={"happened_on": plan.first_written.get(one.milestone, one.happened_on)})
        for one in milestones
        if one.milestone not in plan.after_payment
    )
    house_id = save_house(scene.register, HouseData(fields, funders, before)).id
    for day, amount in zip(plan.paid, _instalments(promised, len(plan.paid)), strict=True):
        slip = Slip(
            unit_id=scene.unit_on(owner, day),
            method=chance.choice(("cash", "transfer")),
            voucher_number=f"PC {day.month:02d}-{number:02d}",
        )
        pay_house(scene.register, house_id, day, [_line(scene, amount)], slip)
    for on, percent in plan.reports(scene.today):
        note = chance.choice(_DONE[percent // 26])
        save_progress(scene.register, house_id, HouseProgressFields(reported_on=on, percent=percent, note=note))
    for one in milestones:
        if one.milestone in plan.after_payment or one.milestone in plan.first_written:
            why = _MISREAD if one.milestone in plan.first_written else ""
            add_milestone(scene.register, house_id, one, correction_reason=why)


def _decision(scene: Scene, approved: date | None, number: int) -> dict[str, Any]:
    """Return the decision of an approved house: the district's until 30/6/2025, then the commune union's."""
    if approved is None:
        return {}
    ours = approved >= REORGANISED
    return {
        "decision_number": scene.symbol(approved, "QĐ", 30 + number),
        "decision_date": approved,
        "decision_body": "Ban Chấp hành Công đoàn xã" if ours else "Ban Thường vụ LĐLĐ huyện",
        "decision_signer": "Phan Thị Thu Hằng" if ours else "Đinh Văn Quyết",
    }


def _promised(plan: HousePlan, today: date) -> int:
    """Return what the union gives: norms rose this year (domain.md 3.1)."""
    if min(plan.days.values()).year < today.year - 1:
        return _BEFORE[plan.work]
    return _NEW if plan.work == "new" else _REPAIR


def _milestones(plan: HousePlan, number: int) -> Iterator[HouseMilestoneFields]:
    for milestone, day in plan.days.items():
        why = plan.reason if milestone in ("suspended", "refused", "cancelled") else None
        yield HouseMilestoneFields(
            milestone=milestone, happened_on=day, document=plan.document(milestone, number), note=why
        )


def _funders(
    scene: Scene, chance: random.Random, plan: HousePlan, promised: int, estimate: int
) -> Iterator[HouseFunderFields]:
    """Yield who pays; what the union gave is filled in by its payments, the others have paid as far as it is built."""
    done = 0 if "started" not in plan.days or "cancelled" in plan.days else 100 if "inspected" in plan.days else 60
    funds = scene.codes.funds

    def funder(code: str, form: str, planned: int, note: str | None = None) -> HouseFunderFields:
        received = planned * done // 100
        return HouseFunderFields(fund_id=funds[code], form=form, planned=planned, received=received, note=note)

    yield HouseFunderFields(fund_id=funds["QMA"], form="cash", planned=promised)
    left = estimate - promised
    colleagues = min(left, chance.randrange(5, 21) * 1_000_000)
    yield funder("DVDG", "cash", colleagues, "Đoàn viên trong công đoàn cơ sở góp")
    left -= colleagues
    if plan.work == "new":
        goods = min(left, chance.randrange(8, 31) * 1_000_000)
        yield funder("DN", "goods", goods, chance.choice(("Xi măng, gạch", "Tôn lợp, xà gồ", "Cửa, gạch lát")))
        left -= goods
        loan = min(left, chance.choice((0, 30_000_000, 50_000_000)))
        if loan:
            yield funder("NH", "loan", loan, "Ngân hàng Chính sách xã hội")
            left -= loan
    if left:
        yield funder("GD", "cash", left)
    days = chance.randrange(20, 95, 5)
    yield HouseFunderFields(fund_id=funds["NGAY-CONG"], form="labour", labour_days=days, note="Giúp đào móng, lợp mái")


def _instalments(promised: int, count: int) -> Sequence[int]:
    """Return half on beginning and half later, or all at once (domain.md 2.1, step 6); one half while under way."""
    if count == 0:
        return ()
    half = promised // 2
    return (half, promised - half) if count == 2 else (promised if promised < _BEFORE["new"] else half,)


def _line(scene: Scene, amount: int) -> AwardLineFields:
    return AwardLineFields(fund_id=scene.codes.funds["QMA"], level="province", form="cash", amount=amount)
