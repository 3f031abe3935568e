"""Two people saved the same record: both values of every differing field, to choose from; nothing is lost silently."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from labordesk.errors import Conflict
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.form import FieldForm
from labordesk.i18n import _


class ConflictDialog(QDialog):
    """A row for each field: the saved value or the one just typed; the typed one is marked first."""

    def __init__(self, error: Conflict, form: FieldForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Hồ sơ đã được sửa ở nơi khác"))
        self.setMinimumWidth(560)
        self._error = error
        self._theirs: dict[str, QRadioButton] = {}
        sentence = QLabel(str(error))
        sentence.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for column, heading in enumerate((_("Ô"), _("Đã lưu ở nơi khác"), _("Vừa gõ ở đây"))):
            label = QLabel(heading)
            label.setProperty("role", "label")
            grid.addWidget(label, 0, column)
        for row, (name, (theirs, ours)) in enumerate(error.differences.items(), start=1):
            known = name in form.names()
            title = form.label(name) if known else name
            texts = [form.show_value(name, value) if known else str(value) for value in (theirs, ours)]
            grid.addWidget(QLabel(title), row, 0)
            self._add_choice(grid, row, name, title, texts)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(secondary_button(_("Quay lại"), self.reject))
        buttons.addWidget(primary_button(_("Lưu theo lựa chọn"), self.accept))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(14)
        whole.addWidget(sentence)
        whole.addLayout(grid)
        whole.addLayout(buttons)

    def _add_choice(self, grid: QGridLayout, row: int, name: str, title: str, texts: list[str]) -> None:
        group = QButtonGroup(self)
        theirs, ours = (QRadioButton(text or _("(trống)")) for text in texts)
        theirs.setAccessibleName(_("{field}: đã lưu ở nơi khác, {value}").format(field=title, value=texts[0]))
        ours.setAccessibleName(_("{field}: vừa gõ ở đây, {value}").format(field=title, value=texts[1]))
        for column, button in ((1, theirs), (2, ours)):
            group.addButton(button)
            grid.addWidget(button, row, column)
        ours.setChecked(True)
        self._theirs[name] = theirs

    def take_theirs(self, name: str) -> None:
        """Choose the saved value of a field."""
        self._theirs[name].setChecked(True)

    def chosen(self) -> dict[str, Any]:
        """Return the chosen value of every differing field."""
        differences = self._error.differences
        return {name: differences[name][0 if button.isChecked() else 1] for name, button in self._theirs.items()}
