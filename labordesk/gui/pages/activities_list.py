"""One list of dated records: filter above, rows, sums below; records are added, changed and deleted here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.pages.activities_filter import RecordFilterBar
from labordesk.gui.pages.activities_forms import load_start, record_panel
from labordesk.gui.pages.activities_kinds import RecordKind, period_words
from labordesk.gui.pages.parts.forms_button import FormsButton
from labordesk.gui.pages.parts.row_hands import FormStart, Parting, RowHands
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.table import PagedTable, RowPage
from labordesk.i18n import _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes


class RecordList(TabPart):
    """Everything of one tab; ``kind`` says which."""

    def __init__(self, context: Context, kind: RecordKind) -> None:
        super().__init__()
        self.context = context
        self.kind = kind
        self.filter = RecordFilterBar(_(kind.search), context.today().year)
        self.table = PagedTable(
            kind.key,
            kind.columns,
            context,
            empty=EmptyState(kind.icon, _(kind.empty), _(kind.hint)),
            title=_(kind.tab),
        )
        self.sums = QLabel()
        self.sums.setProperty("role", "secondary")
        self.sums.setWordWrap(True)
        self.hands = RowHands(context, self.table, self, key=kind.key, size=(680, 580))
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.sums, 1, Qt.AlignmentFlag.AlignVCenter)
        if self.kind.key == "contributions":
            foot.addWidget(FormsButton(self.context, "contribution", which=self._printed))
        foot.addWidget(self.hands.edit_button)
        foot.addWidget(self.hands.delete_button)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.filter, 1)
        bar.addWidget(self.table.column_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.filter.changed.connect(self.reload)
        self.filter.search.down.connect(self.table.focus_first)

    def _printed(self) -> tuple[int | None, str]:
        row = self.table.current()
        return (row.id, _name(row)) if row is not None else (None, "")

    # rows

    def load_when_stale(self) -> None:
        """Read the rows if they were never read or something was written since."""
        if self._is_stale:
            self._load_programmes()
        super().load_when_stale()

    def refresh(self, changes: Changes) -> None:
        """Read again when these records, or the names they show, were written."""
        if getattr(changes, self.kind.flag) or changes.units or changes.programmes:
            self.go_stale()

    def reload(self) -> None:
        """Read the rows and sums of what is chosen above."""
        self._is_stale = False
        register, kind, wanted = self.context.register, self.kind, self.filter.wanted()
        self._say_empty(narrowed=wanted.narrows)

        def fetch(after: Any, limit: int) -> RowPage:
            page = kind.service().rows(register, wanted.as_filter(), after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        self.table.set_fetch(fetch)
        self.context.work.read(
            lambda: kind.service().totals(register, wanted.as_filter()), self._show_sums, latest=(kind.key, "sums")
        )

    def _say_empty(self, *, narrowed: bool) -> None:
        if narrowed:
            self.table.set_empty(_("Không có dòng nào như đã chọn"), _("Nhấn Esc để bỏ chữ tìm, hoặc chọn năm khác."))
        else:
            self.table.set_empty(_(self.kind.empty), _(self.kind.hint))

    def _show_sums(self, totals: Any) -> None:
        self.sums.setText(self.kind.words(totals))
        self.filter.say_count(_("{n} dòng").format(n=number(totals.rows)))

    def _load_programmes(self) -> None:
        register, kinds = self.context.register, self.kind.programmes

        def read() -> list[tuple[int, str]]:
            from labordesk.services.catalogue import programmes

            rows = [row for row in programmes(register) if row.fields.kind in kinds]
            rows.sort(key=lambda row: row.fields.kind != kinds[0])
            return [(row.id, row.fields.name) for row in rows]

        self.context.work.read(read, self.filter.offer_programmes, latest=(self.kind.key, "programmes"), owner=self)

    # the hand

    def focus_search(self) -> None:
        """Go to the search field with its text marked."""
        self.filter.search.start()

    def escape(self) -> bool:
        """Drop the words looked for."""
        if not self.filter.clear_search():
            return False
        self.table.focus_first()
        return True

    def starting(self, row_id: int | None) -> Callable[[], FormStart]:
        register, kind, wanted, today = self.context.register, self.kind, self.filter.wanted(), self.context.today()
        return lambda: load_start(register, kind, row_id, wanted, today)

    def panel(self, start: FormStart) -> FormPanel:
        return record_panel(self.context, self.kind, start)

    def parting(self, row: Any) -> Parting:
        return Parting(_(self.kind.delete_question).format(name=_name(row), day=_day(row)))

    def deleting(self, row: Any) -> Callable[[], Changes]:
        register, kind = self.context.register, self.kind
        return lambda: kind.service().delete(register, row.id)


def _name(row: Any) -> str:
    fields = row.fields
    named = getattr(fields, "name", None) or getattr(fields, "donor", None)
    return named or " · ".join(part for part in (row.programme, row.unit) if part)


def _day(row: Any) -> str:
    fields = row.fields
    if hasattr(fields, "starts_on"):
        return period_words(fields.starts_on, fields.ends_on)
    return short(fields.happened_on if hasattr(fields, "happened_on") else fields.received_on)
