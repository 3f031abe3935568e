"""What the overview is asked for: year and part of it, unit, and how units count."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.reference import ReferencePicker
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.gui.pages.parts.year_period import YearPeriod
from labordesk.i18n import N_, _
from labordesk.services.overview_choice import Choice
from labordesk.vietnamese.periods import parse_period

VIEWS = (("then", N_("Theo đơn vị lúc phát sinh")), ("now", N_("Quy về đơn vị hiện nay")))
YEAR_WIDTH, PART_WIDTH, UNIT_WIDTH, VIEW_WIDTH = 84, 140, 164, 180


class OverviewFilter(QWidget):
    """``changed`` tells that other figures are asked for; the choice of view matters for a part of the register."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._unit_id: int | None = None
        self.when = YearPeriod(context.today().year, every_year=False)
        self.unit: ReferencePicker | None = None
        self.view = Select([(code, _(label)) for code, label in VIEWS], _("Cách tính đơn vị"))
        self.view.setToolTip(_("Đơn vị đã sáp nhập, chuyển cấp quản lý: tính theo lúc phát sinh hay theo hiện nay"))
        self.when.year.setFixedWidth(YEAR_WIDTH)
        self.when.part.setFixedWidth(PART_WIDTH)
        make_narrow(self.view)
        self.view.setFixedWidth(VIEW_WIDTH)
        self.view.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.when)
        self._row.addWidget(self.view)
        self._row.addStretch(1)
        self.when.changed.connect(self.changed)
        self.view.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def offer_units(self) -> None:
        """Put the choice of a unit in place, once a register is open."""
        if self.unit is not None:
            return
        self.unit = unit_picker(self._context, _("Đơn vị"), include_closed=True)
        line = self.unit.editor()
        assert isinstance(line, QLineEdit)
        line.setPlaceholderText(_("Mọi đơn vị"))
        self.unit.setFixedWidth(UNIT_WIDTH)
        self.unit.changed.connect(self._unit_changed)
        self._row.insertWidget(1, self.unit)

    def choice(self) -> Choice:
        """Return what is chosen now."""
        today = self._context.today()
        period = self.when.period() or parse_period(str(today.year))
        return Choice(period, today, self._unit_id, "now" if self.view.chosen() == "now" else "then")

    def _unit_changed(self) -> None:
        state = self.unit.state() if self.unit is not None else None
        unit_id = state if isinstance(state, int) else None
        if unit_id != self._unit_id:
            self._unit_id = unit_id
            self.view.setVisible(unit_id is not None)
            self.changed.emit()
