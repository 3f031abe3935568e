"""What tests of the screen share: the theme, recorded messages, a context whose work ends with the test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from labordesk.errors import LabordeskError
from labordesk.gui.context import Context
from labordesk.gui.notify import Answer, MessageLink, Notify
from labordesk.gui.theme import apply_theme
from labordesk.settings import Settings


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
