"""The sample that papers are made of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from labordesk.services.registers import open_register
from labordesk.store.register import Register


@pytest.fixture(scope="module")
def sample(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """An open copy of the sample for the tests of one file, which leave it as it was."""
    path = Path(shutil.copy(sample_template, tmp_path_factory.mktemp("sample")))
    with open_register(path) as register:
        yield register
