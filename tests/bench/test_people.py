"""One person saved, looked for and opened among a million; a hundred thousand added; the memory of a search."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median

import pytest

from labordesk.model.person import PersonFields
from labordesk.services.duplicates import similar_people
from labordesk.services.people import PersonData, add_people, load_person, person_page, save_person
from labordesk.services.registers import open_register
from labordesk.store.connection import WRITER_CACHE, connect_plain, prepare
from labordesk.store.register import Register
from tests.bench.big_register import INSERT_PERSON, PEOPLE, big_register, copied, raw_person, some_people
from tests.bench.measuring import ms, percentile, read, shown
from tests.bench.population import Human

pytestmark = pytest.mark.bench

SAVE, DUPLICATES, PAGE = 20.0, 20.0, 50.0
"""Limits in milliseconds."""
ADD_SECONDS = 30.0
ADDED = min(100_000, max(1_000, PEOPLE // 10))
MEMORY_MB = 120
"""Of the process that lists and searches without the ORM, the interpreter included."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A copy of the big register that may be written into."""
    with open_register(copied(tmp_path_factory.mktemp("people"))) as opened:
        yield opened


def fields_of(human: Human) -> PersonFields:
    return PersonFields(
        full_name=human.full_name,
        birth=human.birth,
        sex=human.sex,
        citizen_id=human.citizen_id,
        old_id=human.old_id,
        phone=human.phone,
        union_card=human.union_card,
        standing=human.standing,
        unit_id=human.unit + 2,
        department="Tổ 3",
        job="Công nhân",
    )


def writer(path: Path) -> sqlite3.Connection:
    """Return a plain connection set up as the register's own writer."""
    connection = connect_plain(path, "rw")
    prepare(connection, cache_mib=WRITER_CACHE, writes=True)
    return connection


EVERYBODY = range(1, PEOPLE * 2)
"""All are confirmed to be others than the new ones."""


def test_one_person_is_saved_at_once(register: Register) -> None:
    new = list(some_people(60))
    saved: list[int] = []

    def save(human: Human) -> None:
        data = PersonData(fields_of(human))
        saved.append(save_person(register, data, confirmed_duplicates=EVERYBODY, override_reason="đo").id)

    def change(person_id: int) -> None:
        loaded = load_person(register, person_id)
        fields = loaded.fields.model_copy(update={"full_name": f"{loaded.fields.full_name} Anh", "unit_id": 5})
        save_person(
            register, PersonData(fields), person_id=person_id, row_version=loaded.row_version, override_reason="đo"
        )

    save(new[0])
    added = [ms(partial(save, human)) for human in new[1:]]
    changed = [ms(partial(change, person_id)) for person_id in saved[1:]]
    floors: list[float] = []
    with closing(writer(register.path)) as raw:
        for place, human in enumerate(some_people(60)):
            row = raw_person(human, PEOPLE * 3 + place)
            floors.append(ms(partial(raw.execute, INSERT_PERSON, row)))
    print(f"\nsave a new person: {shown(added)}; load, change and save: {shown(changed)}; ", end="")
    print(f"plain insert with its indexes {shown(floors)} = {median(added) / median(floors):.1f}x")
    assert median(added) <= SAVE
    assert median(changed) <= SAVE


def test_duplicates_are_looked_for_at_once(register: Register) -> None:
    by_name = [fields_of(human).model_copy(update={"citizen_id": None, "phone": None}) for human in some_people(200)]
    no_birth = [fields.model_copy(update={"birth": None}) for fields in by_name]
    block = "SELECT id, full_name, birth, unit_id, citizen_id, phone FROM person WHERE block_key = ?"
    with closing(writer(register.path)) as raw:
        keys = [raw_person(human, 0)[-1] for human in some_people(200)]
        floor = median(ms(partial(read, raw, block, (key,))) for key in keys)
    for label, asked in (("name and birth", by_name), ("name alone", no_birth)):
        times = [ms(partial(similar_people, register, fields)) for fields in asked]
        print(
            f"\nduplicates by {label}: {shown(times)}; reading those of the same name and year {floor:.1f} ms", end=""
        )
        print(f" = {median(times) / floor:.1f}x")
        assert percentile(times, 0.95) <= DUPLICATES


def test_a_persons_page_opens_at_once(register: Register) -> None:
    chance = random.Random(3)
    people = [chance.randrange(1, PEOPLE) for _ in range(100)]
    awards = "SELECT * FROM award a JOIN award_line l ON l.award_id = a.id WHERE a.person_id = ?"
    with closing(writer(register.path)) as raw:
        floors = [ms(partial(read, raw, awards, (one,))) for one in people]
    times = [ms(partial(person_page, register, one, year=2026)) for one in people]
    print(
        f"\na person's page: {shown(times)}; the awards alone {shown(floors)} = {median(times) / median(floors):.0f}x"
    )
    assert percentile(times, 0.95) <= PAGE


def test_a_hundred_thousand_are_added_in_half_a_minute(register: Register, tmp_path: Path) -> None:
    fields = [fields_of(human) for human in some_people(ADDED)]
    start = time.perf_counter()
    added = add_people(register, fields)
    ours = time.perf_counter() - start
    assert len(added.ids) == ADDED
    rows = [raw_person(human, 0) for human in some_people(ADDED)]
    path = copied(tmp_path)
    with open_register(path), closing(writer(path)) as raw:
        floor = _insert(raw, rows, PEOPLE + 1)
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        bare = _insert(raw, rows, PEOPLE + ADDED + 1)
    print(
        f"\nadd {ADDED:,} people to {PEOPLE:,}: {ours:.1f} s; plain executemany into the same table {floor:.1f} s",
        end="",
    )
    print(f" = {ours / floor:.2f}x (without the search index {bare:.1f} s = {ours / bare:.2f}x)")
    assert ours <= ADD_SECONDS


def _insert(raw: sqlite3.Connection, rows: list[tuple[object, ...]], first: int) -> float:
    start = time.perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(INSERT_PERSON, ((first + place, f"{first + place}", *row[2:]) for place, row in enumerate(rows)))
    raw.execute("COMMIT")
    return time.perf_counter() - start


WALK = """
import json, sys

def peak():
    [line] = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024

before = peak()
from labordesk.services.people_search import PeopleQuery, count_people, search_people
from labordesk.services.registers import open_register
from pathlib import Path
with open_register(Path(sys.argv[1]), read_only=True) as register:
    for text in json.loads(sys.argv[2]):
        page = search_people(register, PeopleQuery(text), year=2026)
        for _ in range(5):
            if page.next_key is None:
                break
            page = search_people(register, PeopleQuery(text), after=page.next_key, year=2026)
    count_people(register, PeopleQuery("nguyen"))
print(json.dumps([before, peak()]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read where Linux tells it")
def test_listing_and_searching_stay_small() -> None:
    texts = ["", "n", "nguyen thi", "Hoà", "0912", "hoa", "tuan"]
    command = [sys.executable, "-c", WALK, str(big_register()), json.dumps(texts)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    before, after = json.loads(told)
    print(f"\nmemory: python {before:.0f} MB; register of {PEOPLE:,} opened, searched, paged {after:.0f} MB", end=" = ")
    print(f"{after / before:.1f}x")
    assert after <= MEMORY_MB
