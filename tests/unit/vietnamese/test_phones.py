from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.phones import read_phones

CHANGED = {
    **{f"016{n}": f"03{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9)},
    **dict(
        zip(
            ("0120", "0121", "0122", "0126", "0128", "0123", "0124", "0125", "0127", "0129", "0186", "0188", "0199"),
            ("070", "079", "077", "076", "078", "083", "084", "085", "081", "082", "056", "058", "059"),
            strict=True,
        )
    ),
}


def values(cell: str | float | None) -> list[str]:
    return [reading.value for reading in read_phones(cell)]


def test_every_reference_cell_is_read_as_told(vectors: Callable[[str], Any]) -> None:
    wrong = []
    for row in vectors("ids")["phone"]:
        read = [[reading.status, reading.value, list(reading.notes)] for reading in read_phones(row["cell"])]
        if read != row["expect"]:
            wrong.append((row, read))
    assert wrong == []


@pytest.mark.parametrize(
    "cell",
    [
        *("0912345678", "0912.345.678", "0912 345 678", "+84912345678", "+84 (0)912 345 678", "0084912345678"),
        *("84912345678", 84912345678, "84912345678.0", "O912345678", "ĐT: 0912345678", "0912-345-678 (chị Hoa)"),
    ],
)
def test_one_number_in_many_coats(cell: str | int) -> None:
    assert [(reading.status, reading.value, reading.notes) for reading in read_phones(cell)] == [
        ("ok", "0912345678", ())
    ]


@pytest.mark.parametrize("between", ["/", ";", ", ", " - ", " và ", "\n", " ", "-", " hoặc "])
def test_two_numbers_in_a_cell_are_parted(between: str) -> None:
    assert values(f"0912345678{between}0987654321") == ["0912345678", "0987654321"]
    assert values(f"0912.345.678{between}0987.654.321") == ["0912345678", "0987654321"]


@pytest.mark.parametrize(("old", "new"), CHANGED.items())
def test_prefixes_of_2018_are_changed(old: str, new: str) -> None:
    for cell in (f"{old}2345678", f"+84{old[1:]}2345678"):
        (reading,) = read_phones(cell)
        assert (reading.status, reading.value) == ("warn", f"{new}2345678")
    (reading,) = read_phones(int(f"{old}2345678"))
    assert reading.notes == ("đã bù số 0 đầu", "đã đổi đầu số 11 -> 10 (2018)")


def test_a_number_whose_zero_excel_dropped_is_not_taken_for_a_country_code() -> None:
    assert values(841234567) == ["0841234567"]


def test_landlines_have_eleven_digits() -> None:
    (reading,) = read_phones("(0262) 3852345")
    assert (reading.status, reading.value, reading.notes) == ("ok", "02623852345", ("máy bàn",))


@pytest.mark.parametrize("cell", ["091234567", "0312345678", "09123456789", "912l345678", "19001234", "chưa có", True])
def test_what_is_no_vietnamese_number_is_an_error(cell: str | bool) -> None:
    assert [(reading.status, reading.notes) for reading in read_phones(cell)] == [
        ("error", ("không phải số điện thoại VN",))
    ]


@pytest.mark.parametrize("cell", ["", None, "  ", "-"])
def test_an_empty_cell_has_no_number(cell: str | None) -> None:
    assert read_phones(cell) == ()


@given(st.one_of(st.text(), st.text(alphabet="0123456789+84 .-/", max_size=30), st.integers(), st.floats()))
def test_no_cell_makes_it_raise_and_numbers_have_10_or_11_digits(cell: str | float) -> None:
    for reading in read_phones(cell):
        if reading.status != "error":
            assert reading.value.startswith("0")
            assert len(reading.value) == (11 if reading.value.startswith("02") else 10)
            assert values(reading.value) == [reading.value]


@given(st.from_regex(r"0[2-9][0-9]{8,9}", fullmatch=True))
def test_bare_digits_are_read_alike_with_a_dot_between_them(digits: str) -> None:
    assert read_phones(digits) == read_phones(f"{digits[:4]}.{digits[4:]}")
