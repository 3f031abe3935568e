"""Rounds of writing and killing: a worker is killed at a random moment, then the register has to be whole."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

from labordesk.model.person import PersonFields
from labordesk.services.checking import check_register
from labordesk.services.people import PersonData, save_person
from labordesk.store import history
from labordesk.store.connection import Connect
from labordesk.store.history_triggers import noted_tables
from labordesk.store.journal import journal_of, read_journal
from labordesk.store.rebuilding import rebuild
from labordesk.store.register import Register
from tests.faults.worker import IN_A_LIST

FIRST_NUMBER = 8
"""So that a list is taken in soon, the dearest of the saves."""
LONGEST = 0.5
"""Seconds after which the worker is killed at the latest."""


@dataclass
class Worker:
    """The program that writes; it lives for many rounds and forks one child for each (where it can)."""

    program: subprocess.Popen[str]

    def killed_after(self, seconds: float, *, once: str, **order: Any) -> list[dict[str, Any]]:
        """Let it write, kill it some time after it has "begun", "opened" or "written"; return what it acknowledged."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps(order) + "\n")
        self.program.stdin.flush()
        pid = int(json.loads(self.program.stdout.readline())["pid"])
        timer = Timer(seconds, os.kill, (pid, signal.SIGKILL))
        if once == "begun":
            timer.start()
        acknowledged = []
        for line in self.program.stdout:
            if '"ended"' in line:
                break
            is_open = '"opened"' in line
            if not is_open:
                acknowledged.append(json.loads(line))
            if once == ("opened" if is_open else "written") and not timer.is_alive() and len(acknowledged) < 2:
                timer.start()
        assert timer.finished.is_set(), "the worker ended by itself"
        return acknowledged


@contextmanager
def worker() -> Iterator[Worker]:
    """Start the program that writes."""
    here = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=here,
        env={**os.environ, "PYTHONPATH": here},
    ) as program:
        try:
            yield Worker(program)
        finally:
            program.kill()


@dataclass
class Held:
    """What a register holds of the worker's saves: awards, lists taken in, and the number of the last edit."""

    awards: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """By id the amounts of its lines (đồng)."""
    lists: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """By id of the import the amounts it gave, one a row (đồng)."""
    edit: int = 0

    def take(self, save: dict[str, Any]) -> None:
        """Do what an acknowledged save did."""
        match save["kind"]:
            case "award":
                self.awards[save["id"]] = (save["number"], save["number"])
            case "gone":
                del self.awards[save["id"]]
            case "list":
                self.lists[save["id"]] = (save["number"] * 1_000,) * IN_A_LIST
            case "edit":
                self.edit = save["number"]

    def differences(self, other: Held) -> int:
        """Return how many saves apart the two are."""
        awards = self.awards.items() ^ other.awards.items()
        lists = self.lists.items() ^ other.lists.items()
        return len(awards) + len(lists) + (self.edit != other.edit)


@dataclass
class Rounds:
    """What has been acknowledged so far, and how many rounds were gone through."""

    done: int = 0
    saves: int = 0
    unseen: int = 0
    """Saves that were whole in the register though the worker was killed before it could tell."""
    number: int = FIRST_NUMBER
    operations: int = 0
    held: Held = field(default_factory=Held)


def kill_again_and_again(
    path: Path, secret: str | None, opened: Callable[[], Register], count: int, seed: int
) -> Rounds:
    """Go through the rounds; each ends with the register opened, checked and compared with what was acknowledged."""
    chance = random.Random(seed)
    rounds = Rounds()
    with opened() as register:
        rounds.operations = _one(register, "SELECT count(*) FROM operation")
    with worker() as program:
        for _round in range(count):
            told = program.killed_after(
                chance.uniform(0, LONGEST),
                once=chance.choice(("begun", "opened", "written", "written")),
                path=str(path),
                folder=str(path.parent),
                secret=secret,
                start=rounds.number,
            )
            with opened() as register:
                _prove(register, told, rounds)
            left = {one.name for one in path.parent.iterdir() if one.suffix != ".csv"}  # the list under way is its own
            assert left <= {path.name, "backups"}, left
            rounds.done += 1
    return rounds


def _prove(register: Register, told: list[dict[str, Any]], rounds: Rounds) -> None:
    problems = [str(one) for one in check_register(register).problems]
    assert problems == []
    rounds.saves += len(told)
    # No save is lost, and none is there that was neither acknowledged nor the one under way.
    operations = _one(register, "SELECT count(*) FROM operation")
    more = operations - rounds.operations - len(told)
    assert more in (0, 1)
    rounds.unseen += more
    rounds.operations = operations
    rounds.number += len(told) + 1
    for save in told:
        rounds.held.take(save)
    held = _held(register)
    assert rounds.held.differences(held) == more, (told, rounds.held, held)
    rounds.held = held
    _prove_nothing_half(register, held)


def _held(register: Register) -> Held:
    """Read what the worker's saves left, with plain SQL and nothing of the program's own counting."""
    found = Held()
    of_award = "FROM award a LEFT JOIN award_line l ON l.award_id = a.id WHERE a.campaign_id IS NULL ORDER BY l.id"
    for award, amount in _all(register, f"SELECT a.id, l.amount {of_award}"):
        found.awards[award] = (*found.awards.get(award, ()), amount)
    of_list = (
        "FROM import_batch b LEFT JOIN imported_row r ON r.batch_id = b.id AND r.table_name = 'award'"
        " LEFT JOIN award_line l ON l.award_id = r.row_id ORDER BY r.id"
    )
    for batch, amount in _all(register, f"SELECT b.id, l.amount {of_list}"):
        found.lists[batch] = (*found.lists.get(batch, ()), amount)
    note = _one(register, "SELECT note FROM person ORDER BY id LIMIT 1")
    found.edit = int(str(note or "0").removeprefix("lần "))
    return found


def _prove_nothing_half(register: Register, held: Held) -> None:
    assert all(len(amounts) == 2 and len(set(amounts)) == 1 for amounts in held.awards.values()), held.awards
    assert all(len(rows) == IN_A_LIST and len(set(rows)) == 1 for rows in held.lists.values()), held.lists
    in_lists = len(held.lists) * IN_A_LIST
    assert _one(register, "SELECT count(*) FROM award WHERE campaign_id IS NOT NULL") == in_lists
    assert _one(register, "SELECT count(*) FROM person") == 1 + in_lists
    given, planned = sum(map(sum, held.awards.values())), sum(map(sum, held.lists.values()))
    assert _one(register, "SELECT coalesce(sum(amount), 0) FROM award_line") == given + planned
    assert _one(register, "SELECT coalesce(sum(amount), 0) FROM sum_line") == given  # nobody signed the lists yet


def prove_journal(path: Path, backup: Path, opened: Callable[[], Register], connect: Connect) -> None:
    """The journal beside a register that was killed so often repeats all of it on a backup from before."""
    with opened() as register:
        save_person(register, PersonData(PersonFields(full_name="Lê Thị Bình", birth="1981", unit_id=1)))
        assert not register.journal_is_behind, "what the killed programs could not append is made up for"
        with register.looking() as connection:
            last, wanted = history.head(connection)[0], _rows(connection)
    target = path.with_name("lập lại.labordesk")
    done = rebuild(backup, read_journal(journal_of(path), connect), target, connect)
    assert (done.is_whole, done.last) == (True, last)
    with closing(connect(target, "ro")) as connection:
        assert _rows(connection) == wanted


def _rows(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Read every row but for what each save changes by itself."""
    found = {}
    for table in noted_tables(connection):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        kept = ", ".join(name for name in columns if name not in ("row_version", "updated_at"))
        found[table] = connection.execute(f"SELECT {kept} FROM {table} ORDER BY 1").fetchall()
    return found


def _all(register: Register, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with register.looking() as connection:
        return connection.execute(sql, values).fetchall()


def _one(register: Register, sql: str, *values: object) -> Any:
    return _all(register, sql, *values)[0][0]
