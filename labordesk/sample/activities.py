"""Write what is counted beside spending: activities with their head counts, and what was raised or promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from labordesk.model.activity import ActivityFields, ContributionFields
from labordesk.sample.rounds import GROWTH, YEARS
from labordesk.sample.scene import Advance, Scene
from labordesk.sample.units import REORGANISED
from labordesk.services.activities import save_activity
from labordesk.services.contributions import save_contribution


@dataclass(frozen=True)
class Event:
    """An activity of every year: programme, month and day, what was counted; ``cost`` in đồng."""

    programme: str
    month: int
    day: int
    name: str
    count: int
    unit_of_count: str
    cost: int | None = None
    second: tuple[int, str] | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Gift:
    """A contribution of every year: promised, received in money and goods (đồng), in days of work."""

    programme: str | None
    month: int
    day: int
    donor: str
    pledged: int = 0
    cash: int = 0
    goods: int = 0
    labour_days: int = 0
    fund: str | None = None
    purpose: str | None = None
    unit: str | None = None


_EVENTS: Final = (
    Event("XE", 2, 10, "Chuyến xe đưa công nhân về quê đón Tết", 412, "person", 62_000_000, (10, "trip")),
    Event("TVPL", 3, 18, "Tư vấn chính sách bảo hiểm xã hội, hợp đồng lao động", 96, "turn", 4_500_000),
    Event("TVPL", 3, 20, "Hỗ trợ giải quyết tranh chấp tiền lương", 11, "case"),
    Event("KHAM-SK", 3, 7, "Khám sức khỏe sinh sản cho nữ công nhân", 290, "person", 43_500_000, None, "may-song-lam"),
    Event("TAP-HUAN", 4, 9, "Bồi dưỡng chủ tịch công đoàn cơ sở", 45, "person", 18_000_000),
    Event(
        "DOI-THOAI", 5, 15, "Đối thoại định kỳ với người sử dụng lao động", 120, "person", 6_000_000, None, "da-giay"
    ),
    Event("CONG-TRINH", 5, 19, "Công trình chào mừng Tháng Công nhân", 14, "work", 86_000_000),
    Event("VAN-NGHE", 5, 22, "Giải bóng chuyền công nhân viên chức lao động", 2, "event", 25_000_000),
    Event("BUA-AN", 6, 5, "Bữa cơm công đoàn", 1_120, "meal", 39_200_000, None, "may-song-lam"),
    Event("TVPL", 6, 24, "Tư vấn lưu động tại doanh nghiệp", 80, "turn", 3_000_000),
    Event("KT-GS", 7, 14, "Kiểm tra chấp hành Điều lệ tại công đoàn cơ sở", 6, "event"),
    Event("HOI-THI", 8, 12, "Hội thi thợ giỏi ngành may", 64, "person", 32_000_000, None, "may-song-lam"),
    Event("KHAM-SK", 9, 10, "Khám phát hiện bệnh nghề nghiệp", 200, "person", 38_000_000, None, "da-giay"),
    Event("TVPL", 10, 8, "Tư vấn về Luật Công đoàn", 52, "turn", 2_000_000),
    Event("TVPL", 10, 16, "Hỗ trợ người lao động khởi kiện đòi lương", 7, "case"),
    Event("DOI-THOAI", 10, 20, "Tọa đàm nữ công nhân", 150, "person", 9_000_000),
    Event("KHEN-THUONG", 11, 12, "Biểu dương điển hình chăm lo đoàn viên", 9, "group", 11_000_000),
)
_GIFTS: Final = (
    Gift("TLV", 1, 12, "Công ty TNHH Da giày Hoàng Gia", 60_000_000, 60_000_000, fund="TLV"),
    Gift("QUY-MAI-AM", 3, 2, "Công ty CP May Sông Lam", 120_000_000, 80_000_000, fund="QMA"),
    Gift("QUY-MAI-AM", 4, 21, "Công ty CP Bê tông Thịnh Phát", 50_000_000, 0, 32_000_000, fund="QMA"),
    Gift("NGAY-LUONG", 5, 8, "Đoàn viên các công đoàn cơ sở", cash=96_400_000, purpose="xây dựng nông thôn mới"),
    Gift(
        "DN-NLD",
        5,
        27,
        "Đoàn viên, thanh niên các doanh nghiệp",
        labour_days=320,
        purpose="sửa đường vào khu nhà trọ công nhân",
    ),
    Gift("TLV", 6, 17, "Cán bộ, giáo viên các trường học", cash=41_500_000, fund="TLV"),
    Gift("QUY-MAI-AM", 8, 5, "Công ty CP Thủy điện Sông Ngàn", 100_000_000, 50_000_000, fund="QMA"),
    Gift("DN-NLD", 9, 3, "Công ty CP Gỗ Phú Thịnh", 0, 0, 28_600_000, 45, purpose="làm đồ dùng tặng trường mầm non"),
    Gift(None, 10, 2, "Nhà hảo tâm tại Thành phố Hồ Chí Minh", 80_000_000, 30_000_000, fund="QXH"),
)


_FORGOTTEN: Final = (4, 8)
"""The months of this year whose donors were not thanked."""


def write_activities(scene: Scene, advance: Advance) -> None:
    """Write activities and contributions of three years up to today."""
    tet_campaigns = _tet_campaigns(scene)
    for year, percent in _years(scene):
        for event in _EVENTS:
            day = date(year, event.month, event.day)
            if day <= scene.today:
                campaign_id = tet_campaigns.get(year) if event.programme == "XE" else None
                save_activity(scene.register, _activity(scene, event, day, percent, campaign_id))
        for gift in _GIFTS:
            day = date(year, gift.month, gift.day)
            if day <= scene.today:
                save_contribution(scene.register, _contribution(scene, gift, day, percent))
        advance(1)


def _years(scene: Scene) -> Iterator[tuple[int, int]]:
    for years_ago in reversed(range(YEARS)):
        yield scene.today.year - years_ago, GROWTH[years_ago]


def _tet_campaigns(scene: Scene) -> dict[int, int]:
    """Return the first campaign of each Tết, to which the free buses belong."""
    from labordesk.services.campaigns import list_campaigns

    found = list_campaigns(scene.register, programme_id=scene.codes.programmes["TET"])
    return {one.tet_year: one.id for one in found if one.tet_year is not None}


def _unit(scene: Scene, key: str | None, day: date) -> int:
    return scene.units.ids[key] if key else scene.units.upper(day)


def _activity(scene: Scene, event: Event, day: date, percent: int, campaign_id: int | None) -> ActivityFields:
    second, second_unit = event.second or (None, None)
    return ActivityFields(
        programme_id=scene.codes.programmes[event.programme],
        unit_id=_unit(scene, event.unit, day),
        campaign_id=campaign_id,
        happened_on=day,
        name=event.name,
        count=_part(event.count, percent),
        count_unit=event.unit_of_count,
        second_count=second,
        second_unit=second_unit,
        cost=_rounded(event.cost, percent) if event.cost else None,
    )


def _contribution(scene: Scene, gift: Gift, day: date, percent: int) -> ContributionFields:
    return ContributionFields(
        unit_id=_unit(scene, gift.unit, day),
        programme_id=scene.codes.programmes[gift.programme] if gift.programme else None,
        fund_id=scene.codes.funds[gift.fund] if gift.fund else None,
        purpose=gift.purpose,
        donor=gift.donor,
        received_on=day,
        pledged=_rounded(gift.pledged, percent),
        cash=_rounded(gift.cash, percent),
        goods=_rounded(gift.goods, percent),
        labour_days=_part(gift.labour_days, percent),
        thanked_on=_thanked(scene, gift, day),
        note="Nhận trước ngày sáp nhập tổ chức" if day < REORGANISED else None,
    )


def _thanked(scene: Scene, gift: Gift, day: date) -> date | None:
    """Return when the donor was thanked: some days after the gift, but not those forgotten this year."""
    thanked = day + timedelta(days=14)
    forgotten = day.year == scene.today.year and gift.month in _FORGOTTEN
    received = gift.cash or gift.goods or gift.labour_days
    return thanked if received and thanked <= scene.today and not forgotten else None


def _part(count: int, percent: int) -> int:
    return max(1, count * percent // 100) if count else 0


def _rounded(money: int, percent: int) -> int:
    """Return a part of an amount in whole hundreds of thousands of đồng."""
    return money * percent // 100 // 100_000 * 100_000
