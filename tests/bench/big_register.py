"""A register of a million people and three million award lines, made once and kept in a cache folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from labordesk.model.base import new_uid
from labordesk.model.keys import person_keys
from labordesk.model.unit import UnitFields
from labordesk.services.registers import create_register, open_register
from labordesk.services.units import save_unit
from labordesk.store.history_triggers import drop_history, remake_history
from labordesk.store.migrations.head import HEAD
from labordesk.store.search import rebuild_search, search_ddl
from labordesk.store.sums import rebuild_sums, sums_ddl
from labordesk.vietnamese.fold import KEY_VERSION
from tests.bench.big_giving import give
from tests.bench.population import Human, humans

PEOPLE = int(os.environ.get("LABORDESK_BENCH_PEOPLE", "1_000_000"))
UNITS = 960
"""Grassroots units, which hold the people; ids from 2 on."""
DISTRICTS = 40
"""Units between them and the root, ids after those; the first have the most below them."""
ROOT = 1
MOMENT = "2026-01-05T00:00:00Z"

_COLUMNS = """
id uid row_version created_at updated_at full_name birth sex citizen_id old_id phone standing unit_id department job
union_card joined_on address registered_address consent consent_on consent_form plain_key search_key sort_key block_key
""".split()  # noqa: SIM905 - thirty quoted names are harder to read


def big_register() -> Path:
    """Return the closed register, made now if this version has not made it yet; copy it before writing."""
    path = _folder() / f"people-{PEOPLE}-{_version()}.labordesk"
    if not path.exists():
        draft = path.with_name(f"draft-{os.getpid()}.labordesk")
        try:
            _make(draft)
            draft.replace(path)
        finally:
            for rest in ("", "-wal", "-shm", "-journal", ".lock"):
                draft.with_name(draft.name + rest).unlink(missing_ok=True)
    return path


def copied(folder: Path) -> Path:
    """Return a copy that may be written into."""
    return Path(shutil.copy(big_register(), folder / "register.labordesk"))


def raw_person(human: Human, person_id: int) -> tuple[Any, ...]:
    """Return the row of a person in the order of ``INSERT_PERSON``."""
    keys = person_keys(human.full_name, human.birth)
    place = human.unit % 40 + 1
    return (
        person_id,
        new_uid(),
        1,
        MOMENT,
        MOMENT,
        human.full_name,
        human.birth,
        human.sex,
        human.citizen_id,
        human.old_id,
        human.phone,
        human.standing,
        human.unit + 2,
        f"Tổ {place}",
        "Công nhân",
        human.union_card,
        "2012-09",
        f"Thôn {place}, xã Hương Sơn, tỉnh Hà Tĩnh",
        "Xã Hương Sơn, tỉnh Hà Tĩnh",
        1,
        "2026-01-05",
        "Phiếu đồng ý đã ký",
        keys.plain_key,
        keys.search_key,
        keys.sort_key,
        keys.block_key,
    )


INSERT_PERSON = f"INSERT INTO person ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def _make(path: Path) -> None:
    create_register(path, unit_name="Liên đoàn Lao động tỉnh Hà Tĩnh", today=date(2026, 1, 5)).close()
    with open_register(path) as register:
        for number in range(UNITS):
            save_unit(register, UnitFields(name=f"CĐCS Công ty số {number + 1}", parent_id=ROOT))
        for number in range(DISTRICTS):
            save_unit(register, UnitFields(name=f"Công đoàn xã số {number + 1}", parent_id=ROOT))
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous = OFF", "trusted_schema = ON", "cache_size = -262144", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('person', 'membership', 'award', 'award_line')"
    ).fetchall()
    triggers = [one for one in (*search_ddl(), *sums_ddl()) if one.startswith("CREATE TRIGGER")]
    connection.execute("BEGIN")
    drop_history(connection)
    for name, _sql in indexes:
        connection.execute(f"DROP INDEX {name}")
    for sql in triggers:
        connection.execute(f"DROP TRIGGER {sql.split()[2]}")
    _place_units(connection)
    connection.executemany(
        INSERT_PERSON, (raw_person(one, place) for place, one in enumerate(humans(PEOPLE, units=UNITS), 1))
    )
    connection.execute(
        "INSERT INTO membership (id, uid, row_version, created_at, updated_at, person_id, unit_id)"
        " SELECT id, 'm' || uid, 1, created_at, updated_at, id, unit_id FROM person"
    )
    give(connection, MOMENT)
    for _name, sql in indexes:
        connection.execute(sql)
    rebuild_search(connection)
    rebuild_sums(connection)
    for sql in triggers:
        connection.execute(sql)
    remake_history(connection)
    connection.execute("COMMIT")
    connection.close()
    open_register(path).close()


def _place_units(connection: sqlite3.Connection) -> None:
    """Put the grassroots units under the districts: the first district has an eighth of them, the last a few."""
    connection.executemany(
        "UPDATE unit SET parent_id = ? WHERE id = ?",
        ((2 + UNITS + int(DISTRICTS * ((n * 0.618034) % 1) ** 1.5), n + 2) for n in range(UNITS)),
    )


def _folder() -> Path:
    folder = Path(os.environ.get("LABORDESK_BENCH_CACHE", Path(tempfile.gettempdir()) / "labordesk-bench"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _version() -> str:
    """Return a name for what the file is made from: schema, keys, index and population."""
    here = Path(__file__)
    root = here.parents[2]
    sources = (
        here,
        here.with_name("population.py"),
        here.with_name("big_giving.py"),
        root / "labordesk/store/sum_tables.py",
        root / "labordesk/store/sum_triggers.py",
        *sorted((root / "labordesk/store/migrations/versions").glob("*.py")),
    )
    text = b"".join(path.read_bytes() for path in sources) + repr((HEAD, KEY_VERSION, search_ddl())).encode()
    return hashlib.sha256(text).hexdigest()[:12]


def some_people(count: int) -> Iterator[Human]:
    """Yield people who are not in the register, though some share name and year with those who are."""
    return humans(count, seed=7, first=5_000_000)
