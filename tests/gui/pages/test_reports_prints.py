"""Báo cáo đã chốt và Sổ in on the report page: what left is listed, opened again, and never changed by looking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from labordesk.errors import Unavailable
from labordesk.gui.context import Context
from labordesk.gui.pages.reports import FROZEN, MAKING, PRINTS, ReportsPage
from labordesk.gui.preview import printing
from labordesk.gui.preview.paper_dialog import PaperDialog
from labordesk.services.changes import Changes
from labordesk.services.frozen_reports import list_frozen
from labordesk.services.prints import PrintOptions, list_prints
from labordesk.services.register_settings import save_options
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.test_reports import ENOUGH, open_page, page, paper_text, settled, text_of

__all__ = ["open_page", "page"]

Printers = Callable[[Path], None]


@pytest.fixture(autouse=True)
def _told_to_the_page(context: Context, request: pytest.FixtureRequest) -> None:
    """Tell the page what is written, as the window does."""
    if "page" in request.fixturenames:
        shown: ReportsPage = request.getfixturevalue("page")
        context.changed.connect(shown.refresh)


@pytest.fixture
def printed_to(monkeypatch: pytest.MonkeyPatch) -> Printers:
    """Let the print dialog choose "print to file"."""

    def choose(target: Path) -> None:
        def answer(paper: object, title: str, _parent: object) -> QPrinter:
            printer = printing.printer_for(paper, title)  # type: ignore[arg-type]
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(target))
            printer.setCopyCount(2)
            return printer

        monkeypatch.setattr(printing, "ask_printer", answer)

    return choose


def save_to(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))


def print_it(qtbot: QtBot, page: ReportsPage, notify: RecordedNotify) -> None:
    before = len(notify.infos)
    page.print_page()
    qtbot.waitUntil(lambda: len(notify.infos) > before, timeout=ENOUGH)
    settled(qtbot, page)


def dialog_of(qtbot: QtBot, page: ReportsPage) -> PaperDialog:
    dialog = page.findChildren(PaperDialog)[-1]
    qtbot.waitUntil(lambda: dialog.preview.paper() is not None or bool(dialog.preview.sentence()), timeout=ENOUGH)
    return dialog


def test_a_print_is_logged_once_it_was_made(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, printed_to: Printers, tmp_path: Path, register: Register
) -> None:
    printed_to(tmp_path / "p.pdf")
    print_it(qtbot, page, notify)
    (row,) = list_prints(register).rows
    paper = page.preview.paper()
    assert paper is not None
    assert (row.out, row.copies, row.pages, row.paper) == ("printer", 2, paper.page_count, "tong-hop")
    assert "Sổ in số 1" in notify.infos[-1]
    print_it(qtbot, page, notify)
    assert "in lại giấy số 1" in notify.infos[-1]


def test_a_print_that_failed_is_not_logged(
    qtbot: QtBot,
    page: ReportsPage,
    notify: RecordedNotify,
    printed_to: Printers,
    tmp_path: Path,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_args: object) -> int:
        raise Unavailable(printing.REFUSED)

    printed_to(tmp_path / "p.pdf")
    monkeypatch.setattr(printing, "print_paper", refuse)
    page.print_page()
    qtbot.waitUntil(lambda: len(notify.errors) == 1, timeout=ENOUGH)
    assert list_prints(register).rows == ()


def test_the_paper_on_the_screen_says_that_it_is_a_copy_once_it_left(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, register: Register, tmp_path: Path, printed_to: Printers
) -> None:
    save_options(register, PrintOptions(mark_reprints=True))
    printed_to(tmp_path / "p.pdf")
    assert "BẢN SAO" not in paper_text(page)
    print_it(qtbot, page, notify)
    assert "BẢN SAO" in paper_text(page)


def test_a_saved_file_is_logged_and_the_sentence_names_its_number(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, register: Register
) -> None:
    save_to(monkeypatch, tmp_path / "báo cáo.docx")
    page.save()
    qtbot.waitUntil(lambda: "Sổ in số 1" in page.notice.text(), timeout=ENOUGH)
    (row,) = list_prints(register).rows
    assert row.out == "docx"


def test_a_register_nobody_can_write_to_says_once_that_nothing_is_logged(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, printed_to: Printers, tmp_path: Path, register: Register
) -> None:
    register.read_only = True
    printed_to(tmp_path / "p.pdf")
    print_it(qtbot, page, notify)
    print_it(qtbot, page, notify)
    assert ["chỉ để đọc" in told for told in notify.infos] == [True, False]
    register.read_only = False
    assert list_prints(register).rows == ()


def test_the_log_is_reached_by_keys_searched_and_its_paper_opened_again(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, printed_to: Printers, tmp_path: Path
) -> None:
    printed_to(tmp_path / "p.pdf")
    print_it(qtbot, page, notify)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=ENOUGH)
    page.choices.report.setFocus()
    for _step in range(2):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.place() == PRINTS
    qtbot.waitUntil(lambda: len(page.prints.table.rows()) == 1, timeout=ENOUGH)
    assert page.prints.search.hasFocus()
    QTest.keyClicks(page.prints.search, "khong co")
    qtbot.waitUntil(lambda: page.prints.table.rows() == [], timeout=ENOUGH)
    page.prints.search.clear()
    qtbot.waitUntil(lambda: len(page.prints.table.rows()) == 1, timeout=ENOUGH)
    QTest.keyClick(page.prints.search, Qt.Key.Key_Down)
    QTest.keyClick(page.prints.table.view, Qt.Key.Key_Return)
    dialog = dialog_of(qtbot, page)
    shown = dialog.preview.paper()
    made = page.preview.paper()
    assert shown is not None
    assert made is not None
    assert shown.content == made.content
    assert dialog.notice.text() == ""
    dialog.reject()


def test_a_paper_of_the_log_whose_figures_changed_says_so(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, printed_to: Printers, tmp_path: Path, register: Register
) -> None:
    printed_to(tmp_path / "p.pdf")
    print_it(qtbot, page, notify)
    change_a_payment(register)
    page.tabs.go(PRINTS)
    qtbot.waitUntil(lambda: len(page.prints.table.rows()) == 1, timeout=ENOUGH)
    page.prints.table.focus_first()
    page.prints.open_current()
    dialog = dialog_of(qtbot, page)
    assert "đã khác lần in số 1" in dialog.notice.text()
    dialog.reject()


def change_a_payment(register: Register) -> None:
    """Record a payment of the period shown after it was printed or frozen."""
    from labordesk.model.award import AwardFields, AwardLineFields
    from labordesk.services.award_records import AwardData
    from labordesk.services.awards import save_award
    from labordesk.services.catalogue import funds, programmes

    fields = AwardFields(
        programme_id=programmes(register, kind="grant")[0].id,
        unit_id=1,
        handover="received",
        paid_on=date(2026, 2, 21),
        quantity=1,
        count_unit="person",
    )
    save_award(register, AwardData(fields, (AwardLineFields(fund_id=funds(register)[0].id, amount=700_000),)))


def frozen(qtbot: QtBot, page: ReportsPage, notify: RecordedNotify) -> None:
    notify.answer_next("trình hội nghị")
    page.freeze()
    qtbot.waitUntil(lambda: "Đã chốt" in page.frozen_note.text(), timeout=ENOUGH)
    settled(qtbot, page)


def test_a_frozen_report_is_told_above_the_same_choices_and_then_what_changed(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, register: Register, context: Context
) -> None:
    assert page.frozen_note.text() == ""
    frozen(qtbot, page, notify)
    assert page.frozen_note.text() == "Đã chốt ngày 02/03/2026 (trình hội nghị): không đổi."
    change_a_payment(register)
    context.tell(Changes(awards=True))
    qtbot.waitUntil(lambda: "số đã thay đổi" in page.frozen_note.text(), timeout=ENOUGH)
    page.choices.period.preset.choose("{year}-02")
    qtbot.waitUntil(lambda: page.frozen_note.text() == "", timeout=ENOUGH)


def test_the_frozen_paper_is_shown_and_saved_as_it_was_presented(
    qtbot: QtBot,
    page: ReportsPage,
    notify: RecordedNotify,
    register: Register,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    presented = page.preview.paper()
    assert presented is not None
    frozen(qtbot, page, notify)
    change_a_payment(register)
    page.tabs.go(FROZEN)
    qtbot.waitUntil(lambda: len(page.frozen.table.rows()) == 1, timeout=ENOUGH)
    page.frozen.table.focus_first()
    page.frozen.open_current()
    dialog = dialog_of(qtbot, page)
    shown = dialog.preview.paper()
    assert shown is not None
    assert shown.content == presented.content
    save_to(monkeypatch, tmp_path / "chốt.docx")  # of a paper made earlier there is only the PDF
    dialog.save()
    qtbot.waitUntil(lambda: "chốt.docx.pdf" in dialog.notice.text(), timeout=ENOUGH)
    assert (tmp_path / "chốt.docx.pdf").read_bytes() == presented.content
    (row,) = list_prints(register).rows
    assert row.frozen_id == list_frozen(register)[0].id
    dialog.reject()


def test_the_list_of_frozen_reports_says_what_changed_and_shows_it_as_a_paper(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, register: Register
) -> None:
    frozen(qtbot, page, notify)
    page.tabs.go(FROZEN)
    qtbot.waitUntil(lambda: states(page) == ["Không đổi"], timeout=ENOUGH)
    change_a_payment(register)
    page.frozen.reload()
    qtbot.waitUntil(lambda: states(page) != [] and "số đã thay đổi" in states(page)[0], timeout=ENOUGH)
    page.frozen.table.focus_first()
    page.frozen.compare_current()
    dialog = dialog_of(qtbot, page)
    paper = dialog.preview.paper()
    assert paper is not None
    words = text_of(paper.content)
    assert "+700.000" in words
    assert "số đã thay đổi từ khi chốt" in words
    dialog.reject()


def states(page: ReportsPage) -> list[str]:
    return [line.state[0] for line in page.frozen.table.rows()]


def test_a_report_is_dropped_with_a_reason_and_stays_to_be_seen(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, register: Register
) -> None:
    frozen(qtbot, page, notify)
    page.tabs.go(FROZEN)
    qtbot.waitUntil(lambda: len(page.frozen.table.rows()) == 1, timeout=ENOUGH)
    page.frozen.table.focus_first()
    page.frozen.drop_current()  # the question is closed without a reason
    assert len(list_frozen(register)) == 1
    notify.answer_next("trình nhầm bản")
    page.frozen.drop_current()
    qtbot.waitUntil(lambda: page.frozen.table.rows() == [], timeout=ENOUGH)
    page.frozen.dropped.setChecked(True)
    qtbot.waitUntil(lambda: len(page.frozen.table.rows()) == 1, timeout=ENOUGH)
    assert "trình nhầm bản" in states(page)[0]
    page.frozen.table.focus_first()
    assert page.frozen.open_button.isEnabled()
    assert not page.frozen.drop_button.isEnabled()


def test_freezing_without_saying_what_for_freezes_nothing(qtbot: QtBot, page: ReportsPage, register: Register) -> None:
    page.freeze()
    settled(qtbot, page)
    assert list_frozen(register) == ()


def test_keys_of_the_paper_do_nothing_in_the_other_parts(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, register: Register
) -> None:
    page.tabs.go(PRINTS)
    page.print_page()
    page.save()
    page.freeze()
    settled(qtbot, page)
    assert list_prints(register).rows == ()
    assert (notify.warnings, notify.errors) == ([], [])
    page.show_target(period="2026-H1")
    assert page.tabs.place() == MAKING
    page.show_target(part="frozen")
    assert page.tabs.place() == FROZEN


def test_tab_goes_through_the_header_the_parts_and_the_choices_as_they_stand(qtbot: QtBot, page: ReportsPage) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=ENOUGH)
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    assert page.choices.report.hasFocus()  # where one begins
    walked = [page.focusWidget()]
    for _step in range(40):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        if page.focusWidget() is walked[0]:
            break
        walked.append(page.focusWidget())
    assert len(walked) < 40
    for one in (*page._paper_buttons, page.tabs.bar, *page.choices.parts().values(), page.preview.view):
        assert one in walked, one
    places = [walked.index(one) for one in (page.choices.view, *page.choices.parts().values())]
    assert places == list(range(places[0], places[0] + len(places)))
    assert walked.index(page.choices.cut_off.editor()) == places[-1] + 1
