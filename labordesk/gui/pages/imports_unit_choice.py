"""Asks which unit of the register a written name means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.i18n import _


class UnitChoice(QDialog):
    """``unit_id`` is the unit chosen once the dialog was accepted."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.unit_id: int | None = None
        self.setWindowTitle(_("Chọn đơn vị của sổ"))
        title = QLabel(_("Chọn đơn vị của sổ"))
        title.setProperty("role", "title")
        self.picker = unit_picker(context, _("Đơn vị của sổ"))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(primary_button(_("Chọn"), self._choose, key="Enter"))
        foot.addWidget(secondary_button(_("Quay lại"), self.reject, key="Esc"))
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(self.picker)
        column.addStretch(1)
        column.addLayout(foot)
        self.picker.entered.connect(self._choose)
        self.resize(520, 170)
        self.picker.editor().setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        try:
            self.unit_id = self.picker.value()
        except InvalidInput as error:
            self.picker.show_problem(str(error))
            return
        if self.unit_id is not None:
            self.accept()


def ask_unit(context: Context, parent: QWidget) -> int | None:
    """Ask and return the unit chosen, None when the question was closed."""
    dialog = UnitChoice(context, parent.window())
    accepted = dialog.exec()
    unit_id = dialog.unit_id if accepted else None
    dialog.deleteLater()
    return unit_id
