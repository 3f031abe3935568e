"""A register that cannot be read any more: what it can be made again from, offered in place of the first screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import BadFile, LabordeskError
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.inputs.password import PasswordLine
from labordesk.gui.work import Progress
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.gui.context import Context
    from labordesk.gui.shell import Shell
    from labordesk.services.restoring import Rebuilt, Rescue

Then = Callable[[], None] | None


class RescuedDesk(Protocol):
    """What ``app.Desk`` offers."""

    shell: Shell
    context: Context

    def open(self, path: Path, secret: str | None = None, *, first: str = "", then: Then = None) -> None:
        """Open a register and go on with ``then``."""

    def welcome(self, error: LabordeskError | None = None) -> None:
        """Show the welcome screen."""

    def ask_open(self) -> None:
        """Let the officer choose a register file."""


class RescueScreen(QWidget):
    """``asked(secret)``: make the register again; ``left``: back to the first screen."""

    asked = Signal(str)
    left = Signal()
    other_asked = Signal()

    def __init__(self, path: Path, rescue: Rescue, error: LabordeskError) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        assert rescue.backup is not None
        self._needs_secret = rescue.backup.encrypted
        self.notice = Notice(str(error), "error")
        self.words = QLabel(_words(rescue))
        self.words.setWordWrap(True)
        self.secret = PasswordLine(_("Mật khẩu hoặc khóa dự phòng"))
        self.go = primary_button(_("Lập lại sổ từ bản sao lưu"), self._ask, icon="undo-2")
        card = Card(_("Sổ “{name}” không đọc được").format(name=path.stem))
        card.body.addWidget(self.notice)
        card.body.addWidget(self.words)
        kept = QLabel(_("Tệp hỏng được giữ lại bên cạnh, không xóa."))
        kept.setProperty("role", "secondary")
        card.body.addWidget(kept)
        label = QLabel(_("Mật khẩu của sổ hoặc khóa dự phòng:"))
        card.body.addWidget(label)
        card.body.addWidget(self.secret)
        label.setVisible(self._needs_secret)
        self.secret.setVisible(self._needs_secret)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go)
        buttons.addWidget(secondary_button(_("Chọn tệp khác…"), self.other_asked.emit, icon="folder-open"))
        buttons.addWidget(secondary_button(_("Về màn hình đầu"), self.left.emit))
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        card.setFixedWidth(640)
        middle = QHBoxLayout()  # not an alignment: that would cut the lines a long sentence needs
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addStretch(3)
        self.secret.entered.connect(self._ask)

    def focus_first(self) -> None:
        """Put the keyboard where the officer goes on."""
        (self.secret if self._needs_secret else self.go).setFocus()

    def show_error(self, error: LabordeskError) -> None:
        """Say why the register could not be made again."""
        self.notice.set(str(error), "error")
        self.focus_first()

    def _ask(self) -> None:
        if self._needs_secret and not self.secret.text():
            self.notice.set(_("Hãy gõ mật khẩu của sổ trước."), "warn")
            self.secret.setFocus()
            return
        self.asked.emit(self.secret.text())


def offer_rescue(desk: RescuedDesk, path: Path, error: LabordeskError) -> bool:
    """Show the way back when a register is damaged or gone and a backup of it is there; tell whether it is shown."""
    from labordesk.services.restoring import rescue_of
    from labordesk.store.identity import NEWER

    if error.sentence == NEWER or not (isinstance(error, BadFile) or not path.exists()):
        return False
    rescue = rescue_of(path)
    if rescue.backup is None:
        return False
    screen = RescueScreen(path, rescue, error)
    screen.asked.connect(lambda secret: _rebuild(desk, screen, path, secret or None))
    screen.left.connect(desk.welcome)
    screen.other_asked.connect(desk.ask_open)
    desk.shell.show_welcome(screen)
    screen.focus_first()
    return True


def _rebuild(desk: RescuedDesk, screen: RescueScreen, path: Path, secret: str | None) -> None:
    from labordesk.services.restore_words import rebuilt_words
    from labordesk.services.restoring import rebuild_register

    def work(progress: Progress, _cancelled: Callable[[], bool]) -> Rebuilt:
        return rebuild_register(path, secret=secret, told_of=progress)

    def done(made: Rebuilt) -> None:
        words = rebuilt_words(made, datetime.now().astimezone())
        tell = desk.context.notify.info if made.is_whole else desk.context.notify.warn
        desk.open(path, secret, then=lambda: tell(words))

    desk.context.work.run_long(work, _("Đang lập lại sổ"), done, screen.show_error)


def _words(rescue: Rescue) -> str:
    from labordesk.services.backup_words import moment_words

    assert rescue.backup is not None
    made = moment_words(rescue.backup.made, datetime.now().astimezone())
    if rescue.has_journal:
        return _(
            "Có bản sao lưu lúc {made} và nhật ký dự phòng ghi tiếp sau đó:"
            " sổ được lập lại đến lần ghi cuối còn đọc được."
        ).format(made=made)
    return _("Có bản sao lưu lúc {made}: sổ được lập lại như lúc ấy.").format(made=made)
