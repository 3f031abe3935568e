from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labordesk.vietnamese.addresses import parse_address
from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.ward_table import ward_table
from labordesk.vietnamese.wards import Ward, new_wards_for, old_ward_of, ward_of

NEW = [ward for code in ward_table().codes(old=False) if (ward := ward_of(code))]
OLD = [ward for code in ward_table().codes(old=True) if (ward := old_ward_of(code))]
SHORT = {
    "Phường": "P.",
    "Xã": "X.",
    "Thị trấn": "TT.",
    "Quận": "Q.",
    "Huyện": "H.",
    "Thị xã": "TX.",
    "Thị Xã": "TX.",
    "Thành phố": "TP.",
    "Tỉnh": "",
}


def short(name: str) -> str:
    """Return "P.Tân Lợi" for "Phường Tân Lợi"."""
    kind = next((kind for kind in SHORT if name.startswith(f"{kind} ")), "")
    return SHORT.get(kind, "") + name.removeprefix(kind).strip()


def codes(wards: tuple[Ward, ...]) -> set[str]:
    return {ward.code for ward in wards}


def targets(ward: Ward) -> set[str]:
    return {link.new.code for link in new_wards_for(ward.code)}


def test_every_old_ward_with_its_district_and_province_is_read() -> None:
    misread = []
    for ward in OLD:
        read = parse_address(f"{ward.name}, {ward.district}, {ward.province}")
        if codes(read.old) != {ward.code} or codes(read.new) != targets(ward):
            misread.append(ward)
    assert misread == []


def test_every_old_ward_behind_a_street_and_in_abbreviations_is_read() -> None:
    misread = []
    for ward in OLD:
        read = parse_address(f"12 Lê Lợi, {short(ward.name)}, {short(ward.district)}, {short(ward.province)}")
        if codes(read.old) != {ward.code} or codes(read.new) != targets(ward):
            misread.append(ward)
    assert misread == []


def test_every_ward_of_today_with_its_province_is_among_the_answers() -> None:
    assert [ward for ward in NEW if ward not in parse_address(f"{ward.name}, {ward.province}").new] == []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(OLD), st.sampled_from(["Thôn 3, {}", "số 7 ngõ 12 {}", "Tổ dân phố 4 {}", "{}"]), st.booleans())
def test_a_ward_is_never_lost_however_the_address_is_written(ward: Ward, before: str, marks: bool) -> None:
    text = before.format(f"{ward.name}, {ward.district}, {ward.province}")
    if not marks:
        text = ", ".join(plain_key(part) for part in text.split(","))
    assert targets(ward) <= codes(parse_address(text).new)


@pytest.mark.parametrize(
    ("address", "old", "new"),
    [
        ("12 Lê Lợi, P. Tân Lợi, TP Buôn Ma Thuột, Đắk Lắk", "Phường Tân Lợi", "Phường Buôn Ma Thuột"),
        ("P. Ea Tam, BMT", "Phường Ea Tam", "Phường Ea Kao"),
        ("Buôn Kao xã Ea Kao TP.BMT", "Xã Ea Kao", "Phường Ea Kao"),
        ("xa ea tu, tp buon ma thuot", "Xã Ea Tu", "Phường Tân An"),
        ("Xóm 3, Nghi Kim, Vinh, Nghệ An", "Xã Nghi Kim", "Phường Vinh Hưng"),
        ("P. Vỹ Dạ, TP Huế, Thừa Thiên Huế", "Phường Vỹ Dạ", "Phường Vỹ Dạ"),
        ("phường 12 quận Gò Vấp", "Phường 12", "Phường An Hội Tây"),
        ("Đảo Lý Sơn, huyện Lý Sơn, Quảng Ngãi", "Huyện Lý Sơn", "Đặc khu Lý Sơn"),
    ],
)
def test_an_old_address_is_read_for_certain(address: str, old: str, new: str) -> None:
    read = parse_address(address)
    assert read.is_certain
    assert ([ward.name for ward in read.old], [ward.name for ward in read.new]) == ([old], [new])


@pytest.mark.parametrize(
    ("address", "new"),
    [
        ("12 Lê Lợi, phường Buôn Ma Thuột, Đắk Lắk", "Phường Buôn Ma Thuột"),
        ("phường Xuân Hương - Đà Lạt, Lâm Đồng", "Phường Xuân Hương - Đà Lạt"),
        ("xã Krông Pắk, tỉnh Dak Lak", "Xã Krông Pắc"),
    ],
)
def test_an_address_of_today_names_no_old_ward(address: str, new: str) -> None:
    read = parse_address(address)
    assert (read.old, [ward.name for ward in read.new], read.is_certain) == ((), [new], True)


def test_a_divided_ward_asks() -> None:
    read = parse_address("Xã Ea BHốk, Cư Kuin, Đắk Lắk")
    assert read.asks
    assert {ward.name for ward in read.new} == {"Xã Dray Bhăng", "Xã Ea Ktur"}


def test_a_name_that_several_wards_bear_asks() -> None:
    assert parse_address("xã Hưng Đạo, Cao Bằng").asks
    assert parse_address("xã Hòa Thuận").asks


def test_the_home_province_is_thought_of_first() -> None:
    read = parse_address("xã Hòa Thuận", home="Đắk Lắk")
    assert [ward.label for ward in read.old] == ["Xã Hòa Thuận (Buôn Ma Thuột, Đắk Lắk)"]
    other = parse_address("xã Hòa Thuận, Châu Thành, Trà Vinh", home="Đắk Lắk")
    assert [ward.province for ward in other.old] == ["Tỉnh Trà Vinh"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "  ,, ",
        "Đường Tân Lợi, BMT",
        "12 Trần Phú, Hà Nội",
        "Nguyễn Tất Thành, Buôn Ma Thuột, Đắk Lắk",
        "Khu tập thể Nhà máy đường",
        "0912345678",
    ],
)
def test_a_street_or_a_town_is_not_a_ward(address: str) -> None:
    read = parse_address(address)
    assert (read.old, read.new, read.is_certain, read.asks) == ((), (), False, False)


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    read = parse_address(text)
    assert not (read.is_certain and read.asks)
