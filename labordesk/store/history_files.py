"""What belongs to the same file: steps taken later in a house, a case or a list rest on those taken before.

Rows and references alone do not tell: a payment rests on the approval of its house without pointing at it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

Counts = Callable[[int], bool]
"""Tells whether an operation that came later still stands."""


@dataclass(frozen=True)
class Rule:
    """A change of one of ``first`` rests on nothing written later into ``later`` rows that share the same keys.

    ``keys`` are the columns compared; ``id`` in a table stands for the key that others call by ``own`` of that table.
    ``kinds`` are the changes of the first that matter, ``later_kinds`` those that came after.
    """

    first: tuple[str, ...]
    later: tuple[str, ...]
    keys: tuple[str, ...]
    kinds: str = "iud"
    later_kinds: str = "iud"
    of_list: bool = False
    """It guards the list of a campaign. Who puts one line back alone asks the list as it stands instead."""


_OWN: Final = {"house": "house_id", "grant_case": "case_id", "award": "award_id", "unit": "unit_id",
               "agreement": "agreement_id", "campaign": "campaign_id"}  # fmt: skip
"""How other tables call the key of a row."""

_HOUSE = ("house", "house_milestone", "house_funder", "house_progress", "award")
_CASE = ("grant_case", "case_event", "award")

_SINGLE = (
    *("membership", "person_circumstance", "household_member", "contribution", "activity", "target", "fund_opening"),
    *("indicator_value", "aggregate", "letterhead", "fund", "programme", "circumstance", "paper_type", "officer"),
)
"""Rows whose values belong together: one of them is not taken back from under a later change."""

RULES: Final = (
    *(Rule((table,), (table,), ("id",)) for table in _SINGLE),
    Rule((*_HOUSE, "case_paper", "correction"), (*_HOUSE, "correction"), ("house_id",)),
    Rule((*_CASE, "case_paper", "correction"), (*_CASE, "correction"), ("case_id",)),
    # An approved list is locked, and what was written into an open one rests on its being open.
    Rule(("award", "voucher"), ("unit_list",), ("campaign_id", "unit_id"), of_list=True),
    Rule(("unit_list",), ("award",), ("campaign_id", "unit_id")),
    # A gift has one state, its lines and its voucher.
    Rule(("award", "award_line", "voucher"), ("award", "award_line", "voucher"), ("award_id",)),
    # Who got a gift again after it was taken off or given back would have two.
    Rule(("award",), ("award",), ("person_id",), kinds="ud", later_kinds="i", of_list=True),
    # Shares and the length of lists hold one another.
    Rule(("allocation", "campaign"), ("allocation", "campaign"), ("campaign_id",)),
    Rule(("allocation", "campaign"), ("award",), ("campaign_id",), later_kinds="i"),
    Rule(("award",), ("award",), ("campaign_id",), kinds="ud", later_kinds="i", of_list=True),
    Rule(("award",), ("allocation", "campaign"), ("campaign_id",), kinds="d", of_list=True),
    Rule(("unit", "unit_event"), ("unit", "unit_event"), ("unit_id",)),
    Rule(("agreement", "agreement_use"), ("agreement", "agreement_use"), ("agreement_id",)),
    Rule(("norm",), ("norm",), ("programme_id",)),
)


def later_in_file(
    connection: sqlite3.Connection,
    changes: Iterable[Any],
    after: int,
    counts: Counts,
    *,
    alone: frozenset[tuple[str, int]] | None = None,
) -> Counter[str]:
    """Count by table the rows written later into the same files; ``changes`` are ``history_undo.Change``.

    ``alone``: rows put back by themselves, whose numbers other rows have now: what was written about those does not
    count, and the rules about lists of campaigns are left to the caller, who looks at what stands now.
    """
    changes = list(changes)
    found: dict[str, set[int]] = {}
    for rule in RULES:
        if rule.of_list and alone is not None:
            continue
        keys = {key for one in changes if one.table in rule.first and one.kind in rule.kinds
                for key in _keys(connection, one, rule) if not _is_anothers(one.table, rule, key, alone)}  # fmt: skip
        if not keys:
            continue
        for table in rule.later:
            for row_id, operation_id in _written(connection, table, rule, keys, after):
                if counts(operation_id):
                    found.setdefault(table, set()).add(row_id)
    return Counter({table: len(rows) for table, rows in found.items()})


def _keys(connection: sqlite3.Connection, change: Any, rule: Rule) -> Iterator[tuple[Any, ...]]:
    """Yield the keys of a changed row: as they were and as they are."""
    row = _standing(connection, change.table, change.row_id)
    before = dict(row)
    if change.kind == "d":
        row = before = change.content
    elif change.kind == "u":
        before |= {name: pair[0] for name, pair in change.content.items()}
        row |= {name: pair[1] for name, pair in change.content.items()}
    for one in (row, before):
        key = tuple(one.get(_column(change.table, name)) for name in rule.keys)
        if all(part is not None for part in key):
            yield key


def _is_anothers(table: str, rule: Rule, key: tuple[Any, ...], alone: frozenset[tuple[str, int]] | None) -> bool:
    """Tell whether a key is the number of one row, and another row has it by now."""
    owner = table if rule.keys == ("id",) else next((one for one, own in _OWN.items() if (own,) == rule.keys), "")
    return alone is not None and (owner, key[0]) in alone


def _standing(connection: sqlite3.Connection, table: str, row_id: int) -> dict[str, Any]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (row_id,))
    row = cursor.fetchone()
    if row is not None:
        return dict(zip((one[0] for one in cursor.description), row, strict=True))
    gone = connection.execute(
        "SELECT content FROM row_change WHERE table_name = ? AND row_id = ? AND +kind = 'd' ORDER BY id DESC LIMIT 1",
        (table, row_id),
    ).fetchone()
    return json.loads(gone[0]) if gone and gone[0] else {}


def _column(table: str, key: str) -> str:
    return "id" if _OWN.get(table) == key else key


def _written(
    connection: sqlite3.Connection, table: str, rule: Rule, keys: set[tuple[Any, ...]], after: int
) -> Iterator[tuple[int, int]]:
    """Yield (row, operation) of later changes of rows that have one of the keys now, or had it when deleted."""
    wanted = json.dumps(sorted(keys))
    columns = [_column(table, name) for name in rule.keys]
    same = " AND ".join(f"t.{name} = json_extract(k.value, '$[{place}]')" for place, name in enumerate(columns))
    kinds = ", ".join(f"'{kind}'" for kind in rule.later_kinds)
    yield from connection.execute(
        f"SELECT c.row_id, c.operation_id FROM json_each(?) k CROSS JOIN {table} t ON {same}"
        " CROSS JOIN row_change c ON c.table_name = ? AND c.row_id = t.id"
        f" WHERE c.id > ? AND c.kind IN ({kinds})",
        (wanted, table, after),
    ).fetchall()
    gone = " AND ".join(
        f"json_extract(c.content, '$.{name}') = json_extract(k.value, '$[{place}]')"
        for place, name in enumerate(columns)
    )
    yield from connection.execute(
        "SELECT e.row_id, e.operation_id FROM row_change c CROSS JOIN json_each(?) k"
        " CROSS JOIN row_change e ON e.table_name = c.table_name AND e.row_id = c.row_id"
        f" WHERE c.kind = 'd' AND c.table_name = ? AND c.id > ? AND {gone} AND e.id > ? AND e.kind IN ({kinds})",
        (wanted, table, after, after),
    ).fetchall()
