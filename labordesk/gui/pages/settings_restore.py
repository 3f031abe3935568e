"""Khôi phục: how a backup differs from the register, and the three ways to go on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError, SecretNeeded
from labordesk.gui.buttons import danger_button, primary_button, secondary_button
from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.password import PasswordLine
from labordesk.gui.notify import Answer
from labordesk.gui.permits import disable
from labordesk.gui.rewriting import Rewriting
from labordesk.gui.work import Progress
from labordesk.i18n import _
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.replacing import replace_register
from labordesk.services.restore_words import brought_words, refused_words, row_words, summary_lines, table_line
from labordesk.services.restoring import (
    BroughtBack,
    Comparison,
    NamedRow,
    bring_back_from,
    compare_with,
)
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.store.register import Register

SECTION = "backups"


class RestoreDialog(QDialog):
    """``changed(words)`` tells what was brought back; replacing closes the register and opens the restored one."""

    changed = Signal(str)

    def __init__(self, context: Context, backup: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._backup = backup
        self._found: Comparison | None = None
        self.setWindowTitle(_("So sánh, khôi phục"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(720, 560)
        self.notice = Notice("")
        self.words = QLabel(_("Đang so sánh bản sao lưu với sổ…"))
        self.words.setWordWrap(True)
        self.tables = QLabel("")
        self.tables.setWordWrap(True)
        self.tables.setProperty("role", "secondary")
        self.heading = QLabel("")
        self.heading.setProperty("role", "section")
        self.rows = QListWidget()
        self.rows.setAccessibleName(_("Những hồ sơ không còn trong sổ"))
        self.secret = PasswordLine(_("Mật khẩu"))
        self.secret_label = QLabel("")
        self.secret_label.setWordWrap(True)
        self.bring = primary_button(_("Lấy lại những hồ sơ đã chọn"), self.bring_back)
        self.replacing = danger_button(_("Thay cả sổ bằng bản này"), self.replace)
        self.look = secondary_button(_("Mở ra xem"), self.open_to_look, icon="eye")
        self._arrange()
        self.secret.entered.connect(self.compare)
        self.compare()

    def _arrange(self) -> None:
        title = QLabel(self._backup.name)
        title.setProperty("role", "section")
        title.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.bring, self.replacing, self.look):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(secondary_button(_("Đóng"), self.reject, key="Esc"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (title, self.notice, self.words, self.tables, self.heading):
            column.addWidget(widget)
        column.addWidget(self.rows, 1)
        column.addWidget(self.secret_label)
        column.addWidget(self.secret)
        column.addLayout(foot)
        encrypted = self._context.register.is_encrypted
        self._ask_secret(_("Muốn thay cả sổ, gõ mật khẩu của sổ (hoặc khóa dự phòng):") if encrypted else "")
        self._enable()

    def _ask_secret(self, words: str) -> None:
        self.secret_label.setText(words)
        self.secret_label.setVisible(bool(words))
        self.secret.setVisible(bool(words))

    # comparing

    def compare(self) -> None:
        """Compare the backup with the open register."""
        register, secret = self._context.register, self.secret.text() or None
        self._context.work.read(
            lambda: compare_with(register, self._backup, secret), self._show, self._refused, owner=self
        )

    def _show(self, found: Comparison) -> None:
        self._found = found
        self.notice.set("")
        self.words.setText("\n".join(summary_lines(found, datetime.now().astimezone())))
        lines = [table_line(one) for one in found.tables[:8]]
        if len(found.tables) > len(lines):
            lines.append(_("… và {n} loại dòng khác").format(n=number(len(found.tables) - len(lines))))
        self.tables.setText("\n".join(lines))
        self.tables.setVisible(bool(lines))
        self._show_rows(found)
        self._enable()

    def _show_rows(self, found: Comparison) -> None:
        self.rows.clear()
        self.heading.setText(
            _("Có trong bản sao lưu, không còn trong sổ: {n}").format(n=number(found.missing_count))
            if found.missing
            else _("Không có hồ sơ nào bị xóa kể từ bản sao lưu này.")
        )
        for row in found.missing:
            item = QListWidgetItem(row_words(row))
            item.setData(Qt.ItemDataRole.UserRole, row)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.rows.addItem(item)
        self.rows.setVisible(bool(found.missing))
        if found.extra_count:
            self.notice.set(
                _("Thay cả sổ sẽ mất {n} hồ sơ chỉ có trong sổ, như: {names}.").format(
                    n=number(found.extra_count), names="; ".join(row_words(row) for row in found.extra[:3])
                ),
                "warn",
            )

    def chosen(self) -> list[NamedRow]:
        """Return the rows that are ticked."""
        items = [self.rows.item(place) for place in range(self.rows.count())]
        return [one.data(Qt.ItemDataRole.UserRole) for one in items if one.checkState() == Qt.CheckState.Checked]

    def _enable(self) -> None:
        self.bring.setEnabled(self._found is not None and bool(self._found.missing))
        self.replacing.setEnabled(self._found is not None and not self._context.register.read_only)
        for button in (self.bring, self.replacing):
            disable(button, self._context.why_not(Right.RESTORE))

    def _refused(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")
        if isinstance(error, SecretNeeded):
            self._ask_secret(_("Bản sao lưu này có mật khẩu khác; gõ mật khẩu ấy rồi bấm Enter:"))
            self.secret.setFocus()

    # going on

    def bring_back(self) -> None:
        """Put the ticked rows back into the register."""
        register, rows, secret = self._context.register, self.chosen(), self.secret.text() or None
        if not rows:
            self.notice.set(_("Hãy đánh dấu (phím cách) những hồ sơ muốn lấy lại."), "warn")
            self.rows.setFocus()
            return
        self._context.work.write(
            lambda: bring_back_from(register, self._backup, rows, secret),
            lambda done: self._brought(done, rows),
            self._refused,
            owner=self,
        )

    def _brought(self, done: BroughtBack, rows: list[NamedRow]) -> None:
        names = {(row.table, row.uid): row_words(row) for row in rows}
        refused = [refused_words(one, names.get((one.table, one.uid), "")) for one in done.refused]
        words = brought_words(done)
        self._context.tell(done.changes)
        self.changed.emit(words)
        if refused:
            self.compare()
            self.notice.set("\n".join([words, *refused]), "warn")
        else:
            self.accept()

    def replace(self) -> None:
        """Put the backup in the place of the register, after a question."""
        register: Register = self._context.register
        secret = self.secret.text() or None
        if register.is_encrypted and not secret:
            self.notice.set(_("Hãy gõ mật khẩu của sổ trước."), "warn")
            self.secret.setFocus()
            return
        answer = self._context.notify.ask(
            _("Thay cả sổ bằng bản sao lưu này?"),
            Answer("replace", _("Thay sổ"), "danger"),
            explain=_("Mọi việc ghi sau bản sao lưu sẽ không còn trong sổ. Tệp đang dùng được giữ lại bên cạnh."),
        )
        if answer == "replace":
            self._context.work.read(lambda: _may_replace(register, secret), self._replace, self._refused, owner=self)

    def _replace(self, secret: str | None) -> None:
        backup, by = self._backup, self._context.register.officer_id

        def run(path: Path, progress: Progress) -> None:
            replace_register(path, backup, secret=secret, by=by, told_of=progress)

        done = _("Đã khôi phục sổ từ {name}; tệp trước đó vẫn ở cạnh sổ.").format(name=backup.name)
        context = self._context
        self.accept()
        context.rewrite_asked.emit(
            Rewriting(_("Đang khôi phục sổ"), run, done, before=secret, after=secret, section=SECTION)
        )

    def open_to_look(self) -> None:
        """Open the backup instead of the register, only to look at it."""
        self.accept()
        self._context.open_asked.emit(self._backup)


def _may_replace(register: Register, secret: str | None) -> str | None:
    """Prove the right and the password before the register is closed."""
    from labordesk.services.register_keys import prove

    ensure(register, Right.RESTORE)
    if register.is_encrypted and secret is not None:
        prove(register, secret).wipe()
    return secret
