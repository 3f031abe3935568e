"""``PhotoGrid``: files as small pictures with their words below; arrows walk, Enter opens, Delete asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from labordesk.gui.icons import pixmap
from labordesk.gui.pages.parts.photo_thumbs import PhotoThumbs
from labordesk.gui.pages.parts.photo_words import caption_of, detail_of, spoken
from labordesk.gui.theme import colours, sizes, text_font

if TYPE_CHECKING:
    from labordesk.services.attachment_lists import AttachmentRow

_PICTURE = QSize(152, 114)
_EDGE, _GAP, _LINE = 6, 4, 17


class PhotoGrid(QListView):
    """``set_files`` shows rows; ``current()`` is the one the keyboard is on."""

    opened = Signal(object)
    delete_asked = Signal(object)
    edit_asked = Signal(object)
    menu_asked = Signal(object, QPoint)
    current_changed = Signal(object)

    def __init__(self, thumbs: PhotoThumbs, title: str) -> None:
        super().__init__()
        self._files = _Files()
        self.thumbs = thumbs
        self.setModel(self._files)
        self.setItemDelegate(_Drawing(self))
        self.setAccessibleName(title)
        self.setProperty("role", "photos")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _index: self._emit_opened())
        self.selectionModel().currentChanged.connect(lambda *_args: self.current_changed.emit(self.current()))
        thumbs.arrived.connect(self._picture_arrived)

    def set_files(self, rows: Sequence[AttachmentRow]) -> None:
        """Show other files, staying on the current one when it is still there."""
        before = self.current()
        self._files.set_rows(rows)
        kept = next((place for place, row in enumerate(rows) if before is not None and row.id == before.id), None)
        if kept is not None:
            self.setCurrentIndex(self._files.index(kept))

    def files(self) -> Sequence[AttachmentRow]:
        """Return the files shown."""
        return self._files.rows

    def current(self) -> AttachmentRow | None:
        """Return the file the keyboard is on."""
        place = self.currentIndex().row()
        return self._files.rows[place] if 0 <= place < len(self._files.rows) else None

    def select(self, found: int) -> bool:
        """Make a file the current one and say whether it is here."""
        for place, row in enumerate(self._files.rows):
            if row.id == found:
                self.setCurrentIndex(self._files.index(place))
                return True
        return False

    def height_for(self, width: int, most_rows: int) -> int:
        """Return how high the grid wants to be in a width, up to so many rows of pictures."""
        cell = cell_size()
        across = max(1, (width - 4) // (cell.width() + 2))
        rows = -(-len(self._files.rows) // across)
        return max(1, min(rows, most_rows)) * (cell.height() + 2) + 6

    def _picture_arrived(self, _found: int) -> None:
        self.viewport().update()

    def _emit_opened(self) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        if self._files.rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self._files.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if row is not None:
                self.opened.emit(row)
            case Qt.Key.Key_Delete if row is not None:
                self.delete_asked.emit(row)
            case Qt.Key.Key_F2 if row is not None:
                self.edit_asked.emit(row)
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.current()
        if row is not None:
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            place = self.visualRect(self.currentIndex()).center() if by_key else event.pos()
            self.menu_asked.emit(row, self.viewport().mapToGlobal(place))


def cell_size() -> QSize:
    """Return the room of one file: its picture and two lines of words."""
    return QSize(_PICTURE.width() + 2 * _EDGE, _PICTURE.height() + 2 * _EDGE + _GAP + 2 * _LINE)


class _Files(QAbstractListModel):
    """One row per file; the words are what a screen reader says."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[AttachmentRow] = ()

    def set_rows(self, rows: Sequence[AttachmentRow]) -> None:
        """Take other files."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> str | None:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return spoken(row)
        return caption_of(row) if role == Qt.ItemDataRole.DisplayRole else None


class _Drawing(QStyledItemDelegate):
    """The picture as large as fits, then the caption, then the day."""

    def __init__(self, grid: PhotoGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return cell_size()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = self._grid.files()[index.row()]
        area: QRect = option.rect
        chosen = index.row() == self._grid.currentIndex().row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(QPen(QColor(colours().focus), 2) if self._grid.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours().accent_soft))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), sizes().radius, sizes().radius)
        picture = QRect(area.topLeft() + QPoint(_EDGE, _EDGE), _PICTURE)
        self._draw_picture(painter, row, picture)
        self._draw_words(painter, row, QRect(picture.left(), picture.bottom() + _GAP, picture.width(), 2 * _LINE))
        painter.restore()

    def _draw_picture(self, painter: QPainter, row: AttachmentRow, area: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().track))
        painter.drawRoundedRect(area, 4, 4)
        image = None if row.sensitive else self._grid.thumbs.picture(row.id)
        if image is None or image.isNull():
            name = "shield" if row.sensitive else "image" if row.is_picture else "file-text"
            icon = pixmap(name, "secondary", 28, self._grid.devicePixelRatioF())
            painter.drawPixmap(area.center() - QPoint(14, 14), icon)
            return
        size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        placed = QRect(QPoint(0, 0), size)
        placed.moveCenter(area.center())
        painter.drawImage(placed, image)

    def _draw_words(self, painter: QPainter, row: AttachmentRow, area: QRect) -> None:
        for place, (words, colour) in enumerate(
            ((caption_of(row), colours().text), (detail_of(row), colours().secondary))
        ):
            painter.setFont(text_font(sizes().small))
            painter.setPen(QColor(colour))
            line = QRect(area.left(), area.top() + place * _LINE, area.width(), _LINE)
            short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter), short)
