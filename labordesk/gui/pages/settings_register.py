"""Sổ này: where the file is and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLabel

from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import Card
from labordesk.gui.context import Context
from labordesk.gui.pages.settings_section import Section
from labordesk.i18n import N_, _
from labordesk.services.registers import RegisterInfo, register_info
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.store.register import Register


@dataclass(frozen=True)
class _Facts:
    """What is told about the register; ``size`` in bytes."""

    info: RegisterInfo
    size: int


class RegisterSection(Section):
    """Facts only; they are read in a worker."""

    title = N_("Sổ này")
    hint = N_("Cả sổ nằm trong một tệp; muốn có bản sao, hãy đóng chương trình rồi chép tệp này ra USB.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(24)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        self._info: RegisterInfo | None = None
        card = Card()
        card.body.addLayout(self.facts)
        card.body.addSpacing(4)
        folder = secondary_button(_("Mở thư mục"), self.open_folder, icon="folder-open")
        card.body.addWidget(folder, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.load()

    def load(self) -> None:
        """Read the facts of the register."""
        register = self.context.register
        self.context.work.read(lambda: _look(register), self._show, owner=self)

    def _show(self, facts: _Facts) -> None:
        info = self._info = facts.info
        rows = [
            (_("Đơn vị"), info.unit_name),
            (_("Cấp trên"), info.superior or "–"),
            (_("Tệp sổ"), str(info.path)),
            (_("Số người trong sổ"), number(info.people_count)),
            (_("Dung lượng"), _("{size} MB").format(size=number(max(1, round(facts.size / 1_000_000))))),
            (_("Tình trạng"), self._state(info)),
        ]
        for row, (name, text) in enumerate(rows):
            self._put(row, 0, name, "secondary")
            self._put(row, 1, text, "")

    def _state(self, info: RegisterInfo) -> str:
        kind = _("sổ mẫu, người trong sổ không có thật") if info.is_sample else _("sổ đang dùng")
        return _("{kind}; chỉ đọc").format(kind=kind) if info.read_only else kind

    def _put(self, row: int, column: int, text: str, role: str) -> None:
        item = self.facts.itemAtPosition(row, column)
        label = item.widget() if item is not None else None
        if not isinstance(label, QLabel):
            label = QLabel()
            label.setProperty("role", role)
            label.setWordWrap(column == 1)
            if column == 1:
                label.setTextInteractionFlags(
                    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
                )
            self.facts.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        label.setText(text)

    def open_folder(self) -> None:
        """Show the folder of the register in the system's own window."""
        if self._info is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._info.path.parent)))

    def refresh(self, changes: Changes) -> None:
        if changes.people or changes.units or changes.settings:
            self.load()


def _look(register: Register) -> _Facts:
    info = register_info(register)
    return _Facts(info, info.path.stat().st_size)
