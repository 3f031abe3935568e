"""Taking personal data out of the register and of its history; what was given, and to how many, stays.

What happens to each column of a record about a person is told here once. Text that means something by being there
(a reason, a proxy) becomes ``REMOVED``, so that no count changes; numbers, days and codes of what was given stay.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from labordesk.model.base import new_uid, now
from labordesk.model.keys import name_key, person_keys
from labordesk.store.erasing_traces import Finder, Told, Traces, mask_elsewhere

REMOVED: Final = "Đã ẩn danh"
NAME: Final = "Hồ sơ đã ẩn danh {id}"

KEPT_OF_PERSON: Final = frozenset(("standing", "sex", "unit_id", "poverty", "consent", "erased_on"))
"""What counts need; all other columns of a person are emptied."""

TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "award": ("recipient_name", "override_reason", "note"),
    "award_line": ("description",),
    "voucher": ("void_reason", "note", "route"),
    "grant_case": ("situation", "recipient_name", "refusal_reason", "norm_reason", "note"),
    "case_event": ("note",),
    "case_paper": ("document", "waived_reason", "note"),
    "correction": ("before", "after", "reason"),
    "house": ("address", "structure", "norm_reason", "note"),
    "house_milestone": ("note",),
    "house_funder": ("note",),
    "house_progress": ("note",),
    "person_circumstance": ("note",),
    "person_pair": ("reason",),
}
"""Columns in which somebody may have written about the person, by table."""

KEPT_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "award": (
        *("handover", "count_unit", "recipient_relation", "decision_number", "voucher_number", "method", "instalment"),
        "norm_basis",
    ),
    "award_line": ("level", "form"),
    "voucher": ("kind", "serial", "issuer"),
    "grant_case": (
        *("recipient_relation", "state", "decision_number", "decision_body", "decision_signer", "norm_basis"),
    ),
    "case_event": ("state",),
    "correction": ("subject",),
    "house": ("work", "stage", "ward_code", "decision_number", "decision_body", "decision_signer", "norm_basis"),
    "house_milestone": ("milestone", "document"),
    "house_funder": ("form",),
    "person_circumstance": ("since", "until"),
    "person_pair": ("verdict", "decision"),
}
"""Columns of the same tables that say what was given, by which paper, in which state; nothing about the person."""

DELETED: Final = ("person_health", "household_member", "person_merge", "attachment_content", "attachment")
"""Tables whose rows about the person go whole."""

_ROWS: Final[Mapping[str, str]] = {
    "person": "id IN ({people})",
    "person_health": "person_id IN ({people})",
    "household_member": "person_id IN ({people})",
    "person_circumstance": "person_id IN ({people})",
    "membership": "person_id IN ({people})",
    "person_merge": "kept_id IN ({people})",
    "person_pair": "first_id IN ({people}) OR second_id IN ({people})",
    "award": "person_id IN ({people}) OR case_id IN ({cases}) OR house_id IN ({houses})",
    "award_line": "award_id IN ({awards})",
    "voucher": "award_id IN ({awards})",
    "grant_case": "person_id IN ({people})",
    "case_event": "case_id IN ({cases})",
    "case_paper": "case_id IN ({cases}) OR house_id IN ({houses})",
    "correction": "case_id IN ({cases}) OR house_id IN ({houses})",
    "house": "person_id IN ({people})",
    "house_milestone": "house_id IN ({houses})",
    "house_funder": "house_id IN ({houses})",
    "house_progress": "house_id IN ({houses})",
    "attachment": "case_id IN ({cases}) OR house_id IN ({houses})",
    "attachment_content": "attachment_id IN ({files})",
    "imported_row": "person_id IN ({people}) OR (table_name = 'person' AND row_id IN ({people}))",
}
"""Which rows are about the people, by table."""

_LISTS: Final[Mapping[str, str]] = {
    "cases": "SELECT id FROM grant_case WHERE person_id IN ({people})",
    "houses": "SELECT id FROM house WHERE person_id IN ({people})",
    "awards": "SELECT id FROM award WHERE person_id IN ({people}) OR case_id IN ({cases}) OR house_id IN ({houses})",
    "files": "SELECT id FROM attachment WHERE case_id IN ({cases}) OR house_id IN ({houses})",
}
_OWNERS: Final = (("person_id", "people"), ("kept_id", "people"), ("case_id", "cases"), ("house_id", "houses"))
_OWNERS_OF_PARTS: Final = (("award_id", "awards"), ("attachment_id", "files"))


_FAMILY: Final = (
    "(SELECT person_id FROM household_member WHERE relative_id = :id"
    " UNION SELECT relative_id FROM household_member WHERE person_id = :id AND relative_id IS NOT NULL)"
)
_NEAR: Final[Mapping[str, str]] = {
    "award": f"recipient_name = :name AND person_id IN {_FAMILY}",
    "grant_case": f"recipient_name = :name AND person_id IN {_FAMILY}",
    "person": f"recipient_name = :name AND id IN {_FAMILY}",
    "household_member": "relative_id = :id",
}
"""Rows of relatives in which the person is named; households come last, because they say who the relatives are."""
_NEW_NAME: Final = "full_name = :new, plain_key = :key, birth = NULL, occupation = NULL, note = NULL"


@dataclass(frozen=True)
class Done:
    """How many notes of the history were emptied, and what words about other things told of the people."""

    notes: int
    traces: Traces


def erase(
    connection: sqlite3.Connection, people: Iterable[int], day: str, finder: Finder, told: Told | None = None
) -> Done:
    """Take all personal data of people out, inside a unit of work.

    ``day`` is the ISO day noted with each, ``finder`` knows their names and numbers. The caller adds what lies
    outside: papers, journal, backups, free pages.
    """
    connection.execute("PRAGMA secure_delete = ON")
    ids = sorted(set(people))
    names = dict(connection.execute(f"SELECT id, full_name FROM person WHERE id IN ({_in(ids)})").fetchall())
    about = _lists(connection, _with_merged(connection, ids))
    rows = _rows_about(connection, about)
    _erase_elsewhere(connection, names, rows)
    _erase_texts(connection, rows)
    _delete(connection, rows)
    for id_ in ids:
        _erase_person(connection, id_, day)
    traces = mask_elsewhere(connection, finder, told)
    return Done(_empty_history(connection, rows, about, traces.notes), traces)


def called(person_id: int) -> str:
    """Return what an erased person is called from then on."""
    return NAME.format(id=person_id)


def keep_counted_as_one(connection: sqlite3.Connection, humans: Iterable[frozenset[int]]) -> None:
    """Note that files are one human before the numbers go that said so."""
    for first, second in sorted({(min(files), one) for files in humans for one in files if one != min(files)}):
        connection.execute(
            "INSERT INTO person_pair (uid, row_version, created_at, updated_at, first_id, second_id, verdict, decision)"
            " VALUES (?, 1, ?, ?, ?, ?, 'strong', 'same')"
            " ON CONFLICT (first_id, second_id) DO UPDATE SET decision = 'same'",
            (new_uid(), now(), now(), first, second),
        )


def _in(ids: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(ids))) or "NULL"


def _with_merged(connection: sqlite3.Connection, ids: list[int]) -> set[int]:
    """Return also the keys that merged files had before: their rows are gone, the history still tells of them."""
    gone = connection.execute(
        "SELECT c.row_id FROM row_change c JOIN person_merge m ON m.gone_uid = json_extract(c.content, '$.uid')"
        f" WHERE c.table_name = 'person' AND c.kind = 'd' AND m.kept_id IN ({_in(ids)})"
    )
    found = {row[0] for row in gone}  # split again, or its number given to another file: not this one's
    there = {row[0] for row in connection.execute(f"SELECT id FROM person WHERE id IN ({_in(found)})")}
    return set(ids) | (found - there)


def _lists(connection: sqlite3.Connection, people: set[int]) -> dict[str, str]:
    about = {"people": _in(people)}
    for name, query in _LISTS.items():
        about[name] = _in(row[0] for row in connection.execute(query.format(**about)))
    return about


def _rows_about(connection: sqlite3.Connection, about: Mapping[str, str]) -> dict[str, set[int]]:
    return {
        table: {row[0] for row in connection.execute(f"SELECT id FROM {table} WHERE {where.format(**about)}")}
        for table, where in _ROWS.items()
    }


def _erase_texts(connection: sqlite3.Connection, rows: Mapping[str, set[int]]) -> None:
    for table, columns in TEXTS.items():
        for column in columns:
            connection.execute(
                f"UPDATE {table} SET {column} = ?, row_version = row_version + 1, updated_at = ?"
                f" WHERE {column} IS NOT NULL AND {column} <> '' AND id IN ({_in(rows[table])})",
                (REMOVED, now()),
            )
    connection.execute(
        f"UPDATE imported_row SET raw = NULL, fingerprint = '' WHERE id IN ({_in(rows['imported_row'])})"
    )


def _delete(connection: sqlite3.Connection, rows: Mapping[str, set[int]]) -> None:
    for table in DELETED:
        connection.execute(f"DELETE FROM {table} WHERE id IN ({_in(rows[table])})")
    connection.execute(f"DELETE FROM kept_content WHERE row_id IN ({_in(rows['attachment_content'])})")


def _erase_person(connection: sqlite3.Connection, person_id: int, day: str) -> None:
    name = NAME.format(id=person_id)
    keys = person_keys(name, None)
    empty = [
        column
        for _place, column, _type, not_null, _default, _key in connection.execute(
            "PRAGMA table_info(person)"
        ).fetchall()
        if column not in KEPT_OF_PERSON and not not_null
    ]
    values = {
        **dict.fromkeys(empty),
        "full_name": name,
        "plain_key": keys.plain_key,
        "search_key": keys.search_key,
        "sort_key": keys.sort_key,
        "block_key": keys.block_key,
        "consent": 0,
        "erased_on": day,
        "updated_at": now(),
    }
    sets = ", ".join(f"{column} = ?" for column in values)
    connection.execute(
        f"UPDATE person SET {sets}, row_version = row_version + 1 WHERE id = ?", (*values.values(), person_id)
    )


def _erase_elsewhere(connection: sqlite3.Connection, names: Mapping[int, str], rows: dict[str, set[int]]) -> None:
    """Take the people out of the households and hand-overs of others, where they are linked; add those to ``rows``."""
    for person_id, name in names.items():
        new = NAME.format(id=person_id)
        bound = {"id": person_id, "name": name, "removed": REMOVED, "now": now(), "new": new, "key": name_key(new)}
        for table, where in _NEAR.items():
            found = {row[0] for row in connection.execute(f"SELECT id FROM {table} WHERE {where}", bound)}
            sets = _NEW_NAME if table == "household_member" else "recipient_name = :removed"
            connection.execute(
                f"UPDATE {table} SET {sets}, row_version = row_version + 1, updated_at = :now"
                f" WHERE id IN ({_in(found)})",
                bound,
            )
            rows[f"near {table}"] = rows.get(f"near {table}", set()) | found


def _empty_history(
    connection: sqlite3.Connection, rows: Mapping[str, set[int]], about: Mapping[str, str], told_in: set[int]
) -> int:
    """Empty every note about these rows and those ``told_in``, name each emptied one in this operation,
    and empty what this one noted.
    """
    connection.execute("CREATE TEMP TABLE erasing (id INTEGER PRIMARY KEY)")
    try:
        for table, ids in rows.items():
            connection.execute(
                "INSERT OR IGNORE INTO erasing SELECT id FROM row_change"
                f" WHERE table_name = ? AND row_id IN ({_in(ids)})",
                (table.removeprefix("near "),),
            )
        _find_gone(connection, about)
        connection.executemany("INSERT OR IGNORE INTO erasing VALUES (?)", [(id_,) for id_ in told_in])
        now_id = connection.execute("SELECT operation_id FROM history_now").fetchone()[0]
        emptied = connection.execute(
            "SELECT id FROM row_change WHERE id IN erasing AND content IS NOT NULL AND operation_id <> ? ORDER BY id",
            (now_id,),
        ).fetchall()
        # Whoever was named in the household or as proxy of another stands in those rows' notes too.
        connection.execute("UPDATE row_change SET content = NULL WHERE operation_id = ? AND kind <> 'e'", (now_id,))
        connection.executemany("UPDATE row_change SET content = NULL WHERE id = ?", emptied)
        connection.executemany(
            "INSERT INTO row_change (operation_id, table_name, row_id, kind) VALUES (?, 'row_change', ?, 'e')",
            [(now_id, id_) for (id_,) in emptied],
        )
    finally:
        connection.execute("DROP TABLE erasing")
    return len(emptied)


def _find_gone(connection: sqlite3.Connection, about: Mapping[str, str]) -> None:
    """Add the notes of rows that were about the people once and are deleted, or were moved to another file."""
    for column, name in (*_OWNERS, *_OWNERS_OF_PARTS):
        connection.execute(
            "INSERT OR IGNORE INTO erasing SELECT later.id FROM row_change c"
            " JOIN row_change later ON later.table_name = c.table_name AND later.row_id = c.row_id"
            " WHERE c.content IS NOT NULL AND c.kind IN ('d', 'u') AND ("
            f" (c.kind = 'd' AND json_extract(c.content, '$.{column}') IN ({about[name]}))"
            f" OR (c.kind = 'u' AND json_extract(c.content, '$.{column}[0]') IN ({about[name]})))"
        )
    connection.execute(
        "DELETE FROM kept_content WHERE row_id IN (SELECT c.row_id FROM row_change c JOIN erasing e ON e.id = c.id"
        " WHERE c.table_name = 'attachment_content')"
    )
