"""Hardships as they come in a commune: how often, since when, and what a doctor wrote about them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Final

from labordesk.sample.chance import weighted
from labordesk.sample.drafts import Draft, Hardship

_SHARE: Final = 0.36
"""Part of the members and workers who are in a hardship."""

_OF_ADULTS: Final = (
    ("THU-NHAP", 26),
    ("OM-DAU", 14),
    ("DON-THAN", 11),
    ("BENH-HN", 9),
    ("CAN-NGHEO", 9),
    ("NHA-TAM", 8),
    ("THIEN-TAI", 8),
    ("MAT-VIEC", 6),
    ("CHINH-SACH", 6),
    ("HO-NGHEO", 5),
    ("TNLD", 5),
    ("BNN", 2),
    ("KHUYET-TAT", 2),
    ("HOA-HOAN", 1),
    ("DA-CAM", 1),
)
_LASTING: Final = frozenset({"CHINH-SACH", "DON-THAN", "DA-CAM", "KHUYET-TAT", "MO-COI", "NHA-TAM", "XA-QUE"})

_DETAILS: Final = {
    "BENH-HN": (
        "Ung thư tuyến giáp, điều trị tại Bệnh viện K",
        "Ung thư vú, đã mổ, đang truyền hóa chất tại Bệnh viện Ung bướu Nghệ An",
        "Suy thận mạn giai đoạn cuối, chạy thận tuần 3 lần",
        "Nhồi máu cơ tim, đã đặt stent, tái khám hằng tháng",
        "Xơ gan mất bù, điều trị nội trú nhiều đợt",
    ),
    "OM-DAU": (
        "Thoát vị đĩa đệm cột sống thắt lưng, nghỉ việc điều trị",
        "Tai biến mạch máu não, đang phục hồi chức năng",
        "Đái tháo đường type 2, biến chứng thần kinh ngoại vi",
        "Lao phổi, điều trị theo phác đồ 6 tháng",
    ),
    "TNLD": (
        "Dập nát ngón II, III bàn tay phải do máy ép, tỷ lệ thương tật 17%",
        "Ngã giàn giáo, gãy xương đùi trái, đã phẫu thuật kết hợp xương",
        "Bỏng độ II cẳng tay do hơi nóng",
    ),
    "BNN": ("Bệnh bụi phổi bông, theo dõi tại khoa bệnh nghề nghiệp", "Điếc nghề nghiệp do tiếng ồn"),
    "KHUYET-TAT": ("Khuyết tật vận động mức độ nặng", "Khuyết tật nghe, nói"),
    "DA-CAM": ("Con của người nhiễm chất độc hóa học, khuyết tật vận động",),
}


def meet_hardship(chance: random.Random, draft: Draft, today: date) -> None:
    """Let some people be in one or two hardships, with what goes with them in their form."""
    if chance.random() > _SHARE:
        return
    codes = {weighted(chance, _OF_ADULTS)}
    if chance.random() < 0.25:
        codes.add(weighted(chance, _OF_ADULTS))
    if {"HO-NGHEO", "CAN-NGHEO"} <= codes:
        codes.remove("CAN-NGHEO")
    for code in sorted(codes):
        befall(chance, draft, code, today)


def befall(chance: random.Random, draft: Draft, code: str, today: date, *, passes: bool = True) -> None:
    """Give somebody a hardship of a code, open unless it usually ``passes`` and is long ago."""
    days_ago = chance.randint(500 if code == "NHA-TAM" else 20, 1800)
    begun = today - timedelta(days=days_ago)
    until = None
    if passes and code not in _LASTING and days_ago > 700 and chance.random() < 0.5:
        until = (begun + timedelta(days=chance.randint(60, 500))).isoformat()[:7]
    draft.hardships.append(Hardship(code, begun.isoformat()[: weighted(chance, ((10, 3), (7, 4), (4, 3)))], until))
    if code in ("HO-NGHEO", "CAN-NGHEO"):
        draft.fields["poverty"] = "poor" if code == "HO-NGHEO" else "near_poor"
        draft.fields["poverty_book"] = f"{chance.randint(1, 240):03d}/{'HN' if code == 'HO-NGHEO' else 'HCN'}"
        draft.fields["income"] = chance.randrange(900_000, 2_100_000, 50_000)
    if code == "NHA-TAM":
        draft.fields["housing"] = "temporary"
        draft.fields["land_title"] = chance.random() < 0.8
    if code in _DETAILS and draft.fields["consent"] and chance.random() < 0.8:
        draft.health = f"{chance.choice(_DETAILS[code])} (từ tháng {begun.month}/{begun.year})"
