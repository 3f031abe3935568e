"""Every figure of every report opens exactly the rows it counts, on the sample and on random registers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.documents.model import Block, Charts, Document, KeepTogether, Row, Table
from labordesk.reports import all_reports
from labordesk.reports.base import Report
from labordesk.services.figure_rows import FigureSum, rows_behind, sum_behind
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order, campaigns_of, compose_report
from labordesk.store.figure_rows.meaning import Rows
from labordesk.store.register import Register
from labordesk.vietnamese.periods import Period, parse_period
from tests.reports.random_register import BUILT, GIVEN, HOUSES, TYPED, Given, Typed, write

TODAY = date(2026, 11, 22)
REPORTS = pytest.mark.parametrize("report", all_reports(), ids=lambda report: report.name)

DERIVED = {
    "TT": "a place",
    "STT": "a place",
    "Năm sinh": "a fact of a person",
    "Số CCCD": "a fact of a person",
    "Số CCCD/CMND": "a fact of a person",
    "m²": "a fact of a house",
    "Khởi công": "a day",
    "Bàn giao": "a day",
    "Ngày trao": "a day",
    "Tỷ trọng": "a share of other figures",
    "Tỷ lệ": "a share of other figures",
    "Tăng, giảm": "a comparison of two figures",
    "So cùng kỳ": "a comparison of two figures",
    "% so KH": "a comparison of two figures",
    "+/−": "a comparison of two figures",
    "%": "a comparison of two figures",
    "Xếp thứ": "a rank among the figures beside it",
}
"""Columns whose figures follow from others, or are no counts at all: nothing stands behind them to be opened."""

SHARES = "Tỷ lệ theo cấp chi"
"""The row of shares below the sums by level."""

FIGURE = re.compile(r"[+−-]?[0-9][0-9.]*(,[0-9]+)?%?")


@pytest.fixture(scope="module")
def random_register(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("random") / "sổ.labordesk"
    path.write_bytes(register_template.read_bytes())
    with open_register(path) as register:
        yield register


def papers(register: Register, report: Report, period: Period, today: date, **more: object) -> Iterator[Document]:
    """Compose the report, once for each campaign when it is about one."""
    campaigns: list[int | None] = [None]
    if report.needs_campaign:
        campaigns = [one[0] for one in campaigns_of(register, period)][:3]
    for campaign in campaigns:
        order = Order(report.name, period, campaign_id=campaign, **more)  # type: ignore[arg-type]
        yield compose_report(register, order, today=today)


def blocks_of(document: Document) -> Iterator[Block]:
    """Return every block of a paper and its appendices."""
    waiting = [*document.blocks, *(block for appendix in document.appendices for block in appendix.blocks)]
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, KeepTogether):
            waiting = [*block.blocks, *waiting]
        else:
            yield block


def figures_of(document: Document) -> Iterator[tuple[str, object, Rows]]:
    """Return where each figure stands, what it shows and what it counts."""
    for block in blocks_of(document):
        if isinstance(block, Table):
            for row in block.rows:
                for column, (cell, counts) in enumerate(zip(row.cells, row.counts, strict=False)):
                    if counts is not None:
                        yield f"{row.cells[:2]} / {block.columns[column].heading}", cell, counts
        elif isinstance(block, Charts):
            for chart in block.charts:
                for bar in chart.bars:
                    if bar.counts is not None:
                        yield f"{chart.title} / {bar.label}", bar.value, bar.counts


def said(found: FigureSum, cell: object) -> bool:
    """Tell whether a whole number is the sum of its rows, and every number of a text that of one unit of count."""
    if isinstance(cell, int):
        return found.total == cell
    numbers = [int(one.replace(".", "")) for one in re.findall(r"[0-9][0-9.]*", str(cell).partition("(")[0])]
    return sorted(numbers) == sorted(value for _counted, value in found.values)


def check(register: Register, document: Document) -> int:
    """Open every figure of a paper; return how many there were."""
    count = 0
    for place, cell, counts in figures_of(document):
        found = sum_behind(register, counts)
        assert said(found, cell), (place, cell, found, counts)
        assert found.rows + found.typed_rows > 0, place
        count += 1
    return count


@REPORTS
@pytest.mark.parametrize("code", ["2026", "2025", "2026-TK", "TET 2026"])
def test_the_rows_of_every_figure_come_to_it(sample: Register, report: Report, code: str) -> None:
    for document in papers(sample, report, parse_period(code), TODAY):
        check(sample, document)


@REPORTS
def test_the_rows_of_a_unit_below_come_to_its_figures(sample: Register, report: Report) -> None:
    with sample.looking() as connection:
        [unit] = connection.execute("SELECT id FROM unit WHERE short_name = 'May Sông Lam'").fetchone()
    for view in ("then", "now"):
        for document in papers(sample, report, parse_period("2026"), TODAY, unit_id=unit, view=view):
            check(sample, document)


@REPORTS
def test_units_brought_to_those_of_today_keep_their_rows(sample: Register, report: Report) -> None:
    for document in papers(sample, report, parse_period("2026"), TODAY, view="now"):
        check(sample, document)


@REPORTS
def test_every_number_in_a_table_opens_its_rows_or_follows_from_others(sample: Register, report: Report) -> None:
    for document in papers(sample, report, parse_period("2026"), TODAY):
        for block in blocks_of(document):
            if isinstance(block, Table):
                for row in block.rows:
                    assert not unopened(block, row), (unopened(block, row), row.cells)


def unopened(table: Table, row: Row) -> list[str]:
    """Return the headings under which a number stands that opens nothing."""
    counts = row.counts or (None,) * len(row.cells)
    return [
        column.heading
        for column, cell, behind in zip(table.columns, row.cells, counts, strict=True)
        if behind is None and column.heading not in DERIVED and row.cells[0] != SHARES and is_number(cell)
    ]


def is_number(cell: object) -> bool:
    """Tell whether a cell shows a number; an empty sum of a list to be signed shows none behind it."""
    return bool(cell) and (isinstance(cell, int) or bool(FIGURE.fullmatch(str(cell))))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given=st.lists(GIVEN, max_size=10),
    built=st.lists(BUILT, max_size=4),
    typed=st.lists(TYPED, max_size=5),
    houses=HOUSES,
    code=st.sampled_from(["2025", "2025-Q2", "2025-TK"]),
)
def test_on_random_registers_too(
    random_register: Register,
    given: list[Given],
    built: list[Given],
    typed: list[Typed],
    houses: list[tuple[str, int, date | None]],
    code: str,
) -> None:
    write(random_register, [*given, *built], typed, houses)
    for report in all_reports():
        for document in papers(random_register, report, parse_period(code), date(2026, 3, 1)):
            check(random_register, document)


def test_pages_of_rows_follow_each_other_without_gap(sample: Register) -> None:
    report = next(one for one in all_reports() if one.name == "theo-chuong-trinh")
    [document] = papers(sample, report, parse_period("2026"), TODAY)
    for place, _cell, counts in figures_of(document):
        whole = rows_behind(sample, counts, limit=100_000)
        assert whole.next_key is None
        read, after = [], None
        while True:
            page = rows_behind(sample, counts, after=after, limit=7)
            read += page.rows
            after = page.next_key
            if after is None:
                break
        assert tuple(read) == whole.rows, place
        found = sum_behind(sample, counts)
        assert len(read) == found.rows + found.typed_rows
        assert sum(row.value for row in read) == found.total
        assert len({row.id + row.counted for row in read}) == len(read)
