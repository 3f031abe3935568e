"""The card of a unit: what it is, what can be done, what happened to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from labordesk.fields.choices import SECTORS
from labordesk.gui.buttons import MenuButton, danger_button, quiet_button, secondary_button
from labordesk.gui.cards import Card, EmptyState, Pill, SectionHeader
from labordesk.gui.pages.units_decisions import DECISIONS, LOOKING_BACK, DecisionKind
from labordesk.gui.pages.units_story import UnitStory
from labordesk.i18n import NC_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.gui.pages.units_reading import UnitFile


class UnitCard(Card):
    """Empty until a unit is shown."""

    edit_asked = Signal()
    delete_asked = Signal()
    history_asked = Signal()
    decision_asked = Signal(object)
    """The ``DecisionKind`` chosen."""
    people_asked = Signal()
    wards_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.file: UnitFile | None = None
        self._name = QLabel()
        self._name.setProperty("role", "title")
        self._name.setWordWrap(True)
        self._place = QLabel()
        self._place.setProperty("role", "secondary")
        self._place.setWordWrap(True)
        self.state = Pill("")
        self.edit_button = secondary_button(_("Sửa"), self.edit_asked.emit, key="Enter", icon="pencil")
        self.delete_button = danger_button(_("Xóa"), self.delete_asked.emit)
        self.menu = QMenu()
        self.decisions = MenuButton(_("Ghi quyết định"), self.menu)
        self.menu.setParent(self.decisions, self.menu.windowFlags())
        self.story = UnitStory()
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._inside = QWidget()
        self._nothing = EmptyState(
            "building-2", _("Chưa chọn đơn vị"), _("Chọn một đơn vị trong cây, hoặc nhấn Ctrl+N để thêm.")
        )
        self._fill_menu()
        self._arrange()
        self.show_file(None)

    def _fill_menu(self) -> None:
        self.actions_by_key: dict[str, QAction] = {}
        for kind in (*DECISIONS, None, *LOOKING_BACK):
            if kind is None:
                self.menu.addSeparator()
                continue
            action = self.menu.addAction(_(kind.action) + "…")
            action.triggered.connect(partial(self._ask, kind))
            self.actions_by_key[kind.key] = action

        self.menu.addSeparator()
        self.people_action = self.menu.addAction(_("Chuyển một số người sang đơn vị khác") + "…")
        self.people_action.triggered.connect(lambda _checked=False: self.people_asked.emit())
        self.wards_action = self.menu.addAction(_("Điền xã, phường từ địa chỉ của mọi người") + "…")
        self.wards_action.triggered.connect(lambda _checked=False: self.wards_asked.emit())

    def _ask(self, kind: DecisionKind, _checked: bool = False) -> None:
        self.decision_asked.emit(kind)

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._place, 1)
        line.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.edit_button, self.decisions):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(quiet_button("history", _("Lịch sử của đơn vị (Ctrl+H)"), self.history_asked.emit))
        buttons.addWidget(self.delete_button)
        low = QWidget()
        low.setProperty("role", "form")
        lower = QVBoxLayout(low)
        lower.setContentsMargins(0, 0, 8, 0)
        lower.setSpacing(10)
        lower.addLayout(self._facts)
        lower.addSpacing(4)
        lower.addWidget(SectionHeader(_("Quá trình")))
        lower.addWidget(self.story)
        lower.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(low)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._name)
        column.addLayout(line)
        column.addSpacing(2)
        column.addLayout(buttons)
        column.addSpacing(2)
        column.addWidget(scroll, 1)
        self.body.addWidget(self._inside, 1)
        self.body.addWidget(self._nothing, 1)

    def show_file(self, file: UnitFile | None) -> None:
        """Show a unit, or that none is chosen."""
        self.file = file
        self._inside.setVisible(file is not None)
        self._nothing.setVisible(file is None)
        if file is None:
            return
        fields, node = file.loaded.fields, file.node
        self._name.setText(node.name)
        above = _("trực thuộc {unit}").format(unit=node.path[-2]) if len(node.path) > 1 else ""
        self._place.setText(" · ".join(part for part in (node.type_name or "", above) if part))
        ended = fields.valid_to is not None
        self.state.set(_("đã kết thúc") if ended else _("đang hoạt động"), "neutral" if ended else "good")
        for kind in DECISIONS:
            self.actions_by_key[kind.key].setEnabled(not ended)
        self._show_facts(facts_of(file))
        self.story.show_story(file.story, ended=ended)

    def facts(self) -> list[tuple[str, str]]:
        """Return the facts as shown."""
        return facts_of(self.file) if self.file is not None else []

    def _show_facts(self, facts: list[tuple[str, str]]) -> None:
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, text in facts:
            label, value = QLabel(name), QLabel(text)
            label.setProperty("role", "secondary")
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{name}: {text}")
            self._facts.addRow(label, value)


def facts_of(file: UnitFile) -> list[tuple[str, str]]:
    """Return (name, text) of what is known of a unit, nothing for what is not."""
    fields = file.loaded.fields
    as_of = _("tính đến {day}").format(day=short(fields.counted_on)) if fields.counted_on else ""
    members = file.members
    below = _("cộng từ các đơn vị trực thuộc") if members is not None and members.is_sum else as_of
    facts = (
        (_("Tên ngắn"), fields.short_name),
        (_("Ký hiệu văn bản"), fields.abbreviation),
        (_("Khối"), _(dict(SECTORS)[fields.sector]) if fields.sector else None),
        (_("Địa bàn"), fields.locality),
        (_(NC_("list", "Đoàn viên")), _joined(members.count, below) if members is not None else None),
        (_("Lao động"), _joined(fields.worker_count, as_of) if fields.worker_count is not None else None),
        (_("Đơn vị trực thuộc"), number(file.node.children_count) if file.node.children_count else None),
        (_("Hoạt động từ"), short(fields.valid_from) if fields.valid_from else None),
        (_("Kết thúc"), short(fields.valid_to) if fields.valid_to else None),
        (_("Đơn vị kế tục"), file.successor),
        (_("Ghi chú"), fields.note),
    )
    return [(name, text) for name, text in facts if text]


def _joined(count: int, words: str) -> str:
    return " · ".join(part for part in (number(count), words) if part)
