"""Taking a list out of any page: the columns as chosen, the filter, the order, numbers of people masked or whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from labordesk.fields import CitizenId, Count, Money, PartialDay, PersonName
from labordesk.gui.context import Context
from labordesk.gui.table import Column, ListTable, PagedTable, RowPage
from labordesk.gui.table.exporting import ExportDialog
from labordesk.services.registers import create_register
from labordesk.store.register import Register
from labordesk.vietnamese.citizen import mask


@dataclass(frozen=True)
class Somebody:
    id: int
    name: str
    birth: str | None
    number: str
    amount: int


COLUMNS = (
    Column("id", "STT", Count()),
    Column("name", "Họ và tên", PersonName()),
    Column("birth", "Ngày sinh", PartialDay()),
    Column("number", "Số CCCD", CitizenId(), show=mask),
    Column("amount", "Đã nhận", Money(), show=lambda amount: "–" if not amount else str(amount), hidden=True),
)
PEOPLE = [Somebody(n, f"Trần Thị {n}", ("1985", "1985-03", "1985-03-12")[n % 3], f"{n:012d}", n) for n in range(4321)]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with create_register(tmp_path / "so.labordesk", unit_name="Công đoàn xã Hương Sơn") as opened:
        yield opened


@pytest.fixture
def paged(qtbot: QtBot, context: Context, register: Register) -> PagedTable:
    context.register = register
    table = PagedTable("somebody", COLUMNS, context, title="Đối tượng")
    qtbot.addWidget(table)

    def fetch(after: Any, limit: int) -> RowPage:
        first = after or 0
        last = first + limit
        return RowPage(PEOPLE[first:last], last if last < len(PEOPLE) else None)

    table.set_fetch(fetch, lambda: len(PEOPLE))
    table.show()
    qtbot.waitUntil(lambda: table.total == len(PEOPLE))
    return table


def take_out(
    qtbot: QtBot, table: ListTable | PagedTable, monkeypatch: pytest.MonkeyPatch, path: Path, **wishes: int
) -> list[str]:
    """Press through the dialog, choosing the option with the given number of each question."""
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        for name, number in wishes.items():
            getattr(dialog, name).buttons()[number].click()
        asked.extend(button.text() for button in dialog.numbers.buttons() if button.isVisible())
        dialog.accept()

    QTimer.singleShot(0, answer)
    table.export()
    qtbot.waitUntil(path.exists, timeout=20_000)
    qtbot.waitUntil(lambda: not table.context.work.is_busy(), timeout=20_000)
    return asked


def notes(register: Register) -> list[tuple[Any, ...]]:
    with register.looking() as connection:
        return list(connection.execute("SELECT kind, subject, amount, masked, detail FROM access_note"))


def test_all_rows_go_out_in_order_not_only_those_loaded(
    qtbot: QtBot, paged: PagedTable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, register: Register
) -> None:
    assert len(paged.rows()) < len(PEOPLE)
    take_out(qtbot, paged, monkeypatch, tmp_path / "ra.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "ra.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[1] for row in rows] == [one.name for one in PEOPLE]
    assert rows[0][3] == "0000•••••000"
    assert notes(register) == [("export", "somebody", len(PEOPLE), 1, "Đối tượng")]


def test_hidden_columns_and_whole_numbers_go_out_when_asked(
    qtbot: QtBot, paged: PagedTable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, register: Register
) -> None:
    asked = take_out(qtbot, paged, monkeypatch, tmp_path / "ra.xlsx", extent=1, numbers=1)
    assert len(asked) == 2
    sheet = openpyxl.load_workbook(tmp_path / "ra.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0] == ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Đã nhận")
    assert rows[6][3:] == ("000000000005", 5)
    assert rows[-1][0] == "Tổng cộng" or rows[-1][1] == "Tổng cộng"
    assert str(rows[-1][4]).startswith("=SUBTOTAL(9,")
    assert notes(register)[0][3] == 0


def test_a_list_without_numbers_of_people_asks_nothing_about_them(
    qtbot: QtBot, context: Context, register: Register, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context.register = register
    table = ListTable("small", COLUMNS[:2], context, title="Các đợt")
    qtbot.addWidget(table)
    table.set_rows(PEOPLE[:3])
    table.show()
    assert take_out(qtbot, table, monkeypatch, tmp_path / "ra.csv", kinds=1) == []
    text = (tmp_path / "ra.csv").read_bytes().decode("utf-8-sig")
    assert text == "STT,Họ và tên\r\n0,Trần Thị 0\r\n1,Trần Thị 1\r\n2,Trần Thị 2\r\n"


def test_an_empty_list_says_that_there_is_nothing_to_take_out(
    qtbot: QtBot, context: Context, register: Register, notify: Any
) -> None:
    context.register = register
    table = ListTable("small", COLUMNS[:2], context)
    qtbot.addWidget(table)
    table.export()
    assert notify.infos == ["Danh sách đang trống, chưa có gì để xuất."]


def test_a_folder_that_is_gone_is_told_in_one_sentence(
    qtbot: QtBot, paged: PagedTable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, notify: Any, register: Register
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "mất" / "ra.xlsx"), ""))
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().accept())
    paged.export()
    qtbot.waitUntil(lambda: bool(notify.errors))
    assert "Chưa ghi được tệp ra.xlsx" in str(notify.errors[0])
    assert notes(register) == []
