"""Charts on paper: as vectors, in greys that a copier keeps apart, one or two in a row."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color, black, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from labordesk.documents.chart_drawing import NOTHING, DrawnChart, Look, draw_chart
from labordesk.documents.fonts import BOLD, ITALIC, REGULAR, paper_text, register_fonts
from labordesk.documents.hot_spots import Spots
from labordesk.documents.model import Chart, Charts

__all__ = ["NOTHING", "PAPER", "ChartRow", "chart_drawing"]

GREY = Color(0.42, 0.42, 0.42)
PAPER = Look(
    *(REGULAR, BOLD, ITALIC, 10.5, 9.0, 8.0),
    ink=black,
    fill=GREY,
    earlier=white,
    outline=black,
    width_of=stringWidth,
    clean=paper_text,
)
_GAP = 8 * mm
_COLUMNS_HIGH, _LOW_COLUMNS_HIGH = 30 * mm, 20 * mm


def chart_drawing(chart: Chart, width: float) -> Drawing:
    """Return a chart as wide as asked for (points); its height follows from what it shows."""
    return _drawn(chart, width).drawing


def _drawn(chart: Chart, width: float, *, dense: bool = False) -> DrawnChart:
    register_fonts()
    return draw_chart(chart, width, PAPER, columns_high=_LOW_COLUMNS_HIGH if dense else _COLUMNS_HIGH, dense=dense)


def _height(drawn: Sequence[DrawnChart]) -> float:
    return max(float(one.drawing.height) for one in drawn)


class ChartRow(Flowable):
    """One chart, or two side by side with their upper edges on one line.

    Where the rest of the page is too low for them but for denser ones, these are drawn: a summary stays on its page
    under a tall letterhead.
    """

    def __init__(self, row: Charts, spots: Spots | None = None) -> None:
        super().__init__()
        self.row = row
        self.spaceBefore = self.spaceAfter = 6
        self._spots = spots
        self._drawn: list[DrawnChart] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        count = len(self.row.charts)
        room = (available_width - _GAP * (count - 1)) / count
        self._drawn = [_drawn(chart, room) for chart in self.row.charts]
        if _height(self._drawn) > available_height:
            dense = [_drawn(chart, room, dense=True) for chart in self.row.charts]
            if _height(dense) <= available_height:
                self._drawn = dense
        self.height = _height(self._drawn)
        return self.width, self.height

    def draw(self) -> None:
        canv: Canvas = self.canv
        left = 0.0
        for one, chart in zip(self._drawn, self.row.charts, strict=True):
            bottom = self.height - one.drawing.height
            # Else the file names Helvetica, which is not embedded.
            one.drawing.setProperties({"initialFontName": REGULAR})
            renderPDF.draw(one.drawing, canv, left, bottom)
            if self._spots is not None:
                self._note(self._spots, one, chart, left, bottom)
            left += one.drawing.width + _GAP

    def _note(self, spots: Spots, drawn: DrawnChart, chart: Chart, left: float, bottom: float) -> None:
        """Note where the bars stand that have something behind them."""
        for area in drawn.areas:
            if area.bar.counts is not None:
                edges = (left + area.left, bottom + area.bottom, left + area.right, bottom + area.top)
                spots.add(self.canv, edges, area.bar.text, (chart.title, area.bar.label), area.bar.counts)
