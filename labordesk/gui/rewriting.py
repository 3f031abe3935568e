"""``Rewriting``: what a page asks for when the whole register is to get another key, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from labordesk.gui.work import Progress


@dataclass(frozen=True, repr=False)
class Rewriting:
    """One rewriting: what is done, and what opens the register before and after it (None: no password)."""

    title: str
    run: Callable[[Path, Progress], None]
    done: str
    before: str | None
    after: str | None
    recovery: str = ""
    section: str = "security"
    """The section of the settings shown afterwards."""
