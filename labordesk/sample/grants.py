"""Write the hardship grants: three years of paid ones, and today's in every state, some waiting too long."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from labordesk.model.award import AwardLineFields
from labordesk.model.grant_case import GrantCaseFields
from labordesk.sample.chance import day_between, weighted
from labordesk.sample.people import KNOWN
from labordesk.sample.rounds import YEARS
from labordesk.sample.scene import Advance, Scene
from labordesk.sample.units import REORGANISED
from labordesk.services.grants import Slip, move_case, pay_case, record_grant, save_case


@dataclass(frozen=True)
class Reason:
    """A kind of grant: whom it is for, how much is usual (đồng), who pays."""

    programme: str
    hardship: str
    amounts: tuple[int, ...]
    situation: str
    fund: str = "TCCD"
    level: str = "upper"
    standings: tuple[str, ...] = ("member", "worker")
    beyond: str = ""
    """Why it goes beyond the rate."""


_REASONS: Final = {
    "illness": Reason(
        "BENH-HN",
        "BENH-HN",
        (3_000_000, 3_000_000, 2_000_000),
        "Điều trị dài ngày, chi phí vượt khả năng gia đình",
        "QXH",
    ),
    "accident": Reason("TNLD", "TNLD", (1_500_000, 2_000_000), "Bị tai nạn khi đang làm việc, phải nghỉ điều trị"),
    "work illness": Reason("BNN", "BNN", (2_000_000,), "Có kết luận bệnh nghề nghiệp, giảm thu nhập"),
    "disaster": Reason(
        "THIEN-TAI", "THIEN-TAI", (2_000_000, 3_000_000, 5_000_000), "Nhà tốc mái, ngập tài sản sau mưa lũ"
    ),
    "orphan": Reason(
        "MO-COI", "MO-COI", (1_000_000,), "Cháu ở với ông bà, hoàn cảnh khó khăn", "TLV", "province", ("child",)
    ),
    "sudden": Reason("DOT-XUAT", "THU-NHAP", (1_000_000, 2_000_000), "Gia đình gặp khó khăn đột xuất, thu nhập thấp"),
    "visit": Reason("THAM-HOI", "OM-DAU", (500_000, 500_000, 1_000_000), "Nằm viện dài ngày", level="grassroots"),
    "lost work": Reason(
        "MAT-VIEC", "MAT-VIEC", (1_000_000, 2_000_000), "Bị cắt giảm giờ làm, mất việc do thiếu đơn hàng"
    ),
    "house lost": Reason(
        "THIEN-TAI",
        "THIEN-TAI",
        (7_000_000,),
        "Nhà bị lũ cuốn, mất toàn bộ tài sản",
        beyond="Nhà bị cuốn trôi hoàn toàn; Ban Chấp hành thống nhất mức cao hơn",
    ),
    "bereaved": Reason(
        "TU-VONG", "CHINH-SACH", (3_000_000,), "Con là đoàn viên vừa qua đời", "TCCD", "upper", ("relative",)
    ),
}
_OFTEN: Final = (
    ("illness", 9),
    ("visit", 8),
    ("disaster", 5),
    ("sudden", 5),
    ("accident", 4),
    ("lost work", 3),
    ("orphan", 2),
    ("work illness", 1),
    ("bereaved", 1),
)
_PER_YEAR: Final = (66, 48, 36)
"""Paid grants of this year, of the last one and of the one before, where the register has 1.200 people."""

_OPEN: Final = (
    ("received", 47, "illness"),
    ("received", 6, "visit"),
    ("received", 1, "sudden"),
    ("verifying", 31, "disaster"),
    ("verifying", 9, "accident"),
    ("incomplete", 26, "illness"),
    ("approved", 19, "illness"),
    ("approved", 12, "lost work"),
    ("approved", 8, "house lost"),
    ("refused", 58, "sudden"),
    ("refused", 24, "accident"),
    ("paid", 16, "illness"),
    ("closed", 63, "visit"),
)
"""State, days since the request and kind of the grants under way, of which there is one each at least."""

_LACKING: Final = "Thiếu giấy ra viện và xác nhận của công đoàn cơ sở"
_REFUSALS: Final = (
    "Đã được hỗ trợ cùng nội dung trong năm; hướng dẫn gửi Quỹ Xã hội của tỉnh",
    "Chưa có biên bản tai nạn lao động của doanh nghiệp; đề nghị gửi lại khi đủ",
)


def write_grants(scene: Scene, advance: Advance) -> None:
    """Write the grants, the oldest first."""
    writer = _Writer(scene)
    for years_ago in reversed(range(YEARS)):
        writer.year(scene.today.year - years_ago, scene.many(_PER_YEAR[years_ago]))
        advance(1)
    for number, (state, days, kind) in enumerate(_OPEN):
        writer.under_way(state, days, _REASONS[kind], number)
    writer.widow()
    advance(1)


class _Writer:
    """Gives every grant to somebody it fits, the same person not twice in a year for the same."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._chance = scene.chance("grants")
        self._given: set[tuple[str, int, int]] = set()
        self._number = 100
        standings = {reason.standings for reason in _REASONS.values()}
        self._people = {one: deque(scene.shuffled(f"grants {one}", *one)) for one in standings}
        self._in_hardship: dict[Reason, deque[int]] = {}

    def year(self, year: int, count: int) -> None:
        """Write paid grants spread over a year, as far as it has come."""
        scene, chance = self._scene, self._chance
        last = min(date(year, 12, 24), scene.today - timedelta(days=20))
        first = date(year, 1, 4)
        if last < first:
            return
        elapsed = (last - first).days / 355
        for day in sorted(day_between(chance, first, last) for _one in range(max(1, round(count * elapsed)))):
            reason = _REASONS[weighted(chance, _OFTEN)]
            place = self._somebody(reason, day)
            if place is not None:
                self._paid(reason, place, day)

    def _paid(self, reason: Reason, place: int, day: date) -> None:
        scene, chance = self._scene, self._chance
        amount = chance.choice(reason.amounts)
        paid_on = day + timedelta(days=chance.randint(3, 19))
        fields = self._fields(reason, place, day, amount).model_copy(
            update={
                "decision_number": scene.symbol(paid_on, "QĐ", self._next_number()),
                "decision_date": paid_on - timedelta(days=chance.randint(0, 3)),
                **_decided_by(paid_on),
            }
        )
        paid = record_grant(scene.register, fields, paid_on, [self._line(reason, amount)], self._slip(place, paid_on))
        if chance.random() < 0.4:
            move_case(scene.register, paid.case_id, "closed", min(scene.today, paid_on + timedelta(days=8)))

    def under_way(self, state: str, days: int, reason: Reason, number: int) -> None:
        """Write a request so many days old that has come as far as a state."""
        scene = self._scene
        day = scene.today - timedelta(days=days)
        place = self._somebody(reason, day)
        if place is None:
            return
        amount = reason.amounts[0]
        case_id = save_case(scene.register, self._fields(reason, place, day, amount)).id
        later = iter(day + timedelta(days=days * part // 5) for part in range(1, 6))
        for step in _steps(state):
            on = next(later)
            if step == "paid":
                pay_case(scene.register, case_id, on, [self._line(reason, amount)], self._slip(place, on))
                continue
            approves = step == "approved"
            move_case(
                scene.register,
                case_id,
                step,
                on,
                reason={"incomplete": _LACKING, "refused": _REFUSALS[number % len(_REFUSALS)]}.get(step),
                approved_amount=amount if approves else None,
                decision_number=scene.symbol(on, "QĐ", self._next_number()) if approves else None,
                decision_date=on if approves else None,
                norm_reason=reason.beyond or None if approves else None,
                **(_decided_by(on) if approves else {}),
            )

    def widow(self) -> None:
        """Write the grant for somebody who died at work, taken by the wife or husband who has a file too."""
        scene, asked = self._scene, self._scene.today - timedelta(days=33)
        dead = next((place for place in scene.places("member", "worker") if self._may_have_died(place, asked)), None)
        if dead is None:
            return
        reason = Reason("TNLD", "TNLD-TV", (5_000_000,), "Tử vong do tai nạn lao động, để lại vợ con")
        paid_on = asked + timedelta(days=6)
        update = {
            "recipient_name": scene.kin_of(dead, "spouse"),
            "recipient_relation": "spouse",
            "decision_number": scene.symbol(paid_on, "QĐ", self._next_number()),
            "decision_date": asked + timedelta(days=4),
            **_decided_by(paid_on),
        }
        fields = self._fields(reason, dead, asked, 5_000_000).model_copy(update=update)
        slip = Slip(unit_id=scene.unit_on(dead, paid_on), method="cash", voucher_number=f"PC {self._next_number():03d}")
        record_grant(scene.register, fields, paid_on, [self._line(reason, 5_000_000)], slip)

    def _may_have_died(self, place: int, day: date) -> bool:
        """Tell whether nothing else in the story needs this person, a man whose wife is in the register."""
        draft = self._scene.drafts[place]
        married = any(kin.relation == "spouse" and kin.place is not None for kin in draft.household)
        free = ("TNLD", place, day.year) not in self._given and place not in self._scene.housed
        return (
            place >= len(KNOWN)
            and draft.sex == "male"
            and married
            and free
            and self._scene.unit_on(place, day) is not None
        )

    def _somebody(self, reason: Reason, day: date) -> int | None:
        """Return the place of the next person the grant fits, else of anybody; None when nobody is left this year."""
        for people in (self._fitting(reason), self._people[reason.standings]):
            for _time in range(len(people)):
                place = people.popleft()
                people.append(place)
                key = (reason.programme, place, day.year)
                if key not in self._given and self._scene.unit_on(place, day) is not None:
                    self._given.add(key)
                    return place
        return None

    def _fitting(self, reason: Reason) -> deque[int]:
        if reason not in self._in_hardship:
            self._in_hardship[reason] = deque(
                place
                for place in self._people[reason.standings]
                if any(one.code == reason.hardship for one in self._scene.drafts[place].hardships)
            )
        return self._in_hardship[reason]

    def _fields(self, reason: Reason, place: int, day: date, amount: int) -> GrantCaseFields:
        scene, draft = self._scene, self._scene.drafts[place]
        return GrantCaseFields(
            person_id=scene.ids[place],
            programme_id=scene.codes.programmes[reason.programme],
            unit_id=scene.unit_on(place, day) or scene.units.own,
            circumstance_id=scene.codes.circumstances[reason.hardship],
            requested_on=day,
            situation=reason.situation,
            asked_amount=amount,
            recipient_name=str(draft.fields["recipient_name"]) if draft.standing == "child" else None,
            recipient_relation="parent" if draft.standing == "child" else None,
        )

    def _line(self, reason: Reason, amount: int) -> AwardLineFields:
        fund = self._scene.codes.funds[reason.fund]
        return AwardLineFields(fund_id=fund, level=reason.level, form="cash", amount=amount)

    def _slip(self, place: int, day: date) -> Slip:
        chance, scene = self._chance, self._scene
        spouse = scene.kin_of(place, "spouse") if chance.random() < 0.15 else ""
        return Slip(
            recipient_name=spouse or None,
            recipient_relation="spouse" if spouse else None,
            unit_id=scene.unit_on(place, day),
            method="transfer" if scene.drafts[place].fields.get("bank_account") else "cash",
            voucher_number=f"PC {self._next_number():03d}",
        )

    def _next_number(self) -> int:
        self._number += 1
        return self._number


def _decided_by(day: date) -> dict[str, str]:
    """Return who decided: the district's standing board until 30/6/2025, then the commune union."""
    if day >= REORGANISED:
        return {"decision_body": "Ban Chấp hành Công đoàn xã", "decision_signer": "Phan Thị Thu Hằng"}
    return {"decision_body": "Ban Thường vụ LĐLĐ huyện", "decision_signer": "Đinh Văn Quyết"}


def _steps(state: str) -> Iterator[str]:
    """Yield the states a request goes through after it was received."""
    if state == "received":
        return
    yield "verifying"
    if state in ("incomplete", "refused", "approved"):
        yield state
    elif state in ("paid", "closed"):
        yield from ("approved", "paid")
        if state == "closed":
            yield "closed"
