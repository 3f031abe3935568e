"""Wards of all people of a unit from their addresses: certain, to be chosen, or not found; written at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout

from labordesk.errors import LabordeskError
from labordesk.fields import PersonName, Text
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.parts.ward_help import Offer, WardOffers, choice_words, offers_of
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.wards import WardProposal, WardsFilled
    from labordesk.vietnamese.addresses import WardChoice

STATES: Final[dict[str, tuple[str, Tone]]] = {
    "certain": (N_("Chắc chắn"), "good"),
    "ask": (N_("Cần chọn"), "warn"),
    "none": (N_("Không nhận ra"), "neutral"),
}


@dataclass(frozen=True)
class Line:
    """A person with what was chosen for them, None while nothing is."""

    id: int
    full_name: str
    address: str
    certainty: str
    choices: tuple[WardChoice, ...]
    chosen: WardChoice | None

    @property
    def words(self) -> str:
        """Return "Phường Tân Lợi cũ → Phường Buôn Ma Thuột", or what there is to choose from."""
        if self.chosen is not None:
            return choice_words(self.chosen)
        return _(" hoặc ").join(choice.new.name for choice in self.choices)


def pill_of(line: Line) -> tuple[str, Tone]:
    """Return how sure the reading is; what was chosen by hand is done."""
    if line.certainty == "ask" and line.chosen is not None:
        return _("Đã chọn"), "good"
    label, tone = STATES[line.certainty]
    return _(label), tone


COLUMNS: Final = (
    Column("full_name", N_("Họ và tên"), PersonName(), width=22),
    Column("address", N_("Nơi ở hiện nay"), Text(), width=34, stretch=True),
    Column("words", N_("Nhận ra"), Text(), width=34, stretch=True),
    Column("certainty", N_("Kết quả"), width=13, pill=pill_of),
)


class FillWardsDialog(QDialog):
    """Opened on what was read; ``filled`` brings ``WardsFilled``."""

    filled = Signal(object)

    def __init__(self, context: Context, unit_name: str, proposals: Sequence[WardProposal]) -> None:
        super().__init__()
        self._context = context
        self._lines = [_line(one) for one in proposals]
        self.setWindowTitle(_("Xã, phường của “{unit}”").format(unit=unit_name))
        self.state = Select([], _("Kết quả"))
        empty = EmptyState("map-pin", _("Không có ai như vậy"), _("Chọn kết quả khác ở trên."))
        self.table = ListTable("unit-wards", COLUMNS, context, empty=empty, title=_("Xã, phường nhận ra từ địa chỉ"))
        self.offers = WardOffers(self._choose)
        self.notice = Notice("")
        self.fill_button = primary_button("", self.fill, key="Ctrl S")
        self._arrange(unit_name)
        self.state.currentIndexChanged.connect(lambda _place: self._show())
        self.table.current_changed.connect(self._offer)
        self._tell()
        self._show()

    def _arrange(self, unit_name: str) -> None:
        title = QLabel(_("Xã, phường của người thuộc “{unit}”").format(unit=unit_name))
        title.setProperty("role", "title")
        title.setWordWrap(True)
        hint = QLabel(
            _("Chỉ những người chưa ghi xã, phường. Dòng chắc chắn được điền; dòng cần chọn, hãy chọn bên dưới.")
        )
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.fill_button)
        foot.addWidget(secondary_button(_("Đóng"), self.reject, key="Esc"))
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(self.state, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table, 1)
        column.addWidget(self.offers)
        column.addWidget(self.notice)
        column.addLayout(foot)
        screen = self.screen().availableGeometry()
        self.resize(min(1040, screen.width() - 40), min(640, screen.height() - 60))

    def lines(self) -> list[Line]:
        """Return everybody, also those the filter hides."""
        return list(self._lines)

    def _show(self) -> None:
        wanted = self.state.chosen()
        self.table.set_rows([line for line in self._lines if wanted in (None, line.certainty)])
        self._offer(self.table.current())

    def _tell(self) -> None:
        counts = Counter(line.certainty for line in self._lines)
        options: list[tuple[str | None, str]] = [(None, _("Tất cả · {n}").format(n=number(len(self._lines))))]
        for code, (label, _tone) in STATES.items():
            if counts[code]:
                options.append((code, " · ".join((_(label), number(counts[code])))))
        self.state.set_options(options)
        ready = sum(line.chosen is not None for line in self._lines)
        self.fill_button.setText(_("Điền cho {n} người").format(n=number(ready)))
        self.fill_button.setEnabled(ready > 0)

    def _offer(self, line: Line | None) -> None:
        """Offer the wards the address of the current line may mean."""
        if line is None or len(line.choices) < 2:
            self.offers.show_offers("", [])
            return
        self.offers.show_offers(_("{name} ở xã, phường nào?").format(name=line.full_name), offers_of(line.choices))

    def _choose(self, offer: Offer) -> None:
        line = self.table.current()
        if line is None:
            return
        chosen = next(one for one in line.choices if one.new.code == offer.code)
        # The same address is the same ward: who lives there too needs not be asked again.
        same = {one.id for one in self._lines if one.address == line.address}
        self._lines = [replace(one, chosen=chosen) if one.id in same else one for one in self._lines]
        for one in self._lines:
            if one.id in same:
                self.table.replace(one)
        self._tell()
        self.table.setFocus()

    def fill(self) -> None:
        """Write what was chosen (Ctrl+S), all of it or nothing."""
        chosen = {
            line.id: (line.chosen.new.code, line.chosen.old.code if line.chosen.old is not None else None)
            for line in self._lines
            if line.chosen is not None
        }
        if not chosen or not self.fill_button.isEnabled():
            return
        register = self._context.register
        self.fill_button.setEnabled(False)

        def write() -> WardsFilled:
            from labordesk.services.wards import fill_wards

            return fill_wards(register, chosen)

        self._context.work.write(write, self._written, self._refused, owner=self)

    def _written(self, result: WardsFilled) -> None:
        self._context.notify.info(_("Đã điền xã, phường cho {n} người.").format(n=number(result.people)))
        self.filled.emit(result)
        self.accept()

    def _refused(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")
        self.fill_button.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _line(one: WardProposal) -> Line:
    chosen = one.choices[0] if one.certainty == "certain" else None
    return Line(one.person_id, one.full_name, one.address, one.certainty, one.choices, chosen)
