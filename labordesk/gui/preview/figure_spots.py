"""The figures on a paper that can be pressed: where they lie in a view, and how the one pointed at is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPen

from labordesk.documents.hot_spots import Spot
from labordesk.gui.preview.paper import Paper
from labordesk.gui.tokens import LIGHT

_ROOMY = 24
"""Pixels from which a thick line below a figure does not touch its letters."""


class FigureSpots:
    """The figures of a paper in reading order; ``current`` is the one under the mouse or the keyboard."""

    def __init__(self) -> None:
        self._spots: tuple[Spot, ...] = ()
        self._by_page: dict[int, list[Spot]] = {}
        self.current: Spot | None = None

    def set_spots(self, paper: Paper | None) -> None:
        """Take the figures of another paper."""
        self._spots = paper.spots if paper is not None else ()
        found: dict[int, list[Spot]] = defaultdict(list)
        for spot in self._spots:
            found[spot.page].append(spot)
        self._by_page = dict(found)

    def on_page(self, page: int) -> Sequence[Spot]:
        """Return the figures of a page (from 0)."""
        return self._by_page.get(page, ())

    def after(self, spot: Spot | None, step: int, page: int) -> Spot | None:
        """Return the figure some steps on, round and round; without one the first at or after a page."""
        if not self._spots:
            return None
        if spot is not None and spot in self._spots:
            return self._spots[(self._spots.index(spot) + step) % len(self._spots)]
        return next((one for one in self._spots if one.page >= page), self._spots[0])


def figure_name(spot: Spot) -> str:
    """Return row, column and figure as one line."""
    return f"{' · '.join(spot.names)}: {spot.text}" if spot.text else " · ".join(spot.names)


def figure_area(spot: Spot, size: tuple[float, float], page: QRect) -> QRect:
    """Return where a figure lies on a page drawn at ``page``; ``size`` is that of the paper in points."""
    across, down = page.width() / size[0], page.height() / size[1]
    left, top = page.left() + spot.left * across, page.top() + (size[1] - spot.top) * down
    return QRect(
        round(left), round(top), round((spot.right - spot.left) * across), round((spot.top - spot.bottom) * down)
    )


def draw_figure(painter: QPainter, area: QRect) -> None:
    """Shade a figure and underline it: told without colour too; paper is white in the dark theme as well."""
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # letters stay black
    painter.fillRect(area, QColor("#E3EEFA"))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(QPen(QColor(LIGHT.focus), 2 if area.height() >= _ROOMY else 1))
    inside = area.adjusted(2, 0, -2, -1)
    painter.drawLine(inside.bottomLeft(), inside.bottomRight())
    painter.restore()
