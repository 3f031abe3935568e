"""Running text: justified, indented, searchable, with bookmarks."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.documents.fonts import paper_text
from labordesk.documents.model import (
    Align,
    AmountInWords,
    Appendix,
    Basis,
    Bullet,
    Document,
    Heading,
    KeepTogether,
    Paragraph,
    Run,
    Spacer,
)
from labordesk.documents.pdf import render_pdf
from tests.documents.papers import REPORT, SENTENCE, report
from tests.documents.reading import all_text, outline, read

VIETNAMESE = (
    "Ắ Ằ Ẳ Ẵ Ặ Ấ Ầ Ẩ Ẫ Ậ Ế Ề Ể Ễ Ệ Ố Ồ Ổ Ỗ Ộ Ớ Ờ Ở Ỡ Ợ Ứ Ừ Ử Ữ Ự Ỳ Ỷ Ỹ Ỵ Đ "
    "ắ ằ ẳ ẵ ặ ấ ầ ẩ ẫ ậ ế ề ể ễ ệ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ứ ừ ử ữ ự ỳ ỷ ỹ ỵ đ ý í ì ỉ ĩ ị"
)


def _words(content: bytes) -> str:
    return " ".join(all_text(content).split())


def test_body_text_is_justified_with_an_indented_first_line() -> None:
    lines = read(render_pdf(Document(blocks=(Paragraph(SENTENCE),))))[0].lines
    assert lines[0].left == pytest.approx(30 + 12.7, abs=0.2)
    assert all(line.left == pytest.approx(30, abs=0.2) for line in lines[1:])
    assert all(line.right == pytest.approx(190, abs=0.3) for line in lines[:-1])
    assert 13 <= lines[0].size <= 14


def test_paragraphs_are_six_points_apart_beyond_the_line() -> None:
    lines = read(render_pdf(Document(blocks=(Paragraph(SENTENCE), Paragraph("Hai")))))[0].lines
    between_lines = lines[1].baseline - lines[0].baseline
    between_paragraphs = lines[-1].baseline - lines[-2].baseline
    assert (between_paragraphs - between_lines) * 72 / 25.4 >= 5.95


def test_alignment_other_than_justified() -> None:
    blocks = (
        Paragraph("Giữa", Align.CENTER),
        Paragraph("Phải", Align.RIGHT),
        Paragraph("Trái", Align.LEFT, indented=False),
    )
    middle, right, left = read(render_pdf(Document(blocks=blocks, closes_text=False)))[0].lines
    assert middle.centre == pytest.approx(110, abs=0.2)
    assert right.right == pytest.approx(190, abs=0.3)
    assert left.left == pytest.approx(30, abs=0.2)


def test_headings_are_set_as_the_decree_says_and_become_bookmarks() -> None:
    paper = replace(
        report(Heading("I. Kết quả"), Heading("1. Quà Tết", 2), Heading("a) Bằng tiền", 3), Heading("II. Nhiệm vụ")),
        appendices=(Appendix(label="Phụ lục I", title="Danh sách", blocks=(Heading("A. Nhà"),)),),
    )
    content = render_pdf(paper)
    page = read(content)[0]
    assert page.line("I. KẾT QUẢ").font == "LiberationSerif-Bold"
    assert page.line("1. Quà Tết").font == "LiberationSerif-Bold"
    assert page.line("a) Bằng tiền").font == "LiberationSerif"
    assert outline(content) == [
        (0, "Báo cáo " + REPORT.abstract),
        (1, "I. KẾT QUẢ"),
        (2, "1. Quà Tết"),
        (3, "a) Bằng tiền"),
        (1, "II. NHIỆM VỤ"),
        (1, "Phụ lục I Danh sách"),
        (1, "A. NHÀ"),
    ]


def test_an_outline_never_skips_a_depth() -> None:
    content = render_pdf(Document(blocks=(Heading("a) Sâu", 3), Heading("b) Sâu", 3), Heading("I. Nông"))))
    assert outline(content) == [(0, "Văn bản"), (1, "a) Sâu"), (2, "b) Sâu"), (1, "I. NÔNG")]


def test_grounds_are_italic_lines_and_runs_keep_their_style() -> None:
    runs = (Run("Điều 1. ", bold=True), Run("Hỗ trợ "), Run("01 nhà", italic=True), Run(" mới", bold=True, italic=True))
    page = read(render_pdf(Document(blocks=(Basis("Căn cứ Luật Công đoàn"), Basis("Xét đơn"), Paragraph(runs)))))[0]
    assert [line.text for line in page.lines[:2]] == ["Căn cứ Luật Công đoàn;", "Xét đơn."]
    assert page.line("Căn cứ").font == "LiberationSerif-Italic"
    assert page.line("Điều 1.").font == "LiberationSerif-Bold"
    assert page.lines[2].text == "Điều 1. Hỗ trợ 01 nhà mới./."


def test_items_and_amounts() -> None:
    blocks = (
        Bullet("Quà Tết"),
        Bullet((Run("Bằng tiền"),), 2),
        AmountInWords("tám triệu đồng", "Tổng số tiền bằng chữ"),
    )
    lines = [line.text for line in read(render_pdf(Document(blocks=blocks)))[0].lines]
    assert lines == ["- Quà Tết", "+ Bằng tiền", "Tổng số tiền bằng chữ: Tám triệu đồng."]


def test_every_vietnamese_letter_can_be_copied_back_in_nfc() -> None:
    paper = Document(blocks=tuple(Paragraph((Run(VIETNAMESE, bold, italic),)) for bold in (0, 1) for italic in (0, 1)))
    words = _words(render_pdf(paper))
    assert words.count(VIETNAMESE) == 4
    assert unicodedata.is_normalized("NFC", words)


def test_decomposed_text_makes_the_same_file_as_composed_text() -> None:
    def both(form: str) -> bytes:
        def text(words: str) -> str:
            return unicodedata.normalize(form, words)

        paper = replace(
            REPORT,
            abstract=text("Về việc " + REPORT.abstract),
            kind="",
            place_date=None,
            addressees=(text("Ban Thường vụ"), text("Công đoàn các xã, phường")),
            blocks=(Heading(text("I. Kết quả")), Paragraph(text(SENTENCE)), Bullet(text("Quý")), Basis(text("Căn cứ"))),
            recipients=(text("Lưu: VT, Quỹ"),),
            author=text("Công đoàn xã"),
        )
        return render_pdf(paper)

    assert both("NFD") == both("NFC")


def test_letters_without_a_composed_form_are_printed() -> None:
    words = _words(render_pdf(Document(blocks=(Paragraph("Y Bhê̆ Ê-đê ô̆ ŏ ĕ ĭ ŭ"),))))
    assert words.startswith("Y Bhê̆ Ê-đê ô̆ ŏ ĕ ĭ ŭ")


def test_signs_of_markup_are_only_signs() -> None:
    nasty = "A & B < C > D </b> &amp; <i>x</i> \" ' 50.000.000₫ % \\ (x) [y] {z}"
    page = read(render_pdf(Document(blocks=(Paragraph(nasty), Heading(nasty, 2)), abstract=nasty, kind="Báo cáo")))[0]
    assert page.text.count(nasty) == 3


def test_letters_no_face_has_show_as_a_box_and_invisible_ones_vanish() -> None:
    assert paper_text("a\u200bb\u00adc\x00d\ufeff") == "abcd"
    assert paper_text("漢 😀 \ud800") == "□ □ □"
    assert paper_text("☐ ☑ ✓") == "□ ■ √"
    assert paper_text("một\r\nhai\rba\tbốn") == "một\nhai\nba bốn"
    assert paper_text("a\u00a0b") == "a\u00a0b"


@given(st.text())
def test_any_text_becomes_composed_and_printable(text: str) -> None:
    clean = paper_text(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert all(char.isprintable() or char in "\n\u00a0" for char in clean)
    assert paper_text(clean) == clean


def test_a_very_long_word_is_cut_and_nothing_of_it_is_lost() -> None:
    word = "Nguyễn" * 200
    page = read(render_pdf(Document(blocks=(Paragraph(word),))))[0]
    assert page.text.replace("\n", "").replace("\ufffe", "").startswith(word)
    assert all(line.right <= 190.3 for line in page.lines)


def test_a_heading_stays_with_the_text_after_it() -> None:
    for count in range(1, 40):
        pages = read(
            render_pdf(Document(blocks=(*[Paragraph("Một dòng")] * count, Heading("I. Đầu mục"), Paragraph(SENTENCE))))
        )
        ends = [page.lines[-1].text for page in pages]
        assert "I. ĐẦU MỤC" not in ends


def test_no_single_line_of_a_paragraph_stands_alone() -> None:
    for count in range(20, 40):
        pages = read(render_pdf(Document(blocks=(*[Paragraph("Một dòng")] * count, Paragraph(SENTENCE)))))
        if len(pages) == 2:
            on_first = sum(1 for line in pages[0].lines if line.text != "Một dòng")
            on_second = sum(1 for line in pages[1].lines[1:] if line.text != "Một dòng")
            assert on_first != 1
            assert on_second != 1


def test_blocks_kept_together_share_a_page_when_a_page_can_hold_them() -> None:
    kept = KeepTogether((Paragraph("Đầu khối"), Spacer(60), Paragraph("Cuối khối")))
    for count in range(1, 40, 3):
        pages = read(render_pdf(Document(blocks=(*[Paragraph("Một dòng")] * count, kept))))
        holding = [page for page in pages if "Đầu khối" in page.text]
        assert "Cuối khối" in holding[0].text


def test_blocks_no_page_can_hold_together_follow_one_another() -> None:
    pages = read(render_pdf(Document(blocks=(KeepTogether((*[Paragraph(SENTENCE)] * 20,)),))))
    assert sum(page.text.count("1.726") for page in pages) == 20


def test_a_paragraph_of_many_pages_flows_on() -> None:
    content = render_pdf(Document(blocks=(Paragraph(" ".join([SENTENCE] * 60)),)))
    assert _words(content).count("hiểm nghèo") == 60
    assert len(read(content)) > 4
