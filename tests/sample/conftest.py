"""One sample register for all tests of this folder; copy it, never write into it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from labordesk.fields import kinds as clock
from labordesk.store.register import Register
from tests.fixtures import made_once, make_sample_of
from tests.sample.days import TODAY


@pytest.fixture(autouse=True)
def _told_on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program believe that it is the day of the story, whatever the computer says."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture(scope="session")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed sample register of the usual size."""
    return made_once(tmp_path_factory, "so-mau.labordesk", make_sample_of)


@pytest.fixture
def sample(sample_path: Path, tmp_path: Path) -> Iterator[Register]:
    """An open copy of the sample register."""
    from labordesk.services.registers import open_register

    with open_register(Path(shutil.copy(sample_path, tmp_path / sample_path.name))) as opened:
        yield opened
