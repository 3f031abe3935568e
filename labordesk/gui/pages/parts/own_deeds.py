"""The deeds of one page in their order, so that Ctrl+Z takes back the last one made there, exactly and as one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from labordesk.gui.context import Context
    from labordesk.services.changes import Changes
    from labordesk.store.register import Register

Result = TypeVar("Result")


@dataclass(eq=False)
class Deed:
    """One write of the page; filled on the write thread, before anything that follows runs there.

    ``operations`` are what it was noted as in the history, ``back`` what taking it back was noted as.
    """

    operations: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)

    def noting(self, register: Register, write: Callable[[], Result]) -> Callable[[], Result]:
        """Return the write, made so that the deed knows which operations it became."""

        def run() -> Result:
            from labordesk.services.taking_back import newest_operation

            before = newest_operation(register)
            try:
                return write()
            finally:
                self.operations += range(before + 1, newest_operation(register) + 1)

        return run

    def noted(self, register: Register) -> Deed:
        """Return the deed that a dialog has just written."""
        if register.last_operation is not None:
            self.operations = [register.last_operation]
        return self

    def take_back(self, register: Register) -> Changes:
        """Take back all it wrote, the last first; RuleBroken names what rests on it."""
        from labordesk.services.changes import Changes
        from labordesk.services.history import undo

        changes = Changes()
        for operation_id in reversed(self.operations):
            undone = undo(register, operation_id)
            self.back.append(undone.operation_id)
            changes |= undone.changes
        return changes


class OwnDeeds:
    """What a page did lately; its own Ctrl+Z counts only while nothing else was written since."""

    def __init__(self, most: int) -> None:
        self._deeds: deque[Deed] = deque(maxlen=most)

    def add(self, deed: Deed) -> None:
        """Remember a deed."""
        self._deeds.append(deed)

    def are_latest(self, context: Context) -> bool:
        """Tell whether the last thing written was written here; while a write is on its way it is believed."""
        last = context.register.last_operation
        if last is None or context.work.is_busy():
            return True
        return any(last in deed.operations or last in deed.back for deed in self._deeds)


@dataclass(frozen=True)
class TakenBack:
    """What a page's own undo wrote."""

    changes: Any
