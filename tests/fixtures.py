"""Registers for tests: made once per run by the real program, copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.sample.days import TODAY as SAMPLE_DAY

if TYPE_CHECKING:
    from labordesk.store.register import Register

TODAY = date(2026, 3, 2)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a copy, of this worker alone, of a file that takes long to make: one worker makes it, all others wait.

    ``make`` gets a path where nothing is yet. Copy what is returned to write into it.
    """
    own = factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with FileLock(f"{shared}.making"):
        if not shared.exists():
            make(shared)
    return Path(shutil.copy(shared, factory.mktemp(shared.stem)))


def make_sample_of(path: Path, **choices: int) -> None:
    """Make a sample register kept on its day, whatever the computer says, and close it."""
    from labordesk.fields import kinds
    from labordesk.sample import make_sample

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "today", lambda: SAMPLE_DAY)
        make_sample(path, today=SAMPLE_DAY, **choices).close()


@pytest.fixture(scope="session")
def register_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed register of "Công đoàn xã Hương Sơn" with the shipped catalogue; copy it, never open it."""
    from labordesk.services.registers import create_register

    path = tmp_path_factory.mktemp("template") / "Hương Sơn.labordesk"
    create_register(
        path,
        unit_name="Công đoàn xã Hương Sơn",
        unit_type="Công đoàn xã",
        superior="Liên đoàn Lao động tỉnh Hà Tĩnh",
        place="Hương Sơn",
        today=TODAY,
    ).close()
    return path


@pytest.fixture
def register_path(register_template: Path, tmp_path: Path) -> Path:
    """A closed register of this test alone."""
    return Path(shutil.copy(register_template, tmp_path / "Hương Sơn.labordesk"))


@pytest.fixture
def register(register_path: Path) -> Iterator[Register]:
    """An open register of this test alone."""
    from labordesk.services.registers import open_register

    with open_register(register_path) as opened:
        yield opened


@pytest.fixture
def another_register(register_template: Path, tmp_path: Path) -> Iterator[Callable[[str], Register]]:
    """Open further registers by name in the same test."""
    from labordesk.services.registers import open_register

    opened: list[Register] = []

    def make(name: str) -> Register:
        opened.append(open_register(Path(shutil.copy(register_template, tmp_path / f"{name}.labordesk"))))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed register of the sample kept on 22/11/2026, 200 people; open it to read, copy it to write."""
    return made_once(tmp_path_factory, "sổ mẫu.labordesk", lambda path: make_sample_of(path, people=200, seed=7))
