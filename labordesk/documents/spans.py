"""Which cells of a table stand over several columns: the same on paper, in Word and in Excel."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from labordesk.documents.model import Align, Cell, Column, Row, RowKind


class Span(NamedTuple):
    """A content from column ``first`` up to, not including, ``stop``."""

    first: int
    stop: int
    content: Cell


class HeadSpan(NamedTuple):
    """A heading over columns ``first`` to ``stop``; ``group`` is empty for a column under no common heading."""

    group: str
    first: int
    stop: int


def row_spans(row: Row) -> list[Span]:
    """Return the cells of a row; only bold rows join the ``None`` cells behind a text."""
    if row.kind is RowKind.NORMAL:
        return [Span(index, index + 1, cell) for index, cell in enumerate(row.cells)]
    spans: list[Span] = []
    for index, cell in enumerate(row.cells):
        if cell is None and spans and isinstance(spans[-1].content, str):
            spans[-1] = spans[-1]._replace(stop=index + 1)
        else:
            spans.append(Span(index, index + 1, cell))
    return spans


def head_spans(columns: Sequence[Column]) -> list[HeadSpan]:
    """Return the upper headings from left to right; neighbours with the same ``group`` share one."""
    spans: list[HeadSpan] = []
    for group, members in groupby(range(len(columns)), key=lambda index: columns[index].group):
        indices = list(members)
        if group:
            spans.append(HeadSpan(group, indices[0], indices[-1] + 1))
        else:
            spans += [HeadSpan("", index, index + 1) for index in indices]
    return spans


def cell_align(kind: RowKind, span: Span, column: Column) -> Align:
    """Numbers stand right; the label of a sum over several columns in the middle, that of a group left."""
    if isinstance(span.content, int) and column.align is Align.LEFT:
        return Align.RIGHT
    if span.stop - span.first > 1:
        return Align.LEFT if kind is RowKind.GROUP else Align.CENTER
    return column.align
