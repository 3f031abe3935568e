"""Đơn vị: the tree of a day at the left, one unit with its story at the right; changes are made by decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout

from labordesk.errors import InvalidInput
from labordesk.fields import Day
from labordesk.gui.buttons import primary_button
from labordesk.gui.cards import Card, EmptyState
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.inputs.text import DateEdit
from labordesk.gui.notify import Answer
from labordesk.gui.page import Page
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.pages.units_bulk import UnitBulk
from labordesk.gui.pages.units_card import UnitCard
from labordesk.gui.pages.units_decisions import RENAME, SPLIT, DecisionKind, decision_panel, load_model
from labordesk.gui.pages.units_forms import edit_unit_panel, new_unit_panel
from labordesk.gui.pages.units_reading import TreeRead, UnitFile, read_file, read_tree
from labordesk.gui.pages.units_tree_view import UnitTree
from labordesk.gui.pages.units_words import moved_words, tree_words
from labordesk.i18n import NC_, _

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.unit_story import UnitStoryLine
    from labordesk.services.unit_tree import UnitNode

DAY_PAUSE_MS = 400
"""A day is half typed most of the time: the tree follows once typing pauses."""


class UnitsPage(Page):
    """``show_target(unit=3)``."""

    title = NC_("page", "Đơn vị")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.dialog: FormDialog | None = None
        self._wanted: int | None = None
        self._added: int | None = None
        self._read: TreeRead | None = None
        self._on = context.today()
        self._is_stale = True
        self.search = SearchLine(_("Tìm đơn vị, kể cả tên cũ"), width=320)
        self.day = DateEdit(Day(), _("Tại ngày"))
        self.day.set_value(context.today())
        self.day.setFixedWidth(112)
        self._day_pause = QTimer(self, interval=DAY_PAUSE_MS, singleShot=True)
        self._day_pause.timeout.connect(self.reload)
        self.closed_box = QCheckBox(_("Hiện cả đơn vị đã kết thúc"))
        self.tree = UnitTree()
        self.card = UnitCard()
        self.bulk = UnitBulk(context, self, self.tree.setFocus)
        self._empty = EmptyState("building-2", "")
        self._layers = QStackedLayout()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        add = primary_button(_("Thêm đơn vị trực thuộc"), self.new_record, key="Ctrl N", icon="plus")
        self.header.add_button(add)
        label = QLabel(_("Tại ngày"))
        label.setProperty("role", "secondary")
        label.setBuddy(self.day)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.search)
        bar.addSpacing(4)
        bar.addWidget(label)
        bar.addWidget(self.day)
        bar.addSpacing(4)
        bar.addWidget(self.closed_box)
        bar.addStretch(1)
        left = Card(padding=1)
        left.body.setContentsMargins(1, 1, 1, 1)
        left.body.addLayout(self._layers)
        self._layers.addWidget(self.tree)
        self._layers.addWidget(self._empty)
        parts = QHBoxLayout()
        parts.setSpacing(12)
        parts.addWidget(left, 11)
        parts.addWidget(self.card, 9)
        self.card.setMinimumWidth(350)
        whole = QVBoxLayout()
        whole.setSpacing(12)
        whole.addLayout(bar)
        whole.addLayout(parts, 1)
        self.body.addLayout(whole, 1)

    def _connect(self) -> None:
        self.search.asked.connect(lambda _text: self.reload())
        self.search.down.connect(self.tree.setFocus)
        self.day.changed.connect(self._day_pause.start)
        self.day.entered.connect(self.tree.setFocus)
        self.day.left.connect(self._day_left)
        self.closed_box.toggled.connect(lambda _on: self.reload())
        self.tree.chosen.connect(self._read_file)
        self.tree.opened.connect(lambda _node: self.edit())
        self.card.edit_asked.connect(self.edit)
        self.card.delete_asked.connect(self.delete)
        self.card.history_asked.connect(self.show_history)
        self.card.decision_asked.connect(self.decide)
        self.card.people_asked.connect(lambda: self._for_current(self.bulk.move_people))
        self.card.wards_asked.connect(lambda: self._for_current(self.bulk.fill_wards))
        self.card.story.take_back_asked.connect(self.take_back)
        self.card.story.reopen_asked.connect(self.reopen)
        self.list_key("Enter", _("Sửa đơn vị đang chọn"))
        self.add_key("F2", _("Đổi tên đơn vị theo quyết định"), lambda: self.decide(RENAME), on=self.tree)
        self.add_key("Del", _("Xóa đơn vị ghi nhầm"), self.delete, on=self.tree)

    # the tree

    def arrived(self) -> None:
        if self._is_stale:
            self.reload()
        self.tree.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Read again when units were written; a hidden page waits until it is shown."""
        if changes.units:
            self._is_stale = True
            if self.isVisible():
                self.reload()

    def reload(self) -> None:
        """Read the tree of the day chosen; an unfinished day waits."""
        try:
            on = self._on = self.day.kind.parse(self.day.state()) or self.context.today()
        except InvalidInput:
            return
        self._is_stale = False
        register, text, closed = self.context.register, self.search.seen_text().strip(), self.closed_box.isChecked()
        self.context.work.read(
            lambda: read_tree(register, text, on, include_closed=closed),
            lambda read: self._show_tree(read, on),
            latest=("units", "tree"),
            owner=self,
        )

    def _day_left(self) -> None:
        """Show the day of the tree again when what was typed is none."""
        if self.day.problem() or self.day.is_empty():
            self.day.set_value(self._on)
            self.day.show_problem("")

    def _show_tree(self, read: TreeRead, on: date) -> None:
        self._read = read
        self.header.set_subtitle(tree_words(read, on))
        self._layers.setCurrentIndex(0 if read.nodes else 1)
        if not read.nodes:
            self._empty.set(*self._nothing(read))
        wanted, self._wanted = self._wanted, None
        self.tree.show_tree(read, wanted)
        self._read_file(self.tree.current())

    def _nothing(self, read: TreeRead) -> tuple[str, str]:
        if read.found is None:
            return _("Ngày này chưa có đơn vị nào"), _("Chọn ngày khác ở trên.")
        hint = "" if self.closed_box.isChecked() else _("Đơn vị có thể đã kết thúc; chọn “Hiện cả đơn vị đã kết thúc”.")
        return _("Không có đơn vị nào như đã gõ"), hint

    def _read_file(self, node: UnitNode | None) -> None:
        if node is not None and node.id != self._added:
            self._added = None
        if node is None:
            self.card.show_file(None)
            return
        register, members = self.context.register, self.tree.units.members_of(node)
        self.context.work.read(
            lambda: read_file(register, node, members), self._show_file, latest=("units", "file"), owner=self
        )

    def _show_file(self, file: UnitFile) -> None:
        current = self.tree.current()
        if current is not None and current.id == file.node.id:
            self.card.show_file(file)

    # the hand

    def focus_search(self) -> None:
        self.search.start()

    def escape(self) -> bool:
        if not self.search.seen_text():
            return False
        self.search.set_text("")
        self.tree.setFocus()
        return True

    def new_record(self) -> None:
        """Open the form of a unit under the current one (Ctrl+N); after one just added, of the next beside it."""
        parent = self.tree.current()
        if parent is not None and parent.id == self._added:
            above = parent.parent_id
            parent = next((one for one in self.tree.units.nodes if one.id == above), parent)
        if parent is not None and parent.valid_to is not None:
            parent = None
        self._after_loading(lambda: self._open_new(new_unit_panel(self.context, parent)))

    def _open_new(self, panel: FormPanel) -> None:
        panel.saved.connect(self._remember_added)
        self._open(panel, height=600)

    def _remember_added(self, result: Any) -> None:
        self._added = result.id

    def record_in_front(self) -> tuple[str, int, str] | None:
        node = self.tree.current()
        return None if node is None else ("unit", node.id, node.name)

    def edit(self) -> None:
        """Open the form of the current unit (Enter)."""
        node = self.tree.current()
        if node is not None:
            self._edit(node.id)

    def _edit(self, unit_id: int, field: str = "") -> None:
        register = self.context.register

        def read() -> Any:
            from labordesk.services.units import load_unit

            return load_unit(register, unit_id)

        def show(loaded: Any) -> None:
            panel = edit_unit_panel(self.context, loaded)
            self._open(panel, height=640)
            if field:
                panel.form.input(field).editor().setFocus()

        self.context.work.read(read, show, latest=("units", "form"), owner=self)

    def decide(self, kind: DecisionKind) -> None:
        """Open the form of a decision about the current unit."""
        node = self.tree.current()
        if node is not None:
            self._after_loading(lambda: self._open_decision(kind, node))

    def _open_decision(self, kind: DecisionKind, node: UnitNode) -> None:
        panel = decision_panel(self.context, kind, node)
        self._open(panel, height=kind.height)
        if kind is SPLIT:
            panel.saved.connect(lambda result: self.bulk.divide(node, panel.form.current(), result))

    def _for_current(self, run: Callable[[UnitNode], None]) -> None:
        node = self.tree.current()
        if node is not None:
            run(node)

    def _after_loading(self, show: Any) -> None:
        self.context.work.read(load_model, lambda _done: show(), latest=("units", "form"), owner=self)

    def _open(self, panel: FormPanel, *, height: int) -> None:
        panel.saved.connect(self._was_saved)
        self.dialog = FormDialog(panel, width=760, height=height)
        self.dialog.finished.connect(lambda _code: self.tree.setFocus())
        self.dialog.open()

    def _was_saved(self, result: Any) -> None:
        self._wanted = result.id
        words = moved_words(result)
        if words:
            self.context.notify.info(words)
        self.context.tell(result.changes)
        uncounted = getattr(result, "uncounted", ())
        if uncounted:
            # The dialog of the decision closes first.
            QTimer.singleShot(0, self, lambda: self._offer_counting(result.id, uncounted))

    def _offer_counting(self, unit_id: int, sentences: Sequence[str]) -> None:
        """Remind of members that nobody added up, and open the form where they are written."""
        answer = Answer("count", _("Cập nhật số đoàn viên"), "primary")
        if self.context.notify.ask(" ".join(sentences), answer) == "count":
            self._edit(unit_id, "member_count")

    def delete(self) -> None:
        """Delete the current unit after asking; one with records is refused and says so."""
        node, register = self.tree.current(), self.context.register
        if node is None:
            return
        question = _("Xóa “{unit}”?").format(unit=node.name)
        explain = _(
            "Chỉ xóa đơn vị ghi nhầm. Đơn vị thôi hoạt động thì ghi quyết định kết thúc, số liệu cũ còn nguyên."
        )
        if not self.context.notify.ask(question, Answer("delete", _("Xóa"), "danger"), explain=explain):
            return

        def write() -> Changes:
            from labordesk.services.units import delete_unit

            return delete_unit(register, node.id)

        self._wanted = node.parent_id
        self.context.work.write(write, self.context.tell, owner=self)

    def take_back(self, line: UnitStoryLine) -> None:
        """Take back a renaming or a transfer recorded by mistake."""
        register = self.context.register
        question = _("Hoàn lại quyết định này?")
        explain = _("{sentence}. Sau khi hoàn lại, đơn vị trở về như trước quyết định.").format(sentence=line.sentence)
        if not self.context.notify.ask(question, Answer("back", _("Hoàn lại"), "primary"), explain=explain):
            return

        def write() -> Any:
            from labordesk.services.unit_corrections import take_back_change

            return take_back_change(register, line.event_id)

        self.context.work.write(write, self._was_saved, owner=self)

    def reopen(self) -> None:
        """Take back the decision that ended the current unit."""
        node, register = self.tree.current(), self.context.register
        if node is None:
            return
        question = _("Mở lại “{unit}”?").format(unit=node.name)
        explain = _("Người, đơn vị trực thuộc và bản ghi đã chuyển cho đơn vị kế tục vẫn ở đơn vị đó.")
        if not self.context.notify.ask(question, Answer("reopen", _("Mở lại đơn vị"), "primary"), explain=explain):
            return

        def write() -> Any:
            from labordesk.services.unit_corrections import reopen_unit

            return reopen_unit(register, node.id)

        self.context.work.write(write, self._was_saved, owner=self)

    def show_target(self, *, unit: int | None = None, **target: Any) -> None:
        """Show a unit of today, also one that has ended."""
        self._wanted = unit
        self._added = None
        self.search.set_text("")
        self.day.set_value(self.context.today())
        if unit is not None and self._read is not None and not self.tree.units.index_of(unit).isValid():
            self.closed_box.setChecked(True)
        self.reload()
