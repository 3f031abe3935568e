from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.words import amount_in_words, in_words

UNITS = "không một hai ba bốn năm sáu bảy tám chín mười".split()  # noqa: SIM905 - read as counted
VALUES = {word: value for value, word in enumerate(UNITS)} | {"mốt": 1, "tư": 4, "lăm": 5, "linh": 0, "lẻ": 0}


def value_of(words: str) -> int:
    """Return the number the words say: the inverse, written from the grammar and not from the speller."""
    if words.startswith("âm "):
        return -value_of(words.removeprefix("âm "))
    for name, scale in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn|ngàn", 10**3), ("trăm", 100), ("mươi", 10)):
        if match := re.fullmatch(rf"(.*)\b(?:{name})\b(.*)", words):  # the last one, so that tỷ tỷ nests
            return value_of(match[1].strip()) * scale + value_of(match[2].strip())
    return sum(VALUES[word] for word in words.split())


def test_every_reference_number_is_spelt_as_told(vectors: Callable[[str], Any]) -> None:
    wrong = []
    for row in vectors("words")["vectors"]:
        spelt = in_words(row["n"]), in_words(row["n"], linh="lẻ", tu="bốn"), amount_in_words(row["n"])
        if spelt != (row["linh_tu"], row["le_bon"], row["bang_chu"]):
            wrong.append((row, spelt))
    assert wrong == []


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "không"),
        (14, "mười bốn"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (104, "một trăm linh bốn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_001_000, "một triệu không trăm linh một nghìn"),
        (65_000_000, "sáu mươi lăm triệu"),
        (14_365_000_000, "mười bốn tỷ ba trăm sáu mươi lăm triệu"),
        (10**12, "một nghìn tỷ"),
        (1_001 * 10**9, "một nghìn không trăm linh một tỷ"),
        (1_230 * 10**9, "một nghìn hai trăm ba mươi tỷ"),
        (10**15, "một triệu tỷ"),
        (10**18, "một tỷ tỷ"),
        (-8_500_000, "âm tám triệu năm trăm nghìn"),
    ],
)
def test_numbers_are_spelt_by_the_school_norm(n: int, words: str) -> None:
    assert in_words(n) == words


def test_the_southern_variants_can_be_chosen() -> None:
    assert in_words(1_024_104, linh="lẻ", tu="bốn", nghin="ngàn") == (
        "một triệu không trăm hai mươi bốn ngàn một trăm lẻ bốn"
    )


def test_an_amount_starts_with_one_capital_and_may_end_even() -> None:
    assert amount_in_words(1_147_000_000) == "Một tỷ một trăm bốn mươi bảy triệu đồng"
    assert amount_in_words(2 * 10**18, ty="tỉ") == "Hai tỉ tỉ đồng"
    assert amount_in_words(8_500_000, even=True) == "Tám triệu năm trăm nghìn đồng chẵn"


@given(st.integers(-(10**15), 10**15), st.booleans())
def test_the_words_say_the_number(n: int, southern: bool) -> None:
    words = in_words(n, linh="lẻ", tu="bốn", nghin="ngàn") if southern else in_words(n)
    assert value_of(words) == n


@given(st.integers(1, 10**15))
def test_words_hold_single_blanks_and_no_capital(n: int) -> None:
    words = in_words(n)
    assert words == " ".join(words.lower().split())
