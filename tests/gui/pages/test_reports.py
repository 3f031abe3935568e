"""The report page: what is chosen at the left is the paper at the right, which is what is printed and saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.parts.period_presets import BY_DATES, PRESETS, preset_between, preset_of, usual_period
from labordesk.gui.pages.reports import ReportsPage
from labordesk.gui.preview.paper import read_paper
from labordesk.services.changes import Changes
from labordesk.store.register import Register
from labordesk.vietnamese.periods import Period, parse_period
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.giving import fill

TODAY = date(2026, 3, 2)
ENOUGH = 20_000

OpenPage = Callable[[], ReportsPage]


@pytest.fixture
def open_page(qtbot: QtBot, context: Context, register: Register) -> OpenPage:
    """Open the page on the register of the test, as on 2 March 2026."""

    def make() -> ReportsPage:
        context.register = register
        context.today = lambda: TODAY
        page = ReportsPage(context)
        qtbot.addWidget(page)
        page.resize(1120, 680)
        page.show()
        return page

    return make


@pytest.fixture
def page(qtbot: QtBot, open_page: OpenPage, register: Register) -> ReportsPage:
    """The page over a register in which something was given for Tết 2026, showing the first half of it."""
    fill(register)
    page = open_page()
    page.show_target(period="2026-H1")
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: ReportsPage) -> None:
    """Wait until nothing is on its way."""
    work = page.context.work
    qtbot.waitUntil(lambda: not page._pause.isActive() and not work.is_busy(), timeout=ENOUGH)


def paper_text(page: ReportsPage) -> str:
    """Return all words of the paper shown, line ends as blanks."""
    paper = page.preview.paper()
    assert paper is not None, page.preview.sentence()
    return text_of(paper.content)


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [document[number] for number in range(len(document))]
        words = " ".join(one.get_textpage().get_text_bounded() for one in pages)
    finally:
        document.close()
    return " ".join(words.replace("\xad", "").split())


def test_paper_shows_unit_period_and_money_of_the_choices(page: ReportsPage) -> None:
    words = paper_text(page)
    assert "Công đoàn xã Hương Sơn" in words
    assert "6 tháng đầu năm 2026" in words
    assert "44 triệu đồng" in words  # 4 × (10 × 500.000 + 6.000.000)
    assert page.preview.place() == f"Trang 1 / {page.preview.paper().page_count}"  # type: ignore[union-attr]
    assert page.choices.unit.label() == "Công đoàn xã Hương Sơn"
    assert page.choices.unit.note() == "4 đơn vị trực thuộc"


def test_another_period_makes_another_paper(qtbot: QtBot, page: ReportsPage) -> None:
    page.choices.period.preset.choose("{year}-02")
    page.choices.period.year.choose(2026)
    settled(qtbot, page)
    assert "24 triệu đồng" in paper_text(page)
    assert page.choices.period.first.text() == "01/02/2026"
    assert page.choices.period.last.text() == "28/02/2026"


def test_another_unit_makes_its_own_paper(qtbot: QtBot, page: ReportsPage) -> None:
    line = page.choices.unit.editor()
    line.setFocus()
    line.clear()  # type: ignore[attr-defined]
    QTest.keyClicks(line, "song lam")
    qtbot.waitUntil(lambda: page.choices.unit.suggestions().labels() != [], timeout=ENOUGH)
    assert page.choices.unit.suggestions().labels() == ["CĐCS Công ty TNHH May Sông Lam"]
    QTest.keyClick(line, Qt.Key.Key_Return)
    settled(qtbot, page)
    words = paper_text(page)
    assert "11 triệu đồng" in words
    assert "44 triệu đồng" not in words


def test_empty_register_is_previewed_with_its_own_sentence(qtbot: QtBot, open_page: OpenPage) -> None:
    page = open_page()
    settled(qtbot, page)
    assert "chưa ghi nhận" in paper_text(page)


def test_part_not_ticked_is_not_on_the_paper(qtbot: QtBot, page: ReportsPage) -> None:
    assert "CĐCS Trường THCS Đồng Tâm" in paper_text(page)
    page.choices.parts()["units"].click()
    settled(qtbot, page)
    assert "CĐCS Trường THCS Đồng Tâm" not in paper_text(page)
    assert "KẾT QUẢ THEO CHƯƠNG TRÌNH" in paper_text(page)


def test_no_part_at_all_is_told_and_nothing_is_printed(qtbot: QtBot, page: ReportsPage, notify: RecordedNotify) -> None:
    for box in page.choices.parts().values():
        box.setChecked(False)
    settled(qtbot, page)
    assert page.preview.sentence() == "Hãy chọn ít nhất một phần để in."
    page.print_page()
    assert notify.warnings == ["Hãy chọn ít nhất một phần để in."]


def test_impossible_day_is_told_beside_it_once_it_is_left(qtbot: QtBot, page: ReportsPage) -> None:
    first = page.choices.period.first
    first.setFocus()
    first.line.selectAll()
    QTest.keyClicks(first.line, "31/2/2026")
    settled(qtbot, page)
    assert page.choices.period.shown_problem() == ""
    assert page.preview.paper() is not None
    page.choices.number.editor().setFocus()
    settled(qtbot, page)
    assert "Ngày chưa đúng" in page.choices.period.shown_problem()
    assert "Ngày chưa đúng" in page.preview.sentence()
    first.set_text("01/02/2026")
    settled(qtbot, page)
    assert page.choices.period.shown_problem() == ""
    assert page.preview.paper() is not None


def test_period_that_ends_before_it_begins_is_told_beside_the_day(qtbot: QtBot, page: ReportsPage) -> None:
    page.choices.period.first.set_text("15/02/2026")
    page.choices.period.last.set_text("01/02/2026")
    settled(qtbot, page)
    assert page.choices.period.preset.chosen() == BY_DATES
    assert "trước ngày bắt đầu" in page.choices.period.shown_problem()
    assert page.choices.period.last.line.property("wrong") == "true"
    assert "trước khi bắt đầu" in page.preview.sentence()


def test_period_to_come_is_refused_in_the_preview_and_not_by_a_dialog(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify
) -> None:
    page.show_target(period="2027")
    settled(qtbot, page)
    assert "năm 2027 chưa bắt đầu" in page.preview.sentence()
    assert "năm 2027 chưa bắt đầu" in page.choices.period.shown_problem()
    assert notify.errors == []
    page.show_target(period="2026")
    settled(qtbot, page)
    assert page.choices.period.shown_problem() == ""
    assert "năm 2026" in paper_text(page)


def test_days_typed_that_have_a_name_get_it(qtbot: QtBot, page: ReportsPage) -> None:
    page.choices.period.first.set_text("01/01/2026")
    page.choices.period.last.set_text("31/03/2026")
    settled(qtbot, page)
    assert page.choices.period.preset.chosen() == "{year}-Q1"
    assert page.choices.period.year.chosen() == 2026
    assert "quý I/2026" in paper_text(page)
    page.choices.period.last.set_text("30/03/2026")
    settled(qtbot, page)
    assert page.choices.period.preset.chosen() == BY_DATES
    assert not page.choices.period.year.isEnabled()
    assert "từ ngày 01/01/2026 đến ngày 30/03/2026" in paper_text(page)


def test_signing_day_and_number_stand_on_the_paper(qtbot: QtBot, page: ReportsPage) -> None:
    page.choices.signed_on.set_text("27/02/2026")
    page.choices.number.set_text("7")
    settled(qtbot, page)
    words = paper_text(page)
    assert "ngày 27 tháng 02 năm 2026" in words
    assert "7/BC" in words.replace(" ", "")


def test_next_number_is_taken_for_this_paper_only(qtbot: QtBot, page: ReportsPage, register: Register) -> None:
    from labordesk.services.register_settings import next_document_number

    button = next(one for one in page.choices.findChildren(QPushButton) if one.text() == "Lấy số tiếp theo")
    button.click()
    settled(qtbot, page)
    assert page.choices.number.text() == "1"
    assert "1/BC" in paper_text(page).replace(" ", "")
    assert next_document_number(register, 2026) == 2


def test_no_number_is_taken_for_an_impossible_signing_day(qtbot: QtBot, page: ReportsPage, register: Register) -> None:
    from labordesk.services.register_settings import next_document_number

    page.choices.signed_on.set_text("31/02/2026")
    page.choices.number_asked.emit()
    settled(qtbot, page)
    assert "Ngày chưa đúng" in page.choices.signed_on.shown_problem()
    assert page.choices.number.is_empty()
    assert next_document_number(register, 2026) == 1


def test_list_to_sign_offers_the_campaigns_of_the_period(qtbot: QtBot, page: ReportsPage) -> None:
    page.choices.choose_report("ky-nhan")
    settled(qtbot, page)
    assert page.choices.campaign.currentText() == "Tết Sum vầy Bính Ngọ 2026"
    assert "Tết Sum vầy Bính Ngọ 2026" in paper_text(page)
    page.choices.period.set_period(parse_period("2025-Q3"))
    settled(qtbot, page)
    assert not page.choices.campaign.isEnabled()
    assert "Chưa có đợt tặng quà nào" in page.preview.sentence()


def test_link_from_a_campaign_opens_its_list(qtbot: QtBot, open_page: OpenPage, register: Register) -> None:
    campaign = fill(register)
    page = open_page()
    settled(qtbot, page)
    page.show_target(report="ky-nhan", campaign=campaign)
    settled(qtbot, page)
    assert page.choices.campaign.chosen() == campaign
    assert page.choices.period.preset.chosen() == "TET {year}"
    assert "20.000.000" in paper_text(page)


def test_link_with_period_and_unit_shows_both(qtbot: QtBot, page: ReportsPage, register: Register) -> None:
    from labordesk.services.unit_tree import find_units

    unit = find_units(register, "Phú Thịnh")[0]
    page.show_target(report="tong-hop", period=Period.between(date(2026, 1, 1), date(2026, 2, 1)), unit=unit.id)
    settled(qtbot, page)
    words = paper_text(page)
    assert unit.name in words
    assert "từ ngày 01/01/2026 đến ngày 01/02/2026" in words
    assert "5 triệu đồng" in words


def test_ctrl_s_saves_the_pages_shown_and_offers_their_folder(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    opened: list[str] = []

    def choose(_parent: object, _title: str, start: str, _filter: str) -> tuple[str, str]:
        asked.append(Path(start).name)
        return str(tmp_path / "tết"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    page.save()
    settled(qtbot, page)
    saved = tmp_path / "tết.pdf"
    assert asked == ["Báo cáo tổng hợp chăm lo - 6 tháng đầu năm 2026.pdf"]
    assert text_of(saved.read_bytes()) == paper_text(page)
    assert "tết.pdf" in page.notice.text()
    next(one for one in page.notice.findChildren(QPushButton) if one.text() == "Mở thư mục").click()
    assert opened == [str(tmp_path)]


@pytest.mark.parametrize(("kind", "suffix"), [("Word", ".docx"), ("Excel", ".xlsx")])
def test_the_kind_picked_when_saving_decides_the_file(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, suffix: str
) -> None:
    def choose(_parent: object, _title: str, _start: str, kinds: str) -> tuple[str, str]:
        return str(tmp_path / "quý III.2026"), next(one for one in kinds.split(";;") if kind in one)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page.save()
    settled(qtbot, page)
    assert [entry.name for entry in tmp_path.glob("quý*")] == [f"quý III.2026{suffix}"]
    assert (tmp_path / f"quý III.2026{suffix}").read_bytes()[:2] == b"PK"


def test_place_that_cannot_be_written_is_told_and_leaves_nothing(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "không có" / "tết.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.save()
    settled(qtbot, page)
    assert "Chưa ghi được tệp tết.pdf" in str(notify.errors[0])
    assert page.notice.text() == ""
    assert not target.exists()


def test_save_asked_while_the_paper_is_on_its_way_waits_for_the_new_one(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "năm.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.choices.period.set_period(parse_period("2026-01"))
    page.save()
    assert not target.exists()
    settled(qtbot, page)
    assert "tháng 01/2026" in text_of(target.read_bytes())


def test_ctrl_p_without_a_printer_says_so(
    qtbot: QtBot, page: ReportsPage, notify: RecordedNotify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    page.print_page()
    assert "chưa cài máy in" in str(notify.errors[0])


def test_zoom_keys_work_anywhere_on_the_page(qtbot: QtBot, page: ReportsPage) -> None:
    view = page.preview.view
    fitted = view.zoom()
    line = page.choices.number.editor()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() > fitted
    QTest.keyClick(line, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() < fitted
    QTest.keyClick(line, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == pytest.approx(fitted)
    listed = [key.keys for key in page.keys()]  # noqa: SIM118
    assert listed[:3] == ["Ctrl+S", "Ctrl+F", "Ctrl+P"]
    assert len(listed) == len(set(listed))


def test_write_elsewhere_is_on_the_paper_at_once(qtbot: QtBot, page: ReportsPage, register: Register) -> None:
    from labordesk.model.award import AwardFields, AwardLineFields
    from labordesk.services.award_records import AwardData
    from labordesk.services.awards import save_award
    from labordesk.services.catalogue import funds, programmes

    fields = AwardFields(
        programme_id=programmes(register, kind="grant")[0].id,
        unit_id=page.choices.unit.value(),
        handover="received",
        paid_on=date(2026, 2, 10),
        count_unit="person",
    )
    save_award(register, AwardData(fields, (AwardLineFields(fund_id=funds(register)[0].id, amount=5_000_000),)))
    page.refresh(Changes(awards=True))
    settled(qtbot, page)
    assert "49 triệu đồng" in paper_text(page)


def test_hidden_page_makes_its_paper_anew_only_when_it_is_shown(
    qtbot: QtBot, page: ReportsPage, register: Register
) -> None:
    before = page.preview.paper()
    page.hide()
    page.refresh(Changes(awards=True))
    settled(qtbot, page)
    assert page.preview.paper() is before
    page.show()
    page.arrived()
    settled(qtbot, page)
    after = page.preview.paper()
    assert after is not before
    assert after is not None
    assert read_paper(after.content).page_count == after.page_count


@given(st.sampled_from(PRESETS), st.integers(2000, 2049))
def test_every_preset_is_found_again_from_its_period(preset, year: int) -> None:  # type: ignore[no-untyped-def]
    period = preset.period(year)
    assert preset_of(period) == (preset.code, year)
    named = preset_between(period.start, period.end)
    assert named is not None
    found = next(one for one in PRESETS if one.code == named[0]).period(named[1])
    assert (found.start, found.end) == (period.start, period.end)


@given(st.dates(date(2001, 2, 1), date(2049, 12, 31)))
def test_usual_period_has_begun(day: date) -> None:
    assert usual_period(day).start <= day


def test_each_report_shows_the_choices_it_uses(qtbot: QtBot, page: ReportsPage) -> None:
    shown = page.choices
    assert shown.number.isVisible()
    assert not shown.seed.isVisible()
    assert not shown.texts.isVisible()
    page.show_target(report="kiem-tra")
    settled(qtbot, page)
    assert shown.seed.isVisible()
    assert not shown.number.isVisible()
    shown.seed.set_text("77")
    settled(qtbot, page)
    assert "mã chọn mẫu 77" in paper_text(page)
    page.show_target(report="ky-nhan")
    settled(qtbot, page)
    assert not shown.cut_off.isVisible()


def test_figures_of_an_earlier_day_name_that_day(qtbot: QtBot, page: ReportsPage) -> None:
    page.choices.cut_off.set_text("31/01/2026")
    settled(qtbot, page)
    assert "số liệu tính đến ngày 31/01/2026" in paper_text(page)
    assert "44 triệu đồng" not in paper_text(page)
    page.choices.cut_off.set_text("31/12/2026")
    settled(qtbot, page)
    assert "không nằm trong phần đã qua" in page.preview.sentence()
    assert "không nằm trong phần đã qua" in page.choices.cut_off.shown_problem()


def test_words_of_the_officer_are_kept_and_printed(qtbot: QtBot, page: ReportsPage, register: Register) -> None:
    from labordesk.services.report_texts import load_texts

    page.show_target(report="so-ket")
    settled(qtbot, page)
    area = page.choices.texts.areas()["limits"]
    qtbot.waitUntil(page.choices.texts.isEnabled, timeout=ENOUGH)
    area.editor().setFocus()
    QTest.keyClicks(area.editor(), "Con cham")
    area.left.emit()
    settled(qtbot, page)
    assert "Con cham" in paper_text(page)
    assert load_texts(register, "so-ket", 1, parse_period("2026-H1")) == {"limits": "Con cham"}
    page.show_target(report="so-ket", period="2025-H1")
    settled(qtbot, page)
    assert area.text() == ""
    page.show_target(period="2026-H1")
    settled(qtbot, page)
    assert area.text() == "Con cham"


def test_looking_at_a_report_with_texts_writes_nothing(qtbot: QtBot, page: ReportsPage, register: Register) -> None:
    page.show_target(report="so-ket")
    settled(qtbot, page)
    page.show_target(report="tong-hop")
    settled(qtbot, page)
    with register.looking() as connection:
        assert connection.execute("SELECT count(*) FROM report_text").fetchone() == (0,)


def test_words_are_found_on_the_paper_and_gone_through(qtbot: QtBot, page: ReportsPage) -> None:
    page.focus_search()
    bar = page.preview.find_bar
    assert bar.isVisible()
    bar.line.setText("Tổng cộng")
    qtbot.waitUntil(lambda: bar.count_text().startswith("1 / "), timeout=ENOUGH)
    places = int(bar.count_text().removeprefix("1 / "))
    assert places >= 2
    marks = page.preview.view._marks
    assert {mark.page for mark in marks} <= set(range(page.preview.paper().page_count))  # type: ignore[union-attr]
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    assert bar.count_text() == f"2 / {places}"
    view = page.preview.view
    assert view.viewport().rect().intersects(view.mark_rect(marks[1]))
    QTest.keyClick(bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count_text() == f"1 / {places}"
    bar.line.setText("không có chữ này")
    qtbot.waitUntil(lambda: bar.count_text() == "Không thấy", timeout=ENOUGH)
    window_key = QShortcut(QKeySequence("Esc"), page)
    window_key.activated.connect(lambda: pytest.fail("the window took the key"))
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    window_key.setEnabled(False)
    page.focus_search()
    assert page.escape()
    assert not bar.isVisible()
    assert not page.escape()


def test_reports_stand_under_their_group(page: ReportsPage) -> None:
    box = page.choices.report
    names = [box.itemData(row) for row in range(box.count())]
    assert names[0] is None
    assert names[1] == "tong-hop"
    assert names.count(None) == 3
    assert not box.choose("bao-cao-la")
    assert box.choose("theo-nguon")
