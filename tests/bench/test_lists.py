"""Understanding a list of 50.000 rows and 15 columns, against the bare reading of its file in the same run."""

from __future__ import annotations

import gc
import random
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import load_workbook

from labordesk.exchange.lists import ReadList, read_list
from labordesk.exchange.workbook import read_workbook
from tests.exchange.dirty_lists import make_person

pytestmark = pytest.mark.bench

ROWS = 50_000
RATIO = 16.0
"""Times bare calamine: every distinct cell is checked, every row compared with itself and with those before it."""
MEGABYTES = 300
HEADINGS = (
    *("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại", "Đơn vị", "Bộ phận", "Nghề, chức vụ"),
    *("Hoàn cảnh", "Địa chỉ", "Số tài khoản", "Ngân hàng", "Số tiền", "Ghi chú"),
)


@pytest.fixture(scope="module")
def large_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the list; names, births, numbers and accounts are nearly all distinct."""
    chance = random.Random(1)
    path = tmp_path_factory.mktemp("lists") / "lớn.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write(0, 0, "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT 2026")
        sheet.write_row(2, 0, HEADINGS)
        for i in range(ROWS):
            one = make_person(chance, i % 1000)
            cccd = f"{one.cccd[:6]}{chance.randrange(10**6):06d}"
            who = (
                i + 1,
                one.name,
                one.born,
                "Nam" if one.sex == "male" else "Nữ",
                cccd if i % 2 else int(cccd),
                one.phone,
            )
            work = (f"CĐCS Công ty số {i % 300}", f"Tổ {i % 9}", "Công nhân", one.circumstance)
            home = (f"Thôn {i % 20}, xã Hương Sơn", f"{chance.randrange(10**13):013d}", "Agribank")
            sheet.write_row(
                i + 3, 0, (*who, *work, *home, chance.choice((500_000, "500.000", "1.000.000đ")), "đã nhận")
            )
    return path


def fastest(call: Callable[[], object], rounds: int = 2) -> float:
    """Return the seconds of work of the fastest of some calls."""
    times = []
    for _round in range(rounds):
        gc.collect()
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def test_understanding_a_long_list_takes_seconds(large_list: Path) -> None:
    book = read_workbook(large_list)
    bare = fastest(lambda: load_workbook(str(large_list)).get_sheet_by_index(0).to_python(skip_empty_area=False))
    ours = fastest(lambda: read_list(book))
    print(f"calamine {bare:.2f} s, understood {ours:.2f} s: {ours / bare:.1f} times")
    found = read_list(book)
    assert len(found.rows) == ROWS
    assert ours <= RATIO * bare


def test_understanding_a_long_list_keeps_memory_bounded(large_list: Path) -> None:
    book = read_workbook(large_list)
    tracemalloc.start()
    found: ReadList = read_list(book)
    _left, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{most / 2**20:.0f} MB at most for {len(found.rows)} rows")
    assert most <= MEGABYTES * 2**20
