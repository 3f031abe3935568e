"""The one painter of all tables: text of a page as a single object, rules as a single path.

Each distinct text is measured, broken and encoded once, which makes long lists about as fast as bare strings
(tests/bench/test_paper.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from labordesk.documents.fonts import ASCENT, DESCENT
from labordesk.documents.hot_spots import Spots
from labordesk.documents.model import Align
from labordesk.documents.table_rows import LEADING, HeadCell, LaidRow, Measure
from labordesk.documents.table_widths import PAD_X
from labordesk.documents.wrapping import Setter

_RULE_WIDTH = 0.5
_TO_BASELINE = (LEADING - ASCENT - DESCENT) / 2 + ASCENT
"""From the top of a line to its baseline, as a share of the letter size."""

Segment = tuple[float, float, float, float]


class Face(NamedTuple):
    """What is known of a face in one file: its lines in operators, and the operators that choose its subsets."""

    lines: dict[str, list[tuple[str, str]]]
    fonts: dict[int, str]


Encoded = dict[str, Face]


class _TextObject:
    """Text operators of one page in the form ``Canvas.drawText`` takes."""

    def __init__(self, canv: Canvas, encoded: Encoded) -> None:
        self._canv = canv
        self._encoded = encoded
        self._code = ["BT"]
        self._font = ""

    def add(self, x: float, y: float, text: str, setter: Setter) -> None:
        """Place a line of text with its baseline at (x, y)."""
        known = self._encoded.get(setter.face)
        if known is None:
            known = self._encoded[setter.face] = Face({}, {})
        chunks = known.lines.get(text)
        if chunks is None:
            chunks = known.lines[text] = self._encode(text, setter, known.fonts)
        code = self._code
        code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for font, shown in chunks:
            if font != self._font:
                self._font = font
                code.append(font)
            code.append(shown)

    def _encode(self, text: str, setter: Setter, fonts: dict[int, str]) -> list[tuple[str, str]]:
        """Return (operator that chooses a font, operator that shows the glyphs); ``fonts`` are those by subset."""
        font = pdfmetrics.getFont(setter.face)
        assert isinstance(font, TTFont)
        # The file a subset belongs to; ReportLab has no public name for it.
        document = self._canv._doc  # type: ignore[attr-defined]
        chunks = []
        for subset, glyphs in font.splitString(text, document):
            chosen = fonts.get(subset)
            if chosen is None:
                name = font.getSubsetInternalName(subset, document)
                chosen = fonts[subset] = f"{name} {setter.size:g} Tf"
            chunks.append((chosen, f"({escapePDF(glyphs)}) Tj"))
        return chunks

    def getCode(self) -> str:  # noqa: N802 (ReportLab's name)
        return " ".join([*self._code, "ET"])


class TablePainter:
    """Draws the pages of one table in one file; ``noted`` are the spots of its figures and the names of its columns."""

    def __init__(
        self,
        measure: Measure,
        head: Sequence[HeadCell],
        head_height: float,
        noted: tuple[Spots, Sequence[str]] | None = None,
    ) -> None:
        self._measure = measure
        self._head = head
        self._head_height = head_height
        self._noted = noted
        self._encoded: Encoded = {}

    def paint(self, canv: Canvas, top: float, rows: Sequence[LaidRow]) -> None:
        """Draw the headings and the rows below the height ``top``."""
        text = _TextObject(canv, self._encoded)
        rules: list[Segment] = []
        for cell in self._head:
            self._paint_lines(text, cell.first, cell.stop, top - cell.top, top - cell.bottom, cell.lines, Align.CENTER)
            rules += self._head_rules(cell, top)
        y = top - self._head_height
        for row in rows:
            self._paint_row(text, row, y)
            if row.name and self._noted is not None:
                self._note(canv, row, y, *self._noted)
            y -= row.height
        rules += self._row_rules(rows, top - self._head_height)
        canv.drawText(text)  # type: ignore[arg-type]  # it only asks for getCode()
        canv.setLineWidth(_RULE_WIDTH)
        canv.setLineCap(2)
        canv.lines(rules)

    def _note(self, canv: Canvas, row: LaidRow, top: float, spots: Spots, columns: Sequence[str]) -> None:
        """Note where the figures of a row stand that have something behind them."""
        edges = self._measure.edges
        for cell in row.cells:
            if cell.counts is not None and cell.lines:
                area = (edges[cell.first], top - row.height, edges[cell.stop], top)
                spots.add(canv, area, " ".join(cell.lines), (row.name, columns[cell.first]), cell.counts)

    def _paint_row(self, text: _TextObject, row: LaidRow, top: float) -> None:
        bottom = top - row.height
        for cell in row.cells:
            if cell.lines:
                self._paint_lines(text, cell.first, cell.stop, top, bottom, cell.lines, cell.align, bold=row.bold)

    def _paint_lines(
        self,
        text: _TextObject,
        first: int,
        stop: int,
        top: float,
        bottom: float,
        lines: Sequence[str],
        align: Align,
        *,
        bold: bool = True,
    ) -> None:
        """Set lines between two columns, in the middle of the height."""
        setter = self._measure.setter(bold=bold)
        left, right = self._measure.edges[first] + PAD_X, self._measure.edges[stop] - PAD_X
        leading = setter.size * LEADING
        y = (top + bottom + len(lines) * leading) / 2 - setter.size * _TO_BASELINE
        for line in lines:
            if align is Align.RIGHT:
                x = right - setter.width(line)
            elif align is Align.CENTER:
                x = (left + right - setter.width(line)) / 2
            else:
                x = left
            text.add(x, y, line, setter)
            y -= leading

    def _head_rules(self, cell: HeadCell, top: float) -> list[Segment]:
        left, right = self._measure.edges[cell.first], self._measure.edges[cell.stop]
        upper, lower = top - cell.top, top - cell.bottom
        return [(left, upper, right, upper), (left, upper, left, lower), (right, upper, right, lower)]

    def _row_rules(self, rows: Sequence[LaidRow], top: float) -> list[Segment]:
        """Return a line above each row, one under the last, and the columns' lines broken by joined cells."""
        edges = self._measure.edges
        rules: list[Segment] = []
        standing: dict[int, float] = {}
        y = top
        for index, row in enumerate(rows):
            if not row.joined or index == 0:
                rules.append((edges[0], y, edges[-1], y))
            borders = {cell.first for cell in row.cells} | {len(edges) - 1}
            ended = [border for border in standing if border not in borders]
            rules += [(edges[border], standing.pop(border), edges[border], y) for border in ended]
            for border in borders:
                standing.setdefault(border, y)
            y -= row.height
        rules.append((edges[0], y, edges[-1], y))
        rules += [(edges[border], start, edges[border], y) for border, start in sorted(standing.items())]
        return rules
