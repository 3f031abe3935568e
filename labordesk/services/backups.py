"""Sao lưu: making backups of an open register, in a second place too; what there is, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from labordesk.errors import LabordeskError, Unavailable
from labordesk.i18n import N_
from labordesk.logs import LOGGER
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.registers import SAMPLE
from labordesk.store import history, second_place
from labordesk.store.backup import NOT_SOUND, Told, take
from labordesk.store.backup_list import BackupFile, BackupList
from labordesk.store.backup_names import AUTOMATIC
from labordesk.store.cipher import forget, owned
from labordesk.store.connection import Connect
from labordesk.store.faults import told
from labordesk.store.kept_aside import thin_kept_aside
from labordesk.store.keys_of_backups import connect_backup, has_key_of
from labordesk.store.register import Register
from labordesk.store.tally import tally_of

MISSING_LONG = timedelta(days=7)
"""How long the second place may stay away before it is said."""

NOT_THERE = N_("Không thấy bản sao lưu “{name}” nữa; hãy xem lại danh sách.")


@dataclass(frozen=True)
class Made:
    """A good backup; ``second`` is its copy in the second place, or ``problem`` says why there is none."""

    file: BackupFile
    second: Path | None = None
    problem: LabordeskError | None = None


def back_up_register(
    register: Register, reason: str = AUTOMATIC, *, second: Path | None = None, told_of: Told | None = None
) -> Made:
    """Make a backup, open it, check it and compare it; then copy it to the second place and thin both.

    Unavailable when it cannot be made, with nothing half written left; a second place that fails spoils nothing.
    """
    connect = owned(register.connect)
    try:
        path, held = take(register.path, connect, label=reason, told_of=told_of)
    finally:
        forget(connect)
    backups = BackupList(register.path)
    with suppress(OSError):
        backups.note(path, held, is_new=True)
    made = next((one for one in backups.all() if one.path == path), None)
    if made is None:
        raise Unavailable(NOT_THERE, name=path.name)
    backups.thin(_now())
    thin_kept_aside(register.path, _now())
    return Made(made) if second is None else _with_second(register, made, second, told_of)


def back_up_before(register: Register, reason: str, told_of: Told | None = None) -> Made | None:
    """Make a backup before something risky, unless a good one of exactly this state of the register exists.

    None when there was no need, or no way: what follows is one unit of work and can be taken back all the same.
    """
    try:
        if register.read_only or not has_changed(register):
            return None
        return back_up_register(register, reason, told_of=told_of)
    except LabordeskError:
        LOGGER.warning("no backup before %s", reason)
        return None


def has_changed(register: Register) -> bool:
    """Tell whether something was written that no good backup with today's key holds."""
    with register.looking() as connection:
        last = history.head(connection)
    return not any(
        one.held is not None and (one.held.last, one.held.chain) == last and has_key_of(one.path, register.connect)
        for one in BackupList(register.path).all()
    )


def is_backed_up_by_itself(register: Register) -> bool:
    """Tell whether a register is backed up without being asked: not when it is a sample, locked or only looked at."""
    if register.read_only or register.is_locked:
        return False
    with register.looking() as connection:
        row = connection.execute("SELECT value FROM register_setting WHERE key = ?", (SAMPLE,)).fetchone()
    return not (row and row[0] == "1")


def backups_of(register_path: Path, folder: Path | None = None) -> tuple[BackupFile, ...]:
    """Return the backups of a register, open or not, the newest first."""
    return BackupList(register_path, folder).all()


def last_good(register_path: Path) -> BackupFile | None:
    """Return the newest backup that was opened and found sound."""
    return next((one for one in backups_of(register_path) if one.is_good), None)


def check_backup(one: BackupFile, connect: Connect | None = None, secret: str | None = None) -> BackupFile:
    """Open a backup nobody has opened yet and remember what it holds; BadFile or Unavailable when it is not sound."""
    with told(one.path, files=True):
        driver = connect_backup(one.path, connect, secret)
        with closing(driver(one.path, "ro")) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise Unavailable(NOT_SOUND, name=one.path.name)
            held = tally_of(connection)
        backups = BackupList(Path(one.name.stem), one.path.parent)
        with suppress(OSError):
            backups.note(one.path, held)
    return next((other for other in backups.all() if other.path == one.path), one)


def pin_backup(one: BackupFile, pinned: bool) -> Path:
    """Keep a backup for good, or let it be thinned again; return its new path."""
    with told(one.path, files=True):
        return BackupList(Path(one.name.stem), one.path.parent).pin(one, pinned)


def remove_backups(register: Register, files: Iterable[BackupFile]) -> int:
    """Delete backups of a register and return how many are gone; NotAllowed."""
    ensure(register, Right.RESTORE)
    count = 0
    for one in files:
        count += len(BackupList(Path(one.name.stem), one.path.parent).remove([one.path]))
    return count


# the second place


def copy_to_second(register: Register, one: BackupFile, second: Path, told_of: Told | None = None) -> Path:
    """Copy a backup to the second place, where each register has a folder; Unavailable with what to do next."""
    with register.looking() as connection:
        identity = second_place.identity_of(connection)
    folder = second_place.place_in(second, register.path, identity)
    return second_place.copy_to(one, folder, _now(), told_of)


def _with_second(register: Register, made: BackupFile, second: Path, told_of: Told | None) -> Made:
    try:
        return Made(made, copy_to_second(register, made, second, told_of))
    except LabordeskError as error:
        LOGGER.warning("second place: no copy")
        return Made(made, None, error)


def _now() -> datetime:
    return datetime.now().astimezone()
