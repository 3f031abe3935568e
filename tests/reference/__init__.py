"""Reference answers kept with the tests: what words, numbers and names must read as, and what the articles report.

They are checked as a part of a larger set, so the code passes them by rule; nothing outside the tests reads them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def reference(name: str) -> Any:
    """Return the answers of one file by its name without ``.json``."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
