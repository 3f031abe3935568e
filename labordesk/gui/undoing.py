"""Ctrl+Z and Ctrl+Y of the window: the latest deed of the register is taken back or brought again, and told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from labordesk.gui.context import Context
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.errors import LabordeskError
    from labordesk.gui.notify import MessageLink
    from labordesk.services.taking_back import Step

WHY_ASK = {
    "other": N_("Việc này do {officer} ghi."),
    "old": N_("Việc này ghi từ lần mở sổ trước, ngày {day}."),
    "large": N_("Việc này ghi nhiều dòng cùng lúc; tất cả trở lại như trước."),
}
HISTORY = "history"


class Undoing(QObject):
    """One for each window; ``start`` begins a session."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._register: Any = None
        self._began = 0
        self.is_telling = False
        """True while pages are told of a taking back, which is itself no deed to offer."""

    def start(self) -> None:
        """Remember where the session begins; what stands in the register now is asked about before it goes."""
        register = self._context.register
        if register is None or register is self._register:
            return
        self._register, self._began = register, 0

        def read() -> int:
            from labordesk.services.taking_back import newest_operation

            return newest_operation(register)

        self._context.work.read(read, partial(self._starts, register), owner=self, after_load=True)

    def _starts(self, register: Any, newest: int) -> None:
        if register is self._register:
            self._began = newest

    def undo(self) -> None:
        """Take the latest deed back, after a question where one is due (Ctrl+Z)."""
        register, began = self._context.register, self._began
        if register is None:
            return

        def write() -> Any:
            from labordesk.services.taking_back import take_back_next

            return take_back_next(register, began)

        self._context.work.write(write, self._answered, self._refused, owner=self)

    def redo(self) -> None:
        """Do again what was taken back last (Ctrl+Y)."""
        register = self._context.register
        if register is None:
            return

        def write() -> Any:
            from labordesk.services.taking_back import bring_again

            return bring_again(register)

        self._context.work.write(write, self._brought, self._refused, owner=self)

    def take_back(self, operation_id: int, sentence: str) -> None:
        """Take one operation back, whichever it is; the question was asked before."""
        register = self._context.register

        def write() -> Any:
            from labordesk.services.history import undo
            from labordesk.services.taking_back import Taken

            return Taken(undo(register, operation_id), sentence)

        self._context.work.write(write, self._answered, self._refused, owner=self)

    def _answered(self, found: Any) -> None:
        from labordesk.services.taking_back import Step

        if found is None:
            self._context.notify.info(_("Không còn việc nào để hoàn tác."))
        elif isinstance(found, Step):
            self._ask(found)
        else:
            self._tell(_("Đã hoàn tác: {sentence}"), found, (_("Làm lại (Ctrl+Y)"), self.redo))

    def _ask(self, step: Step) -> None:
        from labordesk.gui.notify import Answer

        why = _(WHY_ASK[step.ask]).format(officer=step.officer, day=step.at.strftime("%d/%m/%Y %H:%M"))
        question = _("Hoàn tác: {sentence}?").format(sentence=step.sentence)
        if self._context.notify.ask(question, Answer("undo", _("Hoàn tác"), "primary"), explain=why) == "undo":
            self.take_back(step.operation_id, step.sentence)

    def _brought(self, found: Any) -> None:
        if found is None:
            self._context.notify.info(_("Không có việc nào vừa hoàn tác để làm lại."))
        else:
            self._tell(_("Đã làm lại: {sentence}"), found, (_("Hoàn tác (Ctrl+Z)"), self.undo))

    def _tell(self, told: str, found: Any, link: MessageLink) -> None:
        self.is_telling = True
        try:
            self._context.tell(found.undone.changes)
        finally:
            self.is_telling = False
        self._context.notify.done(told.format(sentence=found.sentence), link)

    def _refused(self, error: LabordeskError) -> None:
        self._context.notify.error(error, (_("Mở nhật ký"), lambda: self._context.go(HISTORY)))
