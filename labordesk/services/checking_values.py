"""Whether every stored value is one its field could have taken: read from the specs, so new fields are checked too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from labordesk import model
from labordesk.fields import (
    Area,
    BankAccount,
    Choice,
    CitizenId,
    Count,
    Day,
    Flag,
    Money,
    OldId,
    PartialDay,
    Phone,
    SocialInsuranceId,
    Spec,
    Text,
    Ward,
    specs_of,
)
from labordesk.fields.kinds import Kind
from labordesk.i18n import N_, _
from labordesk.services.problem import MOST_ROWS, Fault, Problem, examples
from labordesk.services.table_names import table_name

BAD_VALUE = N_("{table}: ô “{label}” có {n} giá trị không hợp lệ (dòng số {ids}); hãy mở từng hồ sơ, sửa rồi lưu.")


_DIGITS: dict[type[Kind], tuple[int, int]] = {CitizenId: (12, 12), OldId: (9, 9), Phone: (10, 11), Ward: (5, 5)}
"""The fewest and most digits of a number."""


def bad_values(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield one problem per field that holds values outside its kind, each table read once."""
    for table, fields in checked_fields().items():
        sums = ", ".join(f"sum({condition})" for condition in fields.values())
        counts = connection.execute(f"SELECT {sums} FROM {table}").fetchone()
        for (name, condition), count in zip(fields.items(), counts, strict=True):
            if count:
                yield _problem(connection, table, name, condition, count)


def checked_fields() -> dict[str, dict[str, str]]:
    """Return table -> field -> SQL condition that is true for a bad value."""
    found: dict[str, dict[str, str]] = {}
    for noun in model.__all__:
        table = getattr(model, noun)
        columns = table.__table__.columns
        conditions = {
            name: f"coalesce({condition}, 0)"
            for name, spec in specs_of(table).items()
            if (condition := _condition(name, spec, nullable=columns[name].nullable))
        }
        if conditions:
            found[table.__tablename__] = conditions
    return found


def _problem(connection: sqlite3.Connection, table: str, name: str, condition: str, count: int) -> Problem:
    rows = [row for (row,) in connection.execute(f"SELECT rowid FROM {table} WHERE {condition} LIMIT {MOST_ROWS}")]
    noun = next(one for one in model.__all__ if getattr(model, one).__tablename__ == table)
    label = specs_of(getattr(model, noun))[name].label
    text = _(BAD_VALUE).format(table=table_name(table), label=_(label), n=count, ids=examples(rows))
    return Problem(text, Fault.ROWS, table, tuple(rows))


def _condition(name: str, spec: Spec, *, nullable: bool) -> str:
    parts = [f"{name} = ''"] if not nullable else []
    kind_condition = _kind_condition(name, spec.kind)
    if kind_condition:
        parts.append(kind_condition)
    return f"({' OR '.join(parts)})" if parts else ""


def _kind_condition(c: str, kind: Kind) -> str:
    match kind:
        case Choice(options=options):
            return f"{c} NOT IN ({', '.join(map(_quoted, (code for code, _label in options)))})"
        case Money(low=low, high=high) | Count(low=low, high=high):
            return f"typeof({c}) NOT IN ('integer', 'null') OR {c} NOT BETWEEN {low} AND {high}"
        case Area():
            return f"typeof({c}) NOT IN ('integer', 'null') OR {c} < 0"
        case Flag():
            return f"{c} NOT IN (0, 1)"
        case Day():
            return _not_a_day(c)
        case PartialDay():
            whole = f"substr({c} || '-01-01', 1, 10)"
            return f"length({c}) NOT IN (4, 7, 10) OR {_not_a_day(whole)}"
        case CitizenId() | OldId() | Phone() | Ward():
            return _digits(c, *_DIGITS[type(kind)])
        case SocialInsuranceId():
            return f"{_digits(c, 10, 12)} OR length({c}) = 11"
        case BankAccount():
            return f"{c} GLOB '*[^0-9A-Z]*' OR length({c}) NOT BETWEEN 6 AND 19"
        case Text(longest=longest):
            return f"length({c}) > {longest}"
    return ""


def _not_a_day(c: str) -> str:
    """SQLite gives 30/02 back as it is unless it has to reckon with it."""
    return f"date({c}, '+0 days') IS NOT {c}"


def _digits(c: str, fewest: int, most: int) -> str:
    return f"{c} GLOB '*[^0-9]*' OR length({c}) NOT BETWEEN {fewest} AND {most}"


def _quoted(text: Any) -> str:
    return "'" + str(text).replace("'", "''") + "'"
