"""What every page is given: the open register, the user's settings, work, messages, and the way to other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from labordesk.gui.notify import Notify
from labordesk.gui.work import Work
from labordesk.settings import Settings

if TYPE_CHECKING:
    from datetime import date


class Context(QObject):
    """Made once by ``app.py``; ``register`` is ``None`` until one is open and opaque to the kit."""

    changed = Signal(object)
    """``labordesk.services.changes.Changes`` after every write."""
    asked_to_go = Signal(str, dict)
    badge_changed = Signal(str, int, str)
    was_saved = Signal()
    settings_changed = Signal(str)
    """ "look", "language" or "register": ``app.py`` saves the settings and follows."""

    def __init__(self, settings: Settings, notify: Notify | None = None, work: Work | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.notify = notify or Notify(self)
        self.work = work or Work(self.notify, self)
        self.register: Any = None
        self.drafts: dict[str, dict[str, str]] = {}

    def today(self) -> date:
        """Return the day of today, from the one clock that tests can set (``labordesk.fields.kinds.today``)."""
        from labordesk.fields import kinds

        return kinds.today()

    def tell(self, changes: Any) -> None:
        """Tell every open page what a write changed, and the status bar that it is saved."""
        self.was_saved.emit()
        self.changed.emit(changes)

    def go(self, page_key: str, **target: Any) -> None:
        """Show a page and, with a target, what it should open (``person=12``)."""
        self.asked_to_go.emit(page_key, target)

    def set_badge(self, page_key: str, count: int, meaning: str = "") -> None:
        """Put a number beside a navigation entry; ``meaning`` is read out, 0 removes it."""
        self.badge_changed.emit(page_key, count, meaning)

    def saved(self) -> None:
        """Let the status bar say "Đã lưu" with the time of now."""
        self.was_saved.emit()
