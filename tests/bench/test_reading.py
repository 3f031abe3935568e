"""Reading a list of 50.000 rows and 15 columns: at most 1,5 times bare python-calamine in the same run."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import load_workbook

from labordesk.exchange.layout import find_layout
from labordesk.exchange.workbook import read_workbook

pytestmark = pytest.mark.bench

ROWS, COLUMNS = 50_000, 15
RATIO = 1.5
HEADINGS = (
    *("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Đơn vị", "Hoàn cảnh", "Số tiền", "Điện thoại"),
    *("Địa chỉ", "Diện tích", "Nghề nghiệp", "Thu nhập", "Người nhận thay", "Ghi chú"),
)


@pytest.fixture(scope="module")
def large_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the list with letterhead, dates, numbers and texts as officers have them."""
    path = tmp_path_factory.mktemp("reading") / "lớn.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "LIÊN ĐOÀN LAO ĐỘNG TỈNH")
        sheet.write(3, 0, "DANH SÁCH TẶNG QUÀ TẾT SUM VẦY 2026")
        sheet.write_row(5, 0, HEADINGS)
        for i in range(ROWS):
            born = date(1960, 1, 1) + timedelta(days=i % 15_000)
            sheet.write_number(6 + i, 0, i + 1)
            sheet.write_string(6 + i, 1, f"Nguyễn Văn {i}")
            sheet.write_datetime(6 + i, 2, born, day)
            sheet.write_row(6 + i, 3, ("Nam" if i % 2 else "Nữ", f"0420{i:08d}", f"CĐCS Công ty {i % 40}", "Hộ nghèo"))
            sheet.write_row(6 + i, 7, (500_000, f"09{i:08d}", f"Thôn {i % 9}, xã Hương Sơn", 45.5, "Công nhân may"))
            sheet.write_row(6 + i, 12, (1_500_000 + i, f"Trần Thị {i % 100}", "đã nhận"))
    return path


def bare_rows(path: Path) -> object:
    """Read the first sheet as calamine gives it."""
    return load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def fastest(*calls: Callable[[], object], rounds: int = 6) -> list[float]:
    """Return the seconds of work of the fastest run of each call; they take turns on a busy machine."""
    best = [float("inf")] * len(calls)
    for _round in range(rounds):
        for at, call in enumerate(calls):
            gc.collect()
            start = time.process_time()
            call()
            best[at] = min(best[at], time.process_time() - start)
    return best


def test_reading_costs_at_most_half_again_what_the_reader_does(large_list: Path) -> None:
    bare, ours = fastest(lambda: bare_rows(large_list), lambda: read_workbook(large_list))
    print(f"calamine {bare:.2f} s, with checks {ours:.2f} s: {ours / bare:.2f}")
    assert ours <= RATIO * bare


def test_finding_the_table_costs_less_than_reading_it(large_list: Path) -> None:
    book = read_workbook(large_list)
    bare, found = fastest(lambda: bare_rows(large_list), lambda: find_layout(book.sheets[0]), rounds=3)
    layout = find_layout(book.sheets[0])
    print(f"calamine {bare:.2f} s, layout {found:.2f} s")
    assert layout is not None
    assert layout.header_row == 6
    assert sum(row.kind == "row" for row in layout.body) == ROWS
    assert found <= bare
