"""One sample register for all tests of this folder; copy it, never write into it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from labordesk.fields import kinds as clock
from labordesk.sample import make_sample
from labordesk.store.register import Register
from tests.sample.days import TODAY


@pytest.fixture(autouse=True)
def _told_on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program believe that it is the day of the story, whatever the computer says."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture(scope="session")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed sample register of the usual size."""
    path = tmp_path_factory.mktemp("sample") / "so-mau.labordesk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: TODAY)
        make_sample(path).close()
    return path


@pytest.fixture
def sample(sample_path: Path, tmp_path: Path) -> Iterator[Register]:
    """An open copy of the sample register."""
    from labordesk.services.registers import open_register

    with open_register(Path(shutil.copy(sample_path, tmp_path / sample_path.name))) as opened:
        yield opened
