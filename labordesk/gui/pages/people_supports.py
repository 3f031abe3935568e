"""The supports a person received as a timeline, and lines of one look for what stands beside them on the card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link, Run
from labordesk.gui.cards import Pill, rule
from labordesk.gui.pages.people_words import support_detail, support_state, support_title
from labordesk.i18n import _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.person_page import SupportRow

SHORT_PART = 30
"""Letters of a part of "… · … · …" that is never broken in its middle."""
SHOWN = 30
"""So many supports are drawn at once; the rest comes when asked for."""


class SupportRows(QWidget):
    """Day, what, how much; what was not handed over says so and is not bold."""

    def __init__(self, rows: Sequence[SupportRow], unit_name: str, lead: Callable[[SupportRow], Run | None]) -> None:
        super().__init__()
        self._rows, self._unit_name, self._lead = rows, unit_name, lead
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._add(rows[:SHOWN])
        if len(rows) > SHOWN:
            text = _("Xem cả {n} lần hỗ trợ").format(n=number(len(rows)))
            self._more: Link | None = Link(text, self.show_all)
            self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_all(self) -> None:
        """Show the older supports too."""
        if self._more is not None:
            self._more.deleteLater()
            self._more = None
            self._add(self._rows[SHOWN:])

    def _add(self, rows: Sequence[SupportRow]) -> None:
        for one in rows:
            self._column.addWidget(self._line(one))
            self._column.addWidget(rule())

    def _line(self, one: SupportRow) -> QWidget:
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        day = plain_label(short(one.on) if one.on else "–", "small")
        day.setMinimumWidth(70)
        grid.addWidget(day, 0, 0, top)
        grid.addWidget(title_of(support_title(one), self._lead(one)), 0, 1, top)
        amount = plain_label(number(one.total), "section" if one.is_paid else "secondary")
        grid.addWidget(amount, 0, 2, top | Qt.AlignmentFlag.AlignRight)
        if detail := support_detail(one, self._unit_name):
            grid.addWidget(plain_label(detail, "small", wrap=True), 1, 1, 1, 2)
        if not one.is_paid:
            grid.addWidget(Pill(*support_state(one)), 2, 1, Qt.AlignmentFlag.AlignLeft)
        return line


class FactRow(QWidget):
    """A name, which may be a link, over a quieter line."""

    def __init__(self, name: str, detail: str, run: Run | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title_of(name, run))
        if detail:
            column.addWidget(plain_label(detail, "small", wrap=True))


def title_of(text: str, run: Run | None) -> QWidget:
    """Return a link where there is somewhere to go, else the words."""
    if run is not None:
        return Link(text, run)
    words = plain_label(text, "")
    words.setWordWrap(True)
    return words


def plain_label(text: str, role: str, *, wrap: bool = False) -> QLabel:
    """Return a label that shows the text as it is, whatever signs a name may hold; it breaks between short parts."""
    label = QLabel(_kept_together(text) if wrap else text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    return label


def _kept_together(text: str) -> str:
    parts = text.split(" · ")
    return " · ".join(one.replace(" ", "\u00a0") if len(one) <= SHORT_PART else one for one in parts)
