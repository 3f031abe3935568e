"""Pictures of the pages of a paper, drawn in the background one after another and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from labordesk.gui.preview.paper import Paper
from labordesk.gui.work import Work

MOST_BYTES = 96 * 1024 * 1024


class Wanted(NamedTuple):
    """A page (from 0) as wide as so many device pixels."""

    page: int
    width: int


class PagePictures(QObject):
    """Only one picture is drawn at a time, the one asked for last first, so that scrolling is never behind."""

    drawn = Signal(int)
    """A picture of this page has arrived."""

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._paper: Paper | None = None
        self._kept: OrderedDict[Wanted, QImage] = OrderedDict()
        self._before: dict[int, QImage] = {}
        self._waiting: list[Wanted] = []
        self._under_way: Wanted | None = None

    def set_paper(self, paper: Paper | None) -> None:
        """Draw another paper; until a page is drawn its old picture stands in, so that a change does not flash."""
        same = {page for page, size in enumerate(paper.sizes) if _size(self._paper, page) == size} if paper else set()
        old = {one.page: image for one, image in self._kept.items()}
        self._before = {page: image for page, image in (self._before | old).items() if page in same}
        self._paper = paper
        self._kept.clear()
        self._waiting.clear()
        self._under_way = None

    def picture(self, page: int, width: int) -> QImage | None:
        """Return a picture of a page in this width or, for the time being, another one; None: nothing yet.

        What is missing is drawn and told by ``drawn``.
        """
        wanted = Wanted(page, width)
        if wanted in self._kept:
            self._kept.move_to_end(wanted)
            return self._kept[wanted]
        self._ask(wanted)
        of_page = (image for one, image in reversed(self._kept.items()) if one.page == page)
        return next(of_page, self._before.get(page))

    def has(self, page: int, width: int) -> bool:
        """Say whether the picture in exactly this width has arrived."""
        return Wanted(page, width) in self._kept

    def _ask(self, wanted: Wanted) -> None:
        if wanted == self._under_way or self._paper is None:
            return
        self._waiting = [one for one in self._waiting if one.page != wanted.page or one == wanted]
        if wanted in self._waiting:
            self._waiting.remove(wanted)
        self._waiting.append(wanted)
        self._draw_next()

    def _draw_next(self) -> None:
        if self._under_way is not None or not self._waiting or self._paper is None:
            return
        paper, wanted = self._paper, self._waiting.pop()
        self._under_way = wanted
        self._work.read(
            lambda: paper.picture(wanted.page, wanted.width),
            lambda image: self._keep(paper, wanted, image),
            owner=self,
        )

    def _keep(self, paper: Paper, wanted: Wanted, image: QImage) -> None:
        if paper is not self._paper:
            return
        self._under_way = None
        self._kept[wanted] = image
        self._before.pop(wanted.page, None)
        while len(self._kept) > 1 and sum(one.sizeInBytes() for one in self._kept.values()) > MOST_BYTES:
            self._kept.popitem(last=False)
        self.drawn.emit(wanted.page)
        self._draw_next()


def _size(paper: Paper | None, page: int) -> tuple[float, float] | None:
    return paper.sizes[page] if paper is not None and page < paper.page_count else None
