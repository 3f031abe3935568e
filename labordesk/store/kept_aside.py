"""Files put aside when a backup or a rebuilt register took their place: how many there are, and which make room."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from labordesk.paths import REGISTER_SUFFIX
from labordesk.store import thinning
from labordesk.store.backup_names import BEFORE_RESTORE, BackupName, parse_name
from labordesk.store.connection import logs_of
from labordesk.store.key_place import companion_of


def kept_aside(register: Path) -> tuple[Path, ...]:
    """Return the files that lie beside a register since something took its place, the newest first."""
    return tuple(path for path, _name in _found(register))


def thin_kept_aside(register: Path, now: datetime) -> tuple[Path, ...]:
    """Delete those that are old, with their logs, never the newest; return them."""
    names = dict(_found(register))
    dated = [thinning.Dated(path.name, name.made, good=True, pinned=name.pinned) for path, name in names.items()]
    gone = []
    for key in thinning.aside_to_remove(dated, now):
        path = register.with_name(key)
        with suppress(OSError):
            path.unlink()
            gone.append(path)
            for rest in (*logs_of(path), companion_of(path)):
                rest.unlink(missing_ok=True)
    return tuple(gone)


def _found(register: Path) -> list[tuple[Path, BackupName]]:
    found = []
    with suppress(OSError):
        for path in register.parent.glob(f"*{REGISTER_SUFFIX}"):
            name = parse_name(path.name, register.stem)
            if name is not None and name.reason == BEFORE_RESTORE:
                found.append((path, name))
    return sorted(found, key=lambda one: (one[1].made, one[1].number), reverse=True)
