"""The preview shows the sheet as the officer knows it: merged cells, parts, old encodings, sheets in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from labordesk.exchange.cells import Range, Sheet
from labordesk.exchange.layout import BodyRow, Layout
from labordesk.gui.pages.imports_cells import column_letter, shown_cell
from labordesk.gui.pages.imports_grid import SPANS_AROUND, SheetGrid
from labordesk.gui.pages.imports_parts import NO_PARTS, parts_of
from labordesk.gui.pages.imports_wizard import COLUMNS
from labordesk.vietnamese.legacy_tables import letters_of
from tests.gui.pages.imports_page import HEADINGS, Wizard, office, wizard
from tests.gui.pages.window import CTRL

__all__ = ["office", "wizard"]


def two_sheets(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, people in (("Xã Đông", ("Hoàng Thị Lan", "Lê Thị Nga")), ("Xã Tây", ("Vũ Công Anh",))):
            sheet = book.add_worksheet(name)
            sheet.merge_range(0, 0, 0, 5, "DANH SÁCH NHẬN QUÀ TẾT SUM VẦY 2026")
            sheet.write_row(2, 0, HEADINGS)
            sheet.merge_range(3, 1, 3, 5, "CĐCS May Sông Lam")
            sheet.write(3, 0, "I")
            for number, one in enumerate(people, 1):
                sheet.write_row(3 + number, 0, (number, one, 1990 + number, "", "", 500_000))
    return path


def in_tcvn3(text: str) -> str:
    """Return a text as a file in .VnTime holds it."""
    back = {letter: byte for byte, letter in letters_of("tcvn3").items()}
    return "".join(back.get(letter, letter) for letter in text)


def test_each_row_is_named_by_its_part() -> None:
    rows: list[list[Any]] = [["Liên đoàn", None], [None, None], ["STT", "Họ tên"], ["(1)", "(2)"], ["I", "CĐCS"]]
    rows += [[1, "Lan"], [None, "Cộng"], [None, "Người lập"]]
    sheet = Sheet("S", rows)
    body = (BodyRow(5, "group", rows[4]), BodyRow(6, "row", rows[5]), BodyRow(7, "total", rows[6]))
    parts = parts_of(sheet, Layout("S", 3, 1, ("STT", "Họ tên"), "", "", 1, body))
    named = [parts.of(number) for number in range(1, 9)]
    assert named == ["letterhead", "empty", "heading", "numbers", "group", "row", "total", "note"]
    assert [part for part, _count in parts.legend()] == [
        "letterhead", "heading", "numbers", "group", "row", "total", "note",
    ]  # fmt: skip


def test_sheet_without_a_table_has_no_parts() -> None:
    assert parts_of(Sheet("S", [["a"]]), None) is NO_PARTS


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(index: int, letter: str) -> None:
    assert column_letter(index) == letter


def test_text_of_several_lines_stands_in_one() -> None:
    assert shown_cell("Họ và\ntên") == "Họ và tên"


def test_merged_cells_far_away_are_not_laid_out(qtbot: QtBot) -> None:
    rows = [[number, None, None] for number in range(20_000)]
    merged = tuple(Range(number, 0, number, 2) for number in range(1, 20_001))
    grid = SheetGrid()
    qtbot.addWidget(grid)
    grid.resize(600, 400)
    grid.show()
    grid.show_sheet(Sheet("S", rows, merged=merged), NO_PARTS)
    assert grid.columnSpan(0, 0) == 3
    assert grid.columnSpan(15_000, 0) == 1
    grid.go_to(15_000, 0)
    assert grid.columnSpan(14_999, 0) == 3
    assert grid.columnSpan(15_000 + 3 * SPANS_AROUND, 0) == 1
    assert grid.sheet_model.rowCount() == 20_000


def test_sheets_with_the_same_headings_are_corrected_together(wizard: Wizard, tmp_path: Path) -> None:
    wizard.take(two_sheets(tmp_path / "hai.xlsx"))
    wizard.go(COLUMNS)
    step = wizard.page.wizard.columns
    row = step.rows()[5]
    row.select.choose(None)
    row.select.activated.emit(row.select.currentIndex())
    wizard.settle()
    assert wizard.file.order.choices.columns == {"Xã Đông": {5: None}, "Xã Tây": {5: None}}


def test_sheet_is_left_out_and_taken_again_with_space(wizard: Wizard, tmp_path: Path) -> None:
    wizard.take(two_sheets(tmp_path / "hai.xlsx"))
    step = wizard.page.wizard.sheets
    assert wizard.preview.people == 3
    step.tabs.setFocus()
    step.tabs.go_to("Xã Tây")
    wizard.press(Qt.Key.Key_Space)
    assert wizard.preview.people == 2
    assert step.notice.text() == "Trang này sẽ không được nhập."
    wizard.press(Qt.Key.Key_Space)
    assert wizard.preview.people == 3


def test_last_sheet_cannot_be_left_out(wizard: Wizard, tmp_path: Path) -> None:
    wizard.take(two_sheets(tmp_path / "hai.xlsx"))
    step = wizard.page.wizard.sheets
    step.tabs.setFocus()
    wizard.press(Qt.Key.Key_Space)
    step.tabs.go_to("Xã Tây")
    wizard.press(Qt.Key.Key_Space)
    assert step.notice.text() == "Phải nhập ít nhất một trang."
    assert wizard.preview.people == 1


def test_old_encoding_is_shown_before_and_after(wizard: Wizard, tmp_path: Path) -> None:
    path = tmp_path / "vntime.xlsx"
    names = ("Hoàng Thị Lan", "Nguyễn Đức Toàn", "Lê Thị Bích Hằng", "Dương Xuân Khánh", "Trần Thị Thanh Tuyết")
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("DS")
        font = book.add_format({"font_name": ".VnTime"})
        sheet.write(0, 0, in_tcvn3("Danh sách hỗ trợ khó khăn"), font)
        sheet.write_row(2, 0, [in_tcvn3(one) for one in ("STT", "Họ và tên", "Năm sinh", "Số tiền")], font)
        for number, name in enumerate(names, 1):
            sheet.write_row(2 + number, 0, (number, in_tcvn3(name), 1980 + number, 500_000), font)
    wizard.take(path)
    grid = wizard.page.wizard.sheets.grid.sheet_model
    assert grid.text(3, 1) == "Hoàng Thị Lan"
    wizard.page.wizard.sheets.as_in_file.setChecked(True)
    assert grid.text(3, 1) == in_tcvn3("Hoàng Thị Lan")
    wizard.go(COLUMNS)
    detail = wizard.page.wizard.columns.detail
    assert detail.encoding.chosen() == "tcvn3"
    assert detail.pairs() == [(in_tcvn3(name), name) for name in names]
    detail.encoding.choose("unicode")
    detail.encoding.activated.emit(detail.encoding.currentIndex())
    wizard.settle()
    assert wizard.preview.rows[0].read.raw["name"] == in_tcvn3("Hoàng Thị Lan")
    wizard.press(Qt.Key.Key_Z, CTRL)
    assert wizard.preview.rows[0].values["name"] == "Hoàng Thị Lan"


def test_newer_choice_drops_the_older_reading(wizard: Wizard, tmp_path: Path) -> None:
    wizard.take(two_sheets(tmp_path / "hai.xlsx"))
    arrived = []
    wizard.file.changed.connect(lambda: arrived.append(wizard.preview.total))
    wizard.go(COLUMNS)
    step = wizard.page.wizard.columns
    arrived.clear()
    step._choose_field(5, None)
    step._choose_field(5, "amount")
    wizard.settle()
    assert arrived == [1_500_000]
