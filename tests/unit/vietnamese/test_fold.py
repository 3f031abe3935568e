from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.fold import clean, plain_key, search_key, split_tone

KEYS = [clean, search_key, plain_key]
NAMES = st.text(
    alphabet=st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyAĐÊƯNY' -.’\u0300\u0301\u0303\u0309\u0323\u0306\xa0")
)


def test_every_reference_pair_folds_as_told(vectors: Callable[[str], Any]) -> None:
    reference = vectors("names")
    wrong = [pair for pair in reference["search_equal"] if search_key(pair[0]) != search_key(pair[1])]
    wrong += [pair for pair in reference["search_different"] if search_key(pair[0]) == search_key(pair[1])]
    wrong += [pair for pair in reference["plain"] if plain_key(pair[0]) != pair[1]]
    assert wrong == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("hòa", "hoà"),
        ("Thủy", "Thuỷ"),
        ("khỏe", "khoẻ"),
        ("Mỹ", "Mĩ"),
        ("Lý", "Lí"),
        ("Quý", "Quí"),
        ("Kỳ", "Kì"),
        ("tỷ", "tỉ"),
        ("Nguyễn Văn Quí", "NGUYỄN VĂN QUÝ"),
        ("H’Hen Niê", "H 'Hen  Niê."),
        ("H'Hen Niê", "H Hen Niê"),
        ("\u00d0ỗ Văn \u00d0ại", "Đỗ Văn Đại"),
        ("Trần\u200bVăn\xa0A", "Trần Văn A"),
    ],
)
def test_spelling_variants_share_a_search_key(a: str, b: str) -> None:
    assert search_key(a) == search_key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [("Huy", "Hui"), ("Mai", "May"), ("Thây", "Thâi"), ("Thy", "Thi"), ("Hoà", "Hoá"), ("Dũng", "Dung"), ("Ý", "Í")],
)
def test_different_names_keep_different_search_keys(a: str, b: str) -> None:
    assert search_key(a) != search_key(b)


def test_plain_key_has_no_marks_and_no_signs() -> None:
    assert plain_key("H'Hen Niê") == "h hen nie"
    assert plain_key("Mỹ-Duyên") == "my duyen"
    assert plain_key("Ƀăng Krông Č") == "bang krong c"


def test_clean_keeps_spelling_capitals_and_soft_hyphens() -> None:
    assert clean("  NGUYỄN\xa0 Thị  HOÀ ,; ") == "NGUYỄN Thị HOÀ"
    assert clean("H’ Hen") == "H'Hen"
    assert clean("C\xadêng") == "C\xadêng"  # in TCVN3 the soft hyphen is a letter


def test_the_tilde_of_n_is_a_letter_and_no_tone() -> None:
    assert split_tone("Ñuôl") == ("Ñuôl", "")
    assert split_tone("Nguyễn") == ("Nguyên", "3")


@given(st.one_of(st.text(), NAMES))
def test_a_key_of_a_key_is_itself(text: str) -> None:
    for key in KEYS:
        assert key(key(text)) == key(text), key.__name__


@given(st.one_of(st.text(), NAMES))
def test_composed_and_decomposed_texts_have_one_key(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    for key in KEYS:
        assert key(composed) == key(decomposed), key.__name__
