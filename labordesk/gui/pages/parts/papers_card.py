"""``PapersCard``: the checklist of a house or a request: ticked, waived and filled with scans by keyboard or drop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout

from labordesk.gui.buttons import Link, secondary_button
from labordesk.gui.cards import Card, Notice, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.notify import Answer
from labordesk.gui.pages.parts.file_drop import FileDrop
from labordesk.gui.pages.parts.file_taking import FileTaking, Taken, Taking
from labordesk.gui.pages.parts.papers_form import paper_panel
from labordesk.gui.pages.parts.papers_words import COLUMNS, sum_words
from labordesk.gui.table import ListTable
from labordesk.i18n import _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.attachment_owner import Owner
    from labordesk.services.changes import Changes
    from labordesk.services.papers import PaperLine
    from labordesk.services.saved import Saved

SHOWN = 14
WIDE_FROM, NARROWEST = 560, 226
"""Pixels from which the buttons stand in one row, and below which the card does not go."""


class PapersCard(Card):
    """``show(owner)`` reads the checklist; None says that the file must be saved first. Changes are saved at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=14)
        self._context = context
        self._owner: Owner | None = None
        self.dialog: FormDialog | None = None
        self.heading = SectionHeader(_("Giấy tờ của hồ sơ"))
        self.table = ListTable("papers", COLUMNS, context, title=_("Giấy tờ của hồ sơ"))
        self.refusals = Notice("", "error")
        self.hint = QLabel()
        self.hint.setProperty("role", "secondary")
        self.hint.setWordWrap(True)
        self.tick = secondary_button(_("Đã nhận"), self.tick_current, key=_("Cách"))
        self.waive = secondary_button(_("Không cần"), self.waive_current, key="W")
        self.details = secondary_button(_("Chi tiết"), self.open_current, key="Enter")
        self.attach = secondary_button(_("Đính tệp"), self.attach_to_current, key="+")
        self.tick_all = Link("", self.tick_all_due)
        self._taking = FileTaking(context, self)
        self._drop = FileDrop(self.table.view.viewport(), self)
        self._arrange()
        self._connect()
        self._show_owner(None)

    def _arrange(self) -> None:
        self.body.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._hands = QGridLayout()
        self._hands.setSpacing(8)
        self._place_buttons(2)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.hint)
        self.body.addLayout(self._hands)
        self.body.addWidget(self.tick_all, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.refusals)
        self.body.addWidget(self.table)

    def _place_buttons(self, across: int) -> None:
        """Stand two and two in a narrow side, all in a row where there is room."""
        for place, button in enumerate((self.tick, self.waive, self.details, self.attach)):
            self._hands.addWidget(button, place // across, place % across)
        self._hands.setColumnStretch(4, 1 if across > 2 else 0)

    def minimumSizeHint(self) -> QSize:
        """Four buttons in a row must not keep the card from becoming narrow again."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons(4 if self.width() >= WIDE_FROM else 2)

    def _connect(self) -> None:
        keys: tuple[tuple[Qt.Key, Callable[[], None]], ...] = (
            (Qt.Key.Key_Space, self.tick_current),
            (Qt.Key.Key_W, self.waive_current),
            (Qt.Key.Key_Plus, self.attach_to_current),
        )
        for key, run in keys:
            shortcut = QShortcut(QKeySequence(key), self.table.view, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(run)
        self.table.opened.connect(lambda _line: self.open_current())
        self.table.current_changed.connect(lambda _line: self._follow())
        self._drop.hovered.connect(self._mark_line)
        self._drop.dropped.connect(self._dropped)
        self._taking.finished.connect(self._was_taken)
        self._context.changed.connect(self._heard)

    # what is shown

    def show(self, owner: Owner | EllipsisType | None = ...) -> None:
        """Show the checklist of a record, None for one not saved yet; without an owner, QWidget's own ``show``."""
        if isinstance(owner, EllipsisType):
            super().show()
        else:
            self._show_owner(owner)

    def _show_owner(self, owner: Owner | None) -> None:
        if owner != self._owner:
            self.refusals.set("")
        self._owner = owner
        if owner is None:
            self._show_lines(())
        else:
            self.reload()

    def reload(self) -> None:
        """Read the checklist again, staying on the line."""
        register, owner = self._context.register, self._owner
        if owner is None:
            return

        def read() -> tuple[PaperLine, ...]:
            from labordesk.services.papers import papers_of

            return papers_of(register, owner)

        self._context.work.read(read, self._show_lines, latest=("papers", id(self)))

    def _show_lines(self, lines: Sequence[PaperLine]) -> None:
        self.heading.set(_("Giấy tờ của hồ sơ"), sum_words(lines) if lines else "")
        self.table.set_rows(lines)
        self.table.fit_height(SHOWN)
        if lines and self.table.current() is None:
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))
        lacking = sum(line.lacking for line in lines)
        self.tick_all.setText(_("Đánh dấu đã nhận cả {count} giấy tờ còn thiếu").format(count=number(lacking)))
        self.tick_all.setVisible(lacking > 1 and self._may_write())
        for widget in (self.table, self.tick, self.waive, self.details, self.attach):
            widget.setVisible(bool(lines))
        self._say_what_to_do(lines)
        self._follow()

    def _say_what_to_do(self, lines: Sequence[PaperLine]) -> None:
        if self._owner is None:
            words = _("Lưu hồ sơ trước, rồi đánh dấu giấy tờ đã nhận ở đây.")
        elif not lines:
            words = _("Chưa có giấy tờ nào trong danh mục; thêm ở Cài đặt, mục Giấy tờ.")
        elif not self._may_write():
            words = self._context.register.read_only_note
        else:
            words = _("Kéo tệp quét thả vào dòng giấy tờ để đính kèm và đánh dấu đã nhận.")
        self.hint.setText(words)

    def _may_write(self) -> bool:
        register = self._context.register
        return register is not None and not register.read_only

    def _follow(self) -> None:
        line, may_write = self.current(), self._may_write()
        self._drop.enabled = may_write and bool(self.table.rows())
        received = line is not None and line.fields.received_on is not None
        self.tick.setText(_("Bỏ nhận") if received else _("Đã nhận"))
        for button in (self.tick, self.waive, self.attach):
            button.setEnabled(line is not None and may_write)
        self.details.setEnabled(line is not None)

    def current(self) -> PaperLine | None:
        """Return the line the keyboard is on."""
        return self.table.current()

    # the hand

    def tick_current(self) -> None:
        """Note that the current paper was received today; one already received is awaited again after asking."""
        line = self.current()
        if line is None or not self._may_write():
            return
        day: date | None = self._context.today()
        if line.fields.received_on is not None:
            question = _("Bỏ đánh dấu đã nhận “{name}”?").format(name=line.name)
            if not self._context.notify.ask(question, Answer("undo", _("Bỏ đánh dấu"))):
                return
            day = None
        self._save(line, received_on=day, waived_reason=None)

    def waive_current(self) -> None:
        """Note why the current paper is not needed."""
        line = self.current()
        if line is None or not self._may_write():
            return
        question = _("Không cần “{name}”").format(name=line.name)
        reason = self._context.notify.ask_text(question, _("Vì sao không cần?"))
        if reason:
            self._save(line, received_on=None, waived_reason=reason)

    def open_current(self) -> None:
        """Open day, number, reason and note of the current paper."""
        line, owner = self.current(), self._owner
        if line is None or owner is None:
            return
        panel = paper_panel(self._context, owner, line)
        panel.saved.connect(self._was_saved)
        self.dialog = FormDialog(panel, width=520, height=420)
        self.dialog.finished.connect(lambda _code: self.table.setFocus())
        self.dialog.open()

    def tick_all_due(self) -> None:
        """Note that all papers lacking now were received today, after asking."""
        owner, register = self._owner, self._context.register
        lacking = [line.name for line in self.table.rows() if line.lacking]
        if owner is None or not lacking:
            return
        question = _("Đã nhận đủ {count} giấy tờ này?").format(count=number(len(lacking)))
        if not self._context.notify.ask(
            question, Answer("all", _("Đã nhận đủ"), "primary"), explain="; ".join(lacking)
        ):
            return

        def write() -> Saved:
            from labordesk.services.papers import receive_due_papers

            return receive_due_papers(register, owner)

        self._context.work.write(write, self._was_saved)

    def attach_to_current(self) -> None:
        """Choose scans for the current paper; it is received today as well."""
        line = self.current()
        if line is not None and self._may_write():
            self._taking.choose(lambda paths: self._taking_for(line, paths), photos=False)

    def _save(self, line: PaperLine, **said: object) -> None:
        owner, register = self._owner, self._context.register
        if owner is None:
            return

        def write() -> Saved:
            from labordesk.services.papers import set_paper

            return set_paper(register, owner, line.id, line.fields.model_copy(update=said), line.row_version)

        self._context.work.write(write, self._was_saved, owner=self)

    def _was_saved(self, saved: Saved) -> None:
        self._context.tell(saved.changes)

    def _heard(self, changes: Changes) -> None:
        """A photo or a number recorded elsewhere may be what was awaited here."""
        if changes.papers:
            self.reload()

    # files

    def _line_at(self, place: QPoint) -> int:
        return self.table.view.rowAt(place.y())

    def _mark_line(self, place: QPoint | None) -> None:
        if place is not None and self._line_at(place) >= 0:
            self.table.view.setCurrentIndex(self.table.model.index(self._line_at(place), 0))

    def _dropped(self, paths: list[Path], place: QPoint) -> None:
        row = self._line_at(place)
        if row < 0:
            self._context.notify.info(_("Hãy thả tệp vào đúng dòng giấy tờ."))
            return
        self._taking.take(self._taking_for(self.table.rows()[row], tuple(paths)))

    def _taking_for(self, line: PaperLine, paths: tuple[Path, ...]) -> Taking:
        assert self._owner is not None
        return Taking(self._owner, paths, paper_type_id=line.id)

    def _was_taken(self, taken: Taken) -> None:
        self.refusals.set("\n".join(taken.refused), "error")
