"""What the screen says of the log of prints, and writing into it once a paper has really left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from labordesk.gui.context import Context
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.prints import Printed, PrintLogged


def write_log(context: Context, line: Printed, done: Callable[[str], None]) -> None:
    """Write a line of the log in a worker; ``done`` gets the words about it."""
    from labordesk.services.prints import log_print

    register = context.register
    context.work.write(lambda: log_print(register, line), lambda logged: done(tell_logged(context, logged)))


def tell_logged(context: Context, logged: PrintLogged | None) -> str:
    """Tell the other pages of a line of the log and return the words about it; that there is none is said once."""
    if logged is None:
        register = context.register
        once = f"print log {register.path}"
        if once in context.said_once:
            return ""
        context.said_once.add(once)
        return _("Sổ đang mở chỉ để đọc nên lần này không ghi vào Sổ in.")
    context.tell(logged.changes)
    if logged.reprint_of is not None:
        return _("Sổ in số {number}, in lại giấy số {first}.").format(number=logged.number, first=logged.reprint_of)
    return _("Sổ in số {number}.").format(number=logged.number)
