"""A list of fifty thousand rows as offices send it: half of the people are in the big register, half are new."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import xlsxwriter

from tests.bench.big_register import PEOPLE, UNITS
from tests.bench.population import Human, humans

ROWS = 50_000
HEADINGS = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại", "Đơn vị", "Bộ phận, tổ", "Nghề, chức vụ",
    "Nơi ở hiện nay", "Hoàn cảnh", "Tiền mặt", "Hiện vật", "Ngày nhận", "Ghi chú",
)  # fmt: skip
TITLE = "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026"


def write_long_list(path: Path, rows: int = ROWS) -> None:
    """Write the list as .xlsx, ``rows`` rows of 15 columns under a title."""
    chance = random.Random(5)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    sheet.write_row(0, 0, [TITLE])
    sheet.write_row(2, 0, HEADINGS)
    for number, human in enumerate(_listed(rows), 1):
        sheet.write_row(2 + number, 0, _cells(chance, number, human))
    book.close()


def _listed(rows: int) -> Iterator[Human]:
    known = rows // 2
    step = max(1, PEOPLE // known)
    yield from islice((one for place, one in enumerate(humans(PEOPLE, units=UNITS)) if place % step == 0), known)
    yield from humans(rows - known, units=UNITS, seed=7, first=PEOPLE)


def _cells(chance: random.Random, number: int, human: Human) -> list[object]:
    return [
        number,
        human.full_name.upper() if number % 7 == 0 else human.full_name,
        "/".join(reversed(human.birth.split("-"))),
        "Nam" if human.sex == "male" else "Nữ",
        human.citizen_id or "",
        human.phone or "",
        f"CĐCS Công ty số {human.unit + 1}",
        f"Tổ {human.unit % 40 + 1}",
        "Công nhân",
        f"Thôn {human.unit % 40 + 1}, xã Hương Sơn",
        chance.choice(("Hộ nghèo", "Bệnh hiểm nghèo", "Con mồ côi", "")),
        500_000,
        300_000,
        "15/01/2026",
        "",
    ]
