"""The composition root: builds the window, opens registers and hands them to the pages.

The shell is painted first; the data layer, paper and pages are imported behind it (technology.md, Start).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from labordesk.assets import assets_root
from labordesk.errors import InvalidInput, LabordeskError, SecretNeeded
from labordesk.gui.backup_watch import BackupWatch
from labordesk.gui.context import Context
from labordesk.gui.entries import PageEntry
from labordesk.gui.guard import Guard
from labordesk.gui.header import RegisterInfo as HeaderInfo
from labordesk.gui.keyboard_back import KeyboardBack
from labordesk.gui.notify import MessageLink
from labordesk.gui.place_watch import PlaceWatch
from labordesk.gui.qt_texts import speak
from labordesk.gui.shell import Shell
from labordesk.gui.signing_in import SignIn
from labordesk.gui.theme import apply_theme, settle_theme
from labordesk.i18n import N_, NC_, _, set_language
from labordesk.paths import REGISTER_SUFFIX, make_folder, registers_folder, sample_register
from labordesk.settings import Settings, load_settings, save_settings
from labordesk.startup import explain_abort

FIRST_PAGE = "overview"
Then = Callable[[], None] | None
SOUGHT_SETTINGS = (
    (N_("Định mức chi"), "norms", "shield"),
    (NC_("list", "Giấy tờ của hồ sơ"), "papers", "list"),
    (N_("Đơn vị và đầu văn bản"), "letterheads", "file-text"),
    (N_("Sao lưu, khôi phục"), "backups", "archive"),
    (N_("Kiểm tra sổ"), "check", "circle-check"),
    (N_("Bảo mật, mật khẩu"), "security", "lock"),
    (N_("Người dùng sổ"), "officers", "users"),
)
"""Sections an officer seeks by name in the command box: title, section, icon."""


def _page(module: str, name: str) -> Callable[[Context], QWidget]:
    """Return a factory that imports the page when it is first shown."""

    def make(context: Context) -> QWidget:
        page: QWidget = getattr(import_module(f"labordesk.gui.pages.{module}"), name)(context)
        return page

    return make


def page_entries() -> tuple[PageEntry, ...]:
    """Return the navigation from top to bottom."""
    return (
        PageEntry("overview", N_("Tổng quan"), "layout-dashboard", _page("overview", "OverviewPage")),
        PageEntry("people", NC_("page", "Đối tượng"), "users", _page("people", "PeoplePage")),
        PageEntry("houses", N_("Mái ấm công đoàn"), "house", _page("houses", "HousesPage")),
        PageEntry("gifts", N_("Quà tặng"), "gift", _page("gifts", "GiftsPage")),
        PageEntry("grants", N_("Trợ cấp khó khăn"), "hand-heart", _page("grants", "GrantsPage")),
        PageEntry("activities", N_("Hoạt động, vận động"), "megaphone", _page("activities", "ActivitiesPage")),
        PageEntry("funds", NC_("page", "Quỹ, nguồn"), "banknote", _page("funds", "FundsPage")),
        PageEntry("targets", NC_("page", "Chỉ tiêu"), "target", _page("targets", "TargetsPage")),
        PageEntry("units", NC_("page", "Đơn vị"), "building-2", _page("units", "UnitsPage")),
        PageEntry("reports", N_("Báo cáo"), "file-text", _page("reports", "ReportsPage"), group=1),
        PageEntry("imports", N_("Nhập danh sách"), "file-input", _page("imports", "ImportsPage"), group=1),
        PageEntry("history", N_("Nhật ký"), "history", _page("history", "HistoryPage"), group=1),
        PageEntry("settings", N_("Cài đặt"), "settings", _page("settings", "SettingsPage"), group=1),
    )


def run(path: Path | None = None) -> int:
    """Open the window, with a register when one is given or was open last time; returns the exit code.

    Whoever calls has asked ``start_problem`` before importing this module, because that imports Qt.
    """
    settings = load_settings()
    set_language(settings.language, assets_root() / "locale")
    explain_abort()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Labordesk")
    desk = Desk(app, settings)
    sys.excepthook = desk.tell_failure
    desk.start(path)
    return app.exec()


class Desk:
    """One window over at most one open register."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._translator: Any = None
        self.context = self._speak()
        self.shell = self._make_shell()
        self.keyboard = KeyboardBack(app, lambda: self.shell)
        self.guard = Guard(self)
        self.guard.follow(self.context)
        self.sign_in = SignIn(self)
        self.sign_in.follow(self.context)
        self.backups = BackupWatch(self)
        self.backups.follow(self.context)
        self.places = PlaceWatch(self)

    def _speak(self) -> Context:
        """Dress the application in the chosen language and look, and give a fresh context."""
        apply_theme(self.app, self.settings.theme, self.settings.text_size)
        if self._translator is not None:
            self.app.removeTranslator(self._translator)
        self._translator = speak(self.app, self.settings.language)
        return Context(self.settings)

    def _make_shell(self) -> Shell:
        shell = Shell(self.context, page_entries())
        shell.closing.connect(self._close)
        shell.add_command_source(self._people_commands)
        self._add_commands(shell)
        return shell

    def tell_failure(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Tell what Qt's slots let through as everything else is told: a sentence or a code, never a traceback."""
        if issubclass(kind, KeyboardInterrupt):
            self.shell.close()
        else:
            self.context.notify.failure(error)

    def start(self, path: Path | None) -> None:
        """Show the shell at once, then open the register behind it."""
        wanted = path or (Path(self.settings.last_register) if self.settings.last_register else None)
        if wanted is None or (path is None and not wanted.exists()):
            self.shell.painted.connect(self.welcome)
        else:
            self.shell.show_opening(_("Đang mở sổ “{name}” …").format(name=wanted.stem))
            self.shell.painted.connect(lambda: self.open(wanted))
        self.shell.painted.connect(self._settle)
        self.shell.show()

    def _settle(self) -> None:
        """Do what may wait for the first paint: look into the fonts, open the log."""
        from labordesk.logs import start_log

        start_log()
        settle_theme(self.app)

    def welcome(self, error: LabordeskError | None = None, *links: MessageLink) -> None:
        """Show the welcome screen, with the reason when a register could not be opened and ways to go on."""
        from labordesk.gui.first_run import FirstRun
        from labordesk.services.registers import has_password
        from labordesk.services.unit_type_names import usual_unit_types

        self.let_go()
        recent = [one for one in self.settings.recent_registers if Path(one).exists()]
        screen = FirstRun(usual_unit_types(), recent, [one for one in recent if has_password(Path(one))])
        screen.create_asked.connect(lambda asked: self._create(screen, asked))
        screen.open_asked.connect(self.ask_open)
        screen.open_recent_asked.connect(lambda text: self.open(Path(text)))
        screen.sample_asked.connect(self.open_sample)
        self.shell.show_welcome(screen)
        screen.form.focus_first()
        if error is not None:
            self.context.notify.error(error, *links)

    def open(
        self, path: Path, secret: str | None = None, *, first: str = "", then: Then = None, read_only: bool = False
    ) -> None:
        """Open a register in the background and show it; on refusal the welcome screen says why.

        An encrypted one is asked for its password first; ``then`` is called once it is shown.
        """
        from labordesk.services.officers import list_officers
        from labordesk.services.registers import open_register, register_info
        from labordesk.store.backup_names import is_backup_name

        self.let_go()

        def work() -> tuple[Any, Any, Any]:
            register = open_register(path, read_only or is_backup_name(path), secret=secret)
            try:
                return register, register_info(register), list_officers(register, active=True)
            except BaseException:  # damaged further in: nobody else may close it
                register.close()
                raise

        def show(opened: tuple[Any, Any, Any]) -> None:
            register, info, officers = opened

            def go_on() -> None:
                self._show(register, info, first=first)
                if register.was_left_open:
                    from labordesk.gui.checking import offer_check

                    offer_check(self)
                if then is not None:
                    then()

            self.sign_in.ask(register, officers, go_on)

        self.context.work.read(work, show, lambda error: self._refused(path, secret, error), owner=self.shell)

    def _refused(self, path: Path, secret: str | None, error: LabordeskError) -> None:
        if isinstance(error, SecretNeeded) or (secret is not None and isinstance(error, InvalidInput)):
            self.guard.ask_to_open(path, error)
            return
        from labordesk.gui.rescue import offer_rescue
        from labordesk.store.lock import IN_USE

        self.settings.last_register = ""
        look = (_("Mở chỉ để xem"), lambda: self.open(path, secret, read_only=True))
        links = [look] if error.sentence == IN_USE else []
        offer_rescue(self, path, error, secret=secret, otherwise=lambda: self.welcome(error, *links))

    def rescue(self, why: str) -> None:
        """Leave the damaged register for the ways to get it back; a backup of it would be damaged too."""
        from labordesk.gui.rescue import show_rescue

        path, by = self.context.register.path, self.context.register.officer_id
        self.let_go(back_up=False)
        show_rescue(self, path, why, by=by)

    def _show(self, register: Any, info: Any, *, first: str = "") -> None:
        self.context.register = register
        self.guard.watch(register)
        if not register.read_only:
            self.settings.remember_register(info.path)
            save_settings(self.settings)
        self.shell.show_register(self._header(info), first=first or FIRST_PAGE)
        self.context.work.load_first(_load_data_layer)  # after the reads of the first page, which do without
        self.shell.begin_session()
        self.places.begin()
        self.backups.begin()

    def _header(self, info: Any) -> HeaderInfo:
        year = self.context.today().year
        return HeaderInfo(
            info.unit_name,
            _("Năm {year} · đến ngày {day}").format(year=year, day=self.context.today().strftime("%d/%m/%Y")),
            is_sample=info.is_sample,
            officer=self.sign_in.officer,
            role=self.sign_in.role,
        )

    def show_again(self) -> None:
        """Make the pages anew for another user of the register, on the page that was in front."""
        from labordesk.services.registers import register_info

        info = register_info(self.context.register)
        self.shell.show_register(self._header(info), first=self.shell.page_in_front())

    def refresh_header(self) -> None:
        """Say the unit's name again after it was changed in the settings."""
        from labordesk.services.registers import register_info

        register = self.context.register
        if register is not None:
            self.context.work.read(
                lambda: register_info(register),
                lambda info: self.shell.describe_register(self._header(info)),
                owner=self.shell,
            )

    def _create(self, screen: Any, asked: Any) -> None:
        """Make a register in the folder of registers, named after its unit."""
        from labordesk.services.register_keys import new_keys
        from labordesk.services.registers import create_register, register_info

        path = new_register_path(asked.unit_name)

        def work() -> tuple[Any, Any, str]:
            make_folder(path.parent)
            keys = new_keys(asked.password) if asked.password else None
            register = create_register(
                path, unit_name=asked.unit_name, unit_type=asked.unit_type, superior=asked.superior or None, keys=keys
            )
            return register, register_info(register), keys.recovery if keys else ""

        def show(made: tuple[Any, Any, str]) -> None:
            register, info, recovery = made
            self._show(register, info)
            if recovery:
                self.guard.give_recovery_key(recovery)

        self.context.work.write(work, show, screen.show_error, owner=screen)

    def open_sample(self) -> None:
        """Open the sample register, making it first when it is not there yet."""
        path = sample_register()
        if path.exists():
            self.open(path)
            return
        from labordesk.sample import make_sample

        def work(progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> None:
            make_folder(path.parent)
            make_sample(path, progress=progress).close()

        self.context.work.run_long(work, _("Đang lập sổ mẫu"), lambda _done: self.open(path))

    def ask_open(self) -> None:
        """Let the officer choose a register file."""
        found, _filter = QFileDialog.getOpenFileName(
            self.shell,
            _("Mở sổ"),
            str(registers_folder()),
            _("Sổ Labordesk (*{suffix})").format(suffix=REGISTER_SUFFIX),
        )
        if found:
            self.open(Path(found))

    def change_language(self) -> None:
        """Build the window anew in the language now in the settings, on the same register and page."""
        register = self.context.register
        set_language(self.settings.language, assets_root() / "locale")
        old = self.shell
        old.keep_drafts()
        old.asks_before_closing = False
        drafts = self.context.drafts
        self.context = self._speak()
        self.sign_in.follow(self.context)
        self.guard.follow(self.context)
        self.backups.follow(self.context)
        self.context.drafts.update(drafts)
        self.shell = self._make_shell()
        self.shell.restoreGeometry(old.saveGeometry())
        self.shell.show()
        old.closing.disconnect(self._close)
        old.close()
        old.deleteLater()
        if register is None:
            self.welcome()
            return
        from labordesk.services.registers import register_info

        self.context.register = register
        self.shell.show_register(self._header(register_info(register)), first="settings")
        self.backups.show_last()
        self._show_look()

    def _add_commands(self, shell: Shell) -> None:
        from labordesk.gui.command_box import Command

        shell.add_command(Command(_("Mở sổ khác"), self._leave_for(self.ask_open), _("Sổ"), "folder-open"))
        shell.add_command(Command(_("Tạo sổ mới"), self._leave_for(self.welcome), _("Sổ"), "plus"))
        twice = partial(self.context.go, "people", pairs=True)
        shell.add_command(Command(_("Hồ sơ trùng"), twice, _("Đối tượng"), "copy", also="người trùng lặp gộp hồ sơ"))
        shell.add_command(
            Command(_("Khóa ngay"), self.context.lock_asked.emit, _("Sổ"), "lock", also="mật khẩu bảo mật")
        )
        lists = partial(self.context.go, "imports", choose=True)
        also = "import excel xlsx csv tệp nhập dữ liệu"
        shell.add_command(Command(_("Nhập danh sách từ Excel"), lists, _("Nhập danh sách"), "file-input", also=also))
        look = _("Ngôn ngữ, nền tối, cỡ chữ")
        shell.add_command(Command(look, self._show_look, _("Cài đặt"), "eye", also="language tiếng Anh English"))
        for title, section, icon in SOUGHT_SETTINGS:
            go = partial(self.context.go, "settings", section=section)
            shell.add_command(Command(_(title), go, _("Cài đặt"), icon))
        history = _("Nhật ký")
        trash = partial(self.context.go, "history", part="trash")
        shell.add_command(Command(_("Thùng rác"), trash, history, "trash-2", also="khôi phục đã xóa recycle"))
        accesses = partial(self.context.go, "history", part="accesses")
        shell.add_command(Command(_("Ai đã xem, xuất dữ liệu"), accesses, history, "eye", also="log xem CCCD"))
        self.context.settings_changed.connect(self._settings_changed)
        self.context.open_asked.connect(lambda path: self._leave_for(partial(self.open, path))())
        self.context.rescue_asked.connect(lambda why: self._leave_for(partial(self.rescue, why))())
        users = _("Đổi người dùng sổ")
        shell.add_command(Command(users, self.context.switch_asked.emit, _("Sổ"), "users", also="PIN đăng nhập"))

    def _show_look(self) -> None:
        self.context.go("settings", section="look")

    def _settings_changed(self, what: str) -> None:
        """Follow the settings page: "look", "language" or "register"."""
        if not save_settings(self.settings):
            self.context.notify.warn(
                _("Cài đặt chỉ giữ đến khi đóng chương trình vì chưa ghi được vào đĩa; hãy dọn chỗ trống rồi đặt lại.")
            )
        if what == "look":
            apply_theme(self.app, self.settings.theme, self.settings.text_size)
        elif what == "language":
            QTimer.singleShot(0, self.change_language)
        elif what == "register":
            self.refresh_header()

    def _people_commands(self, text: str) -> list[Any]:
        from labordesk.fields.common import BIRTH
        from labordesk.gui.command_box import Command
        from labordesk.services.people_search import PeopleQuery, search_people

        register = self.context.register
        if register is None:
            return []
        page = search_people(register, PeopleQuery(text=text), limit=8, year=self.context.today().year)
        return [
            Command(
                row.full_name,
                partial(self.context.go, "people", person=row.id),
                " · ".join(part for part in (BIRTH.kind.show(row.birth), row.unit_name) if part),
                "users",
            )
            for row in page.rows
        ]

    def _leave_for(self, go: Callable[[], None]) -> Callable[[], None]:
        """Return what leaves this register for another, asking first when words typed would be lost."""

        def leave() -> None:
            if self.shell.may_lose_drafts(_("Rời sổ này và bỏ phần gõ dở?"), _("Rời sổ, bỏ phần gõ dở")):
                go()

        return leave

    def let_go(self, *, back_up: bool = True) -> None:
        """Close the register, once what was written in it is backed up."""
        self.backups.before_leaving(back_up=back_up)
        if self.context.register is not None:
            self.context.register.close()
            self.context.register = None
            self.sign_in.forget()
            self.context.drafts.clear()  # their keys hold numbers of this register's rows

    def _close(self) -> None:
        self.context.work.stop()
        self.let_go()
        save_settings(self.settings)


def _load_data_layer() -> None:
    import_module("labordesk.services.people")


def new_register_path(unit_name: str) -> Path:
    """Return a free path named after a unit ("cong-doan-xa-huong-son.labordesk")."""
    from labordesk.vietnamese.fold import plain_key

    stem = "-".join("".join(c if c.isalnum() else " " for c in plain_key(unit_name)).split())[:60] or "so"
    folder = registers_folder()
    path = folder / f"{stem}{REGISTER_SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{number}{REGISTER_SUFFIX}"
        number += 1
    return path
