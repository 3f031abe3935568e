"""Work leaves the UI thread, answers on it, and never bothers a page that is gone."""

import threading
import time
from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from labordesk.errors import NotFound
from labordesk.gui.context import Context
from labordesk.gui.progress import ProgressDialog, progress_text
from labordesk.gui.work import Cancelled, Work
from labordesk.store.origin import present_origin
from tests.gui.conftest import RecordedNotify


def test_read_runs_elsewhere_and_answers_on_the_ui_thread(qtbot: QtBot, context: Context) -> None:
    seen: dict[str, object] = {}

    def done(thread: object) -> None:
        seen.update(worker=thread, answer=threading.current_thread())

    context.work.read(threading.current_thread, done)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen["worker"] is not threading.main_thread()
    assert seen["answer"] is threading.main_thread()


def test_only_the_newest_answer_of_a_search_arrives(qtbot: QtBot, context: Context) -> None:
    gate = threading.Event()
    answers: list[str] = []

    def slow() -> str:
        gate.wait(5)
        return "n"

    context.work.read(slow, answers.append, latest="search")
    context.work.read(lambda: "ng", answers.append, latest="search")
    qtbot.waitUntil(lambda: answers == ["ng"])
    gate.set()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert answers == ["ng"]


def test_searches_of_two_pages_do_not_disturb_each_other(qtbot: QtBot, context: Context) -> None:
    answers: list[str] = []
    context.work.read(lambda: "a", answers.append, latest="one")
    context.work.read(lambda: "b", answers.append, latest="two")
    qtbot.waitUntil(lambda: sorted(answers) == ["a", "b"])


def test_work_that_says_so_waits_for_what_is_loaded_first(qtbot: QtBot, context: Context) -> None:
    """Two threads that import the same libraries at once meet half of them."""
    gate, begun = threading.Event(), threading.Event()
    seen: list[str] = []

    def earlier() -> None:
        begun.wait(5)
        seen.append("earlier")

    def load() -> None:
        begun.set()
        gate.wait(5)
        seen.append("loaded")

    context.work.read(earlier, lambda _done: None)
    context.work.load_first(load)
    context.work.write(lambda: seen.append("write"), lambda _done: None)
    for _one in range(5):  # more than there are threads: none of them keeps a page from reading
        context.work.read(lambda: seen.append("waited"), lambda _done: None, after_load=True)
    context.work.read(lambda: seen.append("page"), lambda _done: None)
    qtbot.waitUntil(lambda: sorted(seen) == ["earlier", "page"])
    gate.set()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert seen[2] == "loaded"
    assert sorted(seen[3:]) == ["waited"] * 5 + ["write"]


def test_closing_while_work_waits_for_what_is_loaded_first_loses_no_write(context: Context) -> None:
    """What waits in the queue of its own only reads; the window is busy as long as anything waits."""
    gate = threading.Event()
    written: list[str] = []
    context.work.load_first(lambda: gate.wait(5))
    context.work.write(lambda: written.append("first"), lambda _done: None)
    context.work.read(lambda: None, lambda _done: None, after_load=True)
    context.work.run_long(lambda _progress, _cancelled: written.append("long"), "Đang làm", lambda _done: None)
    assert context.work.is_busy()
    threading.Timer(0.05, gate.set).start()
    context.work.stop()
    assert written == ["first", "long"]


def test_long_looking_that_is_left_gives_no_answer_and_keeps_nobody_waiting(qtbot: QtBot, context: Context) -> None:
    gate, begun = threading.Event(), threading.Event()
    answers: list[str] = []

    def look(_progress: object, _cancelled: object) -> str:
        begun.set()
        gate.wait(5)
        return "found"

    context.work.run_long(look, "Đang tìm", answers.append, writes=False, left=lambda: answers.append("left"))
    qtbot.waitUntil(begun.is_set)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ProgressDialog))
    cast(ProgressDialog, QApplication.activeModalWidget()).stop()
    assert answers == ["left"]
    gate.set()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert answers == ["left"]


def test_the_dialog_of_long_work_is_gone_before_its_failure_is_told(qtbot: QtBot, context: Context) -> None:
    """Else the sentence would come as a second dialog over the first and wait there for a click."""
    gate = threading.Event()
    modal: list[object] = []

    def refuse(_progress: object, _cancelled: object) -> None:
        gate.wait(5)
        raise NotFound

    context.work.run_long(
        refuse, "Đang làm", lambda _done: None, lambda _error: modal.append(QApplication.activeModalWidget())
    )
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ProgressDialog))
    gate.set()
    qtbot.waitUntil(lambda: bool(modal))
    assert modal == [None]


def test_a_long_write_waits_for_what_is_loaded_first(qtbot: QtBot, context: Context) -> None:
    gate = threading.Event()
    seen: list[str] = []

    def load() -> None:
        gate.wait(5)
        seen.append("loaded")

    context.work.load_first(load)
    context.work.run_long(lambda _progress, _cancelled: seen.append("long"), "Đang làm", lambda _done: None)
    context.work.read(lambda: seen.append("page"), lambda _done: None)
    qtbot.waitUntil(lambda: bool(seen))
    gate.set()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert seen == ["page", "loaded", "long"]


def test_work_goes_on_when_loading_fails(qtbot: QtBot, context: Context, notify: RecordedNotify) -> None:
    def load() -> None:
        raise ImportError("gone")

    answers: list[int] = []
    context.work.load_first(load)
    context.work.read(lambda: 1, answers.append, after_load=True)
    qtbot.waitUntil(lambda: answers == [1])
    assert len(notify.bugs) == 1
    notify.bugs.clear()


def test_writes_run_one_after_another(qtbot: QtBot, context: Context) -> None:
    running = 0
    most = 0
    order: list[int] = []

    def write(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        running -= 1
        return number

    for number in range(8):
        context.work.write(lambda number=number: write(number), order.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(order) == 8)
    assert order == list(range(8))
    assert most == 1


def test_refusal_goes_to_the_caller_or_else_to_the_user(qtbot: QtBot, context: Context, notify) -> None:  # type: ignore[no-untyped-def]
    def refuse() -> None:
        raise NotFound

    own: list[Exception] = []
    context.work.read(refuse, own.append, own.append)
    qtbot.waitUntil(lambda: len(own) == 1)
    assert notify.errors == []
    context.work.read(refuse, own.append)
    qtbot.waitUntil(lambda: len(notify.errors) == 1)
    assert isinstance(notify.errors[0], NotFound)


def test_bug_is_reported_even_when_the_caller_handles_refusals(qtbot: QtBot, context: Context, notify) -> None:  # type: ignore[no-untyped-def]
    ended: list[bool] = []
    context.work.write(lambda: 1 // 0, print, print, always=lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended))
    assert [type(bug) for bug in notify.bugs] == [ZeroDivisionError]
    notify.bugs.clear()


def test_what_always_follows_is_not_asked_of_a_page_that_is_gone(qtbot: QtBot, context: Context) -> None:
    gate = threading.Event()
    page = QLabel()
    context.work.read(lambda: gate.wait(5), print, owner=page, always=page.clear)
    delete(page)
    gate.set()
    qtbot.waitUntil(lambda: not context.work.is_busy())  # an error inside would be told by the test's own hook


def test_answer_for_a_destroyed_page_is_dropped_but_its_write_is_done(qtbot: QtBot, context: Context) -> None:
    written: list[int] = []
    gate = threading.Event()
    label = QLabel()
    context.work.write(lambda: (gate.wait(5), written.append(1)), label.setText)
    label.deleteLater()
    qtbot.wait(20)
    gate.set()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert written == [1]


def test_lambda_is_dropped_with_its_owner(qtbot: QtBot, context: Context) -> None:
    owner, answers = QObject(), []
    gate = threading.Event()
    context.work.read(lambda: gate.wait(5), lambda _result: answers.append(1), owner=owner)
    owner.deleteLater()
    qtbot.wait(20)
    gate.set()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert answers == []


def test_stale_read_that_has_not_begun_never_begins(qtbot: QtBot, context: Context) -> None:
    begun: list[int] = []
    context.work._readers.setMaxThreadCount(1)
    gate = threading.Event()
    context.work.read(lambda: gate.wait(5), lambda _result: None)
    for number in range(5):
        context.work.read(lambda number=number: begun.append(number), lambda _result: None, latest="s")  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert begun == [4]


def test_busy_is_told_once_for_many_tasks(qtbot: QtBot, context: Context) -> None:
    told: list[bool] = []
    context.work.busy_changed.connect(told.append)
    for _number in range(5):
        context.work.write(lambda: time.sleep(0.005), lambda _result: None)
    qtbot.waitUntil(lambda: told == [True, False])


def _dialog() -> ProgressDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, ProgressDialog) and one.isVisible())


def test_long_work_may_begin_the_next_one_while_its_dialog_is_open(qtbot: QtBot, context: Context) -> None:
    def slow(progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> str:
        for step in range(12):
            progress(step, 12)
            time.sleep(0.05)
        return "xong"

    results: list[str] = []

    def go_on(first: str) -> None:
        assert isinstance(QApplication.activeModalWidget(), ProgressDialog)
        context.work.run_long(slow, "Đang kiểm tra lại", lambda second: results.extend((first, second)))

    context.work.run_long(slow, "Đang lập lại", go_on)
    qtbot.waitUntil(lambda: results == ["xong", "xong"], timeout=10_000)


def test_long_work_shows_its_count_and_gives_its_result(qtbot: QtBot, context: Context) -> None:
    gate = threading.Event()
    results: list[int] = []

    def work(progress, cancelled) -> int:  # type: ignore[no-untyped-def]
        progress(1_200, 10_000)
        gate.wait(5)
        return 10_000

    context.work.run_long(work, "Đang nhập danh sách", results.append)
    qtbot.waitUntil(
        lambda: any(isinstance(one, ProgressDialog) for one in QApplication.topLevelWidgets() if one.isVisible())
    )
    qtbot.waitUntil(lambda: _dialog().text().startswith("1.200 / 10.000"))
    gate.set()
    qtbot.waitUntil(lambda: results == [10_000])


def test_cancelled_work_is_rolled_back_and_says_nothing(qtbot: QtBot, context: Context, notify) -> None:  # type: ignore[no-untyped-def]
    undone: list[bool] = []
    results: list[int] = []

    def work(progress, cancelled) -> int:  # type: ignore[no-untyped-def]
        try:
            for number in range(10_000):
                progress(number, 10_000)
                time.sleep(0.002)
        except Cancelled:
            undone.append(cancelled())
            raise
        return 1

    context.work.run_long(work, "Đang in", results.append)
    qtbot.waitUntil(
        lambda: any(isinstance(one, ProgressDialog) for one in QApplication.topLevelWidgets() if one.isVisible())
    )
    _dialog().close()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert undone == [True]
    assert results == []
    assert notify.errors == []


def test_quick_work_shows_no_dialog(qtbot: QtBot, context: Context) -> None:
    results: list[int] = []
    context.work.run_long(lambda progress, cancelled: 1, "Nhanh", results.append)
    qtbot.waitUntil(lambda: results == [1])
    qtbot.wait(350)
    assert not any(isinstance(one, ProgressDialog) and one.isVisible() for one in QApplication.topLevelWidgets())


@pytest.mark.parametrize(
    ("done", "total", "seconds", "text"),
    [
        (1_200, 10_000, 0.5, "1.200 / 10.000"),
        (5_000, 10_000, 8.0, "5.000 / 10.000 · còn khoảng 8 giây"),
        (1_000, 10_000, 20.0, "1.000 / 10.000 · còn khoảng 3 phút"),
        (10_000, 10_000, 20.0, "10.000 / 10.000"),
        (37, 0, 20.0, "Đã xong 37"),
    ],
)
def test_progress_says_count_and_time_left(done: int, total: int, seconds: float, text: str) -> None:
    assert progress_text(done, total, seconds) == text


def test_a_write_is_noted_as_coming_from_the_page_in_front_when_it_was_asked(context: Context, qtbot: QtBot) -> None:
    said: list[str] = []
    work: Work = context.work
    work.came_from = "people"
    work.write(present_origin, said.append)
    work.came_from = "houses"
    qtbot.waitUntil(lambda: said == ["people"])
