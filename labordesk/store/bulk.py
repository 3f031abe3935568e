"""Rows put in by the thousand: handed to SQLite one by one as they are made, so that a long list needs little memory.

SQLAlchemy copies all rows of a statement several times before the first one is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session, SQLModel

from labordesk.model.base import new_uids, now
from labordesk.store.engine import sqlite_of


def insert_rows(session: Session, model: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns; a column they leave out is the model's default, NULL without one."""
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        return
    table: Table = model.__table__  # type: ignore[attr-defined]
    given = [column for column in table.columns if column.name in first]
    usual = [column for column in table.columns if column.name not in first and _default(column) is not None]
    columns = [*given, *usual]
    named = ", ".join(f'"{column.name}"' for column in columns)
    sql = f"INSERT INTO {table.name} ({named}) VALUES ({', '.join('?' * len(columns))})"
    defaults = tuple(_default(column) for column in usual)
    sqlite_of(session).executemany(sql, _values(session, given, defaults, chain((first,), coming)))


def stamps() -> Iterator[dict[str, Any]]:
    """Yield the columns every new row has, each time with a ``uid`` of its own, for rows of one moment."""
    moment = now()
    for uid in new_uids():
        yield {"uid": uid, "row_version": 1, "created_at": moment, "updated_at": moment}


def _default(column: Column[Any]) -> Any:
    """Return a default that is the same for every row."""
    return column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None


def _values(
    session: Session, columns: list[Column[Any]], defaults: tuple[Any, ...], rows: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each row as SQLite keeps them."""
    pick = itemgetter(*(column.name for column in columns))
    dialect = session.get_bind().dialect
    changed: list[tuple[int, Callable[[Any], Any]]] = []
    for place, column in enumerate(columns):
        processor = column.type.dialect_impl(dialect).bind_processor(dialect)
        if processor is not None:
            changed.append((place, processor))
    for row in rows:
        values = list(pick(row))
        for place, process in changed:
            if values[place] is not None:
                values[place] = process(values[place])
        yield (*values, *defaults)
