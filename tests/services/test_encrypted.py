"""The services on an encrypted register: whole files of tests again, with another driver under them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType

import pytest

from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys
from tests.services import test_funds, test_gifts, test_people, test_people_search, test_person_merges
from tests.services.welfare_office import office
from tests.store.encrypted import encrypt_template, open_quickly

__all__ = ["office"]

AGAIN = (test_people, test_people_search, test_person_merges, test_gifts, test_funds)
"""Search index, undone merges, sums kept by triggers, windows and recursion, upserts: what differs between drivers."""


@pytest.fixture(scope="session")
def encrypted(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NewKeys]:
    return encrypt_template(register_template, tmp_path_factory.mktemp("encrypted"))


@pytest.fixture
def register_path(encrypted: tuple[Path, NewKeys], tmp_path: Path) -> Path:
    return Path(shutil.copy(encrypted[0], tmp_path / "Hương Sơn.labordesk"))


@pytest.fixture
def register(register_path: Path, encrypted: tuple[Path, NewKeys]) -> Iterator[Register]:
    with open_quickly(register_path, encrypted[1]) as opened:
        yield opened
        assert opened.is_encrypted


for module in AGAIN:
    for name, thing in vars(module).items():
        if isinstance(thing, FunctionType) and name.startswith("test_"):
            globals()[f"{module.__name__.rpartition('.')[2]}_{name.removeprefix('test_')}"] = thing
