"""Lists typed without any heading: known by their rows, the columns named "Cột A" until the officer says more."""

from __future__ import annotations

from typing import Final

from labordesk.exchange.cells import CellValue
from labordesk.exchange.column_content import ColumnContent, look_at
from labordesk.exchange.layout_header import Header
from labordesk.exchange.layout_text import SheetText
from labordesk.exchange.list_fields import Content
from labordesk.i18n import _

_SEARCHED: Final = 400
_LEAST: Final = 3
_MOSTLY: Final = 0.7
_BESIDE: Final[tuple[Content, ...]] = ("citizen", "phone", "birth", "day", "sum")


def find_headless(text: SheetText) -> Header | None:
    """Return headings of no rows above a list of people, None for anything else.

    So many of its rows hold a name, and something only people are listed with, that they can be nothing else.
    """
    full = [at for at in range(min(text.height, _SEARCHED)) if len(text.filled(at)) >= _LEAST]
    if len(full) < _LEAST:
        return None
    seen = [look_at(_cell(text, at, column) for at in full) for column in range(text.width)]
    name = next((column for column, content in enumerate(seen) if _is(content, "name", len(full))), None)
    if name is None or not any(_is(content, beside, len(full)) for content in seen for beside in _BESIDE):
        return None
    first = next(at for at in full if "name" in look_at([_cell(text, at, name)]).shares)
    labels = tuple(_("Cột {letter}").format(letter=_letters(column)) for column in range(text.width))
    return Header(first, 0, labels, 0.0)


def _cell(text: SheetText, index: int, column: int) -> CellValue:
    return text.words(index, column) or text.cells(index)[column]


def _is(content: ColumnContent, what: Content, rows: int) -> bool:
    return content.share(what) >= _MOSTLY and content.filled >= rows * _MOSTLY


def _letters(column: int) -> str:
    """Return what a spreadsheet calls a column: A for 0, AA for 26."""
    before, place = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + place)
