"""Columns full of amounts that nothing is taken from: no đồng of a list goes unseen."""

from __future__ import annotations

from typing import Final

from labordesk.exchange.columns import is_money, sights_of
from labordesk.exchange.layout import Layout
from labordesk.exchange.list_model import ReadSheet

_MOSTLY: Final = 0.8
_CHOSEN: Final = 1.0
"""How sure a column is that the officer has settled."""


def unused_money(sheet: ReadSheet) -> tuple[str, ...]:
    """Return the headings of columns of amounts that are in no field, unless the officer left them out."""
    if sheet.layout is None:
        return ()
    nothing_given = sheet.kind == "people"  # only people are written of such a list
    given = (column.label for column in sheet.columns if nothing_given and _gives(column.field))
    return (*given, *_in_no_field(sheet, sheet.layout))


def _in_no_field(sheet: ReadSheet, layout: Layout) -> tuple[str, ...]:
    if not any(column.field is None for column in sheet.columns):
        return ()
    sights = sights_of(layout)
    return tuple(
        column.label
        for column in sheet.columns
        if column.field is None
        and column.confidence < _CHOSEN
        and column.label.strip()
        and sights[column.index].filled
        and sights[column.index].share("sum") >= _MOSTLY
        and max(sights[column.index].share("citizen"), sights[column.index].share("phone")) < _MOSTLY
        and not sights[column.index].is_serial
    )


def _gives(field: str | None) -> bool:
    """Tell whether a column is of money given, which a person's income is not."""
    return field is not None and field != "income" and is_money(field)
