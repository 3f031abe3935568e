"""Ten thousand people to be signed for, about 600 pages: against the same drawn by hand, and against an office program.

Limits are shares of what is measured in the same run; processor time, so that other work on the machine does not count.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import xlsxwriter

from labordesk.documents.pdf import render_pdf
from tests.bench.hand_drawn import draw_by_hand
from tests.bench.sign_off_list import COLUMNS, PEOPLE, ROW_MM, SIZE, cells, paper

pytestmark = pytest.mark.bench

FLOOR = 2.5
"""Times the hand-drawn canvas."""
OFFICE = 3
"""Times faster than an office program."""
MEMORY_MB = 250
RUNS = 4


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, ...]]:
    made = cells()
    render_pdf(paper(made[:50]))
    draw_by_hand(made[:50])
    return made


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def pages(content: bytes | Path) -> int:
    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()


def test_a_long_list_costs_little_more_than_drawing_it_by_hand(rows: list[tuple[str, ...]]) -> None:
    document = paper(rows)
    pairs = [(seconds(lambda: render_pdf(document)), seconds(lambda: draw_by_hand(rows))) for _run in range(RUNS)]
    ours, floor = (min(times) for times in zip(*pairs, strict=True))
    made, by_hand = pages(render_pdf(document)), pages(draw_by_hand(rows))
    print(f"\n{PEOPLE:,} rows: {made} pages in {ours:.2f} s; by hand {by_hand} pages in {floor:.2f} s", end="")
    print(f" = {ours / floor:.2f}x")
    assert by_hand <= made <= 1.1 * by_hand
    assert ours <= FLOOR * floor


def test_a_long_list_stays_small_in_memory() -> None:
    command = [sys.executable, "-m", "tests.bench.sign_off_list"]
    told = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True, timeout=120
    )
    peak, size = map(float, told.stdout.split())
    print(f"\n{PEOPLE:,} rows: peak {peak:.0f} MB, file {size / 1e6:.1f} MB")
    assert peak <= MEMORY_MB


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_long_list_is_far_quicker_than_an_office_program(rows: list[tuple[str, ...]], tmp_path: Path) -> None:
    ours = min(seconds(lambda: render_pdf(paper(rows))) for _run in range(2))
    book = tmp_path / "danh sách.xlsx"
    write_sheet(rows, book)
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(book)]
    before = children_time()
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    office = children_time() - before
    print(f"\n{PEOPLE:,} rows: ours {ours:.2f} s; LibreOffice {pages(book.with_suffix('.pdf'))} pages in", end="")
    print(f" {office:.2f} s = {office / ours:.1f}x")
    assert ours * OFFICE <= office


def children_time() -> float:
    times = os.times()
    return times.children_user + times.children_system


def write_sheet(rows: list[tuple[str, ...]], path: Path) -> None:
    """Write the same list as a sheet that prints the same: on its side, cells wrapped and ruled, headings repeated."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    look = book.add_format(
        {"text_wrap": True, "border": 1, "font_name": "Liberation Serif", "font_size": SIZE, "valign": "vcenter"}
    )
    sheet = book.add_worksheet()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.set_margins(30 / 25.4, 20 / 25.4, 20 / 25.4, 20 / 25.4)
    sheet.fit_to_pages(1, 0)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.share * 11)
    sheet.write_row(0, 0, [column.heading for column in COLUMNS], look)
    for line, row in enumerate(rows, 1):
        sheet.set_row(line, max(ROW_MM * 72 / 25.4, 2 * SIZE * 1.2 + 4.4))
        sheet.write_row(line, 0, row, look)
    book.close()
