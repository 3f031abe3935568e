"""The settings: every section real, saved as soon as it is changed, told beside its heading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from labordesk.assets import assets_root
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.pages.settings import SettingsPage, section_entries
from labordesk.gui.pages.settings_entries import EntrySection
from labordesk.gui.pages.settings_look import LookSection
from labordesk.gui.pages.settings_register import RegisterSection
from labordesk.gui.pages.settings_words import WordsSection
from labordesk.i18n import set_language
from labordesk.services.changes import Changes
from labordesk.services.register_settings import next_document_number, read_choices
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.giving import fill

TODAY = date(2026, 3, 2)
ENOUGH = 20_000

Fill = Callable[[FormPanel], None]


@pytest.fixture
def page(qtbot: QtBot, context: Context, register: Register) -> SettingsPage:
    context.register = register
    context.today = lambda: TODAY
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1120, 680)
    made.show()
    return made


@pytest.fixture
def told(context: Context) -> list[Changes]:
    """What the other pages were told."""
    heard: list[Changes] = []
    context.changed.connect(heard.append)
    return heard


def settled(qtbot: QtBot, page: SettingsPage) -> None:
    """Wait until nothing is on its way."""
    qtbot.waitUntil(lambda: not page.context.work.is_busy(), timeout=ENOUGH)


def entries(qtbot: QtBot, page: SettingsPage, key: str) -> EntrySection:
    """Open the section of a list, rows and all."""
    section = page.section(key)
    assert isinstance(section, EntrySection)
    qtbot.waitUntil(lambda: section.table is not None, timeout=ENOUGH)
    return section


def names(section: EntrySection) -> list[str]:
    """Return the names in the table."""
    assert section.table is not None
    return [str(getattr(row.fields, section.kind.widest)) for row in section.table.rows()]


def select(section: EntrySection, name: str) -> Any:
    """Put the keyboard on the row of a name."""
    row = next(row for row in section.rows() if getattr(row.fields, section.kind.widest) == name)
    assert section.table is not None
    assert section.table.select(row.id)
    return row


def in_dialog(qtbot: QtBot, open_form: Callable[[], None], fill_in: Fill) -> None:
    """Open a form, fill it in and save it by its key; a form that stays open is closed by Esc."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        fill_in(dialog.panel)
        QTest.keyClick(dialog.panel, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        QTimer.singleShot(3000, dialog.panel.close_form)

    QTimer.singleShot(50, act)
    open_form()


def button(widget: Any, text: str) -> QPushButton:
    """Return the button with this text."""
    return next(one for one in widget.findChildren(QPushButton) if one.text() == text)


def test_every_section_opens_with_a_heading_and_an_explanation(qtbot: QtBot, page: SettingsPage) -> None:
    for entry in section_entries():
        page.show_target(section=entry.key)
        section = page.current_section()
        assert section.heading()
        assert section.explanation().endswith(".")
        if isinstance(section, EntrySection):
            shown = entries(qtbot, page, entry.key)
            assert shown.rows() or entry.key == "norms", entry.key  # no rate comes with the program
    settled(qtbot, page)


def test_catalogue_lists_what_the_register_holds(qtbot: QtBot, page: SettingsPage, register: Register) -> None:
    from labordesk.services.catalogue import funds

    section = entries(qtbot, page, "funds")
    assert names(section) == [row.fields.name for row in funds(register)]


def test_new_programme_is_saved_shown_and_told(
    qtbot: QtBot, page: SettingsPage, register: Register, told: list[Changes]
) -> None:
    from labordesk.services.catalogue import programmes

    section = entries(qtbot, page, "programmes")

    def fill_in(panel: FormPanel) -> None:
        panel.form.input("code").set_text("XEM-PHIM")
        panel.form.input("name").set_text("Xem phim cho con đoàn viên")
        panel.form.input("kind").set_value("activity")

    in_dialog(qtbot, page.new_record, fill_in)
    settled(qtbot, page)
    saved = next(row for row in programmes(register) if row.fields.code == "XEM-PHIM")
    assert saved.fields.name == "Xem phim cho con đoàn viên"
    assert saved.fields.kind == "activity"
    assert "Xem phim cho con đoàn viên" in names(section)
    assert section.current().id == saved.id  # type: ignore[union-attr]
    assert section.saved_text().startswith("Đã lưu")
    assert any(changes.programmes for changes in told)


def test_code_already_taken_is_told_beside_its_field(qtbot: QtBot, page: SettingsPage) -> None:
    section = entries(qtbot, page, "funds")
    taken = section.rows()[0].fields
    problems: list[str] = []

    def fill_in(panel: FormPanel) -> None:
        panel.form.input("code").set_text(taken.code)
        panel.form.input("name").set_text("Quỹ mới")
        QTimer.singleShot(1500, lambda: problems.append(panel.form.input("code").shown_problem()))

    in_dialog(qtbot, section.new_record, fill_in)
    settled(qtbot, page)
    assert taken.name in problems[0]
    assert "Quỹ mới" not in names(section)


def test_entry_is_changed_by_enter(qtbot: QtBot, page: SettingsPage) -> None:
    section = entries(qtbot, page, "unit_types")
    row = select(section, "Công đoàn xã")
    assert section.table is not None

    def press() -> None:
        assert section.table is not None
        QTest.keyClick(section.table.view, Qt.Key.Key_Return)

    def fill_in(panel: FormPanel) -> None:
        panel.form.input("abbreviation").set_text("CĐXÃ")

    in_dialog(qtbot, press, fill_in)
    settled(qtbot, page)
    assert next(one for one in section.rows() if one.id == row.id).fields.abbreviation == "CĐXÃ"


def test_used_entry_is_retired_and_taken_into_use_again(qtbot: QtBot, page: SettingsPage, register: Register) -> None:
    from labordesk.services.catalogue import circumstances

    section = entries(qtbot, page, "circumstances")
    name = names(section)[0]
    select(section, name)
    button(section, "Ngừng dùng").click()
    settled(qtbot, page)
    assert name not in names(section)
    assert name not in [row.fields.name for row in circumstances(register)]
    section._retired.click()
    assert name in names(section)
    select(section, name)
    button(section, "Dùng lại").click()
    settled(qtbot, page)
    assert name in [row.fields.name for row in circumstances(register)]


def test_used_programme_is_not_deleted_and_says_how_to_go_on(
    qtbot: QtBot, page: SettingsPage, register: Register, notify: RecordedNotify
) -> None:
    fill(register)
    section = entries(qtbot, page, "programmes")
    section.reload()
    settled(qtbot, page)
    used = select(section, "Tết Sum vầy")
    notify.answer_next("delete")
    button(section, "Xóa").click()
    settled(qtbot, page)
    assert notify.questions == ["Xóa “Tết Sum vầy”?"]
    assert "Đang dùng" in str(notify.errors[0])
    assert used.fields.name in names(section)


def test_unused_entry_is_deleted_only_after_yes(qtbot: QtBot, page: SettingsPage, notify: RecordedNotify) -> None:
    section = entries(qtbot, page, "indicators")
    name = names(section)[-1]
    select(section, name)
    button(section, "Xóa").click()
    settled(qtbot, page)
    assert name in names(section)
    notify.answer_next("delete")
    select(section, name)
    button(section, "Xóa").click()
    settled(qtbot, page)
    assert name not in names(section)


def test_new_letterhead_starts_from_the_last_and_is_in_force_from_its_day(
    qtbot: QtBot, page: SettingsPage, register: Register, context: Context
) -> None:
    from labordesk.services.letterheads import letterhead_on

    asked: list[str] = []
    context.settings_changed.connect(asked.append)
    section = entries(qtbot, page, "letterheads")
    assert [section._state(row)[0] for row in section.rows()] == ["Đang dùng"]

    def fill_in(panel: FormPanel) -> None:
        assert panel.form.input("issuing_body").text() == "Công đoàn xã Hương Sơn"
        assert panel.form.input("valid_from").is_empty()
        panel.form.input("valid_from").set_text("01/07/2026")
        panel.form.input("signer_title").set_text("Chủ tịch")
        panel.form.input("signer_name").set_text("Nguyễn Thị Thu Hương")

    in_dialog(qtbot, page.new_record, fill_in)
    settled(qtbot, page)
    assert letterhead_on(register, date(2026, 7, 1)).signer_name == "Nguyễn Thị Thu Hương"
    assert letterhead_on(register, date(2026, 6, 30)).signer_name is None
    assert [section._state(row)[0] for row in section.rows()] == ["Chưa đến ngày", "Đang dùng"]
    assert asked == ["register"]


def test_words_on_paper_are_saved_at_once_and_shown_in_a_sentence(
    qtbot: QtBot, page: SettingsPage, register: Register, told: list[Changes]
) -> None:
    section = page.section("words")
    assert isinstance(section, WordsSection)
    settled(qtbot, page)
    assert "linh năm" in section.example.text()
    section.options.input("linh").set_value("lẻ")
    section.options.input("ty").set_value("tỉ")
    section.options.input("even").set_value(value=True)
    settled(qtbot, page)
    choices = read_choices(register)
    assert (choices.linh, choices.tu, choices.ty, choices.even) == ("lẻ", "tư", "tỉ", True)
    assert "lẻ năm" in section.example.text()
    assert "đồng chẵn" in section.example.text()
    assert "hơn 1,105 tỉ đồng" in section.example.text()
    assert section.saved_text().startswith("Đã lưu")
    assert any(changes.settings for changes in told)


def test_opening_the_words_saves_nothing(qtbot: QtBot, page: SettingsPage, told: list[Changes]) -> None:
    section = page.section("words")
    settled(qtbot, page)
    page.open_section("look")
    page.open_section("words")
    settled(qtbot, page)
    assert told == []
    assert section.saved_text() == ""


def test_next_document_number_is_kept_when_the_field_is_left(
    qtbot: QtBot, page: SettingsPage, register: Register
) -> None:
    section = page.section("words")
    assert isinstance(section, WordsSection)
    settled(qtbot, page)
    assert section.number.text() == "1"
    section.number.set_text("41")
    QTest.keyClick(section.number.editor(), Qt.Key.Key_Return)
    settled(qtbot, page)
    assert next_document_number(register, TODAY.year) == 41
    section.number.set_text("0")
    QTest.keyClick(section.number.editor(), Qt.Key.Key_Return)
    settled(qtbot, page)
    assert next_document_number(register, TODAY.year) == 41


def test_look_is_taken_over_at_once(qtbot: QtBot, page: SettingsPage, context: Context) -> None:
    asked: list[str] = []
    context.settings_changed.connect(asked.append)
    section = page.section("look")
    assert isinstance(section, LookSection)
    section.options.input("theme").set_value("dark")
    section.options.input("text_size").set_value("15")
    assert (context.settings.theme, context.settings.text_size) == ("dark", 15)
    assert asked == ["look", "look"]
    section.options.input("language").set_value("en")
    assert context.settings.language == "en"
    assert asked[-1] == "language"
    settled(qtbot, page)


def test_register_tells_its_file_and_opens_its_folder(
    qtbot: QtBot, page: SettingsPage, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    section = page.section("register")
    assert isinstance(section, RegisterSection)
    settled(qtbot, page)
    facts = [
        section.facts.itemAtPosition(row, 1).widget().text()  # type: ignore[union-attr,attr-defined]
        for row in range(section.facts.rowCount())
    ]
    assert str(register.path) in facts
    assert "Công đoàn xã Hương Sơn" in facts
    assert "0" in facts
    section.open_folder()
    assert opened == [str(register.path.parent)]


def test_sections_are_reached_with_the_keyboard(qtbot: QtBot, page: SettingsPage) -> None:
    first = page._buttons["letterheads"]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    QTest.keyClick(page._buttons["words"], Qt.Key.Key_Return)
    assert isinstance(page.current_section(), WordsSection)
    assert page._buttons["words"].accessibleName() == "Cách viết trên giấy"
    settled(qtbot, page)


def test_section_read_while_the_keyboard_is_on_the_list_of_sections_leaves_it_there(
    qtbot: QtBot, page: SettingsPage
) -> None:
    on_the_way = page._buttons["programmes"]
    on_the_way.setFocus()
    on_the_way.click()
    section = page.current_section()
    assert isinstance(section, EntrySection)
    qtbot.waitUntil(lambda: section.table is not None, timeout=ENOUGH)
    assert page.focusWidget() is on_the_way


def test_write_elsewhere_renews_the_list_in_front(qtbot: QtBot, page: SettingsPage, register: Register) -> None:
    from labordesk.model.programme import FundFields
    from labordesk.services.catalogue import save_fund

    section = entries(qtbot, page, "funds")
    saved = save_fund(register, FundFields(code="MOI", name="Quỹ khuyến học", source="donor"))
    page.refresh(saved.changes)
    qtbot.waitUntil(lambda: "Quỹ khuyến học" in names(section), timeout=ENOUGH)
    settled(qtbot, page)


@pytest.mark.parametrize("shown_in", ["vi", "en"])
def test_no_section_is_wider_than_its_room_on_a_small_laptop(page: SettingsPage, qtbot: QtBot, shown_in: str) -> None:
    set_language(shown_in, assets_root() / "locale")
    narrow = SettingsPage(page.context)
    qtbot.addWidget(narrow)
    narrow.resize(886, 540)  # beside the pages of a window of the 1093 x 614 logical pixels at 125 %
    narrow.show()
    cut = {}
    for entry in section_entries():
        section = narrow.section(entry.key)
        settled(qtbot, narrow)
        QApplication.processEvents()
        room = section.parentWidget().width()
        if section.minimumSizeHint().width() > room:
            cut[entry.key] = f"{section.minimumSizeHint().width()} > {room}"
    assert not cut
