"""The checklist under the hand: keys, files dropped on a line, what is said when something cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.parts.papers_card import PapersCard
from labordesk.services.attachment_options import AttachmentOptions
from labordesk.services.attachments import Owner, attachments_of
from labordesk.services.changes import Changes
from labordesk.services.houses import save_house
from labordesk.services.papers import papers_of
from labordesk.services.register_settings import save_options
from labordesk.services.registers import open_register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.parts.dropping import drop, files, hover
from tests.services.picture_files import paper, photo, save
from tests.services.test_houses import APPROVED, house
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]


@pytest.fixture
def home(office: Office) -> Owner:
    """A house that was approved and has no papers but the decision."""
    return Owner("house", save_house(office.register, house(office, *APPROVED)).id)


def settled(qtbot: QtBot, context: Context) -> None:
    """Wait until nothing is read or written, and its answer is shown."""
    for _turn in range(3):
        qtbot.waitUntil(lambda: not context.work.is_busy(), timeout=20_000)
        QApplication.processEvents()


@pytest.fixture
def card(qtbot: QtBot, context: Context, office: Office, home: Owner) -> Iterator[PapersCard]:
    context.register = office.register
    made = PapersCard(context)
    qtbot.addWidget(made)
    made.resize(700, 620)
    made.show()
    made.show(home)
    settled(qtbot, context)
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    made.table.focus_first()
    yield made
    context.work.stop()


def states(card: PapersCard) -> list[str]:
    return [str(line.state) for line in card.table.rows()]


def press(qtbot: QtBot, card: PapersCard, key: Qt.Key) -> None:
    QTest.keyClick(card.table.view, key)
    settled(qtbot, card._context)


def place_of(card: PapersCard, row: int) -> QPoint:
    return card.table.view.visualRect(card.table.model.index(row, 0)).center()


def test_space_says_received_today_and_tells_the_other_pages(qtbot: QtBot, card: PapersCard, context: Context) -> None:
    told: list[Changes] = []
    context.changed.connect(told.append)
    assert card.heading.findChildren(QWidget)
    press(qtbot, card, Qt.Key.Key_Space)
    assert states(card)[0] == "present"
    assert card.table.rows()[0].fields.received_on == TODAY
    assert [one.papers for one in told] == [True]
    press(qtbot, card, Qt.Key.Key_Down)
    press(qtbot, card, Qt.Key.Key_Space)
    assert states(card)[:2] == ["present", "present"]
    assert card.current() is card.table.rows()[1]


def test_space_on_a_received_paper_asks_before_it_is_awaited_again(
    qtbot: QtBot, card: PapersCard, notify: RecordedNotify
) -> None:
    press(qtbot, card, Qt.Key.Key_Space)
    press(qtbot, card, Qt.Key.Key_Space)
    assert notify.questions == ["Bỏ đánh dấu đã nhận “Biên bản họp bình xét”?"]
    assert states(card)[0] == "present"
    notify.answer_next("undo")
    press(qtbot, card, Qt.Key.Key_Space)
    assert states(card)[0] == "missing"


def test_w_asks_why_a_paper_is_not_needed(qtbot: QtBot, card: PapersCard, notify: RecordedNotify) -> None:
    press(qtbot, card, Qt.Key.Key_W)
    assert states(card)[0] == "missing"  # closed without a reason
    notify.answer_next("Bình xét chung cả xã")
    press(qtbot, card, Qt.Key.Key_W)
    assert states(card)[0] == "waived"
    assert card.table.rows()[0].fields.waived_reason == "Bình xét chung cả xã"


def test_enter_opens_day_and_number(qtbot: QtBot, card: PapersCard, office: Office, home: Owner) -> None:
    press(qtbot, card, Qt.Key.Key_Return)
    assert card.dialog is not None
    form = card.dialog.panel.form
    form.input("received_on").set_value(date(2026, 2, 27))
    form.input("document").set_value("05/BB-CĐCS")
    card.dialog.panel.submit()
    settled(qtbot, card._context)
    fields = papers_of(office.register, home)[0].fields
    assert (fields.received_on, fields.document) == (date(2026, 2, 27), "05/BB-CĐCS")
    assert states(card)[0] == "present"


def test_a_paper_both_received_and_not_needed_is_told_beside_its_field(qtbot: QtBot, card: PapersCard) -> None:
    press(qtbot, card, Qt.Key.Key_Return)
    assert card.dialog is not None
    form = card.dialog.panel.form
    form.input("received_on").set_value(TODAY)
    form.input("waived_reason").set_value("không cần")
    card.dialog.panel.submit()
    settled(qtbot, card._context)
    assert "bỏ một trong hai" in form.input("waived_reason").shown_problem()
    card.dialog.reject()


def test_a_file_dropped_on_a_line_is_attached_and_ticks_it(
    qtbot: QtBot, card: PapersCard, office: Office, home: Owner, tmp_path: Path
) -> None:
    assert drop(card.table.view.viewport(), place_of(card, 2), paper(tmp_path / "Tờ trình.pdf"))
    settled(qtbot, card._context)
    line = card.table.rows()[2]
    assert (line.state, len(line.attachments)) == ("present", 1)
    assert attachments_of(office.register, home)[0].name == "Tờ trình.pdf"
    assert card.property("drop") == "false"


def test_the_line_under_the_files_is_shown_while_they_hover(card: PapersCard, tmp_path: Path) -> None:
    assert hover(card.table.view.viewport(), place_of(card, 4), files(paper(tmp_path / "a.pdf")))
    assert card.property("drop") == "true"
    assert card.table.view.currentIndex().row() == 4


def test_text_and_links_of_the_web_cannot_be_dropped(card: PapersCard) -> None:
    data = QMimeData()
    data.setText("không phải tệp")
    data.setUrls([QUrl("https://example.org/a.pdf")])
    assert not hover(card.table.view.viewport(), place_of(card, 0), data)


def test_several_files_are_taken_and_each_that_cannot_be_is_one_sentence(
    qtbot: QtBot, card: PapersCard, tmp_path: Path
) -> None:
    broken = tmp_path / "hỏng.pdf"
    broken.write_bytes(b"%PDF-1.7 hong")
    word = tmp_path / "đơn.docx"
    word.write_bytes(b"PK\x03\x04")
    drop(card.table.view.viewport(), place_of(card, 0), broken, paper(tmp_path / "a.pdf"), word)
    settled(qtbot, card._context)
    assert len(card.table.rows()[0].attachments) == 1
    first, second = card.refusals.text().split("\n")
    assert first.startswith("Tệp PDF “hỏng.pdf” bị hỏng")
    assert second.startswith("Tệp “đơn.docx” thuộc loại sổ không nhận")


def test_a_picture_of_the_shape_of_a_card_is_asked_about(
    qtbot: QtBot, card: PapersCard, notify: RecordedNotify, tmp_path: Path
) -> None:
    path = save(tmp_path / "IMG_7.jpg", photo((1011, 638)))
    drop(card.table.view.viewport(), place_of(card, 0), path)
    settled(qtbot, card._context)
    assert notify.questions == ["“IMG_7.jpg” có khuôn của thẻ căn cước. Có phải ảnh thẻ không?"]
    assert states(card)[0] == "missing"
    notify.answer_next("none")
    drop(card.table.view.viewport(), place_of(card, 0), path)
    settled(qtbot, card._context)
    assert states(card)[0] == "present"


def test_a_card_by_its_name_is_refused_without_a_question(
    qtbot: QtBot, card: PapersCard, notify: RecordedNotify, tmp_path: Path
) -> None:
    drop(card.table.view.viewport(), place_of(card, 0), save(tmp_path / "CCCD.jpg", photo()))
    settled(qtbot, card._context)
    assert "Luật 91/2025/QH15" in card.refusals.text()
    assert notify.questions == []
    save_options(card._context.register, AttachmentOptions(card_scans=True))
    drop(card.table.view.viewport(), place_of(card, 0), tmp_path / "CCCD.jpg")
    settled(qtbot, card._context)
    assert states(card)[0] == "present"
    assert card.refusals.text() == ""


def test_plus_chooses_files(qtbot: QtBot, card: PapersCard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen = [str(paper(tmp_path / "a.pdf")), str(save(tmp_path / "b.jpg", photo()))]
    asked: list[str] = []

    def names(_parent: QWidget, _title: str, _folder: str, kinds: str) -> tuple[list[str], str]:
        asked.append(kinds)
        return chosen, ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", names)
    press(qtbot, card, Qt.Key.Key_Plus)
    assert len(card.table.rows()[0].attachments) == 2
    assert "*.pdf" in asked[0]


def test_all_that_is_lacking_is_ticked_after_asking(qtbot: QtBot, card: PapersCard, notify: RecordedNotify) -> None:
    assert card.tick_all.text() == "Đánh dấu đã nhận cả 6 giấy tờ còn thiếu"
    notify.answer_next("all")
    card.tick_all.click()
    settled(qtbot, card._context)
    assert set(states(card)) == {"present", "later"}
    assert not card.tick_all.isVisible()


def test_another_page_that_records_a_number_is_followed(
    qtbot: QtBot, card: PapersCard, context: Context, office: Office, home: Owner, tmp_path: Path
) -> None:
    from labordesk.services.attachments import attach_file

    before = states(card)[5]
    saved = attach_file(office.register, home, save(tmp_path / "a.jpg", photo()), kind="photo_before")
    context.tell(saved.changes)
    settled(qtbot, context)
    assert (before, states(card)[5]) == ("missing", "present")


def test_a_file_not_saved_yet_says_what_to_do(card: PapersCard) -> None:
    card.show(None)
    assert card.hint.text() == "Lưu hồ sơ trước, rồi đánh dấu giấy tờ đã nhận ở đây."
    assert not card.table.isVisible()
    assert not card.tick.isVisible()


def test_a_register_opened_to_look_at_lets_nothing_be_ticked(
    qtbot: QtBot, card: PapersCard, context: Context, office: Office, home: Owner, tmp_path: Path
) -> None:
    path = office.register.path
    office.register.close()
    with open_register(path, read_only=True) as register:
        context.register = register
        card.show(home)
        settled(qtbot, context)
        assert card.hint.text() == register.read_only_note
        assert not card.tick.isEnabled()
        press(qtbot, card, Qt.Key.Key_Space)
        assert states(card)[0] == "missing"
        assert not drop(card.table.view.viewport(), place_of(card, 0), paper(tmp_path / "a.pdf"))


def test_a_narrow_side_keeps_the_state_in_sight(qtbot: QtBot, card: PapersCard) -> None:
    card.resize(300, 700)
    QApplication.processEvents()
    view = card.table.view
    assert [view.isColumnHidden(number) for number in range(4)] == [False, False, True, True]
    assert card.tick.geometry().bottom() < card.details.geometry().top()
    card.resize(900, 700)
    QApplication.processEvents()
    assert not view.isColumnHidden(2)
    assert card.tick.geometry().top() == card.details.geometry().top()
