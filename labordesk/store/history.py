"""The book of what was written: one operation for each unit of work, chained so that a cut or an edit shows."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from labordesk.store.driver import database_errors, is_of_a_value
from labordesk.store.origin import OUTSIDE

START: Final = ""
"""What the first operation is chained to."""

_CHANGES: Final = """
SELECT json_array(id, table_name, row_id, kind, NULL), content FROM row_change WHERE id >= ? AND id < ? ORDER BY id
"""
"""SQLite writes the list of a change, without its content, as Python does: a third of the time."""
FACTS: Final = "id, at, officer_id, origin, undoes_id, first_change, changes, digest"
"""The columns of an operation that its chain covers, in this order."""


_TOGETHER: Final = 500
_BARE: Final = len("null]")
_quoted: Final = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Broken:
    """The first operation that does not fit: its id, and what does not ("chain", "changes", "gap", "end")."""

    operation_id: int
    what: str


def begin(connection: sqlite3.Connection) -> None:
    """Close what another program changed since the last operation under its own name; costs one look-up."""
    if first_open(connection) is not None:
        close(connection, officer_id=None, origin=OUTSIDE, undoes_id=None)


def close(connection: sqlite3.Connection, *, officer_id: int | None, origin: str, undoes_id: int | None) -> int | None:
    """Write the operation of the changes noted since the last one and return its id; None when there are none."""
    first = first_open(connection)
    if first is None:
        return None
    last = connection.execute("SELECT max(id) FROM row_change").fetchone()[0]
    before = connection.execute("SELECT id, chain FROM operation ORDER BY id DESC LIMIT 1").fetchone() or (0, START)
    number = connection.execute("SELECT operation_id FROM history_now").fetchone()[0]
    covered = digest(connection, first, last + 1)
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    row = (number, at, officer_id, origin, undoes_id, first, last + 1 - first, covered)
    connection.execute(
        f"INSERT INTO operation ({FACTS}, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, link(before[1], row))
    )
    connection.execute("UPDATE history_now SET operation_id = ?", (number + 1,))
    return int(number)


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Return id and chain of the last operation: what another copy of the register must know to be as new."""
    row = connection.execute("SELECT id, chain FROM operation ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, START)


def first_broken(connection: sqlite3.Connection) -> Broken | None:
    """Return the first place where the book was cut or edited, or None; reads all of it.

    Contents taken out by law (``kind`` "e" in a later operation names them) do not count as edited.
    """
    erased = {
        row_id
        for (row_id,) in connection.execute(
            "SELECT row_id FROM row_change WHERE kind = 'e' AND table_name = 'row_change'"
        )
    }
    chain, expected, number = START, 1, 0
    for row in connection.execute(f"SELECT {FACTS}, chain FROM operation ORDER BY id").fetchall():
        *facts, linked = row
        id_, first, count, covered = facts[0], facts[5], facts[6], facts[7]
        if id_ != number + 1 or first != expected:
            return Broken(id_, "gap")
        if link(chain, tuple(facts)) != linked:
            return Broken(id_, "chain")
        touched = erased and any(change in erased for change in range(first, first + count))
        if not touched and not _has_digest(connection, first, first + count, covered):
            return Broken(id_, "changes")
        chain, expected, number = linked, first + count, id_
    following = connection.execute("SELECT operation_id FROM history_now").fetchone()
    if following is None or following[0] != number + 1:
        return Broken(number, "end")
    return None


def first_open(connection: sqlite3.Connection) -> int | None:
    """Return the id of the first change that belongs to no operation yet."""
    row = connection.execute("SELECT first_change + changes FROM operation ORDER BY id DESC LIMIT 1").fetchone()
    expected = row[0] if row else 1
    last = connection.execute("SELECT max(id) FROM row_change").fetchone()[0]
    return expected if last is not None and last >= expected else None


def _has_digest(connection: sqlite3.Connection, first: int, end: int, covered: str) -> bool:
    try:
        return digest(connection, first, end) == covered
    except TypeError:
        return False
    except database_errors() as error:
        if is_of_a_value(error):
            return False  # a text that became bytes cannot be told as the text it was
        raise


def digest(connection: sqlite3.Connection, first: int, end: int) -> str:
    """Return the hash of the row changes from ``first`` to before ``end``."""
    found = hashlib.sha256()
    for line in _lines(connection, first, end):
        found.update(line)
    return found.hexdigest()


def _lines(connection: sqlite3.Connection, first: int, end: int) -> Iterator[bytes]:
    """Yield the changes as JSON lists, one a line, some hundred together; the form of each is fixed for ever."""
    changes = connection.execute(_CHANGES, (first, end))
    while some := changes.fetchmany(_TOGETHER):
        yield "".join(
            f"{told}\n" if content is None else f"{told[:-_BARE]}{_quoted(content)}]\n" for told, content in some
        ).encode()


def link(chain: str, row: tuple[object, ...]) -> str:
    """Return the hash that ties the facts of an operation, ``id`` to ``digest``, to the chain before it."""
    text = json.dumps([chain, *row], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
