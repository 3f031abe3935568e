"""What a noted row is called and how its values read: names instead of keys, nothing sensitive."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from labordesk.fields import CitizenId, Day, Flag, Gate, OldId, Reference, SocialInsuranceId, Spec, specs_of
from labordesk.i18n import N_, _
from labordesk.rules.masking import masked_text
from labordesk.services.stored_day import stored_day
from labordesk.store.history_undo import Change

HIDDEN: Final = N_("(không hiện)")
"""Stands for a sensitive value: that it changed may be told, what it was may not (Luật 91/2025/QH15)."""

_NAME_COLUMNS: Final = ("full_name", "name", "partner", "subject", "title", "file_name", "paper")
"""Columns that name a row, the best first."""

_POINTS_AT: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "activity": (("programme", "programme_id"),),
    "agreement_use": (("agreement", "agreement_id"),),
    "aggregate": (("unit", "unit_id"),),
    "allocation": (("unit", "unit_id"), ("campaign", "campaign_id")),
    "award": (("person", "person_id"), ("unit", "unit_id")),
    "award_line": (("award", "award_id"),),
    "case_event": (("grant_case", "case_id"),),
    "case_paper": (("grant_case", "case_id"), ("house", "house_id"), ("paper_type", "paper_type_id")),
    "contribution": (("fund", "fund_id"),),
    "correction": (("grant_case", "case_id"), ("house", "house_id")),
    "fund_opening": (("fund", "fund_id"),),
    "grant_case": (("person", "person_id"),),
    "house": (("person", "person_id"),),
    "house_funder": (("house", "house_id"),),
    "house_milestone": (("house", "house_id"),),
    "house_progress": (("house", "house_id"),),
    "household_member": (("person", "person_id"),),
    "indicator_value": (("indicator", "indicator_id"),),
    "membership": (("person", "person_id"),),
    "norm": (("programme", "programme_id"),),
    "person_circumstance": (("person", "person_id"),),
    "person_health": (("person", "person_id"),),
    "person_pair": (("person", "first_id"),),
    "target": (("indicator", "indicator_id"), ("programme", "programme_id"), ("unit", "unit_id")),
    "unit_event": (("unit", "unit_id"),),
    "unit_list": (("unit", "unit_id"),),
    "voucher": (("person", "person_id"), ("campaign", "campaign_id")),
}
"""What a row without a name of its own is told by; the first that is there counts."""

_RECORDS: Final = (
    ("house", "house_id"),
    ("grant_case", "case_id"),
    ("campaign", "campaign_id"),
    ("person", "person_id"),
    ("unit", "unit_id"),
)
"""Records with a page of their own, and the columns that point at them; the first that is there counts."""

_TABLE_OF: Final = {"case": "grant_case"}
"""Targets of references that are not the names of their tables."""


@dataclass(frozen=True)
class Shown:
    """One changed value: the field's label, and both sides as the forms show them."""

    label: str
    before: str
    after: str


_NUMBERS: Final = (CitizenId, OldId, SocialInsuranceId)
"""Kinds of numbers that name a person by themselves; the history shows their ends only."""


class Names:
    """Names of rows as they are, or as the history last knew them; asked once each."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, int], str] = {}

    def of(self, table: str, row_id: int, row: dict[str, Any] | None = None) -> str:
        """Return what a row is called, "" when nothing names it; ``row`` is what is known of one that is gone."""
        if (table, row_id) not in self._known:
            self._known[table, row_id] = ""  # a row that points at itself ends here
            found = self._row(table, row_id) or row or {}
            self._known[table, row_id] = self._called(table, found)
        return self._known[table, row_id]

    def row(self, table: str, row_id: int) -> dict[str, Any]:
        """Return a row as it stands, or as it was when it was deleted; empty when nobody knows it."""
        return self._row(table, row_id) or {}

    def of_gone(self, table: str, row: dict[str, Any]) -> str:
        """Return what a deleted row was called; another row may have its number now."""
        return self._called(table, row)

    def whose(self, row: dict[str, Any], name: str) -> str:
        """Return what else tells a row from others of its name: its campaign, house owner, unit …"""
        columns = (("campaign", "campaign_id"), ("person", "person_id"), ("unit", "unit_id"), ("fund", "fund_id"))
        found = [self.of(parent, row[column]) for parent, column in columns if row.get(column) is not None]
        return " · ".join(one for one in dict.fromkeys(found) if one and one != name)

    def record(self, table: str, row_id: int, row: dict[str, Any] | None = None) -> tuple[str, int] | None:
        """Return the record with a page of its own that a row is or belongs to; None when it is gone."""
        held = self._held(table, row_id)
        if table in dict(_RECORDS):
            return (table, row_id) if held else None
        content = held or row or {}
        for parent, column in _RECORDS:
            if content.get(column) is not None and self._held(parent, content[column]):
                return parent, int(content[column])
        above = next(((parent, column) for parent, column in _POINTS_AT.get(table, ()) if content.get(column)), None)
        return self.record(above[0], int(content[above[1]])) if above is not None else None

    def _called(self, table: str, row: dict[str, Any]) -> str:
        for name in _NAME_COLUMNS:
            if row.get(name):
                return str(row[name])
        for parent, column in _POINTS_AT.get(table, ()):
            called = self.of(parent, row[column]) if row.get(column) is not None else ""
            if called:
                return called
        return str(row.get("key") or row.get("code") or "")

    def _held(self, table: str, row_id: int) -> dict[str, Any] | None:
        cursor = self._connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (row_id,))
        row = cursor.fetchone()
        return None if row is None else dict(zip((one[0] for one in cursor.description), row, strict=True))

    def _row(self, table: str, row_id: int) -> dict[str, Any] | None:
        row = self._held(table, row_id)
        if row is not None:
            return row
        # "+kind": the rows of this number are few, those that were deleted may be many.
        kept = self._connection.execute(
            "SELECT content FROM row_change WHERE table_name = ? AND row_id = ? AND +kind = 'd'"
            " ORDER BY id DESC LIMIT 1",
            (table, row_id),
        ).fetchone()
        return json.loads(kept[0]) if kept and kept[0] else None


def shown_change(names: Names, table: str, column: str, before: Any, after: Any) -> Shown | None:
    """Return a changed column for the screen; None for columns no form shows (keys, counters, what is derived)."""
    spec = _specs(table).get(column)
    if spec is None:
        return None
    if spec.gate is Gate.SENSITIVE:
        return Shown(_(spec.label), _(HIDDEN) if before is not None else "", _(HIDDEN) if after is not None else "")
    return Shown(_(spec.label), _text(names, spec, before), _text(names, spec, after))


def _text(names: Names, spec: Spec, value: Any) -> str:
    if value is None or value == "":
        return ""
    kind = spec.kind
    if isinstance(kind, Reference):
        return names.of(_TABLE_OF.get(kind.target, kind.target), value) or f"#{value}"
    if isinstance(kind, Day):
        return kind.show(stored_day(str(value)[:10]))
    shown = kind.show(bool(value) if isinstance(kind, Flag) else value)
    return masked_text(shown) if isinstance(kind, _NUMBERS) else shown


@cache
def _specs(table: str) -> dict[str, Spec]:
    """Return the specs of a table's fields by column."""
    from labordesk import model

    for name in model.__all__:
        made = getattr(model, name)
        if getattr(made, "__tablename__", None) == table:
            return specs_of(made)
    return {}


def row_put_in(connection: sqlite3.Connection, change: Change) -> dict[str, Any]:
    """Return a row as it was put in: as it stands, or as it was when deleted, taken back through later changes."""
    later = connection.execute(
        "SELECT kind, content FROM row_change WHERE table_name = ? AND row_id = ? AND id > ? ORDER BY id",
        (change.table, change.row_id, change.id),
    ).fetchall()
    cursor = connection.execute(f"SELECT * FROM {change.table} WHERE rowid = ?", (change.row_id,))
    found = cursor.fetchone()
    row = dict(zip((one[0] for one in cursor.description), found, strict=True)) if found else {}
    end = next((place for place, (kind, _content) in enumerate(later) if kind == "d"), None)
    if end is not None:
        row = json.loads(later[end][1] or "{}")
    for kind, content in reversed(later[:end]):
        if kind == "u":
            row |= {name: pair[0] for name, pair in json.loads(content or "{}").items()}
    return row
