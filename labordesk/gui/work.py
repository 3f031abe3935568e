"""Work away from the screen: reads on the ordinary pool, writes one after another, answers on the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from shiboken6 import isValid

from labordesk.errors import LabordeskError
from labordesk.gui.notify import Notify
from labordesk.store.origin import origin

if TYPE_CHECKING:
    from labordesk.gui.progress import ProgressDialog

Result = TypeVar("Result")
Failed = Callable[[LabordeskError], None]
Progress = Callable[[int, int | None], None]
"""Called with (done, total), total None while unknown; raises ``Cancelled`` once the user pressed Cancel."""
LONGEST_LOAD = 30.0
"""Seconds work waits for what ``load_first`` loads; then it goes on without."""
LongWork = Callable[[Progress, Callable[[], bool]], Result]


class Cancelled(Exception):
    """Raised by ``progress`` after Cancel was pressed: the unit of work rolls back, nothing is shown."""


@dataclass
class Task:
    """One piece of work on its way; ``cancel`` drops its answer and tells long work to stop."""

    fn: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Failed | None
    always: Callable[[], None] | None
    owner: QObject | None
    latest: Hashable | None
    came_from: str = ""
    loaded: Event | None = None
    stopped: Event = field(default_factory=Event)
    over: Callable[[], None] | None = None
    """Closes the dialog of long work, before a failure is told: else it would be told over a dialog that is going."""

    def cancel(self) -> None:
        """Drop the answer; work that has not begun never begins."""
        self.stopped.set()

    def is_wanted(self) -> bool:
        """Say whether anybody still waits for the answer."""
        return not self.stopped.is_set() and _lives(self.owner)


class Work(QObject):
    """The only way from a page to a service; see docs/gui-kit.md."""

    busy_changed = Signal(bool)
    _arrived = Signal(object, object, object)

    def __init__(self, notify: Notify, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notify = notify
        self._newest: dict[Hashable, Task] = {}
        self._open: set[int] = set()
        self._loaded: Event | None = None
        self._loading = 0
        self._waiting: list[Task] = []
        self.came_from = ""
        """The page in front: what is written is noted in the history as coming from there."""
        self._readers = QThreadPool(self)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._writer.setExpiryTimeout(-1)
        self._arrived.connect(self._deliver)

    def read(
        self,
        fn: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Failed | None = None,
        *,
        latest: Hashable | None = None,
        owner: QObject | None = None,
        always: Callable[[], None] | None = None,
        after_load: bool = False,
    ) -> Task:
        """Run a read; with ``latest`` a newer read of the same key makes this one's answer stale.

        ``after_load``: it waits for ``load_first``, because it needs the same libraries.
        """
        task = Task(fn, done, failed, always, owner or _owner(done), latest)
        if latest is not None:
            older = self._newest.get(latest)
            if older is not None:
                older.cancel()
            self._newest[latest] = task
        if after_load and self._loading:
            self._waiting.append(task)
        else:
            self._start(self._readers, task)
        return task

    def write(
        self,
        fn: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
        always: Callable[[], None] | None = None,
    ) -> Task:
        """Run a write after all earlier writes; it is carried out even when its page is gone."""
        task = Task(fn, done, failed, always, owner or _owner(done), None, self.came_from, self._loaded)
        self._start(self._writer, task, skippable=False)
        return task

    def run_long(
        self,
        fn: LongWork[Result],
        title: str,
        done: Callable[[Result], None],
        failed: Failed | None = None,
        *,
        writes: bool = True,
        left: Callable[[], None] | None = None,
    ) -> Task:
        """Run long work behind a dialog with count, time left and Cancel.

        With ``left`` Cancel leaves the work to itself at once and calls that: for work that only looks, perhaps on a
        share that answers in a minute or never.
        """
        from labordesk.gui.progress import ProgressDialog

        dialog = ProgressDialog(title)
        task = Task(
            lambda: fn(dialog.report, stopped.is_set),
            done,
            failed,
            None,
            _owner(done),
            None,
            self.came_from,
            self._loaded if writes else None,
            over=dialog.finish,
        )
        stopped = dialog.stopped
        if left is not None:
            dialog.stop_asked.connect(partial(_leave, task, dialog, left))
        self._start(self._writer if writes else self._readers, task, skippable=False)
        dialog.show_soon()
        return task

    def load_first(self, load: Callable[[], object]) -> None:
        """Load libraries behind the screen; writes, and reads that say so, asked for from now on wait for them.

        Two threads that import the same libraries at once meet half of them: pydantic's modules need one another.
        """
        loaded = Event()

        def load_all() -> None:
            try:
                load()
            finally:
                loaded.set()

        self._loading += 1
        task = Task(load_all, lambda _done: None, None, self._load_over, None, None)
        self._start(self._readers, task, skippable=False)
        self._loaded = loaded

    def _load_over(self) -> None:
        self._loading -= 1
        waiting, self._waiting = self._waiting, []
        for task in waiting:
            self._start(self._readers, task)

    def is_busy(self) -> bool:
        """Say whether any work is still on its way; what waits to be begun waits for work that is."""
        return bool(self._open)

    def stop(self) -> None:
        """Wait for the writes under way and drop everything else; called once, at the end of the program."""
        self._readers.clear()
        self._writer.waitForDone()
        self._readers.waitForDone()

    def _start(self, pool: QThreadPool, task: Task, *, skippable: bool = True) -> None:
        self._open.add(id(task))
        if len(self._open) == 1:
            self.busy_changed.emit(True)
        pool.start(_Runner(self, task, skippable=skippable))

    @Slot(object, object, object)
    def _deliver(self, task: Task, result: Any, error: BaseException | None) -> None:
        self._open.discard(id(task))
        if task.latest is not None and self._newest.get(task.latest) is task:
            del self._newest[task.latest]
        if error is not None:
            _close(task)
        if task.is_wanted():
            self._hand_over(task, result, error)
        elif error is not None and not isinstance(error, LabordeskError | Cancelled):
            self._notify.bug(error)
        if error is None:
            _close(task)
        if task.always is not None and _lives(_owner(task.always)):
            task.always()
        if not self._open:
            self.busy_changed.emit(False)

    def _hand_over(self, task: Task, result: Any, error: BaseException | None) -> None:
        if error is None:
            task.done(result)
        elif isinstance(error, Cancelled):
            return
        elif isinstance(error, LabordeskError) and task.failed is not None:
            task.failed(error)
        else:
            self._notify.failure(error)


class _Runner(QRunnable):
    """Carries one task through a pool and hands the answer to the UI thread by a queued signal."""

    def __init__(self, work: Work, task: Task, *, skippable: bool) -> None:
        super().__init__()
        self._work = work
        self._task = task
        self._skippable = skippable

    def run(self) -> None:
        result: Any = None
        error: BaseException | None = None
        if self._task.loaded is not None:
            self._task.loaded.wait(LONGEST_LOAD)
        if not (self._skippable and self._task.stopped.is_set()):
            try:
                with origin(self._task.came_from):
                    result = self._task.fn()
            except Exception as raised:
                error = raised
        if isValid(self._work):
            self._work._arrived.emit(self._task, result, error)


def _close(task: Task) -> None:
    """Close the dialog of long work."""
    if task.over is not None and _lives(_owner(task.over)):
        task.over()


def _leave(task: Task, dialog: ProgressDialog, left: Callable[[], None]) -> None:
    """Wait no more for work that only looks."""
    task.cancel()
    dialog.finish()
    left()


def _lives(owner: QObject | None) -> bool:
    """Say whether somebody can still be told; nobody in particular always can."""
    return owner is None or isValid(owner)


def _owner(done: Callable[..., None]) -> QObject | None:
    """Return the QObject whose method is called back, so that nothing is called on a destroyed widget."""
    owner = getattr(done, "__self__", None)
    return owner if isinstance(owner, QObject) else None
