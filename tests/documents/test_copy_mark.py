"""A paper printed again: its mark stands in the margin of every page, and over nothing."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.documents.copy_mark import with_copy_mark
from labordesk.documents.decree import COPY_MARK
from labordesk.documents.excel.book import render_excel
from labordesk.documents.model import (
    Align,
    Appendix,
    Column,
    Document,
    Letterhead,
    Paragraph,
    PlaceDate,
    Row,
    SignatureBlock,
    Table,
)
from labordesk.documents.pdf import render_pdf
from labordesk.documents.word.paper import render_word
from tests.documents.reading import Page, outline, read

WORDS = "Công đoàn xã Hương Sơn đã trao quà cho đoàn viên, người lao động. "
PAPER = Document(
    letterhead=Letterhead("Công đoàn xã Hương Sơn", "Liên đoàn Lao động tỉnh Hà Tĩnh"),
    kind="Báo cáo",
    abstract="Kết quả chăm lo năm 2026",
    number="5/BC-CĐX",
    place_date=PlaceDate("Hương Sơn"),
    blocks=(Paragraph(WORDS * 90),),
    signatures=(SignatureBlock("Chủ tịch", "Nguyễn Thị Hoa"),),
    appendices=(
        Appendix(
            label="Phụ lục I",
            title="Danh sách",
            blocks=(
                Table(
                    (Column("TT", 0.4, Align.CENTER), Column("Họ và tên", 3), Column("Số tiền", 1, carried=True)),
                    tuple(Row((str(place), "Trần Văn Minh", 500_000)) for place in range(60)),
                ),
            ),
            landscape=True,
        ),
    ),
)
MARKED = replace(PAPER, copy_mark=COPY_MARK)


def frame_of(page: Page) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the lines around the mark (mm from the upper left corner)."""
    mark = page.line(COPY_MARK)
    near = [rule for rule in page.rules if rule.y1 < 19 and rule.x1 > mark.left - 10]
    return (
        min(rule.x1 for rule in near),
        min(min(rule.y1, rule.y2) for rule in near),
        max(rule.x2 for rule in near),
        max(max(rule.y1, rule.y2) for rule in near),
    )


@pytest.mark.parametrize("content", [render_pdf(MARKED), with_copy_mark(render_pdf(PAPER), COPY_MARK)])
def test_every_page_bears_the_mark_framed_in_the_upper_right_margin(content: bytes) -> None:
    pages = read(content)
    assert len(pages) > 3
    assert {page.width > page.height for page in pages} == {True, False}
    for page in pages:
        mark = page.line(COPY_MARK)
        left, top, right, bottom = frame_of(page)
        assert mark.size == 13
        assert left < mark.left < mark.right < right
        assert abs((mark.left + mark.right) / 2 - (left + right) / 2) < 0.6
        assert abs(page.width - right - 20) < 0.2  # level with the right edge of the text
        assert abs(bottom - top - 8) < 0.2
        assert top > 5  # what no printer can reach


@pytest.mark.parametrize("content", [render_pdf(MARKED), with_copy_mark(render_pdf(PAPER), COPY_MARK)])
def test_the_mark_stands_over_no_other_letter_or_line(content: bytes) -> None:
    for page in read(content):
        left, _top, _right, bottom = frame_of(page)
        for line in page.lines:
            if line.text != COPY_MARK:
                above_text = line.baseline - line.size * 25.4 / 72 * 0.9
                assert line.right < left or above_text > bottom, line.text


def test_a_marked_paper_says_otherwise_what_it_said_before() -> None:
    plain, marked = ([page.text for page in read(render_pdf(one))] for one in (PAPER, MARKED))
    assert [text.replace(COPY_MARK, "").split() for text in marked] == [text.split() for text in plain]


def test_the_mark_laid_over_a_finished_paper_leaves_its_words_and_bookmarks() -> None:
    before = render_pdf(PAPER)
    after = with_copy_mark(before, COPY_MARK)
    for old, new in zip(read(before), read(after), strict=True):
        assert new.text.replace(COPY_MARK, "").split() == old.text.split()
        assert (new.width, new.height) == (old.width, old.height)
    assert outline(after) == outline(before)


def test_a_paper_without_the_mark_has_none() -> None:
    assert COPY_MARK not in "".join(page.text for page in read(render_pdf(PAPER)))


def test_word_and_excel_bear_the_mark_at_the_right_of_their_headers() -> None:
    word = docx.Document(BytesIO(render_word(MARKED)))
    for section in word.sections:
        for header in (section.first_page_header, section.header):
            assert COPY_MARK in header.paragraphs[0].text.replace("\xa0", "")
            assert "w:bdr" in header.paragraphs[0]._p.xml
        number = section.header.paragraphs[0]
        assert "PAGE" in number._p.xml
        stops = [stop.position.pt for stop in number.paragraph_format.tab_stops]
        assert abs(stops[0] * 2 - stops[1]) < 0.1  # the number in the middle, the mark at the right edge
        assert number.style is not None
        assert number.style.name == "Normal"  # that of headers has stops of its own
    book = openpyxl.load_workbook(BytesIO(render_excel(MARKED)))
    for sheet in book:
        assert sheet.oddHeader.right.text == COPY_MARK
        assert sheet.oddHeader.center.text == "&P / &N"
    plain = docx.Document(BytesIO(render_word(PAPER)))
    assert COPY_MARK not in plain.sections[0].header.paragraphs[0].text


@given(st.integers(1, 3), st.booleans())
def test_a_mark_laid_over_is_where_one_drawn_along_would_be(paragraphs: int, landscape: bool) -> None:
    document = Document(kind="Danh sách", blocks=(Paragraph(WORDS * 40),) * paragraphs, landscape=landscape)
    drawn = read(render_pdf(replace(document, copy_mark=COPY_MARK)))
    laid = read(with_copy_mark(render_pdf(document), COPY_MARK))
    for one, other in zip(drawn, laid, strict=True):
        ours, theirs = one.line(COPY_MARK), other.line(COPY_MARK)
        assert (round(ours.left, 1), round(ours.baseline, 1)) == (round(theirs.left, 1), round(theirs.baseline, 1))
