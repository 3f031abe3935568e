"""Opening a figure of a full year over a million people: its first rows at once, its sum as fast as plain SQL can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from statistics import median

import pytest

from labordesk.services.figure_rows import rows_behind, sum_behind
from labordesk.services.registers import open_register
from labordesk.store.connection import LIGHT_CACHE, connect_plain, prepare
from labordesk.store.figure_rows.meaning import Given, Reached, Rows
from labordesk.store.figures.scope import Scope
from labordesk.store.register import Register
from tests.bench.big_register import big_register
from tests.bench.measuring import ms, read

pytestmark = pytest.mark.bench

FIRST = 1.0
"""The first rows may take this share of the time of the sum from the rows themselves."""
SUM = 6.0
"""What the same figure may take, opened to its rows: each row is looked at with its person and its lines."""
YEAR = Scope(date(2026, 1, 1), date(2026, 11, 30))
PAID = "a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN '2026-01-01' AND '2026-11-30'"
FLOOR = f"SELECT sum(l.amount), count(DISTINCT a.id) FROM award a JOIN award_line l ON l.award_id = a.id WHERE {PAID}"
FIGURES: dict[str, Rows] = {
    "money of the year": Given(YEAR),
    "people of the year": Given(YEAR, "people", houses=False),
    "turns of a kind": Given(YEAR, "turns", kinds=frozenset({"grant"})),
    "money of one source": Given(YEAR, source="union", level="upper"),
    "houses": Reached(YEAR, "handed_over"),
}


@pytest.fixture(scope="module")
def register() -> Iterator[Register]:
    with open_register(big_register(), read_only=True) as opened:
        yield opened


def test_rows_of_a_full_year_come_at_once(register: Register) -> None:
    with closing(connect_plain(register.path, "ro")) as raw:
        prepare(raw, cache_mib=LIGHT_CACHE, writes=False)
        floor = median(ms(partial(read, raw, FLOOR, ())) for _run in range(3))
    print(f"\nplain SQL over the rows of a year {floor:.0f} ms")
    slow = {}
    for name, counts in FIGURES.items():
        rows_behind(register, counts)
        first = median(ms(partial(rows_behind, register, counts)) for _run in range(3))
        whole = ms(partial(sum_behind, register, counts))
        print(f"  {name}: first rows {first:.0f} ms = {first / floor:.2f}x, sum {whole:.0f} ms = {whole / floor:.2f}x")
        if first > FIRST * floor or whole > SUM * floor:
            slow[name] = (first, whole)
    assert not slow
