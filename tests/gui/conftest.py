"""What tests of the screen share: the theme, recorded messages, a context whose work ends with the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from labordesk.app import Desk
from labordesk.errors import LabordeskError
from labordesk.gui.context import Context
from labordesk.gui.notify import Answer, MessageLink, Notify
from labordesk.gui.theme import apply_theme
from labordesk.settings import Settings

PATIENCE = 120_000
"""Milliseconds after which what was waited for is taken never to come; a busy machine is slow, not wrong."""


class PatientBot(QtBot):
    """Waits no longer than it must, but as long as a busy machine needs, whatever shorter time a test names."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE), **more)


class RecordedNotify(Notify):
    """Keeps what would have been shown and answers questions as told."""

    def __init__(self) -> None:
        super().__init__()
        self.infos: list[str] = []
        self.warnings: list[str] = []
        self.errors: list[LabordeskError] = []
        self.bugs: list[BaseException] = []
        self.questions: list[str] = []
        self._answers: list[str] = []

    def answer_next(self, *answers: str) -> None:
        """Give the answers of the next questions, in order."""
        self._answers.extend(answers)

    def info(self, text: str) -> None:
        self.infos.append(text)
        super().info(text)

    def warn(self, text: str, *links: MessageLink) -> None:
        self.warnings.append(text)
        super().warn(text, *links)

    def error(self, error: LabordeskError, *links: MessageLink) -> None:
        self.errors.append(error)
        super().error(error, *links)

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)

    def ask(self, question: str, *answers: Answer, explain: str = "") -> str:
        self.questions.append(question)
        return self._next("", [one.key for one in answers])

    def ask_text(self, question: str, label: str, *, explain: str = "", yes: str = "") -> str:
        self.questions.append(question)
        return self._next("", None)

    def _next(self, closed: str, keys: list[str] | None) -> str:
        answer = self._answers.pop(0) if self._answers else closed
        assert keys is None or answer in ("", *keys), f"{answer!r} is none of {keys}"
        return answer


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> QApplication:
    """The program's own look, as users see it."""
    apply_theme(qapp, "light")
    return qapp


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The hand of the tests, with patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _nothing_left_behind(dressed: QApplication) -> Iterator[None]:
    """Delete the windows of a test: each one left makes every later window slower, because all are dressed anew."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for window in QApplication.topLevelWidgets():
        if window.parent() is None:
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def notify(qapp: QApplication) -> Iterator[RecordedNotify]:
    """Messages are recorded; a bug nobody expected fails the test (clear ``notify.bugs`` when it is expected)."""
    recorded = RecordedNotify()
    yield recorded
    assert recorded.bugs == []


@pytest.fixture
def context(settings: Settings, notify: RecordedNotify) -> Iterator[Context]:
    made = Context(settings, notify)
    yield made
    made.work.stop()
    QApplication.processEvents()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    """The whole program with its window, put away without asking whatever a test left open."""
    made = Desk(qapp, Settings())
    yield made
    made.shell.uncover()
    made.shell.asks_before_closing = False
    made.shell.close()
    made.shell.deleteLater()
