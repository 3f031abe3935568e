"""Files dragged from a folder onto a place in the window, as a hand does it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_BUTTON, _KEY, _COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


def files(*paths: Path) -> QMimeData:
    """What a file manager hands over."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def hover(target: QWidget, place: QPoint, data: QMimeData) -> bool:
    """Bring something over a place; return whether it may fall there."""
    enter = QDragEnterEvent(place, _COPY, data, _BUTTON, _KEY)
    QApplication.sendEvent(target, enter)
    return enter.isAccepted()


def drop(target: QWidget, place: QPoint, *paths: Path) -> bool:
    """Drag files over a place and let them fall; return whether they were taken."""
    data = files(*paths)
    if not hover(target, place, data):
        return False
    falls = QDropEvent(QPointF(place), _COPY, data, _BUTTON, _KEY)
    QApplication.sendEvent(target, falls)
    return falls.isAccepted()
