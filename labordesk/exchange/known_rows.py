"""The rows of a workbook as their own cells say them, kept from one reading to the next.

An answer to a cell changes how its row is read and no other; what rows say of each other (a sum, somebody listed twice)
is looked at anew each time. A reading is the same with and without the rows known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any, Final

from labordesk.exchange.cells import Workbook
from labordesk.exchange.drafts import Draft
from labordesk.exchange.list_model import ListKind, ReadChoices, ReadSheet
from labordesk.exchange.sheet_reading import CellAnswers, SheetReader, Understood
from labordesk.fields import kinds

Told = Callable[[int, int], None]

_TOLD_EVERY: Final = 1000


@dataclass(frozen=True)
class Begun:
    """The sheets of a workbook that are read, each with what reads its rows, and those that are left."""

    kind: ListKind
    confidence: float
    readers: tuple[tuple[Understood, SheetReader], ...]
    left: tuple[ReadSheet, ...]

    @property
    def lines(self) -> int:
        """Return how many lines there are to be read."""
        return sum(len(sheet.decoded.layout.body) for sheet, _reader in self.readers)


@dataclass(frozen=True)
class RowsRead:
    """The rows of each sheet in the order of ``begun``, read by these choices on this day."""

    workbook: Workbook
    choices: ReadChoices
    today: date
    begun: Begun
    drafts: tuple[Sequence[Draft], ...]

    def differs_by_answers(self, workbook: Workbook, choices: ReadChoices, today: date) -> bool:
        """Tell whether another reading can differ only where the answers to cells do."""
        return self.workbook is workbook and self.today == today and _bare(self.choices) == _bare(choices)

    def compared(self) -> list[tuple[Understood, list[Draft]]]:
        """Return the rows of each sheet once they were compared with each other; those kept stay as they are."""
        found = []
        for (sheet, reader), kept in zip(self.begun.readers, self.drafts, strict=True):
            drafts = [draft.again() for draft in kept]
            reader.compare(drafts)
            found.append((sheet, drafts))
        return found


class KnownRows:
    """Keeps the last rows read; they are replaced whole, so that work overtaken by newer does no harm."""

    def __init__(self) -> None:
        self._known: RowsRead | None = None

    def of(
        self, workbook: Workbook, choices: ReadChoices, begin: Callable[[], Begun], told: Told | None = None
    ) -> RowsRead:
        """Return the rows as these choices read them; ``told`` hears how many lines are read and may raise to stop."""
        known, today = self._known, kinds.today()
        if known is not None and known.differs_by_answers(workbook, choices, today):
            drafts = tuple(_again(known, place, choices) for place in range(len(known.drafts)))
            self._known = replace(known, choices=choices, drafts=drafts)
            return self._known
        begun = begin()
        step = _steps(told, begun.lines)
        drafts = tuple(reader.drafts(_answers(choices, sheet.name), step) for sheet, reader in begun.readers)
        self._known = read = RowsRead(workbook, choices, today, begun, drafts)
        return read

    def given_up(self) -> list[list[Draft]]:
        """Keep nothing any more; return the rows, to be freed a few at a time."""
        known, self._known = self._known, None
        return [list(drafts) for drafts in known.drafts] if known is not None else []


def _again(known: RowsRead, place: int, choices: ReadChoices) -> Sequence[Draft]:
    """Return the rows of a sheet, read again where the answers are others."""
    sheet, reader = known.begun.readers[place]
    before, now = _answers(known.choices, sheet.name), _answers(choices, sheet.name)
    changed = {row for row in before.keys() | now.keys() if before.get(row) != now.get(row)}
    return reader.drafts_again(known.drafts[place], now, changed) if changed else known.drafts[place]


def _bare(choices: ReadChoices) -> ReadChoices:
    return replace(choices, answers={})


def _answers(choices: ReadChoices, sheet: str) -> CellAnswers:
    found: dict[int, dict[str, Any]] = {}
    for (name, row, field), value in choices.answers.items():
        if name == sheet:
            found.setdefault(row, {})[field] = value
    return found


def _steps(told: Told | None, lines: int) -> Callable[[], None]:
    """Return what is called for every line, and passes every thousandth on."""
    done = count(1)

    def step() -> None:
        line = next(done)
        if told is not None and line % _TOLD_EVERY == 0:
            told(line, lines)

    return step
