"""A program killed at any moment: every acknowledged save is there, no half one, and the register is sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labordesk.model.person import PersonFields
from labordesk.services.people import PersonData, save_person
from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.services.registers import open_register
from labordesk.store import opening
from labordesk.store.register import Register
from tests.faults.killing import kill_again_and_again

PASSWORD = "Tết này đủ đầy, 40 nhà"
ROUNDS_OF_ONE_REGISTER = 50
"""The register is begun anew now and then, so that checking it does not take longer with every round."""


def _new_register(template: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = Path(shutil.copy(template, folder / "Hương Sơn.labordesk"))
    with open_register(path) as register:
        save_person(register, PersonData(PersonFields(full_name="Nguyễn Văn An", birth="1980", unit_id=1)))
    return path


def _plain(template: Path, folder: Path, rounds: int, seed: int) -> tuple[int, int]:
    path = _new_register(template, folder)
    done = kill_again_and_again(path, None, lambda: open_register(path), rounds, seed)
    return done.done, done.saves


def _encrypted(template: Path, folder: Path, rounds: int, seed: int) -> tuple[int, int]:
    path = _new_register(template, folder)
    keys = new_keys(PASSWORD)
    encrypt_register(path, keys, PASSWORD)

    def opened() -> Register:
        return opening.open_register(path, connect=keys.connect)

    done = kill_again_and_again(path, PASSWORD, opened, rounds, seed)
    return done.done, done.saves


WAYS = {"plain": _plain, "encrypted": _encrypted}


@pytest.mark.parametrize("way", WAYS)
def test_killed_again_and_again_the_register_stays_whole(way: str, register_template: Path, tmp_path: Path) -> None:
    rounds, saves = WAYS[way](register_template, tmp_path, 5, 1)
    assert rounds == 5
    assert saves > 0


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", range(1000 // ROUNDS_OF_ONE_REGISTER))
def test_killed_a_thousand_times_the_register_stays_whole(
    way: str, part: int, register_template: Path, tmp_path: Path
) -> None:
    rounds, saves = WAYS[way](register_template, tmp_path, ROUNDS_OF_ONE_REGISTER, 100 + part)
    assert rounds == ROUNDS_OF_ONE_REGISTER
    assert saves > 0
