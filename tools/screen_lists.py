"""Lists as grassroots unions type them, for the pictures of the import: two sheets of gifts, one in an old font."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

GIVEN = ("Lan", "Tuyết", "An", "Hiếu", "Nga", "Hạnh", "Oanh", "Sơn", "Đào", "Toàn", "Yến", "Mạnh", "Hằng", "Khánh")
FAMILIES = ("Hoàng Thị", "Thái Thanh", "Phan Xuân", "Nguyễn Hữu", "Lê Thu", "Đặng Thị Ngọc", "Quách Đức")
UNITS = ("CĐCS Công ty TNHH May Sông Lam", "CĐCS Trường THCS Đồng Tâm", "CĐCS Nhà máy Gạch Tuynel Hương Sơn")


@cache
def folder() -> Path:
    """Return the folder of the lists of this run."""
    return Path(tempfile.mkdtemp(prefix="labordesk-lists-"))


def gifts(known: tuple[str, str] = ("Nguyễn Thị Hoa", "1985")) -> Path:
    """Return a list of gifts: letterhead, merged headings, groups, doubtful and wrong cells, a total that is off.

    ``known`` is the name and the year of somebody of the register, who is listed without a number.
    """
    path = folder() / "qua-tet-cac-co-so.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        bold = book.add_format({"bold": True, "align": "center", "text_wrap": True, "border": 1})
        for name, unit, off in (("Xã Đông", UNITS[0], 300), ("Xã Tây", UNITS[2], 0)):
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, "LIÊN ĐOÀN LAO ĐỘNG TỈNH")
            sheet.write(0, 5, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
            sheet.write(1, 0, "CÔNG ĐOÀN XÃ HƯƠNG SƠN")
            sheet.write(1, 5, "Độc lập - Tự do - Hạnh phúc")
            title = "DANH SÁCH ĐOÀN VIÊN ĐƯỢC TẶNG QUÀ TẾT SUM VẦY BÍNH NGỌ 2026"
            sheet.merge_range(3, 0, 3, 7, title, bold)
            sheet.merge_range(4, 0, 4, 7, "ĐVT: nghìn đồng")
            _headings(sheet, bold)
            first = name == "Xã Đông"
            total = _people(sheet, 8, unit, first)
            extra = (known[0], known[1], "") if first else _twin()
            end = 10 + len(GIVEN)
            sheet.write_row(end - 1, 0, (len(GIVEN) + 1, extra[0], None, int(extra[1]), extra[2], 500, None, 500))
            total += 500
            sheet.write(end, 1, "TỔNG CỘNG", bold)
            sheet.write(end, 7, total + off, bold)
            sheet.write(end + 2, 1, "NGƯỜI LẬP")
            sheet.write(end + 2, 6, "TM. BAN THƯỜNG VỤ")
    return path


def _citizen(place: int, *, male: bool, first: bool) -> str:
    """Return a number that fits sex and year of birth."""
    return f"042{0 if male else 1}{70 + 2 * place:02d}{130_477 + 7919 * place + (0 if first else 311_313):06d}"


def _twin() -> tuple[str, str, str]:
    """Return the first person of the first sheet again: a second gift."""
    return f"{FAMILIES[0]} {GIVEN[0]}", "1970", _citizen(0, male=False, first=True)


def _headings(sheet: Any, bold: Any) -> None:
    for column, text in ((0, "STT"), (1, "Họ và tên"), (4, "Số CCCD"), (7, "Cộng")):
        sheet.merge_range(6, column, 7, column, text, bold)
    sheet.merge_range(6, 2, 6, 3, "Năm sinh", bold)
    sheet.merge_range(6, 5, 6, 6, "Giá trị quà", bold)
    for column, text in ((2, "Nam"), (3, "Nữ"), (5, "Tiền mặt"), (6, "Hiện vật")):
        sheet.write(7, column, text, bold)


def _people(sheet: Any, top: int, unit: str, first: bool) -> int:
    """Write a group with its people, some of their cells spoilt; returns the sum of the amounts in nghìn đồng."""
    sheet.write(top, 0, "I")
    sheet.write(top, 1, unit)
    total = 0
    for place, given in enumerate(GIVEN):
        name = f"{FAMILIES[(place + (0 if first else 3)) % len(FAMILIES)]} {given}"
        cash, goods = (500, 300) if place % 3 else (1000, 0)
        born: Any = 1970 + 2 * place
        if first and place == 4:
            born = "31/02/1990"
        written: Any = "1.147 triệu" if first and place in (6, 9) else cash
        male = bool(place % 2)
        row = (place + 1, name, *((born, None) if male else (None, born)))
        sheet.write_row(top + 1 + place, 0, row)
        sheet.write(top + 1 + place, 4, _citizen(place, male=male, first=first) if place != 7 else "04209012345")
        sheet.write_row(
            top + 1 + place, 5, (written, goods or None, None if isinstance(written, str) else cash + goods)
        )
        total += 0 if isinstance(written, str) else cash + goods
    return total


def grants() -> Path:
    """Return a short list in the old font .VnTime: TCVN3, as cp1252 shows its bytes."""
    path = folder() / "tro-cap-vntime.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        font = book.add_format({"font_name": ".VnTime"})
        sheet = book.add_worksheet("DS")
        headings = ("STT", "Hä vµ tªn", "N¨m sinh", "§¬n vÞ", "Hoµn c¶nh", "Sè tiÒn", "Ghi chó")
        rows = (
            (1, "Cao ThÞ Uyªn", 2000, "C§CS Tr­êng THCS §ång T©m", "Hé nghÌo", 500_000, ""),
            (2, "Lª §øc Toµn", 1988, "C§CS C«ng ty TNHH May S«ng Lam", "Con må c«i", 500_000, ""),
            (3, "Hå TiÕn Th¾ng", 1966, "C§CS C«ng ty CP Gç Phó ThÞnh", "Hé nghÌo", 1_000_000, ""),
            (4, "Vâ BÝch ¸nh", 1992, "C§CS Tr­êng THCS §ång T©m", "Thiªn tai, b·o lò", 2_000_000, ""),
        )
        sheet.write(0, 0, "Danh s¸ch hç trî khã kh¨n", font)
        sheet.write(1, 0, "Th¸ng C«ng nh©n n¨m 2025", font)
        sheet.write_row(3, 0, headings, font)
        for number, row in enumerate(rows, 4):
            sheet.write_row(number, 0, row, font)
        sheet.write_row(4 + len(rows), 0, ("", "Tæng céng", "", "", "", 4_000_000), font)
    return path
