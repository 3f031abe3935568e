"""The triggers that note every changed row, made from the tables as they stand in the file.

Made from the file and not from the models, so that no table can be forgotten and a migration needs nothing but
``remake_history`` at its end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, Final

NOT_NOTED: Final = frozenset(("operation", "row_change", "kept_content", "history_now", "alembic_version"))
"""The book itself."""

BOOKS: Final = frozenset(
    ("access_note", "officer", "paper_print", "frozen_report", "import_batch", "imported_row", "import_mapping")
)
"""Tables that are books of what happened: their changes are noted, and nobody takes them back."""

_DERIVED: Final = ("sqlite_", "person_search", "sum_")
"""Beginnings of the names of tables that are made from others."""

KEPT_BY_EVERY_SAVE: Final = frozenset(("row_version", "updated_at"))
"""Columns that change with every save and say nothing by themselves."""

_CONTENTS: Final = "attachment_content"
"""The table whose deleted bytes are kept aside: JSON holds no bytes."""

_NOW: Final = "(SELECT operation_id FROM history_now)"


def noted_tables(connection: sqlite3.Connection) -> list[str]:
    """Return the tables whose changes are noted, by name."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [name for (name,) in names if name not in NOT_NOTED and not name.startswith(_DERIVED)]


def history_ddl(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the statements that make the triggers of all tables the file has."""
    for table in noted_tables(connection):
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = [name for _place, name, _type, _not_null, _default, key in columns if key]
        yield from _triggers(table, keys, _noted(columns))


def noted_columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns of a table whose values are noted: all but bytes."""
    return _noted(connection.execute(f"PRAGMA table_info({table})").fetchall())


def _noted(columns: list[tuple[Any, ...]]) -> list[str]:
    return [name for _place, name, type_, *_rest in columns if type_ not in ("BLOB", "LARGEBINARY")]


def drop_history(connection: sqlite3.Connection) -> None:
    """Stop noting changes; for migrations and raw filling, which end with ``remake_history``."""
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'history\\_%' ESCAPE '\\'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def remake_history(connection: sqlite3.Connection) -> None:
    """Make all triggers anew; the caller holds the transaction."""
    drop_history(connection)
    for statement in history_ddl(connection):
        connection.execute(statement)
    connection.execute(
        "INSERT INTO history_now (id, operation_id) SELECT 1, coalesce(max(id), 0) + 1 FROM operation WHERE true"
        " ON CONFLICT (id) DO NOTHING"
    )


def missing_triggers(connection: sqlite3.Connection) -> int:
    """Return how many of the triggers are missing or not as they should be."""
    there = {
        sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE name LIKE 'history\\_%' ESCAPE '\\'")
    }
    return sum(statement not in there for statement in history_ddl(connection))


def _triggers(table: str, keys: list[str], columns: list[str]) -> Iterator[str]:
    """Yield the three triggers of a table; one that is not kept by ``id`` has its key in the content instead."""
    row_id = "{row}.id" if keys == ["id"] else "0"
    own = {} if keys == ["id"] else {name: name for name in keys}
    yield (
        f"CREATE TRIGGER history_of_{table}_insert AFTER INSERT ON {table}"
        f" BEGIN {_note(table, row_id.format(row='new'), 'i', _object('new', list(own)) if own else 'NULL')} END"
    )
    watched = [name for name in columns if name not in KEPT_BY_EVERY_SAVE]
    old, new = (", ".join(f"{row}.{_quoted(name)}" for name in watched) for row in ("old", "new"))
    yield (
        f"CREATE TRIGGER history_of_{table}_update AFTER UPDATE ON {table} WHEN ({old}) IS NOT ({new})"
        f" BEGIN {_note(table, row_id.format(row='new'), 'u', _differences(watched, always=list(own)))} END"
    )
    kept = (
        f" INSERT INTO kept_content (operation_id, row_id, thumbnail, content)"
        f" VALUES ({_NOW}, old.id, old.thumbnail, old.content);"
        if table == _CONTENTS
        else ""
    )
    yield (
        f"CREATE TRIGGER history_of_{table}_delete AFTER DELETE ON {table}"
        f" BEGIN {_note(table, row_id.format(row='old'), 'd', _object('old', columns))}{kept} END"
    )


def _note(table: str, row_id: str, kind: str, content: str) -> str:
    return (
        "INSERT INTO row_change (operation_id, table_name, row_id, kind, content)"
        f" VALUES ({_NOW}, '{table}', {row_id}, '{kind}', {content});"
    )


def _object(row: str, columns: list[str]) -> str:
    pairs = ", ".join(f"'{name}', {row}.{_quoted(name)}" for name in columns)
    return f"json_object({pairs})"


def _differences(columns: list[str], *, always: list[str]) -> str:
    """Return the SQL of ``{column: [before, after]}`` with the columns that changed and those asked for always."""
    parts = []
    for name in columns:
        pair = f"',\"{name}\":' || json_array(old.{_quoted(name)}, new.{_quoted(name)})"
        parts.append(pair if name in always else f"iif(old.{_quoted(name)} IS new.{_quoted(name)}, '', {pair})")
    return f"'{{' || substr({' || '.join(parts)}, 2) || '}}'"


def _quoted(name: str) -> str:
    return f'"{name}"'
