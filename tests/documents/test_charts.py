"""Charts: every label and figure is drawn, lengths follow the values, Word and Excel get the table of them."""

from __future__ import annotations

from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.shapes import Rect, String

from labordesk.documents.charts import NOTHING, ChartRow, chart_drawing
from labordesk.documents.excel.book import render_excel
from labordesk.documents.model import Bar, Chart, ChartKind, Charts, Document
from labordesk.documents.pdf import render_pdf
from labordesk.documents.word.paper import render_word

MONTHS = Chart(
    "Theo tháng (triệu đồng)",
    (Bar("T1", 100, "100", 50), Bar("T2", 200, "200", 400)),
    ChartKind.COLUMNS,
    ("Kỳ này", "Cùng kỳ năm trước"),
    label_heading="Tháng",
)
FUNDS = Chart("Theo nguồn", (Bar("Quỹ Mái ấm công đoàn", 30, "30"), Bar("Tài chính công đoàn", 60, "60")))


def words(chart: Chart, width: float = 400) -> list[str]:
    return [shape.text for shape in chart_drawing(chart, width).contents if isinstance(shape, String)]


def boxes(chart: Chart, width: float = 400) -> list[Rect]:
    return [shape for shape in chart_drawing(chart, width).contents if isinstance(shape, Rect)]


def test_bars_are_as_long_as_their_values() -> None:
    lengths = sorted(box.width for box in boxes(FUNDS))
    assert lengths[1] == pytest.approx(2 * lengths[0])
    assert {"Theo nguồn", "Quỹ Mái ấm công đoàn", "30", "Tài chính công đoàn", "60"} <= set(words(FUNDS))


def test_columns_of_last_year_stand_beside_in_white() -> None:
    solid, outlined = (
        [box.height for box in boxes(MONTHS) if (box.fillColor.hexval() == "0xffffff") is white]
        for white in (False, True)
    )
    assert sorted(solid[:2]) == pytest.approx([solid[0], 2 * solid[0]])
    assert max(outlined) == pytest.approx(2 * max(solid))
    assert "Cùng kỳ năm trước" in words(MONTHS)


def test_charts_are_drawn_denser_only_where_that_keeps_them_on_the_page() -> None:
    for chart in (MONTHS, FUNDS):
        row = ChartRow(Charts((chart,)))
        natural = row.wrap(400, 1000)[1]
        dense = row.wrap(400, natural - 1)[1]
        assert dense < natural - 1
        assert row.wrap(400, dense)[1] == dense
        assert row.wrap(400, natural)[1] == natural
        assert row.wrap(400, dense - 1)[1] == natural  # it goes to the next page, where there is room


def test_a_chart_without_figures_says_so() -> None:
    assert NOTHING in words(Chart("Theo nguồn", (Bar("Quỹ", 0),)))
    assert NOTHING in words(Chart("Theo nguồn", ()))


@given(
    st.lists(
        st.builds(Bar, st.text(min_size=1, max_size=80), st.integers(0, 10**13), st.text(max_size=12)), max_size=14
    ),
    st.sampled_from(list(ChartKind)),
)
def test_whatever_is_drawn_stays_within_the_frame(bars: list[Bar], kind: ChartKind) -> None:
    drawing = chart_drawing(Chart("Biểu đồ", tuple(bars), kind), 220)
    for shape in drawing.contents:
        if isinstance(shape, Rect):
            assert shape.x >= -0.01
            assert shape.x + shape.width <= 220.01
            assert 0 <= shape.y <= drawing.height
            assert shape.y + shape.height <= drawing.height


def test_paper_word_and_excel_show_the_same_values() -> None:
    document = Document(kind="Tóm tắt", blocks=(Charts((MONTHS, FUNDS)),))
    paper = pypdfium2.PdfDocument(render_pdf(document))
    text = paper[0].get_textpage().get_text_range()
    assert "Quỹ Mái ấm công đoàn" in text
    assert "Theo tháng (triệu đồng)" in text
    paper.close()
    tables = docx.Document(BytesIO(render_word(document))).tables
    cells = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert ["T2", "200", "400"] in cells
    assert ["Tài chính công đoàn", "60"] in cells
    book = openpyxl.load_workbook(BytesIO(render_excel(document)))
    values = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {200, 400, 60} <= values


def test_impossible_charts_are_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        Bar("Quỹ", -1)
    with pytest.raises(ValueError, match="beside each other"):
        Charts(())
    with pytest.raises(ValueError, match="series"):
        Chart("Ba kỳ", (), series=("a", "b", "c"))
