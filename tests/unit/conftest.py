"""The reference vectors every pure function is held against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.reference import reference


@pytest.fixture
def vectors() -> Callable[[str], Any]:
    """Return a loader of one vector file by its name."""
    return reference
