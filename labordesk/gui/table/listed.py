"""``ListTable``: the same table over a small list in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labordesk.gui.table.table import Table


class ListTable(Table):
    """For lists a service returns whole (documents of a case, campaigns of a year); sorting asks the service again."""

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, staying in place when the current one is still there."""
        self.show_rows(rows)

    def fit_height(self, most: int = 12) -> None:
        """Be as high as the rows need, up to ``most`` of them, so that a page can stack several lists."""
        rows = max(1, min(most, len(self.model.rows)))
        header = self.view.headings.sizeHint().height()
        self.setFixedHeight(header + rows * self.view.verticalHeader().defaultSectionSize() + 4)
