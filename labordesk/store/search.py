"""The index behind the search box: FTS5 over folded names only, kept by triggers on ``person``.

``content=''``, ``columnsize=0`` and ``detail=none`` leave out everything a list of ids does not need: 23 MB for a
million people, one step for the beginning of a word of up to seven letters.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from labordesk.vietnamese.names import FOREIGN

CALLED = "§"
"""Stands before a word that is the given name, so that "Hoa called so" and "Hoa in the middle" can be told apart."""

_TABLE = """
CREATE VIRTUAL TABLE person_search USING fts5(
    name, content='', columnsize=0, detail=none, prefix='1 2 3 4 5 6 7', tokenize='ascii'
)
"""


def search_ddl() -> tuple[str, ...]:
    """Return the statements that make the index and its triggers."""
    entry = "INSERT INTO person_search (rowid, name) VALUES (new.id, {new});"
    removal = "INSERT INTO person_search (person_search, rowid, name) VALUES ('delete', old.id, {old});"
    texts = {row: indexed_text(row) for row in ("old", "new")}
    triggers = {
        "insert": f"AFTER INSERT ON person BEGIN {entry} END",
        "update": "AFTER UPDATE OF plain_key, block_key, sort_key, sort_name ON person"
        f" WHEN {{old}} <> {{new}} BEGIN {removal} {entry} END",
        "delete": f"AFTER DELETE ON person BEGIN {removal} END",
    }
    return (
        _TABLE,
        *(f"CREATE TRIGGER person_search_{name} {body.format(**texts)}" for name, body in triggers.items()),
    )


@contextmanager
def indexing_together(connection: sqlite3.Connection) -> Iterator[None]:
    """Index the people added meanwhile by one statement at the end, which is thirty times quicker than the trigger.

    FTS5 writes its buffer out for every statement a trigger runs. The caller holds the transaction, and ids grow.
    """
    last = connection.execute("SELECT coalesce(max(id), 0) FROM person").fetchone()[0]
    connection.execute("DROP TRIGGER person_search_insert")
    yield
    connection.execute(
        f"INSERT INTO person_search (rowid, name) SELECT id, {indexed_text('person')} FROM person"
        " WHERE id > ? ORDER BY id",
        (last,),
    )
    connection.execute(next(one for one in search_ddl() if one.startswith("CREATE TRIGGER person_search_insert")))


def rebuild_search(connection: sqlite3.Connection) -> None:
    """Fill the index anew from the people; the caller holds the transaction.

    In the order of ids: FTS5 writes its buffer out at each step back, which takes six times as long.
    """
    connection.execute("INSERT INTO person_search (person_search) VALUES ('delete-all')")
    connection.execute(
        f"INSERT INTO person_search (rowid, name) SELECT id, {indexed_text('person')} FROM person ORDER BY id"
    )


def remake_search(connection: sqlite3.Connection) -> None:
    """Make index and triggers anew and fill them, whatever state they are in; the caller holds the transaction."""
    drop_search(connection)
    for statement in search_ddl():
        connection.execute(statement)
    rebuild_search(connection)


def drop_search(connection: sqlite3.Connection) -> None:
    """Take index and triggers away, so that people can be written whatever state the index is in."""
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'person_search_%'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("DROP TABLE IF EXISTS person_search")


def indexed_text(row: str) -> str:
    """Return the SQL text that is indexed: all words of the name, and the given name once more behind ``CALLED``.

    Not for a name sorted by another word or with letters of other alphabets: ``given_name_range`` may miss it.
    """
    key = f"{row}.block_key"
    called = f"' {CALLED}' || substr({key}, 1, instr({key}, ' ') - 1)"
    unsure = f"{row}.sort_name IS NOT NULL OR instr({row}.sort_key, '{FOREIGN}')"
    return f"({row}.plain_key || CASE WHEN {unsure} THEN '' ELSE {called} END)"
