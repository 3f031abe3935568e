"""The grassroots unions of the sample commune; their names are invented, their kinds and sizes are usual ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COMMUNE: Final = "cong-doan-xa"
"""Key of the commune union itself, to which poor households outside every company belong."""


@dataclass(frozen=True)
class Trade:
    """What people do in a kind of unit: its departments with their jobs; ``women`` is their share."""

    sector: str
    women: float
    departments: tuple[tuple[str, tuple[str, ...]], ...]
    prefix: str = "CĐCS"


_CLERKS: Final = ("Văn phòng", ("Kế toán", "Nhân viên hành chính", "Bảo vệ", "Tạp vụ"))
_SEWING: Final = ("Công nhân may", "Công nhân may", "Công nhân may", "Tổ trưởng")
_TEACHING: Final = ("Giáo viên", "Giáo viên", "Giáo viên", "Tổ trưởng chuyên môn")
_SCHOOL_STAFF: Final = ("Tổ văn phòng", ("Kế toán", "Nhân viên thư viện", "Bảo vệ", "Nhân viên y tế"))

GARMENT = Trade(
    "enterprise",
    0.84,
    (
        ("Tổ may 1", _SEWING),
        ("Tổ may 2", _SEWING),
        ("Tổ may 3", _SEWING),
        ("Tổ cắt", ("Công nhân cắt", "Công nhân trải vải")),
        ("Tổ hoàn thiện", ("Thợ là", "Kiểm hàng", "Đóng gói")),
        ("Tổ cơ điện", ("Thợ máy", "Thợ điện")),
        _CLERKS,
    ),
)
SHOES = Trade(
    "enterprise",
    0.76,
    (
        ("Xưởng đế", ("Công nhân ép đế", "Công nhân đế")),
        ("Xưởng mũ giày", ("Công nhân may mũ giày", "Công nhân cắt")),
        ("Xưởng gò ráp", ("Công nhân gò ráp", "Kiểm hàng")),
        ("Kho", ("Thủ kho", "Công nhân bốc xếp")),
        _CLERKS,
    ),
)
FACTORY = Trade(
    "enterprise",
    0.38,
    (
        ("Phân xưởng 1", ("Công nhân vận hành", "Công nhân", "Tổ trưởng")),
        ("Phân xưởng 2", ("Công nhân vận hành", "Công nhân", "Thủ kho")),
        ("Tổ cơ điện", ("Thợ cơ điện", "Thợ hàn")),
        _CLERKS,
    ),
)
BUILDING = Trade(
    "enterprise",
    0.15,
    (
        ("Đội 1", ("Thợ xây", "Thợ sắt", "Công nhân")),
        ("Đội 2", ("Thợ xây", "Thợ điện", "Công nhân")),
        ("Đội xe máy", ("Lái xe", "Lái máy xúc", "Thợ sửa chữa")),
        _CLERKS,
    ),
)
TRADING = Trade("enterprise", 0.55, (("Bán hàng", ("Nhân viên bán hàng",)), ("Kho", ("Thủ kho", "Lái xe")), _CLERKS))
DRIVERS = Trade("enterprise", 0.05, (("Tổ 1", ("Lái xe ôm",)), ("Tổ 2", ("Lái xe lai",))), prefix="NĐCS")
NURSERY = Trade(
    "public",
    0.97,
    (("Tổ mẫu giáo", _TEACHING), ("Tổ nhà trẻ", _TEACHING), ("Tổ nuôi dưỡng", ("Cấp dưỡng", "Kế toán"))),
)
PRIMARY = Trade("public", 0.8, (("Tổ 1-2-3", _TEACHING), ("Tổ 4-5", _TEACHING), _SCHOOL_STAFF))
SECONDARY = Trade("public", 0.66, (("Tổ tự nhiên", _TEACHING), ("Tổ xã hội", _TEACHING), _SCHOOL_STAFF))
HEALTH = Trade(
    "public",
    0.7,
    (
        ("Khối điều trị", ("Điều dưỡng", "Y sĩ", "Bác sĩ", "Kỹ thuật viên")),
        ("Khối dự phòng", ("Y sĩ", "Điều dưỡng", "Dược sĩ")),
    ),
)
OFFICE = Trade("public", 0.42, (("Văn phòng", ("Văn thư", "Lái xe", "Tạp vụ")), ("Chuyên môn", ("Chuyên viên",))))


@dataclass(frozen=True)
class UnitPlan:
    """A grassroots union; ``share`` is its weight among the people of the register, 0 when it sends only totals."""

    key: str
    body: str
    trade: Trade
    members: int
    workers: int
    share: int
    founded: int
    locality: str = "xã Hương Sơn"

    @property
    def name(self) -> str:
        """Return the full name ("CĐCS Công ty CP Gỗ Phú Thịnh")."""
        return f"{self.trade.prefix} {self.body}"

    @property
    def short(self) -> str:
        """Return the name used in tables ("Gỗ Phú Thịnh")."""
        return self.body.removeprefix("Công ty CP ").removeprefix("Công ty TNHH ").removeprefix("Trường ")


def _plans(trade: Trade, *rows: tuple[str, str, int, int, int, int]) -> tuple[UnitPlan, ...]:
    return tuple(
        UnitPlan(key, body, trade, members, workers, share, founded)
        for key, body, members, workers, share, founded in rows
    )


LIVING: Final = (
    *_plans(
        GARMENT,
        ("may-song-lam", "Công ty CP May Sông Lam", 1140, 1204, 190, 2012),
        ("may-thanh-sen", "Công ty CP May Thành Sen", 318, 340, 70, 2009),
    ),
    *_plans(
        SHOES,
        ("da-giay", "Công ty TNHH Da giày Hoàng Gia", 865, 910, 150, 2016),
        ("tui-xach", "Công ty TNHH Túi xách Đông Á", 236, 262, 45, 2019),
    ),
    *_plans(
        FACTORY,
        ("go-phu-thinh", "Công ty CP Gỗ Phú Thịnh", 112, 126, 48, 2008),
        ("che", "Công ty CP Chè Đồi Xanh", 94, 101, 34, 1996),
        ("be-tong", "Công ty CP Bê tông Thịnh Phát", 58, 66, 20, 2014),
        ("vlxd", "Công ty TNHH Gạch ngói Hồng Lam", 71, 80, 26, 2005),
        ("nuoc", "Công ty CP Cấp nước Ngàn Phố", 37, 37, 14, 2001),
        ("nong-san", "Công ty TNHH Nông sản Phố Châu", 49, 61, 20, 2018),
        ("nhung-huou", "Công ty TNHH Nhung hươu Ngàn Phố", 26, 34, 12, 2020),
        ("thuy-dien", "Công ty CP Thủy điện Sông Ngàn", 33, 33, 10, 2011),
    ),
    *_plans(
        BUILDING,
        ("xay-dung", "Công ty CP Xây dựng Ngàn Phố", 84, 118, 34, 2003),
        ("moi-truong", "Công ty CP Môi trường Ngàn Sâu", 46, 46, 22, 2006),
        ("van-tai", "Công ty TNHH Vận tải Đại Phong", 39, 47, 16, 2013),
    ),
    *_plans(
        TRADING,
        ("minh-quang", "Công ty TNHH Thương mại Minh Quang", 31, 38, 12, 2015),
        ("duoc", "Công ty CP Dược phẩm Phố Châu", 28, 30, 10, 2010),
        ("tin-dung", "Quỹ tín dụng nhân dân Ngàn Phố", 19, 19, 0, 1999),
    ),
    *_plans(DRIVERS, ("xe-om", "Xe ôm, xe lai Phố Châu", 42, 42, 18, 2021)),
    *_plans(
        NURSERY,
        ("mn-pho-chau", "Trường Mầm non Phố Châu", 38, 41, 16, 1994),
        ("mn-son-phu", "Trường Mầm non Sơn Phú", 24, 26, 10, 1997),
        ("mn-son-bang", "Trường Mầm non Sơn Bằng", 22, 23, 9, 1997),
        ("mn-son-ninh", "Trường Mầm non Sơn Ninh", 19, 20, 8, 1998),
        ("mn-son-trung", "Trường Mầm non Sơn Trung", 23, 25, 9, 1997),
    ),
    *_plans(
        PRIMARY,
        ("th-pho-chau-1", "Trường Tiểu học Phố Châu 1", 41, 42, 16, 1988),
        ("th-pho-chau-2", "Trường Tiểu học Phố Châu 2", 34, 35, 13, 1992),
        ("th-son-phu", "Trường Tiểu học Sơn Phú", 27, 27, 10, 1988),
        ("th-son-bang", "Trường Tiểu học Sơn Bằng", 25, 26, 9, 1988),
        ("th-son-trung", "Trường Tiểu học Sơn Trung", 28, 28, 10, 1988),
    ),
    *_plans(
        SECONDARY,
        ("thcs-dong-tam", "Trường THCS Đồng Tâm", 44, 45, 18, 1990),
        ("thcs-pho-chau", "Trường THCS Phố Châu", 47, 48, 17, 1990),
        ("thcs-tan-son", "Trường THCS Tân Sơn", 31, 31, 11, 1995),
        ("thpt", "Trường THPT Ngàn Phố", 72, 74, 0, 1985),
        ("gdnn", "Trung tâm GDNN-GDTX Ngàn Phố", 29, 30, 0, 1999),
    ),
    *_plans(
        HEALTH,
        ("tram-y-te", "Trạm Y tế Hương Sơn", 36, 37, 18, 1990),
        ("benh-vien", "Bệnh viện Đa khoa Ngàn Phố", 214, 219, 0, 1975),
        ("phong-kham", "Phòng khám Đa khoa Bình An", 27, 33, 10, 2017),
    ),
    *_plans(
        OFFICE,
        ("cho", "Ban Quản lý chợ Phố Châu", 21, 22, 10, 2004),
        ("dich-vu-cong", "Trung tâm Dịch vụ công ích Hương Sơn", 24, 26, 12, 2007),
    ),
)
"""Unions there were before the commune union and still are."""

FROM_THE_START: Final = _plans(
    OFFICE,
    ("dang-uy", "Cơ quan Đảng ủy xã Hương Sơn", 34, 34, 10, 2025),
    ("ubnd-xa", "Cơ quan UBND xã Hương Sơn", 58, 58, 14, 2025),
)
"""Unions founded together with the commune union on 1/7/2025."""

NEWEST: Final = UnitPlan(
    "dien-tu", "Công ty TNHH Điện tử An Phú", FACTORY, 905, 968, 60, 0, locality="Cụm công nghiệp Nam Phố Châu"
)
"""The union founded last."""

ENDED: Final = (
    *_plans(
        OFFICE,
        ("huyen-uy", "Cơ quan Huyện ủy Hương Sơn", 62, 62, 10, 1976),
        ("ubnd-huyen", "Cơ quan UBND huyện Hương Sơn", 118, 118, 18, 1976),
        ("ubnd-pho-chau", "Cơ quan UBND thị trấn Phố Châu", 27, 27, 10, 1997),
        ("ubnd-son-phu", "Cơ quan UBND xã Sơn Phú", 22, 22, 7, 1993),
        ("ubnd-son-bang", "Cơ quan UBND xã Sơn Bằng", 21, 21, 6, 1993),
        ("ubnd-son-trung", "Cơ quan UBND xã Sơn Trung", 23, 23, 7, 1993),
    ),
)
"""Unions of offices paid by the budget that ended with the district on 30/6/2025 (domain.md 3.4)."""

MERGED: Final = UnitPlan("xay-lap", "Công ty TNHH Xây lắp Sơn Bằng", BUILDING, 31, 42, 14, 2010)
"""The union that was merged into ``MERGED_INTO``."""

MERGED_INTO: Final = "xay-dung"
RENAMED: Final = "may-thanh-sen"
FORMER_NAME: Final = "CĐCS Xí nghiệp May Phố Châu"
WORKSHOPS: Final = ("may-song-lam", ("Công đoàn bộ phận Xưởng May 1", "Công đoàn bộ phận Xưởng May 2"))
"""Parts of the largest union with a committee of their own."""

WITHOUT_ROWS: Final = tuple(plan.key for plan in LIVING if plan.share == 0)
"""Unions that report totals only."""
