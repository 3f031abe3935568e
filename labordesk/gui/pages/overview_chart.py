"""Chi theo tháng: the chart of the one-page summary on the screen, beside last year; a month opens its rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from labordesk.documents.model import Bar, Chart, ChartKind
from labordesk.gui.chart_view import ChartView
from labordesk.gui.pages.overview_words import money_words
from labordesk.gui.work import Work
from labordesk.i18n import _
from labordesk.services.overview import Month
from labordesk.vietnamese.numbers import millions


class MonthBars(ChartView):
    """``opened`` brings the month ("2026-02") pressed by mouse, or by Enter after the arrows."""

    opened = Signal(str)

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._months: tuple[Month, ...] = ()
        self.pressed.connect(lambda place: self.opened.emit(self._months[place].month))
        self.setAccessibleName(_("Chi theo tháng"))

    def set_months(self, months: Sequence[Month]) -> None:
        """Show months in their order."""
        self._months = tuple(months)
        told = "; ".join(_words(one) for one in self._months if one.amount or one.before)
        self.setAccessibleName(_("Chi theo tháng") + (f": {told}" if told else ""))
        bars = tuple(Bar(_label(one), one.amount, millions(one.amount), one.before) for one in self._months)
        series = (_("Kỳ này"), _("Cùng kỳ năm trước"))
        chart = Chart(_("Chi theo tháng"), bars, ChartKind.COLUMNS, series)
        self.set_chart(chart, [_words(one) for one in self._months])

    def months(self) -> tuple[Month, ...]:
        """Return the months shown."""
        return self._months


def _label(month: Month) -> str:
    return _("T{month}").format(month=int(month.month[5:]))


def _words(month: Month) -> str:
    return _("Tháng {month}: {amount}; năm trước {before}").format(
        month=int(month.month[5:]), amount=money_words(month.amount), before=money_words(month.before)
    )
