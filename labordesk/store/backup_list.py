"""The backups of one register in one folder, and beside them the book of what was found when each was opened.

What the book says of a file counts only while the file has the size and time it had then; a lost book loses nothing
but the words "opened and checked". The book also counts the backups as they are made: which is the newest does not
hang on the clock of the machine, which may have been set forward and back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from labordesk.disk import beside, put
from labordesk.paths import REGISTER_SUFFIX
from labordesk.store import thinning
from labordesk.store.backup_names import BEFORE, FOLDER, BackupName, parse_name, short_stem
from labordesk.store.key_place import companion_of, is_encrypted
from labordesk.store.tally import Tally

_BOOK = ".saoluu.json"
_CLOCK_OF_FAT = 2_000_000_000
"""Nanoseconds by which the time of a file may differ after a USB stick was pulled out and put in again."""


@dataclass(frozen=True)
class BackupFile:
    """One backup; ``held`` is what it was found to hold when it was opened, None when nobody knows."""

    path: Path
    name: BackupName
    size: int
    made: datetime
    checked: datetime | None
    held: Tally | None
    encrypted: bool
    turn: int = 0
    """The how manieth it was of those made here; 0 when nobody counted."""

    @property
    def is_good(self) -> bool:
        """Tell whether it was opened and found sound, and has not been touched since."""
        return self.held is not None


@dataclass(frozen=True)
class _Noted:
    size: int
    changed: int
    made: datetime
    checked: datetime
    held: Tally
    turn: int


class BackupList:
    """Reads the folder each time it is asked; ``note`` is the only thing that writes the book."""

    def __init__(self, register: Path, folder: Path | None = None) -> None:
        self.stem = short_stem(register.stem)
        self.folder = folder or register.parent / FOLDER

    def all(self) -> tuple[BackupFile, ...]:
        """Return the backups, the one made last first; an unreachable folder has none."""
        known = self._read()
        found = []
        with suppress(OSError):
            for path in self.folder.glob(f"*{REGISTER_SUFFIX}"):
                name = parse_name(path.name, self.stem)
                one = _file(path, name, known.get(path.name)) if name is not None else None
                if one is not None:
                    found.append(one)
        return _newest_first(found)

    def note(self, path: Path, held: Tally, *, is_new: bool = False) -> None:
        """Remember what a backup was found to hold; OSError when the book cannot be written.

        ``is_new``: it was just made, after all others.
        """
        state = path.stat()
        now = datetime.now().astimezone()
        name = parse_name(path.name, self.stem)
        known = self._read()
        before = known.get(path.name)
        made = before.made if before else name.made if name else now
        turn = max((one.turn for one in known.values()), default=0) + 1 if is_new else before.turn if before else 0
        known[path.name] = _Noted(state.st_size, state.st_mtime_ns, made, now, held, turn)
        self._write(known)

    def pin(self, one: BackupFile, pinned: bool) -> Path:
        """Keep a backup for good, or no longer; return its new path."""
        target = self.folder / str(one.name.with_pin(pinned))
        known = self._read()
        noted = known.pop(one.path.name, None)
        if target != one.path:
            put(one.path, target)
        if noted is not None:
            known[target.name] = noted
        self._write(known)
        return target

    def remove(self, files: Iterable[Path]) -> tuple[Path, ...]:
        """Delete backups and return those that are gone."""
        gone = []
        for path in files:
            with suppress(OSError):
                path.unlink(missing_ok=True)
                companion_of(path).unlink(missing_ok=True)
                gone.append(path)
        names = {path.name for path in gone}
        with suppress(OSError):
            self._write({name: noted for name, noted in self._read().items() if name not in names})
        return tuple(gone)

    def thin(self, now: datetime) -> tuple[Path, ...]:
        """Delete the backups that make room, as ``thinning`` says, but not the one made last; return them."""
        files = self.all()
        last = next((one.path.name for one in files if one.is_good), "")
        dated = [
            thinning.Dated(
                one.path.name,
                one.made,
                good=one.is_good,
                pinned=one.name.pinned,
                before=one.name.reason.startswith(BEFORE),
            )
            for one in files
        ]
        return self.remove(self.folder / name for name in thinning.to_remove(dated, now) if name != last)

    def _read(self) -> dict[str, _Noted]:
        try:
            stored: Any = json.loads((self.folder / f"{self.stem}{_BOOK}").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        found = {}
        for name, values in stored.items() if isinstance(stored, dict) else ():
            noted = _noted(values)
            if noted is not None:
                found[name] = noted
        return found

    def _write(self, known: dict[str, _Noted]) -> None:
        target = self.folder / f"{self.stem}{_BOOK}"
        values = {
            name: {
                "size": one.size,
                "changed": one.changed,
                "made": one.made.isoformat(),
                "checked": one.checked.isoformat(),
                "held": one.held.to_json(),
                "turn": one.turn,
            }
            for name, one in known.items()
            if (self.folder / name).exists()
        }
        with beside(target) as draft:
            draft.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def _newest_first(files: Iterable[BackupFile]) -> tuple[BackupFile, ...]:
    """Order by the turn in which they were made; those nobody counted stand among them by their time.

    One that knows fewer operations than a counted one and is dated later has its date from a clock that ran ahead.
    """
    newest = sorted(files, key=_age, reverse=True)
    counted = sorted((one for one in newest if one.turn), key=lambda one: one.turn, reverse=True)
    others = [one for one in newest if not one.turn]
    found = []
    while counted and others:
        found.append((others if _is_later(others[0], counted[0]) else counted).pop(0))
    return (*found, *counted, *others)


def _is_later(other: BackupFile, counted: BackupFile) -> bool:
    """Tell whether a backup nobody counted was made after one that was counted."""
    if other.held is not None and counted.held is not None and other.held.last < counted.held.last:
        return False
    return other.made > counted.made


def _age(one: BackupFile) -> tuple[datetime, int, str]:
    """Order by the second of making, and within it by what a backup holds."""
    return one.made, one.held.last if one.held is not None else 0, one.path.name


def _file(path: Path, name: BackupName, noted: _Noted | None) -> BackupFile | None:
    try:
        state = path.stat()
        encrypted = is_encrypted(path)
    except OSError:
        return None
    if noted is not None and (noted.size != state.st_size or abs(noted.changed - state.st_mtime_ns) > _CLOCK_OF_FAT):
        noted = None
    return BackupFile(
        path,
        name,
        state.st_size,
        noted.made if noted else name.made,
        noted.checked if noted else None,
        noted.held if noted else None,
        encrypted,
        noted.turn if noted else 0,
    )


def _noted(values: Any) -> _Noted | None:
    try:
        held = Tally.from_json(values["held"])
        made, checked = datetime.fromisoformat(values["made"]), datetime.fromisoformat(values["checked"])
        if held is None or made.tzinfo is None or checked.tzinfo is None:
            return None
        return _Noted(int(values["size"]), int(values["changed"]), made, checked, held, int(values.get("turn", 0)))
    except (TypeError, KeyError, ValueError, AttributeError):
        return None
