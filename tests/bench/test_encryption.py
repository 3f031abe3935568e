"""What encryption costs in a register of a million people: the same services on the same rows, with and without it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from labordesk.services.people_search import PeopleQuery, search_people
from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.services.registers import open_register, register_info
from labordesk.store.register import Register
from tests.bench.big_register import PEOPLE, big_register
from tests.bench.keystrokes import keystrokes
from tests.bench.measuring import ms, percentile, shown

pytestmark = pytest.mark.bench

YEAR = 2026
PASSWORD = "một triệu người"
MOST = 1.5
"""Times as long as without encryption, for searching and paging."""
OPENING = 600
"""Milliseconds an encrypted register may take longer to open."""


def encrypted_register() -> Path:
    """Return the big register encrypted, made now if this version has not made it yet."""
    plain = big_register()
    path = plain.with_name(f"{plain.stem}-encrypted{plain.suffix}")
    if not path.exists():
        draft = Path(shutil.copy(plain, path.with_name(f"draft-{path.name}")))
        try:
            keys = new_keys(PASSWORD)
            took = ms(lambda: encrypt_register(draft, keys, PASSWORD)) / 1000
            size = draft.stat().st_size / 1e6
            print(f"\nencrypting {PEOPLE:,} people, {size:,.0f} MB, opened, checked and compared: {took:.0f} s")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return path


@pytest.fixture(scope="module")
def plain() -> Iterator[Register]:
    with open_register(big_register(), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def encrypted() -> Iterator[Register]:
    with open_register(encrypted_register(), read_only=True, secret=PASSWORD) as opened:
        yield opened


def page(register: Register, query: PeopleQuery, after: tuple[Any, ...] | None = None) -> Callable[[], Any]:
    return partial(search_people, register, query, after=after, year=YEAR)


def test_every_keystroke_is_as_quick(plain: Register, encrypted: Register) -> None:
    times: dict[str, list[float]] = {"plain": [], "encrypted": []}
    for text in keystrokes():
        for name, register in (("plain", plain), ("encrypted", encrypted)):
            times[name].append(median(ms(page(register, PeopleQuery(text))) for _round in range(5)))
    ratio = sum(times["encrypted"]) / sum(times["plain"])
    print(
        f"\nsearch, {PEOPLE:,} people: plain {shown(times['plain'])}; encrypted {shown(times['encrypted'])}", end=" = "
    )
    print(f"{ratio:.2f}x")
    assert ratio <= MOST
    assert percentile(times["encrypted"], 0.95) <= MOST * percentile(times["plain"], 0.95)


def test_the_first_time_a_word_is_searched_is_told(plain: Register, encrypted: Register) -> None:
    """Nothing is in the cache yet: every page is deciphered. Told, and held to a glance."""
    words = ["trần thị huệ", "lê văn tâm", "phạm hồng", "0912", "vũ quang", "đặng", "bùi thị", "hoà"]
    with (
        open_register(plain.path, read_only=True) as cold_plain,
        open_register(encrypted.path, read_only=True, secret=PASSWORD) as cold,
    ):
        ours = [ms(page(cold, PeopleQuery(word))) for word in words]
        floors = [ms(page(cold_plain, PeopleQuery(word))) for word in words]
    print(f"\nfirst search: plain {shown(floors)}; encrypted {shown(ours)} = {sum(ours) / sum(floors):.2f}x")
    assert percentile(ours, 0.95) <= 150


def test_the_next_page_is_as_quick_at_any_depth(plain: Register, encrypted: Register) -> None:
    ours, floors = [], []
    for depth in (0.01, 0.5, 0.9):
        place = (int(PEOPLE * depth),)
        sql = "SELECT sort_key, id FROM person ORDER BY sort_key, id LIMIT 1 OFFSET ?"
        after = plain.connection().execute(sql, place).fetchone()
        floors.append(median(ms(page(plain, PeopleQuery(), after)) for _round in range(25)))
        ours.append(median(ms(page(encrypted, PeopleQuery(), after)) for _round in range(25)))
    print(f"\nnext page at 1/50/90 %: plain {', '.join(f'{one:.2f}' for one in floors)} ms", end="; ")
    print(f"encrypted {', '.join(f'{one:.2f}' for one in ours)} ms = {sum(ours) / sum(floors):.2f}x")
    assert sum(ours) <= MOST * sum(floors)


def test_opening_takes_little_longer() -> None:
    def open_and_describe(path: Path, secret: str | None) -> None:
        with open_register(path, read_only=True, secret=secret) as register:
            register_info(register)

    paths = big_register(), encrypted_register()
    floor = median(ms(partial(open_and_describe, paths[0], None)) for _round in range(7))
    ours = median(ms(partial(open_and_describe, paths[1], PASSWORD)) for _round in range(7))
    print(f"\nopening with the password: plain {floor:.0f} ms; encrypted {ours:.0f} ms = {ours - floor:+.0f} ms")
    assert ours - floor <= OPENING
