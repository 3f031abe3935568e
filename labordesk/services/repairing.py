"""Making anew what is derived from rows: indexes, key columns, the search index, the kept sums, the triggers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from labordesk.errors import RuleBroken
from labordesk.i18n import N_
from labordesk.model.keys import PersonKeys, person_keys
from labordesk.services.backups import back_up_before
from labordesk.services.changes import Changes
from labordesk.services.checking_derived import unit_keys
from labordesk.store.backup_names import BEFORE_REPAIR
from labordesk.store.driver import database_errors
from labordesk.store.engine import sqlite_of
from labordesk.store.history_triggers import remake_history
from labordesk.store.register import Register
from labordesk.store.search import drop_search, remake_search
from labordesk.store.sums import remake_sums

TWICE = N_(
    "Có hai dòng giữ cùng một giá trị mà sổ chỉ nhận một nên chưa lập lại được chỉ mục; hãy mở bản sao lưu gần nhất"
    " hoặc cứu dữ liệu sang sổ mới."
)

Progress = Callable[[int, int | None], None]
_STEPS = 5


@dataclass(frozen=True)
class Repaired:
    """How many people and units had other keys; the search index and the sums are new in any case."""

    people: int
    units: int
    changes: Changes


def repair_derived(register: Register, *, progress: Progress | None = None) -> Repaired:
    """Make indexes, keys, search index and sums anew from the rows; nothing an officer typed changes.

    ``progress`` gets (steps done, steps) and may raise to stop, which leaves the register as it was. RuleBroken when
    two rows hold what only one may have, so that no index can be made.
    """
    report = progress or (lambda _done, _steps: None)
    report(0, _STEPS)
    back_up_before(register, BEFORE_REPAIR)
    report(1, _STEPS)
    with register.writing() as session:
        connection = sqlite_of(session)
        _make_indexes(connection)
        drop_search(connection)
        people = _wrong_people(connection)
        units = [(*wanted, id_) for id_, keys, wanted in unit_keys(connection) if keys != wanted]
        connection.executemany(
            "UPDATE person SET plain_key = ?, search_key = ?, sort_key = ?, block_key = ? WHERE id = ?", people
        )
        connection.executemany("UPDATE unit SET plain_key = ?, sort_key = ? WHERE id = ?", units)
        report(2, _STEPS)
        remake_search(connection)
        report(3, _STEPS)
        remake_sums(connection)
        report(4, _STEPS)
        remake_history(connection)
    return Repaired(len(people), len(units), Changes(people=True, units=True, awards=True))


def _make_indexes(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("REINDEX")
    except database_errors() as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CONSTRAINT:
            raise
        raise RuleBroken(TWICE) from error


def _wrong_people(connection: sqlite3.Connection) -> list[tuple[str, str, str, str, int]]:
    wrong = []
    for id_, name, birth, sort_name, *stored in connection.execute(
        "SELECT id, full_name, birth, sort_name, plain_key, search_key, sort_key, block_key FROM person"
    ):
        keys = person_keys(name, birth, sort_name)
        if PersonKeys(*stored) != keys:
            wrong.append((keys.plain_key, keys.search_key, keys.sort_key, keys.block_key, id_))
    return wrong
