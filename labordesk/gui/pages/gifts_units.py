"""Phân bổ, danh sách đơn vị: who may give how many, whose list is ready, how far each unit is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.buttons import Run, menu_button, secondary_button
from labordesk.gui.cards import Card, Notice, ProgressBar
from labordesk.gui.context import Context
from labordesk.gui.pages.gifts_units_deeds import UnitDeeds
from labordesk.gui.pages.gifts_units_tree import UnitsTree
from labordesk.gui.pages.gifts_units_words import plan_words
from labordesk.gui.theme import set_tone
from labordesk.gui.tokens import Tone
from labordesk.i18n import _
from labordesk.services.allocation_tree import CampaignUnits, UnitShare, campaign_units

WIDE: Final = 1000
"""Pixels from which there is room for a bar beside the words of the plan."""


class UnitsPanel(QWidget):
    """The tree with what is done to its units; ``wrote`` brings ``Changes``."""

    wrote = Signal(object)
    list_asked = Signal(int)
    """The unit whose list, with those below, is to be shown."""
    missed_asked = Signal(int)
    """The unit of which one wants to know who got nothing."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._campaign_id = 0
        self._wanted: int | None = None
        self.tree = UnitsTree()
        self.deeds = UnitDeeds(context, self)
        self.notice = Notice("")
        self.summary = QLabel()
        self.summary.setProperty("role", "section")
        self.bar = ProgressBar()
        self.bar.setFixedWidth(140)
        self._arrange()
        self._connect()
        self.setFocusProxy(self.tree)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.summary, 1)
        top.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addSpacing(4)
        top.addWidget(self._share_menu())
        top.addWidget(self._list_menu())
        top.addWidget(secondary_button(_("Duyệt…"), lambda: self.deeds.approve(self.lists())))
        card = Card(padding=1)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addWidget(card, 1)

    def _share_menu(self) -> QWidget:
        return menu_button(
            _("Phân bổ"),
            [
                (_("Chia đều cho đơn vị bên dưới"), self._with_one(lambda row: self.deeds.split(row, "evenly"))),
                (_("Chia theo số đoàn viên"), self._with_one(lambda row: self.deeds.split(row, "members"))),
                (_("Số suất, tiền, văn bản… (F2)"), self._with_one(self._edit)),
                (_("Bỏ phân bổ (Del)"), lambda: self.deeds.remove(self.tree.chosen())),
                (_("Hoàn tác (Ctrl+Z)"), self._undo_pressed),
            ],
        )

    def _list_menu(self) -> QWidget:
        return menu_button(
            _("Danh sách đơn vị"),
            [
                (_("Xem danh sách (Enter)"), self._with_one(lambda row: self.list_asked.emit(row.unit_id))),
                (_("Ai chưa được nhận"), self._with_one(lambda row: self.missed_asked.emit(row.unit_id))),
                (_("Trình danh sách…"), lambda: self.deeds.submit(self.lists())),
                (_("Duyệt danh sách…"), lambda: self.deeds.approve(self.lists())),
                (_("Mở lại danh sách đã duyệt…"), self._with_one(self.deeds.reopen)),
                (_("Hạn nộp danh sách…"), lambda: self.deeds.set_deadline(self._dated())),
                (_("Cho nhiều hơn phân bổ, nêu lý do…"), self._with_one(self.deeds.allow_excess)),
            ],
        )

    def _connect(self) -> None:
        self.tree.units.typed.connect(self._typed)
        self.tree.units.refused.connect(lambda text: self.say(text, "error"))
        self.tree.opened.connect(lambda row: self.list_asked.emit(row.unit_id))
        self.tree.typing.connect(self._tell_plan)
        self.deeds.wrote.connect(self._wrote)
        self.deeds.said.connect(self.say)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_plan()

    # what is shown

    def open(self, campaign_id: int, unit_id: int | None = None) -> None:
        """Show the units of a campaign, one of them in front."""
        if campaign_id != self._campaign_id:
            self.notice.set("")
        self._campaign_id, self._wanted = campaign_id, unit_id
        self.deeds.begin(campaign_id)
        self.reload()

    def reload(self) -> None:
        """Read the units again behind the screen."""
        register, campaign_id = self._context.register, self._campaign_id
        self._context.work.read(
            lambda: campaign_units(register, campaign_id), self._show, latest=("gifts", "units", id(self)), owner=self
        )

    def _show(self, units: CampaignUnits) -> None:
        self.tree.show_units(units)
        if self._wanted is not None:
            self.tree.choose(self._wanted)
            self._wanted = None
        self._tell_plan()

    def _tell_plan(self) -> None:
        units = self.tree.units.units
        if units is None:
            return
        allocated = self.tree.units.allocated()
        words, over = plan_words(units, allocated)
        self.summary.setText(words)
        set_tone(self.summary, "error" if over else "neutral")
        self.bar.setVisible(bool(units.plan) and self.width() >= WIDE)
        self.bar.set_share(allocated / units.plan if units.plan else 0.0)

    def say(self, text: str, tone: Tone = "info") -> None:
        """Put a sentence above the tree until the next one."""
        self.notice.set(text, tone)

    # what is done

    def lists(self) -> list[UnitShare]:
        """Return the units whose lists are meant: those chosen, of one without a list of its own those below it."""
        found: dict[int, UnitShare] = {}
        for row in self.tree.chosen():
            below = [] if row.lines else [one for one in self.tree.units.below(row.unit_id) if one.lines]
            found |= {one.unit_id: one for one in (below or [row])}
        return list(found.values())

    def _dated(self) -> list[UnitShare]:
        """Return the units that are to hand in by a day: those chosen, of the organiser all below."""
        found: dict[int, UnitShare] = {}
        for row in self.tree.chosen():
            below = self.tree.units.below(row.unit_id) if row.is_organiser or row.parent_id is None else []
            found |= {one.unit_id: one for one in (below or [row])}
        return list(found.values())

    def _with_one(self, run: Callable[[UnitShare], None]) -> Run:
        def act() -> None:
            row = self.tree.current()
            if row is None:
                self.say(_("Hãy chọn một đơn vị trước."))
            else:
                run(row)

        return act

    def _edit(self, row: UnitShare) -> None:
        units = self.tree.units.units
        if units is not None and not (row.is_organiser and row.share is None):
            self.deeds.edit(row, units.package)
        else:
            self.say(_("Số suất của cả đợt được sửa ở “Đợt”, mục “Sửa đợt tặng quà”."))

    def _typed(self, unit_id: int, column: int, amount: int | None) -> None:
        row = self.tree.units.row_at(self.tree.units.index_of(unit_id))
        if row is not None:
            self.deeds.typed(row, column, amount)

    def _wrote(self, changes: object) -> None:
        self.reload()
        if changes is not None:
            self.wrote.emit(changes)

    def undo(self) -> bool:
        """Take the last change of shares back and say whether there was one (Ctrl+Z)."""
        return self.deeds.undo()

    def _undo_pressed(self) -> None:
        if not self.undo():
            self.say(_("Không có phân bổ nào để hoàn tác."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.tree.current()
        if event.key() == Qt.Key.Key_F2 and row is not None:
            self._edit(row)
        elif event.key() == Qt.Key.Key_Delete:
            self.deeds.remove(self.tree.chosen())
        else:
            super().keyPressEvent(event)
