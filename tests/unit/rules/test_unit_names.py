"""Order and search of unit names."""

from __future__ import annotations

import pytest

from labordesk.rules.unit_names import unit_found, unit_plain_key, unit_sort_key

FACTORY = "Công đoàn cơ sở Công ty TNHH May Sông Lam"


def test_units_stand_in_the_order_of_the_vietnamese_alphabet_and_numbers_by_value() -> None:
    ordered = [
        "Công đoàn xã Đức Thọ",
        "Tổ công tác số 2",
        "Tổ công tác số 10",
        "Công đoàn xã Ân Thi",
        "Công đoàn xã Dân Hòa",
    ]
    assert sorted(ordered, key=unit_sort_key) == [
        "Công đoàn xã Ân Thi",
        "Công đoàn xã Dân Hòa",
        "Công đoàn xã Đức Thọ",
        "Tổ công tác số 2",
        "Tổ công tác số 10",
    ]


@pytest.mark.parametrize(
    "typed", ["cdcs may", "cong doan co so may", "may song", "tnhh lam", "Sông", "CĐCS Sông", "so"]
)
def test_a_unit_is_found_by_abbreviation_by_full_words_and_with_or_without_marks(typed: str) -> None:
    assert unit_found(typed, [FACTORY])


@pytest.mark.parametrize("typed", ["Sóng", "may 10", "nghệ an", "soc"])
def test_a_unit_is_not_found_by_other_marks_or_other_words(typed: str) -> None:
    assert not unit_found(typed, [FACTORY])


def test_an_unfinished_word_with_a_tone_finds_both_spellings_but_no_other_tone() -> None:
    assert unit_found("hò", ["Công đoàn xã Dân Hòa"])
    assert unit_found("hò", ["Công đoàn xã Dân Hoà"])
    assert not unit_found("hò", ["Công đoàn xã Dân Hoa"])


def test_a_number_in_a_name_is_found() -> None:
    assert unit_found("may 10", ["CĐCS Tổng công ty May 10"])
    assert not unit_found("may 12", ["CĐCS Tổng công ty May 10"])


def test_an_abbreviation_of_two_phrases_does_not_eat_the_longer_one() -> None:
    assert "ldld" in unit_plain_key(["Liên đoàn Lao động tỉnh Hà Tĩnh"]).split()
    assert "cdcs" in unit_plain_key([FACTORY]).split()
    assert "so" in unit_plain_key(["CĐCS Trường Tiểu học"]).split()
