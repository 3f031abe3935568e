"""The speed of long lists on paper, against ReportLab's own ways of drawing the same rows in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, SimpleDocTemplate
from reportlab.platypus import Paragraph as PlatypusParagraph

from labordesk.documents.fonts import REGULAR, register_fonts
from labordesk.documents.model import Align, Column, Document, Row, Table
from labordesk.documents.pdf import render_pdf
from labordesk.sample import make_sample
from labordesk.services.reporting import Order, compose_report, print_report
from labordesk.vietnamese.periods import parse_period

pytestmark = pytest.mark.bench

ROWS = 2000
SHARES = (0.5, 2, 0.8, 1.4, 2.4, 1.9, 1.1, 1.1)


def _cells(count: int) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            f"Nguyễn Thị Minh Phượng {number}",
            str(1960 + number % 40),
            f"0360{85001234 + number}",
            f"CĐCS Công ty TNHH May mặc xuất khẩu số {number % 90}",
            "Đoàn viên có hoàn cảnh khó khăn, bệnh hiểm nghèo",
            "500.000",
            "",
        )
        for number in range(count)
    ]


def _seconds(draw: Callable[[], object]) -> float:
    start = time.perf_counter()
    draw()
    return time.perf_counter() - start


def _ours(cells: list[tuple[str, ...]]) -> None:
    columns = tuple(Column("Tiêu đề", share, Align.LEFT) for share in SHARES)
    render_pdf(Document(blocks=(Table(columns, tuple(Row(row) for row in cells)),), landscape=True))


def _plain_strings(cells: list[tuple[str, ...]]) -> None:
    """The floor: two pieces a cell, neither measured nor broken nor ruled."""
    canvas = Canvas(BytesIO(), pagesize=landscape(A4))
    for index, row in enumerate(cells):
        if index % 17 == 0:
            canvas.showPage()
            canvas.setFont(REGULAR, 12)
        for column, text in enumerate(row):
            middle = len(text) // 2
            canvas.drawString(85 + 80 * column, 500 - 26 * (index % 17), text[:middle])
            canvas.drawString(85 + 80 * column, 487 - 26 * (index % 17), text[middle:])
    canvas.save()


def _long_table(cells: list[tuple[str, ...]]) -> None:
    style = ParagraphStyle("cell", fontName=REGULAR, fontSize=12, leading=14.4)
    rows = [[PlatypusParagraph(text, style) for text in row] for row in cells]
    widths = [700 * share / sum(SHARES) for share in SHARES]
    SimpleDocTemplate(BytesIO(), pagesize=landscape(A4)).build([LongTable(rows, colWidths=widths)])


def test_a_list_is_drawn_about_as_fast_as_bare_strings_and_far_faster_than_a_long_table() -> None:
    register_fonts()
    cells = _cells(ROWS)
    _ours(cells[:50])
    ours, floor, peer = (
        min(_seconds(lambda d=draw: d(cells)) for _ in range(2)) for draw in (_ours, _plain_strings, _long_table)
    )
    print(f"\n{ROWS} rows: ours {ours:.2f} s, bare strings {floor:.2f} s, LongTable {peer:.2f} s")
    assert ours < 2 * floor
    assert ours * 5 < peer


def test_the_figures_of_a_preview_cost_little_beside_its_drawing(tmp_path: Path) -> None:
    today = date(2026, 11, 22)
    with make_sample(tmp_path / "a.labordesk", people=1200, seed=7, today=today) as register:
        for name in ("tong-hop", "so-ket", "mot-trang", "theo-don-vi"):
            order = Order(name, parse_period("2026"))
            document = compose_report(register, order, today=today)
            render_pdf(document)
            whole, drawing = (
                min(_seconds(draw) for _ in range(3))
                for draw in (
                    lambda order=order: print_report(register, order, today=today),
                    lambda document=document: render_pdf(document),
                )
            )
            print(f"\n{name}: {whole * 1000:.0f} ms, of which drawn in {drawing * 1000:.0f} ms")
            assert whole < 4 * drawing
