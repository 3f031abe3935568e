"""A chart as SVG for the screen: the shapes of the paper in the letters and colours of a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.graphics import renderSVG
from reportlab.lib.colors import HexColor

from labordesk.documents.chart_drawing import Area, Look, draw_chart, room_beside_columns
from labordesk.documents.model import Chart

_LEAST_COLUMNS = 12.0


@dataclass(frozen=True)
class Dress:
    """Face, sizes of letters and colours ("#0B5CAD") of a window; ``width_of`` measures (text, face, size) in pixels.

    ``fill`` is the period, ``earlier`` the inside of the earlier one, ``outline`` what both are bordered with.
    """

    face: str
    small: float
    tiny: float
    ink: str
    fill: str
    earlier: str
    outline: str
    width_of: Callable[[str, str, float], float]
    nothing: str

    def look(self) -> Look:
        """Return it as what charts are drawn with."""
        return Look(
            *(self.face, self.face, self.face, self.small, self.small, self.tiny),
            ink=HexColor(self.ink),
            fill=HexColor(self.fill),
            earlier=HexColor(self.earlier),
            outline=HexColor(self.outline),
            width_of=self.width_of,
            clean=str,
            is_measured=True,
            nothing=self.nothing,
        )


@dataclass(frozen=True)
class ScreenChart:
    """A chart of ``width`` by ``height`` pixels; the areas of its bars are measured from the lower left corner."""

    svg: bytes
    width: float
    height: float
    areas: tuple[Area, ...]


def chart_svg(chart: Chart, width: float, height: float, dress: Dress) -> ScreenChart:
    """Return a chart without its title, which the window says itself; columns fill the height."""
    room = max(_LEAST_COLUMNS, height - room_beside_columns(chart))
    drawn = draw_chart(chart, width, dress.look(), titled=False, columns_high=room, empty_high=height)
    svg = renderSVG.drawToString(drawn.drawing, useClip=True)  # Qt would fill an element <clipPath> with black
    return ScreenChart(svg.encode(), width, drawn.drawing.height, drawn.areas)
