"""What is left to do after erasing: one list of what the program cannot reach, to be read and copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.i18n import _


class ErasedDialog(QDialog):
    """Shown once after files were made anonymous; ``to_backups`` opens the backups of the register."""

    def __init__(self, done: str, lines: Sequence[str], to_backups: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = list(lines)
        self._to_backups = to_backups
        self.setWindowTitle(_("Đã ẩn danh hồ sơ"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(640, 380)
        heading = QLabel(done)
        heading.setProperty("role", "section")
        heading.setWordWrap(True)
        words = QLabel(_("Những nơi dưới đây nằm ngoài sổ, hoặc cần người xem lại; hãy xử lý từng nơi:"))
        words.setProperty("role", "secondary")
        words.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Những nơi còn thông tin"))
        self.list.setWordWrap(True)
        self.list.setSpacing(4)
        self.list.addItems(self.lines)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(secondary_button(_("Xem bản sao lưu"), self._go, icon="archive"))
        foot.addWidget(secondary_button(_("Chép danh sách"), self.copy))
        foot.addStretch(1)
        foot.addWidget(primary_button(_("Đã xem"), self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(words)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def copy(self) -> None:
        """Put the list on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(self.lines))

    def _go(self) -> None:
        self.accept()
        self._to_backups()
