"""50.000 people as the list shows them, to Excel: against XlsxWriter alone writing the same cells, row by row."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtWidgets import QApplication

from labordesk.exchange.list_plan import ListPlan
from labordesk.gui.pages.people_columns import people_columns
from labordesk.gui.table.export_columns import export_columns, values_of
from labordesk.gui.table.paged import EXPORT_ROWS
from labordesk.services.export_records import export_records
from labordesk.services.exports import ListOrder, export_list
from labordesk.services.people_search import PeopleQuery, search_people
from labordesk.services.registers import open_register
from labordesk.store.register import Register
from tests.bench.big_register import copied

pytestmark = pytest.mark.bench

ROWS = 50_000
LIMIT = 1.5
"""Times the floor: XlsxWriter in constant memory, nothing else."""
LOOKS = {3: "@", 4: "@", 7: "#,##0"}
"""Number, phone and money look in the floor as they do in the list: a look costs XlsxWriter time for every cell."""
MEMORY_MB = 60
"""More than before the export."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A copy of the big register that may be written into: the export is noted."""
    with open_register(copied(tmp_path_factory.mktemp("export"))) as opened:
        yield opened


def quiet(_done: int, _total: int | None) -> None:
    """Hear nothing."""


def seconds(work: Callable[[], Any]) -> float:
    """Return the processor time a piece of work takes: the disk is the same for both."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def first_people(register: Register) -> Iterator[Any]:
    """Give the people of the list page by page, as a table does."""
    key, given = None, 0
    while given < ROWS:
        page = search_people(register, PeopleQuery(), after=key, limit=min(EXPORT_ROWS, ROWS - given), year=2026)
        yield from page.rows
        key, given = page.next_key, given + len(page.rows)
        if key is None:
            return


def bare(path: Path, rows: list[tuple[Any, ...]]) -> None:
    """Write the cells with XlsxWriter and nothing else."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    for place, look in LOOKS.items():
        sheet.set_column(place, place, 14, book.add_format({"num_format": look}))
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, place, value)
            elif isinstance(value, date):
                sheet.write_datetime(line, place, value)
            elif value is not None:
                sheet.write_number(line, place, value)
    book.close()


def test_a_list_goes_out_nearly_as_fast_as_xlsxwriter_alone(
    qapp: QApplication, register: Register, tmp_path: Path
) -> None:
    columns = people_columns(2026)
    plan, readers = export_columns(columns, range(len(columns)))
    order = ListOrder("people", ListPlan("Đối tượng", plan, "Đối tượng", (), "Tổng cộng"), masked=True)
    cells = [tuple(row) for row in values_of(first_people(register), readers)]
    known = [
        tuple(date.fromisoformat(v) if k == 1 and v and len(v) == 10 else v for k, v in enumerate(row)) for row in cells
    ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def whole() -> None:
        done = export_list(register, order, values_of(first_people(register), readers), tmp_path / "ra.xlsx", quiet)
        assert done.rows == len(cells)

    turns = [(seconds(lambda: bare(tmp_path / "bare.xlsx", known)), seconds(whole)) for _turn in range(3)]
    floor, taken = min(turn[0] for turn in turns), min(turn[1] for turn in turns)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"\n{len(cells)} rows x {len(plan)}: {taken:.2f} s, floor {floor:.2f} s, {taken / floor:.2f}; +{grown:.0f} MB"
    )
    assert taken <= LIMIT * floor
    assert grown <= MEMORY_MB


def test_whole_records_go_out_in_bounded_memory(register: Register, tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    heard: list[int] = []

    def told(done: int, total: int | None) -> None:
        heard.append(done)
        if done >= ROWS:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_records(register, "people", tmp_path / "ra.xlsx", told)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert heard[-1] == ROWS
    assert grown <= MEMORY_MB
    assert list(tmp_path.iterdir()) == []
