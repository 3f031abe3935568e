"""What happened to a unit, one sentence after the other, each with its paper and the way to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link
from labordesk.gui.cards import rule
from labordesk.i18n import _
from labordesk.vietnamese.dates import short

if TYPE_CHECKING:
    from labordesk.services.unit_story import UnitStoryLine

CHANGES = ("renamed", "transferred")
ENDS = ("closed", "merged", "split")


class UnitStory(QWidget):
    """The latest event first."""

    take_back_asked = Signal(object)
    """The line whose decision was recorded by mistake."""
    reopen_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_story(self, lines: tuple[UnitStoryLine, ...], *, ended: bool) -> None:
        """Show the events of a unit; the decision that ended it can be taken back while it is the last one."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not lines:
            nothing = QLabel(_("Chưa ghi quyết định nào."))
            nothing.setProperty("role", "secondary")
            self._column.addWidget(nothing)
        for place, line in enumerate(reversed(lines)):
            if place:
                self._column.addWidget(rule())
            self._column.addWidget(self._row(line, is_end=ended and place == 0 and line.kind in ENDS))

    def _row(self, line: UnitStoryLine, *, is_end: bool) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        day = QLabel(short(line.happened_on))
        day.setProperty("role", "small")
        sentence = QLabel(line.sentence)
        sentence.setWordWrap(True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(day, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(sentence, 0, 1)
        paper = QLabel(paper_words(line))
        paper.setProperty("role", "small")
        paper.setWordWrap(True)
        paper.setVisible(bool(paper.text()))
        grid.addWidget(paper, 1, 1)
        if line.kind in CHANGES:
            link = Link(_("Hoàn lại"), lambda: self.take_back_asked.emit(line))
            link.setToolTip(_("Bỏ quyết định ghi nhầm này"))
            grid.addWidget(link, 0, 2, Qt.AlignmentFlag.AlignTop)
        elif is_end:
            grid.addWidget(Link(_("Mở lại đơn vị"), self.reopen_asked.emit), 0, 2, Qt.AlignmentFlag.AlignTop)
        return row


def paper_words(line: UnitStoryLine) -> str:
    """Return "Quyết định 12/QĐ-LĐLĐ ngày 05/01/2026 · ghi chú"."""
    parts = []
    if line.decision_number:
        parts.append(_("Quyết định {number}").format(number=line.decision_number))
    if line.decision_date:
        words = _("ngày {day}") if parts else _("Quyết định ngày {day}")
        parts.append(words.format(day=short(line.decision_date)))
    paper = " ".join(parts)
    return " · ".join(part for part in (paper, line.note or "") if part)
