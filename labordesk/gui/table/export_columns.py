"""How the columns of a table become those of a file: amounts and days as such, words as the screen shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from labordesk.fields import Count, Day, Kind, Money, PartialDay, PersonName, Text
from labordesk.fields.person_numbers import PersonNumber
from labordesk.gui.table.column import Column

if TYPE_CHECKING:
    from labordesk.exchange.list_plan import ListColumn

Read = Callable[[Any], Any]
_VALUES = (int, str, date, type(None))


def is_identifier(column: Column) -> bool:
    """Say whether a column holds numbers that name a person, which may be masked."""
    return isinstance(column.kind, PersonNumber)


def can_go_out(column: Column) -> bool:
    """Say whether a column has words for a heading; a column of pictures or boxes has none."""
    return bool(column.title().strip())


def export_columns(columns: Sequence[Column], places: Iterable[int]) -> tuple[tuple[ListColumn, ...], list[Read]]:
    """Return the columns of the file and, for each, what reads its value from a row."""
    from labordesk.exchange.list_plan import ListColumn

    found, readers = [], []
    for place in places:
        kind, read = _reader(columns[place], place)
        added_up = isinstance(kind, Money) and columns[place].summed
        found.append(ListColumn(columns[place].title(), kind, columns[place].characters(), added_up))
        readers.append(read)
    return tuple(found), readers


def values_of(rows: Iterable[Any], readers: Sequence[Read]) -> Iterator[tuple[Any, ...]]:
    """Give the values of each row."""
    for row in rows:
        yield tuple([read(row) for read in readers])


def _reader(column: Column, place: int) -> tuple[Kind, Read]:
    """Return the kind of cells and what reads them.

    What a column shows in its own way (a dash for no money, a masked number) is told by its value all the same; words
    such as "còn 3 ngày" and states have no value of a kind, and go out as they are read on the screen.
    """
    worded = column.pill is not None or column.tick is not None
    if not worded and column.show is None and isinstance(column.kind, Text | PersonName):
        return Text(), lambda row: column.value(row, place)  # as it is shown, without the way through ``show``
    valued = (Money, Count, PersonNumber) if column.show is not None else (Money, Count, PersonNumber, Day, PartialDay)
    if worded or not isinstance(column.kind, valued):
        return Text(), lambda row: column.text(row, place)

    def value_or_words(row: Any) -> Any:
        value = column.value(row, place)
        return value if isinstance(value, _VALUES) else column.text(row, place)

    return column.kind, value_or_words
