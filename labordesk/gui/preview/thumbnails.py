"""Small pictures of all pages at the side; the page in view is framed."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from labordesk.gui.preview.page_pictures import PagePictures
from labordesk.gui.preview.paper import Paper
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.gui.work import Work
from labordesk.i18n import _

WIDTH = 84
_EDGE = 6
_LABEL = 20


class Thumbnails(QListView):
    """A column of pages; arrows or a click choose one."""

    chosen = Signal(int)
    """The page (from 0) to be shown."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._pages = _Pages()
        self.pictures = PagePictures(work, self)
        self.pictures.drawn.connect(lambda _page: self.viewport().update())
        self.setModel(self._pages)
        self.setItemDelegate(_Drawing(self))
        self.setProperty("role", "thumbnails")
        self.setAccessibleName(_("Các trang"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH + 2 * _EDGE + 14)
        self.selectionModel().currentChanged.connect(self._choose)

    def set_paper(self, paper: Paper | None) -> None:
        """Show the pages of another paper."""
        self.pictures.set_paper(paper)
        self._pages.set_paper(paper)

    def mark(self, page: int) -> None:
        """Frame the page now in view."""
        if page != self.currentIndex().row():
            chooser = self.selectionModel()
            chooser.blockSignals(True)
            self.setCurrentIndex(self._pages.index(page))
            chooser.blockSignals(False)
            self.viewport().update()

    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.row())


class _Pages(QAbstractListModel):
    """One row per page."""

    def __init__(self) -> None:
        super().__init__()
        self.paper: Paper | None = None

    def set_paper(self, paper: Paper | None) -> None:
        """Take other pages."""
        self.beginResetModel()
        self.paper = paper
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        inside = parent is not None and parent.isValid()
        return 0 if inside or self.paper is None else self.paper.page_count

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _("Trang {page}").format(page=index.row() + 1)
        return None

    def height(self, page: int) -> int:
        """Return how high a page is when ``WIDTH`` wide."""
        if self.paper is None:
            return WIDTH
        width, height = self.paper.sizes[page]
        return round(WIDTH * height / width)


class _Drawing(QStyledItemDelegate):
    """A page with a thin line around it, its number below."""

    def __init__(self, owner: Thumbnails) -> None:
        super().__init__(owner)
        self._owner = owner

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH + 2 * _EDGE, self._height(index) + 2 * _EDGE + _LABEL)

    def _height(self, index: QModelIndex | QPersistentModelIndex) -> int:
        pages = index.model()
        return pages.height(index.row()) if isinstance(pages, _Pages) else WIDTH

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area: QRect = option.rect
        page = QRect(area.left() + (area.width() - WIDTH) // 2, area.top() + _EDGE, WIDTH, self._height(index))
        chosen = index.row() == self._owner.currentIndex().row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(page, Qt.GlobalColor.white)
        image = self._owner.pictures.picture(index.row(), round(WIDTH * self._owner.devicePixelRatioF()))
        if image is not None:
            painter.drawImage(page, image)
        edge = QPen(QColor(colours().focus), 2) if chosen else QPen(QColor(colours().control), 1)
        painter.setPen(edge)
        painter.drawRect(page.adjusted(-1, -1, 0, 0))
        painter.setFont(text_font(sizes().small - 1, bold=chosen))
        painter.setPen(QColor(colours().accent if chosen else colours().secondary))
        below = QRect(area.left(), page.bottom() + 2, area.width(), _LABEL)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), str(index.row() + 1))
        painter.restore()
