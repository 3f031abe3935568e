"""The backups of the register in a table, and what is done with one: looked at, checked, kept, deleted, put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel

from labordesk.fields import Count
from labordesk.gui.backup_watch import last_words
from labordesk.gui.buttons import danger_button, primary_button, secondary_button
from labordesk.gui.cards import Card, EmptyState
from labordesk.gui.context import Context
from labordesk.gui.flow import FlowLayout
from labordesk.gui.notify import Answer
from labordesk.gui.pages.settings_restore import RestoreDialog
from labordesk.gui.permits import disable
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.rules.roles import Right
from labordesk.services.backup_words import moment_words, reason_words, size_words, state_words
from labordesk.services.backups import check_backup, pin_backup, remove_backups
from labordesk.store.backup_list import BackupFile
from labordesk.store.backup_names import FOLDER

MOST_ROWS: Final = 8


def _count(table: str) -> Callable[[BackupFile], int | None]:
    return lambda one: one.held.count(table) if one.held is not None else None


def _checked(one: BackupFile) -> tuple[str, Tone]:
    return state_words(one), "good" if one.is_good else "warn"


def _why(one: BackupFile) -> str:
    words = reason_words(one.name.reason)
    return _("{reason}; giữ lâu dài").format(reason=words) if one.name.pinned else words


COLUMNS: Final = (
    Column("made", N_("Lúc"), read=lambda one: f"{one.made:%d/%m/%Y %H:%M}", width=15),
    Column("state", N_("Kiểm tra"), pill=_checked, width=17),
    Column("reason", N_("Lý do"), read=_why, width=22, stretch=True),
    Column("people", N_("Người"), Count(), read=_count("person"), width=8),
    Column("awards", N_("Lần hỗ trợ"), Count(), read=_count("award"), width=9),
    Column("size", N_("Dung lượng"), read=lambda one: size_words(one.size), width=9, align="right", spare=True),
    Column("houses", N_("Nhà"), Count(), read=_count("house"), width=6, spare=True),
)


class BackupsCard(Card):
    """``making`` asks for a backup now; ``said(words, tone)`` is for the section, ``changed`` when files changed."""

    making = Signal()
    said = Signal(str, str)
    changed = Signal()
    refused = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.last = QLabel("")
        self.make = primary_button(_("Sao lưu ngay"), self.making.emit, icon="save")
        empty = EmptyState("archive", _("Chưa có bản sao lưu nào"), _("Bấm “Sao lưu ngay” để làm bản đầu tiên."))
        self.table = ListTable(
            "backups", COLUMNS, context, empty=empty, identify=lambda one: one.path, title=_("Các bản sao lưu")
        )
        self.restoring = secondary_button(_("So sánh, khôi phục…"), self.restore, icon="undo-2")
        self.looking = secondary_button(_("Mở ra xem"), self.look, icon="eye")
        self.checking = secondary_button(_("Mở kiểm tra"), self.check, icon="shield")
        self.pinning = secondary_button(_("Giữ lâu dài"), self.pin)
        self.removing = danger_button(_("Xóa"), self.remove)
        self._deeds = (self.restoring, self.looking, self.checking, self.pinning, self.removing)
        self._arrange()
        self.table.opened.connect(self.restore)
        self.table.current_changed.connect(lambda _row: self._enable())

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.last, 1)
        top.addWidget(secondary_button(_("Mở thư mục"), self.open_folder, icon="folder-open"))
        top.addWidget(self.make)
        self.body.addLayout(top)
        self.body.addWidget(self.table)
        deeds = FlowLayout(gap=8)
        for button in self._deeds:
            deeds.addWidget(button)
        deeds.addWidget(secondary_button(_("Chọn tệp sao lưu ở nơi khác…"), self.choose_file, icon="folder-open"))
        self.body.addLayout(deeds)

    def show_backups(self, backups: tuple[BackupFile, ...]) -> None:
        """Show the backups there are, the newest first."""
        self.table.set_rows(backups)
        self.table.fit_height(MOST_ROWS)
        if not backups:
            self.table.setFixedHeight(180)
        elif self.table.current() is None:
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))
        self.last.setText(last_words(next((one for one in backups if one.is_good), None)))
        self._enable()

    def _enable(self) -> None:
        one = self.table.current()
        for button in self._deeds:
            button.setEnabled(one is not None)
        disable(self.removing, self._context.why_not(Right.RESTORE))
        if one is not None:
            self.pinning.setText(_("Thôi giữ lâu dài") if one.name.pinned else _("Giữ lâu dài"))
            self.checking.setVisible(not one.is_good)

    def restore(self, _row: object = None) -> None:
        """Show how the backup differs, and ask: replace, or bring back what is missing."""
        one = self.table.current()
        if one is not None:
            self._open_dialog(one.path)

    def choose_file(self) -> None:
        """Compare with a backup that lies somewhere else."""
        folder = self._context.settings.second_backup_folder or str(self._context.register.path.parent)
        found, _filter = QFileDialog.getOpenFileName(
            self, _("Chọn bản sao lưu"), folder, _("Sổ Labordesk (*.labordesk)")
        )
        if found:
            self._open_dialog(Path(found))

    def _open_dialog(self, path: Path) -> None:
        self.dialog = RestoreDialog(self._context, path, self.window())
        self.dialog.changed.connect(self._brought)
        self.dialog.open()

    def _brought(self, words: str) -> None:
        self.said.emit(words, "good")
        self.changed.emit()

    def look(self) -> None:
        """Open the backup instead of the register, only to look at it."""
        one = self.table.current()
        if one is not None:
            self._context.open_asked.emit(one.path)

    def check(self) -> None:
        """Open a backup nobody has opened yet."""
        one = self.table.current()
        if one is None:
            return
        connect = self._context.register.connect

        def work(_progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> BackupFile:
            return check_backup(one, connect)

        self._context.work.run_long(work, _("Đang mở kiểm tra"), self._was_checked, self.refused.emit, writes=False)

    def _was_checked(self, _one: BackupFile) -> None:
        self.said.emit(_("Bản sao lưu này mở được và lành lặn."), "good")
        self.changed.emit()

    def pin(self) -> None:
        """Keep the backup whatever thinning says, or no longer."""
        one = self.table.current()
        if one is not None:
            self._context.work.write(
                lambda: pin_backup(one, not one.name.pinned),
                lambda _path: self.changed.emit(),
                self.refused.emit,
                owner=self,
            )

    def remove(self) -> None:
        """Delete the backup after a question; the only good one is not deleted."""
        one = self.table.current()
        if one is None:
            return
        if one.is_good and sum(other.is_good for other in self.table.rows()) == 1:
            self.said.emit(_("Đây là bản sao lưu tốt duy nhất nên không xóa; hãy sao lưu thêm một bản trước."), "warn")
            return
        answer = self._context.notify.ask(
            _("Xóa bản sao lưu lúc {moment}?").format(moment=moment_words(one.made, datetime.now().astimezone())),
            Answer("remove", _("Xóa"), "danger"),
        )
        if answer == "remove":
            register = self._context.register
            self._context.work.write(
                lambda: remove_backups(register, [one]),
                lambda _count: self.changed.emit(),
                self.refused.emit,
                owner=self,
            )

    def open_folder(self) -> None:
        """Show the folder of the backups in the system's own window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._context.register.path.parent / FOLDER)))
