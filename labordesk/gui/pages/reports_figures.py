"""From a figure on the report to its rows and back: the paper lies beneath, at the place where it was left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedLayout, QWidget

from labordesk.documents.hot_spots import Spot
from labordesk.gui.context import Context
from labordesk.gui.pages.overview_words import period_words
from labordesk.gui.pages.parts.rows_behind import Opened, RowsBehind
from labordesk.gui.preview.figure_spots import figure_name
from labordesk.gui.preview.paper_preview import PaperPreview


class ReportFigures(QObject):
    """Shows ``paper`` (the choices with the pages), or the rows of a figure in its place.

    ``named`` is told title and days of the figure shown, both "" when the paper is back.
    """

    def __init__(
        self, context: Context, preview: PaperPreview, paper: QWidget, named: Callable[[str, str], None]
    ) -> None:
        super().__init__(paper)
        self._preview, self._paper, self._named = preview, paper, named
        self.rows = RowsBehind(context)
        # A stack shows its first widget at once: without a parent that would be a window of its own.
        self.views = QStackedLayout()
        self.views.addWidget(paper)
        self.views.addWidget(self.rows)
        self.rows.opened.connect(lambda page, target: context.go(page, **target))
        preview.figure_opened.connect(self.open)

    def open(self, spot: Spot) -> None:
        """Show the rows of a figure."""
        title = figure_name(spot)
        self._named(title, figure_period(spot))
        self.views.setCurrentWidget(self.rows)
        self.rows.show_rows(Opened(spot.counts, title, spot.text))

    def is_open(self) -> bool:
        """Say whether rows are shown in place of the paper."""
        return self.views.currentWidget() is self.rows

    def show_paper(self) -> None:
        """Come back to the paper, at the place where it was left."""
        if self.is_open():
            self.views.setCurrentWidget(self._paper)
            self._named("", "")
            self._preview.view.setFocus()

    def close(self) -> bool:
        """Come back to the paper and say whether rows were shown."""
        was_open = self.is_open()
        self.show_paper()
        return was_open

    def reload(self) -> None:
        """Read the rows shown again after a write."""
        if self.is_open():
            self.rows.reload()


def figure_period(spot: Spot) -> str:
    """Return the days a figure is about ("quý III/2023"), "" where it is about none."""
    from labordesk.services.figure_rows import period_of

    period = period_of(spot.counts)
    return "" if period is None else period_words(period)
