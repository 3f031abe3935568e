"""A form to be saved: at the side of a page (``FormPanel``) or above it (``FormDialog``)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from labordesk.errors import Conflict, LabordeskError
from labordesk.gui.buttons import primary_button, quiet_button, secondary_button
from labordesk.gui.cards import Notice
from labordesk.gui.conflict import ConflictDialog
from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm
from labordesk.gui.tokens import Tone
from labordesk.i18n import _
from labordesk.rules.roles import Right

Save = Callable[[dict[str, Any]], Any]


class FormPanel(QFrame):
    """Title, form, "Lưu" and "Đóng"; ``save`` runs on the write thread and its result comes with ``saved``.

    Closing keeps what was typed under ``draft_key``; the next panel with that key offers it again.
    ``renew`` is called before a save that follows a conflict, so that it starts from the row as it is now.
    Without a title the page around the panel says whose form it is.
    """

    saved = Signal(object)
    refused = Signal()
    """Nothing was written: a field cannot be taken, or the service said no."""
    closed = Signal()

    def __init__(
        self,
        context: Context,
        title: str,
        form: FieldForm,
        save: Save,
        *,
        draft_key: str = "",
        renew: Callable[[], None] | None = None,
        save_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.form = form
        self._context = context
        self._save = save
        self._draft_key = draft_key
        self._renew = renew
        self._saving = False
        self._title = QLabel(title)
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self._notice = Notice("")
        self._save_button = primary_button(save_text or _("Lưu"), self.submit, key="Ctrl S")
        self._close_button = secondary_button(_("Đóng"), self.close_form, key="Esc")
        self._scroll = QScrollArea()
        self._arrange()
        _fill(self._scroll, form)
        self._tab_to_the_buttons_last()
        form.finished.connect(self._save_button.setFocus)
        form.reached.connect(lambda cell: self._scroll.ensureWidgetVisible(cell, 0, 24))
        # Enter also walks into rows that are only being laid out; what has the cursor must be seen.
        self._follow = QTimer(self, interval=0, singleShot=True)
        self._follow.timeout.connect(self._show_cursor)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        form.changed.connect(self._typed)
        self._offer_draft()
        if why := context.why_not(Right.WRITE):
            self._save_button.setEnabled(False)
            self._save_button.setToolTip(why)
            self._notice.set(why, "info")

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._save_button)
        foot.addWidget(self._close_button)
        foot.addStretch(1)
        self.foot = foot
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        if self._title.text():
            top = QHBoxLayout()
            top.addWidget(self._title, 1)
            top.addWidget(quiet_button("x", _("Đóng"), self.close_form), 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(top)
        column.addWidget(self._notice)
        column.addWidget(self._scroll, 1)
        column.addLayout(foot)

    def _tab_to_the_buttons_last(self) -> None:
        """Let Tab go through the fields as on paper, then to "Lưu" and "Đóng"."""
        here = self.window()  # lists that drop down are windows of their own
        fields = [one for one in self.form.findChildren(QWidget) if one.window() is here]
        stops = [one for one in fields if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        order = [*stops[-1:], self._save_button, self._close_button]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.form.isAncestorOf(now):
            self._follow.start()

    def _show_cursor(self) -> None:
        now = QApplication.focusWidget()
        if now is not None and self.form.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, 12)

    def submit(self) -> None:
        """Read the form and save it (Ctrl+S)."""
        self._submit(self._save)

    def _submit(self, save: Save) -> None:
        if self._saving or self._context.why_not(Right.WRITE):
            return
        self._notice.set("")
        values = self.form.read()
        if values is None:
            self.refused.emit()
            return
        self._write(save, values)

    def _write(self, save: Save, values: dict[str, Any]) -> None:
        self._saving = True
        self._save_button.setEnabled(False)
        self._context.work.write(
            lambda: save(values), self._was_saved, self._was_refused, owner=self, always=self._allow_saving
        )

    def _renewed(self, values: dict[str, Any]) -> Any:
        assert self._renew is not None
        self._renew()
        return self._save(values)

    def close_form(self) -> None:
        """Close and keep what was typed as a draft (Esc)."""
        self.keep_draft()
        self.closed.emit()

    def keep_draft(self) -> None:
        """Keep what was typed for the next time."""
        if self._draft_key and self.form.dirty:
            self._context.drafts[self._draft_key] = self.form.drafts()

    def forget_draft(self) -> None:
        """Keep nothing of this form from now on: it was saved and its window is gone."""
        self._context.drafts.pop(self._draft_key, None)
        self._draft_key = ""

    def notice(self) -> str:
        """Return the sentence above the form."""
        return self._notice.text()

    def show_notice(self, text: str, *links: tuple[str, Callable[[], None]], tone: Tone = "warn") -> None:
        """Say something above the form that does not stop the user."""
        self._notice.set(text, tone, links)

    def _offer_draft(self) -> None:
        drafts = self._context.drafts.get(self._draft_key) if self._draft_key else None
        if drafts:
            before = dict(drafts)
            self.form.set_drafts(before)
            self._notice.set(_("Đã đưa lại phần gõ dở lần trước."), "info", [(_("Bỏ phần gõ dở"), self.drop_draft)])

    def drop_draft(self) -> None:
        """Forget what was typed and show the saved values again."""
        self._context.drafts.pop(self._draft_key, None)
        self._notice.set("")
        self.form.restore()

    def _was_saved(self, result: Any) -> None:
        self._context.drafts.pop(self._draft_key, None)
        self.form.take_as_saved()
        self._context.saved()
        self.saved.emit(result)

    def _was_refused(self, error: LabordeskError) -> None:
        self.refused.emit()
        if isinstance(error, Conflict) and error.differences:
            self._settle(error)
        elif not self.form.show_error(error):
            self._notice.set(str(error), "error")
            self._back_to_the_form()

    def _back_to_the_form(self) -> None:
        """Have the cursor in the form and in sight: the sentence takes room, and a button pressed was switched off."""
        if not self.form.isAncestorOf(self.window().focusWidget()):
            self.form.focus_first()
        self._follow.start()

    def _settle(self, error: Conflict) -> None:
        dialog = ConflictDialog(error, self.form, self)
        if not dialog.exec():
            return
        self.form.take_values(dialog.chosen())
        self._saving = False
        if self._renew is not None:
            self._submit(self._renewed)

    def _allow_saving(self) -> None:
        self._saving = False
        self._save_button.setEnabled(True)

    def _typed(self) -> None:
        if self._notice.property("tone") == "error":
            self._notice.set("")

    def event(self, event: QEvent) -> bool:
        # Claimed here, so that the window's own Ctrl+S and Esc do not make the key ambiguous.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)


class FormDialog(QDialog):
    """A ``FormPanel`` in a window of its own; ``result_value`` holds what ``save`` returned."""

    def __init__(self, panel: FormPanel, *, width: int = 640, height: int = 600) -> None:
        super().__init__(QApplication.activeWindow())
        self.panel = panel
        self.result_value: Any = None
        panel.setProperty("role", "page")
        self.setWindowTitle(panel._title.text())
        screen = self.screen().availableGeometry()
        self.resize(min(width, screen.width() - 40), min(height, screen.height() - 60))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        panel.saved.connect(self._accept)
        panel.closed.connect(self.reject)
        panel.form.focus_first()

    def _accept(self, result: Any) -> None:
        self.panel.forget_draft()
        self.result_value = result
        self.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.panel.keep_draft()
        super().closeEvent(event)


def _is_ours(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Save) or event.key() == Qt.Key.Key_Escape


def _fill(scroll: QScrollArea, form: QWidget) -> None:
    """Put a form into a scroll area that stands in its panel already: each change of parent styles all fields anew."""
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder = QWidget()
    holder.setProperty("role", "form")
    column = QVBoxLayout(holder)
    column.setContentsMargins(2, 2, 14, 8)
    scroll.setWidget(holder)
    column.addWidget(form)
