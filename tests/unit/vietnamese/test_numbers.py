from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.numbers import (
    achievement,
    change,
    money,
    number,
    percent,
    short_money,
    spoken_money,
)

AMOUNTS = st.integers(-(10**14), 10**14)


def test_every_reference_figure_is_printed_as_told(vectors: Callable[[str], Any]) -> None:
    printed = {
        "so": number,
        "tien": lambda n: money(n, nbsp=True),
        "gon": lambda n: short_money(n, nbsp=True),
    }
    rows = [row for row in vectors("format") if row["f"] in printed]
    assert rows
    assert [(row["args"], printed[row["f"]](*row["args"])) for row in rows] == [
        (row["args"], row["expect"]) for row in rows
    ]


@pytest.mark.parametrize(
    ("n", "decimals", "text"),
    [
        (8_500_000, 0, "8.500.000"),
        (1147.5, 1, "1.147,5"),
        (2.5, 0, "3"),
        (3.5, 0, "4"),
        (0.125, 2, "0,13"),
        (-8_500_000, 0, "-8.500.000"),
        (-0.4, 0, "0"),
        (Decimal("59.85"), 1, "59,9"),
        (1000, 2, "1.000,00"),
    ],
)
def test_dots_group_the_comma_is_decimal_and_halves_round_up(n: float, decimals: int, text: str) -> None:
    assert number(n, decimals) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (8_500_000, "8.500.000 đồng"),
        (500_000, "500.000 đồng"),
        (703_000_000, "703 triệu đồng"),
        (29_000_000, "29 triệu đồng"),
        (1_147_000_000, "1,147 tỷ đồng"),
        (8_762_000_000, "8,762 tỷ đồng"),
        (20_500_000_000, "20,5 tỷ đồng"),
        (200_000_000_000, "200 tỷ đồng"),
        (1_231_000_000_000, "1.231 tỷ đồng"),
        (0, "0 đồng"),
    ],
)
def test_sums_in_sentences_are_as_short_as_they_can_be_and_exact(amount: int, text: str) -> None:
    figure = spoken_money(amount)
    assert (figure.text, figure.exact, figure.direction, figure.phrase) == (text, True, "", text)
    assert short_money(amount) == text


def test_a_rounded_sum_says_on_which_side_the_truth_lies() -> None:
    assert spoken_money(1_147_499_999).phrase == "hơn 1,147 tỷ đồng"
    assert spoken_money(1_147_500_000, ty="tỉ").phrase == "gần 1,148 tỉ đồng"
    assert not spoken_money(1_147_500_000).exact


@given(AMOUNTS)
def test_a_spoken_sum_is_exact_or_says_so_truly(amount: int) -> None:
    figure = spoken_money(amount)
    text, unit = figure.text.split(" ", 1)
    scale = {"đồng": 1, "triệu đồng": 10**6, "tỷ đồng": 10**9}[unit]
    shown = abs(Decimal(text.replace(".", "").replace(",", ".")) * scale)
    expected = "" if shown == abs(amount) else "hơn" if shown < abs(amount) else "gần"
    assert (figure.direction, figure.exact) == (expected, expected == "")
    assert abs(shown - abs(amount)) <= 500_000


@given(AMOUNTS)
def test_a_printed_number_reads_back(amount: int) -> None:
    assert int(number(amount).replace(".", "")) == amount
    assert money(amount, nbsp=True).replace("\xa0", " ") == money(amount)


def test_percentages_have_a_comma_and_fixed_decimals() -> None:
    assert percent(15_199, 15_190) == "100,06%"
    assert percent(1, 8, decimals=1) == "12,5%"
    assert percent(926, 6_711, decimals=1) == "13,8%"
    assert percent(3, 0) == "—"


def test_a_target_met_and_more_reads_above() -> None:
    assert achievement(15_199, 15_190).percent_text == "100,06%"
    assert achievement(15_199, 15_190).above
    assert achievement(15_190, 15_190).percent_text == "100%"
    assert not achievement(15_190, 15_190).above
    assert achievement(5, 0).percent_text == "—"


@given(st.integers(1, 10**12), st.integers(1, 10**6))
def test_what_falls_short_of_a_target_never_reads_100(target: int, missing: int) -> None:
    actual = max(0, target - missing)
    reached = achievement(actual, target)
    assert not reached.above
    assert Decimal(reached.percent_text.rstrip("%").replace(".", "").replace(",", ".")) < 100
    assert not percent(actual, target).startswith("100")


@given(st.integers(1, 10**12), st.integers(-(10**6), 10**6))
def test_only_more_than_the_target_is_said_to_be_above_it(target: int, difference: int) -> None:
    reached = achievement(max(0, target + difference), target)
    said = reached.phrase.format(percent=reached.percent_text)
    assert ("trên" in said) == (difference > 0 and not reached.far)
    assert reached.far == ((target + difference) * 10 > target * 11)
    assert (said == "đạt 100%") == (difference == 0)


@pytest.mark.parametrize(
    ("actual", "said"),
    [
        (15_199, "đạt trên 100% (100,06%)"),
        (15_190, "đạt 100%"),
        (15_189, "đạt 99,99%"),
        (30_380, "đạt 200%"),
        (0, "đạt 0%"),
    ],
)
def test_a_target_is_said_as_the_articles_do(actual: int, said: str) -> None:
    reached = achievement(actual, 15_190)
    assert reached.phrase.format(percent=reached.percent_text) == said


def test_more_by_less_than_two_decimals_is_still_above() -> None:
    reached = achievement(1_000_001, 1_000_000)
    assert reached.phrase.format(percent=reached.percent_text) == "đạt trên 100%"


@pytest.mark.parametrize(
    ("now", "before", "written"),
    [(1093, 1000, "+9,3%"), (500, 1000, "−50,0%"), (7, 7, "0%"), (7, 0, "–"), (0, 7, "–")],
)
def test_a_change_since_last_year_has_its_sign(now: int, before: int, written: str) -> None:
    assert change(now, before) == written


@pytest.mark.parametrize(
    ("now", "written"),
    [(10_001_000, "+0,01%"), (9_996_000, "−0,04%"), (10_000_100, "+0,001%"), (10_000_001, "dưới 0,001%")],
)
def test_a_small_change_never_reads_none(now: int, written: str) -> None:
    assert change(now, 10_000_000) == written
