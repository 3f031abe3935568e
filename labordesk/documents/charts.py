"""Charts drawn once with reportlab.graphics: as vectors on paper, in greys that a copier keeps apart.

The period is solid grey, the earlier one white with an outline, so that both are told in black and white.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, black, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from labordesk.documents.fonts import BOLD, ITALIC, REGULAR, paper_text, register_fonts
from labordesk.documents.model import Chart, ChartKind, Charts

GREY = Color(0.42, 0.42, 0.42)
_TITLE, _SMALL, _TINY = 10.5, 9.0, 8.0
Anchor = Literal["start", "middle", "end"]
_HAIR = 0.5
_GAP = 8 * mm
_BAR, _ROOM = 8.0, 4.5
_COLUMNS_HIGH = 30 * mm
_LABEL_SHARE = 0.54
_DOTS = "…"
NOTHING = "(Không có số liệu)"


def chart_drawing(chart: Chart, width: float) -> Drawing:
    """Return a chart as wide as asked for (points); its height follows from what it shows."""
    register_fonts()
    frame = _Frame(width)
    if not any(bar.value or bar.before for bar in chart.bars):
        frame.text(0, 12, NOTHING, ITALIC, _SMALL)
        frame.height = 26
    elif chart.kind is ChartKind.BARS:
        _draw_bars(frame, chart)
    else:
        _draw_columns(frame, chart)
    if len(chart.series) == 2:
        _draw_key(frame, chart)
    frame.height += 16
    frame.text(0, frame.height - 10, fitted(chart.title, BOLD, _TITLE, width), BOLD, _TITLE)
    return frame.drawing()


@dataclass
class _Frame:
    """Shapes being laid out from the bottom up; ``height`` grows with them."""

    width: float
    height: float = 0.0

    def __post_init__(self) -> None:
        self._shapes: list[Rect | String | Line] = []

    def text(self, x: float, y: float, text: str, face: str, size: float, anchor: Anchor = "start") -> None:
        """Put words at a place; letters the font lacks are shown as boxes, never dropped."""
        self._shapes.append(String(x, y, paper_text(text), fontName=face, fontSize=size, textAnchor=anchor))

    def box(self, x: float, y: float, width: float, height: float, *, solid: bool) -> None:
        """Put a bar at a place: solid for the period, an outline for the earlier one."""
        box = Rect(x, y, width, height)
        box.fillColor, box.strokeColor, box.strokeWidth = (GREY if solid else white), black, _HAIR
        self._shapes.append(box)

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """Put an axis."""
        self._shapes.append(Line(x, y, to_x, to_y, strokeColor=black, strokeWidth=_HAIR))

    def drawing(self) -> Drawing:
        """Return everything that was put."""
        return Drawing(self.width, self.height, *self._shapes)


def fitted(text: str, face: str, size: float, room: float) -> str:
    """Return the text, ended by "…" where it has no room."""
    if stringWidth(text, face, size) <= room:
        return text
    while text and stringWidth(text.rstrip() + _DOTS, face, size) > room:
        text = text[:-1]
    return text.rstrip() + _DOTS


def _largest(chart: Chart) -> int:
    return max(max(bar.value, bar.before) for bar in chart.bars)


def _draw_bars(frame: _Frame, chart: Chart) -> None:
    """Draw names at the left, lengths in the middle, figures at the end; the first bar stands on top."""
    both = len(chart.series) == 2
    labels = min(_LABEL_SHARE * frame.width, max(stringWidth(bar.label, REGULAR, _SMALL) for bar in chart.bars))
    figures = max(stringWidth(bar.text, REGULAR, _SMALL) for bar in chart.bars) + 4
    start = labels + 5
    longest = max(1.0, frame.width - start - figures)
    step = _BAR * (1.6 if both else 1.0) + _ROOM
    largest = _largest(chart)
    y = 0.0
    for bar in reversed(chart.bars):
        middle = y + (step - _ROOM) / 2
        frame.text(labels, middle - 3, fitted(bar.label, REGULAR, _SMALL, labels), REGULAR, _SMALL, "end")
        if both and bar.before:
            frame.box(start, y, longest * bar.before / largest, _BAR * 0.7, solid=False)
        length = longest * bar.value / largest
        if bar.value:
            frame.box(start, y + (_BAR * 0.7 if both else 0), length, _BAR * (0.9 if both else 1), solid=True)
        end = max(length, longest * bar.before / largest if both else 0)
        frame.text(start + end + 3, middle - 3, bar.text, REGULAR, _SMALL)
        y += step
    frame.line(start, -1, start, y - _ROOM + 1)
    frame.height = y


def _draw_columns(frame: _Frame, chart: Chart) -> None:
    """Draw one column, or two, for each label, over a common line; a figure that has no room is left out."""
    both = len(chart.series) == 2
    each = frame.width / len(chart.bars)
    thick = each * (0.36 if both else 0.6)
    largest, floor = _largest(chart), 13.0
    for place, bar in enumerate(chart.bars):
        centre = each * (place + 0.5)
        left = centre - thick * (1 if both else 0.5)
        high = _COLUMNS_HIGH * bar.value / largest
        if both and bar.before:
            frame.box(left, floor, thick, _COLUMNS_HIGH * bar.before / largest, solid=False)
        if bar.value:
            frame.box(left + (thick if both else 0), floor, thick, high, solid=True)
        frame.text(centre, 3, fitted(bar.label, REGULAR, _TINY, each), REGULAR, _TINY, "middle")
        if bar.text and bar.value and stringWidth(bar.text, REGULAR, _TINY) <= each:
            beside = both and bar.before > bar.value  # the taller column of last year would stand in the figure
            x = centre + 1.5 if beside else centre + thick / 2 if both else centre
            frame.text(x, floor + high + 2.5, bar.text, REGULAR, _TINY, "start" if beside else "middle")
    frame.line(0, floor, frame.width, floor)
    frame.height = floor + _COLUMNS_HIGH + 12


def _draw_key(frame: _Frame, chart: Chart) -> None:
    """Say above the chart which grey is which period."""
    x = 0.0
    for solid, name in zip((True, False), chart.series, strict=True):
        frame.box(x, frame.height + 2, 9, 7, solid=solid)
        frame.text(x + 13, frame.height + 2, name, REGULAR, _SMALL)
        x += 13 + stringWidth(name, REGULAR, _SMALL) + 14
    frame.height += 14


class ChartRow(Flowable):
    """One chart, or two side by side with their upper edges on one line."""

    def __init__(self, row: Charts) -> None:
        super().__init__()
        self.row = row
        self.spaceBefore = self.spaceAfter = 6
        self._drawings: list[Drawing] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        count = len(self.row.charts)
        room = (available_width - _GAP * (count - 1)) / count
        self._drawings = [chart_drawing(chart, room) for chart in self.row.charts]
        self.height = max(drawing.height for drawing in self._drawings)
        return self.width, self.height

    def draw(self) -> None:
        canv: Canvas = self.canv
        left = 0.0
        for drawing in self._drawings:
            renderPDF.draw(drawing, canv, left, self.height - drawing.height)
            left += drawing.width + _GAP
