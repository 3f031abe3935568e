from __future__ import annotations

import unicodedata

import pytest

from labordesk.vietnamese.fold import search_key
from labordesk.vietnamese.syllables import is_possible, is_possible_key

REAL = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Quách Trịnh Nghiêm Khuất Giáp Doãn Ông Uông
Quyền Quỳnh Khuê Tuyến Diễm Yến Uyên Oanh Ý Ân Ích Ơn Út Ước Ưng Êm Ngoãn Khuynh Thuần Hoài Hoằng Quới Quốc Quyết Giàu
Phước Phượng Bưởi Khoẻ Khỏe Nguyệt Thuý Thúy gì gìn giếng quần quặn quạt Thy Vy Mỹ Sỹ nghĩ ghế kế cả gà khuỷu huých
chuyện thoại yêu yếm biếc lươn rượu nghiêng xoong
""".split()  # noqa: SIM905 - a text reads better than a list of quotes


@pytest.mark.parametrize("word", REAL)
def test_real_syllables_are_possible_in_any_case_and_form(word: str) -> None:
    assert is_possible(word)
    assert is_possible(word.upper())
    assert is_possible(unicodedata.normalize("NFD", word))
    assert is_possible_key(search_key(word))


@pytest.mark.parametrize(
    "word",
    ["Phươg", "Nguyêt", "Bkrông", "Niê", "Mlô", "Hoat", "nge", "cê", "kan", "ghan", "boa", "wan", "zoo", "ng", "tịchh"],
)
def test_slips_and_names_of_other_peoples_are_not(word: str) -> None:
    assert not is_possible(word)


@pytest.mark.parametrize("word", ["", "1", "ké4", "hòá", "'"])
def test_what_is_no_word_is_no_syllable(word: str) -> None:
    assert not is_possible(word)


@pytest.mark.parametrize("stem", ["hoat", "nguyêt", "biêc", "hach", "tiêp", "quat"])
def test_stops_bear_only_sac_and_nang(stem: str) -> None:
    assert [tone for tone in ("", "1", "2", "3", "4", "5") if is_possible_key(stem + tone)] == ["4", "5"]
