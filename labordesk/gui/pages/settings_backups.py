"""Sao lưu: the backups there are, one made now, the second place, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from labordesk.fields import Count
from labordesk.gui.backup_watch import last_words
from labordesk.gui.buttons import danger_button, primary_button, secondary_button
from labordesk.gui.cards import Card, EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.password import PasswordLine
from labordesk.gui.notify import Answer
from labordesk.gui.pages.settings_section import Section
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.services.backup_words import moment_words, reason_words, size_words, state_words
from labordesk.services.backups import (
    Made,
    back_up_register,
    backups_of,
    check_backup,
    encrypt_plain_copies,
    pin_backup,
    plain_copies,
    remove_backups,
    remove_plain_copies,
)
from labordesk.store.backup_list import BackupFile
from labordesk.store.backup_names import BY_HAND, FOLDER
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.store.register import Register

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


@dataclass(frozen=True)
class _State:
    backups: tuple[BackupFile, ...]
    plain: tuple[Path, ...]
    seen: bool
    """Whether the second place is there now."""


class BackupSection(Section):
    """Backups are made by themselves; here they are seen, made at once, taken to a second place and put back."""

    title = N_("Sao lưu")
    hint = N_(
        "Sổ được sao lưu sau mỗi 30 phút làm việc và khi đóng, ngay trong lúc đang ghi. Bản nào cũng được mở ra, kiểm"
        " tra và đối chiếu với sổ rồi mới tính là tốt."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._plain: tuple[Path, ...] = ()
        self.notice = Notice("")
        self.plain = Notice("")
        self.secret = PasswordLine(_("Mật khẩu của sổ"))
        self.encrypting = secondary_button(_("Mã hóa các bản ấy"), self.encrypt_plain, icon="lock")
        self._plain_tools = QWidget()
        self.last = QLabel("")
        self.second = QLabel("")
        self.second.setWordWrap(True)
        self.make = primary_button(_("Sao lưu ngay"), self.back_up, icon="save")
        empty = EmptyState("archive", _("Chưa có bản sao lưu nào"), _("Bấm “Sao lưu ngay” để làm bản đầu tiên."))
        self.table = ListTable(
            "backups", COLUMNS, context, empty=empty, identify=lambda one: one.path, title=_("Các bản sao lưu")
        )
        self.table.opened.connect(self.restore)
        self.table.current_changed.connect(lambda _row: self._enable())
        self.body.addWidget(self.notice)
        self.body.addWidget(self.plain)
        self.body.addWidget(self._plain_row())
        self.body.addWidget(self._here_card())
        self.body.addWidget(self._second_card())
        self.body.addStretch(1)
        self._show_second(True)
        self.load()

    def _plain_row(self) -> QWidget:
        row = QHBoxLayout(self._plain_tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(QLabel(_("Hoặc gõ mật khẩu của sổ để mã hóa:")))
        self.secret.setFixedWidth(260)
        row.addWidget(self.secret)
        row.addWidget(self.encrypting)
        row.addStretch(1)
        self.secret.entered.connect(self.encrypt_plain)
        self._plain_tools.hide()
        return self._plain_tools

    def _here_card(self) -> Card:
        card = Card()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.last, 1)
        folder = secondary_button(_("Mở thư mục"), self.open_folder, icon="folder-open")
        top.addWidget(folder)
        top.addWidget(self.make)
        card.body.addLayout(top)
        card.body.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.restoring = secondary_button(_("So sánh, khôi phục…"), self.restore, icon="undo-2")
        self.looking = secondary_button(_("Mở ra xem"), self.look, icon="eye")
        self.checking = secondary_button(_("Mở kiểm tra"), self.check, icon="shield")
        self.pinning = secondary_button(_("Giữ lâu dài"), self.pin)
        self.removing = danger_button(_("Xóa"), self.remove)
        for button in (self.restoring, self.looking, self.checking, self.pinning, self.removing):
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        other = secondary_button(_("Chọn tệp sao lưu ở nơi khác…"), self.choose_file, icon="folder-open")
        card.body.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _second_card(self) -> Card:
        card = Card(_("Nơi sao lưu thứ hai"))
        words = QLabel(_("Chọn USB hoặc ổ đĩa khác: máy hỏng hay mất thì sổ vẫn còn. Không cắm thì lần sau chép tiếp."))
        words.setProperty("role", "secondary")
        words.setWordWrap(True)
        card.body.addWidget(words)
        card.body.addWidget(self.second)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(secondary_button(_("Chọn thư mục…"), self.choose_second, icon="folder-open"))
        self.no_second = secondary_button(_("Thôi dùng nơi này"), self.drop_second)
        row.addWidget(self.no_second)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    # showing

    def load(self) -> None:
        """Read what backups there are."""
        register, chosen = self.context.register, self._chosen()
        self.context.work.read(lambda: _look(register, chosen), self._show, owner=self, latest="backups")

    def _show(self, state: _State) -> None:
        self.table.set_rows(state.backups)
        self.table.fit_height(MOST_ROWS)
        if not state.backups:
            self.table.setFixedHeight(180)
        elif self.table.current() is None:
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))
        self.last.setText(last_words(next((one for one in state.backups if one.is_good), None)))
        self._plain = state.plain
        self.plain.set(*_plain_words(self, state.plain))
        self._plain_tools.setVisible(bool(state.plain))
        self._show_second(state.seen)
        self._enable()

    def _show_second(self, seen: bool) -> None:
        chosen = self.context.settings.second_backup_folder
        self.no_second.setVisible(bool(chosen))
        if not chosen:
            self.second.setText(_("Chưa chọn."))
            return
        words = _("{folder}; lần chép gần nhất: {day}.").format(
            folder=chosen, day=_day_words(self.context.settings.second_backup_seen)
        )
        self.second.setText(words if seen else words + " " + _("Hiện không thấy nơi này."))

    def _enable(self) -> None:
        one = self.table.current()
        for button in (self.restoring, self.looking, self.checking, self.pinning, self.removing):
            button.setEnabled(one is not None)
        if one is not None:
            self.pinning.setText(_("Thôi giữ lâu dài") if one.name.pinned else _("Giữ lâu dài"))
            self.checking.setVisible(not one.is_good)

    # making

    def back_up(self) -> None:
        """Make a backup now, and a copy in the second place when it is there."""
        register, chosen = self.context.register, self._chosen()

        def work(progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> Made:
            return back_up_register(register, BY_HAND, second=chosen, told_of=progress)

        self.context.work.run_long(work, _("Đang sao lưu"), self._made, self._refused, writes=False)

    def _made(self, made: Made) -> None:
        held = made.file.held
        words = _("Đã sao lưu và mở kiểm tra: {people} người, {awards} lần hỗ trợ.").format(
            people=number(held.count("person") if held else 0), awards=number(held.count("award") if held else 0)
        )
        if made.second is not None:
            self.context.settings.second_backup_seen = date.today().isoformat()  # noqa: DTZ011
            words += " " + _("Đã chép thêm một bản sang nơi thứ hai.")
        self.notice.set(
            words if made.problem is None else f"{words} {made.problem}", "warn" if made.problem else "good"
        )
        self.context.settings_changed.emit("backup")
        self.load()

    def _refused(self, error: Any) -> None:
        self.notice.set(str(error), "error")
        self.load()

    # what is done with one of them

    def restore(self, _row: object = None) -> None:
        """Show how the backup differs, and ask: replace, or bring back what is missing."""
        one = self.table.current()
        if one is not None:
            self._open_dialog(one.path)

    def choose_file(self) -> None:
        """Compare with a backup that lies somewhere else."""
        folder = self.context.settings.second_backup_folder or str(self.context.register.path.parent)
        found, _filter = QFileDialog.getOpenFileName(
            self, _("Chọn bản sao lưu"), folder, _("Sổ Labordesk (*.labordesk)")
        )
        if found:
            self._open_dialog(Path(found))

    def _open_dialog(self, path: Path) -> None:
        from labordesk.gui.pages.settings_restore import RestoreDialog

        self.dialog = RestoreDialog(self.context, path, self.window())
        self.dialog.changed.connect(self._brought)
        self.dialog.open()

    def _brought(self, words: str) -> None:
        self.notice.set(words, "good")
        self.load()

    def look(self) -> None:
        """Open the backup instead of the register, only to look at it."""
        one = self.table.current()
        if one is not None:
            self.context.open_asked.emit(one.path)

    def check(self) -> None:
        """Open a backup nobody has opened yet."""
        one = self.table.current()
        if one is None:
            return
        connect = self.context.register.connect

        def work(_progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> BackupFile:
            return check_backup(one, connect)

        self.context.work.run_long(work, _("Đang mở kiểm tra"), self._was_checked, self._refused, writes=False)

    def _was_checked(self, _one: BackupFile) -> None:
        self.notice.set(_("Bản sao lưu này mở được và lành lặn."), "good")
        self.load()

    def pin(self) -> None:
        """Keep the backup whatever thinning says, or no longer."""
        one = self.table.current()
        if one is not None:
            self.context.work.write(
                lambda: pin_backup(one, not one.name.pinned), lambda _path: self.load(), self._refused, owner=self
            )

    def remove(self) -> None:
        """Delete the backup after a question; the only good one is not deleted."""
        one = self.table.current()
        if one is None:
            return
        if one.is_good and sum(other.is_good for other in self.table.rows()) == 1:
            self.notice.set(_("Đây là bản sao lưu tốt duy nhất nên không xóa; hãy sao lưu thêm một bản trước."), "warn")
            return
        answer = self.context.notify.ask(
            _("Xóa bản sao lưu lúc {moment}?").format(moment=moment_words(one.made, datetime.now().astimezone())),
            Answer("remove", _("Xóa"), "danger"),
        )
        if answer == "remove":
            self.context.work.write(
                lambda: remove_backups([one]), lambda _count: self.load(), self._refused, owner=self
            )

    def remove_plain(self) -> None:
        """Delete the readable copies of an encrypted register after a question."""
        files = self._plain
        answer = self.context.notify.ask(
            _("Xóa {n} bản sao chưa mã hóa?").format(n=number(len(files))),
            Answer("remove", _("Xóa"), "danger"),
            explain="\n".join(one.name for one in files[:10]),
        )
        if answer == "remove":
            self.context.work.write(
                lambda: remove_plain_copies(files), lambda _count: self.load(), self._refused, owner=self
            )

    def encrypt_plain(self) -> None:
        """Encrypt the readable copies with the key of the register."""
        register, files, secret = self.context.register, self._plain, self.secret.text()
        if not secret:
            self.notice.set(_("Hãy gõ mật khẩu của sổ trước."), "warn")
            self.secret.setFocus()
            return
        self.secret.clear()

        def work(progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> int:
            return encrypt_plain_copies(register, files, secret, progress)

        self.context.work.run_long(work, _("Đang mã hóa các bản sao"), self._encrypted, self._refused)

    def _encrypted(self, count: int) -> None:
        self.notice.set(_("Đã mã hóa {n} bản sao.").format(n=number(count)), "good")
        self.load()

    def open_folder(self) -> None:
        """Show the folder of the backups in the system's own window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.register.path.parent / FOLDER)))

    # the second place

    def choose_second(self) -> None:
        """Choose a folder or stick; the next backup goes there too."""
        found = QFileDialog.getExistingDirectory(self, _("Chọn nơi sao lưu thứ hai"))
        if found:
            self.set_second(found)

    def set_second(self, folder: str) -> None:
        """Use a folder from now on, and make a backup there at once."""
        settings = self.context.settings
        settings.second_backup_folder = folder
        settings.second_backup_seen = date.today().isoformat() if folder else ""  # noqa: DTZ011
        self.tell_saved()
        self.context.settings_changed.emit("backup")
        self.load()
        if folder:
            self.back_up()

    def drop_second(self) -> None:
        """Make backups beside the register only."""
        self.set_second("")

    def _chosen(self) -> Path | None:
        chosen = self.context.settings.second_backup_folder
        return Path(chosen) if chosen else None

    def arrived(self) -> None:
        self.load()

    def refresh(self, changes: Changes) -> None:
        """Backups follow work by the half hour; nothing changes at once."""


def _look(register: Register, chosen: Path | None) -> _State:
    return _State(backups_of(register.path), plain_copies(register), chosen is None or chosen.is_dir())


def _plain_words(
    section: BackupSection, files: tuple[Path, ...]
) -> tuple[str, Tone, list[tuple[str, Callable[[], None]]]]:
    if not files:
        return "", "warn", []
    words = _("Còn {n} bản sao chưa mã hóa ở cạnh sổ; ai cầm được máy đều đọc được: {names}.").format(
        n=number(len(files)), names=", ".join(one.name for one in files[:3]) + (" …" if len(files) > 3 else "")
    )
    return words, "warn", [(_("Xóa các bản chưa mã hóa"), section.remove_plain)]


def _day_words(day: str) -> str:
    try:
        return f"{date.fromisoformat(day):%d/%m/%Y}"
    except ValueError:
        return _("chưa có")
