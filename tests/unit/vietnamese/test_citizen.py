from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.citizen import mask, read_citizen_id

CELLS = st.one_of(st.text(), st.text(alphabet="0123456789 .-'E+", max_size=16), st.integers(), st.floats(), st.none())


def test_every_reference_number_is_read_as_told(vectors: Callable[[str], Any]) -> None:
    wrong = []
    for row in vectors("ids")["citizen"]:
        reading = read_citizen_id(row["cell"], row["birth_year"], row["sex"])
        if (reading.status, reading.value, list(reading.notes)) != (row["status"], row["value"], row["notes"]):
            wrong.append((row, reading))
    assert wrong == []


@pytest.mark.parametrize(("cell", "value"), [(36085001234, "036085001234"), (1085001234, "001085001234")])
def test_zeros_that_excel_dropped_come_back(cell: int, value: str) -> None:
    for form in (cell, float(cell), str(cell)):
        reading = read_citizen_id(form, 1985, "Nam")
        assert (reading.status, reading.value, reading.notes) == ("warn", value, ("đã bù số 0 đầu",))


def test_a_digit_missing_in_a_text_is_not_invented() -> None:
    reading = read_citizen_id("04209012345", 1990, "Nam")
    assert (reading.status, reading.value, reading.notes) == ("error", None, ("11 chữ số",))


def test_the_digits_are_held_against_birth_and_sex() -> None:
    reading = read_citizen_id("066185001234", 1990, "male")
    assert reading.status == "warn"
    assert reading.notes == ("năm sinh theo số: 1985", "giới tính theo số: Nữ")
    assert read_citizen_id("066304001235", 2004, "female").status == "ok"
    assert read_citizen_id("066304001235", 2004, "Nữ").kind == "cccd"


def test_the_fourth_digit_tells_only_two_centuries() -> None:
    assert read_citizen_id("066485001234").status == "error"


def test_an_unknown_place_of_registration_is_a_warning() -> None:
    assert read_citizen_id("500085001234").status == "warn"
    assert read_citizen_id("003085001234").status == "warn"
    assert read_citizen_id("096085001234").status == "ok"


def test_an_old_card_is_kept_and_warned_about() -> None:
    reading = read_citizen_id(24123456)
    assert (reading.status, reading.value, reading.kind) == ("warn", "024123456", "cmnd")
    assert read_citizen_id("241234567").notes == ("CMND 9 số: hết giá trị từ 01/01/2025",)


@pytest.mark.parametrize("tail", ["000000", "777777", "012345", "456789", "987654"])
def test_made_up_tails_are_doubted(tail: str) -> None:
    assert read_citizen_id(f"066085{tail}").notes == ("6 số cuối đáng ngờ",)


@pytest.mark.parametrize("cell", ["6.6085E+10", "6,6085e+10", 66085001234.5, float("nan"), True, "O66085001234"])
def test_what_is_damaged_is_an_error(cell: str | float) -> None:
    reading = read_citizen_id(cell)
    assert (reading.status, reading.value) == ("error", None)


def test_a_public_list_shows_only_the_ends() -> None:
    assert mask("036085000123") == "0360•••••123"
    assert mask("024123456") == "0•••••456"


@given(CELLS)
def test_no_cell_makes_it_raise_and_values_have_9_or_12_digits(cell: str | float | None) -> None:
    reading = read_citizen_id(cell, 1985, "Nam")
    assert (reading.value is None) == (reading.status in ("error", "empty"))
    assert reading.value is None or (reading.value.isdecimal() and len(reading.value) in (9, 12))


@given(st.integers(1, 96), st.integers(0, 3), st.integers(0, 99), st.integers(0, 999_999))
def test_a_number_survives_the_loss_of_its_zeros(province: int, century: int, year: int, tail: int) -> None:
    number = f"{province:03d}{century}{year:02d}{tail:06d}"
    assert read_citizen_id(number).value == number
    assert read_citizen_id(int(number)).value == number


@given(st.text(alphabet="0123456789", min_size=9, max_size=12))
def test_a_mask_keeps_the_length_and_hides_five_digits(number: str) -> None:
    assert len(mask(number)) == len(number)
    assert mask(number).count("•") >= 5


@given(st.from_regex(r"[0-9]{3}[0-4][0-9]{8}", fullmatch=True) | st.sampled_from(["042085123456", "042085111111"]))
def test_twelve_digits_are_read_alike_with_a_blank_between_them(digits: str) -> None:
    assert read_citizen_id(digits) == read_citizen_id(f"{digits[:3]} {digits[3:]}")
