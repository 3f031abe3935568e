"""Photos on the page: one or two side by side, each over its caption, never cut."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from labordesk.documents import decree
from labordesk.documents.drawing import Drawing
from labordesk.documents.fonts import ITALIC
from labordesk.documents.model import Picture, Pictures
from labordesk.documents.picture_sizes import GAP_MM, NO_PICTURE, Size, drawn_size, room_of
from labordesk.documents.wrapping import Setter

_CAPTION_GAP = 3


class PhotoRow(Flowable):
    """The photos of a row stand on one line with their lower edges, the captions begin below them."""

    def __init__(self, row: Pictures) -> None:
        super().__init__()
        self.row = row
        self.spaceBefore = self.spaceAfter = 6
        self._room = 0.0
        self._sizes: list[Size | None] = []
        self._captions: list[Drawing] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self._room = room_of(self.row, available_width)
        self._sizes = [drawn_size(one, self._room) for one in self.row.pictures]
        self._captions = [self._caption(one, size) for one, size in zip(self.row.pictures, self._sizes, strict=True)]
        self.height = self._tallest() + _CAPTION_GAP + max(one.depth for one in self._captions)
        return self.width, self.height

    def _tallest(self) -> float:
        return max((size.height for size in self._sizes if size is not None), default=0.0)

    def _caption(self, picture: Picture, size: Size | None) -> Drawing:
        drawing = Drawing(self._room)
        text = picture.caption if size is not None else " ".join((picture.caption, NO_PICTURE)).strip()
        if text:
            drawing.centred(text, Setter(ITALIC, decree.RECIPIENTS_HEAD_SIZE), 0, self._room)
        return drawing

    def draw(self) -> None:
        canv: Canvas = self.canv
        count = len(self.row.pictures)
        whole = self._room * count + GAP_MM * mm * (count - 1)
        left, bottom = (self.width - whole) / 2, self.height - self._tallest()
        for picture, size, caption in zip(self.row.pictures, self._sizes, self._captions, strict=True):
            if size is not None:
                x = left + (self._room - size.width) / 2
                canv.drawImage(ImageReader(BytesIO(picture.content)), x, bottom, size.width, size.height, mask="auto")
            canv.saveState()
            canv.translate(left, 0)
            caption.paint(canv, bottom - _CAPTION_GAP)
            canv.restoreState()
            left += self._room + GAP_MM * mm
