from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.names import given_name, proper_case, sort_key


def in_order(names: list[str]) -> list[str]:
    shuffled = random.Random(7).sample(names, len(names))
    return sorted(shuffled, key=sort_key)


def test_reference_names_come_in_dictionary_order(vectors: Callable[[str], Any]) -> None:
    reference = vectors("names")
    assert in_order(reference["sorted_order"]) == reference["sorted_order"]
    assert in_order(reference["tones"]) == reference["tones"]
    assert in_order(list(reference["alphabet"])) == list(reference["alphabet"])
    assert [[typed, proper_case(typed)] for typed, _shown in reference["proper_case"]] == reference["proper_case"]


def test_names_come_by_given_then_family_then_middle_name() -> None:
    names = ["Trần Văn An", "Lê Thị Ân", "Lê Thị Hòa", "Nguyễn Anh Hoà", "Nguyễn Thị Hoà", "Trần Thị Hóa"]
    assert in_order(names) == names


def test_order_is_word_by_word_not_level_by_level() -> None:
    assert sort_key("Xuân Hà") < sort_key("An Há")


def test_d_with_stroke_follows_d_and_letters_of_ede_follow_their_base() -> None:
    names = ["Da", "Dy", "Đa", "E", "Ĕ", "Ê", "Ê̆", "N", "Ñ", "O"]
    assert in_order(names) == names


def test_tone_placement_does_not_change_the_order() -> None:
    assert sort_key("Lê Thị Hòa") == sort_key("LÊ THỊ HOÀ")


def test_a_chosen_sort_name_leads_the_key() -> None:
    assert sort_key("Y Moan Êban", "Moan") < sort_key("Trần Văn Nam") < sort_key("Y Nam Êban", "Nam Y")
    assert sort_key("Y Moan Êban").startswith(sort_key("Êban"))


def test_aliases_in_brackets_do_not_lead() -> None:
    assert sort_key("Nguyễn Thị Hoa (Bé)") == sort_key("Nguyễn Thị Hoa")
    assert given_name("Nguyễn Thị Hoa (Bé)") == "Hoa"


@pytest.mark.parametrize(
    ("name", "given"), [("Nguyễn Thị Hoà", "Hoà"), ("K'Tin", "K'Tin"), ("H'Hen Niê", "Niê"), ("", ""), (" ,", "")]
)
def test_the_given_name_is_the_last_word(name: str, given: str) -> None:
    assert given_name(name) == given


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("h’linh mlô", "H'Linh Mlô"),
        ("K'TIN", "K'Tin"),
        ("nguyễn thị mỹ-duyên", "Nguyễn Thị Mỹ-Duyên"),
        ("Y MOAN ÊBAN", "Y Moan Êban"),
        ("Ê̆BAN", "Ê̆ban"),
        ("Nguyễn thị HOÀ", "Nguyễn thị HOÀ"),
    ],
)
def test_capitals_are_set_only_in_texts_of_one_case(typed: str, shown: str) -> None:
    assert proper_case(typed) == shown
    assert proper_case(unicodedata.normalize("NFD", typed)) == unicodedata.normalize("NFC", shown)


@given(st.text())
def test_a_sort_key_is_ascii_and_the_same_for_both_unicode_forms(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert key == sort_key(unicodedata.normalize("NFD", text))


WORDS = st.text(alphabet="aăâbcdđeêghikmnoôơpqrstuưvxy", min_size=1, max_size=6)


@given(WORDS, WORDS, st.sampled_from(["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]))
def test_letters_weigh_more_than_tones_and_shorter_words_come_first(first: str, second: str, tone: str) -> None:
    alphabet = "aăâbcdđeêghikmnoôơpqrstuưvxy"
    expected = [alphabet.index(letter) for letter in f"{first}a"] < [alphabet.index(letter) for letter in f"{second}a"]
    toned, other = unicodedata.normalize("NFC", f"{first}a{tone}"), f"{second}a"
    if first != second:
        assert (sort_key(toned) < sort_key(other)) is expected
