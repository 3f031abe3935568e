"""Xem, xuất dữ liệu: who looked at guarded data or took lists out, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.history_values import Names
from labordesk.store.register import Register

_PEOPLE = frozenset(("person", "person_health", "house", "grant_case", "award"))
"""Subjects that are tables whose rows have names."""


@dataclass(frozen=True)
class AccessRow:
    """One look or one list taken out; ``kind`` of ``fields.choices.ACCESSES``, ``what`` whose data or which list."""

    id: int
    at: datetime
    officer: str
    kind: str
    what: str
    amount: int | None
    masked: bool
    about: tuple[str, int] | None = None


@dataclass(frozen=True)
class AccessPage:
    """Accesses, the latest first; ``next_key`` goes on after the last."""

    rows: tuple[AccessRow, ...]
    next_key: int | None
    total: int | None = None


def accesses(
    register: Register,
    *,
    kind: str | None = None,
    since: date | None = None,
    until: date | None = None,
    after: int | None = None,
    limit: int = 100,
) -> AccessPage:
    """Return a page of what was looked at and taken out; days of this machine, both inclusive. NotAllowed."""
    conditions, values = ["1"], []
    for condition, value in (
        ("n.kind = ?", kind),
        ("n.at >= ?", since and utc_text(since)),
        ("n.at < ?", until and utc_text(until + timedelta(days=1))),
        ("n.id < ?", after),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    ensure(register, Right.LOG)
    with register.looking() as connection:
        names = Names(connection)
        found = connection.execute(
            "SELECT n.id, n.at, coalesce(f.name, ''), n.kind, n.subject, n.row_id, n.amount, n.masked, n.detail"
            f" FROM access_note n LEFT JOIN officer f ON f.id = n.officer_id WHERE {' AND '.join(conditions)}"
            " ORDER BY n.id DESC LIMIT ?",
            (*values, limit + 1),
        ).fetchall()
        rows = tuple(_row(names, one) for one in found[:limit])
    return AccessPage(rows, rows[-1].id if len(found) > limit else None)


def utc_text(day: date) -> str:
    """Return the beginning of a day of this machine as moments are stored."""
    return datetime(day.year, day.month, day.day).astimezone().astimezone(UTC).isoformat().replace("+00:00", "Z")


def _row(names: Names, found: tuple[Any, ...]) -> AccessRow:
    id_, at, officer, kind, subject, row_id, amount, masked, detail = found
    is_row = subject in _PEOPLE and row_id is not None
    name = names.of(subject, row_id) if is_row else ""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    about = names.record(subject, row_id) if is_row else None
    return AccessRow(id_, moment, officer, kind, name or detail or "", amount, bool(masked), about)
