"""The figures behind a target: what was typed in, by unit and period, the latest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link
from labordesk.gui.cards import EmptyState, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.pages.parts.row_hands import FormStart, Parting, RowHands
from labordesk.gui.pages.targets_forms import value_panel, value_start
from labordesk.gui.pages.targets_words import VALUE_COLUMNS, counted_words
from labordesk.gui.table import PagedTable, RowPage
from labordesk.i18n import _
from labordesk.vietnamese.dates import short

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.target_progress import TargetRow

INDICATOR_COLUMN = [column.key for column in VALUE_COLUMNS].index("indicator")


class ValueList(QWidget):
    """Follows the target looked at; "Mọi chỉ tiêu" shows all figures of the register instead."""

    rows_asked = Signal(int)
    """The rows of this programme are to be shown."""
    kind_asked = Signal(str)
    """The records of this kind of programme are to be shown, from which an indicator is counted."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._target: TargetRow | None = None
        self._year = context.today().year
        self.head = SectionHeader("")
        self.all_box = QCheckBox(_("Mọi chỉ tiêu"))
        self.rows_link = Link(_("Xem các dòng được đếm"), self._ask_rows)
        empty = EmptyState("list", _("Chưa nhập số thực hiện"))
        self.table = PagedTable("figures", VALUE_COLUMNS, context, empty=empty, title=_("Số thực hiện đã nhập"))
        self.hands = RowHands(context, self.table, self, key="figures", size=(620, 360), show_keys=False)
        self._arrange()
        self.all_box.toggled.connect(lambda _on: self.reload())

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.head, 1)
        for widget in (self.rows_link, self.all_box, self.hands.edit_button, self.hands.delete_button):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table, 1)

    # rows

    def show_figures(self, target: TargetRow | None, year: int) -> None:
        """Show the figures of a target of a year and of the years before, those of all units below it too."""
        self._target, self._year = target, year
        self.reload()

    def reload(self) -> None:
        """Read the figures again."""
        target, register, year = self._target, self.context.register, self._year
        everything = self.all_box.isChecked() or target is None
        counted = not everything and target is not None and target.programme_id is not None
        self.rows_link.setVisible(counted or (not everything and target is not None and bool(target.computed)))
        self._say(everything=everything, counted=counted)
        self.table.view.setColumnHidden(INDICATOR_COLUMN, not everything)
        self.table.view.fit_columns()
        last = date(year, 12, 31)

        def fetch(after: Any, limit: int) -> RowPage:
            from labordesk.services.dated_records import RecordFilter
            from labordesk.services.indicators import list_indicator_values
            from labordesk.services.unit_tree import subtree

            wanted = RecordFilter(end=last)
            if not everything and target is not None:
                units = subtree(register, target.unit_id, last, include_closed=True)
                wanted = RecordFilter(end=last, unit_ids=units, indicator_id=target.indicator_id)
            page = list_indicator_values(register, wanted, after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        self.table.set_fetch((lambda _after, _limit: RowPage(())) if counted else fetch)

    def _say(self, *, everything: bool, counted: bool) -> None:
        if everything or self._target is None:
            self.head.set(_("Số thực hiện đã nhập, mọi chỉ tiêu"))
            self.table.set_empty(
                _("Chưa nhập số thực hiện nào"),
                _("Nhấn Ctrl+Shift+N để nhập số đoàn viên kết nạp, số CĐCS thành lập …"),
            )
            return
        subject, unit = self._target.subject, self._target.unit
        self.head.set(_("{subject} · {unit}").format(subject=subject, unit=unit), counted_words(self._target))
        if self._target.computed:
            self.table.set_empty(
                _("“{subject}” do máy đếm từ hồ sơ trong sổ").format(subject=subject),
                _("Chỉ nhập số của đơn vị không ghi hồ sơ ở sổ này (Ctrl+Shift+N)."),
            )
        elif counted:
            self.table.set_empty(
                _("“{subject}” được đếm từ các dòng đã ghi trong sổ").format(subject=subject),
                _("Không phải nhập số thực hiện cho chỉ tiêu này."),
            )
        else:
            self.table.set_empty(
                _("Chưa nhập số “{subject}”").format(subject=subject), _("Nhấn Ctrl+Shift+N để nhập số thực hiện.")
            )

    def _ask_rows(self) -> None:
        if self._target is None:
            return
        if self._target.computed:
            self.kind_asked.emit(self._target.computed.partition(".")[0])
        elif self._target.programme_id is not None:
            self.rows_asked.emit(self._target.programme_id)

    # the hand

    def new_value(self) -> None:
        """Open the form of a new figure of the indicator looked at."""
        self.hands.new()

    def starting(self, row_id: int | None) -> Callable[[], FormStart]:
        register, year, near = self.context.register, self._year, self._target
        return lambda: value_start(register, year, row_id, near)

    def panel(self, start: FormStart) -> FormPanel:
        return value_panel(self.context, start)

    def parting(self, row: Any) -> Parting:
        return Parting(
            _("Xóa số “{indicator}” của {unit}, kỳ {start} – {end}?").format(
                indicator=row.indicator, unit=row.unit, start=short(row.fields.starts_on), end=short(row.fields.ends_on)
            )
        )

    def deleting(self, row: Any) -> Callable[[], Changes]:
        register = self.context.register

        def delete() -> Changes:
            from labordesk.services.indicators import delete_indicator_value

            return delete_indicator_value(register, row.id)

        return delete
