"""Where the pages of a paper lie below each other in a view; lengths in logical pixels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

MARGIN = 14
GAP = 12
PIXELS_PER_POINT = 96 / 72
"""Of a screen at 100 %: a page is as large as on paper."""
_SMALLEST = 0.05


@dataclass(frozen=True)
class PageLayout:
    """Pages of ``sizes`` (points) at a zoom of 1.0 for life size, or each as wide as a view of ``fitted`` pixels.

    Fitted one by one, a table in landscape at the end does not make the letter before it too small to read.
    """

    sizes: tuple[tuple[float, float], ...]
    zoom: float = 1.0
    fitted: int = 0

    def zoom_of(self, page: int) -> float:
        """Return the zoom of a page."""
        if not self.fitted:
            return self.zoom
        return max(_SMALLEST, (self.fitted - 2 * MARGIN) / (self.sizes[page][0] * PIXELS_PER_POINT))

    def page_size(self, page: int) -> tuple[int, int]:
        """Return width and height of a page."""
        width, height = self.sizes[page]
        scale = self.zoom_of(page) * PIXELS_PER_POINT
        return max(1, round(width * scale)), max(1, round(height * scale))

    def tops(self) -> list[int]:
        """Return where each page begins."""
        heights = [self.page_size(page)[1] + GAP for page in range(len(self.sizes))]
        return list(accumulate(heights[:-1], initial=MARGIN)) if heights else []

    def width(self) -> int:
        """Return the width of the widest page with its margins."""
        return max((self.page_size(page)[0] for page in range(len(self.sizes))), default=0) + 2 * MARGIN

    def height(self) -> int:
        """Return the height of everything."""
        if not self.sizes:
            return 0
        last = len(self.sizes) - 1
        return self.tops()[last] + self.page_size(last)[1] + MARGIN

    def page_at(self, y: int) -> int:
        """Return the page at a height, the one above in a gap."""
        return max((page for page, top in enumerate(self.tops()) if top - GAP <= y), default=0)

    def visible(self, top: int, height: int) -> range:
        """Return the pages to be seen in a window of a height."""
        if not self.sizes:
            return range(0)
        return range(self.page_at(top), self.page_at(top + height - 1) + 1)
