"""Rounds of writing and killing: a worker is killed at a random moment, then the register has to be whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

from labordesk.services.checking import check_register
from labordesk.store.register import Register
from tests.faults.worker import IN_A_LIST

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
class Rounds:
    """What has been acknowledged so far, and how many rounds were gone through."""

    done: int = 0
    saves: int = 0
    unseen: int = 0
    """Saves that were whole in the register though the worker was killed before it could tell."""
    number: int = 0
    operations: int = 0
    acknowledged: dict[int, dict[str, Any]] = field(default_factory=dict)


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
            rounds.done += 1
    return rounds


def _prove(register: Register, told: list[dict[str, Any]], rounds: Rounds) -> None:
    problems = [str(one) for one in check_register(register).problems]
    assert problems == []
    for save in told:
        rounds.acknowledged[save["number"]] = save
    rounds.saves += len(told)
    # No save is lost, and none is there that was neither acknowledged nor the one under way.
    operations = _one(register, "SELECT count(*) FROM operation")
    more = operations - rounds.operations - len(told)
    assert more in (0, 1)
    rounds.unseen += more
    rounds.operations = operations
    rounds.number += len(told) + 1
    _prove_saves(register, told)
    _prove_nothing_half(register)


def _prove_saves(register: Register, told: list[dict[str, Any]]) -> None:
    edits = [save["number"] for save in told if save["kind"] == "edit"]
    if edits:
        note = _one(register, "SELECT note FROM person ORDER BY id LIMIT 1")
        assert int(str(note).removeprefix("lần ")) >= max(edits)
    for save in told:
        if save["kind"] == "award":
            amounts = _all(register, "SELECT amount FROM award_line WHERE award_id = ?", save["id"])
            assert amounts == [(save["number"],), (save["number"],)]
        elif save["kind"] == "list":
            assert _one(register, "SELECT written FROM import_batch WHERE id = ?", save["id"]) == IN_A_LIST


def _prove_nothing_half(register: Register) -> None:
    half_awards = (
        "SELECT a.id FROM award a JOIN award_line l ON l.award_id = a.id WHERE a.campaign_id IS NULL"
        " GROUP BY a.id HAVING count(*) <> 2 OR min(l.amount) <> max(l.amount)"
    )
    assert _all(register, half_awards) == []
    assert _all(register, "SELECT id FROM award WHERE id NOT IN (SELECT award_id FROM award_line)") == []
    batches = _one(register, "SELECT count(*) FROM import_batch")
    given = _one(register, "SELECT count(*) FROM award WHERE campaign_id IS NOT NULL")
    assert given == batches * IN_A_LIST == _one(register, "SELECT count(*) FROM imported_row")
    assert _one(register, "SELECT count(*) FROM person") == 1 + batches * IN_A_LIST
    given_out = "SELECT coalesce(sum(l.amount), 0) FROM award a JOIN award_line l ON l.award_id = a.id WHERE a.paid_on"
    assert _one(register, f"{given_out} IS NOT NULL") == _one(register, "SELECT coalesce(sum(amount), 0) FROM sum_line")


def _all(register: Register, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with register.looking() as connection:
        return connection.execute(sql, values).fetchall()


def _one(register: Register, sql: str, *values: object) -> Any:
    return _all(register, sql, *values)[0][0]
