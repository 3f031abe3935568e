"""A question answered with a sentence, such as why a warning is overruled."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.i18n import _


class TextQuestion(QDialog):
    """Question, explanation, one line; cannot be answered with nothing."""

    def __init__(self, question: str, label: str, explain: str, yes: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Labordesk"))
        self.setMinimumWidth(460)
        self.line = ViLineEdit()
        self.line.setAccessibleName(label)
        self._yes = primary_button(yes, self.accept)
        self._yes.setDefault(True)
        self._yes.setEnabled(False)
        self.line.live_text.connect(lambda text: self._yes.setEnabled(bool(text.strip())))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for text, role in ((question, "section"), (explain, "secondary"), (label, "label")):
            if text:
                shown = QLabel(text)
                shown.setProperty("role", role)
                shown.setWordWrap(True)
                column.addWidget(shown)
        column.addWidget(self.line)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(secondary_button(_("Quay lại"), self.reject))
        buttons.addWidget(self._yes)
        column.addLayout(buttons)

    def text(self) -> str:
        """Return the sentence."""
        return self.line.commit().strip()

    def accept(self) -> None:
        if self.text():
            super().accept()
