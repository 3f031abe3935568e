"""Rows put in by the thousand: handed to SQLite one by one as they are made, so that a long list needs little memory.

SQLAlchemy copies all rows of a statement several times before the first one is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Column, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session, SQLModel

from labordesk.model.base import now
from labordesk.store.engine import sqlite_of

_NOTHING: Final[Mapping[str, Any]] = {}


def insert_rows(
    session: Session, model: type[SQLModel], rows: Iterable[Mapping[str, Any]], alike: Mapping[str, Any] = _NOTHING
) -> None:
    """Insert rows that have the same columns; a column they leave out is the model's default, NULL without one.

    ``alike`` are columns with the same value in every row; these are handed to SQLite once.
    """
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        return
    table: Table = model.__table__  # type: ignore[attr-defined]
    given = [column for column in table.columns if column.name in first]
    usual = {column.name: _default(column) for column in table.columns if _default(column) is not None} | dict(alike)
    same = [column for column in table.columns if column.name not in first and usual.get(column.name) is not None]
    told = _literals(session, same, [usual[column.name] for column in same])
    named = ", ".join(f'"{column.name}"' for column in (*given, *same))
    sql = f"INSERT INTO {table.name} ({named}) VALUES ({', '.join([*'?' * len(given), *told])})"
    sqlite_of(session).executemany(sql, _values(session, given, chain((first,), coming)))


def stamp() -> dict[str, Any]:
    """Return the columns new rows of one moment have in common; each has a ``uid`` of its own besides."""
    moment = now()
    return {"row_version": 1, "created_at": moment, "updated_at": moment}


def _default(column: Column[Any]) -> Any:
    """Return a default that is the same for every row."""
    return column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None


def _literals(session: Session, columns: Sequence[Column[Any]], values: Sequence[Any]) -> tuple[str, ...]:
    """Return values as they are written in SQL, by SQLite itself."""
    if not columns:
        return ()
    kept = list(values)
    for place, process in _processors(session, columns):
        kept[place] = process(kept[place])
    return tuple(sqlite_of(session).execute(f"SELECT {', '.join(['quote(?)'] * len(kept))}", kept).fetchone())


def _values(
    session: Session, columns: Sequence[Column[Any]], rows: Iterable[Mapping[str, Any]]
) -> Iterator[Sequence[Any]]:
    """Yield the values of each row as SQLite keeps them."""
    names = [column.name for column in columns]
    pick = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
    changed = _processors(session, columns)
    if not changed:
        yield from map(pick, rows)
        return
    for row in rows:
        values = list(pick(row))
        for place, process in changed:
            if values[place] is not None:
                values[place] = process(values[place])
        yield values


def _processors(session: Session, columns: Sequence[Column[Any]]) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return what makes values ready for SQLite, by the place of their column."""
    dialect = session.get_bind().dialect
    found = ((at, column.type.dialect_impl(dialect).bind_processor(dialect)) for at, column in enumerate(columns))
    return [(at, process) for at, process in found if process is not None]
