"""``YearPeriod``: a year and a part of it, as the bars above lists choose them."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.period_presets import BY_DATES, preset_options, preset_with
from labordesk.gui.pages.parts.search_line import PAUSE_MS
from labordesk.i18n import _
from labordesk.vietnamese.periods import Period

YEARS_BACK = 15


class YearPeriod(QWidget):
    """``every_year`` also offers all years, in which case there is no period."""

    changed = Signal()

    def __init__(self, this_year: int, *, every_year: bool = True) -> None:
        super().__init__()
        years = [(year, str(year)) for year in range(this_year + 1, this_year - YEARS_BACK, -1)]
        self.year = Select([(None, _("Mọi năm")), *years] if every_year else years, _("Năm"))
        self.year.choose(this_year)
        self.part = Select([one for one in preset_options() if one[0] != BY_DATES], _("Kỳ trong năm"))
        self.part.setMaxVisibleItems(14)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for select, width in ((self.year, 112), (self.part, 168)):
            make_narrow(select)
            select.setFixedWidth(width)
            row.addWidget(select)
        self.year.currentIndexChanged.connect(self._chosen)
        self.part.currentIndexChanged.connect(self._pause.start)

    def _chosen(self) -> None:
        self.part.setEnabled(self.year.chosen() is not None)
        self._pause.start()

    def period(self) -> Period | None:
        """Return what is chosen, None for all years."""
        year, preset = self.year.chosen(), preset_with(self.part.chosen())
        return None if year is None or preset is None else preset.period(year)
