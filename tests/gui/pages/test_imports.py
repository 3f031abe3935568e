"""A list comes in by keyboard: its sheet, its columns, its questions, what is written, and all of it taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from labordesk.gui.pages.imports_wizard import COLUMNS, FINAL, QUESTIONS, SHEETS, TARGET
from labordesk.services.backups import backups_of
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.imports_page import Wizard, gift_list, office, wizard
from tests.gui.pages.window import ALT, CTRL

__all__ = ["office", "wizard"]

LAN = (1, "Hoàng Thị Lan", 1992, "046192613950", "CĐCS Công ty TNHH May Sông Lam", 500_000)
TUYET = (2, "Thái Thanh Tuyết", 1994, "046194940360", "CĐCS Công ty TNHH May Sông Lam", 500_000)


def test_one_file_is_shown_at_once_with_its_parts_named(wizard: Wizard) -> None:
    wizard.take_rows([LAN, TUYET], total=1_000_000)
    step = wizard.page.wizard.sheets
    assert wizard.page.header.title() == "qua.xlsx"
    assert wizard.page.wizard.here() == SHEETS
    assert step.grid.sheet_model.parts.header_row == 7
    assert "Dòng được đọc: 2" in step.legend.texts()
    assert "Tổng cộng: 1" in step.legend.texts()
    assert step.grid.sheet_model.field(1) == "Họ và tên"


def test_heading_is_moved_with_the_keyboard(wizard: Wizard) -> None:
    wizard.take_rows([LAN, TUYET])
    grid = wizard.page.wizard.sheets.grid
    grid.setFocus()
    wizard.press(Qt.Key.Key_Down, ALT)
    assert wizard.file.order.choices.header_rows == {"Danh sách": 8}
    grid.go_to(7, 1)
    wizard.press(Qt.Key.Key_T)
    assert grid.sheet_model.parts.header_row == 7
    assert wizard.preview.people == 2


def test_column_corrected_by_its_drop_down_is_read_anew(wizard: Wizard) -> None:
    wizard.take_rows([LAN, TUYET])
    wizard.go(COLUMNS)
    row = wizard.page.wizard.columns.rows()[5]
    assert row.select.chosen() == "amount"
    row.select.choose(None)
    row.select.activated.emit(row.select.currentIndex())
    wizard.settle()
    assert wizard.preview.total == 0
    assert row.sure() == "Anh/chị chọn"
    wizard.press(Qt.Key.Key_Z, CTRL)
    assert wizard.preview.total == 1_000_000


def test_nothing_is_written_before_the_last_step_is_accepted(wizard: Wizard) -> None:
    wizard.office.campaign()
    people, gifts = wizard.count("select count(*) from person"), wizard.count("select count(*) from award")
    wizard.take_rows([LAN, TUYET])
    for step in (COLUMNS, TARGET, QUESTIONS, FINAL):
        wizard.go(step)
    assert wizard.count("select count(*) from person") == people
    assert wizard.count("select count(*) from award") == gifts


def test_list_is_written_by_keyboard_alone_and_shown_with_links(wizard: Wizard) -> None:
    wizard.office.campaign()
    before = wizard.count("select count(*) from person")
    wizard.take_rows([LAN, TUYET], total=1_000_000)
    wizard.go(FINAL)
    assert wizard.page.wizard.final.write_all.isEnabled(), [row.problems for row in wizard.preview.rows]
    wizard.write()
    assert wizard.count("select count(*) from person") == before + 2
    assert wizard.count("select count(*) from award") == 2
    result = wizard.page.result
    assert result.isVisible()
    assert "2 suất quà" in result.notice.text()
    assert [row.name for row in result.table.rows()] == ["Hoàng Thị Lan", "Thái Thanh Tuyết"]
    result.table.focus_first()
    wizard.window.press(Qt.Key.Key_Return)
    assert wizard.window.went[-1][0] == "gifts"


def test_import_is_taken_back_as_one(wizard: Wizard, notify: RecordedNotify) -> None:
    wizard.office.campaign()
    before = wizard.count("select count(*) from person")
    wizard.take_rows([LAN, TUYET])
    wizard.go(FINAL)
    wizard.write()
    wizard.window.press(Qt.Key.Key_Escape)
    home = wizard.page.home
    assert [row.file_name for row in home.batches.rows()] == ["qua.xlsx"]
    home.batches.focus_first()
    notify.answer_next("undo")
    wizard.window.press(Qt.Key.Key_Delete)
    assert wizard.count("select count(*) from person") == before
    assert wizard.count("select count(*) from award") == 0
    assert home.batches.model.text(0, 7) == "Đã hoàn tác"
    assert not home.undo.isEnabled()


def test_what_was_written_is_read_anew_when_it_was_taken_back_elsewhere(wizard: Wizard) -> None:
    from labordesk.services.history import last_operation, undo

    wizard.office.campaign()
    wizard.take_rows([LAN, TUYET])
    wizard.go(FINAL)
    wizard.write()
    result, register = wizard.page.result, wizard.page.context.register
    assert register is not None
    assert result.isVisible()
    assert result.undo.isEnabled()
    latest = last_operation(register)
    assert latest is not None
    wizard.page.refresh(undo(register, latest).changes)
    wizard.settle()
    assert not result.undo.isEnabled()


def test_undoing_is_asked_first(wizard: Wizard, notify: RecordedNotify) -> None:
    wizard.office.campaign()
    wizard.take_rows([LAN])
    wizard.go(FINAL)
    wizard.write()
    wizard.window.press(Qt.Key.Key_Escape)
    wizard.page.home.batches.focus_first()
    wizard.window.press(Qt.Key.Key_Delete)
    assert notify.questions == ["Hoàn tác lần nhập tệp “qua.xlsx”?"]
    assert wizard.count("select count(*) from award") == 1


def test_several_files_are_listed_and_one_that_cannot_be_read_says_why(wizard: Wizard, tmp_path: Path) -> None:
    wizard.office.campaign()
    good = gift_list(tmp_path / "tot.xlsx", [LAN])
    other = gift_list(tmp_path / "khac.xlsx", [TUYET])
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    wizard.take(good, other, broken)
    files = wizard.page.home.files
    assert wizard.page.home.isVisible()
    assert {file.path.name: files.model.text(place, 1) for place, file in enumerate(files.rows())} == {
        "tot.xlsx": "Sẵn sàng ghi",
        "khac.xlsx": "Sẵn sàng ghi",
        "hong.xlsx": "Không đọc được",
    }
    files.focus_first()
    wizard.press(Qt.Key.Key_Return)
    assert wizard.file.path == good


def test_second_file_is_worked_out_again_after_the_first_was_written(wizard: Wizard, tmp_path: Path) -> None:
    wizard.office.campaign()
    first = gift_list(tmp_path / "mot.xlsx", [LAN])
    second = gift_list(tmp_path / "hai.xlsx", [LAN, TUYET])
    wizard.take(first, second)
    wizard.page.open_file(wizard.page.files[0])
    wizard.go(FINAL)
    wizard.write()
    wizard.window.press(Qt.Key.Key_Return)
    assert wizard.file.path == second
    wizard.settle()
    assert [row.taken_before for row in wizard.preview.rows] == [True, False]


def test_file_dropped_twice_is_opened_once(wizard: Wizard) -> None:
    path = wizard.take_rows([LAN])
    wizard.window.press(Qt.Key.Key_Escape)
    wizard.take(path)
    assert [file.path for file in wizard.page.files] == [path]
    assert wizard.page.wizard.isVisible()


def test_preset_of_a_campaign_is_kept(wizard: Wizard, tmp_path: Path) -> None:
    campaign = wizard.office.campaign()
    path = gift_list(tmp_path / "qua.xlsx", [LAN])
    wizard.page.show_target(paths=[path], kind="gifts", campaign=campaign)
    wizard.window.settle()
    assert wizard.preview.target.campaign_id == campaign


def test_marked_file_is_saved_beside_the_own(
    wizard: Wizard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notify: RecordedNotify
) -> None:
    wizard.office.campaign()
    wizard.take_rows([LAN, (2, "Thái Thanh Tuyết", "31/02/1990", "046194940360", "CĐCS May Sông Lam", 500_000)])
    wizard.go(FINAL)
    out = tmp_path / "danh-dau.xlsx"
    monkeypatch.setattr("labordesk.gui.pages.imports.QFileDialog.getSaveFileName", lambda *_args: (str(out), ""))
    wizard.page.save_marked()
    wizard.window.settle()
    assert out.stat().st_size > 0
    assert notify.infos[-1].startswith("Đã lưu danh-dau.xlsx")


def test_the_backup_before_is_told_of_in_words_of_its_own(wizard: Wizard, monkeypatch: pytest.MonkeyPatch) -> None:
    wizard.office.campaign()
    wizard.take_rows([LAN])
    wizard.go(FINAL)
    titles: list[str] = []
    work = wizard.page.context.work
    run_long = work.run_long

    def heard(fn: Any, title: str, *more: Any, **options: Any) -> Any:
        titles.append(title)
        return run_long(fn, title, *more, **options)

    monkeypatch.setattr(work, "run_long", heard)
    wizard.write()
    assert titles == ["Đang sao lưu sổ trước khi nhập", "Đang ghi vào sổ"]
    assert [one.is_good for one in backups_of(wizard.office.register.path)] == [True]
