"""How wide the columns of a table are and how large its letters, so that no word and no sum is cut in two."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from labordesk.documents.fonts import BOLD, REGULAR
from labordesk.documents.model import Row, RowKind, Table
from labordesk.documents.wrapping import Setter
from labordesk.vietnamese.numbers import number

PAD_X: Final = 3.0
"""Points between a rule and the text beside it."""

SMALLEST: Final = 9.0
"""Points; smaller letters are hard to read on a copied page, so rather a long word is cut."""

_STEP: Final = 0.5
_SQUEEZED: Final = 0.75
"""Letters get smaller before a column gives away more of its share of the width than this leaves it."""

_LONGEST_WORD: Final = 0.3
"""Part of the table's width that one word may ask for; a longer one, the address of a web page, is cut anyhow."""


def fit(table: Table, width: float) -> tuple[tuple[float, ...], float]:
    """Return the edges of the columns, from 0 to ``width``, and the size of the letters, in points."""
    words = _words(table)
    total = sum(column.share for column in table.columns)
    shares = [width * column.share / total for column in table.columns]
    size = table.size
    while True:
        needs = _needs(words, size, width)
        widths = _widths(shares, needs, width)
        squeezed = any(wide < share * _SQUEEZED for wide, share in zip(widths, shares, strict=True))
        if size - _STEP < SMALLEST or not (squeezed or sum(needs) > width):
            return tuple(accumulate(widths, initial=0.0)), size
        size -= _STEP


def _widths(shares: list[float], needs: list[float], width: float) -> list[float]:
    """Give every column what its words need and the others what is left, by their shares."""
    fixed: set[int] = set()
    while True:
        left = width - sum(needs[column] for column in fixed)
        open_shares = sum(share for column, share in enumerate(shares) if column not in fixed)
        if left <= 0 or open_shares <= 0:
            return [width * need / sum(needs) for need in needs]
        widths = [
            needs[column] if column in fixed else share * left / open_shares for column, share in enumerate(shares)
        ]
        short = {column for column in range(len(shares)) if widths[column] < needs[column] and column not in fixed}
        if not short:
            return widths
        fixed |= short


def _words(table: Table) -> list[tuple[set[str], set[str]]]:
    """Return for each column the words set in regular and those set in bold letters."""
    found: list[tuple[set[str], set[str]]] = [(set(), set(column.heading.split())) for column in table.columns]
    texts: list[set[str]] = [set() for _column in table.columns]
    for row in table.rows:
        if row.kind is RowKind.NORMAL:
            for column, cell in enumerate(row.cells):
                if cell is not None:
                    texts[column].add(number(cell) if isinstance(cell, int) else cell)
        else:
            for column, text in _single_cells(row):
                found[column][1].update(text.split())
    for column, known in enumerate(texts):
        for text in known:
            found[column][0].update(text.split())
    for column, total in _carried_totals(table):
        found[column][1].add(number(total))
    return found


def _single_cells(row: Row) -> Iterable[tuple[int, str]]:
    """Yield the cells of a bold row that do not reach over empty ones behind them."""
    for column, cell in enumerate(row.cells):
        reaches_over = isinstance(cell, str) and column + 1 < len(row.cells) and row.cells[column + 1] is None
        if cell is not None and not reaches_over:
            yield column, number(cell) if isinstance(cell, int) else cell


def _carried_totals(table: Table) -> Iterable[tuple[int, int]]:
    """Yield the largest sum that a carried column can show."""
    for column, one in enumerate(table.columns):
        if one.carried:
            cells = (row.cells[column] for row in table.rows if row.kind is RowKind.NORMAL)
            yield column, sum(cell for cell in cells if isinstance(cell, int))


def _needs(words: list[tuple[set[str], set[str]]], size: float, width: float) -> list[float]:
    """Return the width each column needs for the longest of its words that are not to be cut."""
    regular, bold = Setter(REGULAR, size), Setter(BOLD, size)
    most = width * _LONGEST_WORD
    return [
        max((wide for wide in (*map(regular.width, plain), *map(bold.width, strong)) if wide <= most), default=0.0)
        + 2 * PAD_X
        for plain, strong in words
    ]
