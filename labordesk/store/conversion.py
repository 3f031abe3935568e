"""Encrypting, decrypting and giving another key: a whole new file beside the old one, proved, then put in its place."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from labordesk.disk import drafted, make_durable, put, sync_folder
from labordesk.errors import BadFile, Unavailable
from labordesk.i18n import N_
from labordesk.store import driver
from labordesk.store.cipher import CipherConnect, cache_for, finish_file, forget, keeper_of
from labordesk.store.connection import BUSY_MS, WRITER_CACHE, Connect, file_uri
from labordesk.store.contents import contents_of
from labordesk.store.faults import CORRUPT, FULL, told
from labordesk.store.identity import revision_of
from labordesk.store.journal import forget_journal
from labordesk.store.lock import RegisterLock
from labordesk.store.unlocking import connect_for
from labordesk.store.watching import watched

NOT_THE_SAME = N_(
    "Bản mới của sổ “{name}” đọc lại không khớp nên đã bỏ, sổ vẫn như cũ; hãy kiểm tra ổ đĩa rồi làm lại."
)

Told = Callable[[int, int], None]
"""Gets (steps done, steps) and may raise to stop; the register is then as it was."""

_STEPS = 100
_COPIED, _COMPARED = 60, 90


def convert(path: Path, source: Connect, target: Connect, secret: str | None, told_of: Told | None = None) -> None:
    """Rewrite a closed register with another key, or none; ``secret`` is what is to open the new file.

    The old file stays until the new one was opened with that secret, checked and compared, and is then replaced in
    one step: a power cut leaves the one or the other. BadFile, Unavailable, and whatever ``told_of`` raises.
    """
    report = told_of or (lambda _done, _steps: None)
    with told(path, files=True), _alone(path):
        if shutil.disk_usage(path.parent).free < path.stat().st_size * 11 // 10:
            raise Unavailable(FULL, name=path.name)
        with drafted(path) as draft:
            with _kept(path, source):
                _copy(path, draft, source, target, report)
                finish_file(draft, target)
                _prove(path, draft, source, secret, report)
            finish_file(draft, target)
            make_durable(draft)
            forget_journal(path)  # first: a power cut now must not leave it readable beside an encrypted register
            put(draft, path)
            sync_folder(path.parent)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep a register from every other program; Unavailable when one has it."""
    lock = RegisterLock(path)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _kept(path: Path, source: Connect) -> Iterator[None]:
    """Keep the key block of the old file whole while it is read; its descriptor is closed before it is replaced."""
    keeper = keeper_of(path, source)
    try:
        yield
    finally:
        if keeper is not None:
            keeper.settle()


def _copy(path: Path, draft: Path, source: Connect, target: Connect, report: Told) -> None:
    with closing(source(path, "rw")) as connection:
        # Without a log of its own the old file can be replaced by one that has another key.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    size = max(1, path.stat().st_size)
    with closing(_readable_by_cipher(path, source)) as connection:
        connection.execute(f"PRAGMA cache_size = {-cache_for(target, WRITER_CACHE) * 1024}")
        key = target.key.spec() if isinstance(target, CipherConnect) else ""
        connection.execute("ATTACH DATABASE ? AS draft KEY ?", (file_uri(draft, "rwc"), key))

        def look() -> None:
            written = draft.stat().st_size if draft.exists() else 0
            report(min(_COPIED, _COPIED * written // size), _STEPS)

        look()
        with watched(connection, look):
            connection.execute("SELECT sqlcipher_export('draft')").fetchall()
        for pragma in ("application_id", "user_version"):
            (value,) = connection.execute(f"PRAGMA main.{pragma}").fetchone()
            connection.execute(f"PRAGMA draft.{pragma} = {value}")
        connection.execute("PRAGMA draft.journal_mode = WAL").fetchall()
        connection.execute("DETACH DATABASE draft")


def _readable_by_cipher(path: Path, source: Connect) -> sqlite3.Connection:
    """Return a connection that can attach a file with another key: SQLCipher's, also for a plain register."""
    if isinstance(source, CipherConnect):
        return source(path, "rw")
    made = driver.cipher().connect(
        file_uri(path, "rw"), uri=True, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
    )
    made.execute("PRAGMA cipher_log_level = NONE").fetchall()
    return cast(sqlite3.Connection, made)


def _prove(path: Path, draft: Path, source: Connect, secret: str | None, report: Told) -> None:
    """Open the new file as its owner will, and compare every table with the old one."""
    opener = connect_for(draft, secret)
    try:
        with closing(source(path, "ro")) as old, closing(opener(draft, "rw")) as new:
            if old.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise BadFile(CORRUPT, name=path.name)
            with watched(new, lambda: report(_COPIED, _STEPS)):
                sound = new.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            same = sound and revision_of(old, path) == revision_of(new, draft)
            same = same and contents_of(old, _part(report, _COPIED, 15)) == contents_of(
                new, _part(report, _COPIED + 15, 15)
            )
            if not same:
                raise Unavailable(NOT_THE_SAME, name=path.name)
    finally:
        forget(opener)
    report(_COMPARED, _STEPS)


def _part(report: Told, start: int, share: int) -> Told:
    return lambda done, steps: report(start + share * done // max(1, steps), _STEPS)
