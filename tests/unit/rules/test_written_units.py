"""Names of units as lists write them, and the unit each means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.rules.written_units import Fit, KnownUnit, UnitNames, is_one_unit, marked_key

UNITS = UnitNames(
    [
        KnownUnit(1, ("CĐCS Công ty TNHH May Sông Lam", "May Sông Lam")),
        KnownUnit(2, ("CĐCS Trường THCS Đồng Tâm",)),
        KnownUnit(3, ("CĐCS Trạm Y tế Hương Sơn",)),
        KnownUnit(4, ("CĐCS Công ty số 1",)),
        KnownUnit(5, ("CĐCS Công ty số 11",)),
        KnownUnit(6, ("Công đoàn xã Hương Sơn",)),
        KnownUnit(7, ("CĐCS Công ty Gỗ Phú Thịnh", "CĐCS Xí nghiệp gỗ 30/4")),
    ]
)


def found(written: str) -> list[tuple[int, Fit]]:
    return [(one.unit_id, one.fit) for one in UNITS.fitting(written)]


@pytest.mark.parametrize(
    ("written", "unit_id"),
    [
        ("CĐCS Công ty TNHH May Sông Lam", 1),
        ("Công đoàn cơ sở Công ty TNHH May Sông Lam", 1),
        ("cđcs cty tnhh may sông lam", 1),
        ("C.Đ.C.S Cty TNHH May Sông Lam", 1),
        ("CDCS Cong ty TNHH May Song Lam", 1),
        ("May Sông Lam", 1),
        ("CĐCS Trường Trung học cơ sở Đồng Tâm", 2),
        ("CĐCS XN gỗ 30/4", 7),
        ("CD xa Huong Son", 6),
    ],
)
def test_another_way_of_writing_is_the_same_unit(written: str, unit_id: int) -> None:
    assert found(written) == [(unit_id, "same")]


def test_words_that_say_nothing_may_be_left_out() -> None:
    assert found("Cty Cổ phần May Sông Lam") == [(1, "core")]
    assert found("THCS Đồng Tâm") == [(2, "core")]
    assert found("Công ty số 1") == [(4, "core")]


def test_other_marks_and_slips_are_never_taken_for_granted() -> None:
    assert found("CĐCS Công ty TNHH May Sông Làm") == [(1, "marks")]
    assert found("Công ty May Sông Lan") == [(1, "slip")]


def test_another_number_is_another_unit() -> None:
    assert found("CĐCS Công ty số 2") == []
    assert found("CĐCS Công ty số 111") == []


def test_another_body_of_one_place_is_only_alike() -> None:
    assert found("CĐCS xã Hương Sơn") == [(6, "alike")]
    assert {fit for _unit, fit in found("CĐCS UBND xã Hương Sơn")} == {"alike"}


def test_a_name_of_nothing_means_no_unit() -> None:
    assert found("") == found(" .,- ") == []


@given(st.sampled_from(["CĐCS Công ty TNHH May Sông Lam", "CĐCS Trường THCS Đồng Tâm"]), st.data())
def test_blanks_capitals_and_dots_do_not_matter(name: str, data: st.DataObject) -> None:
    words = [data.draw(st.sampled_from([word, word.upper(), word.lower(), word.capitalize()])) for word in name.split()]
    written = data.draw(st.sampled_from(["", " ", "."])) + "  ".join(words) + data.draw(st.sampled_from(["", " ", "."]))
    assert marked_key(written) == marked_key(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("CĐCS Công ty TNHH May Sông Lam", "Cty May Sông Lam", True),
        ("Trường THCS Đồng Tâm", "CĐCS Trường THCS Đồng Tâm", True),
        ("CĐCS May Sông Lam", "MAY SONG LAM", True),
        ("CĐCS May Sông Lam", "CĐCS May Sông Làm", False),
        ("CĐCS May Sông Lam", "CĐBP May Sông Lam", False),
        ("Trường TH Đồng Tâm", "Trường THCS Đồng Tâm", False),
        ("", "", False),
    ],
)
def test_two_names_of_a_list_are_one_unit_but_for_words_that_say_nothing(one: str, other: str, same: bool) -> None:
    assert is_one_unit(one, other) is is_one_unit(other, one) is same
