"""Whole papers from three million award lines: composed and drawn, against what one would ask the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial

import pytest

from labordesk.services.registers import open_register
from labordesk.services.reporting import Order, print_report
from labordesk.store.connection import LIGHT_CACHE, connect_plain, prepare
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.bench.big_register import big_register
from tests.bench.measuring import ms, read

pytestmark = pytest.mark.bench

TODAY = date(2026, 11, 30)
ONE_PAGE = 1500.0
"""Milliseconds for the summary on one page."""
OTHERS = ("doi-tuong", "nhanh-tet", "so-ket", "kiem-tra", "ngoai-le")
FLOOR = (
    "SELECT a.programme_id, a.unit_id, l.form, sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id"
    " WHERE a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN '2026-01-01' AND '2026-11-30' GROUP BY 1, 2, 3"
)


@pytest.fixture(scope="module")
def register() -> Iterator[Register]:
    with open_register(big_register(), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def floor(register: Register) -> float:
    """How long the money of a year by programme and unit takes from the rows, in milliseconds."""
    with closing(connect_plain(register.path, "ro")) as raw:
        prepare(raw, cache_mib=LIGHT_CACHE, writes=False)
        return min(ms(partial(read, raw, FLOOR, ())) for _run in range(2))


@pytest.mark.parametrize("code", ["2026", "2026-TK", "TET 2026"])
def test_the_summary_for_a_meeting_is_there_at_once(register: Register, floor: float, code: str) -> None:
    order = Order("mot-trang", parse_period(code))
    took = min(ms(partial(print_report, register, order, today=TODAY)) for _run in range(3))
    print(f"\nmot-trang {code}: {took:.0f} ms = {took / floor:.2f}x the money of a year from the rows ({floor:.0f} ms)")
    assert took <= ONE_PAGE


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_paper_comes_within_some_readings_of_the_rows(register: Register, floor: float, name: str) -> None:
    took = min(ms(partial(print_report, register, Order(name, parse_period("2026")), today=TODAY)) for _run in range(2))
    print(f"\n{name}: {took / 1000:.1f} s = {took / floor:.2f}x the money of a year from the rows ({floor:.0f} ms)")
    assert took <= 20 * floor
