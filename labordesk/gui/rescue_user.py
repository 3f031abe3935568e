"""Who makes a damaged register again: asked of its backup when the register has users."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.gui.rescue import RescuedDesk, RescueScreen
    from labordesk.services.officers import OfficerRow


def ask_user(
    desk: RescuedDesk, backup: Path, secret: str | None, go_on: Callable[[int], None], back: RescueScreen
) -> None:
    """Ask for name and PIN, then go on with the user; ``back`` is the screen one comes from and returns to.

    An answer that comes after the officer has left a screen is dropped: another register may be open by then.
    """

    def read() -> tuple[OfficerRow, ...]:
        from labordesk.services.backup_users import users_in

        return users_in(backup, secret)

    def ask(users: tuple[OfficerRow, ...]) -> None:
        if not back.isHidden():
            _show(desk, users, backup, secret, go_on, back)

    desk.context.work.read(read, ask, back.show_error, owner=back)


def _show(
    desk: RescuedDesk,
    users: Sequence[OfficerRow],
    backup: Path,
    secret: str | None,
    go_on: Callable[[int], None],
    back: RescueScreen,
) -> None:
    from labordesk.gui.who_works import WhoWorksScreen

    keeper = next((one.id for one in users if one.is_keeper), None)
    screen = WhoWorksScreen(users, last=keeper, leave=_("Quay lại"))

    def return_() -> None:
        desk.shell.show_welcome(back)
        back.focus_first()

    def try_(pin: str) -> None:
        officer_id = screen.chosen()

        def work() -> int:
            from labordesk.services.backup_users import proved_user

            return proved_user(backup, secret, officer_id, pin)

        def arrive(user: int) -> None:
            if screen.isHidden():
                return
            return_()
            go_on(user)

        desk.context.work.read(work, arrive, screen.show_error, owner=screen)

    screen.left.connect(return_)
    screen.tried.connect(try_)
    desk.shell.show_welcome(screen)
    screen.focus_first()
