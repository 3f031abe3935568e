"""``PairsView``: people who may stand in the register twice, as a list to be worked off beside their comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labordesk.fields.choices import PAIR_DECISIONS, PAIR_VERDICTS
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.gui.pages.people_compare import PairCompare
from labordesk.gui.pages.people_pairs_words import names_of, pair_words, units_of, verdict_pill
from labordesk.gui.table import Column, PagedTable, RowPage
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.duplicate_pairs import PairQuery, PairRow
    from labordesk.services.duplicate_scan import Scanned
    from labordesk.services.person_comparison import Comparison
    from labordesk.store.register import Register

LIST_LEAST, COMPARE_LEAST = 300, 470


class PairsView(QWidget):
    """``found_known`` gives a line for the header; ``changed`` gives ``Changes`` after a decision or a scan."""

    found_known = Signal(str)
    changed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._skips = 0
        self._wanted: tuple[int, int] | None = None
        self.unit = unit_picker(context, _("Đơn vị, kể cả đơn vị trực thuộc"))
        line = self.unit.editor()
        assert isinstance(line, ViLineEdit)
        line.setPlaceholderText(_("Mọi đơn vị"))
        line.setClearButtonEnabled(True)
        verdicts = [(code, _(label)) for code, label in PAIR_VERDICTS]
        self.verdict = Select([(None, _("Mọi mức giống")), *verdicts], _("Mức giống"))
        self.decision = Select([(code, _(label)) for code, label in PAIR_DECISIONS], _("Kết luận"))
        self.scan_button = secondary_button(_("Rà trùng cả sổ"), self.scan, icon="search")
        self.table = PagedTable(
            "people pairs",
            [
                Column("verdict", N_("Mức giống"), pill=verdict_pill, width=10),
                Column("names", N_("Họ và tên"), read=names_of, tip=pair_words, width=18, stretch=True),
                Column("units", N_("Đơn vị"), read=units_of, tip=pair_words, width=18, stretch=True, spare=True),
            ],
            context,
            empty=EmptyState("users", ""),
            title=_("Hồ sơ có thể trùng"),
        )
        self.compare = PairCompare(context)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.unit, 1)
        row.addWidget(self.verdict)
        row.addWidget(self.decision)
        row.addWidget(self.scan_button)
        self.table.setMinimumWidth(LIST_LEAST)
        self.compare.setMinimumWidth(COMPARE_LEAST)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(self.table, 33)
        lower.addWidget(self.compare, 67)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addLayout(lower, 1)

    def _connect(self) -> None:
        self.unit.changed.connect(self.ask)
        self.verdict.currentIndexChanged.connect(self.ask)
        self.decision.currentIndexChanged.connect(self.ask)
        self.table.current_changed.connect(self._row_changed)
        self.table.opened.connect(lambda _row: self.compare.fields.table.focus_first())
        self.table.loaded.connect(self._loaded)
        self.table.counted.connect(self._counted)
        self.compare.skipped.connect(self.later)
        self.compare.decided.connect(self._was_decided)
        for keys, run in (("K", self.compare.say_different), ("S", self.later)):
            for place in (self.table.view, self.compare):
                shortcut = QShortcut(QKeySequence(keys), place)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(run)

    # the list

    def start(self) -> None:
        """Show the list from its beginning; a register never looked through is looked through when asked."""
        self.ask()
        self.table.view.setFocus()

    def ask(self) -> None:
        """Look for what the filters say."""
        register = self.context.register
        unit_id = self.unit.state()
        wanted = (unit_id if isinstance(unit_id, int) else None, self.verdict.chosen(), self.decision.chosen())
        self._skips = 0
        self._say_empty()

        def fetch(after: Any, limit: int) -> RowPage:
            from labordesk.services.duplicate_pairs import pairs

            page = pairs(register, _query(register, *wanted), after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        def count() -> int:
            from labordesk.services.duplicate_pairs import count_pairs

            return count_pairs(register, _query(register, *wanted))

        self.table.set_fetch(fetch, count)

    def show_pair(self, person_id: int, other_id: int) -> None:
        """Compare two files, whether they are in the list or not."""
        self._wanted = (person_id, other_id)
        self._load(person_id, other_id)

    def refresh(self) -> None:
        """Read the list and the comparison again after a write."""
        self.table.reload()

    def later(self) -> None:
        """Leave this pair for another time and go to the next one (S)."""
        number_ = self.table.view.currentIndex().row() + 1
        if number_ < len(self.table.rows()):
            self.table.view.setCurrentIndex(self.table.model.index(number_, 0))

    def _loaded(self) -> None:
        if self._wanted is None and self.table.current() is None and self.table.rows():
            self.table.view.setCurrentIndex(self.table.model.index(min(self._skips, len(self.table.rows()) - 1), 0))
        elif not self.table.rows() and self._wanted is None:
            self.compare.show_nobody()

    def _row_changed(self, row: PairRow | None) -> None:
        if row is not None:
            self._wanted = None
            self._skips = self.table.view.currentIndex().row()
            self._load(row.first.id, row.second.id)
        elif self._wanted is None:
            self.compare.show_nobody()

    def _load(self, person_id: int, other_id: int) -> None:
        register, year = self.context.register, self.context.today().year

        def read() -> Comparison:
            from labordesk.services.person_comparison import compare_people

            return compare_people(register, person_id, other_id, year=year)

        self.context.work.read(read, self.compare.show_comparison, latest=("people", "compare"), owner=self)

    def _counted(self, found: int) -> None:
        self.found_known.emit(_("{n} cặp · gần như chắc chắn đứng trước").format(n=number(found)))

    def _was_decided(self, changes: Any) -> None:
        had_focus = self.compare.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._wanted = None
        self.compare.show_nobody()
        self.changed.emit(changes)
        if had_focus:
            self.table.view.setFocus()

    def _say_empty(self) -> None:
        if self.decision.chosen() != "open":
            title, hint = _("Chưa kết luận như vậy về cặp nào"), ""
        else:
            title = _("Không còn cặp nào chờ xem")
            hint = _("Nhấn “Rà trùng cả sổ” để tìm lại; chỉ những người vừa thêm, vừa sửa được xem lại.")
        self.table.set_empty(title, hint)

    # looking through the register

    def scan(self) -> None:
        """Look through the register for people entered twice."""
        register = self.context.register

        def work(progress: Any, _cancelled: Any) -> Scanned:
            from labordesk.services.duplicate_scan import scan_duplicates

            return scan_duplicates(register, progress)

        self.context.work.run_long(work, _("Đang rà trùng cả sổ"), self._was_scanned)

    def _was_scanned(self, found: Scanned) -> None:
        self.context.notify.info(
            _(
                "Đã rà {people} người vừa thêm hoặc sửa: còn {strong} cặp gần như chắc chắn, {review} cặp cần xem."
            ).format(people=number(found.people), strong=number(found.strong), review=number(found.review))
        )
        self.changed.emit(found.changes)
        self.ask()


def _query(register: Register, unit_id: int | None, verdict: str | None, decision: Any) -> PairQuery:
    """Return the query, those under a unit included; for the reading pool."""
    from labordesk.services.duplicate_pairs import PairQuery
    from labordesk.services.unit_tree import subtree

    units = None if unit_id is None else subtree(register, unit_id, include_closed=True)
    return PairQuery(units, verdict, decision)
