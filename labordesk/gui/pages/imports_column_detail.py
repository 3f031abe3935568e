"""Beside the columns: the values of one of them before and after decoding, its unit of money, its old encoding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from labordesk.exchange.list_model import Column
from labordesk.gui.cards import Card, SectionHeader
from labordesk.gui.inputs.choice import Select
from labordesk.gui.page import ElidedLabel
from labordesk.gui.pages.imports_cells import column_letter
from labordesk.gui.pages.imports_fields import is_money
from labordesk.i18n import N_, _

MONEY_UNITS: Final = ((1, N_("đồng")), (1_000, N_("nghìn đồng")), (1_000_000, N_("triệu đồng")), (10**9, N_("tỷ đồng")))
ENCODINGS: Final[Mapping[str, str]] = {
    "unicode": N_("Unicode (không đổi)"),
    "tcvn3": N_("TCVN3 (.VnTime)"),
    "vni": N_("VNI (VNI-Times)"),
    "viscii": N_("VISCII"),
    "vps": N_("VPS"),
    "cp1258": N_("Windows-1258"),
    "mojibake": N_("Unicode đọc sai bảng mã"),
}


@dataclass(frozen=True)
class ColumnFacts:
    """A column with its first different values as they stand in the file and as they are read."""

    column: Column
    written: tuple[str, ...]
    read: tuple[str, ...]


class ColumnDetail(Card):
    """``unit_chosen`` gives (column, đồng), ``encoding_chosen`` (column, code)."""

    unit_chosen = Signal(int, int)
    encoding_chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._facts: ColumnFacts | None = None
        self._head = SectionHeader("")
        self._heading = QLabel()
        self._heading.setProperty("role", "secondary")
        self._heading.setWordWrap(True)
        self.unit = Select([(unit, _(words)) for unit, words in MONEY_UNITS], _("Số trong cột tính bằng"))
        self.encoding = Select([(code, _(words)) for code, words in ENCODINGS.items()], _("Bảng mã chữ của cột"))
        self._unit_label = _label(_("Số trong cột tính bằng"), self.unit)
        self._encoding_label = _label(_("Bảng mã chữ của cột"), self.encoding)
        self._values = QWidget()
        self._grid = QGridLayout(self._values)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        for widget in (self._head, self._heading, self._unit_label, self.unit, self._encoding_label, self.encoding):
            self.body.addWidget(widget)
        self.body.addSpacing(4)
        self.body.addWidget(self._values)
        self.body.addStretch(1)
        self.unit.activated.connect(lambda _place: self._told(self.unit_chosen, self.unit))
        self.encoding.activated.connect(lambda _place: self._told(self.encoding_chosen, self.encoding))
        self.show_column(None)

    def show_column(self, facts: ColumnFacts | None) -> None:
        """Show another column."""
        self._facts = facts
        for widget in (self._unit_label, self.unit, self._encoding_label, self.encoding, self._values):
            widget.setVisible(facts is not None)
        self._clear()
        if facts is None:
            self._head.set(_("Chọn một cột để xem"))
            self._heading.setText("")
            return
        column = facts.column
        self._head.set(_("Cột {letter}").format(letter=column_letter(column.index)))
        self._heading.setText(" ".join(column.label.split()))
        for widget in (self._unit_label, self.unit):
            widget.setVisible(is_money(column.field))
        self.unit.choose(column.money_unit)
        has_text = any(any(letter.isalpha() for letter in text) for text in facts.written)
        for widget in (self._encoding_label, self.encoding):
            widget.setVisible(has_text)
        self.encoding.choose(column.encoding or "unicode")
        self._show_values(facts)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the values as (written in the file, as read)."""
        return list(zip(self._facts.written, self._facts.read, strict=False)) if self._facts is not None else []

    def _show_values(self, facts: ColumnFacts) -> None:
        both = facts.written != facts.read
        heads = [_("Trong tệp"), _("Đọc là")] if both else [_("Vài giá trị đầu")]
        for place, text in enumerate(heads):
            head = QLabel(text)
            head.setProperty("role", "label")
            self._grid.addWidget(head, 0, place)
        columns = (facts.written, facts.read) if both else (facts.read,)
        for place, texts in enumerate(columns):
            self._grid.setColumnStretch(place, 1)
            for line, text in enumerate(texts, 1):
                shown = ElidedLabel(text)
                if both and place == 0:
                    shown.setProperty("role", "secondary")
                self._grid.addWidget(shown, line, place)
        self._grid.setColumnStretch(1, 1 if both else 0)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _told(self, signal: object, select: Select) -> None:
        if self._facts is not None:
            signal.emit(self._facts.column.index, select.chosen())  # type: ignore[attr-defined]


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "label")
    label.setBuddy(buddy)
    return label
