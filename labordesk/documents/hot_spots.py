"""Where on the pages a figure was printed, so that a preview can be pressed; nothing of it is in the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labordesk.documents.model import Align, Column, Row, RowKind

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from labordesk.store.figure_rows.meaning import Rows

_PART = "– "
"""How the name of a row begins that tells a part of the row above."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure on ``page`` (from 0), its edges in points from the lower left corner of the page.

    ``text`` is what is printed, ``names`` the row and the column it stands in, ``counts`` what it counts.
    """

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str
    names: tuple[str, ...]
    counts: Rows


class Spots:
    """The figures of a file, in the order its pages are drawn."""

    def __init__(self) -> None:
        self._found: list[Spot] = []

    def add(
        self,
        canv: Canvas,
        edges: tuple[float, float, float, float],
        text: str,
        names: tuple[str, ...],
        counts: Rows,
    ) -> None:
        """Note a figure on the current page; ``edges`` are left, bottom, right, top where the canvas stands now."""
        left, bottom = canv.absolutePosition(edges[0], edges[1])
        right, top = canv.absolutePosition(edges[2], edges[3])
        page = canv.getPageNumber() - 1
        self._found.append(Spot(page, left, bottom, right, top, text, tuple(filter(None, names)), counts))

    def found(self) -> tuple[Spot, ...]:
        """Return the figures noted."""
        return tuple(self._found)


def column_names(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return what each column is called, its common heading first."""
    return tuple(", ".join(part for part in (one.group, one.heading) if part) for one in columns)


class RowNames:
    """Names rows one after another: a row that tells a part of one above is named after both."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._above = ""

    def of(self, row: Row) -> str:
        """Return what a row is called."""
        texts = [
            cell
            for cell, column in zip(row.cells, self._columns, strict=True)
            if isinstance(cell, str) and cell and column.align is Align.LEFT
        ]
        name = texts[0] if texts else ""
        if row.kind is not RowKind.NORMAL:
            return name or next((cell for cell in row.cells if isinstance(cell, str) and cell), "")
        if not name:
            return self._above
        if name.startswith(_PART):
            return f"{self._above} {name}" if self._above else name.removeprefix(_PART)
        self._above = name
        return name
