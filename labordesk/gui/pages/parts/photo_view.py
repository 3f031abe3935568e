"""``PhotoView``: one picture, fitted into the place or enlarged and moved about by mouse, wheel and arrows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from labordesk.gui.theme import colours

_STEP = 1.25
_LARGEST = 8.0
_MOVE = 60


class PhotoView(QWidget):
    """``set_image`` fits a picture; zoom 1.0 is the fitted size, never beyond eight dots of screen for one of it."""

    zoom_changed = Signal()
    turned = Signal(int)
    """Left or right was pressed while the picture is fitted: -1 or 1."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._image = QImage()
        self._zoom = 1.0
        self._shift = QPointF(0, 0)
        self._grip: QPointF | None = None

    def set_image(self, image: QImage) -> None:
        """Show a picture as large as fits."""
        self._image = image
        self.fit()

    def fit(self) -> None:
        """Fit the picture into the place."""
        self._zoom, self._shift = 1.0, QPointF(0, 0)
        self._changed()

    def zoom_by(self, steps: int) -> None:
        """Enlarge by so many steps; never smaller than fitted."""
        self._zoom = max(1.0, min(self._zoom * _STEP**steps, _LARGEST / max(self._fitted(), 0.01)))
        self._changed()

    def is_fitted(self) -> bool:
        """Say whether the whole picture is seen."""
        return self._zoom <= 1.0

    def percent(self) -> int:
        """Return the size against the picture's own dots."""
        return round(100 * self._fitted() * self._zoom) if not self._image.isNull() else 0

    def _changed(self) -> None:
        self._shift = self._within(self._shift)
        self.setCursor(Qt.CursorShape.OpenHandCursor if not self.is_fitted() else Qt.CursorShape.ArrowCursor)
        self.update()
        self.zoom_changed.emit()

    def _fitted(self) -> float:
        """Return the share of the picture's own size at which it fits; small pictures are not blown up."""
        if self._image.isNull():
            return 1.0
        return min(self.width() / self._image.width(), self.height() / self._image.height(), 1.0)

    def _drawn(self) -> QSizeF:
        return QSizeF(self._image.size()) * (self._fitted() * self._zoom)

    def _within(self, shift: QPointF) -> QPointF:
        """Keep the picture over the place: no further than its own edge."""
        size = self._drawn()
        across = max(0.0, (size.width() - self.width()) / 2)
        down = max(0.0, (size.height() - self.height()) / 2)
        return QPointF(max(-across, min(across, shift.x())), max(-down, min(down, shift.y())))

    def _move(self, across: float, down: float) -> None:
        self._shift = self._within(self._shift + QPointF(across, down))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colours().track))
        if self._image.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(QPointF(0, 0), self._drawn())
        place.moveCenter(QRectF(self.rect()).center() + self._shift)
        painter.drawImage(place, self._image)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.zoom_by(1 if turned > 0 else -1)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            moved = event.position() - self._grip
            self._grip = event.position()
            self._move(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.is_fitted():
            self.zoom_by(4)
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif self.is_fitted() and step[0]:
            self.turned.emit(-step[0])
        else:
            self._move(step[0] * _MOVE, step[1] * _MOVE)
