"""Files dragged from a folder onto a place in the window: the place is framed while they hover over it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from labordesk.gui.theme import set_look


class FileDrop(QObject):
    """Lets files be dropped on ``target`` (a widget or the viewport of a list); ``frame`` shows it.

    While ``enabled`` is False the pointer says that nothing can be dropped.
    """

    hovered = Signal(object)
    """The place (QPoint in ``target``) under the files, None once they have left."""
    dropped = Signal(list, QPoint)
    """The paths (local files and folders) and the place they fell on."""

    def __init__(self, target: QWidget, frame: QWidget | None = None) -> None:
        super().__init__(target)
        self.enabled = True
        self._frame = frame or target
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # QDragEnterEvent is a QDragMoveEvent, which is a QDropEvent: the type tells them apart.
        match event.type():
            case QEvent.Type.DragEnter | QEvent.Type.DragMove:
                assert isinstance(event, QDragMoveEvent)
                self._hover(event)
            case QEvent.Type.DragLeave:
                self._leave()
            case QEvent.Type.Drop:
                assert isinstance(event, QDropEvent)
                self._drop(event)
            case _:
                return False
        return True

    def _hover(self, event: QDragMoveEvent) -> None:
        if not self.enabled or not _paths(event):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        set_look(self._frame, "drop", "true")
        self.hovered.emit(event.position().toPoint())

    def _leave(self) -> None:
        set_look(self._frame, "drop", "false")
        self.hovered.emit(None)

    def _drop(self, event: QDropEvent) -> None:
        paths = _paths(event)
        self._leave()
        if not self.enabled or not paths:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths, event.position().toPoint())


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
