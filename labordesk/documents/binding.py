"""What must stay on one page: a heading with the lines after it, a signature with the lines before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

_FUZZ = 0.01
"""Points two heights may differ by and still count as equal."""


@runtime_checkable
class Cuttable(Protocol):
    """A part of the text that may run over to the next page."""

    def cut(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        """Return what fits in ``height`` and the rest, both long enough to stand alone; None when that is impossible.

        The rest is never empty, so that what is bound behind it has something to stand with.
        """


class Bound(Flowable):
    """Parts of which only ``core`` may be cut: ``before`` stays with its beginning, ``after`` with its end."""

    def __init__(
        self, core: Flowable, page_height: float, before: Sequence[Flowable] = (), after: Sequence[Flowable] = ()
    ) -> None:
        super().__init__()
        self.before = list(before)
        self.core = core
        self.after = list(after)
        self.page_height = page_height
        self._offsets: list[float] = []

    @property
    def parts(self) -> list[Flowable]:
        """All parts from top to bottom."""
        return [*self.before, self.core, *self.after]

    def getSpaceBefore(self) -> float:  # noqa: N802 (ReportLab's name)
        return self.parts[0].getSpaceBefore()

    def getSpaceAfter(self) -> float:  # noqa: N802 (ReportLab's name)
        return self.parts[-1].getSpaceAfter()

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self._offsets, self.height = stacked(self.parts, available_width, available_height)
        return available_width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Cut the core; when a whole page cannot hold what is bound together, let go of it."""
        beside = self._height_beside_core(available_width, available_height)
        halves = self.core.cut(available_width, available_height - beside) if isinstance(self.core, Cuttable) else None
        if halves is not None:
            head, tail = halves
            return [
                Bound(head, self.page_height, before=self.before),
                Bound(tail, self.page_height, after=self.after),
            ]
        if available_height < self.page_height - _FUZZ:
            return []
        return self.parts if len(self.parts) > 1 else self.core.split(available_width, available_height)

    def _height_beside_core(self, width: float, height: float) -> float:
        """Return the height of ``before`` with the gap to the core."""
        if not self.before:
            return 0
        _, tall = stacked(self.before, width, height)
        return tall + max(self.before[-1].getSpaceAfter(), self.core.getSpaceBefore())

    def draw(self) -> None:
        canv: Canvas = self.canv
        for part, offset in zip(self.parts, self._offsets, strict=True):
            part.drawOn(canv, 0, self.height - offset)


class Whole(Bound):
    """Parts that are never cut; a page can hold them."""

    def __init__(self, parts: Sequence[Flowable], page_height: float) -> None:
        super().__init__(parts[0], page_height, after=parts[1:])

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        return []


def stacked(parts: Sequence[Flowable], width: float, height: float) -> tuple[list[float], float]:
    """Return how far the bottom of each part lies below the top of the stack, and the height of the stack.

    The gap between two parts is the larger of the two they ask for.
    """
    offsets: list[float] = []
    used = gap = 0.0
    for index, part in enumerate(parts):
        if index:
            used += max(gap, part.getSpaceBefore())
        _, tall = part.wrap(width, height)
        used += tall
        offsets.append(used)
        gap = part.getSpaceAfter()
    return offsets, used
