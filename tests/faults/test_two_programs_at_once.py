"""Two programs share a register for a while: no update is lost, no read sees half a save, nobody waits for long."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labordesk.model.person import PersonFields
from labordesk.services.checking import check_register
from labordesk.services.people import PersonData, save_person
from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.services.registers import open_register
from tests.faults.two_programs import ONE_PAIR, TOTALS, Told, counted

PASSWORD = "Tết này đủ đầy, 40 nhà"
LONGEST_WAIT = 120.0
"""Seconds one step may take on a busy machine; a program that waits for ever is stopped by ``subprocess``."""


def shared(template: Path, folder: Path, secret: str | None) -> Path:
    path = Path(shutil.copy(template, folder / "Hương Sơn.labordesk"))
    with open_register(path) as register:
        save_person(register, PersonData(PersonFields(full_name="Nguyễn Văn An", birth="1980", unit_id=1)))
    if secret is not None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("labordesk.store.data_key.PASSWORD_COST", 4)  # opened often: its stretching is not the point
            encrypt_register(path, new_keys(secret), secret)
    return path


def share(path: Path, secret: str | None, seconds: float) -> list[Told]:
    """Let a program that mostly writes and one that mostly reads work for so long; return what each did."""
    here = str(Path(__file__).parents[2])
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.two_programs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=here,
            env={**os.environ, "PYTHONPATH": here},
        )
        for _one in range(2)
    ]
    for number, (program, writes) in enumerate(zip(programs, (0.9, 0.3), strict=True)):
        assert program.stdin is not None
        order = {"path": str(path), "secret": secret, "seconds": seconds, "writes": writes, "seed": number}
        program.stdin.write(json.dumps(order) + "\n")
        program.stdin.flush()
    told = []
    for program in programs:
        output, errors = program.communicate(timeout=seconds * 3 + 120)
        assert program.returncode == 0, errors
        assert errors == ""
        told.append(Told(**json.loads(output)))
    return told


def prove_shared(path: Path, secret: str | None, told: list[Told]) -> None:
    with open_register(path, secret=secret) as register:
        assert [str(one) for one in check_register(register).problems] == []
        connection = register.connection()
        assert counted(connection) == sum(one.edits for one in told)
        assert connection.execute("SELECT count(*) FROM award").fetchone()[0] == sum(one.awards for one in told)
        assert connection.execute(ONE_PAIR).fetchall() == []
        lines, sums = connection.execute(TOTALS).fetchone()
        assert lines == sums
    assert max(one.longest for one in told) < LONGEST_WAIT, told
    left = {one.name for one in path.parent.iterdir()}
    assert left == {path.name, "backups"}


SECRETS = {"plain": None, "encrypted": PASSWORD}


@pytest.mark.parametrize("way", SECRETS)
def test_two_programs_share_a_register_for_some_seconds(way: str, register_template: Path, tmp_path: Path) -> None:
    path = shared(register_template, tmp_path, SECRETS[way])
    told = share(path, SECRETS[way], 2)
    prove_shared(path, SECRETS[way], told)
    assert sum(one.edits + one.awards for one in told) > 0
    assert all(one.reads for one in told)


@pytest.mark.long
@pytest.mark.parametrize("way", SECRETS)
def test_two_programs_share_a_register_for_a_minute(way: str, register_template: Path, tmp_path: Path) -> None:
    path = shared(register_template, tmp_path, SECRETS[way])
    told = share(path, SECRETS[way], 60)
    print("\n", *told, sep="\n")
    prove_shared(path, SECRETS[way], told)
    assert all(one.refused and one.reads for one in told)
