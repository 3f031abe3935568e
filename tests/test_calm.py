"""Making many rows does not stop the window for collections, and leaves the collector as it was."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from labordesk.calm import BRIEF_S, let_go, many_rows


@pytest.fixture(autouse=True)
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def full_collections() -> int:
    return int(gc.get_stats()[2]["collections"])


def test_no_full_collection_while_rows_are_made() -> None:
    with many_rows():
        before = full_collections()
        kept = [[number] for number in range(200_000)]
        assert full_collections() == before
    assert len(kept) == 200_000


def test_collector_is_as_before_afterwards_also_after_a_fault() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="no"), many_rows():
        raise ValueError("no")
    assert gc.get_threshold() == usual


def test_collector_waits_for_the_last_of_several() -> None:
    usual = gc.get_threshold()
    with many_rows():
        with many_rows():
            pass
        assert gc.get_threshold() != usual
    assert gc.get_threshold() == usual


def test_rows_kept_are_left_out_until_they_are_let_go() -> None:
    with many_rows():
        kept = [[number] for number in range(1000)]
    assert gc.get_freeze_count() >= len(kept)
    let_go()
    assert gc.get_freeze_count() == 0


def test_the_window_waits_briefly_for_its_turn_while_rows_are_made() -> None:
    before = sys.getswitchinterval()
    with many_rows(), many_rows():
        assert sys.getswitchinterval() == pytest.approx(BRIEF_S)
    assert sys.getswitchinterval() == pytest.approx(before)


def test_rows_that_are_not_kept_stay_open_to_the_collector() -> None:
    with many_rows(kept=False):
        kept = [[number] for number in range(1_000)]
    assert gc.get_freeze_count() == 0
    assert len(kept) == 1_000
