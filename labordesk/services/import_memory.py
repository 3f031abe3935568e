"""What one preview of a file found out, for the next preview of the same file: an answer changes few of its rows.

Taken from here is only what would be found again: the file read by the same choices on the same day, people of the
same state of the register, files begun with the same values. A preview is the same with and without it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, TypeAlias

from labordesk.exchange.known_rows import KnownRows
from labordesk.exchange.list_model import ReadChoices, ReadList
from labordesk.exchange.lists import read_list
from labordesk.exchange.problems import Problem
from labordesk.exchange.workbook import Workbook
from labordesk.fields import kinds as clock
from labordesk.services.import_drafts import Draft
from labordesk.services.import_matching import Hit, Told, Wanted, match_rows
from labordesk.services.import_model import RowPlace
from labordesk.services.import_people import fitting_columns, person_fields
from labordesk.store import history

_NEW_UNIT: Final = -1
"""Stands for every unit the list adds: nobody of the register is in one."""

State: TypeAlias = tuple[int, str, int]
"""The last operation with its chain, and the last change: those of another program wait for their operation."""
_File: TypeAlias = tuple[Mapping[str, Any], int | None, Mapping[str, Any] | None, tuple[Problem, ...]]


class PreviewMemory:
    """Kept as long as the file is in front; parts are replaced whole, so that work overtaken by newer does no harm.

    ``lasting``: another preview follows, so that the rows are kept as their own cells say them.
    """

    def __init__(self, *, lasting: bool = True) -> None:
        self._read: tuple[Workbook, ReadChoices, date, ReadList] | None = None
        self._rows = KnownRows() if lasting else None
        self._matches: tuple[State, Mapping[Wanted, tuple[Hit, ...]]] | None = None
        self._files: Mapping[RowPlace, _File] = {}

    def list_of(self, workbook: Workbook, choices: ReadChoices, told: Told | None = None) -> ReadList:
        """Return the list read by these choices; only rows whose answers are others are read again."""
        today, known = clock.today(), self._read
        if known is not None and known[0] is workbook and known[1:3] == (choices, today):
            return known[3]
        found = read_list(workbook, choices, told=told, known=self._rows)
        self._read = workbook, choices, today, found
        return found

    def matched(
        self, connection: sqlite3.Connection, rows: Sequence[Wanted], told: Told | None = None
    ) -> list[tuple[Hit, ...]]:
        """Return what ``match_rows`` does; only rows not met in this state of the register are looked for."""
        asked = [_in_register(row) for row in rows]
        state, known = state_of(connection), self._matches
        met = known[1] if known is not None and known[0] == state else {}
        missing = [row for row in dict.fromkeys(asked) if row not in met]
        found = dict(zip(missing, match_rows(connection, missing, told), strict=True)) if missing else {}
        every = {row: met[row] if row in met else found[row] for row in asked}
        self._matches = state, every
        return [every[row] for row in asked]

    def given_up(self) -> list[list[Any]]:
        """Remember nothing any more; return what was, to be freed a few at a time."""
        matches, files = self._matches, self._files
        self._matches, self._files, self._read = None, {}, None
        found: list[list[Any]] = [list(files), list(files.values())]
        if matches is not None:
            found += [list(matches[1]), list(matches[1].values())]
        if self._rows is not None:
            found += self._rows.given_up()
        return found

    def files(self) -> BegunFiles:
        """Return the files that rows begin, as one preview asks for them."""
        return BegunFiles(self._files, self._keep_files)

    def _keep_files(self, files: Mapping[RowPlace, _File]) -> None:
        self._files = files


class BegunFiles:
    """The new files of one preview; ``keep`` at its end."""

    def __init__(self, known: Mapping[RowPlace, _File], keep: Callable[[Mapping[RowPlace, _File]], None]) -> None:
        self._known = known
        self._found: dict[RowPlace, _File] = {}
        self._keep = keep

    def begin(self, draft: Draft, unit_id: int | None) -> None:
        """See that a new file can be begun with what a row says: its columns, or the problems of the form."""
        values, known = draft.read.values, self._known.get(draft.place)
        if draft.values != values:  # filled in meanwhile
            draft.columns, problems = _begun(draft.values, unit_id)
        else:
            if known is None or known[1] != unit_id or known[0] != values:
                known = values, unit_id, *_begun(values, unit_id)
            self._found[draft.place] = known
            draft.columns, problems = known[2:]
        draft.problems.extend(problems)

    def keep(self) -> None:
        """Remember what was found for the next preview."""
        self._keep(self._found)


def _begun(values: Mapping[str, Any], unit_id: int | None) -> tuple[Mapping[str, Any] | None, tuple[Problem, ...]]:
    columns = fitting_columns(values) if unit_id is not None else None
    return (columns, ()) if columns is not None else (None, person_fields(values, unit_id)[1])


def state_of(connection: sqlite3.Connection) -> State:
    """Return what tells a state of the register from every other."""
    change = connection.execute("SELECT coalesce(max(id), 0) FROM row_change").fetchone()[0]
    return (*history.head(connection), int(change))


def _in_register(row: Wanted) -> Wanted:
    """Return a row as the register is asked about it."""
    unit_id = row.candidate.unit_id
    if unit_id is None or unit_id >= _NEW_UNIT:
        return row
    return Wanted(replace(row.candidate, unit_id=_NEW_UNIT), row.union_card)
