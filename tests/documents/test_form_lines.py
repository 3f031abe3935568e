"""Forms: values where they are known, dots where a hand fills them in, boxes to tick."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from labordesk.documents.model import CheckBox, CheckRow, Document, DottedLine, DottedRow
from labordesk.documents.pdf import render_pdf
from tests.documents.papers import SENTENCE
from tests.documents.reading import Page, read


def _page(*blocks: DottedLine | DottedRow | CheckBox | CheckRow) -> Page:
    return read(render_pdf(Document(blocks=blocks)))[0]


def test_a_known_value_stands_behind_its_label_without_dots() -> None:
    page = _page(DottedLine("Họ và tên:", "Lê Thị Yến"))
    assert page.lines[0].text == "Họ và tên: Lê Thị Yến"
    assert page.rules == []


def test_an_empty_field_is_dots_from_its_label_to_the_margin() -> None:
    page = _page(DottedLine("Họ và tên"))
    label, (dots,) = page.lines[0], page.rules
    assert label.text == "Họ và tên:"
    assert dots.x1 == pytest.approx(label.right + 1, abs=0.3)
    assert dots.x2 == pytest.approx(190, abs=0.1)
    assert dots.y1 == pytest.approx(label.baseline, abs=0.1)


def test_a_long_answer_gets_as_many_lines_as_asked() -> None:
    page = _page(DottedLine("Hoàn cảnh", lines=4))
    assert len(page.rules) == 4
    assert [rule.x1 for rule in page.rules[1:]] == [pytest.approx(30, abs=0.1)] * 3
    gaps = [low.y1 - high.y1 for high, low in pairwise(page.rules)]
    assert all(gap >= 7 for gap in gaps)


@pytest.mark.parametrize(("label", "lines"), [("Ý kiến", 20), ("Một\n\n\n", 20), ("Dài\n" * 60, 3)])
def test_dots_are_never_more_than_a_page_holds(label: str, lines: int) -> None:
    pages = read(render_pdf(Document(blocks=(DottedLine(label, lines=lines),), landscape=True)))
    assert sum(len(page.rules) for page in pages) >= (18 if lines == 20 else 0)
    assert all(rule.y1 < 190 for page in pages for rule in page.rules)
    assert sum(page.text.count("Dài") for page in pages) == label.count("Dài")


def test_a_long_label_leaves_the_dots_a_line_of_their_own() -> None:
    page = _page(DottedLine("Nội dung và mức đề nghị hỗ trợ theo quy định hiện hành của nhà nước", lines=2))
    assert [rule.x1 for rule in page.rules] == [pytest.approx(30, abs=0.1)] * 2
    assert page.rules[0].y1 > page.lines[-1].baseline


def test_fields_side_by_side_do_not_touch() -> None:
    page = _page(DottedRow((DottedLine("Ngày sinh"), DottedLine("Nơi cấp", "Cục Cảnh sát")), (2, 1)))
    (dots,) = page.rules
    value = page.line("Nơi cấp")
    assert value.text == "Nơi cấp: Cục Cảnh sát"
    assert dots.x2 < value.left
    assert value.baseline == page.line("Ngày sinh").baseline


def test_values_longer_than_their_place_take_more_lines() -> None:
    page = _page(DottedRow((DottedLine("A", SENTENCE), DottedLine("B"))), DottedLine("C", "c"))
    assert page.text.replace("\n", " ").count("1.726") == 1
    assert all(line.right <= 190.3 for line in page.lines)
    assert page.line("C: c").baseline == max(line.baseline for line in page.lines)


def test_fields_longer_than_a_page_follow_one_another() -> None:
    row = DottedRow((DottedLine("A", " ".join([SENTENCE] * 20)), DottedLine("B", "b")))
    pages = read(render_pdf(Document(blocks=(row,))))
    text = " ".join(" ".join(page.text for page in pages).split())
    assert text.count("1.726") == 20
    assert "B: b" in text


def _drawn_paths(content: bytes) -> int:
    document = pypdfium2.PdfDocument(content)
    try:
        return sum(1 for item in document[0].get_objects() if item.type == pdfium.FPDF_PAGEOBJ_PATH)
    finally:
        document.close()


def test_boxes_are_drawn_and_a_tick_is_one_more_stroke() -> None:
    row = CheckRow("Giới tính", (CheckBox("Nam", True), CheckBox("Nữ")))
    content = render_pdf(Document(blocks=(row,)))
    assert _drawn_paths(content) == 3
    assert [line.text for line in read(content)[0].lines] == ["Giới tính:", "Nam", "Nữ"]
    assert _drawn_paths(render_pdf(Document(blocks=(CheckBox("Nam"),)))) == 1


def test_boxes_that_do_not_fit_go_to_the_next_line_whole() -> None:
    boxes = tuple(CheckBox(f"Lựa chọn thứ {number}") for number in range(12))
    page = _page(CheckRow("Hiện trạng", boxes))
    assert [line.text for line in page.lines if line.text.startswith("Lựa")] == [box.label for box in boxes]
    assert len({line.baseline for line in page.lines}) > 2
    assert all(line.right <= 190.1 for line in page.lines)


def test_a_long_statement_hangs_beside_its_box() -> None:
    page = _page(CheckBox(SENTENCE))
    assert len(page.lines) > 2
    assert len({round(line.left, 1) for line in page.lines}) == 1
    assert page.lines[0].left > 30 + 3.6
