"""Another file in the place of a closed register: written beside it first, the old one kept beside."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

from labordesk.disk import make_durable, put, sync_folder
from labordesk.errors import Unavailable
from labordesk.store.backup_names import BEFORE_RESTORE, free_name
from labordesk.store.connection import Connect, logs_of, shared_of
from labordesk.store.driver import database_errors
from labordesk.store.faults import FULL
from labordesk.store.journal import journal_of, open_journal, set_aside
from labordesk.store.key_place import companion_of


def ensure_room(path: Path, other: Path) -> None:
    """Refuse (Unavailable) when ``other`` and a little more does not fit beside a register."""
    if shutil.disk_usage(path.parent).free < other.stat().st_size * 11 // 10:
        raise Unavailable(FULL, name=path.name)


def put_in_place(path: Path, draft: Path) -> Path | None:
    """Give the draft the name of the register in one step; what was there gets a name with the time, and is returned.

    A log left beside the old file goes with it: SQLite would play it back into the new one. OSError when the disk
    refuses; the old file is then as it was, with its log.
    """
    make_durable(draft)
    aside = free_name(path.parent, path.stem, BEFORE_RESTORE, datetime.now().astimezone())
    kept = None
    with ExitStack() as way_back:
        if path.exists():
            kept = aside
            way_back.callback(kept.unlink, missing_ok=True)
            try:
                kept.hardlink_to(path)
            except OSError:  # FAT, exFAT
                shutil.copy2(path, kept)
        shared_of(path).unlink(missing_ok=True)
        for one in (*logs_of(path), companion_of(path)):
            if one.exists():
                other = aside.with_name(aside.name + one.name.removeprefix(path.name))
                put(one, other)
                way_back.callback(put, other, one)
        put(draft, path)
        way_back.pop_all()
    sync_folder(path.parent)
    return kept


def put_journal_aside(path: Path, connect: Connect) -> None:
    """Keep the journal apart: it tells of what the register no longer holds."""
    place = journal_of(path)
    with suppress(OSError, *database_errors()):
        if place.exists():
            open_journal(place, connect).close()
    with suppress(OSError):
        set_aside(place)
