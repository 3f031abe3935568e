"""Everybody of a unit onto a list: who is there, ticked unless already listed, then written at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout

from labordesk.errors import LabordeskError
from labordesk.fields import Choice, CitizenId, PersonName
from labordesk.fields.choices import STANDINGS
from labordesk.fields.common import BIRTH
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.citizen import mask
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.gifts import RecipientsAdded
    from labordesk.store.register import Register

MOST: Final = 5_000
"""So many people are put on a list at once; a larger unit is taken part by part."""


@dataclass(frozen=True)
class Candidate:
    """Somebody of the unit; ``problem`` says why they cannot be ticked or were not written."""

    id: int
    name: str
    birth: str | None
    citizen_id: str
    standing: str
    unit_name: str
    ticked: bool
    problem: str = ""


@dataclass(frozen=True)
class Found:
    """The people of a unit; ``is_cut`` when there are more than ``MOST``."""

    rows: tuple[Candidate, ...]
    is_cut: bool


COLUMNS: Final = (
    Column("ticked", "", width=2, tick=lambda row: None if row.problem else row.ticked),
    Column("name", N_("Họ và tên"), PersonName(), width=20, stretch=True),
    Column("birth", N_("Ngày sinh"), BIRTH.kind, width=10),
    Column("citizen_id", N_("Số CCCD"), CitizenId(), show=str, width=13),
    Column("standing", N_("Là"), Choice(options=STANDINGS), width=16),
    Column("unit_name", N_("Đơn vị"), width=20),
    Column("problem", N_("Ghi chú"), width=30, stretch=True, muted=True, tip=lambda row: row.problem),
)


class UnitPeopleDialog(QDialog):
    """Space ticks the selected rows; ``added`` brings ``Changes``. It stays open to tell who was refused."""

    added = Signal(object)

    def __init__(self, context: Context, campaign_id: int) -> None:
        super().__init__()
        self._context = context
        self._campaign_id = campaign_id
        self._is_cut = False
        self.setWindowTitle(_("Thêm người của một đơn vị"))
        self.unit = unit_picker(context, _("Đơn vị"))
        self.standing = Select([(None, _("Mọi đối tượng")), *((c, _(t)) for c, t in STANDINGS)], _("Là"))
        empty = EmptyState("users", _("Chọn đơn vị để thấy người của đơn vị đó"))
        self.table = ListTable("gift-unit-people", COLUMNS, context, empty=empty, title=_("Người của đơn vị"))
        self.table.set_rows(())
        self.notice = Notice("")
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self.add_button = primary_button(_("Thêm vào danh sách"), self.add, key="Ctrl S")
        self._arrange()
        self._connect()
        self._tell()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.unit, 2, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.standing, 1, Qt.AlignmentFlag.AlignTop)
        ticks = QHBoxLayout()
        ticks.setSpacing(8)
        ticks.addWidget(self._count, 1)
        ticks.addWidget(secondary_button(_("Chọn tất cả"), lambda: self._tick_all(ticked=True)))
        ticks.addWidget(secondary_button(_("Bỏ chọn"), lambda: self._tick_all(ticked=False)))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.add_button)
        foot.addWidget(secondary_button(_("Đóng"), self.reject, key="Esc"))
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        title = QLabel(self.windowTitle())
        title.setProperty("role", "title")
        column.addWidget(title)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addLayout(ticks)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        screen = self.screen().availableGeometry()
        self.resize(min(1180, screen.width() - 40), min(600, screen.height() - 60))

    def _connect(self) -> None:
        self.unit.changed.connect(self._look)
        self.unit.entered.connect(self.table.setFocus)
        self.standing.currentIndexChanged.connect(self._look)
        self.table.view.clicked.connect(lambda index: self._pressed(index.row(), index.column()))
        self.table.view.installEventFilter(self)

    def _look(self) -> None:
        unit_id = self.unit.state()
        if not isinstance(unit_id, int):
            return
        register, campaign_id, standing = self._context.register, self._campaign_id, self.standing.chosen()
        self._context.work.read(
            lambda: people_of_unit(register, campaign_id, unit_id, standing, self._context.today().year),
            self._show,
            self._refused,
            latest=("unit people", id(self)),
            owner=self,
        )

    def _show(self, found: Found) -> None:
        self.table.set_empty(_("Không có ai như vậy trong đơn vị này"), _("Hãy chọn đơn vị hoặc đối tượng khác."))
        self.table.set_rows(found.rows)
        self._is_cut = found.is_cut
        self.notice.set("")
        self._tell()

    def _tell(self) -> None:
        rows: list[Candidate] = self.table.rows()
        ticked, listed = len(self.ticked()), sum(1 for row in rows if row.problem)
        text = _("{n} người · chọn {ticked} · đã có trong danh sách {listed}")
        if self._is_cut:
            text = _("{n} người đầu của đơn vị · chọn {ticked} · đã có trong danh sách {listed}")
        words = text.format(n=number(len(rows)), ticked=number(ticked), listed=number(listed)) if rows else ""
        self._count.setText(words)
        self.add_button.setEnabled(ticked > 0)

    def ticked(self) -> list[Candidate]:
        """Return who is to be added."""
        return [row for row in self.table.rows() if row.ticked and not row.problem]

    # ticks

    def _tick_all(self, *, ticked: bool) -> None:
        self.table.set_rows([replace(row, ticked=ticked) for row in self.table.rows()])
        self._tell()

    def _pressed(self, number_of_row: int, column: int) -> None:
        if column == 0:
            self._tick([self.table.rows()[number_of_row]])

    def _tick(self, rows: list[Candidate]) -> None:
        """Turn the ticks of some rows: all on unless all are on already."""
        ticked = not all(row.ticked for row in rows)
        for row in rows:
            self.table.replace(replace(row, ticked=ticked))
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            self._tick(self.table.selected())
            return True
        return super().eventFilter(watched, event)

    # writing

    def add(self) -> None:
        """Put the ticked people on the list (Ctrl+S)."""
        people, register, campaign_id = [row.id for row in self.ticked()], self._context.register, self._campaign_id
        if not people or not self.add_button.isEnabled():
            return
        self.add_button.setEnabled(False)

        def write() -> RecipientsAdded:
            from labordesk.services.gifts import RecipientEntry, add_recipients

            return add_recipients(register, campaign_id, [RecipientEntry(one) for one in people])

        self._context.work.write(write, self._written, self._refused, owner=self)

    def _written(self, found: RecipientsAdded) -> None:
        if found.award_ids:
            self.added.emit(found.changes)
            self._context.notify.info(_("Đã thêm {n} người.").format(n=number(len(found.award_ids))))
        if not found.refused:
            self.accept()
            return
        reasons = {one.person_id: one.reason for one in found.refused}
        left = [replace(row, problem=reasons[row.id]) for row in self.table.rows() if row.id in reasons]
        self.table.set_rows(left)
        text = _("Đã thêm {n} người; {m} người dưới đây chưa thêm được.")
        self.notice.set(text.format(n=number(len(found.award_ids)), m=number(len(left))), "warn")
        self._tell()

    def _refused(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.add()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def people_of_unit(register: Register, campaign_id: int, unit_id: int, standing: str | None, year: int) -> Found:
    """Return the people of a unit and the units under it, in name order; who is listed already cannot be ticked."""
    from labordesk.services.gift_places import listed_people
    from labordesk.services.people_search import PeopleQuery, search_people
    from labordesk.services.unit_tree import subtree

    query = PeopleQuery(unit_ids=frozenset(subtree(register, unit_id)), standing=standing)
    page = search_people(register, query, limit=MOST, year=year)
    listed, already = listed_people(register, campaign_id), _("đã có trong danh sách")
    rows = tuple(
        Candidate(
            id=row.id,
            name=row.full_name,
            birth=row.birth,
            citizen_id=mask(row.citizen_id) if row.citizen_id else "",
            standing=row.standing,
            unit_name=row.unit_name or "",
            ticked=row.id not in listed,
            problem=already if row.id in listed else "",
        )
        for row in page.rows
    )
    return Found(rows, page.next_key is not None)
