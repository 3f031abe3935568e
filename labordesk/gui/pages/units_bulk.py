"""What is done with many people of a unit at once: sending some to another unit, filling in their wards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from labordesk.gui.context import Context
from labordesk.gui.pages.units_people import MovePeopleDialog
from labordesk.gui.pages.units_wards import FillWardsDialog
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.unit_tree import UnitNode


class UnitBulk(QObject):
    """Opens the dialogs of a page; ``back`` gives the keyboard back to it afterwards."""

    def __init__(self, context: Context, page: QObject, back: Callable[[], None]) -> None:
        super().__init__(page)
        self._context = context
        self._back = back
        self.dialog: QDialog | None = None

    def move_people(self, node: UnitNode) -> None:
        """Choose people of a unit who go to another one."""
        self._open_people(node.id, node.label, to=None, on=self._context.today())

    def divide(self, node: UnitNode, values: Mapping[str, Any], result: Any) -> None:
        """After a split, choose who goes to the new units, out of the one that has everybody now."""
        others = [unit_id for unit_id in result.new_ids if unit_id != result.id]
        if not others:
            return
        register = self._context.register
        name = node.label if result.id == node.id else values["parts"][0]["name"]

        def read() -> Any:
            from labordesk.services.unit_people import departments_of

            return departments_of(register, result.id)

        def show(departments: Any) -> None:
            if departments:
                self._open_people(result.id, name, to=others[0], on=values["happened_on"])

        self._context.work.read(read, show, owner=self)

    def fill_wards(self, node: UnitNode) -> None:
        """Read the addresses of everybody in a unit and below, and show which wards they propose."""
        register = self._context.register

        def read(progress: Any, _cancelled: Any) -> Any:
            from labordesk.services.wards import propose_wards

            return propose_wards(register, node.id, progress)

        def show(found: Any) -> None:
            self._open_wards(node, found)

        self._context.work.run_long(read, _("Đang đọc địa chỉ"), show, writes=False)

    def _open_people(self, unit_id: int, name: str, *, to: int | None, on: date) -> None:
        dialog = MovePeopleDialog(self._context, unit_id, name, to=to, on=on)
        dialog.moved.connect(lambda result: self._context.tell(result.changes))
        self._show(dialog)

    def _open_wards(self, node: UnitNode, found: Any) -> None:
        if not found:
            self._context.notify.info(_("Mọi người của đơn vị này đã ghi xã, phường hoặc chưa ghi nơi ở."))
            return
        dialog = FillWardsDialog(self._context, node.label, found)
        dialog.filled.connect(lambda result: self._context.tell(result.changes))
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _code: self._back())
        dialog.open()
