"""``PhotoViewer``: one file over the whole window: a picture with zoom, a PDF page by page, and the next and last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError
from labordesk.gui.buttons import quiet_button, secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.photo_view import PhotoView
from labordesk.gui.pages.parts.photo_words import caption_of, detail_of
from labordesk.gui.preview.paper import Paper, read_paper
from labordesk.gui.preview.paper_preview import PaperPreview
from labordesk.i18n import _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.attachment_lists import AttachmentRow


class PhotoViewer(QFrame):
    """Lies over the window of ``anchor`` until closed; ``closed`` tells which file was in front."""

    closed = Signal(int)
    copy_asked = Signal(object)

    def __init__(self, context: Context, anchor: QWidget, files: Sequence[AttachmentRow], place: int) -> None:
        super().__init__(anchor.window())
        self.setProperty("role", "page")
        self.setAutoFillBackground(True)
        self._context = context
        self._files = files
        self._place = place
        self._before = anchor.window().focusWidget()
        self._title = _label("section")
        self._detail = _label("secondary")
        self._count = _label("secondary")
        self._zoom = _label("secondary")
        self.photo = PhotoView()
        self.paper = PaperPreview(context.work)
        self._waiting = EmptyState("image", _("Đang mở…"))
        self._arrange()
        self.photo.zoom_changed.connect(self._show_zoom)
        self.photo.turned.connect(self.turn)
        anchor.window().installEventFilter(self)
        self.setGeometry(anchor.window().rect())
        self.raise_()
        super().show()
        self._open()

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        bar.addLayout(words, 1)
        self._last = quiet_button("chevron-left", _("Tệp trước (←)"), lambda: self.turn(-1), 18)
        self._next = quiet_button("chevron-right", _("Tệp sau (→)"), lambda: self.turn(1), 18)
        self._zooms = QWidget()
        zooms = QHBoxLayout(self._zooms)
        zooms.setContentsMargins(0, 0, 0, 0)
        zooms.setSpacing(2)
        zooms.addWidget(quiet_button("minus", _("Thu nhỏ (-)"), lambda: self.photo.zoom_by(-1), 16))
        zooms.addWidget(self._zoom)
        zooms.addWidget(quiet_button("plus", _("Phóng to (+)"), lambda: self.photo.zoom_by(1), 16))
        for widget in (self._last, self._count, self._next, self._zooms):
            bar.addWidget(widget)
        bar.addSpacing(8)
        bar.addWidget(secondary_button(_("Lưu ra tệp…"), self._ask_copy, icon="download"))
        bar.addWidget(secondary_button(_("Đóng"), self.close_viewer, key="Esc"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addLayout(bar)
        # A stack shows its first widget at once: without a parent that would be a window of its own.
        self._layers = QStackedLayout()
        column.addLayout(self._layers, 1)
        for layer in (self._waiting, self.photo, self.paper):
            self._layers.addWidget(layer)

    # the file in front

    def current(self) -> AttachmentRow:
        """Return the file in front."""
        return self._files[self._place]

    def turn(self, step: int) -> None:
        """Go to the next file or the one before; at the ends nothing happens."""
        place = self._place + step
        if 0 <= place < len(self._files):
            self._place = place
            self._open()

    def _open(self) -> None:
        row = self.current()
        self._title.setText(caption_of(row))
        self._detail.setText(" · ".join(dict.fromkeys((row.name, detail_of(row)))))
        self._count.setText(f"{number(self._place + 1)} / {number(len(self._files))}")
        self._last.setEnabled(self._place > 0)
        self._next.setEnabled(self._place < len(self._files) - 1)
        self._zooms.setVisible(row.is_picture)
        self._waiting.set(_("Đang mở…"))
        self._layers.setCurrentWidget(self._waiting)
        self.setAccessibleName(caption_of(row))
        register, found = self._context.register, row.id
        read = _read_picture if row.is_picture else _read_pdf
        self._context.work.read(
            lambda: read(register, found), self._show_content, self._was_refused, latest=("viewer", id(self))
        )

    def _show_content(self, content: QImage | Paper) -> None:
        if isinstance(content, Paper):
            self.paper.set_paper(content)
            self._layers.setCurrentWidget(self.paper)
            self.paper.setFocus()
        else:
            self.photo.set_image(content)
            self.photo.setAccessibleName(caption_of(self.current()))
            self._layers.setCurrentWidget(self.photo)
            self.photo.setFocus()

    def _was_refused(self, error: LabordeskError) -> None:
        self._waiting.set(str(error))

    def _show_zoom(self) -> None:
        self._zoom.setText(f"{self.photo.percent()} %")

    def _ask_copy(self) -> None:
        self.copy_asked.emit(self.current())

    # the window

    def close_viewer(self) -> None:
        """Put the viewer away and give the keyboard back."""
        self.window().removeEventFilter(self)
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.closed.emit(self.current().id)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def event(self, event: QEvent) -> bool:
        # The window's own keys rest while the viewer is open.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab stay inside: what is underneath cannot be seen."""
        stops = [one for one in self.findChildren(QWidget) if _can_stop(one)]
        if not stops:
            return False
        now = stops.index(self.focusWidget()) if self.focusWidget() in stops else -1
        stops[(now + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        is_picture = self.current().is_picture
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_viewer()
            case Qt.Key.Key_PageDown | Qt.Key.Key_Right if is_picture or with_alt:
                self.turn(1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_Left if is_picture or with_alt:
                self.turn(-1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom_by(1)
            case Qt.Key.Key_Minus:
                self._zoom_by(-1)
            case _:
                event.accept()  # nothing underneath may hear it

    def _zoom_by(self, steps: int) -> None:
        if self.current().is_picture:
            self.photo.zoom_by(steps)
        else:
            self.paper.view.zoom_by(steps)


def _read_picture(register: Any, found: int) -> QImage:
    from labordesk.services.attachments import attachment_content

    return QImage.fromData(attachment_content(register, found)[0])


def _read_pdf(register: Any, found: int) -> Paper:
    from labordesk.services.attachments import attachment_content

    return read_paper(attachment_content(register, found)[0])


def _can_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    return label
