"""Nơi sao lưu thứ hai: the stick or folder each backup is copied to when it is there."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel

from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import Card
from labordesk.gui.context import Context
from labordesk.i18n import _


class SecondPlaceCard(Card):
    """``chosen(folder)`` when a place is taken, or "" when it is given up."""

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(_("Nơi sao lưu thứ hai"))
        self._context = context
        words = QLabel(_("Chọn USB hoặc ổ đĩa khác: máy hỏng hay mất thì sổ vẫn còn. Không cắm thì lần sau chép tiếp."))
        words.setProperty("role", "secondary")
        words.setWordWrap(True)
        self.place = QLabel("")
        self.place.setWordWrap(True)
        self.body.addWidget(words)
        self.body.addWidget(self.place)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(secondary_button(_("Chọn thư mục…"), self.choose, icon="folder-open"))
        self._drop = secondary_button(_("Thôi dùng nơi này"), lambda: self.take(""))
        row.addWidget(self._drop)
        row.addStretch(1)
        self.body.addLayout(row)
        self.show_place(True)

    def show_place(self, seen: bool) -> None:
        """Say which place it is; ``seen``: it is there now."""
        chosen = self._context.settings.second_backup_folder
        self._drop.setVisible(bool(chosen))
        if not chosen:
            self.place.setText(_("Chưa chọn."))
            return
        day = _day_words(self._context.settings.second_backup_seen)
        words = _("{folder}; lần chép gần nhất: {day}.").format(folder=chosen, day=day)
        self.place.setText(words if seen else words + " " + _("Hiện không thấy nơi này."))

    def choose(self) -> None:
        """Choose a folder or stick; the next backup goes there too."""
        found = QFileDialog.getExistingDirectory(self, _("Chọn nơi sao lưu thứ hai"))
        if found:
            self.take(found)

    def take(self, folder: str) -> None:
        """Use a folder from now on; "" makes backups beside the register only."""
        settings = self._context.settings
        settings.second_backup_folder = folder
        settings.second_backup_seen = date.today().isoformat() if folder else ""  # noqa: DTZ011
        self.chosen.emit(folder)


def _day_words(day: str) -> str:
    try:
        return f"{date.fromisoformat(day):%d/%m/%Y}"
    except ValueError:
        return _("chưa có")
