"""The place of the open register: what should be known of it once, and whether the file is still there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from labordesk.errors import LabordeskError
from labordesk.gui.notify import MessageLink
from labordesk.i18n import _
from labordesk.paths import REGISTER_SUFFIX

if TYPE_CHECKING:
    from labordesk.gui.context import Context
    from labordesk.gui.shell import Shell
    from labordesk.services.places import Note

LOOK_SECONDS = 5
BACK = timedelta(minutes=10)
"""What a clock may be set back by its time server without a word."""


class WatchedDesk(Protocol):
    """What ``app.Desk`` offers."""

    shell: Shell
    context: Context


class PlaceWatch(QObject):
    """One per window; looks when the window comes to the front, and now and then."""

    def __init__(self, desk: WatchedDesk) -> None:
        super().__init__()
        self._desk = desk
        self._looking = False
        self._told = ""
        self._seen = datetime.now(UTC)
        self._timer = QTimer(self, interval=LOOK_SECONDS * 1000)
        self._timer.timeout.connect(self.look)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.applicationStateChanged.connect(self._state_changed)

    def begin(self) -> None:
        """A register was opened: say what should be known of its place, once for each register."""
        self._told = ""
        self._seen = datetime.now(UTC)
        self._timer.start()
        self._say_notes()

    def _say_notes(self) -> None:
        register, settings = self._desk.context.register, self._desk.context.settings
        told = tuple(settings.told_notes)

        def read() -> tuple[Note, ...]:
            from labordesk.services.places import notes_of

            return notes_of(register, told)

        def say(notes: tuple[Note, ...]) -> None:
            from labordesk.services.places import TOLD_MOST

            if register is not self._desk.context.register:
                return
            texts = [text for text in (register.read_only_note, *(one.text for one in notes)) if text]
            if texts:
                self._desk.context.notify.warn("\n".join(texts))
            if notes:
                settings.told_notes = [*settings.told_notes, *(one.key for one in notes)][-TOLD_MOST:]
                self._desk.context.settings_changed.emit("notes")

        shell = self._desk.shell
        self._desk.context.work.read(read, say, owner=shell, latest="place-notes", after_load=True)

    def look(self) -> None:
        """See whether the file is still in its place; tell once when it is not, and again only after it came back."""
        register = self._desk.context.register
        if register is None or register.read_only or self._looking or self._desk.shell.is_covered():
            return
        self._watch_clock()
        self._looking = True
        self._desk.context.work.read(
            register.look_after,
            lambda _done: self._is_there(),
            lambda error: self._is_not_there(register, error),
            owner=self._desk.shell,
            always=self._looked,
        )

    def _watch_clock(self) -> None:
        """Say it when the clock of the machine is set back while a register is open."""
        now, before = datetime.now(UTC), self._seen
        self._seen = now
        if before - now > BACK:
            self._say_notes()

    def _looked(self) -> None:
        self._looking = False

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def _is_there(self) -> None:
        if self._told:
            self._told = ""
            self._desk.context.notify.info(_("Tệp sổ đã ở lại chỗ cũ; bấm Lưu để ghi tiếp phần đang gõ."))

    def _is_not_there(self, register: Any, error: LabordeskError) -> None:
        if str(error) == self._told or register is not self._desk.context.register:
            return
        self._told = str(error)
        links: list[MessageLink] = []
        if register.new_place() is not None:
            links.append((_("Làm tiếp ở chỗ mới"), lambda: self._follow(register)))
        links.append((_("Lưu ra tệp mới…"), lambda: self._save_copy(register)))
        self._desk.context.notify.error(error, *links)

    def _follow(self, register: Any) -> None:
        """Go on with the moved file; pages and what is typed in them stay as they are."""

        def done(place: Path) -> None:
            self._went_on(place, _("Đã mở tiếp sổ ở “{place}”; bấm Lưu để ghi phần đang gõ."))

        self._desk.context.work.write(register.follow, done, owner=self._desk.shell)

    def _save_copy(self, register: Any) -> None:
        """Write what is saved so far to a file the officer names, and go on there; typed words stay as they are."""
        offered = register.path.with_name(f"{register.path.stem}-cuu{REGISTER_SUFFIX}")
        chosen, _filter = QFileDialog.getSaveFileName(
            self._desk.shell,
            _("Lưu sổ ra tệp mới"),
            str(offered),
            _("Sổ Labordesk (*{suffix})").format(suffix=REGISTER_SUFFIX),
        )
        if not chosen:
            return
        target = Path(chosen)
        if target.suffix != REGISTER_SUFFIX:
            target = target.with_name(f"{target.name}{REGISTER_SUFFIX}")

        def done(_done: None) -> None:
            self._went_on(
                target, _("Đã lưu mọi phần đã ghi ra “{place}” và làm tiếp ở đó; bấm Lưu để ghi phần đang gõ.")
            )

        self._desk.context.work.write(lambda: register.move_to(target), done, owner=self._desk.shell)

    def _went_on(self, place: Path, sentence: str) -> None:
        context = self._desk.context
        context.settings.remember_register(place)
        context.settings_changed.emit("notes")
        self._told = ""
        context.notify.done(sentence.format(place=str(place)))
