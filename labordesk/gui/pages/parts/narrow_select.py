"""A list to choose from that may be narrower than its longest line."""

from __future__ import annotations

from labordesk.gui.inputs.choice import Select


def make_narrow(select: Select) -> None:
    """Let a list be narrower than its longest line; opened, it shows the lines whole."""
    select.setMinimumWidth(60)
    lines = (select.itemText(row) for row in range(select.count()))
    longest = max((select.fontMetrics().horizontalAdvance(line) for line in lines), default=0)
    select.view().setMinimumWidth(longest + 48)
