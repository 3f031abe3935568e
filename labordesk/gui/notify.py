"""The one door for messages to the user: services raise, this tells. Nothing here blocks but a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from labordesk.errors import LabordeskError
from labordesk.i18n import _

Level = Literal["info", "done", "warn", "error"]
MessageLink = tuple[str, Callable[[], None]]


@dataclass(frozen=True)
class Message:
    """A sentence for the message bar with ways to go on; information and what was done go away by themselves."""

    level: Level
    text: str
    links: tuple[MessageLink, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One way to go on after a question; ``key`` is what ``ask`` returns."""

    key: str
    label: str
    look: Literal["primary", "secondary", "danger"] = "secondary"


class Notify(QObject):
    """Shows messages in the main window's bar, or above a dialog that is open."""

    shown = Signal(object)
    """``Message`` for the bar of the main window."""

    def info(self, text: str) -> None:
        """Tell that something was done; needs no answer."""
        self.shown.emit(Message("info", text))

    def done(self, text: str, *links: MessageLink) -> None:
        """Tell what was done with the way back beside it; fades after some seconds."""
        self.shown.emit(Message("done", text, links))

    def warn(self, text: str, *links: MessageLink) -> None:
        """Tell something that should be read, in amber, until closed, with the ways to go on."""
        self._tell(Message("warn", text, links))

    def error(self, error: LabordeskError, *links: MessageLink) -> None:
        """Tell a refusal with its own sentence, and where to look."""
        self._tell(Message("error", str(error), links))

    def bug(self, error: BaseException) -> None:
        """Log a fault of ours and give the user a code to pass on."""
        from labordesk.logs import log_bug  # late: the window opens without the logging package

        code = log_bug(error)
        self._tell(
            Message(
                "error",
                _("Chương trình gặp lỗi, việc vừa làm chưa được ghi. Hãy thử lại; nếu vẫn lỗi, báo mã {code}.").format(
                    code=code
                ),
            )
        )

    def failure(self, error: BaseException) -> None:
        """Tell whatever was raised: the world's fault with its sentence, ours with a code."""
        if isinstance(error, LabordeskError):
            self.error(error)
        else:
            self.bug(error)

    def ask(self, question: str, *answers: Answer, explain: str = "") -> str:
        """Ask and wait; return the key of the answer, "" when the question was closed without one."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(_window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("Labordesk"))
        box.setText(question)
        box.setInformativeText(explain)
        accept, take_away = QMessageBox.ButtonRole.AcceptRole, QMessageBox.ButtonRole.DestructiveRole
        buttons = {box.addButton(one.label, accept if one.look != "danger" else take_away): one for one in answers}
        for button, one in buttons.items():
            button.setProperty("role", one.look)
            if one.look == "primary":
                box.setDefaultButton(button)
        cancel = box.addButton(_("Quay lại"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(cancel)
        if all(one.look != "primary" for one in answers):
            box.setDefaultButton(cancel)  # Enter in passing takes nothing away
        box.exec()
        chosen = buttons.get(box.clickedButton())  # type: ignore[call-overload]
        return chosen.key if chosen else ""

    def ask_text(self, question: str, label: str, *, explain: str = "", yes: str = "") -> str:
        """Ask for a sentence, such as the reason of an exception; "" when the question was closed."""
        from labordesk.gui.question import TextQuestion

        dialog = TextQuestion(question, label, explain, yes or _("Ghi"), _window())
        return dialog.text() if dialog.exec() else ""

    def _tell(self, message: Message) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            self.shown.emit(message)
            return
        from PySide6.QtWidgets import QMessageBox

        icon = QMessageBox.Icon.Warning if message.level == "warn" else QMessageBox.Icon.Critical
        box = QMessageBox(icon, _("Labordesk"), message.text, QMessageBox.StandardButton.Close, dialog)
        box.exec()


def _window() -> QWidget | None:
    return QApplication.activeModalWidget() or QApplication.activeWindow()
