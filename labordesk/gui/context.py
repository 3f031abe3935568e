"""What every page is given: the open register, the user's settings, work, messages, and the way to other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from labordesk.gui.notify import Notify
from labordesk.gui.work import Work
from labordesk.rules.roles import EVERYTHING, Right
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
    undo_asked = Signal()
    """Take back the last deed of the register: a page had none of its own."""
    lock_asked = Signal()
    """Hide the window and wipe the key (Ctrl+L)."""
    switch_asked = Signal()
    """Let another user of the register work (Ctrl+Shift+L)."""
    officers_changed = Signal()
    """Users of the register were added, changed or stopped."""
    rewrite_asked = Signal(object)
    """``rewriting.Rewriting``: close the register, give it another key or none, open it again."""
    rescue_asked = Signal(str)
    """Leave the damaged register, told in this sentence, for the ways to get it back."""
    open_asked = Signal(object)
    """Path: leave this register for another file; a backup is opened only to be looked at."""
    settings_changed = Signal(str)
    """ "look", "language", "register" or "lock": ``app.py`` saves the settings and follows."""

    def __init__(self, settings: Settings, notify: Notify | None = None, work: Work | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.notify = notify or Notify(self)
        self.work = work or Work(self.notify, self)
        self.register: Any = None
        self.rights: frozenset[Right] = EVERYTHING
        """What the user of now may do; screens say beforehand what the services would refuse."""
        self.who_may: dict[Right, str] = {}
        """The sentence for each right the user of now has not (services/access.py)."""
        self.drafts: dict[str, dict[str, str]] = {}
        self.said_once: set[str] = set()

    def why_not(self, right: Right) -> str:
        """Return the sentence that says who may do what the user of now may not; empty when it is allowed."""
        return "" if right in self.rights else self.who_may.get(right, "")

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
