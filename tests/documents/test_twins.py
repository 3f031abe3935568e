"""The Word and Excel twins say what the PDF says, on the decree's page, and open in an office program."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pypdfium2
import pytest
from docx.document import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from labordesk.documents import decree
from labordesk.documents.chart_tables import chart_table
from labordesk.documents.excel.book import render_excel
from labordesk.documents.excel.formulas import sums_of
from labordesk.documents.fonts import ITALIC
from labordesk.documents.model import (
    Appendix,
    Bar,
    Basis,
    Bullet,
    Chart,
    CheckBox,
    CheckRow,
    Document,
    DottedLine,
    DottedRow,
    Heading,
    KeepTogether,
    PageBreak,
    Paragraph,
    PlaceDate,
    Row,
    RowKind,
    Run,
    SignatureBlock,
    Spacer,
    Table,
)
from labordesk.documents.pdf import render_pdf
from labordesk.documents.saving import save_document
from labordesk.documents.word.paper import render_word
from labordesk.documents.wrapping import Setter
from labordesk.errors import InvalidInput
from tests.documents.papers import LIST_COLUMNS, REPORT, SENTENCE, gift_list, report

LETTERS = re.compile(r"[^\W\d_]+|\d+")

EVERYTHING = replace(
    REPORT,
    addressees=("Ban Thường vụ LĐLĐ tỉnh", "Ủy ban nhân dân xã"),
    note="(Dự thảo)",
    blocks=(
        Basis("Căn cứ Luật Công đoàn số 50/2024/QH15"),
        Heading("I. Kết quả"),
        Paragraph((Run("Đậm ", bold=True), Run("nghiêng", italic=True))),
        Bullet("Mục một"),
        Bullet("Mục con", 2),
        Heading("1. Quà tặng", 2),
        gift_list([500_000, 300_000, 8_500_000]),
        DottedLine("Họ và tên", "Trần Thị Hoà"),
        DottedLine("Địa chỉ", lines=3),
        DottedRow((DottedLine("Ngày sinh", "1985"), DottedLine("Điện thoại"))),
        CheckBox("Đoàn viên", checked=True),
        CheckRow("Diện", (CheckBox("Hộ nghèo"), CheckBox("Cận nghèo", checked=True))),
        Spacer(5),
        PageBreak(),
        KeepTogether((Paragraph(SENTENCE), Paragraph("Trên đây là báo cáo"))),
    ),
    appendices=(
        Appendix(
            label="Phụ lục I",
            title="Danh sách",
            attached_to="Kèm theo Báo cáo số 05/BC-CĐX",
            blocks=(gift_list([1_000_000] * 30),),
            landscape=True,
            signed_at=PlaceDate("Hương Sơn"),
            signatures=(
                SignatureBlock("Người lập", "Lê Thị Mai"),
                SignatureBlock("Chủ tịch", "Trần Văn Quí", "TM. BCH"),
            ),
        ),
    ),
)


def word_of(document: Document) -> WordDocument:
    return docx.Document(BytesIO(render_word(document)))


def words(text: str) -> set[str]:
    return {word.casefold() for word in LETTERS.findall(text)}


def word_text(document: WordDocument) -> str:
    tree = ET.fromstring(document.element.xml)
    return " ".join(part.text or "" for part in tree.iter() if part.tag.endswith("}t"))


def excel_text(content: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(content))
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return " ".join(str(cell) for cell in cells if cell is not None)


def pdf_text(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()


def test_word_says_every_word_of_the_paper() -> None:
    said = words(pdf_text(render_pdf(EVERYTHING)))
    carried = words("Cộng trang cộng dồn Mang sang")
    assert said - words(word_text(word_of(EVERYTHING))) - carried <= {"2", "3"}


def test_excel_says_every_word_of_the_paper() -> None:
    said = words(pdf_text(render_pdf(EVERYTHING)))
    told = words(excel_text(render_excel(EVERYTHING)))
    missing = {word for word in said - told if not word.isdigit()} - words("Cộng trang cộng dồn Mang sang")
    assert missing == set()


def test_each_part_of_a_word_paper_stands_on_the_decrees_page_and_counts_its_own_pages() -> None:
    document = word_of(EVERYTHING)
    first, second = document.sections
    assert [round(one.mm) for one in (first.page_width, first.page_height) if one] == [210, 297]
    assert [round(one.mm) for one in (second.page_width, second.page_height) if one] == [297, 210]
    for section in document.sections:
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(one.mm) for one in margins if one] == [20, 20, 30, 20]
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
        assert 'w:start="1"' in section._sectPr.xml


def test_headings_of_a_word_table_repeat_and_its_rows_are_never_cut() -> None:
    document = word_of(report(gift_list([500_000] * 4)))
    table = next(one for one in document.tables if "Họ và tên" in one._tbl.xml)
    assert [("tblHeader" in row._tr.xml) for row in table.rows[:3]] == [True, True, False]
    assert all("cantSplit" in row._tr.xml for row in table.rows)


def test_the_end_of_a_word_paper_holds_on_to_its_signatures() -> None:
    document = word_of(report(Paragraph(SENTENCE)))
    body = list(document.iter_inner_content())
    signatures = next(place for place, one in enumerate(body) if "Phượng" in one._element.xml)
    assert all("keepNext" in one._element.xml for one in body[signatures - 2 : signatures])


def test_place_and_date_above_five_signers_keep_one_line_in_word() -> None:
    """A place of two lines would push the last signer below the others, and lie over the one beside."""
    place_date = PlaceDate("Thành phố Hồ Chí Minh", None)
    signers = tuple(SignatureBlock(f"Người {one}") for one in range(5))
    document = word_of(replace(report(Paragraph(SENTENCE)), signatures=signers, signed_at=place_date, recipients=()))
    [cell] = [cell for table in document.tables for cell in table.rows[0].cells if "Hồ Chí Minh, ngày" in cell.text]
    outwards = cell.paragraphs[0].paragraph_format.left_indent
    words = Setter(ITALIC, decree.PLACE_DATE_SIZE).natural_width(decree.place_date_text(place_date))
    assert cell.width is not None
    assert outwards is not None
    assert cell.width.pt - outwards.pt > words


def test_the_table_of_a_chart_names_the_unit_of_its_own_values() -> None:
    chart = Chart("Theo tháng (triệu đồng)", (Bar("T1", 5_000_000, "5"),), table_title="Theo tháng")
    assert chart_table(chart).caption == "Theo tháng"
    assert chart_table(replace(chart, table_title="")).caption == "Theo tháng (triệu đồng)"


def test_a_box_in_word_stays_with_its_words() -> None:
    row = CheckRow("Đã có", tuple(CheckBox(f"Giấy tờ số {one}") for one in range(9)))
    text = "\n".join(one.text for one in word_of(report(row)).paragraphs)
    assert len(re.findall("☐\u00a0Giấy", text)) == 9


def test_a_word_paper_tells_title_author_and_language() -> None:
    document = word_of(REPORT)
    about = document.core_properties
    assert (about.title, about.author, about.language) == (REPORT.full_title, REPORT.author, "vi-VN")
    assert 'w:val="vi-VN"' in document.styles.element.xml


def test_the_same_content_makes_the_same_files() -> None:
    assert render_excel(EVERYTHING) == render_excel(EVERYTHING)
    one, other = (zipfile.ZipFile(BytesIO(render_word(EVERYTHING))) for _time in range(2))
    assert {name: one.read(name) for name in one.namelist()} == {name: other.read(name) for name in other.namelist()}


def grouped(groups: list[list[int]]) -> Table:
    """Return a table with a sub-total for each group and a total, as lists to sign have them."""
    rows: list[Row] = []
    for place, amounts in enumerate(groups):
        rows.append(Row((f"CĐCS {place}", *[None] * 5), RowKind.GROUP))
        rows += [Row((str(number), "Lê Văn Ba", "May 10", amount, 1, "")) for number, amount in enumerate(amounts)]
        rows.append(Row(("Cộng", None, None, sum(amounts), len(amounts), ""), RowKind.SUBTOTAL))
    amounts = [amount for group in groups for amount in group]
    rows.append(Row(("Tổng cộng", None, None, sum(amounts), len(amounts), ""), RowKind.TOTAL))
    return Table(LIST_COLUMNS, tuple(rows))


AMOUNTS = st.lists(st.lists(st.integers(0, 10**9), min_size=1, max_size=4), min_size=1, max_size=4)


@given(AMOUNTS)
@settings(max_examples=20)
def test_sums_are_formulas_over_the_rows_they_add_up(groups: list[list[int]]) -> None:
    table = grouped(groups)
    content = render_excel(report(table))
    formulas = openpyxl.load_workbook(BytesIO(content)).active
    shown = openpyxl.load_workbook(BytesIO(content), data_only=True).active
    assert formulas is not None
    assert shown is not None
    found = [cell for row in formulas.iter_rows() for cell in row if str(cell.value).startswith("=SUBTOTAL(9,")]
    assert len(found) == 2 * (len(groups) + 1)
    for cell in found:
        first, last = re.findall(r"\d+", str(cell.value))[1:3]
        column = cell.column_letter
        inside = [formulas[f"{column}{row}"].value for row in range(int(first), int(last) + 1)]
        assert shown[cell.coordinate].value == sum(value for value in inside if isinstance(value, int))


def test_a_figure_that_is_not_the_sum_of_its_rows_stays_a_number() -> None:
    rows = (Row(("1", 5)), Row(("trong đó", 2)), Row(("Tổng", 5), RowKind.TOTAL))
    assert sums_of(rows) == {}


def test_headings_of_groups_inside_groups_are_sums_that_no_larger_sum_counts_again() -> None:
    rows = (
        Row(("1", 7), RowKind.NORMAL),
        Row(("2. Xã A", 12), RowKind.GROUP),
        Row(("2.1", 5)),
        Row(("2.2 Xưởng", 7), RowKind.GROUP),
        Row(("2.2.1", 3)),
        Row(("2.2.2", 4)),
        Row(("3", 1)),
        Row(("Tổng", 20), RowKind.TOTAL),
    )
    assert sums_of(rows) == {(1, 1): (2, 5), (3, 1): (4, 5), (7, 1): (0, 6)}


def test_a_total_over_a_heading_whose_figure_is_no_sum_stays_a_number() -> None:
    rows = (Row(("A", 9), RowKind.GROUP), Row(("1", 5)), Row(("Tổng", 5), RowKind.TOTAL))
    assert sums_of(rows) == {}


def test_numbers_of_people_stay_text() -> None:
    rows = (Row(("1", "Lê Văn Ba", "042085000123", 500_000, 1, "")),)
    sheet = openpyxl.load_workbook(BytesIO(render_excel(report(Table(LIST_COLUMNS, rows))))).active
    assert sheet is not None
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == "042085000123"]
    assert [cell.data_type for cell in found] == ["s"]


def test_every_table_of_a_paper_with_several_has_a_sheet_whose_name_is_allowed() -> None:
    tables = [replace(gift_list([1]), caption="Biểu [1]: " + "rất dài " * 6) for _time in range(3)]
    book = openpyxl.load_workbook(BytesIO(render_excel(report(*tables))))
    assert len(set(book.sheetnames)) == 4
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert str(book.worksheets[1]["A1"].value).startswith("Biểu [1]: rất dài")


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".PDF"])
def test_the_name_of_the_file_says_its_kind(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"Báo cáo{suffix}"
    save_document(REPORT, path)
    assert path.read_bytes()[:2] == (b"%P" if suffix.lower() == ".pdf" else b"PK")


def test_a_name_of_another_kind_is_refused_with_the_kinds_there_are(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"\.pdf, \.docx"):
        save_document(REPORT, tmp_path / "báo cáo.odt")
    assert list(tmp_path.iterdir()) == []


def converted(path: Path, kind: str) -> bytes:
    """Open a file with LibreOffice and return it as another kind."""
    home = f"-env:UserInstallation=file://{path.parent / 'office'}"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(path.parent / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (path.parent / "out" / path.with_suffix(f".{kind}").name).read_bytes()


needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@needs_office
@pytest.mark.long
def test_an_office_program_makes_as_many_pages_of_the_word_file(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    paper = report(*[Paragraph(SENTENCE)] * 20, gift_list([500_000] * 60))
    save_document(paper, path)
    pages = len(pypdfium2.PdfDocument(converted(path, "pdf")))
    assert abs(pages - len(pypdfium2.PdfDocument(render_pdf(paper)))) <= 1


def without_results(content: bytes) -> bytes:
    """Return a workbook whose formulas have not been reckoned yet."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"(</f>)<v>\d+</v>", rb"\1", old.read(name)))
    return target.getvalue()


@needs_office
@pytest.mark.long
def test_an_office_program_reckons_the_sums_that_were_printed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(without_results(render_excel(report(grouped([[500_000, 300_000], [8_500_000]])))))
    sheet = openpyxl.load_workbook(BytesIO(converted(path, "xlsx")), data_only=True).active
    assert sheet is not None
    reckoned = [cell.value for row in sheet.iter_rows() for cell in row]
    assert reckoned.count(9_300_000) == 1
    assert reckoned.count(800_000) == 1
