"""The model of the tree of units: nodes as the service gives them, in tree order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from labordesk.gui.pages.parts.unit_rows import NAME, Index, UnitRows
from labordesk.gui.pages.units_reading import Members, TreeRead
from labordesk.i18n import N_, NC_, _
from labordesk.services.unit_tree import UnitNode
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

TYPE, MEMBERS = NAME + 1, NAME + 2
HEADINGS = (N_("Đơn vị"), N_("Loại đơn vị"), NC_("list", "Đoàn viên"))
NODE_ROLE = Qt.ItemDataRole.UserRole


class UnitTreeModel(UnitRows):
    """Read-only; an index carries the place of its node in ``nodes``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(len(HEADINGS), parent)
        self.nodes: Sequence[UnitNode] = ()
        self._members: Mapping[int, Members] = {}
        self._found: frozenset[int] | None = None

    def show_tree(self, read: TreeRead) -> None:
        """Show another tree."""
        self.beginResetModel()
        self.nodes, self._members, self._found = read.nodes, read.members, read.found
        self.place_rows([(node.id, node.parent_id) for node in self.nodes])
        self.endResetModel()

    def node_at(self, index: Index) -> UnitNode | None:
        """Return the unit of an index."""
        return self.nodes[index.internalId()] if index.isValid() else None

    def members_of(self, node: UnitNode) -> Members | None:
        """Return the member count shown for a unit."""
        return self._members.get(node.id)

    def is_found(self, node: UnitNode) -> bool:
        """Say whether a unit was looked for itself, or nothing was."""
        return self._found is None or node.id in self._found

    def text(self, node: UnitNode, column: int) -> str:
        """Return what a cell says."""
        if column == TYPE:
            return node.type_name or ""
        if column == MEMBERS:
            members = self.members_of(node)
            return number(members.count) if members is not None else ""
        return node.name

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node_at(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(node, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _(HEADINGS[index.column()]) + f": {self.text(node, index.column())}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(node, index.column())
        return node if role == NODE_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADINGS[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == MEMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _tip(self, node: UnitNode, column: int) -> str:
        members = self.members_of(node)
        if column == MEMBERS and members is not None and members.is_sum:
            return _("Cộng từ các đơn vị trực thuộc; đơn vị này chưa ghi số của mình.")
        ended = _("đã kết thúc hoạt động ngày {day}").format(day=short(node.valid_to)) if node.valid_to else ""
        return " · ".join(part for part in (node.name, node.type_name, ended) if part)
