"""From a change on the report page to the first page drawn anew, against composing and drawing without a window."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from labordesk.documents.pdf import render_pdf
from labordesk.gui.context import Context
from labordesk.gui.pages.reports import ReportsPage
from labordesk.gui.preview.paper import read_paper
from labordesk.sample import make_sample
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order, compose_report
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.bench.measuring import ms
from tests.gui.conftest import context, notify, settings

__all__ = ["context", "notify", "settings"]

pytestmark = pytest.mark.bench

TODAY = date(2026, 11, 22)
AFTER_A_CHANGE = 500.0
"""Milliseconds until the first page is on the screen."""
REPORTS = ("tong-hop", "so-ket", "theo-don-vi", "chi-tieu", "mot-trang")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path: Path = tmp_path_factory.mktemp("sample") / "a.labordesk"
    with make_sample(path, people=1200, seed=7, today=TODAY) as made:
        made.close()
    with open_register(path) as register:
        yield register


def test_the_first_page_after_a_change_costs_hardly_more_than_making_it(
    qtbot: QtBot, context: Context, sample: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.register = sample
    monkeypatch.setattr(context, "today", lambda: TODAY)
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.resize(1120, 680)
    page.show()
    page.show_target(period="2026")
    _quiet(qtbot, page)
    for name in REPORTS:
        page.choices.choose_report(name)
        _quiet(qtbot, page)
        runs = []
        for year in ("2025", "2026", "2025", "2026"):
            bare = ms(partial(_bare, sample, name, year))
            runs.append((_seen(qtbot, page, int(year)), bare))
            _quiet(qtbot, page)
        ours, floor = min(runs[1::2])  # the year with the figures
        print(f"\n{name}: first page after {ours:.0f} ms, composed and drawn bare in {floor:.0f} ms")
        assert ours < 3 * floor
        assert ours <= AFTER_A_CHANGE


def _bare(register: Register, name: str, year: str) -> None:
    content = render_pdf(compose_report(register, Order(name, parse_period(year)), today=TODAY))
    read_paper(content).picture(0, 700)


def _seen(qtbot: QtBot, page: ReportsPage, year: int) -> float:
    """Choose another year and return how long the first page of its paper took to be on the screen."""
    before = page.preview.paper()
    start = time.perf_counter()
    page.choices.period.year.choose(year)
    qtbot.waitUntil(lambda: page.preview.paper() is not before and page.preview.view.is_drawn(), timeout=20_000)
    return (time.perf_counter() - start) * 1000


def _quiet(qtbot: QtBot, page: ReportsPage) -> None:
    qtbot.waitUntil(lambda: not page._pause.isActive() and not page.context.work.is_busy(), timeout=20_000)
