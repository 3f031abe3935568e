"""``PagedTable``: rows fetched page by page while one scrolls; sorting changes the query, never the loaded rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from labordesk.gui.context import Context
from labordesk.gui.table.column import Column
from labordesk.gui.table.table import Table

PAGE_ROWS = 100
EXPORT_ROWS = 2000
"""Rows asked for at once when all of them are taken out."""
AHEAD_ROWS = 60
MOST_RELOADED = 1000


class RowPageLike(Protocol):
    """A keyset page: rows in order, where the next begins (None: nowhere), and how many there are (None: unknown)."""

    @property
    def rows(self) -> Sequence[Any]: ...

    @property
    def next_key(self) -> Any | None: ...

    @property
    def total(self) -> int | None: ...


@dataclass(frozen=True)
class RowPage:
    """A page for callers that have no type of their own."""

    rows: Sequence[Any]
    next_key: Any | None = None
    total: int | None = None


Fetch = Callable[[Any | None, int], RowPageLike]
"""Called on the reading pool with (key to go on after, how many rows at most)."""


class PagedTable(Table):
    """A table over a register of any size; see docs/gui-kit.md."""

    loaded = Signal()
    """Rows arrived, the first or more."""
    counted = Signal(int)
    """How many rows the query has, when the page or ``count`` tells."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        context: Context,
        *,
        empty: QWidget | None = None,
        identify: Callable[[Any], Any] | None = None,
        title: str = "",
    ) -> None:
        super().__init__(name, columns, context, empty=empty, identify=identify, title=title)
        self._fetch: Fetch | None = None
        self._count: Callable[[], int] | None = None
        self._next: Any | None = None
        self._loading_more = False
        self.total: int | None = None
        self._layers.setCurrentIndex(0)
        self.view.verticalScrollBar().valueChanged.connect(self._look_ahead)

    def set_fetch(self, fetch: Fetch, count: Callable[[], int] | None = None) -> None:
        """Show another query from its beginning; ``count`` is asked after the first rows are on the screen."""
        self._fetch, self._count = fetch, count
        self._load(PAGE_ROWS, keep=False)

    def reload(self) -> None:
        """Ask the same query again, staying in place."""
        self._load(min(MOST_RELOADED, max(PAGE_ROWS, len(self.model.rows))), keep=True)

    def more(self, rows: int = PAGE_ROWS) -> None:
        """Fetch the next page unless one is on its way; a larger one when looking for something further down."""
        if self._fetch is None or self._next is None or self._loading_more:
            return
        self._loading_more = True
        fetch, key = self._fetch, self._next
        self.context.work.read(
            lambda: fetch(key, rows), self._add, latest=self._channel(), owner=self, always=self._more_ended
        )

    def every_row(self) -> Callable[[], Iterator[Any]]:
        """Return what gives all rows of the query in order, those not loaded yet too; to be called in a worker."""
        fetch = self._fetch
        return (lambda: iter(())) if fetch is None else partial(_every_row, fetch)

    def row_count(self) -> int | None:
        """Return how many rows the query has, None while that is not known."""
        return self.total if self._next is not None else len(self.model.rows)

    def _load(self, limit: int, *, keep: bool) -> None:
        if self._fetch is None:
            return
        fetch = self._fetch
        self._next = None  # nothing may be added to rows that are about to go
        self._loading_more = False
        self.context.work.read(
            lambda: fetch(None, limit), lambda page: self._begin(page, keep=keep), latest=self._channel(), owner=self
        )

    def _begin(self, page: RowPageLike, *, keep: bool) -> None:
        self._next = page.next_key
        if not keep:
            self.view.scrollToTop()
            self.view.clearSelection()
        self.show_rows(page.rows, has_more=page.next_key is not None)
        self._tell_total(page.total)
        if page.total is None:
            self._ask_count(len(page.rows))
        self.loaded.emit()

    def _add(self, page: RowPageLike) -> None:
        self._next = page.next_key
        self._loading_more = False
        self.model.add_rows(page.rows, has_more=page.next_key is not None)
        self.loaded.emit()
        self._look_ahead()

    def _more_ended(self) -> None:
        self._loading_more = False

    def _ask_count(self, shown: int) -> None:
        if self._next is None:
            self._tell_total(shown)
        elif self._count is not None:
            self.context.work.read(self._count, self._tell_total, latest=("count", id(self)), owner=self)

    def _tell_total(self, total: int | None) -> None:
        self.total = total
        if total is not None:
            self.counted.emit(total)

    def _look_ahead(self) -> None:
        last = self.view.rowAt(self.view.viewport().height() - 1)
        if self._next is not None and last >= len(self.model.rows) - AHEAD_ROWS:
            self.more()

    def _channel(self) -> tuple[str, int]:
        return ("table", id(self))


def _every_row(fetch: Fetch) -> Iterator[Any]:
    key: Any | None = None
    while True:
        page = fetch(key, EXPORT_ROWS)
        yield from page.rows
        key = page.next_key
        if key is None:
            return
