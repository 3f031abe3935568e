"""``AttachmentsCard``: the photos or the papers of a record: add, see, describe, save out, delete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QMenu

from labordesk.gui.buttons import danger_button, secondary_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.notify import Answer
from labordesk.gui.pages.parts.attachments_form import attachment_panel
from labordesk.gui.pages.parts.file_taking import FileTaking, Taken, Taking
from labordesk.gui.pages.parts.photo_column import PhotoColumn
from labordesk.gui.pages.parts.photo_grid import PhotoGrid
from labordesk.gui.pages.parts.photo_thumbs import PhotoThumbs
from labordesk.gui.pages.parts.photo_viewer import PhotoViewer
from labordesk.gui.pages.parts.photo_words import HOUSE_COLUMNS, caption_of
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.attachment_lists import AttachmentRow
    from labordesk.services.attachment_owner import Owner
    from labordesk.services.changes import Changes
    from labordesk.services.saved import Saved

BESIDE_FROM = 560
"""Pixels from which the columns stand beside each other; below, one above the other."""


class AttachmentsCard(Card):
    """``photos`` True: photos only, those of a house in three columns; False: papers only. ``show(owner)`` fills it."""

    def __init__(self, context: Context, photos: bool = False) -> None:
        super().__init__(_("Ảnh") if photos else _("Tệp đính kèm"), padding=14)
        self._context = context
        self._photos = photos
        self._owner: Owner | None = None
        self._columns: list[PhotoColumn] = []
        self.viewer: PhotoViewer | None = None
        self.dialog: FormDialog | None = None
        self.thumbs = PhotoThumbs(context, self)
        self.notice = Notice("", "info")
        self.refusals = Notice("", "error")
        self.open_button = secondary_button(_("Mở"), self.open_current, key="Enter")
        self.edit_button = secondary_button(_("Chú thích"), self.edit_current, key="F2")
        self.copy_button = secondary_button(_("Lưu ra tệp…"), self.copy_current)
        self.delete_button = danger_button(_("Xóa"), self.delete_current, key="Del")
        self._buttons = (self.open_button, self.edit_button, self.copy_button, self.delete_button)
        self._current: PhotoGrid | None = None
        self._taking = FileTaking(context, self)
        self._taking.finished.connect(self._was_taken)
        context.changed.connect(self._heard)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(10)
        self._hands = QHBoxLayout()
        self._hands.setSpacing(8)
        for button in self._buttons:
            self._hands.addWidget(button)
        self._hands.addStretch(1)
        self.body.addWidget(self.notice)
        self.body.addLayout(self._row)
        self.body.addWidget(self.refusals)
        self.body.addLayout(self._hands)
        self._show_owner(None)

    # what is shown

    def show(self, owner: Owner | EllipsisType | None = ...) -> None:
        """Show the files of a record, None for one not saved yet; without an owner, QWidget's own ``show``."""
        if isinstance(owner, EllipsisType):
            super().show()
        else:
            self._show_owner(owner)

    def _show_owner(self, owner: Owner | None) -> None:
        other = owner != self._owner or not self._columns
        self._owner = owner
        if other:
            self.refusals.set("")
            self.thumbs.forget()
            self._make_columns()
        self._say_what_to_do()
        if owner is None:
            self._show_files(())
        else:
            self.reload()

    def _make_columns(self) -> None:
        for column in self._columns:
            self._row.removeWidget(column)
            column.hide()
            column.deleteLater()
        self._columns = [self._connected(column) for column in self._wanted_columns()]
        for column in self._columns:
            self._row.addWidget(column, 1)
        self._current = None

    def _wanted_columns(self) -> list[PhotoColumn]:
        drop = _("Kéo ảnh thả vào đây hoặc chọn “Thêm ảnh”.")
        if not self._photos:
            words = _("Kéo tệp quét (ảnh, PDF) thả vào đây hoặc chọn “Thêm tệp”.")
            return [PhotoColumn(self.thumbs, _("Giấy tờ quét"), _("Thêm tệp"), words, "paper", ("paper", "card_scan"))]
        if self._owner is not None and self._owner.kind == "house":
            return [
                PhotoColumn(self.thumbs, _(title), _("Thêm ảnh"), drop, kind, kinds)
                for kind, (title, kinds) in HOUSE_COLUMNS.items()
            ]
        kinds = ("photo_before", "photo_during", "photo_after", "photo_handover")
        kind = "photo_before" if self._owner is not None and self._owner.kind == "case" else "photo_handover"
        title = _("Ảnh của hồ sơ") if kind == "photo_before" else _("Ảnh buổi trao")
        return [PhotoColumn(self.thumbs, title, _("Thêm ảnh"), drop, kind, kinds)]

    def _connected(self, column: PhotoColumn) -> PhotoColumn:
        grid = column.grid
        column.add_asked.connect(self.choose_files)
        column.dropped.connect(self._dropped)
        grid.opened.connect(lambda _row: self._open_from(grid))
        grid.edit_asked.connect(lambda _row: self.edit_current())
        grid.delete_asked.connect(lambda _row: self.delete_current())
        grid.menu_asked.connect(self._show_menu)
        grid.current_changed.connect(lambda row, grid=grid: self._make_current(grid, row))
        return column

    def reload(self) -> None:
        """Read the files again."""
        register, owner = self._context.register, self._owner
        if owner is None:
            return

        def read() -> tuple[AttachmentRow, ...]:
            from labordesk.services.attachments import attachments_of

            return attachments_of(register, owner)

        self._context.work.read(read, self._show_files, latest=("attachments", id(self)))

    def _show_files(self, rows: Sequence[AttachmentRow]) -> None:
        writable = self._may_write()
        for column in self._columns:
            column.set_writable(writable)
            column.set_files(rows)
            if not writable:
                column.set_empty(_("Chưa có tệp nào."))
        if self.current() is None and rows:
            first = next((column for column in self._columns if column.grid.files()), None)
            if first is not None:
                first.grid.select(first.grid.files()[0].id)
        self._follow()

    def _say_what_to_do(self) -> None:
        register = self._context.register
        if self._owner is None:
            self.notice.set(_("Lưu hồ sơ trước, rồi thêm ảnh và tệp ở đây."), "info")
        elif register is not None and register.read_only:
            self.notice.set(register.read_only_note, "info")
        else:
            self.notice.set("")

    def _may_write(self) -> bool:
        register = self._context.register
        return self._owner is not None and register is not None and not register.read_only

    def _make_current(self, grid: PhotoGrid, row: AttachmentRow | None) -> None:
        if row is not None:
            self._current = grid
            for column in self._columns:
                if column.grid is not grid:
                    column.grid.clearSelection()
                    column.grid.setCurrentIndex(column.grid.model().index(-1, -1))
        self._follow()

    def _follow(self) -> None:
        row, writable = self.current(), self._may_write()
        there = any(column.grid.files() for column in self._columns)
        for button in self._buttons:
            button.setVisible(there)
            button.setEnabled(row is not None)
        for button in (self.edit_button, self.delete_button):
            button.setEnabled(row is not None and writable)

    def current(self) -> AttachmentRow | None:
        """Return the file the keyboard is on."""
        return self._current.current() if self._current is not None else None

    def take_focus(self) -> None:
        """Put the keyboard on the first file, or where one is added."""
        for column in self._columns:
            if column.grid.files():
                column.grid.setFocus()
                return
        if self._columns:
            self._columns[0].add.setFocus()

    def columns(self) -> Sequence[PhotoColumn]:
        """Return the columns from left to right."""
        return self._columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= BESIDE_FROM
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    # adding

    def choose_files(self, kind: str) -> None:
        """Ask for files and keep them as this kind."""
        if self._may_write():
            self._taking.choose(lambda paths: self._taking_of(kind, paths), photos=self._photos)

    def _dropped(self, kind: str, paths: list[Path]) -> None:
        self._taking.take(self._taking_of(kind, tuple(paths)))

    def _taking_of(self, kind: str, paths: tuple[Path, ...]) -> Taking:
        assert self._owner is not None
        return Taking(self._owner, paths, kind)

    def _was_taken(self, taken: Taken) -> None:
        self.refusals.set("\n".join(taken.refused), "error")

    # one file

    def open_current(self) -> None:
        """Open the current file over the window (Enter)."""
        if self._current is not None:
            self._open_from(self._current)

    def _open_from(self, grid: PhotoGrid) -> None:
        row = grid.current()
        if row is None:
            return
        files = [one for column in self._columns for one in column.grid.files()]
        place = next(place for place, one in enumerate(files) if one.id == row.id)
        self.viewer = PhotoViewer(self._context, self, files, place)
        self.viewer.copy_asked.connect(self._save_out)
        self.viewer.closed.connect(self._was_closed)

    def _was_closed(self, found: int) -> None:
        self.viewer = None
        for column in self._columns:
            if column.grid.select(found):
                column.grid.setFocus()

    def edit_current(self) -> None:
        """Open caption, day, name and kind of the current file (F2)."""
        row, owner = self.current(), self._owner
        if row is None or owner is None or not self._may_write():
            return
        panel = attachment_panel(self._context, owner, row)
        panel.saved.connect(self._was_saved)
        self.dialog = FormDialog(panel, width=520, height=420)
        self.dialog.open()

    def copy_current(self) -> None:
        """Save a copy of the current file outside the register."""
        row = self.current()
        if row is not None:
            self._save_out(row)

    def _save_out(self, row: AttachmentRow) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Lưu ra tệp"), row.name)
        if not name:
            return
        register = self._context.register

        def write() -> Path:
            from labordesk.services.attachments import save_copy

            return save_copy(register, row.id, Path(name))

        self._context.work.read(write, self._was_copied, owner=self)

    def _was_copied(self, path: Path) -> None:
        self._context.notify.info(_("Đã lưu “{name}”.").format(name=path.name))

    def delete_current(self) -> None:
        """Delete the current file after asking (Delete)."""
        row = self.current()
        if row is None or not self._may_write():
            return
        question = _("Xóa “{name}” khỏi hồ sơ?").format(name=caption_of(row))
        explain = _("Tệp nằm trong sổ sẽ mất; giấy tờ đã đánh dấu nhận vẫn giữ nguyên.")
        if not self._context.notify.ask(question, Answer("delete", _("Xóa"), "danger"), explain=explain):
            return
        register = self._context.register

        def write() -> Changes:
            from labordesk.services.attachments import remove_attachment

            return remove_attachment(register, row.id)

        self._context.work.write(write, self._context.tell, owner=self)

    def _was_saved(self, saved: Saved) -> None:
        self._context.tell(saved.changes)

    def _heard(self, changes: Changes) -> None:
        """A scan dropped on a line of the checklist belongs here too."""
        if changes.papers:
            self.reload()

    def _show_menu(self, _row: AttachmentRow, place: QPoint) -> None:
        menu = QMenu(self)
        for button in self._buttons:
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.exec(place)
