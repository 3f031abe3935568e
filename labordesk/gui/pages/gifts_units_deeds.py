"""What is done to the units of a campaign: shares typed, divided and taken back, lists handed in and approved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from labordesk.errors import LabordeskError
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.notify import Answer
from labordesk.gui.pages.gifts_units_forms import approve_dialog, deadline_dialog, share_dialog, submit_dialog
from labordesk.gui.pages.gifts_units_model import CASH, GOODS, PACKAGES
from labordesk.gui.pages.parts.own_deeds import Deed, OwnDeeds
from labordesk.i18n import _
from labordesk.rules.allocation import Share
from labordesk.services.allocation_tree import UnitShare
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.allocations import Way
    from labordesk.services.changes import Changes
    from labordesk.services.unit_lists import ListsChanged, RefusedList

Rows = Sequence[UnitShare]
MOST_STEPS: Final = 200
MOST_NAMED: Final = 3
"""So many refused lists are told with their reason; the others are counted."""


class UnitDeeds(QObject):
    """Every write ends in ``wrote``, every refusal in ``said`` (text, tone); ``undo`` takes the last share back."""

    wrote = Signal(object)
    said = Signal(str, str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._steps: list[Deed] = []
        self._own = OwnDeeds(MOST_STEPS)
        self.campaign_id = 0
        self.window: QDialog | None = None

    def begin(self, campaign_id: int) -> None:
        """Work on another campaign; what was done to the last one is not taken back here."""
        if campaign_id != self.campaign_id:
            self.campaign_id = campaign_id
            self._steps.clear()

    # shares

    def typed(self, row: UnitShare, column: int, amount: int | None) -> None:
        """Write a number typed into the tree; an empty cell of packages takes the share away."""
        register, campaign_id, share = self._context.register, self.campaign_id, row.share
        if column == PACKAGES and amount is None:
            self.remove([row], ask=False)
            return
        packages = amount or 0 if column == PACKAGES else share.packages if share else 0

        def write() -> Changes:
            from labordesk.services.allocations import allocate

            return allocate(
                register,
                campaign_id,
                row.unit_id,
                packages,
                cash=amount or 0 if column == CASH else None,
                goods=amount or 0 if column == GOODS else None,
            )

        self._send(write)

    def split(self, row: UnitShare, way: Way) -> None:
        """Divide what a unit has among the units right below it; shares there are written over after asking."""
        register, campaign_id = self._context.register, self.campaign_id
        if row.handed_on.packages:
            question = _("Chia lại số suất của “{unit}” cho các đơn vị bên dưới?").format(unit=row.name)
            explain = _("Số đã phân bổ cho các đơn vị ấy được thay; có thể hoàn tác bằng Ctrl+Z.")
            if (
                self._context.notify.ask(question, Answer("split", _("Chia lại"), "primary"), explain=explain)
                != "split"
            ):
                return

        def write() -> Changes:
            from labordesk.services.allocations import split_among_children

            return split_among_children(register, campaign_id, row.unit_id, way)

        self._send(write)

    def remove(self, rows: Rows, *, ask: bool = True) -> None:
        """Take the shares of units away."""
        register, campaign_id = self._context.register, self.campaign_id
        unit_ids = [row.unit_id for row in rows if row.share is not None]
        if not unit_ids:
            self.said.emit(_("Đơn vị đang chọn chưa được phân bổ."), "info")
            return
        question = _("Bỏ phân bổ của {n} đơn vị?").format(n=number(len(unit_ids)))
        answer = Answer("remove", _("Bỏ phân bổ"), "danger")
        if ask and len(unit_ids) > 1 and self._context.notify.ask(question, answer) != "remove":
            return

        def write() -> Changes:
            from labordesk.services.allocations import remove_shares

            return remove_shares(register, campaign_id, unit_ids)

        self._send(write)

    def edit(self, row: UnitShare, package: Share) -> None:
        """Show everything about a share: money, day, paper (F2); ``package`` is what one is worth."""
        register, campaign_id = self._context.register, self.campaign_id

        def read() -> Any:
            from labordesk.services.allocations import load_share

            return load_share(register, campaign_id, row.unit_id)

        def show(fields: Any) -> None:
            self._open(share_dialog(self._context, campaign_id, row, fields, package), self._edited)

        self._context.work.read(read, show, owner=self)

    def undo(self) -> bool:
        """Bring the last shares back and say whether there were any."""
        if not self._steps or not self._own.are_latest(self._context):
            return False
        step, register = self._steps.pop(), self._context.register

        def done(changes: Changes) -> None:
            self.said.emit(_("Đã hoàn tác phân bổ."), "info")
            self.wrote.emit(changes)

        self._context.work.write(lambda: step.take_back(register), done, self._refused, owner=self)
        return True

    def _send(self, write: Callable[[], Changes]) -> None:
        step = self._remember(Deed())

        def refused(error: LabordeskError) -> None:
            if step in self._steps:
                self._steps.remove(step)
            self._refused(error)

        self._context.work.write(step.noting(self._context.register, write), self._put, refused, owner=self)

    def _remember(self, step: Deed) -> Deed:
        self._steps.append(step)
        self._own.add(step)
        del self._steps[:-MOST_STEPS]
        return step

    def _edited(self, changes: Changes) -> None:
        self._remember(Deed().noted(self._context.register))
        self._put(changes)

    def _put(self, changes: Changes) -> None:
        self.said.emit("", "info")
        self.wrote.emit(changes)

    def _refused(self, error: LabordeskError) -> None:
        self.said.emit(str(error), "error")
        self.wrote.emit(None)

    # lists

    def submit(self, rows: Rows) -> None:
        """Ask on which day the lists were handed in."""
        if rows:
            self._open(submit_dialog(self._context, self.campaign_id, rows), self._submitted)

    def approve(self, rows: Rows) -> None:
        """Ask for the decision and approve the lists."""
        register, campaign_id = self._context.register, self.campaign_id
        if not rows:
            return

        def read() -> Any:
            from labordesk.services.unit_lists import suggest_approval

            return suggest_approval(register, campaign_id)

        def show(asked: Any) -> None:
            self._open(approve_dialog(self._context, campaign_id, rows, asked), self._approved)

        self._context.work.read(read, show, owner=self)

    def reopen(self, row: UnitShare) -> None:
        """Unlock a list for a reason."""
        register, campaign_id = self._context.register, self.campaign_id
        question = _("Vì sao mở lại danh sách của “{unit}”?").format(unit=row.name)
        reason = self._context.notify.ask_text(question, _("Lý do"), yes=_("Mở lại"))
        if not reason:
            return

        def write() -> Any:
            from labordesk.services.unit_lists import reopen_list

            return reopen_list(register, campaign_id, row.unit_id, reason)

        self._write_list(write, _("Đã mở lại danh sách của “{unit}”.").format(unit=row.name))

    def allow_excess(self, row: UnitShare) -> None:
        """Let a list be longer than its allocation for a reason."""
        register, campaign_id = self._context.register, self.campaign_id
        question = _("Vì sao danh sách của “{unit}” được nhiều hơn số suất phân bổ?").format(unit=row.name)
        reason = self._context.notify.ask_text(question, _("Lý do"), yes=_("Cho phép"))
        if not reason:
            return

        def write() -> Any:
            from labordesk.services.unit_lists import allow_excess

            return allow_excess(register, campaign_id, row.unit_id, reason)

        self._write_list(write, _("Danh sách của “{unit}” được nhiều hơn phân bổ.").format(unit=row.name))

    def set_deadline(self, rows: Rows) -> None:
        """Ask by which day lists are due."""
        if rows:
            self._open(deadline_dialog(self._context, self.campaign_id, rows), self._dated)

    def _write_list(self, write: Callable[[], Any], told: str) -> None:
        def done(saved: Any) -> None:
            self.said.emit(told, "good")
            self.wrote.emit(saved.changes)

        self._context.work.write(write, done, self._refused, owner=self)

    def _submitted(self, found: ListsChanged) -> None:
        self._tell(_("Đã trình {n} danh sách."), found)

    def _approved(self, found: ListsChanged) -> None:
        self._tell(_("Đã duyệt {n} danh sách; danh sách đã duyệt được khóa."), found)

    def _dated(self, found: ListsChanged) -> None:
        self._tell(_("Đã ghi hạn nộp của {n} danh sách."), found)

    def _tell(self, sentence: str, found: ListsChanged) -> None:
        parts = [sentence.format(n=number(len(found.unit_ids)))] if found.unit_ids else []
        parts += [one.reason for one in found.refused[:MOST_NAMED]]
        more: tuple[RefusedList, ...] = found.refused[MOST_NAMED:]
        if more:
            parts.append(_("Còn {n} danh sách khác chưa làm được.").format(n=number(len(more))))
        self.said.emit(" ".join(parts), "warn" if found.refused else "good")
        self.wrote.emit(found.changes)

    def _open(self, dialog: FormDialog, saved: Callable[[Any], None]) -> None:
        dialog.panel.saved.connect(saved)
        self.window = dialog
        dialog.open()
