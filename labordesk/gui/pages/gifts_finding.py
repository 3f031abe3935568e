"""Finding the line a key is about: what is typed and chosen, the rows that answer it, and which of them is meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from labordesk.fields.choices import HANDOVERS
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.gifts_reading import DOUBLED, LIVELY, REASONED, CampaignState, Narrowed, fetch_recipients
from labordesk.gui.pages.gifts_search import TableSearch
from labordesk.gui.pages.gifts_words import WAITING
from labordesk.gui.table import PagedTable
from labordesk.i18n import _
from labordesk.services.gift_lists import RecipientRow
from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.numbers import number

PAUSE_MS: Final = 90
NEXT: Final = "planned"
"""State of the lines a hand-over goes through one after another."""
MOST_LINES: Final = 1_000_000
"""More than any list has."""
STRIDE: Final = 500
"""So many lines at once are read on the way to the first that still waits."""


class Finder(QObject):
    """The box and the two filters above a list; a key pressed during a search waits for its answer."""

    asked = Signal()
    """Other lines are wanted from now on: what was said about the old ones is over."""
    many_found = Signal()
    """A key was pressed while several people match; the keyboard is on the rows now."""

    def __init__(self, context: Context, table: PagedTable, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._table = table
        self._campaign_id = 0
        self._below: int | None = None
        self._is_stale = False
        self._then: Callable[[], None] | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.look)
        self.box = TableSearch()
        self.units = Select([(None, _("Mọi đơn vị"))], _("Đơn vị"))
        self.units.setMinimumContentsLength(14)
        self.states = Select(_state_choices(), _("Tình trạng"))
        self.box.searched.connect(self._typed)
        self.box.rows_asked.connect(self._go_to_rows)
        self.units.currentIndexChanged.connect(self.look)
        self.states.currentIndexChanged.connect(self.look)
        table.loaded.connect(self._loaded)

    def narrowed(self) -> Narrowed:
        """Return which lines are asked for now."""
        unit_id, below = _read_unit(self.units.chosen())
        return Narrowed(self.box.seen_text().strip(), unit_id, self.states.chosen() or "", below)

    def unit_id(self) -> int | None:
        """Return the unit chosen, None for all."""
        return _read_unit(self.units.chosen())[0]

    def start(
        self, campaign_id: int, text: str = "", *, unit_id: int | None = None, state: str = "", below: bool = False
    ) -> None:
        """Look for lines of a campaign from its beginning; ``below`` takes those of the units under one in."""
        self._campaign_id = campaign_id
        self._below = unit_id if below else None
        for one in (self.box, self.units, self.states):
            one.blockSignals(True)
        self.box.setText(text)
        if below:
            self.units.addItem("…", _below(unit_id))
        self.units.choose(_below(unit_id) if below else unit_id)
        self.states.choose(state)
        for one in (self.box, self.units, self.states):
            one.blockSignals(False)
        self.look()

    def offer_units(self, state: CampaignState) -> None:
        """Offer the units the list is for, each with what is still to be handed over."""
        units: list[tuple[Any, str]] = [(one.unit_id, _unit_words(one.name, one.waiting)) for one in state.units]
        if self._below is not None:
            units.insert(0, (_below(self._below), _("{unit} và bên dưới").format(unit=state.name_of(self._below))))
        self.units.set_options([(None, _("Mọi đơn vị")), *units])

    def is_waiting(self) -> bool:
        """Say whether what is typed was not answered yet."""
        return self._is_stale

    def _typed(self, _text: str) -> None:
        self._is_stale = True
        self._then = None
        self.asked.emit()
        self._pause.start()

    def look(self) -> None:
        """Ask for the lines that match the box and the filters."""
        self._pause.stop()
        self._is_stale = True
        self.asked.emit()
        self._table.set_fetch(fetch_recipients(self._context.register, self._campaign_id, self.narrowed()))

    def read_all(self, then: Callable[[list[RecipientRow]], None]) -> None:
        """Read every line the box and the filters ask for, also those not loaded yet."""
        fetch = fetch_recipients(self._context.register, self._campaign_id, self.narrowed())
        self._context.work.read(
            lambda: list(fetch(None, MOST_LINES).rows), then, latest=("gifts", "all lines"), owner=self
        )

    def when_found(self, act: Callable[[], None]) -> None:
        """Do something to the current line, once the rows shown are those of what was typed.

        When several people match, the keyboard goes to the rows first: nobody is marked who was not looked at.
        """
        if self._is_stale:
            self._then = act
            if self._pause.isActive():
                self.look()
        elif not self.narrowed().text or self._is_certain():
            act()
        elif self._table.rows():
            self._table.focus_first()
            self.many_found.emit()

    def _loaded(self) -> None:
        if not self._is_stale:
            return
        best = self._best()
        if self._goes_on(best):
            self._table.more(STRIDE)
            return
        self._is_stale = False
        then, self._then = self._then, None
        if best is not None and not (self._is_whole_list() and best.handover == "absent"):
            self._table.select(best.award_id)
        elif best is not None:
            self._table.view.setCurrentIndex(QModelIndex())  # only the absent are left: they are chosen, never met
        if then is not None:
            self.when_found(then)

    def _goes_on(self, best: RecipientRow | None) -> bool:
        """Say whether the hand-over has to look further down for the first line that nobody has marked."""
        is_over = best is not None and best.handover != NEXT
        return self._is_whole_list() and is_over and self._table.model.has_more

    def _is_whole_list(self) -> bool:
        """Say whether the hand-over goes down the list, nobody being looked for."""
        return self.box.takes_orders and not self.narrowed().text

    def _best(self) -> RecipientRow | None:
        """Return the line most likely meant: the place typed, a whole given name, one not marked, one absent."""
        rows: list[RecipientRow] = self._table.rows()
        words, place = plain_key(self.narrowed().text).split(), self._place()

        def unlikeness(row: RecipientRow) -> tuple[bool, bool, bool, bool]:
            given_name = plain_key(row.name).split()[-1:] if words else []
            state = row.handover
            return row.position != place, given_name != words[-1:], state not in WAITING, state != NEXT

        return min(rows, key=unlikeness, default=None)

    def _place(self) -> int | None:
        """Return the place in the list that was typed."""
        text = self.narrowed().text
        return int(text) if text.isascii() and text.isdecimal() else None

    def _is_certain(self) -> bool:
        current: RecipientRow | None = self._table.current()
        return len(self._table.rows()) == 1 or (current is not None and current.position == self._place())

    def go_on_from(self, row: RecipientRow, busy: Callable[[RecipientRow], bool]) -> None:
        """After a mark take the next key: with an empty box the next line nobody has marked is the current one.

        The absent are met by their name or by the arrows only, or a careless Enter would mark them as received.
        """
        self.box.start_next()
        if self.narrowed().text:
            return
        rows: list[RecipientRow] = self._table.rows()
        unmarked = [one for one in rows if one.handover == NEXT and not busy(one)]
        later = (one for one in unmarked if one.position > row.position)
        following = next(later, None) or next(iter(unmarked), None)
        if following is not None:
            self._table.select(following.award_id)
        elif not self._table.model.has_more:
            self._table.view.setCurrentIndex(QModelIndex())

    def _go_to_rows(self, step: int) -> None:
        view, rows = self._table.view, len(self._table.rows())
        if not rows:
            return
        place = view.currentIndex().row()
        view.setFocus()
        view.setCurrentIndex(self._table.model.index(min(rows - 1, max(0, place + step)), 0))


def _state_choices() -> list[tuple[str, str]]:
    states = [(code, _(label)) for code, label in HANDOVERS]
    exceptions = [(DOUBLED, _("Trùng")), (REASONED, _("Có lý do đặc biệt"))]
    return [("", _("Mọi tình trạng")), (LIVELY, _("Chưa nhận và vắng")), *states, *exceptions]


def _below(unit_id: int | None) -> str:
    """Return the choice of a unit with all below it; a whole number stands for its own list alone."""
    return f"below {unit_id}"


def _read_unit(chosen: Any) -> tuple[int | None, bool]:
    """Return the unit of a choice, and whether those below it belong to it."""
    if isinstance(chosen, str):
        return int(chosen.removeprefix("below ")), True
    return chosen, False


def _unit_words(name: str, waiting: int) -> str:
    return _("{unit} · còn {n}").format(unit=name, n=number(waiting)) if waiting else name
