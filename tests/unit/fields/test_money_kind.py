from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput
from labordesk.fields.kinds import Money


@given(st.integers(10_000, 200_000_000_000))
def test_every_amount_shown_in_a_field_reads_back(amount: int) -> None:
    assert Money().parse(Money().show(amount)) == amount


def test_a_leading_dot_is_not_dropped() -> None:
    with pytest.raises(InvalidInput):
        Money().parse(".5 tr")


@pytest.mark.parametrize("text", ["", None, "-", " chưa có "])
def test_an_empty_field_is_none(text: str | None) -> None:
    assert Money().parse(text) is None
