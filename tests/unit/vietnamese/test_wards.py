from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.ward_table import WardTable, ward_table
from labordesk.vietnamese.wards import Ward, find_wards, new_wards_for, old_ward_of, old_wards_of, ward_of
from tests.reference import reference

REFERENCE: dict[str, Any] = reference("admin_units")
NEW = [ward for code in ward_table().codes(old=False) if (ward := ward_of(code))]
OLD = [ward for code in ward_table().codes(old=True) if (ward := old_ward_of(code))]


def test_the_counts_are_those_of_the_reform() -> None:
    found = {
        "provinces_new": len({ward.province for ward in NEW}),
        "wards_new": len(NEW),
        "provinces_old": len({ward.province for ward in OLD}),
        "districts_old": len({(ward.district, ward.province) for ward in OLD}),
        "wards_old": len(OLD),
        "old_divided": sum(len(new_wards_for(ward.code)) > 1 for ward in OLD),
    }
    assert found == REFERENCE["counts"]


def test_there_are_as_many_communes_wards_and_special_zones_as_decided() -> None:
    kinds = [ward.name.split()[0] for ward in NEW]
    assert (kinds.count("Xã"), kinds.count("Phường"), kinds.count("Đặc")) == (2621, 687, 13)


@pytest.mark.parametrize("vector", REFERENCE["vectors"], ids=lambda one: "-".join(one["old"]))
def test_an_old_ward_leads_to_its_wards_of_today(vector: dict[str, Any]) -> None:
    name, district, province = vector["old"]
    old = old_ward_of(vector["old_code"])
    assert old is not None
    assert (old.name.lower(), old.district.lower(), old.province) == (name.lower(), district.lower(), province)
    links = new_wards_for(vector["old_code"])
    assert sorted(link.new.code for link in links) == sorted(vector["new_codes"])
    assert sorted(link.new.name for link in links) == sorted(vector["new"])
    assert {link.new.province for link in links} == {vector["province"]}
    assert (len(links) > 1) == vector["divided"]


def test_every_old_ward_leads_to_a_ward_of_today_and_back() -> None:
    for ward in OLD:
        links = new_wards_for(ward.code)
        assert links
        assert all(ward in [back.old for back in old_wards_of(link.new.code)] for link in links)
    assert all(old_wards_of(ward.code) for ward in NEW)


def test_a_code_that_is_none_has_no_ward() -> None:
    assert ward_of("99999") is None
    assert old_ward_of("") is None
    assert new_wards_for("99999") == ()
    assert old_wards_of("99999") == ()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("p tan loi bmt", "Phường Tân Lợi (Buôn Ma Thuột, Đắk Lắk)"),
        ("Tân Lợi, Buôn Ma Thuột", "Phường Tân Lợi (Buôn Ma Thuột, Đắk Lắk)"),
        ("xã Ea Tu", "Xã Ea Tu (Buôn Ma Thuột, Đắk Lắk)"),
        ("Ea Tam BMT", "Phường Ea Tam (Buôn Ma Thuột, Đắk Lắk)"),
        ("ea tam buon ma th", "Phường Ea Tam (Buôn Ma Thuột, Đắk Lắk)"),
        ("P1 Tuy Hòa", "Phường 1 (Tuy Hòa, Phú Yên)"),
        ("phường 05, Tuy Hoà", "Phường 5 (Tuy Hòa, Phú Yên)"),
        ("TT.Ea Drăng", "Thị trấn Ea Drăng (Ea H'leo, Đắk Lắk)"),
        ("ea bar song hinh dak lak", "Xã Ea Bar (Sông Hinh, Phú Yên)"),
    ],
)
def test_an_old_ward_is_found_by_what_an_officer_types(typed: str, first: str) -> None:
    assert find_wards(typed, old=True)[0].label == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("buon ma thu", "Phường Buôn Ma Thuột (Đắk Lắk)"),
        ("p buôn ma thuột", "Phường Buôn Ma Thuột (Đắk Lắk)"),
        ("hoà phú đắk lắk", "Xã Hòa Phú (Đắk Lắk)"),
        ("hòa phú dak lak", "Xã Hòa Phú (Đắk Lắk)"),
        ("eahleo", "Xã Ea H'Leo (Đắk Lắk)"),
        ("krong pak", "Xã Krông Pắc (Đắk Lắk)"),
        ("Côn Đảo", "Đặc khu Côn Đảo (Hồ Chí Minh)"),
    ],
)
def test_a_ward_of_today_is_found_by_what_an_officer_types(typed: str, first: str) -> None:
    assert find_wards(typed)[0].label == first


def test_marks_typed_prefer_the_name_spelled_so() -> None:
    places = [ward.name for ward in find_wards("Sa Pả", old=True)]
    assert places[0] == "Phường Sa Pả"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OLD))
def test_any_old_ward_is_found_by_its_names_with_and_without_marks(ward: Ward) -> None:
    words = f"{ward.name}, {ward.district}, {ward.province}"
    assert find_wards(words, old=True)[0] == ward
    assert ward in find_wards(plain_key(words.replace(",", " ")), old=True)


def test_nothing_typed_finds_nothing() -> None:
    assert find_wards("") == ()
    assert find_wards(" , . ") == ()
    assert find_wards("phường không có thật") == ()


def test_the_answer_is_no_longer_than_asked_for() -> None:
    assert len(find_wards("hoa", old=True, limit=7)) == 7


def test_several_threads_may_ask_first(monkeypatch: pytest.MonkeyPatch) -> None:
    import labordesk.vietnamese.ward_table as module

    made: list[WardTable] = []

    def counted(content: bytes) -> WardTable:
        made.append(WardTable(content))
        return made[-1]

    monkeypatch.setattr(module, "_table", None)
    monkeypatch.setattr(module, "WardTable", counted)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda code: module.ward_table().new(code), ["24133"] * 32))
    assert len(made) == 1
    assert {ward.name for ward in found if ward is not None} == {"Phường Buôn Ma Thuột"}


def test_nothing_is_read_before_a_ward_is_asked_for() -> None:
    ask = (
        "import labordesk.model, labordesk.fields, labordesk.vietnamese.wards, labordesk.vietnamese.addresses\n"
        "from labordesk.vietnamese import ward_table\n"
        "print(ward_table._table)"
    )
    done = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "None"


def test_the_table_came_with_its_licence() -> None:
    licence = (Path(__file__).parents[3] / "resources" / "wards-LICENSE.txt").read_text(encoding="utf-8")
    assert "MIT License" in licence
    assert "vietnamadminunits==1.0.4" in licence
