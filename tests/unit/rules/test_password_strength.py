"""How strong a password is said to be: by how people choose, so that letters of all kinds are no excuse."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from labordesk.rules.password_strength import Strength, bits_of, strength

UNIT = ("Công đoàn xã Hương Sơn",)


@pytest.mark.parametrize(
    "password",
    ["", "12345678", "aaaaaaaa", "matkhau123", "Password1!", "congdoan2026", "qwertyuiop", "Huongson@2026", "87654321"],
)
def test_what_everybody_tries_first_is_weak(password: str) -> None:
    assert strength(password, known=UNIT) is Strength.WEAK


@pytest.mark.parametrize("password", ["bếp lửa nhà ai cũng ấm", "xoài tượng bốn mươi hai cây", "vK8#qLz2!tRw9pXe"])
def test_a_sentence_or_enough_chance_is_very_good(password: str) -> None:
    assert strength(password, known=UNIT) is Strength.STRONG


def test_repeating_a_word_adds_next_to_nothing() -> None:
    once, often = bits_of("giun"), bits_of("giun giun giun giun giun giun")
    assert often < once + 12


def test_words_of_the_unit_are_worth_less_than_others() -> None:
    assert bits_of("hương sơn", known=UNIT) < bits_of("hương sơn") < bits_of("hương sơn tràm chim")


@given(some.text(max_size=40))
def test_any_text_is_judged_the_same_composed_or_not(text: str) -> None:
    assert bits_of(unicodedata.normalize("NFD", text)) == bits_of(unicodedata.normalize("NFC", text))


@given(some.text(max_size=30), some.sampled_from("aă1#x"))
def test_one_more_letter_never_halves_the_estimate(text: str, letter: str) -> None:
    assert bits_of(text + letter) >= bits_of(text) / 2 - 6
