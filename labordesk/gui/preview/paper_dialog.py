"""``PaperDialog``: one paper over the window, exactly as it will be printed, to print or to save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.preview.paper import Paper
from labordesk.gui.preview.paper_preview import PaperPreview
from labordesk.gui.preview.print_log import tell_logged
from labordesk.gui.preview.saving import ask_place, file_name, tell_saved
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.prints import PrintLogged


class PaperDialog(QDialog):
    """``make`` returns the paper and ``save`` writes it as the file's name says and logs it; both run in workers.

    The paper is made again after it left, because it may say from then on that it is a copy. ``remark`` says something
    above it; ``only_pdf`` is for a paper made earlier.
    """

    def __init__(
        self,
        context: Context,
        title: str,
        make: Callable[[], Paper],
        save: Callable[[Path], PrintLogged | None],
        parent: QWidget,
        *,
        remark: Callable[[Paper], str] | None = None,
        only_pdf: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty("role", "page")
        self._context = context
        self._title = title
        self._make, self._save_as = make, save
        self._remark, self._only_pdf = remark, only_pdf
        self._paper: Paper | None = None
        self.notice = Notice("")
        self.notice.hide()
        self.preview = PaperPreview(context.work)
        self.print_button = primary_button(_("In"), self.print_page, key="Ctrl P", icon="printer")
        self.save_button = secondary_button(_("Lưu tệp"), self.save, key="Ctrl S")
        self._arrange()
        self._allow(ready=False)
        self._make_paper()

    def _make_paper(self) -> None:
        self.preview.set_busy(_("Đang lập trang in…"))
        self._context.work.read(self._make, self._show_paper, failed=self._was_refused, owner=self)

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
        is_first = self._paper is None
        self._paper = paper
        self.preview.set_busy("")
        self.preview.set_paper(paper)
        self._allow(ready=True)
        if is_first:
            self.preview.setFocus()
            self.notice.set(self._remark(paper) if self._remark is not None else "", "warn")

    def _was_refused(self, error: LabordeskError) -> None:
        self.preview.set_busy("")
        self.preview.say(str(error))

    def print_page(self) -> None:
        """Ask for printer, copies and pages and print (Ctrl+P)."""
        from labordesk.gui.preview.printing import offer_print

        if self._paper is not None:
            offer_print(self._context, self._paper, file_name(self._title), self, self._tell, self._make_paper)

    def _tell(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")

    def save(self) -> None:
        """Ask for a place and a kind of file and save (Ctrl+S)."""
        if self._paper is None:
            return
        path = ask_place(self, _("Lưu tệp"), file_name(self._title), only_pdf=self._only_pdf)
        if path is not None:
            self._context.work.write(
                lambda: self._save_as(path),
                lambda logged: self._saved(path, logged),
                failed=self._tell,
                owner=self,
            )

    def _saved(self, path: Path, logged: PrintLogged | None) -> None:
        tell_saved(self.notice, path, tell_logged(self._context, logged))
        self._make_paper()
