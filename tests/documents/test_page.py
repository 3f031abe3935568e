"""The sheet to the millimetre: margins, page numbers, orientation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labordesk.documents import decree
from labordesk.documents.model import Appendix, Document, PageBreak, Paragraph
from labordesk.documents.pdf import render_pdf
from tests.documents.papers import REPORT, SENTENCE, gift_list, report
from tests.documents.reading import Page, read


def _numbers(pages: list[Page]) -> list[str]:
    """Return what stands in the top margin of each page."""
    return ["".join(line.text for line in page.lines if line.baseline < decree.MARGIN_TOP_MM - 1) for page in pages]


def _assert_inside_margins(page: Page) -> None:
    for line in page.lines:
        if line.baseline < decree.MARGIN_TOP_MM - 1:
            continue
        assert line.left >= decree.MARGIN_LEFT_MM - 0.1, line
        assert line.right <= page.width - decree.MARGIN_RIGHT_MM + 0.3, line
        assert line.baseline <= page.height - decree.MARGIN_BOTTOM_MM, line
    for rule in page.rules:
        assert min(rule.x1, rule.x2) >= decree.MARGIN_LEFT_MM - 0.1
        assert max(rule.x1, rule.x2) <= page.width - decree.MARGIN_RIGHT_MM + 0.1
        assert max(rule.y1, rule.y2) <= page.height - decree.MARGIN_BOTTOM_MM + 0.1


def test_paper_is_a4_and_text_keeps_the_margins() -> None:
    pages = read(render_pdf(report(*[Paragraph(SENTENCE)] * 30, gift_list([500_000] * 40))))
    assert len(pages) > 3
    for page in pages:
        assert (page.width, page.height) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
        _assert_inside_margins(page)
    full = [line for line in pages[1].lines if line.baseline > 25]
    assert min(line.left for line in full) == pytest.approx(30, abs=0.1)
    assert max(line.right for line in full) == pytest.approx(190, abs=0.3)


def test_the_first_page_has_no_number_and_the_others_have_it_centred_in_the_top_margin() -> None:
    pages = read(render_pdf(report(*[Paragraph(SENTENCE)] * 30)))
    assert _numbers(pages) == ["", *(str(number) for number in range(2, len(pages) + 1))]
    number = pages[1].lines[0]
    assert number.centre == pytest.approx((30 + 190) / 2, abs=0.2)
    assert 13 <= number.size <= 14
    assert number.font == "LiberationSerif"
    assert 5 < number.baseline < 20


def test_a_list_lies_on_its_side() -> None:
    pages = read(render_pdf(replace(report(gift_list([500_000] * 60)), landscape=True)))
    assert len(pages) > 3
    for page in pages:
        assert (page.width, page.height) == (pytest.approx(297, abs=0.1), pytest.approx(210, abs=0.1))
        _assert_inside_margins(page)
    assert pages[1].lines[0].centre == pytest.approx((30 + 277) / 2, abs=0.2)


def test_appendices_turn_the_sheet_and_count_their_own_pages() -> None:
    appendix = Appendix(label="Phụ lục I", title="Danh sách", blocks=(gift_list([1] * 40),), landscape=True)
    second = Appendix(label="Phụ lục II", title="Biểu", blocks=(Paragraph(SENTENCE),))
    paper = replace(report(*[Paragraph(SENTENCE)] * 12), appendices=(appendix, second))
    pages = read(render_pdf(paper))
    assert [page.width > page.height for page in pages] == [False, False, True, True, True, False]
    assert _numbers(pages) == ["", "2", "", "2", "3", ""]
    assert pages[2].lines[0].text == "Phụ lục I"
    assert pages[2].lines[1].text == "DANH SÁCH"


def test_several_papers_in_one_file_each_begin_at_page_one() -> None:
    long = report(*[Paragraph(SENTENCE)] * 12)
    pages = read(render_pdf([long, replace(REPORT, landscape=True), long]))
    assert _numbers(pages) == ["", "2", "", "", "2"]
    assert [page.width > page.height for page in pages] == [False, False, True, False, False]


def test_a_page_break_begins_a_page_and_a_last_one_leaves_no_empty_page() -> None:
    paper = Document(blocks=(Paragraph("Một"), PageBreak(), Paragraph("Hai"), PageBreak()))
    pages = read(render_pdf(paper))
    assert [page.lines[-1].text for page in pages] == ["Một", "Hai"]
