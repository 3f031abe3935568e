"""The parts of a report that an officer writes: kept with the register for this report, unit and period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from labordesk.fields import LongText
from labordesk.gui.context import Context
from labordesk.gui.inputs.long_text import LongTextEdit
from labordesk.i18n import _
from labordesk.reports.base import Report
from labordesk.vietnamese.periods import Period

if TYPE_CHECKING:
    from labordesk.store.register import Register

PAUSE_MS = 800
LINES = 4


@dataclass(frozen=True)
class TextPlace:
    """Which texts are shown: those of one report, unit and period."""

    report: str
    unit_id: int
    period: Period


class ReportTexts(QWidget):
    """``show_place`` loads the texts; what is typed is kept after a short pause, and before another place is shown.

    Nothing is written while nothing was typed: looking at a report leaves no trace.
    """

    kept = Signal()
    """A text was written: the paper shows it once it is made anew."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._place: TextPlace | None = None
        self._areas: dict[str, LongTextEdit] = {}
        self._typed: set[str] = set()
        self._is_loading = False
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.keep)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def areas(self) -> Mapping[str, LongTextEdit]:
        """Return the text area of each part."""
        return dict(self._areas)

    def show_report(self, report: Report | None) -> None:
        """Offer the parts of a report; one without such parts shows nothing."""
        self.keep()
        self._place = None
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._areas = {}
        for part, label in report.texts if report is not None else ():
            self._add(part, _(label))
        self.setVisible(bool(self._areas))

    def _add(self, part: str, label: str) -> None:
        area = LongTextEdit(LongText(), label, lines=LINES)
        title = QLabel(label)
        title.setProperty("role", "label")
        title.setBuddy(area.editor())
        area.changed.connect(partial(self._changed, part))
        area.left.connect(self.keep)
        area.entered.connect(self.keep)
        self._areas[part] = area
        self._column.addWidget(title)
        self._column.addWidget(area)

    def show_place(self, place: TextPlace) -> None:
        """Load the texts of a place; those being shown already stay as they are typed."""
        if not self._areas or place == self._place:
            return
        self.keep()
        self._place = place
        self.setEnabled(False)
        register = self._context.register
        self._context.work.read(
            lambda: _load(register, place),
            lambda found: self._fill(place, found),
            latest=("reports", "texts"),
            owner=self,
        )

    def _fill(self, place: TextPlace, found: Mapping[str, str]) -> None:
        if place != self._place:
            return
        self._is_loading = True
        for part, area in self._areas.items():
            area.set_text(found.get(part, ""))
        self._is_loading = False
        self._typed.clear()
        self.setEnabled(True)

    def _changed(self, part: str) -> None:
        if not self._is_loading and self._place is not None:
            self._typed.add(part)
            self._pause.start()

    def keep(self) -> None:
        """Write what was typed since the last time."""
        self._pause.stop()
        place, typed = self._place, self._typed
        self._typed = set()
        if place is None:
            return
        for part in sorted(typed & self._areas.keys()):
            self._write(place, part, self._areas[part].text())

    def _write(self, place: TextPlace, part: str, text: str) -> None:
        from labordesk.services.report_texts import save_text

        register = self._context.register
        self._context.work.write(
            lambda: save_text(register, place.report, place.unit_id, place.period, part, text),
            lambda _done: self._kept(),
            owner=self,
        )

    def _kept(self) -> None:
        self._context.saved()
        self.kept.emit()


def _load(register: Register, place: TextPlace) -> dict[str, str]:
    from labordesk.services.report_texts import load_texts

    return load_texts(register, place.report, place.unit_id, place.period)
