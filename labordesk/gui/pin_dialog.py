"""Typing a PIN: a new one twice (with the old one before it), or the own one again before something lasting."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError
from labordesk.gui.buttons import danger_button, primary_button, secondary_button
from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.password import PasswordLine
from labordesk.i18n import _


class PinDialog(QDialog):
    """Asks for the secrets named by ``labels``; ``run`` gets them on the write thread, a refusal is shown here.

    With ``twice`` the last one is typed again. Nothing typed outlives the dialog.
    """

    def __init__(
        self,
        context: Context,
        title: str,
        explain: str,
        labels: tuple[str, ...],
        run: Callable[..., object],
        parent: QWidget | None = None,
        *,
        twice: bool = True,
        go: str = "",
        danger: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(440)
        self._context, self._run, self._twice = context, run, twice
        names = (*labels, _("Gõ lại mã PIN mới")) if twice else labels
        self.lines = [PasswordLine(name) for name in names]
        self.notice = Notice("")
        self._go = (danger_button if danger else primary_button)(go or _("Đặt mã PIN"), self.submit)
        self.result_of_run: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for text, role in ((title, "section"), (explain, "secondary")):
            column.addWidget(_label(text, role))
        for name, line in zip(names, self.lines, strict=True):
            column.addWidget(_label(name, "label"))
            column.addWidget(line)
        for line, following in zip(self.lines, self.lines[1:], strict=False):
            line.entered.connect(following.setFocus)
        self.lines[-1].entered.connect(self.submit)
        column.addWidget(self.notice)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(secondary_button(_("Quay lại"), self.reject))
        buttons.addWidget(self._go)
        column.addLayout(buttons)
        self.lines[0].setFocus()

    def submit(self) -> None:
        """Try what was typed."""
        typed = [line.text() for line in self.lines]
        if not all(typed):
            self._say(_("Hãy gõ đủ các ô."), next(i for i, text in enumerate(typed) if not text))
            return
        if self._twice and typed[-1] != typed[-2]:
            self._say(_("Hai lần gõ chưa giống nhau; hãy gõ lại."), len(typed) - 1)
            return
        asked = typed[:-1] if self._twice else typed
        self._go.setEnabled(False)
        self._context.work.write(lambda: self._run(*asked), self._done, self._refused, owner=self)

    def _done(self, result: object) -> None:
        self.result_of_run = result
        self.accept()

    def _refused(self, error: LabordeskError) -> None:
        self._go.setEnabled(True)
        self._say(str(error), 0)

    def _say(self, text: str, place: int) -> None:
        self.notice.set(text, "error")
        self.lines[place].clear()
        self.lines[place].setFocus()


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
