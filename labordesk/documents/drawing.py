"""Centred columns of lines and the rules under them: what letterheads, titles and signatures are drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from labordesk.documents import decree
from labordesk.documents.fonts import ASCENT, DESCENT
from labordesk.documents.wrapping import Setter

RULE_WIDTH = 0.6
_LEADING = 1.2
_LOWEST_PAGE = (decree.PAPER_SHORT_MM - decree.MARGIN_TOP_MM - decree.MARGIN_BOTTOM_MM) * mm
"""Height of the text on a landscape page."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text: its baseline below the top and where its left edge stands; points."""

    x: float
    baseline: float
    text: str
    face: str
    size: float


@dataclass(slots=True)
class Drawing:
    """Lines of text and rules set from the top downwards inside a given width; all lengths in points."""

    width: float
    depth: float = 0
    _lines: list[_Line] = field(default_factory=list)
    _rules: list[tuple[float, float, float]] = field(default_factory=list)

    def centred(self, text: str, setter: Setter, left: float, right: float, *, balanced: bool = True) -> float:
        """Set a text centred between two edges; return the width of its longest line."""
        lines = (setter.balanced if balanced else setter.lines)(text, right - left)
        for line in lines:
            self._set(line, setter, left + (right - left - setter.width(line)) / 2)
        return max(setter.width(line) for line in lines)

    def flush(self, text: str, setter: Setter, left: float, right: float) -> None:
        """Set a text from the left edge, broken at the right one."""
        for line in setter.lines(text, right - left):
            self._set(line, setter, left)

    def rule(self, centre: float, length: float) -> None:
        """Draw a solid line centred under what was set last."""
        self.depth += 2
        self._rules.append((centre - length / 2, centre + length / 2, self.depth))
        self.depth += 4

    def gap(self, height: float) -> None:
        """Leave an empty height."""
        self.depth += height

    def _set(self, line: str, setter: Setter, x: float) -> None:
        lead = setter.size * (_LEADING - ASCENT - DESCENT) / 2
        self._lines.append(_Line(x, self.depth + lead + setter.size * ASCENT, line, setter.face, setter.size))
        self.depth += setter.size * _LEADING

    @property
    def first_baseline(self) -> float:
        """Return how far below the top the first line stands; 0 without lines."""
        return min((line.baseline for line in self._lines), default=0.0)

    def place(self, other: Drawing, left: float, top: float) -> None:
        """Take over what another drawing holds, moved right by ``left`` and down to ``top``."""
        self._lines += [_Line(s.x + left, s.baseline + top, s.text, s.face, s.size) for s in other._lines]
        self._rules += [(x1 + left, x2 + left, y + top) for x1, x2, y in other._rules]
        self.depth = max(self.depth, top + other.depth)

    def cut(self, depth: float) -> tuple[Drawing, Drawing]:
        """Return what stands above a depth and, moved up to the top, what stands below."""
        head, tail = Drawing(self.width, depth), Drawing(self.width)
        head._lines = [line for line in self._lines if line.baseline + line.size * DESCENT <= depth]
        rest = [line for line in self._lines if line.baseline + line.size * DESCENT > depth]
        top = min((line.baseline - line.size * ASCENT for line in rest), default=self.depth)
        tail._lines = [_Line(s.x, s.baseline - top, s.text, s.face, s.size) for s in rest]
        head._rules = [rule for rule in self._rules if rule[2] <= depth]
        tail._rules = [(x1, x2, y - top) for x1, x2, y in self._rules if y > depth]
        tail.depth = self.depth - top
        return head, tail

    def paint(self, canv: Canvas, top: float) -> None:
        """Draw everything below the height ``top``."""
        for line in self._lines:
            canv.setFont(line.face, line.size)
            canv.drawString(line.x, top - line.baseline, line.text)
        canv.setLineWidth(RULE_WIDTH)
        canv.lines([(x1, top - y, x2, top - y) for x1, x2, y in self._rules])


class DrawnBlock(Flowable):
    """A drawing in the flow of the text; cut only when no page can hold it."""

    def __init__(self, drawing: Drawing, space_before: float = 0, space_after: float = 0) -> None:
        super().__init__()
        self.drawing = drawing
        self.spaceBefore = space_before
        self.spaceAfter = space_after

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, self.drawing.depth
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        if self.drawing.depth <= _LOWEST_PAGE:
            return []
        head, tail = self.drawing.cut(available_height)
        return [DrawnBlock(head, self.spaceBefore), DrawnBlock(tail, 0, self.spaceAfter)]

    def draw(self) -> None:
        self.drawing.paint(self.canv, self.height)


def side_by_side(width: float, drawings: Sequence[tuple[Drawing, float]]) -> Drawing:
    """Return drawings level with each other, each at its distance from the left."""
    row = Drawing(width)
    for drawing, left in drawings:
        row.place(drawing, left, 0)
    return row
