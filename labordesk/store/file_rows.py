"""Rows of the register as the frozen dataclasses of a file: a column fills the field of its name, NULL leaves it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")


def filled(kind: type[T], row: Mapping[str, Any], **more: Any) -> T:
    """Return a file whose fields come from the columns of the same name; NULL keeps the field's empty value."""
    values = dict(more)
    for one in fields(kind):  # type: ignore[arg-type]
        if one.name not in more and row.get(one.name) is not None:
            values[one.name] = _as(str(one.type), row[one.name])
    return kind(**values)


def _as(declared: str, value: Any) -> Any:
    """Return a stored value as its field declares it; SQLite keeps days as text and yes or no as numbers."""
    if declared.startswith("date"):
        return stored_day(value)
    return bool(value) if declared.startswith("bool") else value


def stored_day(text: str | None) -> date | None:
    """Return a stored day."""
    return date.fromisoformat(text) if text else None


def row_of(connection: sqlite3.Connection, sql: str, *keys: object) -> dict[str, Any] | None:
    """Return the first row by the names of its columns, None when there is none."""
    return next(iter(rows_of(connection, sql, *keys)), None)


def rows_of(connection: sqlite3.Connection, sql: str, *keys: object) -> list[dict[str, Any]]:
    """Return the rows by the names of their columns."""
    cursor = connection.execute(sql, keys)
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
