"""Who works with the open register: asked after the password, switched without closing, asked again when locked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from labordesk.i18n import _
from labordesk.rules.roles import EVERYTHING, Right

if TYPE_CHECKING:
    from labordesk.gui.context import Context
    from labordesk.gui.guard import GuardedDesk
    from labordesk.gui.who_works import WhoWorksScreen
    from labordesk.services.officers import OfficerRow


class SignIn(QObject):
    """One per window; a register without users never shows any of this."""

    def __init__(self, desk: GuardedDesk) -> None:
        super().__init__()
        self._desk = desk
        self._last: int | None = None
        self.officer, self.role = "", ""
        """What the header says of the user of now."""
        self._rights: frozenset[Right] = EVERYTHING
        self._who_may: dict[Right, str] = {}

    def follow(self, context: Context) -> None:
        """Listen to what a page asks for, and tell this context what the user of now may do."""
        context.rights, context.who_may = self._rights, self._who_may
        context.switch_asked.connect(self.switch)
        context.officers_changed.connect(self.renew)

    def forget(self) -> None:
        """Let nobody work: the register was closed."""
        self._last, self.officer, self.role = None, "", ""
        self._allow(EVERYTHING, {})

    def ask(self, register: Any, officers: Sequence[OfficerRow], go_on: Callable[[], None]) -> None:
        """Ask before a register just opened is shown; goes on at once in one without users."""
        if not officers:
            go_on()
            return
        screen = self._screen(officers, _("Chọn sổ khác"))
        screen.left.connect(self._desk.welcome)
        self._desk.shell.show_welcome(screen)
        self._desk.context.register = register  # closing the window closes it
        self._listen(screen, register, lambda _other: go_on())
        screen.focus_first()

    def switch(self) -> None:
        """Hide the window until a user has given his PIN (Ctrl+Shift+L)."""
        register, shell = self._desk.context.register, self._desk.shell
        if register is None or register.officer_id is None or shell.is_covered():
            return
        self._cover(register, shell.cover)

    def ask_again(self, register: Any, cover: Callable[[Any], None]) -> None:
        """Ask for the PIN over a window that is hidden already: it was unlocked with the password."""
        self._cover(register, cover)

    def _cover(self, register: Any, cover: Callable[[Any], None]) -> None:
        from labordesk.services.officers import list_officers, sign_out

        screen = self._screen(list_officers(register, active=True), _("Đóng sổ"))
        screen.left.connect(self._leave)
        cover(screen)
        sign_out(register)
        self._listen(screen, register, self._back)
        screen.focus_first()

    def _leave(self) -> None:
        shell = self._desk.shell
        if shell.may_lose_drafts(_("Đóng sổ và bỏ phần gõ dở?"), _("Đóng sổ, bỏ phần gõ dở")):
            shell.uncover()
            self._desk.welcome()

    def _back(self, other: bool) -> None:
        """Show the window again; another user gets pages made for what he may see."""
        shell = self._desk.shell
        shell.uncover()
        if other:
            self._desk.show_again()

    def _screen(self, officers: Sequence[OfficerRow], leave: str) -> WhoWorksScreen:
        from labordesk.gui.who_works import WhoWorksScreen

        return WhoWorksScreen(officers, last=self._last, leave=leave)

    def _listen(self, screen: WhoWorksScreen, register: Any, done: Callable[[bool], None]) -> None:
        from labordesk.services.officers import sign_in

        def try_(pin: str) -> None:
            officer_id = screen.chosen()

            def work() -> tuple[OfficerRow, frozenset[Right], dict[Right, str]]:
                return sign_in(register, officer_id, pin), *_allowed(register)

            self._desk.context.work.write(work, arrive, screen.show_error, owner=screen)

        def arrive(found: tuple[OfficerRow, frozenset[Right], dict[Right, str]]) -> None:
            officer, rights, who_may = found
            other = self._last is not None and self._last != officer.id
            self._take(officer)
            self._allow(rights, who_may)
            done(other)

        screen.tried.connect(try_)

    def renew(self) -> None:
        """Follow the register after its users were changed: the first one was added, a role is another."""
        from labordesk.services.officers import present_officer

        register = self._desk.context.register

        def arrive(found: tuple[OfficerRow | None, frozenset[Right], dict[Right, str]]) -> None:
            officer, rights, who_may = found
            self._take(officer)
            self._allow(rights, who_may)
            self._desk.refresh_header()

        self._desk.context.work.read(
            lambda: (present_officer(register), *_allowed(register)), arrive, owner=self._desk.shell
        )

    def _take(self, officer: OfficerRow | None) -> None:
        from labordesk.gui.who_works import role_of

        self._last = None if officer is None else officer.id
        self.officer = "" if officer is None else officer.name
        self.role = "" if officer is None else role_of(officer)

    def _allow(self, rights: frozenset[Right], who_may: dict[Right, str]) -> None:
        self._rights, self._who_may = rights, who_may
        self._desk.context.rights, self._desk.context.who_may = rights, who_may


def _allowed(register: Any) -> tuple[frozenset[Right], dict[Right, str]]:
    """Return what the user of now may do, and for the rest who may."""
    from labordesk.services.access import rights, why_not

    allowed = rights(register)
    return allowed, {right: why_not(register, right) for right in Right if right not in allowed}
