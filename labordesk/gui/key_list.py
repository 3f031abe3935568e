"""F1: every key that works now, in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from labordesk.gui.buttons import primary_button
from labordesk.gui.entries import Key
from labordesk.i18n import _


class KeyList(QDialog):
    """Groups of keys under headings; closes with Esc, Enter or F1."""

    def __init__(self, groups: Sequence[tuple[str, Sequence[Key]]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Phím tắt"))
        self.setMinimumSize(480, 460)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        row = 0
        for heading, keys in groups:
            if not keys:
                continue
            title = QLabel(heading)
            title.setProperty("role", "section")
            grid.addWidget(title, row, 0, 1, 2)
            grid.setRowMinimumHeight(row, 28)
            row += 1
            for key in keys:
                grid.addWidget(_key(key.keys), row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(QLabel(key.does), row, 1)
                row += 1
        grid.setRowStretch(row, 1)
        inside = QWidget()
        inside.setProperty("role", "form")
        inside.setLayout(grid)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setMinimumWidth(inside.sizeHint().width() + scroll.verticalScrollBar().sizeHint().width() + 4)
        close = primary_button(_("Đóng"), self.accept)
        close.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(scroll, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _key(text: str) -> QLabel:
    label = QLabel(text.replace("Return", "Enter"))  # Qt's word for the key the officers' keyboards call Enter
    label.setProperty("role", "key")
    label.setMinimumHeight(20)
    return label
