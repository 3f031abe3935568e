"""Charts drawn once with reportlab.graphics, for paper and for the screen: the same shapes, dressed by a ``Look``.

The period is a solid bar, the earlier one an outline, so that both are told in black and white.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color

from labordesk.documents.model import Bar, Chart, ChartKind

Anchor = Literal["start", "middle", "end"]
NOTHING = "(Không có số liệu)"
_HAIR = 0.5
_BAR, _ROOM, _LITTLE_ROOM = 8.0, 4.5, 1.5
_LABEL_SHARE = 0.54
_FLOOR, _ABOVE, _KEY, _HEAD = 13.0, 12.0, 14.0, 16.0
"""Points below and above columns, and for the key and the title."""
_DOTS = "…"


@dataclass(frozen=True)
class Look:
    """How a chart is dressed: faces, sizes of letters (points), colours, and how wide words are.

    ``clean`` makes text fit for the face. With ``is_measured`` every text begins where ``width_of`` puts it: who draws
    the shapes may know no other measure of the face.
    """

    regular: str
    bold: str
    italic: str
    title: float
    small: float
    tiny: float
    ink: Color
    fill: Color
    earlier: Color
    outline: Color
    width_of: Callable[[str, str, float], float]
    clean: Callable[[str], str]
    is_measured: bool = False
    nothing: str = NOTHING


class Area(NamedTuple):
    """Where a bar may be pressed, from its label to its figure: points from the lower left corner."""

    bar: Bar
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class DrawnChart:
    """The shapes of a chart and the areas of its bars."""

    drawing: Drawing
    areas: tuple[Area, ...]


def draw_chart(
    chart: Chart,
    width: float,
    look: Look,
    *,
    titled: bool = True,
    columns_high: float = 0,
    empty_high: float = 26,
    dense: bool = False,
) -> DrawnChart:
    """Draw a chart as wide as asked for (points); its height follows from what it shows, ``dense`` bars take less."""
    frame = _Frame(width, look)
    if not any(bar.value or bar.before for bar in chart.bars):
        frame.text(0, 12, look.nothing, look.italic, look.small)
        frame.height = empty_high
    elif chart.kind is ChartKind.BARS:
        _draw_bars(frame, chart, _LITTLE_ROOM if dense else _ROOM)
    else:
        _draw_columns(frame, chart, columns_high)
    if len(chart.series) == 2:
        _draw_key(frame, chart)
    if titled:
        frame.height += _HEAD
        title = fitted(chart.title, look.bold, look.title, width, look.width_of)
        frame.text(0, frame.height - 10, title, look.bold, look.title)
    return DrawnChart(Drawing(width, frame.height, *frame.shapes), tuple(frame.areas))


def room_beside_columns(chart: Chart) -> float:
    """Return the height a chart without a title takes beside its columns."""
    return _FLOOR + _ABOVE + (_KEY if len(chart.series) == 2 else 0)


@dataclass
class _Frame:
    """Shapes being laid out from the bottom up; ``height`` grows with them."""

    width: float
    look: Look
    height: float = 0.0
    shapes: list[Rect | String | Line] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, face: str, size: float, anchor: Anchor = "start") -> None:
        """Put words at a place; letters the face lacks are shown as boxes, never dropped."""
        shown = self.look.clean(text)
        if self.look.is_measured and anchor != "start":
            x -= self.look.width_of(shown, face, size) * (1.0 if anchor == "end" else 0.5)
            anchor = "start"
        self.shapes.append(
            String(x, y, shown, fontName=face, fontSize=size, textAnchor=anchor, fillColor=self.look.ink)
        )

    def box(self, x: float, y: float, width: float, height: float, *, solid: bool) -> None:
        """Put a bar at a place: solid for the period, an outline for the earlier one."""
        box = Rect(x, y, width, height)
        box.fillColor = self.look.fill if solid else self.look.earlier
        box.strokeColor, box.strokeWidth = self.look.outline, _HAIR
        self.shapes.append(box)

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """Put an axis."""
        self.shapes.append(Line(x, y, to_x, to_y, strokeColor=self.look.outline, strokeWidth=_HAIR))


def fitted(text: str, face: str, size: float, room: float, width_of: Callable[[str, str, float], float]) -> str:
    """Return the text, ended by "…" where it has no room."""
    if width_of(text, face, size) <= room:
        return text
    while text and width_of(text.rstrip() + _DOTS, face, size) > room:
        text = text[:-1]
    return text.rstrip() + _DOTS


def _largest(chart: Chart) -> int:
    return max(max(bar.value, bar.before) for bar in chart.bars)


def _draw_bars(frame: _Frame, chart: Chart, room: float) -> None:
    """Draw names at the left, lengths in the middle, figures at the end; the first bar stands on top."""
    both = len(chart.series) == 2
    look = frame.look
    face, size = look.regular, look.small
    labels = min(_LABEL_SHARE * frame.width, max(look.width_of(bar.label, face, size) for bar in chart.bars))
    figures = max(look.width_of(bar.text, face, size) for bar in chart.bars) + 4
    start = labels + 5
    longest = max(1.0, frame.width - start - figures)
    step = _BAR * (1.6 if both else 1.0) + room
    largest = _largest(chart)
    y = 0.0
    for bar in reversed(chart.bars):
        middle = y + (step - room) / 2
        frame.text(labels, middle - 3, fitted(bar.label, face, size, labels, look.width_of), face, size, "end")
        if both and bar.before:
            frame.box(start, y, longest * bar.before / largest, _BAR * 0.7, solid=False)
        length = longest * bar.value / largest
        if bar.value:
            frame.box(start, y + (_BAR * 0.7 if both else 0), length, _BAR * (0.9 if both else 1), solid=True)
        end = max(length, longest * bar.before / largest if both else 0)
        frame.text(start + end + 3, middle - 3, bar.text, face, size)
        frame.areas.append(Area(bar, 0, y, frame.width, y + step))
        y += step
    frame.line(start, -1, start, y - room + 1)
    frame.height = y


def _draw_columns(frame: _Frame, chart: Chart, columns_high: float) -> None:
    """Draw one column, or two, for each label, over a common line; a figure that has no room is left out."""
    both = len(chart.series) == 2
    look = frame.look
    face, size = look.regular, look.tiny
    each = frame.width / len(chart.bars)
    thick = each * (0.36 if both else 0.6)
    largest = _largest(chart)
    top = _FLOOR + columns_high + _ABOVE
    for place, bar in enumerate(chart.bars):
        centre = each * (place + 0.5)
        left = centre - thick * (1 if both else 0.5)
        high = columns_high * bar.value / largest
        if both and bar.before:
            frame.box(left, _FLOOR, thick, columns_high * bar.before / largest, solid=False)
        if bar.value:
            frame.box(left + (thick if both else 0), _FLOOR, thick, high, solid=True)
        frame.text(centre, 3, fitted(bar.label, face, size, each, look.width_of), face, size, "middle")
        if bar.text and bar.value and look.width_of(bar.text, face, size) <= each:
            _draw_figure(frame, bar, (centre, thick / 2 if both else 0), columns_high / largest)
        frame.areas.append(Area(bar, each * place, 0, each * (place + 1), top))
    frame.line(0, _FLOOR, frame.width, _FLOOR)
    frame.height = top


def _draw_figure(frame: _Frame, bar: Bar, at: tuple[float, float], scale: float) -> None:
    """Put a figure over its column, beside the taller one of last year, or above that where the chart ends."""
    centre, half = at
    look = frame.look
    wide = look.width_of(bar.text, look.regular, look.tiny)
    beside = half and bar.before > bar.value
    x, under = (centre + 1.5 if beside else centre + half), bar.value
    anchor: Anchor = "start" if beside else "middle"
    if x + wide * (1.0 if beside else 0.5) > frame.width:
        x, anchor, under = frame.width, "end", max(bar.value, bar.before)
    frame.text(x, _FLOOR + scale * under + 2.5, bar.text, look.regular, look.tiny, anchor)


def _draw_key(frame: _Frame, chart: Chart) -> None:
    """Say above the chart which bar is which period."""
    look = frame.look
    x = 0.0
    for solid, name in zip((True, False), chart.series, strict=True):
        frame.box(x, frame.height + 2, 9, 7, solid=solid)
        frame.text(x + 13, frame.height + 2, name, look.regular, look.small)
        x += 13 + look.width_of(name, look.regular, look.small) + 14
    frame.height += _KEY
