"""Paper on the screen and on the printer: drawn late, page by page, never on the screen's own thread."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPageLayout, QPageRanges
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from labordesk.documents.model import Document, Letterhead, Paragraph
from labordesk.documents.pdf import render_pdf
from labordesk.errors import LabordeskError
from labordesk.gui.context import Context
from labordesk.gui.preview.page_layout import PageLayout
from labordesk.gui.preview.paper import Paper, read_paper
from labordesk.gui.preview.paper_preview import PaperPreview
from labordesk.gui.preview.printing import offer_print, print_paper, printer_for, sheets
from labordesk.gui.work import Cancelled
from tests.gui.conftest import RecordedNotify

A4 = (595.0, 842.0)


def letter(pages: int, *, landscape: bool = False) -> Document:
    """A document of about so many pages."""
    text = "Công đoàn xã Hương Sơn đã trao quà cho đoàn viên, người lao động. " * 60
    return Document(
        letterhead=Letterhead("Công đoàn xã Hương Sơn", "Liên đoàn Lao động tỉnh Hà Tĩnh"),
        kind="Báo cáo",
        abstract="Thử trang in",
        blocks=tuple(Paragraph(text) for _page in range(pages)),
        landscape=landscape,
    )


@pytest.fixture(scope="module")
def paper() -> Paper:
    """Several pages."""
    return read_paper(render_pdf(letter(6)))


@pytest.fixture
def preview(qtbot: QtBot, context: Context) -> PaperPreview:
    widget = PaperPreview(context.work)
    qtbot.addWidget(widget)
    widget.resize(760, 520)
    widget.show()
    return widget


def is_white(image: QImage) -> bool:
    """Whether nothing is drawn on a picture."""
    inside = (image.pixelColor(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return all(colour == Qt.GlobalColor.white for colour in inside)


def test_paper_knows_its_pages_and_draws_them_in_the_width_asked_for(paper: Paper) -> None:
    assert paper.page_count > 3
    for width in (84, 501, 640):
        image = paper.picture(0, width)
        assert image.width() == width
        assert abs(image.height() - width * A4[1] / A4[0]) < 2
        assert not is_white(image)


def test_preview_shows_pages_their_count_and_fits_the_width(qtbot: QtBot, preview: PaperPreview, paper: Paper) -> None:
    preview.set_paper(paper)
    qtbot.waitUntil(preview.view.is_drawn, timeout=10_000)
    assert preview.place() == f"Trang 1 / {paper.page_count}"
    assert preview.sentence() == ""
    assert preview.thumbnails.isVisible()
    assert preview.view.horizontalScrollBar().maximum() == 0
    width = preview.view.page_rect(0).width()
    assert 0 <= preview.view.viewport().width() - width - 28 <= 1


def test_only_pages_in_view_are_drawn(qtbot: QtBot, preview: PaperPreview, paper: Paper) -> None:
    drawn: list[int] = []
    preview.view._pictures.drawn.connect(drawn.append)
    preview.set_paper(paper)
    qtbot.waitUntil(preview.view.is_drawn, timeout=10_000)
    assert max(drawn) <= 1
    preview.view.go_to(3)
    qtbot.waitUntil(lambda: 3 in drawn, timeout=10_000)
    assert 2 not in drawn


def test_pages_are_drawn_away_from_the_screen(
    qtbot: QtBot, preview: PaperPreview, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()
    draw = Paper.picture

    def spied(self: Paper, page: int, width: int) -> QImage:
        threads.add(threading.get_ident())
        return draw(self, page, width)

    monkeypatch.setattr(Paper, "picture", spied)
    preview.set_paper(paper)
    qtbot.waitUntil(preview.view.is_drawn, timeout=10_000)
    assert threads
    assert threading.get_ident() not in threads


def test_keys_turn_pages_and_scroll(qtbot: QtBot, preview: PaperPreview, paper: Paper) -> None:
    preview.set_paper(paper)
    view = preview.view
    QTest.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert view.page() == 1
    assert preview.place().startswith("Trang 2 /")
    assert preview.thumbnails.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert view.page() == 0
    before = view.verticalScrollBar().value()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert 0 < view.verticalScrollBar().value() - before < view.viewport().height()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page() == paper.page_count - 1


def test_thumbnail_chosen_with_the_arrow_key_brings_its_page(qtbot: QtBot, preview: PaperPreview, paper: Paper) -> None:
    preview.set_paper(paper)
    preview.thumbnails.setFocus()
    QTest.keyClick(preview.thumbnails, Qt.Key.Key_Down)
    QTest.keyClick(preview.thumbnails, Qt.Key.Key_Down)
    assert preview.view.page() == 2


def test_zoom_stays_at_the_place_and_fits_again(qtbot: QtBot, preview: PaperPreview, paper: Paper) -> None:
    preview.set_paper(paper)
    view = preview.view
    fitted = view.zoom()
    view.go_to(3)
    view.zoom_by(1)
    assert view.zoom() > fitted
    assert not view.fits_width()
    assert view.page() == 3
    assert preview.zoom_text() == f"{round(view.zoom() * 100)} %"
    for _step in range(20):
        view.zoom_by(1)
    assert view.zoom() == 3.0
    assert view.horizontalScrollBar().maximum() > 0
    view.fit_width()
    assert view.zoom() == pytest.approx(fitted)


def test_paper_made_anew_stays_at_the_page(qtbot: QtBot, preview: PaperPreview, paper: Paper) -> None:
    preview.set_paper(paper)
    preview.view.go_to(2)
    preview.set_paper(read_paper(paper.content))
    assert preview.view.page() == 2


def test_sentence_stands_where_there_is_no_paper(qtbot: QtBot, preview: PaperPreview, paper: Paper) -> None:
    preview.set_paper(paper)
    preview.say("Kỳ năm 2027 chưa bắt đầu.")
    assert preview.sentence() == "Kỳ năm 2027 chưa bắt đầu."
    assert preview.paper() is None


def test_landscape_page_at_the_end_leaves_the_letter_its_size(
    qtbot: QtBot, preview: PaperPreview, paper: Paper
) -> None:
    preview.set_paper(paper)
    alone = preview.view.page_rect(0).width()
    mixed = read_paper(render_pdf([letter(2), letter(1, landscape=True)]))
    preview.set_paper(mixed)
    assert preview.view.page_rect(0).width() == alone
    before = preview.zoom_text()
    preview.view.go_to(mixed.page_count - 1)
    assert preview.view.page_rect(mixed.page_count - 1).width() == alone
    assert preview.zoom_text() != before


sizes = st.lists(st.tuples(st.floats(100, 1200), st.floats(100, 1200)), min_size=1, max_size=9)


@given(sizes, st.floats(0.1, 3.0))
def test_pages_lie_below_each_other_without_touching(found: list[tuple[float, float]], zoom: float) -> None:
    layout = PageLayout(tuple(found), zoom)
    tops = layout.tops()
    for page, top in enumerate(tops):
        assert layout.page_at(top) == page
        bottom = top + layout.page_size(page)[1]
        assert bottom < (tops[page + 1] if page + 1 < len(tops) else layout.height())
    assert layout.visible(0, layout.height()) == range(len(found))


@given(sizes, st.integers(200, 2000))
def test_fitted_pages_are_never_wider_than_the_view(found: list[tuple[float, float]], width: int) -> None:
    layout = PageLayout(tuple(found), fitted=width)
    assert layout.width() <= width + 1
    assert {layout.page_size(page)[0] for page in range(len(found))} == {width - 28}


# printing


def pdf_printer(paper: Paper, path: Path) -> QPrinter:
    """A printer that writes what it was sent into a file."""
    printer = printer_for(paper, "Thử")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_printed_pages_are_those_of_the_paper(qtbot: QtBot, paper: Paper, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    printer = pdf_printer(paper, tmp_path / "out.pdf")
    count = print_paper(paper, printer, lambda done, total: seen.append((done, total)))
    printed = read_paper((tmp_path / "out.pdf").read_bytes())
    assert count == printed.page_count == paper.page_count
    assert seen[-1] == (count, count)
    for page in (0, count - 1):
        assert printed.sizes[page] == pytest.approx(paper.sizes[page], abs=1.5)
        wanted, found = (one.picture(page, 200) for one in (paper, printed))
        far = [
            (x, y)
            for x in range(0, 200, 4)
            for y in range(0, 270, 4)
            if abs(wanted.pixelColor(x, y).lightness() - found.pixelColor(x, y).lightness()) > 110
        ]
        assert len(far) < 40


def test_landscape_paper_is_printed_on_a_turned_sheet(qtbot: QtBot, tmp_path: Path) -> None:
    lying = read_paper(render_pdf([letter(1), letter(1, landscape=True)]))
    printer = pdf_printer(lying, tmp_path / "out.pdf")
    print_paper(lying, printer, lambda _done, _total: None)
    printed = read_paper((tmp_path / "out.pdf").read_bytes())
    assert printed.page_count == lying.page_count
    for before, after in zip(lying.sizes, printed.sizes, strict=True):
        assert (before[0] > before[1]) == (after[0] > after[1])


def test_page_range_and_copies_are_kept(qtbot: QtBot, paper: Paper, tmp_path: Path) -> None:
    printer = pdf_printer(paper, tmp_path / "out.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert sheets(printer, paper.page_count) == [1, 2]
    ranges = QPageRanges()
    ranges.addPage(1)
    ranges.addRange(3, 4)
    printer.setPageRanges(ranges)
    assert sheets(printer, paper.page_count) == [0, 2, 3]
    printer.setPageRanges(QPageRanges())
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
    printer.setCopyCount(2)
    expected = 1 if printer.supportsMultipleCopies() else 2
    assert len(sheets(printer, 3)) == 3 * expected
    assert printer.pageLayout().orientation() == QPageLayout.Orientation.Portrait


def test_cancelled_printing_stops_before_the_next_page(qtbot: QtBot, paper: Paper, tmp_path: Path) -> None:
    drawn: list[int] = []

    def stop_after_one(done: int, _total: int | None) -> None:
        drawn.append(done)
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_paper(paper, pdf_printer(paper, tmp_path / "out.pdf"), stop_after_one)
    assert drawn == [0, 1]


def test_without_a_printer_it_is_said_what_to_do(
    qtbot: QtBot, context: Context, notify: RecordedNotify, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    preview = PaperPreview(context.work)
    qtbot.addWidget(preview)
    offer_print(context, paper, "Báo cáo", preview)
    assert [type(error).__mro__[1] for error in notify.errors] == [LabordeskError]
    assert "lưu PDF" in str(notify.errors[0])
