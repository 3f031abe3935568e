"""``ListFile``: one file on its way into the register: what was read, what was settled, what waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from labordesk.errors import LabordeskError
from labordesk.gui.context import Context
from labordesk.gui.pages.imports_counts import Counts
from labordesk.gui.pages.imports_parts import NO_PARTS, SheetParts
from labordesk.gui.pages.imports_questions import Question
from labordesk.gui.pages.imports_reading import FileRead, Understood, let_memory_go, let_rows_go, understand
from labordesk.gui.work import Cancelled

if TYPE_CHECKING:
    from labordesk.exchange.cells import Workbook
    from labordesk.exchange.list_model import ReadChoices
    from labordesk.services.import_memory import PreviewMemory
    from labordesk.services.import_model import ImportOrder, ImportPreview, ImportResult

State = Literal["waiting", "unreadable", "open", "written", "dropped"]
TELL_EVERY_S = 0.1
FREE_AFTER_MS = 200
PAUSE_MS = 120
"""Answers given quickly one after another are worked out together."""


class ListFile(QObject):
    """``order`` holds what the officer settled; each change is worked out behind the screen, the older work dropped."""

    changed = Signal()
    """The preview is another, or the state is."""
    working = Signal(int, int)
    """Done and all of the reading under way; (0, 0) when it has ended."""

    def __init__(self, context: Context, path: Path, order: ImportOrder) -> None:
        super().__init__()
        self._context = context
        self.path = path
        self.order = order
        self.state: State = "waiting"
        self.workbook: Workbook | None = None
        self.preview: ImportPreview | None = None
        self.questions: tuple[Question, ...] = ()
        self.counts = Counts()
        self._parts: Mapping[str, SheetParts] = {}
        self._understood: Understood | None = None
        self._memory: PreviewMemory | None = None
        self.problem = ""
        self.result: ImportResult | None = None
        self._earlier: list[ImportOrder] = []
        self._job: _Job | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._work_out)

    # the first reading

    def take(self, read: FileRead) -> None:
        """Take what the first reading found, or why there is nothing."""
        self.workbook, self.problem, self._memory = read.workbook, read.problem, read.memory
        if read.understood is not None:
            self._show(read.understood)
            self.order = read.understood.preview.order
        self.state = "open" if read.understood is not None else "unreadable"
        self.changed.emit()

    def _show(self, understood: Understood) -> None:
        self._let_go()
        self._understood = understood
        self.preview, self._parts = understood.preview, understood.parts
        self.questions, self.counts = understood.questions, understood.counts

    def _let_go(self) -> None:
        """Free the rows shown so far, once the screen has other ones."""
        kept = [self._understood] if self._understood is not None else []
        self._understood = None
        self.preview, self._parts, self.questions = None, {}, ()
        if kept:
            # The event loop draws the new rows first; the old ones then go away from the screen.
            QTimer.singleShot(FREE_AFTER_MS, self, lambda: self._context.work.read(lambda: let_rows_go(kept), _nothing))

    def _forget(self) -> None:
        """Let go of what was remembered for the next answer, away from the screen: there is none."""
        kept = [self._memory] if self._memory is not None else []
        self._memory = None
        if kept:
            self._context.work.read(lambda: let_memory_go(kept), _nothing)

    def parts(self, sheet: str) -> SheetParts:
        """Return the parts of a sheet as they were recognised."""
        return self._parts.get(sheet, NO_PARTS)

    # what is settled

    def settle(self, order: ImportOrder, *, at_once: bool = False) -> None:
        """Take another order and work it out; the one before can be had back."""
        if order == self.order:
            return
        self._earlier.append(self.order)
        self._use(order, at_once=at_once)

    def settle_choices(self, change: Callable[[ReadChoices], ReadChoices]) -> None:
        """Take other choices of how the file is read."""
        self.settle(replace(self.order, choices=change(self.order.choices)))

    def can_go_back(self) -> bool:
        """Say whether an answer can be taken back."""
        return bool(self._earlier) and self.state == "open"

    def go_back(self) -> None:
        """Take the last answer back."""
        if self.can_go_back():
            self._use(self._earlier.pop(), at_once=True)

    def again(self) -> None:
        """Work out the same order again: the register was changed elsewhere."""
        if self.state == "open":
            self._pause.start()

    def is_working(self) -> bool:
        """Say whether the preview shown is older than what was settled."""
        return self._job is not None or self._pause.isActive()

    def _use(self, order: ImportOrder, *, at_once: bool) -> None:
        self.order = order
        self._stop()
        if at_once:
            self._work_out()
        else:
            self._pause.start()
        self.working.emit(0, 1)

    def _work_out(self) -> None:
        workbook = self.workbook
        if workbook is None:
            return
        self._stop()
        job = self._job = _Job(self)
        job.told_on.connect(self._tell)
        register, path, order, memory = self._context.register, self.path, self.order, self._memory
        self._context.work.read(
            lambda: understand(register, path, order, workbook, job.told, memory),
            lambda understood: self._arrived(job, understood),
            lambda error: self._refused(job, error),
            latest=("imports", id(self)),
            owner=self,
        )

    def _stop(self) -> None:
        self._pause.stop()
        if self._job is not None:
            self._job.stopped.set()
            self._job = None

    def _tell(self, done: int, total: int) -> None:
        if self.sender() is self._job:
            self.working.emit(done, total)

    def _arrived(self, job: _Job, understood: Understood) -> None:
        if job is not self._job:
            return
        self._job = None
        self._show(understood)
        self.working.emit(0, 0)
        self.changed.emit()

    def _refused(self, job: _Job, error: LabordeskError) -> None:
        """Say why the last choice cannot be; the one before holds again."""
        if job is not self._job:
            return
        self._job = None
        if self._earlier:
            self.order = self._earlier.pop()
        self.working.emit(0, 0)
        self._context.notify.error(error)
        self.changed.emit()

    # the end

    def was_written(self, result: ImportResult) -> None:
        """Remember what came of it."""
        self.result = result
        self.state = "written"
        self._forget()
        self._earlier.clear()
        self.changed.emit()

    def close(self) -> None:
        """Stop what is under way: nobody waits for this file any more."""
        self._stop()
        self.state = "dropped"
        self.changed.emit()
        self._let_go()
        self._forget()
        self.workbook = None


class _Job(QObject):
    """One reading under way; ``stopped`` ends it at its next word."""

    told_on = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.stopped = Event()
        self._told_at = 0.0

    def told(self, done: int, total: int) -> None:
        """Pass on how far it is, from any thread; ends the reading when something newer was settled."""
        if self.stopped.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY_S:
            self._told_at = now
            self.told_on.emit(done, total)


def _nothing(_done: None) -> None:
    """The rows are gone; nobody waits for that."""


def settled(file: ListFile, **changes: Any) -> ImportOrder:
    """Return the file's order with some parts changed."""
    return replace(file.order, **changes)
