"""Choosing the people of a unit who go to another one: by department, by name, by ticks; one batch after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput, LabordeskError
from labordesk.fields import Count, Day, PersonName, Text
from labordesk.fields.common import BIRTH
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.reference import ReferencePicker
from labordesk.gui.inputs.text import DateEdit, LineInput
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.unit_people import Department, PeopleMoved, UnitPerson

COLUMNS: Final = (
    Column("ticked", "", width=2, tick=lambda row: row.ticked),
    Column("full_name", N_("Họ và tên"), PersonName(), width=20, stretch=True),
    Column("birth", N_("Ngày sinh"), BIRTH.kind, width=10),
    Column("department", N_("Bộ phận, tổ"), Text(), width=14),
    Column("job", N_("Nghề, chức vụ"), Text(), width=14),
    Column("open_work", N_("Việc chưa xong"), Count(), width=12, show=lambda count: number(count) if count else ""),
)


@dataclass(frozen=True)
class Ticked:
    """A person of the unit with a tick."""

    id: int
    full_name: str
    birth: str | None
    department: str | None
    job: str | None
    open_work: int
    ticked: bool


class MovePeopleDialog(QDialog):
    """Space ticks the selected rows; ``moved`` brings ``PeopleMoved`` for each batch and the dialog stays open."""

    moved = Signal(object)

    def __init__(self, context: Context, unit_id: int, unit_name: str, *, to: int | None, on: date) -> None:
        super().__init__()
        self._context = context
        self._unit_id = unit_id
        self._ticked: set[int] = set()
        self.setWindowTitle(_("Chuyển người của “{unit}”").format(unit=unit_name))
        self.search = SearchLine(_("Tìm theo tên"), width=220)
        self.department = Select([(None, _("Mọi bộ phận"))], _("Bộ phận, tổ"))
        self.to: ReferencePicker = unit_picker(context, _("Chuyển sang đơn vị"))
        self.to.set_value(to)
        self.day = DateEdit(Day(), _("Từ ngày"))
        self.day.setMinimumWidth(120)
        self.day.set_value(on)
        self.decision = LineInput(Text(longest=60), _("Số quyết định"))
        empty = EmptyState("users", _("Đơn vị này không còn ai"), _("Mọi người đã chuyển đi."))
        self.table = ListTable("unit-move-people", COLUMNS, context, empty=empty, title=_("Người của đơn vị"))
        self.notice = Notice("")
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self.move_button = primary_button(_("Chuyển người đã chọn"), self.move_people, key="Ctrl S")
        self._arrange(unit_name)
        self._connect()
        self._load()

    def _arrange(self, unit_name: str) -> None:
        title = QLabel(_("Chuyển người của “{unit}”").format(unit=unit_name))
        title.setProperty("role", "title")
        title.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search)
        top.addWidget(self.department, 1)
        ticks = QHBoxLayout()
        ticks.setSpacing(8)
        ticks.addWidget(self._count, 1)
        ticks.addWidget(secondary_button(_("Chọn tất cả"), lambda: self._tick_all(ticked=True)))
        ticks.addWidget(secondary_button(_("Bỏ chọn"), lambda: self._tick_all(ticked=False)))
        where = QHBoxLayout()
        where.setSpacing(12)
        where.addLayout(_labelled(_("Chuyển sang đơn vị"), self.to), 3)
        where.addLayout(_labelled(_("Từ ngày"), self.day), 1)
        where.addLayout(_labelled(_("Số quyết định"), self.decision), 2)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.move_button)
        foot.addWidget(secondary_button(_("Đóng"), self.reject, key="Esc"))
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(title)
        column.addLayout(top)
        column.addLayout(ticks)
        column.addWidget(self.table, 1)
        column.addLayout(where)
        column.addWidget(self.notice)
        column.addLayout(foot)
        screen = self.screen().availableGeometry()
        self.resize(min(960, screen.width() - 40), min(620, screen.height() - 60))

    def _connect(self) -> None:
        self.search.asked.connect(lambda _text: self._look())
        self.search.down.connect(self.table.setFocus)
        self.department.currentIndexChanged.connect(lambda _place: self._look())
        self.table.view.clicked.connect(lambda index: self._pressed(index.row(), index.column()))
        self.table.view.installEventFilter(self)

    # reading

    def _load(self) -> None:
        register, unit_id = self._context.register, self._unit_id

        def read() -> tuple[Department, ...]:
            from labordesk.services.unit_people import departments_of

            return departments_of(register, unit_id)

        self._context.work.read(read, self._show_departments, owner=self)

    def _show_departments(self, found: tuple[Department, ...]) -> None:
        total = sum(one.people for one in found)
        options: list[tuple[Any, str]] = [(None, _("Mọi bộ phận · {n} người").format(n=number(total)))]
        for one in found:
            name = one.name or _("chưa ghi bộ phận")
            options.append((one.name or "", _("{name} · {n} người").format(name=name, n=number(one.people))))
        self.department.set_options(options)
        self._look()

    def _look(self) -> None:
        register, unit_id = self._context.register, self._unit_id
        text, department = self.search.seen_text().strip(), self.department.chosen()

        def read() -> tuple[UnitPerson, ...]:
            from labordesk.services.unit_people import people_of_unit

            return people_of_unit(register, unit_id, text, department=department)

        self._context.work.read(read, self._show, latest=("unit people", id(self)), owner=self)

    def _show(self, found: tuple[UnitPerson, ...]) -> None:
        self.table.set_rows(
            [
                Ticked(one.id, one.full_name, one.birth, one.department, one.job, one.open_work, one.id in self._ticked)
                for one in found
            ]
        )
        self._tell()

    def _tell(self) -> None:
        self._count.setText(_("đã chọn {n} người").format(n=number(len(self._ticked))))
        self.move_button.setEnabled(bool(self._ticked))

    # ticks

    def ticked(self) -> frozenset[int]:
        """Return who is to go, also those the filter hides at the moment."""
        return frozenset(self._ticked)

    def _tick_all(self, *, ticked: bool) -> None:
        self._set_ticks(self.table.rows(), ticked=ticked)

    def _pressed(self, number_of_row: int, column: int) -> None:
        if column == 0:
            self._turn([self.table.rows()[number_of_row]])

    def _turn(self, rows: list[Ticked]) -> None:
        self._set_ticks(rows, ticked=not all(row.ticked for row in rows))

    def _set_ticks(self, rows: list[Ticked], *, ticked: bool) -> None:
        change: Callable[[int], None] = self._ticked.add if ticked else self._ticked.discard
        for row in list(rows):
            change(row.id)
            self.table.replace(replace(row, ticked=ticked))
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            self._turn(self.table.selected())
            return True
        return super().eventFilter(watched, event)

    # writing

    def move_people(self) -> None:
        """Let the ticked people go (Ctrl+S)."""
        if not self._ticked or not self.move_button.isEnabled():
            return
        self.notice.set("")
        try:
            to, on, paper = self.to.value(), self.day.value(), self.decision.value()
        except InvalidInput as error:
            self._refused(error)
            return
        if to is None or on is None:
            self._refused(InvalidInput(N_("Hãy chọn đơn vị nhận và ghi ngày chuyển.")))
            return
        register, unit_id, people = self._context.register, self._unit_id, self.ticked()
        self.move_button.setEnabled(False)

        def write() -> PeopleMoved:
            from labordesk.services.unit_events import Decision
            from labordesk.services.unit_people import move_some_people

            return move_some_people(register, unit_id, people, to, Decision(on, paper))

        self._context.work.write(write, self._written, self._refused, owner=self)

    def _written(self, result: PeopleMoved) -> None:
        self._ticked.clear()
        text = _("Đã chuyển {n} người, {m} việc chưa xong đi cùng.")
        self.notice.set(text.format(n=number(result.people), m=number(result.records)), "good")
        self.moved.emit(result)
        self._load()

    def _refused(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.move_people()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _labelled(text: str, one: QWidget) -> QVBoxLayout:
    label = QLabel(text)
    label.setProperty("role", "secondary")
    label.setBuddy(one)
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addWidget(label)
    column.addWidget(one)
    column.addStretch(1)
    return column
