"""Files kept beside the project that are too many or too large for it; a test without them is skipped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[3] / "shared"


def shared_folder(name: str) -> Path:
    """Return a folder of the reference beside the checkout (or under LABORDESK_SHARED); skip the test without it."""
    folder = Path(os.environ.get("LABORDESK_SHARED", _BESIDE)) / name
    if not folder.is_dir():
        pytest.skip(f"no {name} beside the checkout")
    return folder
