"""Báo cáo đã chốt: the reports that stay as they were presented, and whether the register still says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from labordesk.errors import LabordeskError
from labordesk.fields import Day
from labordesk.gui.buttons import danger_button, secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.pages.reports_papers import open_comparison, open_frozen
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.frozen_comparison import Comparison
    from labordesk.services.frozen_reports import FrozenRow
    from labordesk.services.saved import Saved


def state_of(comparison: Comparison) -> tuple[str, Tone]:
    """Return what became of a frozen report: "Không đổi" or "3 số đã thay đổi"."""
    count = len(comparison.changes)
    if not count:
        return _("Không đổi"), "good"
    return _("{count} số đã thay đổi").format(count=number(count)), "warn"


@dataclass(frozen=True)
class FrozenLine:
    """A frozen report in the list; ``state`` is known once it was made again."""

    row: FrozenRow
    title: str
    subject: str
    state: tuple[str, Tone]

    @property
    def id(self) -> int:
        """Return what tells it apart."""
        return self.row.id


COLUMNS = [
    Column("frozen_on", N_("Chốt ngày"), Day(), width=10, read=lambda line: line.row.frozen_on),
    Column("title", N_("Báo cáo"), width=24, link=True, tip=lambda line: line.row.title),
    Column("subject", N_("Về"), width=28, stretch=True, tip=lambda line: line.subject),
    Column("cut_off", N_("Số liệu đến"), Day(), width=10, read=lambda line: line.row.cut_off),
    Column("note", N_("Chốt để"), width=26, read=lambda line: line.row.note, tip=lambda line: line.row.note),
    Column("state", N_("Từ khi chốt"), width=18, pill=lambda line: line.state),
    Column("officer", N_("Người chốt"), width=16, spare=True, read=lambda line: line.row.officer),
]


class FrozenPart(TabPart):
    """Enter opens the paper as it was presented; the reports are made again one after another for their state."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._round = 0
        self.table = ListTable(
            "frozen",
            COLUMNS,
            context,
            title=_("Báo cáo đã chốt"),
            empty=EmptyState(
                "lock",
                _("Chưa chốt báo cáo nào"),
                _("Ở phần Lập báo cáo nhấn “Chốt số liệu” để giữ báo cáo đúng như khi trình."),
            ),
        )
        self.dropped = QCheckBox(_("Hiện cả bản đã bỏ"))
        self.open_button = secondary_button(_("Xem bản đã chốt"), self.open_current, key="Enter")
        self.compare_button = secondary_button(_("Đã thay đổi từ khi chốt"), self.compare_current)
        self.drop_button = danger_button(_("Bỏ báo cáo đã chốt"), self.drop_current)
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(self.dropped)
        bar.addStretch(1)
        for button in (self.drop_button, self.compare_button, self.open_button):
            bar.addWidget(button)
        bar.addWidget(self.table.column_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.dropped.toggled.connect(lambda _on: self.reload())
        self.table.opened.connect(self.open)
        self.table.current_changed.connect(lambda _line: self._allow())
        self._allow()

    def reload(self) -> None:
        """Read the list again."""
        from labordesk.services.frozen_reports import list_frozen

        register, dropped = self._context.register, self.dropped.isChecked()
        self._context.work.read(
            lambda: list_frozen(register, dropped=dropped), self._show, latest=("reports", "frozen list"), owner=self
        )

    def _show(self, rows: Sequence[FrozenRow]) -> None:
        self._round += 1
        self.table.set_rows([_line(row, _first_state(row)) for row in rows])
        if rows and self.table.current() is None:
            self.table.select(rows[0].id)
        self._allow()
        self._compare_next(self._round, [row for row in rows if row.dropped_on is None])

    def _compare_next(self, this_round: int, rows: list[FrozenRow]) -> None:
        """Make one report after another again, so that nobody waits for the whole list."""
        from labordesk.services.frozen_comparison import compare_frozen

        if not rows or this_round != self._round:
            return
        row, *rest = rows
        register, today = self._context.register, self._context.today()
        self._context.work.read(
            lambda: compare_frozen(register, row.id, today=today),
            lambda comparison: self._say(this_round, row, state_of(comparison)),
            lambda _error: self._say(this_round, row, (_("Không lập lại được"), "warn")),
            owner=self,
            always=lambda: self._compare_next(this_round, rest),
        )

    def _say(self, this_round: int, row: FrozenRow, state: tuple[str, Tone]) -> None:
        if this_round == self._round:
            self.table.replace(_line(row, state))

    def _allow(self) -> None:
        line = self.table.current()
        for button in (self.open_button, self.compare_button):
            button.setEnabled(line is not None)
        self.drop_button.setEnabled(line is not None and line.row.dropped_on is None)

    def open(self, line: FrozenLine) -> None:
        """Show a report as it was presented."""
        open_frozen(self._context, line.row, self)

    def open_current(self) -> None:
        """Show the report the keyboard is on."""
        line = self.table.current()
        if line is not None:
            self.open(line)

    def compare_current(self) -> None:
        """Show what changed since the report the keyboard is on was frozen."""
        line = self.table.current()
        if line is not None:
            open_comparison(self._context, line.id, line.row.title, self)

    def drop_current(self) -> None:
        """Take the report out of the list, with a reason."""
        line = self.table.current()
        if line is None or line.row.dropped_on is not None:
            return
        question = _("Bỏ báo cáo chốt ngày {day}?").format(day=short(line.row.frozen_on))
        explain = _("{title}. Báo cáo không còn trong danh sách, nhưng vẫn được giữ cùng lý do.").format(
            title=line.row.title
        )
        reason = self._context.notify.ask_text(question, _("Lý do bỏ"), explain=explain, yes=_("Bỏ"))
        if reason:
            self._drop(line, reason)

    def _drop(self, line: FrozenLine, reason: str) -> None:
        from labordesk.services.frozen_reports import drop_frozen

        register, today = self._context.register, self._context.today()

        def dropped(saved: Saved) -> None:
            self._context.tell(saved.changes)

        def refused(error: LabordeskError) -> None:
            self._context.notify.error(error)
            self.reload()

        self._context.work.write(
            lambda: drop_frozen(register, line.id, reason, today=today), dropped, refused, owner=self
        )


def _line(row: FrozenRow, state: tuple[str, Tone]) -> FrozenLine:
    from labordesk.services.frozen_reports import identity_of

    try:
        identity = identity_of(row)
    except LabordeskError:  # a damaged one is told by its state, and by checking the register
        return FrozenLine(row, row.title, "", state)
    return FrozenLine(row, _(identity.title), identity.subject, state)


def _first_state(row: FrozenRow) -> tuple[str, Tone]:
    if row.dropped_on is None:
        return _("Đang so sánh…"), "neutral"
    return _("Đã bỏ ngày {day}: {reason}").format(day=short(row.dropped_on), reason=row.dropped_reason), "neutral"
