"""How a backup is called: the register, why it was made, the local time; "giu" marks one that is kept for good."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from labordesk.paths import REGISTER_SUFFIX

FOLDER: Final = "backups"

AUTOMATIC, CLOSING, BY_HAND = "tu-dong", "dong-so", "bang-tay"
BEFORE: Final = "truoc-"
"""Beginning of the reasons of what was made before something risky."""
BEFORE_UPGRADE = f"{BEFORE}nang-cap"
BEFORE_IMPORT, BEFORE_RESTORE = f"{BEFORE}nhap", f"{BEFORE}khoi-phuc"
BEFORE_REPAIR, BEFORE_NEW_KEY = f"{BEFORE}sua", f"{BEFORE}doi-khoa"
AFTER_NEW_KEY = "sau-doi-khoa"

_LONGEST = 160
"""Bytes of a register's name that its backups carry: a disk takes 255 in all, a letter with a mark is 2 or 3."""

_PINNED = ".giu"
_NAME = re.compile(
    rf"\.(?P<reason>[a-z0-9-]+?)-(?P<time>\d{{8}}-\d{{6}})(?:-(?P<number>\d+))?(?P<pinned>\{_PINNED})?"
    rf"{re.escape(REGISTER_SUFFIX)}"
)
_TIME = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class BackupName:
    """The parts of a name; ``made`` has the zone of this machine, ``number`` tells two of one second apart."""

    stem: str
    reason: str
    made: datetime
    number: int = 1
    pinned: bool = False

    def __str__(self) -> str:
        number = f"-{self.number}" if self.number > 1 else ""
        pinned = _PINNED if self.pinned else ""
        return f"{self.stem}.{self.reason}-{self.made:{_TIME}}{number}{pinned}{REGISTER_SUFFIX}"

    def with_pin(self, pinned: bool) -> BackupName:
        """Return the same, to be kept for good or not."""
        return replace(self, pinned=pinned)


def short_stem(stem: str) -> str:
    """Return the name of a register as its backups carry it: a very long one is cut and told apart by a hash."""
    if len(stem.encode()) <= _LONGEST:
        return stem
    kept = stem.encode()[: _LONGEST - 9].decode(errors="ignore").rstrip()
    return f"{kept}~{hashlib.sha256(stem.encode()).hexdigest()[:8]}"


def parse_name(name: str, stem: str) -> BackupName | None:
    """Return the parts of a file name when it is a backup of the register called ``stem``."""
    stem = short_stem(stem)
    found = _NAME.fullmatch(name, len(stem)) if name.startswith(f"{stem}.") else None
    if found is None:
        return None
    try:
        made = datetime.strptime(found["time"], _TIME).astimezone()
    except ValueError:
        return None
    return BackupName(stem, found["reason"], made, int(found["number"] or 1), found["pinned"] is not None)


def is_backup_name(path: Path) -> bool:
    """Tell whether a file is a backup of some register by its name; such a file is opened only to be looked at."""
    found = _NAME.search(path.name)
    return found is not None and found.end() == len(path.name) and found.start() > 0


def free_name(folder: Path, stem: str, reason: str, now: datetime, *, ending: str = "") -> Path:
    """Return a path in ``folder`` that no backup has, with ``ending`` behind it ("-wal")."""
    name = BackupName(short_stem(stem), reason, now)
    while any((folder / f"{one}{ending}").exists() for one in (name, name.with_pin(True))):
        name = replace(name, number=name.number + 1)
    return folder / f"{name}{ending}"
