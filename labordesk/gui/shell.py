"""The main window, a navigation shell only: it shows pages, forwards keys to them and lets messages through.

Nothing imported here may load the database, paper or Excel: the window is painted before any of that (tests/gui).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from labordesk.gui.command_box import Command, CommandBox, Source
from labordesk.gui.context import Context
from labordesk.gui.entries import COMMON_KEYS, Key, PageEntry
from labordesk.gui.header import Header, RegisterInfo
from labordesk.gui.icons import follow_theme
from labordesk.gui.navigation import Navigation, page_keys
from labordesk.gui.permits import say_rights
from labordesk.gui.status import StatusLine
from labordesk.gui.theme import sizes, theme_changes
from labordesk.gui.undoing import Undoing
from labordesk.i18n import _
from labordesk.rules.roles import Right

if TYPE_CHECKING:
    from labordesk.gui.message_bar import MessageBar
    from labordesk.gui.notify import Message
    from labordesk.gui.page import Page


class Shell(QMainWindow):
    """Header, navigation, the page in front, status line; pages are made when first shown."""

    page_shown = Signal(str)
    closing = Signal()
    painted = Signal()
    """The window was painted for the first time: now the data layer may be loaded."""

    def __init__(self, context: Context, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.context = context
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._current = ""
        self._was_painted = False
        self._commands: list[Command] = []
        self._box = CommandBox(context, self._local_commands)
        self._header = Header(self._box)
        self._navigation = Navigation(entries)
        self._navigation.setEnabled(False)
        self._stack = QStackedWidget()
        self._bar: MessageBar | None = None
        self.asks_before_closing = True
        self._cover: QWidget | None = None
        self._title_under_cover = ""
        self._undoing = Undoing(context, self)
        self._status = StatusLine(self.show_keys, self._undoing.undo)
        self._wait = _waiting_label()
        self._stack.addWidget(self._wait)
        self._arrange()
        self._connect()
        self._bind_keys()
        self._restore_geometry()

    def _arrange(self) -> None:
        self.setWindowTitle("Labordesk")
        self.setMinimumSize(960, 560)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._navigation)
        middle.addWidget(self._stack, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(middle, 1)
        column.addWidget(self._status)
        self._column = column
        self._whole = whole
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        context = self.context
        self._navigation.chosen.connect(self.go)
        context.asked_to_go.connect(lambda key, target: self.go(key, **target))
        context.badge_changed.connect(self._navigation.set_badge)
        context.changed.connect(self._refresh_pages)
        context.was_saved.connect(self._saved)
        self._header.officer_pressed.connect(context.switch_asked.emit)
        context.undo_asked.connect(self._undoing.undo)
        context.notify.shown.connect(self._tell)
        self._box.left_by_key.connect(self._focus_page)
        theme_changes().changed.connect(self._follow_theme)

    def _bind_keys(self) -> None:
        for method, keys, _does in COMMON_KEYS:
            if method != "undo":
                self._bind(keys, lambda method=method: self._forward(method))
        self._bind("Ctrl+Z", self.undo)
        for keys in ("Ctrl+Y", "Ctrl+Shift+Z"):
            self._bind(keys, self._undoing.redo)
        self._bind("Ctrl+K", self.focus_command_box)
        self._bind("F1", self.show_keys)
        self._bind("F6", self.focus_message)
        self._bind("Ctrl+L", self.context.lock_asked.emit)
        self._bind("Ctrl+Shift+L", self.context.switch_asked.emit)
        self._bind("Esc", self._escape)
        for number, key in enumerate(self._entries, start=1):
            if keys := page_keys(number):
                self._bind(keys, lambda key=key: self.go(key))

    def _bind(self, keys: str, run: Any) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: run() if self._cover is None else None)

    # what app.py calls

    def show_opening(self, text: str) -> None:
        """Say what is being opened, while the data layer is loaded in the background."""
        self._wait.setText(text)
        self._stack.setCurrentWidget(self._wait)

    def show_welcome(self, welcome: QWidget) -> None:
        """Show the welcome screen instead of pages; the navigation waits."""
        self._drop_pages()
        self.setWindowTitle("Labordesk")
        self.context.register = None
        self._header.show_register(None)
        self._navigation.setVisible(False)
        if self._stack.indexOf(welcome) < 0:
            self._stack.addWidget(welcome)
        self._stack.setCurrentWidget(welcome)

    def show_register(self, info: RegisterInfo, *, first: str = "") -> None:
        """Let the pages of the register now in ``context.register`` be used; earlier pages are dropped."""
        self._drop_pages()
        self.setWindowTitle(f"{info.unit} – Labordesk" if info.unit else "Labordesk")
        self._header.show_register(info)
        self._navigation.setVisible(True)
        self._navigation.setEnabled(True)
        self.go(first or next(iter(self._entries)))

    def begin_session(self) -> None:
        """Ask from now on before anything is taken back that stands in the register already."""
        self._undoing.start()

    def describe_register(self, info: RegisterInfo) -> None:
        """Change what the header says, keeping the pages."""
        self._header.show_register(info)

    def cover(self, screen: QWidget) -> None:
        """Hide all the window shows, its title and every dialog behind one screen; what is typed stays as drafts."""
        self.keep_drafts()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for one in QApplication.topLevelWidgets():
            if isinstance(one, QDialog) and one.isVisible():
                one.done(0)  # not "reject", which may ask first
        self._title_under_cover = self.windowTitle()
        self.setWindowTitle("Labordesk")
        self._whole.hide()
        screen.setParent(self)
        screen.setGeometry(self.rect())
        screen.show()
        self._cover = screen

    def cover_again(self, screen: QWidget) -> None:
        """Put another screen in the place of the one that hides the window."""
        if self._cover is not None:
            self._cover.hide()
            self._cover.deleteLater()
        screen.setParent(self)
        screen.setGeometry(self.rect())
        screen.show()
        self._cover = screen

    def uncover(self) -> None:
        """Show again what was covered, as it was left."""
        if self._cover is None:
            return
        self._cover.hide()
        self._cover.deleteLater()
        self._cover = None
        self.setWindowTitle(self._title_under_cover)
        self._whole.show()
        self._focus_page()

    def is_covered(self) -> bool:
        """Tell whether a screen hides the window."""
        return self._cover is not None

    def set_fact(self, text: str) -> None:
        """Show a lasting fact in the status line, such as the last backup."""
        self._status.set_fact(text)

    def add_command(self, command: Command) -> None:
        """Add an action to the command box."""
        self._commands.append(command)

    def add_command_source(self, source: Source) -> None:
        """Add a search of the register (people) to the command box."""
        self._box.add_source(source)

    # navigation

    def go(self, key: str, **target: Any) -> None:
        """Bring a page to the front, making it when it is shown for the first time."""
        if key not in self._entries or not self._navigation.isEnabled():
            return
        current = self._page_in_front()
        if key != self._current and current is not None and not current.can_leave():
            self._navigation.mark(self._current)
            return
        widget = self._made(key)
        self._current = key
        self.context.work.came_from = key
        self._navigation.mark(key)
        self._stack.setCurrentWidget(widget)
        page = _as_page(widget)
        if page is not None:
            page.arrived()
            if target:
                page.show_target(**target)
        self._focus_page()
        self.page_shown.emit(key)

    def _focus_page(self) -> None:
        page = self.current_page()
        if page is not None and not any(inside.hasFocus() for inside in page.findChildren(QWidget)):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def page_in_front(self) -> str:
        """Return the key of the page in front, "" while none is open."""
        return self._current

    def current_page(self) -> QWidget | None:
        """Return the page in front, None while none is open."""
        return self._pages.get(self._current)

    def _page_in_front(self) -> Page | None:
        return _as_page(self.current_page())

    def _made(self, key: str) -> QWidget:
        if key not in self._pages:
            page = self._entries[key].factory(self.context)
            page.setAccessibleName(_(self._entries[key].title))
            say_rights(page, self.context)
            self._pages[key] = page
            self._stack.addWidget(page)
        return self._pages[key]

    def _drop_pages(self) -> None:
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._current = ""

    def _refresh_pages(self, changes: Any) -> None:
        for widget in list(self._pages.values()):
            page = _as_page(widget)
            if page is not None:
                page.refresh(changes)

    # keys

    def _forward(self, method: str) -> None:
        page = self._page_in_front()
        if method == "new_record" and self.context.why_not(Right.WRITE):
            self.context.notify.warn(self.context.why_not(Right.WRITE))
        elif page is not None:
            getattr(page, method)()

    def undo(self) -> None:
        """Take the last deed back: the page's own where it has one, otherwise the register's (Ctrl+Z)."""
        page = self._page_in_front()
        if page is None or not page.undo():
            self._undoing.undo()

    def _saved(self) -> None:
        self._status.saved(offer_undo=not self._undoing.is_telling)

    def _escape(self) -> None:
        page = self._page_in_front()
        if self._keyboard_in_message() or page is None or not page.escape():
            self.close_message()

    def focus_command_box(self) -> None:
        """Put the cursor into the command box (Ctrl+K)."""
        if self._box.isVisible():
            self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._box.selectAll()

    def show_keys(self) -> None:
        """List every key that works now (F1)."""
        from labordesk.gui.key_list import KeyList

        KeyList(self.key_groups(), self).exec()

    def key_groups(self) -> list[tuple[str, list[Key]]]:
        """Return the keys of the page in front and those of the window, each under its heading."""
        numbered = ((page_keys(number), one) for number, one in enumerate(self._entries.values(), 1))
        pages = [Key(keys, _(one.title)) for keys, one in numbered if keys]
        page = self._page_in_front()
        page_undoes = page is not None and page.offers("undo")
        window = [
            Key("Ctrl+K", _("Tìm người, màn hình, việc cần làm")),
            *([] if page_undoes else [Key("Ctrl+Z", _("Hoàn tác việc vừa ghi"))]),
            Key("Ctrl+Y", _("Làm lại việc vừa hoàn tác")),
            Key("Esc", _("Đóng, giữ lại chữ đang gõ")),
            Key("Ctrl+L", _("Khóa ngay (sổ có mật khẩu hoặc người dùng)")),
            Key("Ctrl+Shift+L", _("Đổi người dùng sổ")),
            Key("F6", _("Tới thông báo ở chân cửa sổ")),
            Key("F1", _("Danh sách phím tắt")),
        ]
        own = page.keys() if page is not None else []
        title = _(self._entries[self._current].title) if self._current else ""
        return [(title, own), (_("Ở mọi trang"), window), (_("Chuyển trang"), pages)]

    def _local_commands(self) -> list[Command]:
        page = self._page_in_front()
        own = []
        if page is not None:
            title = _(self._entries[self._current].title)
            own = [
                Command(_(does), getattr(page, method), f"{title} · {keys}", "command")
                for method, keys, does in COMMON_KEYS
                if method != "undo" and page.offers(method)
            ]
        window = [
            Command(_("Hoàn tác việc vừa ghi"), self.undo, "Ctrl+Z", "undo-2", also="undo"),
            Command(_("Làm lại việc vừa hoàn tác"), self._undoing.redo, "Ctrl+Y", "refresh-cw", also="redo"),
        ]
        screens = [
            Command(_(e.title), lambda key=e.key: self.go(key), _("Màn hình"), e.icon)  # type: ignore[misc]
            for e in self._entries.values()
        ]
        return [*screens, *own, *window, *self._commands]

    # messages, theme, end

    def _tell(self, message: Message) -> None:
        if message.level == "info":
            self._status.inform(message.text)
        else:
            self._message_bar().tell(message)

    def _message_bar(self) -> MessageBar:
        if self._bar is None:
            from labordesk.gui.message_bar import MessageBar

            self._bar = MessageBar()
            self._bar.left.connect(self._focus_page)
            self._column.insertWidget(self._column.count() - 1, self._bar)
        return self._bar

    def focus_message(self) -> None:
        """Put the keyboard on the warning or error that is shown (F6), and back into the page from there."""
        if self._bar is None or self._bar.isHidden():
            return
        if self._keyboard_in_message():
            self._focus_page()
        else:
            self._bar.focus_first()

    def _keyboard_in_message(self) -> bool:
        focused = QApplication.focusWidget()
        return self._bar is not None and focused is not None and self._bar.isAncestorOf(focused)

    def close_message(self) -> None:
        """Put the warning or error that is shown away; nothing happens without one."""
        if self._bar is not None:
            self._bar.close_message()

    def message(self) -> str:
        """Return the warning or error now shown, else the latest information."""
        return (self._bar.text() if self._bar is not None else "") or self._status.message()

    def _follow_theme(self) -> None:
        follow_theme()
        self._navigation.setFixedWidth(sizes().navigation)
        self._header.follow_sizes()
        self._status.setFixedHeight(sizes().status)
        self.update()

    def _restore_geometry(self) -> None:
        stored = self.context.settings.window_geometry
        if not stored or not self.restoreGeometry(QByteArray.fromHex(stored.encode())):
            self.resize(1366, 728)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keep_drafts(self) -> None:
        """Keep what is typed in every open form."""
        from labordesk.gui.dialogs import FormPanel

        for panel in self.findChildren(FormPanel):
            panel.keep_draft()

    def may_lose_drafts(self, question: str, go_on: str) -> bool:
        """Ask before words typed and not saved end with the program or with the register they belong to."""
        self.keep_drafts()
        count = len(self.context.drafts)
        if not count:
            return True
        from labordesk.gui.notify import Answer

        answer = self.context.notify.ask(
            question,
            Answer("go_on", go_on, "danger"),
            explain=_("Số biểu mẫu còn chữ chưa lưu: {n}. Phần gõ dở chỉ được giữ đến khi đóng sổ.").format(n=count),
        )
        return answer == "go_on"

    def _may_close(self) -> bool:
        return self.may_lose_drafts(_("Đóng chương trình và bỏ phần gõ dở?"), _("Đóng, bỏ phần gõ dở"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self._page_in_front()
        if page is not None and not page.can_leave():
            event.ignore()
            return
        if self.asks_before_closing and not self._may_close():
            event.ignore()
            return
        self.context.settings.window_geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self.closing.emit()
        event.accept()


def _as_page(widget: QWidget | None) -> Page | None:
    from labordesk.gui.page import Page

    return widget if isinstance(widget, Page) else None


def _waiting_label() -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setProperty("role", "secondary")
    return label
