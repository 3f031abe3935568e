"""A paper beside the choices that made it: thumbnails, pages, zoom; or a sentence when there is no paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from labordesk.documents.hot_spots import Spot
from labordesk.gui.buttons import quiet_button, secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.page import ElidedLabel
from labordesk.gui.preview.figure_spots import figure_name
from labordesk.gui.preview.find_bar import FindBar
from labordesk.gui.preview.page_view import PageView
from labordesk.gui.preview.paper import Paper
from labordesk.gui.preview.thumbnails import Thumbnails
from labordesk.gui.work import Work
from labordesk.i18n import _

_THUMBNAILS_FROM = 620
"""Narrower than this, the width belongs to the page."""


class PaperPreview(QFrame):
    """``set_paper`` shows pages, ``say`` a sentence in their place, ``set_busy`` that another paper is coming."""

    page_changed = Signal(int)
    figure_opened = Signal(object)
    """The figure (``Spot``) whose rows are wanted."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._paper: Paper | None = None
        self.view = PageView(work)
        self.thumbnails = Thumbnails(work)
        self.find_bar = FindBar(work)
        self._sentence = EmptyState("file-text", "")
        self._page_label = _quiet_label()
        self._zoom_label = _quiet_label()
        self._busy = _quiet_label()
        self._figure = ElidedLabel()
        self._figure.setProperty("role", "secondary")
        self._fit = secondary_button(_("Vừa bề rộng"), self.view.fit_width)
        self._fit.setProperty("role", "choice")
        self._bar = self._make_bar()
        self._arrange()
        self.view.page_changed.connect(self._show_place)
        self.view.zoom_changed.connect(self._show_zoom)
        self.view.figure_opened.connect(self.figure_opened)
        self.view.figure_changed.connect(self._name_figure)
        self.thumbnails.chosen.connect(self.view.go_to)
        self.find_bar.found.connect(self.view.show_marks)
        self.find_bar.closed.connect(self.view.setFocus)
        self.say("")

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(4)
        row.addWidget(self._page_label)
        row.addSpacing(12)
        row.addWidget(self._busy)
        row.addWidget(self._figure, 1)
        row.addWidget(quiet_button("search", _("Tìm chữ (Ctrl+F)"), self.find_bar.open, 16))
        row.addWidget(quiet_button("minus", _("Thu nhỏ (Ctrl+trừ)"), lambda: self.view.zoom_by(-1), 16))
        row.addWidget(self._zoom_label)
        row.addWidget(quiet_button("plus", _("Phóng to (Ctrl+cộng)"), lambda: self.view.zoom_by(1), 16))
        row.addWidget(self._fit)
        return bar

    def _arrange(self) -> None:
        pages = QWidget()
        row = QHBoxLayout(pages)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.thumbnails)
        row.addWidget(self.view, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.find_bar)
        column.addWidget(pages, 1)
        self._layers = QStackedLayout(self)
        self._layers.setContentsMargins(1, 1, 1, 1)
        self._layers.addWidget(whole)
        self._layers.addWidget(self._sentence)
        self.setFocusProxy(self.view)

    def set_paper(self, paper: Paper) -> None:
        """Show a paper, staying at the place."""
        self._paper = paper
        self._busy.setText("")
        self.view.set_paper(paper)
        self.thumbnails.set_paper(paper)
        self.find_bar.set_paper(paper)
        self._show_place(self.view.page())
        self._show_zoom()
        self._give_room()
        self._layers.setCurrentIndex(0)

    def say(self, sentence: str, hint: str = "") -> None:
        """Say why there is no paper."""
        self._paper = None
        self._busy.setText("")
        self.view.set_paper(None)
        self.thumbnails.set_paper(None)
        self.find_bar.set_paper(None)
        self._sentence.set(sentence, hint)
        self._layers.setCurrentIndex(1)

    def set_busy(self, text: str) -> None:
        """Say that another paper is being made, while the last one stays; an empty text ends it."""
        self._busy.setText(text)

    def paper(self) -> Paper | None:
        """Return the paper now shown."""
        return self._paper

    def sentence(self) -> str:
        """Return the sentence shown in place of pages, "" while there are pages."""
        return self._sentence.title() if self._layers.currentIndex() == 1 else ""

    def place(self) -> str:
        """Return "Trang 1 / 3"."""
        return self._page_label.text()

    def zoom_text(self) -> str:
        """Return the zoom as shown ("86 %")."""
        return self._zoom_label.text()

    def _show_place(self, page: int) -> None:
        if self._paper is None:
            return
        count = self._paper.page_count
        self._page_label.setText(_("Trang {page} / {count}").format(page=page + 1, count=count))
        self.thumbnails.mark(page)
        self._show_zoom()
        self.page_changed.emit(page)

    def _show_zoom(self) -> None:
        self._zoom_label.setText(f"{round(self.view.zoom() * 100)} %")
        self._fit.setEnabled(not self.view.fits_width())

    def _name_figure(self, spot: Spot | None) -> None:
        """Say which figure the mouse or the keyboard is on."""
        self._figure.set_whole(
            "" if spot is None else _("{figure} · Enter: xem các dòng").format(figure=figure_name(spot))
        )

    def figure_text(self) -> str:
        """Return what is said of the figure pointed at, "" when there is none."""
        return self._figure.whole()

    def _give_room(self) -> None:
        many = self._paper is not None and self._paper.page_count > 1
        self.thumbnails.setVisible(many and self.width() >= _THUMBNAILS_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()


def _quiet_label() -> QLabel:
    label = QLabel()
    label.setProperty("role", "secondary")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
