"""The main window: navigation, keys, command box, messages; pages are made late and never lost by accident."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from labordesk.errors import NotFound
from labordesk.gui.command_box import Command, matching
from labordesk.gui.context import Context
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.page import Page, PageEntry
from labordesk.gui.shell import RegisterInfo, Shell
from labordesk.gui.theme import apply_theme
from tests.gui.conftest import RecordedNotify

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
INFO = RegisterInfo("Công đoàn xã Hương Sơn", "Năm 2026", is_sample=True)


class Recording(Page):
    """A page that writes down what happens to it."""

    title = "Đối tượng"
    leave = True
    closes = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.log: list[Any] = []
        self.line = ViLineEdit()
        self.body.addWidget(self.line)
        self.add_key("Ctrl+D", "Đánh dấu", lambda: self.log.append("mark"))

    def new_record(self) -> None:
        self.log.append("new")

    def save(self) -> None:
        self.log.append("save")

    def focus_search(self) -> None:
        self.line.setFocus()
        self.log.append("search")

    def print_page(self) -> None:
        self.log.append("print")

    def undo(self) -> bool:
        self.log.append("undo")
        return True

    def refresh(self, changes: Any) -> None:
        self.log.append(("refresh", changes))

    def arrived(self) -> None:
        self.log.append("arrived")

    def show_target(self, **target: Any) -> None:
        self.log.append(target)

    def can_leave(self) -> bool:
        return self.leave

    def escape(self) -> bool:
        self.log.append("escape")
        return self.closes


class Quiet(Page):
    """A page without actions."""

    title = "Trợ cấp khó khăn"


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def shell(qtbot: QtBot, context: Context, made: list[str]) -> Iterator[Shell]:
    def factory(key: str, kind: type[Page]) -> Callable[[Context], QWidget]:
        def make(context: Context) -> QWidget:
            made.append(key)
            return kind(context)

        return make

    entries = [
        PageEntry("people", "Đối tượng", "users", factory("people", Recording)),
        PageEntry("grants", "Trợ cấp khó khăn", "hand-heart", factory("grants", Quiet)),
        PageEntry("settings", "Cài đặt", "settings", factory("settings", Quiet), group=1),
    ]
    window = Shell(context, entries)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def page(shell: Shell, context: Context) -> Recording:
    context.register = object()
    shell.show_register(INFO)
    shown = shell.current_page()
    assert isinstance(shown, Recording)
    shown.log.clear()
    return shown


def press(shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(shell.focusWidget() or shell, key, modifier)


def test_window_opens_without_loading_data_paper_or_excel() -> None:
    code = (
        "import sys; import labordesk.gui.shell, labordesk.gui.theme, labordesk.gui.qt_texts, labordesk.gui.context;"
        "heavy = {'sqlmodel','sqlalchemy','pydantic','alembic','reportlab','babel','openpyxl','pypdfium2','sqlite3'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_window_tells_once_that_it_was_painted(qtbot: QtBot, context: Context) -> None:
    window = Shell(context, [])
    qtbot.addWidget(window)
    told: list[bool] = []
    window.painted.connect(lambda: told.append(True))
    window.show()
    qtbot.waitUntil(lambda: told == [True])
    window.repaint()
    qtbot.wait(20)
    assert told == [True]


def test_pages_wait_until_a_register_is_open(shell: Shell, made: list[str]) -> None:
    shell.show_opening("Đang mở sổ…")
    press(shell, Qt.Key.Key_2, ALT)
    shell.go("people")
    assert made == []
    assert shell.current_page() is None


def test_page_is_made_when_first_shown_and_kept(shell: Shell, page: Recording, made: list[str]) -> None:
    assert made == ["people"]
    shell.go("grants")
    shell.go("people")
    shell.go("grants")
    assert made == ["people", "grants"]


def test_alt_and_a_digit_choose_a_page(shell: Shell, page: Recording) -> None:
    shown: list[str] = []
    shell.page_shown.connect(shown.append)
    press(shell, Qt.Key.Key_2, ALT)
    press(shell, Qt.Key.Key_3, ALT)
    press(shell, Qt.Key.Key_1, ALT)
    assert shown == ["grants", "settings", "people"]
    assert page.log == ["arrived"]


def test_navigation_is_reached_with_tab_and_opened_with_enter(shell: Shell, page: Recording) -> None:
    button = shell._navigation.button("grants")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert isinstance(shell.current_page(), Quiet)
    assert button.isChecked()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_N, "new"),
        (Qt.Key.Key_S, "save"),
        (Qt.Key.Key_F, "search"),
        (Qt.Key.Key_P, "print"),
        (Qt.Key.Key_Z, "undo"),
        (Qt.Key.Key_D, "mark"),
    ],
)
def test_common_keys_reach_the_page_in_front(shell: Shell, page: Recording, key: Qt.Key, expected: str) -> None:
    press(shell, key, CTRL)
    assert page.log == [expected]


def test_undo_key_in_a_field_is_the_fields_own_while_it_has_something_to_undo(shell: Shell, page: Recording) -> None:
    page.line.setFocus()
    QTest.keyClicks(page.line, "hoa")
    QTest.keyClick(page.line, Qt.Key.Key_Z, CTRL)
    assert page.line.text() == ""
    assert "undo" not in page.log
    QTest.keyClick(page.line, Qt.Key.Key_Z, CTRL)
    assert page.log == ["undo"]


def test_arrow_keys_walk_through_the_navigation(shell: Shell, page: Recording) -> None:
    buttons = [shell._navigation.button(key) for key in ("people", "grants", "settings")]
    buttons[0].setFocus()
    for button in buttons[1:]:
        QTest.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
        assert button.hasFocus()
    QTest.keyClick(shell.focusWidget(), Qt.Key.Key_Up)
    assert buttons[1].hasFocus()
    checked = [button.entry.key for button in buttons if button.isChecked()]
    assert checked == [shell._current]


def test_window_grows_with_the_text(shell: Shell, page: Recording, dressed: QApplication) -> None:
    before = (shell._navigation.width(), shell._header.height())
    apply_theme(dressed, "light", 18)
    QTest.qWait(10)
    after = (shell._navigation.width(), shell._header.height())
    apply_theme(dressed, "light")
    assert after[0] > before[0]
    assert after[1] > before[1]


def test_page_that_must_not_be_left_stays(shell: Shell, page: Recording) -> None:
    page.leave = False
    press(shell, Qt.Key.Key_2, ALT)
    assert shell.current_page() is page
    assert shell._navigation.button("people").isChecked()
    shell.close()
    assert shell.isVisible()
    page.leave = True


def test_page_goes_to_a_thing_on_another_page(shell: Shell, page: Recording, context: Context) -> None:
    shell.go("grants")
    context.go("people", person=12)
    assert page.log == ["arrived", {"person": 12}]


def test_every_open_page_hears_of_a_write(shell: Shell, page: Recording, context: Context) -> None:
    shell.go("grants")
    context.tell("changes")
    assert page.log[-1] == ("refresh", "changes")
    assert "Đã lưu" in shell._status._saved.text()


def test_opening_another_register_drops_the_pages_of_the_first(shell: Shell, page: Recording, made: list[str]) -> None:
    shell.show_register(RegisterInfo("Công đoàn xã Sơn Kim"))
    assert made == ["people", "people"]
    assert shell.current_page() is not page
    assert shell.windowTitle().startswith("Công đoàn xã Sơn Kim")


def test_badge_is_shown_and_read_out(shell: Shell, page: Recording, context: Context) -> None:
    context.set_badge("grants", 7, "7 hồ sơ chờ duyệt")
    button = shell._navigation.button("grants")
    assert button.badge() == 7
    assert button.accessibleName() == "Trợ cấp khó khăn: 7 hồ sơ chờ duyệt"
    context.set_badge("grants", 0)
    assert button.accessibleName() == "Trợ cấp khó khăn"


def test_tenth_page_is_reached_with_alt_zero(qtbot: QtBot, context: Context) -> None:
    window = Shell(context, [PageEntry(f"page{n}", f"Trang {n}", "users", Recording) for n in range(1, 12)])
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.show_register(INFO)
    QTest.keyClick(window, Qt.Key.Key_0, ALT)
    assert window.current_page() is not None
    assert window._current == "page10"
    assert [key.keys for key in dict(window.key_groups())["Chuyển trang"]][-2:] == ["Alt+9", "Alt+0"]


def test_words_not_saved_are_asked_about_before_the_program_closes(
    shell: Shell, context: Context, notify: RecordedNotify
) -> None:
    context.drafts["person:new"] = {"full_name": "Trần Thị"}
    notify.answer_next("")
    assert not shell.close()
    assert shell.isVisible()
    notify.answer_next("go_on")
    assert shell.close()
    assert len(notify.questions) == 2


def test_a_program_without_drafts_closes_at_once(shell: Shell, notify: RecordedNotify) -> None:
    assert shell.close()
    assert not notify.questions


def test_key_list_names_what_the_page_can_do(shell: Shell, page: Recording) -> None:
    groups = dict(shell.key_groups())
    assert [key.keys for key in groups["Đối tượng"]] == ["Ctrl+N", "Ctrl+S", "Ctrl+F", "Ctrl+P", "Ctrl+Z", "Ctrl+D"]
    assert [key.keys for key in groups["Chuyển trang"]] == ["Alt+1", "Alt+2", "Alt+3"]
    shell.go("grants")
    assert dict(shell.key_groups())["Trợ cấp khó khăn"] == []


def test_key_list_opens_with_f1(qtbot: QtBot, shell: Shell, page: Recording) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from labordesk.gui.key_list import KeyList

    texts: list[str] = []
    page.list_key("Ctrl+Return", "Bước tiếp")

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, KeyList)
        texts.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.accept()

    QTimer.singleShot(100, look)
    press(shell, Qt.Key.Key_F1)
    assert {"Ctrl+D", "Ctrl+Enter"} <= set(texts)
    assert "Đánh dấu" in texts


def test_key_list_is_as_wide_as_its_longest_line(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QScrollArea

    from labordesk.gui.entries import Key
    from labordesk.gui.key_list import KeyList

    keys = [Key(f"Ctrl+{letter}", "Xem cùng kỳ năm trước của chương trình đang chọn và đơn vị") for letter in "ABCDEFG"]
    dialog = KeyList([("Tổng quan", keys), ("Ở mọi trang", keys), ("Chuyển trang", keys)])
    qtbot.addWidget(dialog)
    dialog.show()
    (area,) = dialog.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    assert area.horizontalScrollBar().maximum() == 0


def test_escape_goes_to_the_page_first_and_then_closes_the_message(
    shell: Shell, page: Recording, context: Context
) -> None:
    context.notify.warn("Đĩa sắp đầy.")
    page.closes = True
    press(shell, Qt.Key.Key_Escape)
    assert shell.message() == "Đĩa sắp đầy."
    page.closes = False
    press(shell, Qt.Key.Key_Escape)
    assert shell.message() == ""


def test_escape_in_the_message_closes_the_message_and_nothing_of_the_page(
    shell: Shell, page: Recording, context: Context
) -> None:
    context.notify.warn("Đĩa sắp đầy.")
    page.closes = True
    press(shell, Qt.Key.Key_F6)
    press(shell, Qt.Key.Key_Escape)
    assert shell.message() == ""
    assert "escape" not in page.log


def test_messages_are_shown_where_they_belong(shell: Shell, page: Recording, context: Context) -> None:
    context.notify.info("Đã ghi 3 người.")
    assert shell.message() == "Đã ghi 3 người."
    context.notify.error(NotFound())
    assert shell.message() == "Không tìm thấy trong sổ; hãy tìm lại."
    assert shell._status.message() == "Đã ghi 3 người."


def test_sample_register_is_marked(shell: Shell, page: Recording) -> None:
    assert shell._header._sample.isVisible()
    shell.describe_register(RegisterInfo("Công đoàn xã Hương Sơn"))
    assert not shell._header._sample.isVisible()


def test_place_of_the_window_is_remembered(shell: Shell, page: Recording, context: Context, made: list[str]) -> None:
    shell.resize(1100, 700)
    shell.close()
    again = Shell(context, [])
    assert again.height() == 700
    again.deleteLater()


def test_empty_geometry_in_the_settings_is_no_error(qtbot: QtBot, context: Context) -> None:
    context.settings.window_geometry = "abc"
    window = Shell(context, [])
    qtbot.addWidget(window)
    assert window.width() == 1366


# command box


def test_command_box_finds_screens_without_marks(shell: Shell, page: Recording) -> None:
    press(shell, Qt.Key.Key_K, CTRL)
    assert shell._box.hasFocus()
    QTest.keyClicks(shell._box, "tro c")
    assert [one.label for one in shell._box.commands()] == ["Trợ cấp khó khăn"]
    QTest.keyClick(shell._box, Qt.Key.Key_Return)
    assert isinstance(shell.current_page(), Quiet)
    assert shell._box.text() == ""
    assert not shell._box.is_open()


def test_command_box_offers_the_actions_of_the_page(shell: Shell, page: Recording) -> None:
    shell.focus_command_box()
    QTest.keyClicks(shell._box, "them")
    assert [one.label for one in shell._box.commands()] == ["Thêm mới"]
    QTest.keyClick(shell._box, Qt.Key.Key_Return)
    assert page.log[-1] == "new"


def test_command_box_finds_people_in_the_background(qtbot: QtBot, shell: Shell, page: Recording) -> None:
    opened: list[str] = []

    def find(text: str) -> list[Command]:
        return [Command(f"Lê Văn Bình ({text})", lambda: opened.append(text), "1988", "user")]

    shell.add_command_source(find)
    shell.focus_command_box()
    QTest.keyClicks(shell._box, "bin")
    qtbot.waitUntil(lambda: [one.label for one in shell._box.commands()] == ["Lê Văn Bình (bin)"])
    QTest.keyClick(shell._box, Qt.Key.Key_Down)
    QTest.keyClick(shell._box, Qt.Key.Key_Return)
    assert opened == ["bin"]


def test_escape_in_the_command_box_gives_the_keyboard_back(shell: Shell, page: Recording) -> None:
    shell.focus_command_box()
    QTest.keyClicks(shell._box, "tro")
    QTest.keyClick(shell._box, Qt.Key.Key_Escape)
    assert not shell._box.is_open()
    assert not shell._box.hasFocus()
    assert page.isAncestorOf(shell.focusWidget()) or page.hasFocus()
    assert "escape" not in page.log


def test_list_of_the_command_box_closes_when_it_is_left(shell: Shell, page: Recording) -> None:
    shell.focus_command_box()
    QTest.keyClicks(shell._box, "tro")
    assert shell._box.is_open()
    page.line.setFocus()
    assert not shell._box.is_open()


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("tro cap", ["Trợ cấp khó khăn"]),
        ("kho", ["Trợ cấp khó khăn"]),
        ("cai", ["Cài đặt"]),
        ("đ", ["Đối tượng", "Cài đặt"]),
        ("dat cai", ["Cài đặt"]),
        ("xyz", []),
        ("", []),
    ],
)
def test_commands_match_word_beginnings(text: str, labels: list[str]) -> None:
    commands = [Command(label, print) for label in ("Cài đặt", "Đối tượng", "Trợ cấp khó khăn")]
    assert [one.label for one in matching(commands, text)] == labels
