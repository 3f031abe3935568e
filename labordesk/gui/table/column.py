"""``Column``: what a column shows of a row, how wide, how aligned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from labordesk.fields import Area, Count, Kind, Money, Percent, Text
from labordesk.fields.kinds import Align
from labordesk.gui.tokens import Tone
from labordesk.i18n import _


@dataclass(frozen=True)
class Column:
    """One column; ``heading`` is a msgid, ``key`` the attribute of the row (a tuple is read by position).

    ``width`` is in characters; ``stretch`` takes the room that is left; ``hidden`` is the state before the user
    chooses. ``show`` overrides the kind's text, ``read`` where the value comes from; ``pill`` gives (word, tone) for
    a state in a rounded box, ``tick`` draws a box that is ticked or not (None: no box), ``tone`` colours a cell whose
    words already say what is wrong, ``tip`` explains it. ``spare`` columns are left out, the last one first, while a
    narrow table would scroll sideways and the user has not chosen columns. Money is added up under a list taken out
    unless ``summed`` says that its sum means nothing (norms, running balances).
    """

    key: str
    heading: str
    kind: Kind = Text()  # noqa: RUF009 - kinds are frozen values
    width: int = 0
    align: Align | None = None
    read: Callable[[Any], Any] | None = None
    show: Callable[[Any], str] | None = None
    pill: Callable[[Any], tuple[str, Tone]] | None = None
    tick: Callable[[Any], bool | None] | None = None
    tone: Callable[[Any], Tone | None] | None = None
    tip: Callable[[Any], str] | None = None
    sortable: bool = False
    stretch: bool = False
    hidden: bool = False
    spare: bool = False
    link: bool = False
    muted: bool = False
    bold: bool = False
    summed: bool = True

    def title(self) -> str:
        """Return the heading in the language of the screen."""
        return _(self.heading)

    def alignment(self) -> Align:
        """Return how the column is aligned: its own wish or that of its kind."""
        return self.align or self.kind.align

    def characters(self) -> int:
        """Return the width in characters."""
        return self.width or self.kind.width

    def value(self, row: Any, place: int) -> Any:
        """Return the value of a row; ``place`` is the position among all columns."""
        if self.read is not None:
            return self.read(row)
        if isinstance(row, tuple) and not hasattr(row, self.key):
            return row[place]
        return getattr(row, self.key)

    def text(self, row: Any, place: int) -> str:
        """Return what the cell says."""
        if self.pill is not None:
            return self.pill(row)[0]
        if self.tick is not None:
            return {True: _("đã chọn"), False: _("chưa chọn"), None: ""}[self.tick(row)]
        value = self.value(row, place)
        if self.show is not None:
            return self.show(value)
        return " ".join(self.kind.show(value).split("\n"))

    def plain(self, row: Any, place: int) -> str:
        """Return the text for the clipboard: whole numbers without dots, which a spreadsheet takes as numbers."""
        if self.is_number() and self.show is None and self.pill is None:
            value = self.value(row, place)
            return str(value) if isinstance(value, int) else self.text(row, place)
        return self.text(row, place)

    def is_number(self) -> bool:
        """Say whether the column holds whole numbers that can be added up."""
        return isinstance(self.kind, Money | Count) and not isinstance(self.kind, Percent | Area)
