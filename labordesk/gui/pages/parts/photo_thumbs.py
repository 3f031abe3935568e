"""The small pictures of files, read only for those seen and only a screenful kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from labordesk.gui.context import Context

KEPT = 96
"""Pictures kept at once, 256 by 256 pixels at most: 24 MB when all are full."""


class PhotoThumbs(QObject):
    """``picture(id)`` gives one that was read, or None and asks for it; ``arrived`` tells when it is there."""

    arrived = Signal(int)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._asked: set[int] = set()

    def picture(self, found: int) -> QImage | None:
        """Return the small picture of a file, None while it is being read; an empty one where there is none."""
        image = self._kept.get(found)
        if image is not None:
            self._kept.move_to_end(found)
        elif found not in self._asked:
            self._asked.add(found)
            register = self._context.register
            self._context.work.read(
                lambda: (found, _small_picture(register, found)), self._keep, lambda _error: None, owner=self
            )
        return image

    def forget(self) -> None:
        """Drop everything: another record is shown, or another register."""
        self._kept.clear()
        self._asked.clear()

    def _keep(self, read: tuple[int, QImage]) -> None:
        found, image = read
        self._asked.discard(found)
        self._kept[found] = image
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(found)


def _small_picture(register: Any, found: int) -> QImage:
    from labordesk.services.attachments import thumbnail

    return QImage.fromData(thumbnail(register, found))
