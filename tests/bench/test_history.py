"""What the book of changes costs: saves and bulk with its triggers and without them, in the same run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from labordesk.services.people import PersonData, add_people, save_person
from labordesk.services.registers import create_register
from labordesk.store.engine import sqlite_of
from labordesk.store.history_triggers import drop_history, remake_history
from labordesk.store.register import Register
from tests.bench.big_register import some_people
from tests.bench.measuring import percentile, shown
from tests.bench.test_people import fields_of

pytestmark = pytest.mark.bench

MORE_FOR_A_SAVE = 1.3
"""Limit of issue 6: the audit adds at most 30 % to a save."""
SAVES = 200
ADDED = 20_000


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with create_register(tmp_path / "so.labordesk", unit_name="Công đoàn xã Hương Sơn") as opened:
        yield opened


@contextmanager
def without_book(register: Register) -> Iterator[None]:
    """Work without the triggers; the operation itself finds nothing to close."""
    with register.writing() as session:
        drop_history(sqlite_of(session))
    yield
    with register.writing() as session:
        remake_history(sqlite_of(session))


def save_some(register: Register, names: list[PersonData]) -> list[float]:
    """Save people one by one, change each once, and return the time of each save in milliseconds."""
    times: list[float] = []
    for data in names:
        start = time.perf_counter()
        saved = save_person(register, data)
        times.append((time.perf_counter() - start) * 1000)
        changed = replace(data, fields=data.fields.model_copy(update={"job": "Tổ trưởng"}))
        start = time.perf_counter()
        save_person(register, changed, person_id=saved.id, row_version=saved.row_version)
        times.append((time.perf_counter() - start) * 1000)
    return times


def test_the_book_adds_little_to_a_save(register: Register) -> None:
    people = [PersonData(fields_of(one).model_copy(update={"unit_id": 1})) for one in some_people(4 * SAVES)]
    save_some(register, people[:20])
    noted: list[float] = []
    bare: list[float] = []
    for turn in range(4):
        part = people[20 + turn * 150 : 20 + (turn + 1) * 150]
        noted += save_some(register, part[:75])
        with without_book(register):
            bare += save_some(register, part[75:])
    ratio = percentile(noted, 0.5) / percentile(bare, 0.5)
    print(f"\nsave with the book {shown(noted)}; without {shown(bare)}: {ratio:.2f}x (limit {MORE_FOR_A_SAVE}x)")
    assert ratio <= MORE_FOR_A_SAVE


def test_the_book_of_many_people(register: Register) -> None:
    people = [fields_of(one).model_copy(update={"unit_id": 1}) for one in some_people(2 * ADDED)]
    start = time.perf_counter()
    add_people(register, people[:ADDED])
    noted = time.perf_counter() - start
    with without_book(register):
        start = time.perf_counter()
        add_people(register, people[ADDED:])
        bare = time.perf_counter() - start
    print(f"\n{ADDED} people with the book {noted:.1f} s, without {bare:.1f} s: {noted / bare:.2f}x")
    assert noted <= 1.5 * bare
