"""The period of a report: by name and year, or from one day to another."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput
from labordesk.fields import Day
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.text import DateEdit
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.period_presets import BY_DATES, preset_between, preset_of, preset_options, preset_with
from labordesk.gui.theme import set_look
from labordesk.i18n import N_, _
from labordesk.vietnamese.periods import Period

YEARS_BACK = 15
NEEDED = N_("Cần ghi ngày.")
BACKWARDS = N_("Ngày này trước ngày bắt đầu; hãy chọn lại.")


class PeriodChoice(QWidget):
    """Choosing a name fills the days; changing a day looks whether the days have a name, else they count."""

    changed = Signal()

    def __init__(self, period: Period, this_year: int) -> None:
        super().__init__()
        self._loading = False
        self._years = list(range(this_year + 1, this_year - YEARS_BACK, -1))
        self.preset = Select(preset_options(), _("Kỳ báo cáo"))
        self.preset.setMaxVisibleItems(16)
        self.year = Select([(year, str(year)) for year in self._years], _("Năm"))
        make_narrow(self.preset)
        make_narrow(self.year)
        self.year.setFixedWidth(self.year.fontMetrics().horizontalAdvance("0000") + 52)
        self._problem = _problem_label()
        self.first = _PeriodDay(self._problem, _("Từ ngày"))
        self.last = _PeriodDay(self._problem, _("Đến ngày"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(_pair(self.preset, self.year, 1, 0))
        column.addLayout(_pair(self.first, self.last, 1, 1))
        column.addWidget(self._problem)
        self.set_period(period)
        self.preset.currentIndexChanged.connect(self._named)
        self.year.currentIndexChanged.connect(self._named)
        for day in (self.first, self.last):
            day.changed.connect(self._typed)
            day.left.connect(self._left)

    def set_period(self, period: Period) -> None:
        """Show a period, by its name where it has one."""
        code, year = preset_of(period) or (BY_DATES, period.end.year)
        self._load(code, year, period)
        self.changed.emit()

    def period(self) -> Period:
        """Return the period; InvalidInput after the reason was put beside the day."""
        preset = preset_with(self.preset.chosen())
        if preset is not None:
            return preset.period(self.year.chosen())
        start, end = self._day(self.first), self._day(self.last)
        try:
            return Period.between(start, end)
        except InvalidInput:
            self.last.show_problem(_(BACKWARDS))
            raise

    def show_problem(self, text: str) -> None:
        """Put a refusal of the whole period beside its days."""
        self.first.show_problem(text)

    def shown_problem(self) -> str:
        """Return the sentence now standing under the days."""
        return self._problem.text() if not self._problem.isHidden() else ""

    def _day(self, one: DateEdit) -> date:
        try:
            day = one.kind.parse(one.line.seen_text())
        except InvalidInput as error:
            self._blame(one, str(error))
            raise
        if day is None:
            self._blame(one, _(NEEDED))
            raise InvalidInput(NEEDED)
        found: date = day
        return found

    def _blame(self, one: DateEdit, why: str) -> None:
        """Say why a day cannot be taken, but not while it is still being typed."""
        if not one.line.hasFocus():
            one.show_problem(why)

    def is_being_typed(self) -> bool:
        """Say whether a day is unfinished because the cursor stands in it."""
        return any(one.line.hasFocus() and one.problem() for one in (self.first, self.last))

    def _load(self, code: str, year: int, period: Period) -> None:
        self._loading = True
        if year not in self._years:
            self._years = sorted({*self._years, year}, reverse=True)
            self.year.set_options([(one, str(one)) for one in self._years])
        self.preset.choose(code)
        self.year.choose(year)
        self._show_days(period)
        self._loading = False
        self._follow()

    def _show_days(self, period: Period) -> None:
        for one, day in ((self.first, period.start), (self.last, period.end)):
            one.set_value(day)
            one.show_problem("")

    def _follow(self) -> None:
        """A year says nothing about own dates."""
        self.year.setEnabled(self.preset.chosen() != BY_DATES)

    def _named(self) -> None:
        if self._loading:
            return
        preset = preset_with(self.preset.chosen())
        if preset is not None:
            self._loading = True
            self._show_days(preset.period(self.year.chosen()))
            self._loading = False
        self._follow()
        self.changed.emit()

    def _typed(self) -> None:
        if self._loading:
            return
        self.last.show_problem("")
        self.first.show_problem("")
        self._loading = True
        self._take_days()
        self._loading = False
        self._follow()
        self.changed.emit()

    def _left(self) -> None:
        """An unfinished day is a wrong one once it is left."""
        if self.first.problem() or self.last.problem():
            self.changed.emit()

    def _take_days(self) -> None:
        try:
            start, end = (one.kind.parse(one.line.seen_text()) for one in (self.first, self.last))
        except InvalidInput:
            start = end = None
        named = preset_between(start, end) if start and end else None
        self.preset.choose(named[0] if named else BY_DATES)
        if named and named[1] in self._years:
            self.year.choose(named[1])


class _PeriodDay(DateEdit):
    """One of two days side by side: what is wrong stands below both, where there is room for a sentence."""

    def __init__(self, problem: QLabel, name: str) -> None:
        self._below = problem
        super().__init__(Day(), name)

    def show_problem(self, text: str) -> None:
        wrong = "true" if text else "false"
        if self.line.property("wrong") == wrong == "false":
            return
        set_look(self.line, "wrong", wrong)
        self.line.setAccessibleDescription(text)
        self._below.setText(text)
        self._below.setVisible(bool(text))

    def shown_problem(self) -> str:
        return self._below.text() if self.line.property("wrong") == "true" else ""


def _problem_label() -> QLabel:
    label = QLabel()
    label.setProperty("role", "problem")
    label.setWordWrap(True)
    label.hide()
    return label


def _pair(left: QWidget, right: QWidget, wide: int, narrow: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(left, wide)
    row.addWidget(right, narrow)
    return row
