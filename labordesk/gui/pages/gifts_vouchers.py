"""Phiếu, vé của đợt: every serial with whose it is; registered as a range, given in order, void with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError
from labordesk.fields.choices import VOUCHER_KINDS
from labordesk.gui.buttons import menu_button, primary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.inputs.choice import Select
from labordesk.gui.notify import Answer
from labordesk.gui.pages.gifts_vouchers_forms import assign_dialog, batch_dialog
from labordesk.gui.pages.gifts_vouchers_words import STATE_NAMES, VOUCHER_COLUMNS, summary_words
from labordesk.gui.pages.parts.own_deeds import Deed, OwnDeeds
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.table import Fetch, PagedTable, RowPage
from labordesk.i18n import _
from labordesk.services.voucher_lists import TICKETS, VoucherRow, VoucherSummary, voucher_summary, vouchers
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.gui.pages.gifts_reading import CampaignState
    from labordesk.services.changes import Changes
    from labordesk.services.vouchers import VouchersAssigned, VouchersChanged

Rows = Sequence[VoucherRow]
MOST_STEPS: Final = 100


class VouchersPanel(QWidget):
    """``wrote`` brings ``Changes``, ``line_asked`` the line (campaign place) whose voucher was opened."""

    wrote = Signal(object)
    line_asked = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._campaign_id = 0
        self._value = 0
        self._summary = VoucherSummary()
        self._steps: list[Deed] = []
        self._own = OwnDeeds(MOST_STEPS)
        self.window_shown: QDialog | None = None
        self.search = SearchLine(_("Tìm số sê-ri"))
        self.state = Select([(None, _("Mọi tình trạng")), *((code, _(text)) for code, text in STATE_NAMES.items())])
        self.state.setAccessibleName(_("Tình trạng"))
        self.summary = QLabel()
        self.summary.setProperty("role", "secondary")
        self.notice = Notice("")
        add = primary_button(_("Nhập dãy sê-ri"), self.add)
        hint = _("Nhấn Ctrl+N để nhập dãy sê-ri, ví dụ từ PMH 000101 đến PMH 000300.")
        empty = EmptyState("gift", _("Đợt này chưa có phiếu, vé nào"), hint, add)
        self.table = PagedTable("gift-vouchers", VOUCHER_COLUMNS, context, empty=empty, title=_("Phiếu, vé"))
        self._arrange()
        self.setFocusProxy(self.table)

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        self.search.setMaximumWidth(280)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.state)
        bar.addStretch(1)
        bar.addWidget(self._menu())
        bar.addWidget(self.table.column_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.summary)
        column.addLayout(bar)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        self.search.asked.connect(lambda _text: self._look())
        self.search.down.connect(self.table.focus_first)
        self.state.currentIndexChanged.connect(lambda _place: self._look())
        self.table.opened.connect(self._opened)

    def _menu(self) -> QWidget:
        return menu_button(
            _("Phiếu, vé"),
            [
                (_("Nhập dãy sê-ri… (Ctrl+N)"), self.add),
                (_("Ghi số cho danh sách theo thứ tự…"), self.assign),
                (_("Gỡ khỏi người nhận"), partial(self._with_rows, self.free)),
                (_("Hủy phiếu, nêu lý do…"), partial(self._with_rows, self.void)),
                (_("Dùng lại phiếu đã hủy"), partial(self._with_rows, self.restore)),
                (_("Xóa số nhập nhầm (Del)"), partial(self._with_rows, self.delete)),
            ],
        )

    # what is shown

    def open(self, state: CampaignState) -> None:
        """Show the vouchers of a campaign."""
        if state.campaign_id != self._campaign_id:
            self._steps.clear()
            self.notice.set("")
            self._campaign_id = state.campaign_id
        self._value = state.fields.package_goods or state.fields.package_cash
        self._look()
        self._count()

    def reload(self) -> None:
        """Read rows and figures again, staying in place."""
        self.table.reload()
        self._count()

    def _look(self) -> None:
        self.table.set_fetch(
            _fetch(self._context.register, self._campaign_id, self.state.chosen(), self.search.seen_text().strip())
        )

    def _count(self) -> None:
        register, campaign_id = self._context.register, self._campaign_id
        self._context.work.read(
            lambda: voucher_summary(register, campaign_id),
            self._show_summary,
            latest=("gifts", "vouchers", id(self)),
            owner=self,
        )

    def _show_summary(self, summary: VoucherSummary) -> None:
        self._summary = summary
        self.summary.setText(summary_words(summary))
        self.summary.setVisible(bool(summary.kinds))
        travels = not summary.kinds or any(one.kind in TICKETS for one in summary.kinds)
        for column in ("travel_on", "route"):
            self.table.view.offer_column(column, shown=travels)

    # what is done

    def add(self) -> None:
        """Ask for a range of serials (Ctrl+N), of the kind there is already."""
        kind = next((one.kind for one in self._summary.kinds), VOUCHER_KINDS[0][0])
        self._open(batch_dialog(self._context, self._campaign_id, kind, self._value), self._added)

    def assign(self) -> None:
        """Give free vouchers to the whole list in its order."""
        kinds = self.free_kinds()
        if not kinds:
            self.notice.set(_("Không còn phiếu, vé nào trong tay; hãy nhập dãy sê-ri trước."), "info")
            return
        self._open(assign_dialog(self._context, self._campaign_id, kinds, None), self._assigned)

    def free_kinds(self) -> list[tuple[str, str]]:
        """Return the kinds of which some are in hand."""
        held = {one.kind for one in self._summary.kinds if one.held}
        return [(code, label) for code, label in VOUCHER_KINDS if code in held]

    def free(self, rows: Rows) -> None:
        """Take vouchers off the lines they were meant for."""
        ids, register = [row.id for row in rows if row.award_id is not None], self._context.register

        def write() -> VouchersChanged:
            from labordesk.services.vouchers import free_vouchers

            return free_vouchers(register, ids)

        if ids:
            self._write(write, _("Đã gỡ {n} phiếu, vé khỏi người nhận."))
        else:
            self.notice.set(_("Các phiếu, vé đang chọn chưa ghi cho ai."), "info")

    def void(self, rows: Rows) -> None:
        """Mark vouchers as void for a reason."""
        ids, register = [row.id for row in rows if row.state != "void"], self._context.register
        question = _("Vì sao hủy {n} phiếu, vé?").format(n=number(len(ids)))
        reason = self._context.notify.ask_text(question, _("Lý do"), yes=_("Hủy phiếu")) if ids else ""
        if not reason:
            return

        def write() -> VouchersChanged:
            from labordesk.services.vouchers import void_vouchers

            return void_vouchers(register, ids, reason)

        self._write(write, _("Đã hủy {n} phiếu, vé."))

    def restore(self, rows: Rows) -> None:
        """Use void vouchers again."""
        ids, register = [row.id for row in rows], self._context.register

        def write() -> VouchersChanged:
            from labordesk.services.vouchers import restore_vouchers

            return restore_vouchers(register, ids)

        self._write(write, _("{n} phiếu, vé được dùng lại."))

    def delete(self, rows: Rows) -> None:
        """Delete serials entered by mistake."""
        ids, register = [row.id for row in rows], self._context.register
        question = _("Xóa {n} số sê-ri nhập nhầm?").format(n=number(len(ids)))
        if not ids or self._context.notify.ask(question, Answer("delete", _("Xóa"), "danger")) != "delete":
            return

        def write() -> VouchersChanged:
            from labordesk.services.vouchers import delete_vouchers

            return delete_vouchers(register, ids)

        self._write(write, _("Đã xóa {n} số sê-ri."))

    def undo(self) -> bool:
        """Take the last change back and say whether there was one (Ctrl+Z)."""
        if not self._steps or not self._own.are_latest(self._context):
            return False
        step, register = self._steps.pop(), self._context.register
        self._context.work.write(lambda: step.take_back(register), self._taken_back, self._refused, owner=self)
        return True

    def _write(self, write: Callable[[], VouchersChanged], told: str) -> None:
        step = self._remember(Deed())

        def done(found: VouchersChanged) -> None:
            self._tell(told.format(n=number(found.count)), found.changes)

        def refused(error: LabordeskError) -> None:
            if step in self._steps:
                self._steps.remove(step)
            self._refused(error)

        self._context.work.write(step.noting(self._context.register, write), done, refused, owner=self)

    def _remember(self, step: Deed) -> Deed:
        self._steps.append(step)
        self._own.add(step)
        del self._steps[:-MOST_STEPS]
        return step

    def _added(self, found: VouchersChanged) -> None:
        self._remember(Deed().noted(self._context.register))
        self._tell(_("Đã nhập {n} phiếu, vé.").format(n=number(found.count)), found.changes)

    def _assigned(self, found: VouchersAssigned) -> None:
        if found.pairs:
            self._remember(Deed().noted(self._context.register))
        self._tell(assigned_words(found), found.changes)

    def _taken_back(self, changes: Changes) -> None:
        self._tell(_("Đã hoàn tác."), changes)

    def _tell(self, text: str, changes: Any) -> None:
        self.notice.set(text, "good")
        self.reload()
        self.wrote.emit(changes)

    def _refused(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")
        self.reload()

    def _with_rows(self, run: Callable[[Rows], None]) -> None:
        current = self.table.current()
        rows = self.table.selected() or ([current] if current is not None else [])
        if rows:
            run(rows)
        else:
            self.notice.set(_("Hãy chọn một hay nhiều phiếu, vé trước."), "info")

    def _opened(self, row: VoucherRow) -> None:
        if row.award_id is not None:
            self.line_asked.emit(row.award_id)

    def _open(self, dialog: FormDialog, saved: Callable[[Any], None]) -> None:
        dialog.panel.saved.connect(saved)
        self.window_shown = dialog
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._with_rows(self.delete)
        else:
            super().keyPressEvent(event)


def assigned_words(found: VouchersAssigned) -> str:
    """Return how many were given, and how many lines are left without."""
    parts = [_("Đã ghi {n} phiếu, vé cho người nhận.").format(n=number(len(found.pairs)))]
    if found.without:
        parts.append(_("{n} dòng chưa đủ phiếu, vé.").format(n=number(len(found.without))))
    elif not found.pairs:
        parts = [_("Ai cũng đã có phiếu, vé.")]
    return " ".join(parts)


def _fetch(register: Any, campaign_id: int, state: str | None, text: str) -> Fetch:
    def fetch(after: Any | None, limit: int) -> RowPage:
        page = vouchers(register, campaign_id, state=state, text=text, after=after, limit=limit)
        return RowPage(page.rows, page.next_key)

    return fetch
