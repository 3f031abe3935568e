"""``CompareTable``: the fields of two files side by side; where they differ one side is chosen by key or click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.rules.person_choice import Side
    from labordesk.services.person_comparison import ComparedField

HIDDEN = "••••••"
"""Stands for a sensitive value until it is asked for."""


@dataclass(frozen=True)
class FieldRow:
    """A line of the table; ``side`` is None where there is nothing to choose."""

    id: str
    label: str
    left: str
    right: str
    side: Side | None
    differs: bool


class CompareTable(QWidget):
    """``merge_asked`` comes with Enter; 1 or ← takes the left side, 2 or → the right one."""

    merge_asked = Signal()
    chosen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._fields: tuple[ComparedField, ...] = ()
        self._sides: dict[str, Side] = {}
        self._shows_sensitive = False
        self.table = ListTable(
            "people compared",
            [
                Column("label", N_("Mục"), width=15, tone=lambda row: "warn" if row.differs else None),
                Column("left_tick", "1", width=5, tick=lambda row: _ticked(row, "left")),
                Column("left", N_("Hồ sơ giữ lại"), width=20, stretch=True),
                Column("right_tick", "2", width=5, tick=lambda row: _ticked(row, "right")),
                Column("right", N_("Hồ sơ gộp vào"), width=20, stretch=True),
            ],
            context,
            empty=EmptyState("users", _("Chọn một cặp để so sánh")),
            title=_("So sánh hai hồ sơ: phím 1 hoặc ← lấy bên trái, 2 hoặc → lấy bên phải"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.table.opened.connect(lambda _row: self.merge_asked.emit())
        self.table.view.clicked.connect(self._clicked)
        for keys, side in (("1", "left"), ("Left", "left"), ("2", "right"), ("Right", "right")):
            shortcut = QShortcut(QKeySequence(keys), self.table.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda side=side: self.choose(side))

    def show_fields(self, fields: Sequence[ComparedField]) -> None:
        """Show other fields, those that differ first; what is proposed is chosen."""
        self._fields = tuple(fields)
        self._sides = {one.name: one.proposed for one in fields}
        self._shows_sensitive = False
        self._fill()
        if self.table.rows():
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))

    def hides_something(self) -> bool:
        """Say whether sensitive values are there and not shown."""
        return not self._shows_sensitive and any(one.sensitive and (one.left or one.right) for one in self._fields)

    def show_sensitive(self) -> None:
        """Show sensitive values until another pair is shown."""
        self._shows_sensitive = True
        self._fill()

    def choose(self, side: Side) -> None:
        """Take the current field from one side and go on to the next one that differs."""
        row = self.table.current()
        if row is None or row.side is None:
            return
        self._sides[row.id] = side
        self._fill()
        rows = self.table.rows()
        number = self.table.view.currentIndex().row() + 1
        if number < len(rows) and rows[number].side is not None:
            self.table.view.setCurrentIndex(self.table.model.index(number, 0))
        self.chosen.emit()

    def from_right(self) -> frozenset[str]:
        """Return the fields taken from the right side."""
        return frozenset(one.name for one in self._fields if one.differs and self._sides[one.name] == "right")

    def _clicked(self, index: QModelIndex) -> None:
        key = self.table.model.columns[index.column()].key
        if key.startswith(("left", "right")):
            self.choose("left" if key.startswith("left") else "right")

    def _fill(self) -> None:
        rows = [self._row(one) for one in self._fields if one.left or one.right]
        self.table.set_rows(sorted(rows, key=lambda row: not row.differs))

    def _row(self, one: ComparedField) -> FieldRow:
        hidden = one.sensitive and not self._shows_sensitive
        left, right = (HIDDEN if hidden and text else text for text in (one.left, one.right))
        free = one.differs and not one.kept_both
        label = _("{label} (giữ cả hai)").format(label=one.label) if one.kept_both and one.differs else one.label
        return FieldRow(one.name, label, left, right, self._sides[one.name] if free else None, one.differs)


def _ticked(row: FieldRow, side: Side) -> bool | None:
    return None if row.side is None else row.side == side
