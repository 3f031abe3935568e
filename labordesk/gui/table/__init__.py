"""Tables of one look, over pages fetched late (``PagedTable``) or a small list in memory (``ListTable``)."""

from labordesk.gui.table.column import Column
from labordesk.gui.table.listed import ListTable
from labordesk.gui.table.paged import Fetch, PagedTable, RowPage, RowPageLike

__all__ = ["Column", "Fetch", "ListTable", "PagedTable", "RowPage", "RowPageLike"]
