"""What several tests of the store share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys
from tests.store.encrypted import encrypt_template, open_quickly


@pytest.fixture(scope="session")
def encrypted_template(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NewKeys]:
    """A closed encrypted register and its keys; copy it, never open it."""
    return encrypt_template(register_template, tmp_path_factory.mktemp("encrypted"))


@pytest.fixture
def keys(encrypted_template: tuple[Path, NewKeys]) -> NewKeys:
    """The keys of ``locked_path``."""
    return encrypted_template[1]


@pytest.fixture
def locked_path(encrypted_template: tuple[Path, NewKeys], tmp_path: Path) -> Path:
    """A closed encrypted register of this test alone."""
    folder = tmp_path / "sổ"
    folder.mkdir()
    return Path(shutil.copy(encrypted_template[0], folder / "Hương Sơn.labordesk"))


@pytest.fixture
def locked(locked_path: Path, keys: NewKeys) -> Iterator[Register]:
    """An open encrypted register of this test alone."""
    with open_quickly(locked_path, keys) as opened:
        yield opened
