"""Chỉ tiêu: what units are to reach in a year, how far they are, and the figures typed in behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link, primary_button, secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.inputs.choice import Select
from labordesk.gui.page import Page
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.row_hands import FormStart, Parting, RowHands
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.pages.targets_forms import target_panel, target_start
from labordesk.gui.pages.targets_values import ValueList
from labordesk.gui.pages.targets_words import STATES, in_state, rows_with, target_columns, target_state
from labordesk.gui.table import ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import NC_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.target_progress import TargetRow

YEARS_BACK = 15


class TargetsPage(Page):
    """``show_target(year=2026, target=3)``, ``show_target(state="behind")``.

    Every year's rows are read whole; words, unit and state look among them.
    """

    title = NC_("page", "Chỉ tiêu")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[TargetRow, ...] = ()
        this_year = context.today().year
        self.year = Select([(one, str(one)) for one in range(this_year + 1, this_year - YEARS_BACK, -1)], _("Năm"))
        self.year.choose(this_year)
        self.search = SearchLine(_("Tìm chỉ tiêu, đơn vị"), width=320)
        self.table = ListTable(
            "targets", target_columns(self._state), context, empty=self._empty(), title=_("Chỉ tiêu được giao")
        )
        self.values = ValueList(context)
        self.hands = RowHands(context, self.table, self, key="targets", size=(620, 360))
        self.unit = Select([(None, _("Mọi đơn vị"))], _("Đơn vị"))
        self.state = Select([(key, _(name)) for key, name in STATES], _("Tình trạng"))
        for select, width in ((self.unit, 190), (self.state, 150)):
            make_narrow(select)
            select.setFixedWidth(width)
        self.behind_link = Link("", self._show_behind)
        self._sum = QLabel()
        self._sum.setProperty("role", "secondary")
        self._arrange()
        self._connect()
        self._follow(None)

    def _empty(self) -> EmptyState:
        return EmptyState("target", "", "")

    def _arrange(self) -> None:
        self.header.add_button(secondary_button(_("Nhập số thực hiện"), self.values.new_value, key="Ctrl ⇧ N"))
        self.header.add_button(primary_button(_("Giao chỉ tiêu"), self.new_record, key="Ctrl N", icon="plus"))
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.search, 1)
        for widget in (self.year, self.unit, self.state):
            bar.addWidget(widget)
        bar.addStretch(0)
        bar.addWidget(self.table.column_button())
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._sum)
        foot.addWidget(self.behind_link)
        foot.addStretch(1)
        for button in (self.hands.edit_button, self.hands.delete_button):
            foot.addWidget(button)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(12)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.values.setContentsMargins(0, 6, 0, 0)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(upper)
        parts.addWidget(self.values)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        self.body.addWidget(parts, 1)

    def _connect(self) -> None:
        self.year.currentIndexChanged.connect(self.reload)
        self.search.asked.connect(lambda _text: self._show_rows())
        self.unit.currentIndexChanged.connect(lambda _index: self._show_rows())
        self.state.currentIndexChanged.connect(lambda _index: self._show_rows())
        self.search.down.connect(self.table.focus_first)
        self.table.current_changed.connect(self._follow)
        self.values.rows_asked.connect(self._show_counted)
        self.values.kind_asked.connect(self._show_kind)
        self.add_key("Ctrl+Shift+N", _("Nhập số thực hiện"), self.values.new_value)
        self.add_key("Del", _("Xóa dòng đang chọn"), self.hands.delete, on=self.table)
        self.add_key("Del", "", self.values.hands.delete, on=self.values.table)
        self._keys.pop()  # the same key in the other table: listed once

    # rows

    def arrived(self) -> None:
        self.reload()
        self.table.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Count again after any write that can touch a target; a hidden page waits until it is shown."""
        if self.isVisible() and changes:
            self.reload()

    def reload(self) -> None:
        """Read the targets of the year."""
        register, year, today = self.context.register, self._chosen_year(), self.context.today()

        def read() -> tuple[TargetRow, ...]:
            from labordesk.services.target_progress import target_progress

            return target_progress(register, year, today=today)

        self.context.work.read(read, self._arrive, latest=("targets", "rows"))

    def _chosen_year(self) -> int:
        return int(self.year.chosen())

    def _arrive(self, rows: tuple[TargetRow, ...]) -> None:
        self._rows = rows
        units = {row.unit_id: "\u2003" * row.depth + row.unit for row in rows}
        self.unit.blockSignals(True)
        self.unit.set_options([(None, _("Mọi đơn vị")), *units.items()])
        self.unit.blockSignals(False)
        self._show_rows()

    def _show_rows(self) -> None:
        year, text, unit, state = self._chosen_year(), self.search.seen_text(), self.unit.chosen(), self.state.chosen()
        of_unit = [row for row in self._rows if unit is None or row.unit_id == unit]
        rows = [row for row in rows_with(text, of_unit) if in_state(row, state)]
        if text.strip() or unit is not None or state:
            hint = _("Nhấn Esc để bỏ chữ tìm, hoặc chọn mọi đơn vị, mọi tình trạng.")
            self.table.set_empty(_("Không có chỉ tiêu nào như đã chọn"), hint)
        else:
            self.table.set_empty(
                _("Chưa giao chỉ tiêu năm {year}").format(year=year),
                _("Nhấn Ctrl+N để giao chỉ tiêu cho đơn vị; số thực hiện được tính ngay."),
            )
        self.table.set_rows(rows)
        met = sum(1 for row in rows if not row.missing)
        words = _("{met}/{all} chỉ tiêu đạt").format(met=number(met), all=number(len(rows)))
        self._sum.setText(words if rows else "")
        behind = sum(1 for row in of_unit if row.behind)
        self.behind_link.setText(_("{n} chỉ tiêu chậm so với tiến độ năm").format(n=number(behind)))
        self.behind_link.setVisible(bool(behind) and state != "behind")
        self.hands.settle()
        self._follow(self.table.current())

    def _show_behind(self) -> None:
        self.state.choose("behind")
        self.table.focus_first()

    def _follow(self, row: TargetRow | None) -> None:
        if self.context.register is not None:
            self.values.show_figures(row, self._chosen_year())

    def _state(self, row: TargetRow) -> tuple[str, Tone]:
        return target_state(row, self._chosen_year(), self.context.today())

    # the hand

    def focus_search(self) -> None:
        self.search.start()

    def escape(self) -> bool:
        if not (self.search.seen_text() or self.state.chosen()):
            return False
        self.search.set_text("")
        self.state.choose("")
        self.table.focus_first()
        return True

    def new_record(self) -> None:
        self.hands.new()

    def starting(self, row_id: int | None) -> Callable[[], FormStart]:
        register, year, near = self.context.register, self._chosen_year(), self.table.current()
        return lambda: target_start(register, year, row_id, near)

    def panel(self, start: FormStart) -> FormPanel:
        return target_panel(self.context, start)

    def parting(self, row: Any) -> Parting:
        return Parting(
            _("Bỏ chỉ tiêu “{subject}” giao cho {unit}?").format(subject=row.subject, unit=row.unit),
            yes=_("Bỏ chỉ tiêu"),
            explain=_("Số thực hiện đã nhập vẫn còn trong sổ."),
        )

    def deleting(self, row: Any) -> Callable[[], Changes]:
        register = self.context.register

        def delete() -> Changes:
            from labordesk.services.targets import delete_target

            return delete_target(register, row.id)

        return delete

    # other pages

    def _show_counted(self, programme_id: int) -> None:
        """Go to the rows that a programme's target counts."""
        from labordesk.gui.pages.overview import PAGES

        register = self.context.register

        def read() -> str:
            from labordesk.services.catalogue import programme

            return programme(register, programme_id).fields.kind

        def go(kind: str) -> None:
            self.context.go(PAGES.get(kind, "activities"), programme=programme_id)

        self.context.work.read(read, go, latest=("targets", "rows of"), owner=self)

    def _show_kind(self, kind: str) -> None:
        """Go to the records an indicator is counted from."""
        from labordesk.gui.pages.overview import PAGES

        if kind == "agreement":
            self.context.go("activities", part="agreements")
        else:
            self.context.go(PAGES[kind])

    def show_target(
        self, *, year: int | None = None, target: int | None = None, state: str = "", **others: Any
    ) -> None:
        """Show a year, and in it a target, or those in one of ``STATES``."""
        self.state.choose(state)
        if target is not None:
            self.hands.want(target)
        self.search.set_text("")
        if year is not None and year != self._chosen_year():
            self.year.choose(year)
        else:
            self.reload()
