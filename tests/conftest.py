"""What holds for every test: no screen, no trace in the user's folders, Vietnamese at the start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from labordesk.i18n import SOURCE_LANGUAGE, language, set_language
from labordesk.logs import LOGGER

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["tests.fixtures"]

# No deadline: the machine is shared, and a slow example is not a wrong one. The same examples each time, so that a
# change is judged by what it changes; ``--hypothesis-profile=new-examples`` looks for others.
settings.register_profile("labordesk", deadline=None, derandomize=True)
settings.register_profile("new-examples", deadline=None)
settings.load_profile("labordesk")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings, logs and registers go to a folder of this test alone; a log it started ends with it."""
    monkeypatch.setenv("LABORDESK_HOME", str(tmp_path_factory.mktemp("home")))
    yield
    for handler in LOGGER.handlers[:]:
        LOGGER.removeHandler(handler)
        handler.close()
    LOGGER.propagate = True


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    """A test that switches the language does not switch it for the next one."""
    yield
    if language() != SOURCE_LANGUAGE:
        set_language(SOURCE_LANGUAGE, Path())
