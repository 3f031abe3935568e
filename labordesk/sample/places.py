"""Where the people of the sample live: villages of the commune, and where those come from who rent a room."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from labordesk.sample.chance import weighted
from labordesk.sample.drafts import Draft
from labordesk.vietnamese.addresses import parse_address

COMMUNE: Final = "xã Hương Sơn"
PROVINCE: Final = "tỉnh Hà Tĩnh"
HOME_PROVINCE: Final = "Hà Tĩnh"
LEFT_OUT: Final = 7
TOWN: Final = "Phố Châu"

_FORMER: Final = {
    "Phố Châu": tuple(f"Tổ dân phố {number}" for number in range(1, 13)),
    "Sơn Phú": ("Thôn Công Đẳng", "Thôn Cao Sơn", "Thôn Vọng Sơn", "Thôn Hồng Kỳ", "Thôn An Phú"),
    "Sơn Bằng": ("Thôn Phúc Đình", "Thôn Mãn Tâm", "Thôn Thanh Uyên", "Thôn Kim Sơn"),
    "Sơn Ninh": ("Thôn Trà Sơn", "Thôn Ninh Xá", "Thôn Đồng Cao", "Thôn Tân Sơn"),
    "Sơn Trung": ("Thôn Mai Hà", "Thôn Đông Vực", "Thôn Hải Thượng", "Thôn Tân Tràng"),
}
"""Villages by the commune they belonged to until 30/6/2025, when the five became one."""

_FAR: Final = (
    ("Môn Sơn", "Nghệ An", "040"),
    ("Quỳ Châu", "Nghệ An", "040"),
    ("Như Xuân", "Thanh Hóa", "038"),
    ("Minh Hóa", "Quảng Trị", "044"),
    ("Hướng Phùng", "Quảng Trị", "045"),
    ("Ea Kar", "Đắk Lắk", "066"),
)
_BIRTH_PROVINCES: Final = (("042", 88), ("040", 8), ("038", 2), ("001", 2))
"""First digits of citizen numbers: where a birth was registered (Circular 07/2016/TT-BCA)."""

_LODGINGS: Final = ("Khu trọ Bình Minh", "Khu trọ bà Lài", "Khu trọ cổng 2 nhà máy may", "Nhà trọ ông Tứ")


@dataclass(frozen=True)
class Home:
    """Where somebody lives, is registered and comes from; ``province`` begins the citizen number."""

    address: str
    registered: str
    native: str
    province: str
    rented: bool = False


def home(chance: random.Random) -> Home:
    """Return a home in one of the commune's villages."""
    former = chance.choice(tuple(_FORMER))
    village = chance.choice(_FORMER[former])
    here = f"{village}, {COMMUNE}, {PROVINCE}"
    then = f"{village}, {'thị trấn' if former == TOWN else 'xã'} {former}, huyện Hương Sơn (cũ)"
    registered = then if chance.random() < 0.4 else here
    return Home(here, registered, f"{former}, Hương Sơn, Hà Tĩnh", weighted(chance, _BIRTH_PROVINCES))


def lodging(chance: random.Random) -> Home:
    """Return a rented room of a worker who came from far away."""
    commune, province, code = chance.choice(_FAR)
    where = f"{chance.choice(_LODGINGS)}, {chance.choice(_FORMER[TOWN]).lower()}, {COMMUNE}"
    return Home(where, f"xã {commune}, tỉnh {province}", f"{commune}, {province}", code, rented=True)


def fill_in_wards(drafts: Sequence[Draft]) -> None:
    """Give people the wards their addresses name, as the program proposes them; one in ten is left to be filled in."""
    for place, draft in enumerate(drafts):
        if place % 10 == LEFT_OUT:
            continue
        today = parse_address(draft.fields.get("address"), home=HOME_PROVINCE)
        if not today.is_certain:
            continue
        draft.fields["ward_code"] = today.new[0].code
        before = parse_address(draft.fields.get("registered_address"), home=HOME_PROVINCE)
        if len(before.old) == 1 and before.is_certain and before.new == today.new:
            draft.fields["old_ward_code"] = before.old[0].code
