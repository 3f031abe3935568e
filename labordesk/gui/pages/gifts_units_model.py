"""The model of the units of a campaign: shares that can be typed over, sums that follow while one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from labordesk.errors import InvalidInput
from labordesk.fields import Count, Money
from labordesk.gui.pages.gifts_units_words import HEADINGS, list_tip, room_tip, state_pill, unit_text
from labordesk.gui.pages.parts.unit_rows import NAME, TOP, Index, UnitRows
from labordesk.gui.tokens import Tone
from labordesk.i18n import _
from labordesk.services.allocation_tree import CampaignUnits, UnitShare

MEMBERS, PACKAGES, CASH, GOODS, HANDED_ON, LISTED, GIVEN, WAITING, STATE = range(NAME + 1, 10)
TYPED: Final[Mapping[int, Count | Money]] = {PACKAGES: Count(), CASH: Money(low=0), GOODS: Money(low=0)}
"""The columns that can be typed over, and how what is typed is read."""


@dataclass(frozen=True)
class Preview:
    """A number being typed into a cell, not written yet; None when it is not one."""

    unit_id: int
    packages: int | None


class UnitsModel(UnitRows):
    """An index carries the place of its row in ``rows``; ``typed`` says what was entered where."""

    typed = Signal(int, int, object)
    """Unit, column, number; None takes the share away."""
    refused = Signal(str)
    """Why what was typed is no number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(len(HEADINGS), parent)
        self.units: CampaignUnits | None = None
        self.rows: Sequence[UnitShare] = ()
        self._givers: dict[int, int | None] = {}
        self._preview: Preview | None = None

    def show_units(self, units: CampaignUnits) -> bool:
        """Show other facts; when the tree is the same its rows stay where they are. Returns whether it is."""
        same = [(row.unit_id, row.parent_id) for row in units.rows] == [
            (row.unit_id, row.parent_id) for row in self.rows
        ]
        self._preview = None
        if same:
            self.units, self.rows = units, units.rows
            self._tell_all()
            return True
        self.beginResetModel()
        self.units, self.rows = units, units.rows
        self.place_rows([(row.unit_id, row.parent_id) for row in self.rows])
        self.endResetModel()
        return False

    def preview(self, unit_id: int, text: str) -> None:
        """Let the sums follow a number that is being typed into the packages of a unit."""
        try:
            packages = TYPED[PACKAGES].parse(text) or 0
        except InvalidInput:
            packages = None
        self._preview = Preview(unit_id, packages)
        self._tell_all()

    def end_preview(self) -> None:
        """Forget what was typed without being entered."""
        if self._preview is not None:
            self._preview = None
            self._tell_all()

    def row_at(self, index: Index) -> UnitShare | None:
        """Return the unit of an index."""
        return self.rows[index.internalId()] if index.isValid() else None

    def handed_on(self, row: UnitShare) -> int:
        """Return what a unit has handed on, with the number being typed below it."""
        stands_for_campaign = row.is_organiser and row.share is None
        return row.handed_on.packages + self._more_for(None if stands_for_campaign else row.unit_id)

    def allocated(self) -> int:
        """Return what the campaign itself has handed on, with the number being typed."""
        return (self.units.allocated.packages if self.units else 0) + self._more_for(None)

    def share_of(self, row: UnitShare) -> int | None:
        """Return the packages of a unit: those of the plan for the one that organises the campaign."""
        if row.share is not None:
            return row.share.packages
        return self.units.plan if row.is_organiser and self.units is not None else None

    def _more_for(self, giver: int | None) -> int:
        preview = self._preview
        if preview is None or preview.packages is None:
            return 0
        row = self.rows[self._places[preview.unit_id]]
        if self.giver_of(row) != giver:
            return 0
        return preview.packages - (row.share.packages if row.share else 0)

    def giver_of(self, row: UnitShare) -> int | None:
        """Return the nearest unit above that has a share; the organiser without one stands for the campaign."""
        place = self._parents[self._places[row.unit_id]]
        while place != TOP:
            if self.rows[place].share is not None:
                return self.rows[place].unit_id
            place = self._parents[place]
        return None

    def below(self, unit_id: int) -> list[UnitShare]:
        """Return every unit below one."""
        found: list[UnitShare] = []
        waiting = list(self._children.get(self._places[unit_id], []))
        while waiting:
            place = waiting.pop()
            found.append(self.rows[place])
            waiting.extend(self._children.get(place, []))
        return found

    def can_type(self, index: Index) -> bool:
        """Say whether a cell can be typed over: the plan of the organiser is changed in the form of the campaign."""
        row = self.row_at(index)
        return row is not None and index.column() in TYPED and not (row.is_organiser and row.share is None)

    # what Qt asks

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.can_type(index) else usual

    def text(self, row: UnitShare, column: int) -> str:
        """Return what a cell says."""
        return unit_text(row, column, share=self.share_of(row), handed_on=self.handed_on(row))

    def pill(self, row: UnitShare) -> tuple[str, Tone]:
        """Return the state of a unit's list."""
        return state_pill(row)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, index.column())
        if role == Qt.ItemDataRole.EditRole:
            return self._typed_text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _(HEADINGS[index.column()]) + f": {self.text(row, index.column())}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, index.column())
        return row if role == Qt.ItemDataRole.UserRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index)
        if row is None or role != Qt.ItemDataRole.EditRole or not self.can_type(index):
            return False
        text = str(value).strip()
        try:
            number = TYPED[index.column()].parse(text) if text else None
        except InvalidInput as error:
            self.refused.emit(str(error))
            return False
        if text != self._typed_text(row, index.column()):
            self.typed.emit(row.unit_id, index.column(), number)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADINGS[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section in (NAME, STATE) else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _typed_text(self, row: UnitShare, column: int) -> str:
        if row.share is None:
            return ""
        amount = {PACKAGES: row.share.packages, CASH: row.share.cash, GOODS: row.share.goods}.get(column)
        return TYPED[column].show(amount) if column in TYPED else ""

    def _tip(self, row: UnitShare, column: int) -> str:
        if column == STATE:
            return list_tip(row)
        if column in (LISTED, PACKAGES, HANDED_ON):
            return room_tip(row)
        return row.name

    def _tell_all(self) -> None:
        """Every row may show another sum; the views ask again for what they show."""
        self.layoutChanged.emit()
