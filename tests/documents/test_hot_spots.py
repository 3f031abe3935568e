"""Where figures are printed is told beside the file, whose bytes stay what they were."""

from __future__ import annotations

from datetime import date

import pypdfium2

from labordesk.documents.hot_spots import RowNames
from labordesk.documents.model import Align, Bar, Chart, Charts, Column, Document, Heading, Row, RowKind, Table
from labordesk.documents.pdf import render_pdf, render_with_spots
from labordesk.store.figure_rows.meaning import Given
from labordesk.store.figures.scope import Scope

YEAR = Given(Scope(date(2026, 1, 1), date(2026, 12, 31)))
COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Chương trình", 3.0),
    Column("Tiền", 1.5, Align.RIGHT, group="Trị giá (đồng)"),
    Column("Cộng", 1.5, Align.RIGHT, group="Trị giá (đồng)"),
)


def paper(rows: int) -> Document:
    """A table that runs over pages, with a chart behind it."""
    body = tuple(
        Row((str(place), f"Chương trình số {place}", 1_000 * place, 2_000 * place), counts=(None, None, YEAR, None))
        for place in range(1, rows + 1)
    )
    whole = Row(("Tổng cộng", None, 77, 88), RowKind.TOTAL, (None, None, YEAR, YEAR))
    chart = Chart("Theo nguồn", (Bar("Quỹ xã hội", 30, "30", counts=YEAR), Bar("Ngân sách", 10, "10")))
    return Document(kind="Bảng", blocks=(Heading("Một"), Table(COLUMNS, (*body, whole)), Charts((chart,))))


def bare(document: Document) -> Document:
    """The same paper without a word on what its figures count."""
    heading, table, _charts = document.blocks
    assert isinstance(table, Table)
    rows = tuple(Row(row.cells, row.kind) for row in table.rows)
    chart = Chart("Theo nguồn", (Bar("Quỹ xã hội", 30, "30"), Bar("Ngân sách", 10, "10")))
    return Document(kind="Bảng", blocks=(heading, Table(COLUMNS, rows), Charts((chart,))))


def test_nothing_of_it_is_printed() -> None:
    document = paper(90)
    assert render_with_spots(document).content == render_pdf(document) == render_pdf(bare(document))


def test_each_figure_stands_where_it_is_told() -> None:
    printed = render_with_spots(paper(90))
    assert len(printed.spots) == 90 + 2 + 1
    assert {spot.page for spot in printed.spots} == {0, 1, 2}
    pages = pypdfium2.PdfDocument(printed.content)
    try:
        for spot in printed.spots:
            text = pages[spot.page].get_textpage()
            words = text.get_text_bounded(left=spot.left, bottom=spot.bottom, right=spot.right, top=spot.top)
            assert spot.text in words, (spot, words)
    finally:
        pages.close()


def test_a_figure_is_named_after_its_row_and_its_column() -> None:
    first, *_rest, whole, total, bar = render_with_spots(paper(3)).spots
    assert first.names == ("Chương trình số 1", "Trị giá (đồng), Tiền")
    assert whole.names == ("Tổng cộng", "Trị giá (đồng), Tiền")
    assert total.names == ("Tổng cộng", "Trị giá (đồng), Cộng")
    assert bar.names == ("Theo nguồn", "Quỹ xã hội")
    assert (first.text, whole.text, bar.text) == ("1.000", "77", "30")


def test_a_row_that_tells_a_part_is_named_after_the_row_above() -> None:
    columns = (Column("TT", 0.5, Align.CENTER), Column("Nội dung"), Column("ĐVT", 1, Align.CENTER), Column("Số"))
    names = RowNames(columns)
    told = [
        names.of(Row(cells))
        for cells in (
            ("1", "Mái ấm công đoàn", "nhà", 3),
            ("", "– trong đó xây mới", "nhà", 2),
            ("2", "Tết Sum vầy", "suất", 9),
            ("", "", "người", 4),
        )
    ]
    assert told == ["Mái ấm công đoàn", "Mái ấm công đoàn – trong đó xây mới", "Tết Sum vầy", "Tết Sum vầy"]
