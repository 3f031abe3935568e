"""Locking and unlocking the open register, and rewriting it with another key while its window waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from labordesk.errors import LabordeskError
from labordesk.gui.work import Cancelled, Progress
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.gui.context import Context
    from labordesk.gui.idle import IdleWatch
    from labordesk.gui.rewriting import Rewriting
    from labordesk.gui.shell import Shell
    from labordesk.gui.signing_in import SignIn
    from labordesk.gui.unlock import UnlockScreen

SECTION = "security"
"""The section of the settings where this is asked for."""


Then = Callable[[], None] | None


class GuardedDesk(Protocol):
    """What ``app.Desk`` offers."""

    shell: Shell
    context: Context
    sign_in: SignIn

    def open(self, path: Path, secret: str | None = None, *, first: str = "", then: Then = None) -> None:
        """Open a register, show a page of it and go on with ``then``."""

    def welcome(self, error: LabordeskError | None = None) -> None:
        """Leave the register for the welcome screen."""

    def let_go(self) -> None:
        """Close the register."""

    def show_again(self) -> None:
        """Make the pages anew for another user."""

    def refresh_header(self) -> None:
        """Say again what the header says."""


class Guard(QObject):
    """One per window; follows the window's context when the language changes."""

    def __init__(self, desk: GuardedDesk) -> None:
        super().__init__()
        self._desk = desk
        self._idle: IdleWatch | None = None

    def follow(self, context: Context) -> None:
        """Listen to what a page asks for."""
        context.lock_asked.connect(self.lock)
        context.rewrite_asked.connect(self.rewrite)
        context.settings_changed.connect(lambda _what: self._set_minutes())
        context.officers_changed.connect(lambda: self.watch(self._desk.context.register))

    def watch(self, register: Any) -> None:
        """Lock this register when nobody is at the machine; only one with a password or users needs it."""
        if not _has_lock(register):
            if self._idle is not None:
                self._idle.set_minutes(0)
            return
        if self._idle is None:
            from labordesk.gui.idle import IdleWatch

            self._idle = IdleWatch(self)
            self._idle.rested.connect(self.lock)
        self._set_minutes()

    def _set_minutes(self) -> None:
        register = self._desk.context.register
        if self._idle is not None and register is not None and _has_lock(register):
            self._idle.set_minutes(self._desk.context.settings.lock_minutes)

    # opening

    def ask_to_open(self, path: Path, error: LabordeskError) -> None:
        """Ask for the password of a register; the same screen says why the last one was refused."""
        from labordesk.errors import WrongSecret
        from labordesk.gui.unlock import opening_screen

        screen = opening_screen(path.stem)
        screen.tried.connect(lambda typed: self._desk.open(path, typed))
        screen.left.connect(self._desk.welcome)
        self._desk.shell.show_welcome(screen)
        if isinstance(error, WrongSecret) or not _asks(error):
            screen.show_error(error)
        screen.focus_first()

    # locking

    def lock(self) -> None:
        """Hide everything and wipe the key; nothing happens without a password, or while long work runs."""
        register = self._desk.context.register
        shell = self._desk.shell
        if register is None or shell.is_covered() or _busy():
            return
        if not register.is_encrypted:
            self._desk.context.switch_asked.emit()  # no password, but perhaps users with PINs
            return
        from labordesk.gui.unlock import locked_screen

        screen = locked_screen()
        screen.tried.connect(lambda typed: self._try(screen, typed))
        screen.left.connect(self._leave)
        shell.cover(screen)
        self._desk.context.work.write(register.lock, lambda _done: None, owner=screen)
        screen.focus_first()

    def _try(self, screen: UnlockScreen, typed: str) -> None:
        register, shell = self._desk.context.register, self._desk.shell

        def unlocked(_done: None) -> None:
            if register.officer_id is None:
                shell.uncover()
            else:
                self._desk.sign_in.ask_again(register, shell.cover_again)

        self._desk.context.work.write(lambda: register.unlock(typed), unlocked, screen.show_error, owner=screen)

    def _leave(self) -> None:
        shell = self._desk.shell
        if shell.may_lose_drafts(_("Đóng sổ và bỏ phần gõ dở?"), _("Đóng sổ, bỏ phần gõ dở")):
            shell.uncover()
            self._desk.welcome()

    # another key

    def rewrite(self, asked: Rewriting) -> None:
        """Close the register, rewrite it with another key or none, and open it again where it was."""
        path: Path = self._desk.context.register.path
        self._desk.shell.show_opening(asked.title)
        self._desk.let_go()

        def work(progress: Progress, _cancelled: Callable[[], bool]) -> bool:
            try:
                asked.run(path, progress)
            except Cancelled:
                return False
            return True

        def reopen(secret: str | None, then: Callable[[], None]) -> None:
            def arrived() -> None:
                self._desk.context.go("settings", section=asked.section)
                then()

            self._desk.open(path, secret, first="settings", then=arrived)

        def done(finished: bool) -> None:
            if finished:
                reopen(asked.after, lambda: self._tell_rewritten(asked))
            else:
                reopen(asked.before, lambda: None)

        def refused(error: LabordeskError) -> None:
            reopen(asked.before, lambda: self._desk.context.notify.error(error))

        self._desk.context.work.run_long(work, asked.title, done, refused)

    def _tell_rewritten(self, asked: Rewriting) -> None:
        self._desk.context.notify.info(asked.done)
        if asked.recovery:
            self.give_recovery_key(asked.recovery)

    def give_recovery_key(self, recovery: str) -> None:
        """Show the sheet of a recovery key, to be printed: the one time it is seen."""
        from labordesk.gui.recovery_dialog import RecoveryDialog

        dialog = RecoveryDialog(self._desk.context, recovery, self._desk.shell)
        dialog.open()


def _has_lock(register: Any) -> bool:
    """Tell whether there is a password or a PIN to ask for."""
    return register.is_encrypted or register.officer_id is not None


def _asks(error: LabordeskError) -> bool:
    from labordesk.errors import SecretNeeded

    return isinstance(error, SecretNeeded)


def _busy() -> bool:
    """Tell whether long work has its dialog open: it is not torn away from the register."""
    from labordesk.gui.progress import ProgressDialog

    return isinstance(QApplication.activeModalWidget(), ProgressDialog)
