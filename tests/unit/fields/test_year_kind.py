"""A year is a number that is never grouped."""

import pytest

from labordesk.errors import InvalidInput
from labordesk.fields import Year


def test_year_is_shown_without_a_dot_and_read_back() -> None:
    assert Year().show(2026) == "2026"
    assert Year().parse("2026") == 2026


@pytest.mark.parametrize("text", ["26", "1999", "2101", "năm nay"])
def test_year_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        Year().parse(text)
