"""A register that cannot be read any more: the ways to get it back, offered in place of the first screen.

None of them writes into the damaged file: it is renamed when another takes its place, and otherwise left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from labordesk.errors import BadFile, LabordeskError, NotAllowed
from labordesk.gui.buttons import Button, primary_button, secondary_button
from labordesk.gui.cards import Card, Notice, rule
from labordesk.gui.inputs.password import PasswordLine
from labordesk.gui.message_screen import button_row, center, paragraph
from labordesk.gui.rescue_user import ask_user
from labordesk.gui.work import Progress
from labordesk.i18n import _
from labordesk.paths import REGISTER_SUFFIX

if TYPE_CHECKING:
    from labordesk.gui.context import Context
    from labordesk.gui.shell import Shell
    from labordesk.services.rebuilding import Rebuilt, Rescue
    from labordesk.services.salvaging import SalvageResult

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
    """``rebuild_asked(secret)``, ``look_asked``, ``salvage_asked(secret)``; ``left``: back to the first screen.

    With a ``secret`` that opened the register already nobody is asked for it again.
    """

    rebuild_asked = Signal(str)
    look_asked = Signal()
    salvage_asked = Signal(str)
    left = Signal()
    other_asked = Signal()

    def __init__(self, path: Path, rescue: Rescue, why: str, *, secret: str) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._secret = secret
        self.way: Way | None = None
        self.notice = Notice(why, "error")
        self.secret = PasswordLine(_("Mật khẩu hoặc khóa dự phòng"))
        self.secret_row = _secret_row(self.secret)
        self.secret_row.setVisible(rescue.encrypted and not secret)
        self.words = paragraph(_backup_words(rescue))
        self.go = primary_button(_("Lập lại sổ"), self._rebuild, icon="undo-2")
        self.look = secondary_button(_("Mở bản sao lưu ra xem"), self.look_asked.emit, icon="eye")
        self.saving = (primary_button if rescue.backup is None else secondary_button)(
            _("Cứu dữ liệu sang sổ mới…"), self._salvage, icon="save"
        )
        card = Card(_("Lấy lại sổ “{name}”").format(name=path.stem))
        card.body.setSpacing(10)
        card.body.addWidget(self.notice)
        if rescue.is_there:
            kept = _("Tệp hỏng “{name}” được giữ nguyên; khi lập lại sổ, nó được đổi tên chứ không bị xóa.")
            card.body.addWidget(paragraph(kept.format(name=path.name), "secondary"))
        card.body.addWidget(self.secret_row)
        self._add_way(card, _rebuild_title(rescue), self.words, *([self.go, self.look] if rescue.backup else []))
        if rescue.is_there:
            self._add_way(card, _("Cứu phần còn đọc được của tệp hỏng"), paragraph(_salvage_words()), self.saving)
        card.body.addWidget(rule())
        card.body.addLayout(
            button_row(
                secondary_button(_("Chọn tệp khác…"), self.other_asked.emit, icon="folder-open"),
                secondary_button(_("Về màn hình đầu"), self.left.emit),
            )
        )
        center(self, card)
        self._first = self.go if rescue.backup else self.saving
        self.secret.entered.connect(self._rebuild if rescue.backup else self._salvage)

    def _add_way(self, card: Card, title: str, words: QLabel, *buttons: Button) -> None:
        card.body.addWidget(rule())
        card.body.addWidget(paragraph(title, "section"))
        card.body.addWidget(words)
        if buttons:
            card.body.addLayout(button_row(*buttons))

    def focus_first(self) -> None:
        """Put the keyboard where the officer goes on."""
        first = self._first if self.secret_row.isHidden() else self.secret
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: LabordeskError) -> None:
        """Say why it did not work; the password is asked for again when it was the reason."""
        from labordesk.errors import SecretNeeded

        if isinstance(error, SecretNeeded):
            self._secret = ""
            self.secret_row.show()
        self.notice.set(str(error), "error")
        self.focus_first()

    def _rebuild(self) -> None:
        if self._has_secret():
            self.rebuild_asked.emit(self._secret or self.secret.text())

    def _salvage(self) -> None:
        if self._has_secret():
            self.salvage_asked.emit(self._secret or self.secret.text())

    def _has_secret(self) -> bool:
        if self.secret_row.isHidden() or self.secret.text():
            return True
        self.notice.set(_("Hãy gõ mật khẩu của sổ trước."), "warn")
        self.secret.setFocus()
        return False


def offer_rescue(
    desk: RescuedDesk, path: Path, error: LabordeskError, *, secret: str | None = None, otherwise: Callable[[], None]
) -> None:
    """Show the ways back when a register is damaged or gone; ``otherwise`` when there is none, or nobody waits."""
    from labordesk.store.identity import NEWER

    if error.sentence == NEWER:
        otherwise()
        return

    def found(rescue: Rescue | None) -> None:
        if rescue is not None and (
            rescue.backup is not None or (rescue.is_there and path.name.endswith(REGISTER_SUFFIX))
        ):
            _show(desk, path, rescue, str(error), secret, None)
        else:
            otherwise()

    _look_for_ways(desk, path, found, otherwise, is_damaged=isinstance(error, BadFile))


def show_rescue(desk: RescuedDesk, path: Path, why: str, *, by: int | None = None) -> None:
    """Show the ways to get a register back; ``why`` is the sentence that says what is wrong with it."""

    def found(rescue: Rescue | None) -> None:
        if rescue is not None:
            _show(desk, path, rescue, why, None, by)

    _look_for_ways(desk, path, found, desk.welcome, is_damaged=True)


def _look_for_ways(
    desk: RescuedDesk,
    path: Path,
    found: Callable[[Rescue | None], None],
    otherwise: Callable[[], None],
    *,
    is_damaged: bool,
) -> None:
    """Look for backups and journal away from the screen: a share that is gone answers in a minute or never.

    Nothing is found of a register that is there and not known to be damaged.
    """
    from labordesk.services.rebuilding import rescue_of

    def work(progress: Progress, _cancelled: Callable[[], bool]) -> Rescue | None:
        return rescue_of(path, progress) if is_damaged or not path.exists() else None

    title = _("Đang tìm bản sao lưu của sổ “{name}”").format(name=path.stem)
    desk.context.work.run_long(work, title, found, lambda _error: otherwise(), writes=False, left=otherwise)


def _show(desk: RescuedDesk, path: Path, rescue: Rescue, why: str, secret: str | None, by: int | None) -> None:
    screen = RescueScreen(path, rescue, why, secret=secret or "")
    screen.way = way = Way(desk, screen, path, rescue)
    screen.rebuild_asked.connect(lambda typed: way.rebuild(typed or None, by))
    screen.salvage_asked.connect(lambda typed: way.salvage(typed or None, by))
    if rescue.backup is not None:
        screen.look_asked.connect(partial(desk.open, rescue.backup.path, secret))
    screen.left.connect(desk.welcome)
    screen.other_asked.connect(desk.ask_open)
    desk.shell.show_welcome(screen)
    screen.focus_first()


class Way:
    """Carries out what is chosen on the screen; each comes back to it with a sentence when it fails."""

    def __init__(self, desk: RescuedDesk, screen: RescueScreen, path: Path, rescue: Rescue) -> None:
        self._desk = desk
        self._screen = screen
        self._path = path
        self._rescue = rescue

    def rebuild(self, secret: str | None, by: int | None) -> None:
        """Make the register again of backup and journal, and open it."""
        from labordesk.services.rebuilding import rebuild_register
        from labordesk.services.restore_words import rebuilt_words

        desk, path = self._desk, self._path

        def work(progress: Progress, _cancelled: Callable[[], bool]) -> Rebuilt:
            return rebuild_register(path, secret=secret, by=by, told_of=progress)

        def done(made: Rebuilt) -> None:
            words = rebuilt_words(made, datetime.now().astimezone())
            if made.kept is not None:
                words += " " + _("Tệp hỏng nay là “{name}”.").format(name=made.kept.name)
            tell = desk.context.notify.info if made.is_whole else desk.context.notify.warn
            desk.open(path, secret, then=lambda: tell(words))

        refused = partial(self._refused, secret, by, self.rebuild)
        desk.context.work.run_long(work, _("Đang lập lại sổ"), done, refused)

    def salvage(self, secret: str | None, by: int | None) -> None:
        """Ask for a new file and write into it what can still be read."""
        from labordesk.gui.salvaged import ask_new_register

        out = ask_new_register(self._screen, self._path)
        if out is not None:
            self._salvage_to(out, secret, by)

    def _salvage_to(self, out: Path, secret: str | None, by: int | None) -> None:
        from labordesk.services.salvaging import salvage_register

        def work(progress: Progress, _cancelled: Callable[[], bool]) -> SalvageResult:
            return salvage_register(self._path, out, secret=secret, by=by, told_of=progress)

        done = partial(self._salvaged, secret)
        refused = partial(self._refused, secret, by, partial(self._salvage_to, out))
        self._desk.context.work.run_long(work, _("Đang cứu dữ liệu"), done, refused)

    def _salvaged(self, secret: str | None, result: SalvageResult) -> None:
        from labordesk.gui.salvaged import SalvagedScreen

        desk = self._desk
        screen = SalvagedScreen(desk.context, self._path, result)
        screen.open_asked.connect(lambda: desk.open(result.path, secret))
        screen.left.connect(self._return)
        desk.shell.show_welcome(screen)
        screen.focus_first()

    def _return(self) -> None:
        self._desk.shell.show_welcome(self._screen)
        self._screen.focus_first()

    def _refused(
        self, secret: str | None, by: int | None, again: Callable[[str | None, int | None], None], error: LabordeskError
    ) -> None:
        if not isinstance(error, NotAllowed) or by is not None:
            self._screen.show_error(error)
            return
        backup = self._rescue.backup
        asked = backup.path if backup is not None else self._path
        ask_user(self._desk, asked, secret, lambda user: again(secret, user), self._screen)


# words and places


def _rebuild_title(rescue: Rescue) -> str:
    if rescue.has_journal:
        return _("Lập lại sổ từ bản sao lưu và nhật ký dự phòng")
    return _("Lập lại sổ từ bản sao lưu")


def _backup_words(rescue: Rescue) -> str:
    """Return which backup it is, what it holds, and up to when the register comes back."""
    from labordesk.services.backup_words import dated_words, held_words, state_words

    one = rescue.backup
    if one is None:
        return _("Không thấy bản sao lưu nào của sổ này ở cạnh tệp; nếu có ở USB hay máy khác, hãy chọn tệp ấy để mở.")
    held = held_words(one.held) if one.held is not None else state_words(one)
    good = _("Bản tốt mới nhất: “{name}”, lúc {made}; {held}.")
    newest = good if one.is_good else _("Bản mới nhất: “{name}”, lúc {made}; {held}.")
    words = newest.format(name=one.path.name, made=dated_words(one.made), held=held)
    if rescue.has_journal:
        return words + " " + _("Sau bản ấy còn nhật ký dự phòng: sổ được lập lại đến lần ghi cuối còn đọc được.")
    return words + " " + _("Sổ được lập lại như lúc ấy.")


def _salvage_words() -> str:
    return _(
        "Chép từng dòng còn đọc được sang một tệp mới và liệt kê những gì không đọc được."
        " Dùng khi không có bản sao lưu, hoặc bản sao lưu đã quá cũ."
    )


def _secret_row(line: PasswordLine) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(paragraph(_("Mật khẩu của sổ hoặc khóa dự phòng:"), "label"))
    column.addWidget(line)
    return holder
