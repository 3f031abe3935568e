"""What a crash left beside a register, and whether it is the register's own: the one question opening asks."""

from __future__ import annotations

from pathlib import Path

from labordesk.store import left_journal, left_log
from labordesk.store.connection import Connect, logs_of


def foreign_log(path: Path, connect: Connect) -> Path | None:
    """Return the journal or log of another file that SQLite would play into this one; None when there is none.

    The journal first, as SQLite does. ``left_log.set_aside`` keeps it; then it is asked again.
    """
    log, journal = logs_of(path)
    if not left_journal.fits(path, connect):
        return journal
    return None if left_log.fits(path, connect) else log
