"""The looks of cells: letters, rules and number formats of a workbook."""

from __future__ import annotations

from functools import cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from labordesk.documents.model import Align

FONT = "Times New Roman"
NUMBER = "#,##0"
"""Shown with dots between thousands where the computer is set to Vietnamese."""


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._make = cache(self._made)

    def text(self, size: float = 12, align: Align = Align.LEFT, *, bold: bool = False, italic: bool = False) -> Format:
        """Return the look of text outside tables; long text is wrapped in its merged cells."""
        return self._make(size, align, bold, italic, False)

    def cell(self, size: float, align: Align, *, bold: bool = False) -> Format:
        """Return the look of a cell of a table."""
        return self._make(size, align, bold, False, True)

    def _made(self, size: float, align: Align, bold: bool, italic: bool, ruled: bool) -> Format:
        look: dict[str, Any] = {
            "font_name": FONT,
            "font_size": size,
            "align": str(align),
            "valign": "vcenter" if ruled else "top",
            "text_wrap": True,
            "bold": bold,
            "italic": italic,
            "num_format": NUMBER if ruled else "General",
        }
        if ruled:
            look["border"] = 1
        return self._book.add_format(look)
