"""The list of people: found at every keystroke, in name order; the first list a register shows, so light to import."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.pages.people_columns import people_columns
from labordesk.gui.pages.people_filters import Asked, PeopleFilters
from labordesk.gui.table import PagedTable, RowPage
from labordesk.i18n import _
from labordesk.services.people_search import PeopleQuery, PersonRow, count_people, search_people
from labordesk.vietnamese.numbers import number

MOST_COUNTED = 100_000
"""More matches than this are said as "hơn 100.000", so that counting stays quick in any register."""
NARROW = 560
"""Pixels below which the number gives way to name, unit and money."""


class PeopleList(QWidget):
    """Filters stand in the page above; ``current_changed`` and ``opened`` give a ``PersonRow``."""

    current_changed = Signal(object)
    opened = Signal(object)
    found_known = Signal(str)
    """How many people were found, of how many, in words."""

    def __init__(self, context: Context, filters: PeopleFilters) -> None:
        super().__init__()
        self._context = context
        self._filters = filters
        self._wanted: int | None = None
        self._is_asked = False
        self._total: int | None = None
        self.table = PagedTable(
            "people", people_columns(context.today().year), context, empty=EmptyState("users", ""), title=_("Đối tượng")
        )
        self.table.show_sort("full_name")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        filters.changed.connect(self.ask)
        filters.search.moved.connect(self.move_by)
        filters.search.entered.connect(self._open_current)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self._current_changed)
        self.table.loaded.connect(self._loaded)
        self.table.counted.connect(self._counted)

    def ask(self) -> None:
        """Look for what the filters say, from the beginning."""
        self._is_asked = True
        asked, register, year = self._filters.asked(), self._context.register, self._context.today().year
        self._say_empty(asked)

        def fetch(after: Any, limit: int) -> RowPage:
            page = search_people(register, asked.query(register), after=after, limit=limit, year=year)
            return RowPage(page.rows, page.next_key)

        def count() -> int:
            if not asked.narrows:
                return count_people(register, PeopleQuery())
            return count_people(register, asked.query(register), at_most=MOST_COUNTED + 1)

        self.table.set_fetch(fetch, count)

    def ask_once(self) -> None:
        """Look for people unless that was done already."""
        if not self._is_asked:
            self.ask()

    def reload(self) -> None:
        """Ask the same again after a write, staying in place, and count the register again."""
        if not self._is_asked:
            return
        self.table.reload()
        if self._filters.asked().narrows:
            register = self._context.register
            self._context.work.read(
                lambda: count_people(register, PeopleQuery()), self._take_total, latest=("people", "total")
            )

    def show_person(self, row: PersonRow) -> None:
        """Make a person current, looking for the name when they are not among the rows loaded."""
        self._wanted = row.id
        if self._is_asked and self.table.select(row.id):
            self._wanted = None
            return
        before = self._filters.asked()
        self._filters.search_for(row.full_name)
        if not self._is_asked or self._filters.asked() == before:
            self.ask()

    def move_by(self, rows: int) -> None:
        """Move the current row, the first move going to the first row."""
        view, last = self.table.view, len(self.table.rows()) - 1
        if last < 0:
            return
        current = view.currentIndex()
        place = current.row() + rows if current.isValid() else 0
        view.setCurrentIndex(self.table.model.index(max(0, min(last, place)), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room(event.size().width() < NARROW)

    def _make_room(self, narrow: bool) -> None:
        """Hide the number in a narrow list, and show it again where the officer has not hidden it."""
        chosen = self._context.settings.hidden_columns.get("people", [])
        place = [column.key for column in self.table.model.columns].index("citizen_id")
        hide = narrow or "citizen_id" in chosen
        if self.table.view.isColumnHidden(place) != hide:
            self.table.view.setColumnHidden(place, hide)
            self.table.view.fit_columns()

    def _open_current(self) -> None:
        row = self.table.current()
        if row is not None:
            self.opened.emit(row)

    def _loaded(self) -> None:
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        elif self.table.current() is None and self._wanted is None and self._filters.asked().text:
            self.move_by(0)
        self._wanted = None

    def _current_changed(self, row: PersonRow | None) -> None:
        if row is not None or self._wanted is None:  # while one person is looked for, nobody is not an answer
            self.current_changed.emit(row)

    def _counted(self, found: int) -> None:
        if not self._filters.asked().narrows:
            self._total = found
            self.found_known.emit(_("{n} người · xếp theo tên").format(n=number(found)))
            return
        words = _("hơn {n} kết quả") if found > MOST_COUNTED else _("{n} kết quả")
        text = words.format(n=number(min(found, MOST_COUNTED)))
        if self._total is not None:
            text = _("{found} trong {n} người").format(found=text, n=number(self._total))
        self.found_known.emit(_("{found} · xếp theo tên").format(found=text))

    def _take_total(self, total: int) -> None:
        self._total = total

    def _say_empty(self, asked: Asked) -> None:
        if not asked.narrows:
            title, hint = _("Chưa có ai trong sổ"), _("Nhấn Ctrl+N để thêm người đầu tiên.")
        elif asked.text:
            title = _("Không tìm thấy “{text}”").format(text=asked.text)
            hint = _("Nhấn Ctrl+N để thêm người này, hoặc Esc để xem cả sổ.")
        else:
            title, hint = _("Không có ai như đã chọn"), _("Nhấn Esc để xem cả sổ.")
        self.table.set_empty(title, hint)
