from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.accounts import read_bank_account, read_social_insurance

READERS = {"bhxh": read_social_insurance, "bank": read_bank_account}


@pytest.mark.parametrize("name", READERS)
def test_every_reference_cell_is_read_as_told(name: str, vectors: Callable[[str], Any]) -> None:
    wrong = []
    for row in vectors("ids")[name]:
        reading = READERS[name](row["cell"])
        if [reading.status, reading.value, list(reading.notes)] != row["expect"]:
            wrong.append((row, reading))
    assert wrong == []


def test_the_citizen_number_may_replace_the_insurance_code() -> None:
    assert read_social_insurance("066085001234").status == "ok"
    assert read_social_insurance(66085001234).value == "066085001234"


@pytest.mark.parametrize("cell", ["66123", "661234567a", "6.61234E+09", "0612345678901"])
def test_a_damaged_insurance_code_is_an_error(cell: str) -> None:
    assert (read_social_insurance(cell).status, read_social_insurance(cell).value) == ("error", None)


def test_card_numbers_are_not_accounts() -> None:
    assert read_bank_account("9704 3612 3456 7890").notes == ("giống SỐ THẺ ATM, không phải số tài khoản",)
    assert read_bank_account("5555 5555 5555 4444").notes == ("giống số thẻ Visa/Mastercard",)
    assert read_bank_account("4111111111111112").status == "ok"  # wrong check digit: no card


def test_an_account_may_hold_letters_and_blanks() -> None:
    assert read_bank_account("19036 512 345 678").value == "19036512345678"
    assert read_bank_account("vqr00012ab").value == "VQR00012AB"
    assert read_bank_account("Agribank").status == "error"
    assert read_bank_account("Nông nghiệp").status == "error"


def test_a_number_cell_may_have_lost_digits_at_both_ends() -> None:
    assert read_bank_account(71001234567).notes == ("ô dạng số: có thể đã mất số 0 đầu",)
    assert read_bank_account(1234567890123456).notes[0] == "quá 15 chữ số: Excel làm mất số cuối"


@pytest.mark.parametrize("cell", ["", None, " "])
def test_nothing_is_empty(cell: str | None) -> None:
    assert read_bank_account(cell).status == read_social_insurance(cell).status == "empty"


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none()))
def test_no_cell_makes_them_raise(cell: str | float | None) -> None:
    for read in READERS.values():
        reading = read(cell)
        assert (reading.value is None) == (reading.status in ("error", "empty"))
