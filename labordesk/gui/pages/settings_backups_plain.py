"""Copies of an encrypted register that anybody can read: how many there are, and the two ways out, for all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.buttons import danger_button, secondary_button
from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.password import PasswordLine
from labordesk.gui.notify import Answer
from labordesk.gui.permits import disable
from labordesk.i18n import _
from labordesk.rules.roles import Right
from labordesk.services.plain_copies import encrypt_plain_copies, remove_plain_copies
from labordesk.vietnamese.numbers import number

_NAMED = 3


class PlainCopiesPart(QWidget):
    """Hidden while there are none. ``done(words)`` and ``refused(error)`` tell how an action ended."""

    done = Signal(str)
    refused = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._files: tuple[Path, ...] = ()
        self.notice = Notice("")
        self.secret = PasswordLine(_("Mật khẩu của sổ"))
        self.encrypting = secondary_button(_("Mã hóa các bản ấy"), self.encrypt, icon="lock")
        self.removing = danger_button(_("Xóa các bản ấy"), self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addLayout(self._row())
        self.secret.entered.connect(self.encrypt)
        self.hide()

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(QLabel(_("Gõ mật khẩu của sổ để mã hóa:")))
        self.secret.setFixedWidth(260)
        row.addWidget(self.secret)
        row.addWidget(self.encrypting)
        row.addWidget(self.removing)
        row.addStretch(1)
        return row

    def show_files(self, files: tuple[Path, ...]) -> None:
        """Say which copies there are; the part goes when there are none."""
        self._files = files
        self.notice.set(_words(files), "warn")
        self.setVisible(bool(files))
        why = self._context.why_not(Right.RESTORE)
        for button in (self.encrypting, self.removing):
            disable(button, why)

    def encrypt(self) -> None:
        """Encrypt all of them with the key of the register."""
        register, files, secret = self._context.register, self._files, self.secret.text()
        if not secret:
            self.notice.set(_("Hãy gõ mật khẩu của sổ trước."), "warn")
            self.secret.setFocus()
            return
        self.secret.clear()

        def work(progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> int:
            return encrypt_plain_copies(register, files, secret, progress)

        self._context.work.run_long(work, _("Đang mã hóa các bản sao"), self._encrypted, self.refused.emit)

    def _encrypted(self, count: int) -> None:
        self.done.emit(_("Đã mã hóa {n} bản sao.").format(n=number(count)))

    def remove(self) -> None:
        """Delete all of them after a question."""
        register, files = self._context.register, self._files
        answer = self._context.notify.ask(
            _("Xóa {n} bản sao chưa mã hóa?").format(n=number(len(files))),
            Answer("remove", _("Xóa"), "danger"),
            explain="\n".join(one.name for one in files[:10]),
        )
        if answer == "remove":
            self._context.work.write(
                lambda: remove_plain_copies(register, files), self._removed, self.refused.emit, owner=self
            )

    def _removed(self, count: Any) -> None:
        self.done.emit(_("Đã xóa {n} bản sao chưa mã hóa.").format(n=number(count)))


def _words(files: tuple[Path, ...]) -> str:
    if not files:
        return ""
    more = " …" if len(files) > _NAMED else ""
    return _(
        "Còn {n} bản sao chưa mã hóa ở cạnh sổ hoặc nơi sao lưu thứ hai; ai cầm được đều đọc được: {names}."
    ).format(n=number(len(files)), names=", ".join(one.name for one in files[:_NAMED]) + more)
