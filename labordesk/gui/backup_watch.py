"""Backups without being asked: after half an hour of work, before a register is left; what is said about them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEventLoop, QObject, QTimer

from labordesk.errors import LabordeskError
from labordesk.gui.notify import Answer
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.gui.context import Context
    from labordesk.gui.shell import Shell
    from labordesk.services.backups import Made
    from labordesk.store.register import Register

MINUTES = 30
"""Of work between two backups."""

_LOOK_MS = 60_000
_AT_FIRST_SECONDS = 120
"""After opening, what the last session left unsaved elsewhere is backed up once the officer is at work."""
_SHOW_AFTER_MS = 300


class WatchedDesk(Protocol):
    """What ``app.Desk`` offers."""

    shell: Shell
    context: Context


class BackupWatch(QObject):
    """One per window; follows the window's context when the language changes."""

    def __init__(self, desk: WatchedDesk) -> None:
        super().__init__()
        self._desk = desk
        self._due = 0.0
        self._running = False
        self._leaving = False
        self._told: set[str] = set()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def follow(self, context: Context) -> None:
        """Listen to the settings page, which makes backups too."""
        context.settings_changed.connect(lambda what: self.show_last() if what == "backup" else None)

    def begin(self) -> None:
        """A register was opened."""
        self._due = time.monotonic() + _AT_FIRST_SECONDS
        self._told.clear()
        self._timer.start()
        self.show_last()

    def show_last(self) -> None:
        """Say in the status line when the last good backup was made."""
        register = self._desk.context.register
        if register is None:
            self._desk.shell.set_fact("")
            return
        path = register.path

        def read() -> str:
            from labordesk.services.backups import last_good

            return last_words(last_good(path))

        shell = self._desk.shell
        self._desk.context.work.read(read, shell.set_fact, owner=shell, latest="last-backup", after_load=True)

    # while the officer works

    def look(self) -> None:
        """Make a backup when half an hour has gone by and something was written since the last one."""
        register = self._desk.context.register
        if register is None or self._running or time.monotonic() < self._due or self._desk.shell.is_covered():
            return
        self._due = time.monotonic() + MINUTES * 60
        self._running = True
        second = self._second()

        def work() -> Made | None:
            return _made_if_needed(register, "", second, None)

        self._desk.context.work.read(work, self._done, self._tell, owner=self._desk.shell, always=self._stopped)

    def _stopped(self) -> None:
        self._running = False

    def _done(self, made: Made | None) -> None:
        if made is None:
            return
        self._told.clear()
        self.show_last()
        self._note_second(made)

    def _note_second(self, made: Made) -> None:
        settings = self._desk.context.settings
        if made.second is not None:
            settings.second_backup_seen = date.today().isoformat()  # noqa: DTZ011
        elif made.problem is not None and is_long_ago(settings.second_backup_seen):
            self._tell(made.problem)

    def _tell(self, error: LabordeskError) -> None:
        """Tell a failure once, until a backup is good again."""
        if str(error) not in self._told:
            self._told.add(str(error))
            self._desk.context.notify.warn(_("Chưa sao lưu được. {why}").format(why=str(error)))

    # before a register is left

    def before_leaving(self, *, back_up: bool = True) -> None:
        """Back up what was written since the last backup, behind a dialog that lets the officer go without it."""
        self._timer.stop()
        register = self._desk.context.register
        if register is None or self._leaving:
            return
        self._leaving = True
        try:
            if back_up and _needs(register):
                self._back_up_and_wait(register)
        except LabordeskError as error:  # the file has gone, the disk is broken: the register must close all the same
            self._tell(error)
        finally:
            self._leaving = False
            self._desk.shell.set_fact("")

    def _back_up_and_wait(self, register: Register) -> None:
        from labordesk.gui.progress import ProgressDialog
        from labordesk.store.backup_names import CLOSING

        dialog = ProgressDialog(_("Đang sao lưu trước khi đóng sổ"), stop=_("Đóng không sao lưu"))
        loop = QEventLoop()
        refused: list[LabordeskError] = []
        over: list[bool] = []
        second = self._second()

        def finish() -> None:
            over.append(True)
            dialog.finish()
            loop.quit()

        self._desk.context.work.read(
            lambda: _made_if_needed(register, CLOSING, second, dialog.report),
            lambda made: self._note_second(made) if made is not None and made.second is not None else None,
            refused.append,
            always=finish,
        )
        if not over:
            QTimer.singleShot(_SHOW_AFTER_MS, loop, loop.quit)
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if not over:
            dialog.show()
            loop.exec()
        if refused:
            self._desk.context.notify.ask(
                _("Chưa sao lưu được trước khi đóng sổ"),
                Answer("close", _("Đóng sổ"), "primary"),
                explain=_("Sổ vẫn còn nguyên. {why}").format(why=str(refused[0])),
            )

    def _second(self) -> Path | None:
        chosen = self._desk.context.settings.second_backup_folder
        return Path(chosen) if chosen else None


def _needs(register: Register) -> bool:
    from labordesk.services.backups import has_changed, is_backed_up_by_itself

    return is_backed_up_by_itself(register) and has_changed(register)


def _made_if_needed(
    register: Register, reason: str, second: Path | None, told_of: Callable[[int, int | None], None] | None
) -> Made | None:
    from labordesk.services.backups import back_up_register
    from labordesk.store.backup_names import AUTOMATIC

    if not _needs(register):
        return None
    return back_up_register(register, reason or AUTOMATIC, second=second, told_of=told_of)


def last_words(last: Any) -> str:
    """Return "Sao lưu lần cuối 14:32", or that there is no backup yet."""
    from labordesk.services.backup_words import moment_words

    if last is None:
        return _("Chưa có bản sao lưu")
    return _("Sao lưu lần cuối {moment}").format(moment=moment_words(last.made, datetime.now().astimezone()))


def is_long_ago(day: str) -> bool:
    """Tell whether the second place was last seen long ago; a day to come is of a clock that ran ahead, so unknown."""
    from labordesk.services.backups import MISSING_LONG

    try:
        gone = date.today() - date.fromisoformat(day)  # noqa: DTZ011
        return gone >= MISSING_LONG or gone < timedelta(days=-1)
    except ValueError:
        return True
