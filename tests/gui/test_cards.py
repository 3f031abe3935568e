"""Cards, buttons, notices: reached with the keyboard, read out, never by colour alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.buttons import Link, PairButton, menu_button, primary_button, quiet_button, secondary_button
from labordesk.gui.cards import Card, EmptyState, KpiCard, Notice, Pill, ProgressBar, SectionHeader
from labordesk.gui.first_run import FirstRun, NewRegister
from labordesk.gui.inputs.choice import ChoiceEdit

TYPES = ("Công đoàn xã, phường", "Công đoàn cơ sở")


def test_figure_card_is_read_out_whole_and_opens_its_rows(qtbot: QtBot) -> None:
    card = KpiCard("Tổng chi chăm lo")
    qtbot.addWidget(card)
    opened: list[bool] = []
    card.set("2,614 tỷ đồng", "2.103 người", 0.92, "cùng kỳ 2,391 tỷ")
    assert card.accessibleName() == "Tổng chi chăm lo. 2,614 tỷ đồng. 2.103 người. cùng kỳ 2,391 tỷ"
    card.show()
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert opened == []
    card.make_link(lambda: opened.append(True))
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert opened == [True, True]


def test_figure_card_shows_only_what_it_was_given(qtbot: QtBot) -> None:
    card = KpiCard("Vận động")
    qtbot.addWidget(card)
    card.show()
    card.set("418 triệu đồng")
    assert not card._bar.isVisible()
    assert not card._foot.isVisible()
    card.set("418 triệu đồng", share=0.5, foot="chưa nhận 162 triệu")
    assert card._bar.isVisible()
    assert card._foot.isVisible()


@pytest.mark.parametrize(("share", "said"), [(0.0, "0"), (0.925, "92"), (1.3, "130")])
def test_bar_says_its_share(qtbot: QtBot, share: float, said: str) -> None:
    bar = ProgressBar(share)
    qtbot.addWidget(bar)
    bar.resize(200, 8)
    assert said in bar.accessibleName()
    assert not bar.grab().isNull()


def test_notice_offers_ways_to_go_on(qtbot: QtBot) -> None:
    taken: list[str] = []
    notice = Notice("Đã nhận quà Tết 2026.", "warn", [("Xem", lambda: taken.append("see"))])
    qtbot.addWidget(notice)
    notice.show()
    assert notice.accessibleName() == "Đã nhận quà Tết 2026."
    link = notice.findChild(Link)
    assert link is not None
    QTest.keyClick(link, Qt.Key.Key_Return)
    assert taken == ["see"]
    notice.set("Đã ghi.", "good")
    QTest.qWait(10)
    assert notice.findChildren(Link) == []


def test_tab_comes_to_the_links_of_a_sentence_where_it_stands(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    first, notice, last = QPushButton("Trước"), Notice(""), QPushButton("Sau")
    for widget in (first, notice, last):
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    notice.set("Đã nhận quà Tết 2026.", "warn", [("Xem", lambda: None), ("Vẫn ghi", lambda: None)])
    first.setFocus()
    links = notice.findChildren(Link)
    for expected in (*links, last):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is expected


def test_notice_without_text_is_hidden_and_never_becomes_a_window(qtbot: QtBot) -> None:
    notice = Notice("Chú ý")
    assert not notice.isVisible()
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(notice)
    window.show()
    assert notice.isVisible()
    notice.set("")
    assert not notice.isVisible()
    notice.set("Lại chú ý")
    assert notice.isVisible()


def test_button_shows_its_key_and_is_read_out_with_it(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    button = primary_button("Thêm người", lambda: pressed.append(True), key="Ctrl N", icon="plus")
    plain = primary_button("Thêm người")
    qtbot.addWidget(button)
    qtbot.addWidget(plain)
    assert button.accessibleName() == "Thêm người (Ctrl N)"
    assert button.sizeHint().width() > plain.sizeHint().width() + 20
    button.show()
    button.click()
    assert pressed == [True]
    assert not button.grab().isNull()


def test_icon_only_button_has_a_name(qtbot: QtBot) -> None:
    button = quiet_button("x", "Đóng")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Đóng"
    assert not button.icon().isNull()


def test_menu_button_runs_its_entries(qtbot: QtBot) -> None:
    chosen: list[str] = []
    button = menu_button("Xuất", [("Excel", lambda: chosen.append("xlsx")), ("Word", lambda: chosen.append("docx"))])
    qtbot.addWidget(button)
    button.menu().actions()[1].trigger()
    assert chosen == ["docx"]


def test_two_texts_of_a_button_are_both_read_out(qtbot: QtBot) -> None:
    button = PairButton("500.000 đ", "Năm trăm nghìn đồng", lambda: None)
    qtbot.addWidget(button)
    button.resize(160, 26)
    assert button.accessibleName() == "500.000 đ: Năm trăm nghìn đồng"
    assert not button.grab().isNull()


def test_pill_and_headers_change_their_words(qtbot: QtBot) -> None:
    card = Card("Cần làm")
    qtbot.addWidget(card)
    pill, header = Pill("Chưa nhận"), SectionHeader("Đã được hỗ trợ", "2026")
    card.body.addWidget(pill)
    card.body.addWidget(header)
    card.show()
    pill.set("Đã nhận", "good")
    header.set("Hộ gia đình", "4 người")
    assert pill.text() == "Đã nhận"
    assert pill.property("tone") == "good"


def test_empty_place_is_read_out(qtbot: QtBot) -> None:
    empty = EmptyState("users", "Chưa có ai", "Nhấn Ctrl+N.", secondary_button("Thêm"))
    qtbot.addWidget(empty)
    assert empty.accessibleName() == "Chưa có ai Nhấn Ctrl+N."


# the welcome screen


def test_register_is_asked_for_in_three_fields(qtbot: QtBot) -> None:
    welcome = FirstRun(TYPES)
    qtbot.addWidget(welcome)
    welcome.show()
    asked: list[NewRegister] = []
    welcome.create_asked.connect(asked.append)
    welcome._ask_create()
    assert asked == []
    assert welcome.form.input("unit_name").shown_problem()
    welcome.form.input("unit_name").set_text("Công đoàn xã Hương Sơn")
    welcome._create.click()
    assert asked == [NewRegister("Công đoàn xã Hương Sơn", "Công đoàn xã, phường", "")]
    assert isinstance(welcome.form.input("unit_type"), ChoiceEdit)


def test_recent_and_sample_registers_are_one_click_away(qtbot: QtBot) -> None:
    welcome = FirstRun(TYPES, ["/sổ/Công đoàn xã Hương Sơn.labordesk"])
    qtbot.addWidget(welcome)
    opened: list[str] = []
    welcome.open_recent_asked.connect(opened.append)
    welcome.sample_asked.connect(lambda: opened.append("sample"))
    welcome.open_asked.connect(lambda: opened.append("choose"))
    for button in welcome.findChildren(QPushButton):
        if button.text() in ("Công đoàn xã Hương Sơn", "Mở SỔ MẪU", "Chọn tệp sổ…"):
            button.click()
    assert sorted(opened) == ["/sổ/Công đoàn xã Hương Sơn.labordesk", "choose", "sample"]


def test_refusal_on_the_welcome_screen_stands_where_it_belongs(qtbot: QtBot) -> None:
    from labordesk.errors import BadFile, InvalidInput

    welcome = FirstRun(TYPES)
    qtbot.addWidget(welcome)
    welcome.show()
    welcome.show_error(InvalidInput("Hãy ghi tên đơn vị.", field="unit_name"))
    assert welcome.form.input("unit_name").shown_problem() == "Hãy ghi tên đơn vị."
    welcome.show_error(BadFile())
    assert welcome._notice.text() == "Không đọc được tệp; hãy chọn tệp khác."
