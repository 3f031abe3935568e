"""Amounts in words are read back as the numbers they were written from."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.words import amount_in_words
from labordesk.vietnamese.words_reading import read_words


@given(
    st.integers(min_value=0, max_value=10**15),
    st.sampled_from(("linh", "lẻ")),
    st.sampled_from(("tư", "bốn")),
    st.sampled_from(("nghìn", "ngàn")),
    st.sampled_from(("tỷ", "tỉ")),
)
def test_every_number_comes_back(
    n: int,
    linh: Literal["linh", "lẻ"],
    tu: Literal["tư", "bốn"],
    nghin: Literal["nghìn", "ngàn"],
    ty: Literal["tỷ", "tỉ"],
) -> None:
    words = amount_in_words(n, linh=linh, tu=tu, nghin=nghin, ty=ty, even=n % 2 == 0)
    assert read_words(f"Bằng chữ: {words}./.") == n


@pytest.mark.parametrize("text", ["", "(số tiền ghi ở trên)", "chị Hoa", "năm mươi người", "Bằng chữ:"])
def test_other_words_are_no_number(text: str) -> None:
    assert read_words(text) is None


def test_commas_capitals_and_missing_marks_do_no_harm() -> None:
    assert read_words("Bằng chữ: Bốn mươi bốn triệu, một trăm nghìn đồng chẵn") == 44_100_000
    assert read_words("(Bang chu: BON MUOI BON TRIEU DONG)") == 44_000_000
