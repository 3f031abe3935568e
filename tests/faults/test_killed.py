"""A program killed at any moment: every acknowledged save is there, no half one, and the register is sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labordesk.model.person import PersonFields
from labordesk.services.backups import back_up_register, pin_backup
from labordesk.services.people import PersonData, save_person
from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.services.registers import open_register
from labordesk.store import opening
from labordesk.store.connection import Connect, connect_plain
from labordesk.store.register import Register
from tests.faults.killing import Rounds, kill_again_and_again, prove_journal

PASSWORD = "Tết này đủ đầy, 40 nhà"
ROUNDS_OF_ONE_REGISTER = 50
"""The register is begun anew now and then, so that checking it does not take longer with every round."""


def _new_register(template: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = Path(shutil.copy(template, folder / "Hương Sơn.labordesk"))
    with open_register(path) as register:
        save_person(register, PersonData(PersonFields(full_name="Nguyễn Văn An", birth="1980", unit_id=1)))
    return path


def _rounds(path: Path, secret: str | None, connect: Connect, rounds: int, seed: int) -> Rounds:
    def opened() -> Register:
        return opening.open_register(path, connect=connect)

    with opened() as register:
        backup = pin_backup(back_up_register(register, "tay").file, True)
    done = kill_again_and_again(path, secret, opened, rounds, seed)
    prove_journal(path, backup, opened, connect)
    return done


def _plain(template: Path, folder: Path, rounds: int, seed: int) -> Rounds:
    return _rounds(_new_register(template, folder), None, connect_plain, rounds, seed)


def _encrypted(template: Path, folder: Path, rounds: int, seed: int) -> Rounds:
    path = _new_register(template, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("labordesk.store.data_key.PASSWORD_COST", 4)  # else killed mostly while stretching the password
        keys = new_keys(PASSWORD)
    encrypt_register(path, keys, PASSWORD)
    return _rounds(path, PASSWORD, keys.connect, rounds, seed)


WAYS = {"plain": _plain, "encrypted": _encrypted}


@pytest.mark.parametrize("way", WAYS)
def test_killed_again_and_again_the_register_stays_whole(way: str, register_template: Path, tmp_path: Path) -> None:
    done = WAYS[way](register_template, tmp_path, 5, 1)
    assert done.done == 5
    assert done.saves > 0


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", range(1000 // ROUNDS_OF_ONE_REGISTER))
def test_killed_a_thousand_times_the_register_stays_whole(
    way: str, part: int, register_template: Path, tmp_path: Path
) -> None:
    done = WAYS[way](register_template, tmp_path, ROUNDS_OF_ONE_REGISTER, 100 + part)
    assert done.done == ROUNDS_OF_ONE_REGISTER
    assert done.saves > 0
    print(f"\n{way} {part}: {done.done} kills, {done.saves} acknowledged saves, {done.unseen} kept unacknowledged")
