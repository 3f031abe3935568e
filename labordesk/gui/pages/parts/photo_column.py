"""``PhotoColumn``: the photos (or papers) of one kind: heading, grid, a button to add, a place to drop files on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from labordesk.gui.buttons import Link
from labordesk.gui.pages.parts.file_drop import FileDrop
from labordesk.gui.pages.parts.photo_grid import PhotoGrid, cell_size
from labordesk.gui.pages.parts.photo_thumbs import PhotoThumbs
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.attachment_lists import AttachmentRow

MOST_ROWS = 3
_EMPTY_HEIGHT = 84


class PhotoColumn(QFrame):
    """``kind`` is what a file added here becomes, ``kinds`` what is shown here (() for all)."""

    add_asked = Signal(str)
    dropped = Signal(str, list)

    def __init__(self, thumbs: PhotoThumbs, title: str, add: str, empty: str, kind: str, kinds: Sequence[str]) -> None:
        super().__init__()
        self.kind = kind
        self.kinds = tuple(kinds)
        self.setProperty("role", "well")
        self.grid = PhotoGrid(thumbs, title)
        self._title = title
        self._heading = QLabel(title)
        self._heading.setProperty("role", "label")
        self._empty = QLabel(empty)
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMinimumHeight(_EMPTY_HEIGHT)
        self.add = Link(add, lambda: self.add_asked.emit(self.kind))
        self._drop = FileDrop(self, self)
        self._grid_drop = FileDrop(self.grid.viewport(), self)
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.grid)
        column.addWidget(self._empty)
        column.addStretch(1)
        self.setMinimumWidth(cell_size().width() + 40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        for drop in (self._drop, self._grid_drop):
            drop.dropped.connect(self._was_dropped)

    def set_files(self, rows: Sequence[AttachmentRow]) -> None:
        """Show those of the files that belong here."""
        mine = [row for row in rows if not self.kinds or row.kind in self.kinds]
        self.grid.set_files(mine)
        self.grid.setVisible(bool(mine))
        self._empty.setVisible(not mine)
        self._heading.setText(f"{self._title} ({number(len(mine))})" if mine else self._title)
        self._fit()

    def set_writable(self, writable: bool) -> None:
        """Let files be added or not."""
        self.add.setVisible(writable)
        self._drop.enabled = self._grid_drop.enabled = writable

    def set_empty(self, words: str) -> None:
        """Change what an empty column says."""
        self._empty.setText(words)

    def _fit(self) -> None:
        self.grid.setFixedHeight(self.grid.height_for(max(1, self.width() - 24), MOST_ROWS))

    def _was_dropped(self, paths: list[Path], _place: QPoint) -> None:
        self.dropped.emit(self.kind, paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(cell_size().width() + 40, super().sizeHint().height())
