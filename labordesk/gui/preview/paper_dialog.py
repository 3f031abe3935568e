"""``PaperDialog``: one paper over the window, exactly as it will be printed, to print or to save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.preview.paper import Paper, read_paper
from labordesk.gui.preview.paper_preview import PaperPreview
from labordesk.gui.preview.saving import ask_place, file_name, tell_saved
from labordesk.i18n import _


class PaperDialog(QDialog):
    """``make`` returns the PDF and ``save`` writes the paper as the file's name says; both run in workers."""

    def __init__(
        self,
        context: Context,
        title: str,
        make: Callable[[], bytes],
        save: Callable[[Path], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty("role", "page")
        self._context = context
        self._title = title
        self._save_as = save
        self._paper: Paper | None = None
        self.notice = Notice("")
        self.notice.hide()
        self.preview = PaperPreview(context.work)
        self.print_button = primary_button(_("In"), self.print_page, key="Ctrl P", icon="printer")
        self.save_button = secondary_button(_("Lưu tệp"), self.save, key="Ctrl S")
        self._arrange()
        self._allow(ready=False)
        self.preview.set_busy(_("Đang lập trang in…"))
        context.work.read(lambda: read_paper(make()), self._show_paper, failed=self._was_refused, owner=self)

    def _arrange(self) -> None:
        for keys, run in (("Ctrl+P", self.print_page), ("Ctrl+S", self.save)):
            QShortcut(QKeySequence(keys), self, run)
        words = QLabel(self._title)
        words.setProperty("role", "section")
        words.setTextFormat(Qt.TextFormat.PlainText)
        bar = QHBoxLayout()
        bar.addWidget(words, 1)
        for button in (self.print_button, self.save_button, secondary_button(_("Đóng"), self.reject, key="Esc")):
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.notice)
        column.addWidget(self.preview, 1)
        above = self.parentWidget()
        if above is not None:
            room = above.window().size()
            self.resize(min(980, room.width() - 60), room.height() - 40)

    def _allow(self, *, ready: bool) -> None:
        self.print_button.setEnabled(ready)
        self.save_button.setEnabled(ready)

    def _show_paper(self, paper: Paper) -> None:
        self._paper = paper
        self.preview.set_busy("")
        self.preview.set_paper(paper)
        self._allow(ready=True)
        self.preview.setFocus()

    def _was_refused(self, error: LabordeskError) -> None:
        self.preview.set_busy("")
        self.preview.say(str(error))

    def print_page(self) -> None:
        """Ask for printer, copies and pages and print (Ctrl+P)."""
        from labordesk.gui.preview.printing import offer_print

        if self._paper is not None:
            offer_print(self._context, self._paper, file_name(self._title), self, self._tell)

    def _tell(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")

    def save(self) -> None:
        """Ask for a place and a kind of file and save (Ctrl+S)."""
        if self._paper is None:
            return
        path = ask_place(self, _("Lưu tệp"), file_name(self._title))
        if path is not None:
            self._context.work.write(
                lambda: self._save_as(path),
                lambda _done: tell_saved(self.notice, path),
                failed=self._tell,
                owner=self,
            )
