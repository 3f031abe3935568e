"""The pages of a paper below each other, scrolled and zoomed; only what is seen is drawn."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from labordesk.documents.hot_spots import Spot
from labordesk.gui.preview.figure_spots import FigureSpots, draw_figure, figure_area
from labordesk.gui.preview.finding import Mark
from labordesk.gui.preview.page_layout import GAP, PageLayout
from labordesk.gui.preview.page_pictures import PagePictures
from labordesk.gui.preview.paper import Paper
from labordesk.gui.theme import colours
from labordesk.gui.work import Work
from labordesk.i18n import _

STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
_LINE = 48


class PageView(QAbstractScrollArea):
    """Fits the width until the user zooms; Page Down scrolls by a screenful, with Ctrl it turns the page."""

    page_changed = Signal(int)
    """The page (from 0) that fills most of the view."""
    zoom_changed = Signal()
    figure_opened = Signal(object)
    """The ``Spot`` pressed, or the one the keyboard is on when Enter is pressed."""
    figure_changed = Signal(object)
    """The ``Spot`` now under the mouse or the keyboard, None when there is none."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._paper: Paper | None = None
        self._layout = PageLayout(())
        self._zoom: float | None = None
        self._page = 0
        self._marks: tuple[Mark, ...] = ()
        self._mark = -1
        self._figures = FigureSpots()
        self._pictures = PagePictures(work, self)
        self._pictures.drawn.connect(lambda _page: self.viewport().update())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Bản xem trước"))
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        self.verticalScrollBar().setSingleStep(_LINE)
        self.horizontalScrollBar().setSingleStep(_LINE)

    def set_paper(self, paper: Paper | None) -> None:
        """Show another paper, staying at the place when it is the same one made anew."""
        place = self._place()
        self._paper = paper
        self._marks, self._mark = (), -1
        self._figures.set_spots(paper)
        self._point_at(None)
        self._pictures.set_paper(paper)
        self._arrange(place)
        self._scrolled()

    def page(self) -> int:
        """Return the page (from 0) that fills most of the view."""
        return self._page

    def go_to(self, page: int) -> None:
        """Bring the top of a page into view."""
        if self._paper is not None and self._layout.sizes:
            wanted = max(0, min(page, self._paper.page_count - 1))
            self.verticalScrollBar().setValue(self._layout.tops()[wanted] - GAP)

    def show_marks(self, marks: tuple[Mark, ...], at: int) -> None:
        """Mark places on the pages and bring one of them (-1: none) into view."""
        self._marks, self._mark = marks, at
        if at >= 0 and self._layout.sizes:
            area = self.mark_rect(marks[at])
            if not self.viewport().rect().contains(area):
                down = self.verticalScrollBar()
                down.setValue(down.value() + area.top() - self.viewport().height() // 3)
        self.viewport().update()

    def mark_rect(self, mark: Mark) -> QRect:
        """Return where a marked place is drawn in the view, a hair around its letters."""
        page = self.page_rect(mark.page)
        left, top = page.left() + mark.left * page.width(), page.top() + mark.top * page.height()
        wide, high = (mark.right - mark.left) * page.width(), (mark.bottom - mark.top) * page.height()
        return QRect(round(left) - 1, round(top) - 1, round(wide) + 3, round(high) + 3)

    def go_figure(self, step: int) -> None:
        """Put the keyboard on the next figure (-1: the one before), from the page in view when it was on none."""
        spot = self._figures.after(self._figures.current, step, self._page)
        if spot is None:
            return
        self._point_at(spot)
        area = self.figure_rect(spot)
        if not self.viewport().rect().contains(area):
            down, across = self.verticalScrollBar(), self.horizontalScrollBar()
            down.setValue(down.value() + area.center().y() - self.viewport().height() // 2)
            across.setValue(across.value() + area.center().x() - self.viewport().width() // 2)

    def figure_rect(self, spot: Spot) -> QRect:
        """Return where a figure is drawn in the view."""
        return figure_area(spot, self._paper.sizes[spot.page], self.page_rect(spot.page)) if self._paper else QRect()

    def _point_at(self, spot: Spot | None) -> None:
        if spot is not self._figures.current:
            self._figures.current = spot
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor if spot is None else Qt.CursorShape.PointingHandCursor)
            self.figure_changed.emit(spot)
            self.viewport().update()

    def _figure_at(self, point: QPoint) -> Spot | None:
        for page in self._in_view() if self._paper is not None else ():
            for spot in self._figures.on_page(page):
                if self.figure_rect(spot).contains(point):
                    return spot
        return None

    def zoom(self) -> float:
        """Return the zoom of the page in view, 1.0 for life size."""
        return self._layout.zoom_of(self._page) if self._page < len(self._layout.sizes) else 1.0

    def fits_width(self) -> bool:
        """Say whether the zoom follows the width of the view."""
        return self._zoom is None

    def fit_width(self) -> None:
        """Let the zoom follow the width of the view."""
        self._set_zoom(None)

    def zoom_by(self, steps: int) -> None:
        """Go some steps up or down the row of zooms."""
        now = self.zoom()
        larger = [one for one in STEPS if one > now + 0.005]
        smaller = [one for one in STEPS if one < now - 0.005]
        if steps > 0 and larger:
            self._set_zoom(larger[min(steps, len(larger)) - 1])
        elif steps < 0 and smaller:
            self._set_zoom(smaller[max(steps, -len(smaller))])

    def _set_zoom(self, zoom: float | None) -> None:
        place = self._place()
        self._zoom = zoom
        self._arrange(place)
        self.zoom_changed.emit()

    def _place(self) -> tuple[int, float]:
        """Return the page at the top and how much of it is above the view, 0 to 1."""
        if not self._layout.sizes:
            return 0, -1.0
        top = self.verticalScrollBar().value()
        page = self._layout.page_at(top)
        return page, (top - self._layout.tops()[page]) / self._layout.page_size(page)[1]

    def _arrange(self, place: tuple[int, float]) -> None:
        sizes = self._paper.sizes if self._paper is not None else ()
        seen = self.viewport().size()
        fitted = seen.width() if self._zoom is None else 0
        self._layout = PageLayout(sizes, self._zoom or 1.0, fitted)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(max(_LINE, seen.height() - _LINE))
        down.setRange(0, max(0, self._layout.height() - seen.height()))
        across.setPageStep(seen.width())
        across.setRange(0, max(0, self._layout.width() - seen.width()))
        across.setValue(across.maximum() // 2)
        if sizes:
            page = min(place[0], len(sizes) - 1)
            share = place[1] if page == place[0] else 0.0
            down.setValue(round(self._layout.tops()[page] + share * self._layout.page_size(page)[1]))
        self.viewport().update()

    def _scrolled(self, _value: int = 0) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        page = self._layout.page_at(min(middle, max(0, self._layout.height() - 1)))
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        count = self._paper.page_count if self._paper is not None else 0
        self.setAccessibleDescription(_("Trang {page} trên {count}").format(page=page + 1, count=count))
        self.viewport().update()

    def page_rect(self, page: int) -> QRect:
        """Return where a page is drawn in the view."""
        width, height = self._layout.page_size(page)
        left = max(0, self.viewport().width() - self._layout.width()) // 2 + (self._layout.width() - width) // 2
        top = self._layout.tops()[page] - self.verticalScrollBar().value()
        return QRect(left - self.horizontalScrollBar().value(), top, width, height)

    def is_drawn(self) -> bool:
        """Say whether every page now in view is drawn at its full sharpness."""
        return bool(self._layout.sizes) and all(
            self._pictures.has(page, self._pixels(page)) for page in self._in_view()
        )

    def _in_view(self) -> range:
        return self._layout.visible(self.verticalScrollBar().value(), self.viewport().height())

    def _pixels(self, page: int) -> int:
        return round(self._layout.page_size(page)[0] * self.devicePixelRatioF())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(colours().track))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._in_view():
            area = self.page_rect(page)
            painter.fillRect(area, Qt.GlobalColor.white)
            self._draw(painter, page, area)
            painter.setPen(QPen(QColor(colours().control), 1))
            painter.drawRect(area.adjusted(-1, -1, 0, 0))
            self._draw_marks(painter, page)
        spot = self._figures.current
        if spot is not None:
            draw_figure(painter, self.figure_rect(spot))

    def _draw(self, painter: QPainter, page: int, area: QRect) -> None:
        image = self._pictures.picture(page, self._pixels(page))
        if image is None:
            return
        if image.width() == self._pixels(page):
            # Dot for dot: stretched by a single pixel, small letters would blur.
            image.setDevicePixelRatio(self.devicePixelRatioF())
            painter.drawImage(area.topLeft(), image)
        else:
            painter.drawImage(area, image)

    def _draw_marks(self, painter: QPainter, page: int) -> None:
        """Shade the places found, the present one in a frame: told apart without colour too."""
        for place, mark in enumerate(self._marks):
            if mark.page == page:
                shade = QColor("#FFD54A" if place == self._mark else "#FFF0BF")  # a text marker, in both themes
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # letters stay black
                painter.fillRect(self.mark_rect(mark), shade)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                if place == self._mark:
                    painter.setPen(QPen(QColor(colours().focus), 2))
                    painter.drawRect(self.mark_rect(mark))

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = self._place()
        super().resizeEvent(event)
        self._arrange(place)
        self._scrolled()
        self.zoom_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoom_by(1 if turned > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._figure_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = self._figure_at(event.position().toPoint())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self.figure_opened.emit(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Left as key if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.go_figure(1 if key == Qt.Key.Key_Right else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._figures.current is not None:
                self.figure_opened.emit(self._figures.current)
            case Qt.Key.Key_PageDown if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.go_to(self._page + 1)
            case Qt.Key.Key_PageUp if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.go_to(self._page - 1)
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                down.setValue(down.value() + down.pageStep())
            case Qt.Key.Key_PageUp:
                down.setValue(down.value() - down.pageStep())
            case Qt.Key.Key_Home:
                down.setValue(0)
            case Qt.Key.Key_End:
                down.setValue(down.maximum())
            case _:
                super().keyPressEvent(event)
