"""Serial numbers as they stand on vouchers and tickets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput
from labordesk.rules.serial_numbers import serial_key, serials_between, split_range


def test_a_range_keeps_prefix_and_zeros() -> None:
    found = serials_between("PMH 000101", "PMH 000300")
    assert (len(found), found[0], found[9], found[-1]) == (200, "PMH 000101", "PMH 000110", "PMH 000300")


def test_the_end_may_be_its_digits_alone() -> None:
    assert serials_between("PMH 000098", "101") == ("PMH 000098", "PMH 000099", "PMH 000100", "PMH 000101")
    assert serials_between("A12", "") == ("A12",)


def test_numbers_without_zeros_may_get_longer() -> None:
    assert serials_between("998", "1001") == ("998", "999", "1000", "1001")


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("PMH", "PMH 3", "không có chữ số"),
        ("PMH 0998", "PMH 10003", "không cùng một dãy"),
        ("PMH 0001", "VE 0009", "không cùng một dãy"),
        ("PMH 0009", "PMH 0001", "kết thúc ở “PMH 0001” trước khi bắt đầu"),
        ("1", "900000", "nhiều hơn 20.000 số một lần"),
    ],
)
def test_a_range_that_is_none_is_refused(first: str, last: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        serials_between(first, last)


def test_two_ends_are_read_from_one_text() -> None:
    assert split_range("PMH 000101 → 000300") == ("PMH 000101", "000300")
    assert split_range("PMH-000101 - PMH-000300") == ("PMH-000101", "PMH-000300")
    assert split_range("PMH-000101 đến 300") == ("PMH-000101", "300")
    assert split_range(" 000101 ") == ("000101", "")
    assert split_range("") == ("", "")


@given(st.sampled_from(["", "PMH ", "VX-", "Số "]), st.integers(0, 99_000), st.integers(0, 300), st.integers(1, 7))
def test_every_serial_of_a_range_is_there_once(prefix: str, start: int, more: int, width: int) -> None:
    first, last = f"{prefix}{start:0{width}d}", f"{prefix}{start + more:0{width}d}"
    if len(first) != len(last) and first.removeprefix(prefix).startswith("0") and len(first) - len(prefix) > 1:
        return
    found = serials_between(first, last)
    assert len(found) == len(set(map(serial_key, found))) == more + 1
    assert (found[0], found[-1]) == (first.strip(), last.strip())
