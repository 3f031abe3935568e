"""Finding people entered twice: 100.000 people in seconds, few false pairs, most copies shown (vietnamese.md 4.4)."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from labordesk.services.duplicate_scan import scan_duplicates
from labordesk.services.registers import create_register, open_register
from labordesk.store.connection import connect_plain, prepare
from tests.bench.big_register import INSERT_PERSON, raw_person
from tests.bench.corruption import typed_again
from tests.bench.population import Human, humans

pytestmark = pytest.mark.bench

MANY, SECONDS = 100_000, 20.0
DIFFERENT, FALSE_PAIRS = 20_000, 5
COPIES, SHOWN = 4_000, 0.90


def without_numbers(human: Human) -> Human:
    """Return a human whose lists have no numbers: the hardest case, nothing but name, birth and unit."""
    return replace(human, citizen_id=None, old_id=None, phone=None)


def register_of(people: Iterable[Human], path: Path) -> None:
    """Make a register of these people, in order, their ids from 1."""
    create_register(path, unit_name="Liên đoàn Lao động tỉnh Hà Tĩnh").close()
    with closing(connect_plain(path, "rw")) as connection:
        prepare(connection, cache_mib=64, writes=True)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        connection.executemany(INSERT_PERSON, (raw_person(one, place) for place, one in enumerate(people, 1)))
        connection.execute("COMMIT")


def pairs(path: Path) -> dict[tuple[int, int], str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT first_id, second_id, verdict FROM person_pair").fetchall()
    return {(first, second): verdict for first, second, verdict in rows}


def scanned(path: Path) -> float:
    """Look through a register and return how long it took, in seconds."""
    with open_register(path) as register:
        start = time.perf_counter()
        scan_duplicates(register)
        return time.perf_counter() - start


def test_a_hundred_thousand_people_are_looked_through_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "many.labordesk"
    register_of(map(without_numbers, humans(MANY)), path)
    with closing(sqlite3.connect(path)) as connection:
        start = time.perf_counter()
        connection.execute("SELECT * FROM person ORDER BY substr(birth, 1, 4)").fetchall()
        floor = time.perf_counter() - start
        first = scanned(path)
        connection.execute("UPDATE person SET updated_at = '2099-01-01T00:00:00Z' WHERE id % 1000 = 0")
        connection.commit()
    again = scanned(path)
    print(f"\nscan of {MANY:,} people: {first:.1f} s = {first / floor:.1f}x reading them; ", end="")
    print(f"after {MANY // 1000} changes {again:.2f} s = {again / first:.2f}x the whole")
    assert first <= SECONDS
    assert first <= 40 * floor
    assert again <= first


def test_different_people_are_hardly_ever_called_the_same(tmp_path: Path) -> None:
    path = tmp_path / "different.labordesk"
    people = [without_numbers(one) for one in humans(DIFFERENT)]
    register_of(people, path)
    scanned(path)
    found = Counter(pairs(path).values())
    print(f"\n{DIFFERENT:,} different people: {found['strong']} called the same, {found['review']} to look at")
    assert found["strong"] <= FALSE_PAIRS


def test_most_people_typed_again_are_shown(tmp_path: Path) -> None:
    chance = random.Random(11)
    people = list(humans(DIFFERENT))
    copied = chance.sample(range(DIFFERENT), COPIES)
    copies = [typed_again(people[place], chance) for place in copied]
    path = tmp_path / "copies.labordesk"
    register_of([*people, *(copy for _kind, copy in copies)], path)
    scanned(path)
    found = pairs(path)
    shown, made = Counter[str](), Counter[str]()
    for number, (place, (kind, _copy)) in enumerate(zip(copied, copies, strict=True)):
        made[kind] += 1
        shown[kind] += (place + 1, DIFFERENT + number + 1) in found
    total = sum(shown.values()) / COPIES
    print(f"\n{COPIES:,} people typed again in the same unit: {total:.1%} shown (", end="")
    print(", ".join(f"{kind} {shown[kind] / count:.0%}" for kind, count in made.items()), end=")\n")
    assert total >= SHOWN
