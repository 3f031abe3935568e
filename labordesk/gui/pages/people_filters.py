"""What the list of people is narrowed by: the search box, unit, circumstance and standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from labordesk.fields.choices import STANDINGS
from labordesk.gui.context import Context
from labordesk.gui.icons import icon
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.i18n import _
from labordesk.services.people_search import PeopleQuery
from labordesk.services.unit_tree import subtree

if TYPE_CHECKING:
    from labordesk.store.register import Register

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
"""Keys of the search box that move in the list below, and by how many rows."""


@dataclass(frozen=True)
class Asked:
    """What is looked for, before the units under the chosen one are known."""

    text: str = ""
    unit_id: int | None = None
    circumstance_id: int | None = None
    standing: str | None = None

    @property
    def narrows(self) -> bool:
        """Say whether anything but the whole register is asked for."""
        return self != Asked()

    def query(self, register: Register) -> PeopleQuery:
        """Return the query, those under a unit included, also of units that have ended; for the reading pool."""
        below = None if self.unit_id is None else subtree(register, self.unit_id, include_closed=True)
        return PeopleQuery(self.text, below, self.circumstance_id, self.standing)


class PeopleSearchBox(ViLineEdit):
    """Keeps the keyboard while the arrows move in the list; tells every keystroke, words being composed included."""

    moved = Signal(int)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Họ tên, số CCCD, điện thoại, số thẻ…"))
        self.setAccessibleName(_("Tìm người theo họ tên, số CCCD, điện thoại hoặc số thẻ đoàn viên"))
        self.setClearButtonEnabled(True)
        self.addAction(QAction(icon("search", "secondary"), "", self), QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.moved.emit(STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class PeopleFilters(QWidget):
    """One line above the list; ``changed`` comes when something else is asked for."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.search = PeopleSearchBox()
        self.unit = unit_picker(context, _("Đơn vị, kể cả đơn vị trực thuộc"))
        unit_line = self.unit.editor()
        assert isinstance(unit_line, ViLineEdit)
        unit_line.setPlaceholderText(_("Mọi đơn vị"))
        unit_line.setClearButtonEnabled(True)
        self.circumstance = _narrow(Select([(None, _("Mọi hoàn cảnh"))], _("Hoàn cảnh")))
        standings = [(code, _(label)) for code, label in STANDINGS]
        self.standing = _narrow(Select([(None, _("Mọi đối tượng")), *standings], _("Là")))
        self._before = Asked()
        self._arrange()
        self.search.live_text.connect(lambda _text: self._look())
        self.search.textChanged.connect(lambda _text: self._look())
        self.unit.changed.connect(self._look)
        self.circumstance.currentIndexChanged.connect(self._look)
        self.standing.currentIndexChanged.connect(self._look)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 5)
        row.addWidget(self.unit, 3)
        row.addWidget(self.circumstance)
        row.addWidget(self.standing)

    def asked(self) -> Asked:
        """Return what is now asked for."""
        unit_id = self.unit.state()
        return Asked(
            " ".join(self.search.seen_text().split()),
            unit_id if isinstance(unit_id, int) else None,
            self.circumstance.chosen(),
            self.standing.chosen(),
        )

    def search_for(self, text: str) -> None:
        """Look for a text in the whole register."""
        self.clear(text)

    def clear(self, text: str = "") -> bool:
        """Ask for the whole register again (or for a text in it) and say whether anything was narrowed."""
        narrowed = self.asked().narrows
        self.search.commit()
        self.blockSignals(True)
        self.search.set_text(text)
        if not self.unit.is_empty():
            self.unit.set_value(None)
        self.circumstance.choose(None)
        self.standing.choose(None)
        self.blockSignals(False)
        self._look()
        return narrowed

    def offer_circumstances(self, options: Sequence[tuple[int, str]]) -> None:
        """Offer these hardship reasons; they arrive after the first people are shown."""
        self.circumstance.set_options([(None, _("Mọi hoàn cảnh")), *options])

    def _look(self) -> None:
        asked = self.asked()
        if asked != self._before and not self.signalsBlocked():
            self._before = asked
            self.changed.emit()


def _narrow(select: Select) -> Select:
    """Keep a drop-down as wide as its first words; the list it opens is as wide as it needs."""
    select.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    select.setMinimumContentsLength(12)
    select.view().setMinimumWidth(260)
    return select
