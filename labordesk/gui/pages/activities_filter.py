"""What a list of dated records shows: words, a period of a year, a programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.search_line import PAUSE_MS, SearchLine
from labordesk.gui.pages.parts.year_period import YearPeriod
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.dated_records import RecordFilter


@dataclass(frozen=True)
class Wanted:
    """What was chosen above a list; dates inclusive, None for all."""

    text: str = ""
    start: date | None = None
    end: date | None = None
    programme_id: int | None = None

    def as_filter(self) -> RecordFilter:
        """Return it as the services want it; for the reading pool."""
        from labordesk.services.dated_records import RecordFilter

        return RecordFilter(start=self.start, end=self.end, programme_id=self.programme_id, text=self.text)

    @property
    def narrows(self) -> bool:
        """Say whether something else than a period is asked for."""
        return bool(self.text or self.programme_id)


class RecordFilterBar(QWidget):
    """Search field, year, period of the year and programme; the number of rows at the right."""

    changed = Signal()

    def __init__(self, placeholder: str, this_year: int) -> None:
        super().__init__()
        self.search = SearchLine(placeholder, width=420)
        self.when = YearPeriod(this_year)
        self.programme = Select([(None, _("Mọi chương trình"))], _("Chương trình"))
        make_narrow(self.programme)
        self.programme.setFixedWidth(168)
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.changed)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        for widget in (self.when, self.programme, self._count):
            row.addWidget(widget)
        row.addStretch(0)

    def _connect(self) -> None:
        self.search.asked.connect(lambda _text: self.changed.emit())
        self.when.changed.connect(self.changed)
        self.programme.currentIndexChanged.connect(self._pause.start)

    def wanted(self) -> Wanted:
        """Return what is chosen now."""
        period, text, programme_id = self.when.period(), self.search.seen_text().strip(), self.programme.chosen()
        if period is None:
            return Wanted(text, programme_id=programme_id)
        return Wanted(text, period.start, period.end, programme_id)

    def offer_programmes(self, found: Sequence[tuple[int, str]]) -> None:
        """Offer the programmes of the catalogue, keeping the chosen one."""
        self.programme.set_options([(None, _("Mọi chương trình")), *found])
        make_narrow(self.programme)
        self.programme.setFixedWidth(168)

    def choose_programme(self, programme_id: int | None, name: str = "") -> None:
        """Show one programme only; one that is not offered (retired, or not read yet) is added by its name."""
        if not self.programme.choose(programme_id):
            self.programme.addItem(name, programme_id)
            self.programme.choose(programme_id)

    def look_for(self, text: str, year: int | None) -> None:
        """Look for words in a year (None: in all), whatever programme."""
        self.choose_programme(None)
        self.when.year.choose(year)
        self.search.set_text(text)

    def say_count(self, text: str) -> None:
        """Say how many rows there are."""
        self._count.setText(text)

    def clear_search(self) -> bool:
        """Empty the search field and say whether there was anything in it."""
        if not self.search.seen_text():
            return False
        self.search.set_text("")
        return True
