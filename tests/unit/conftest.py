"""The reference vectors that lie beside the project in development; elsewhere the tables in the tests stand alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors"


@pytest.fixture
def vectors() -> Callable[[str], Any]:
    """Return a loader of one vector file by its name; the test is skipped where the files are not at hand."""

    def load(name: str) -> Any:
        path = _VECTORS / f"{name}.json"
        if not path.exists():
            pytest.skip(f"no reference vectors beside the project: {path.name}")
        return json.loads(path.read_text(encoding="utf-8"))

    return load
