"""The driver of one encrypted register: SQLCipher, with a key derived once and kept while the register is open.

Loaded with every register; what only an encrypted one needs is imported when there is one.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from labordesk.errors import Unavailable
from labordesk.i18n import N_
from labordesk.store import driver
from labordesk.store.connection import BUSY_MS, Connect, Mode, file_uri

if TYPE_CHECKING:
    from labordesk.store.data_key import DataKey
    from labordesk.store.key_block import KeyBlock
    from labordesk.store.key_keeper import KeyKeeper

LOCKED = N_("Sổ “{name}” đang khóa; hãy gõ mật khẩu để mở khóa.")


class CipherConnect:
    """Opens the files of one key: the register, its copies and backups; ``block`` is what each of them ends with."""

    def __init__(self, key: DataKey, block: KeyBlock) -> None:
        self.key = key
        self.block = block

    def __call__(self, path: Path, mode: Mode, *, frozen: bool = False) -> sqlite3.Connection:
        """Return an unlocked connection; what SQLCipher would write to the console stays unwritten."""
        if self.key.is_wiped:
            raise Unavailable(LOCKED, name=path.name)
        made = driver.cipher().connect(
            file_uri(path, mode, frozen=frozen),
            uri=True,
            timeout=BUSY_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            made.set_key(self.key.spec())
            # The block after the last page is moved only by ``KeyKeeper``, so only it may copy the log into the file.
            for pragma in ("cipher_log_level = NONE", "wal_autocheckpoint = 0"):
                made.execute(f"PRAGMA {pragma}").fetchall()
        except BaseException:
            made.close()
            raise
        return cast(sqlite3.Connection, made)

    def copy(self) -> CipherConnect:
        """Return the same with a key of its own, for another owner."""
        return CipherConnect(self.key.copy(), self.block)

    def __repr__(self) -> str:
        return "CipherConnect(…)"


def owned(connect: Connect) -> Connect:
    """Return a driver whose key may be wiped without harm to whoever gave it."""
    return connect.copy() if isinstance(connect, CipherConnect) else connect


def forget(connect: Connect) -> None:
    """Wipe the key of a driver that is needed no more."""
    if isinstance(connect, CipherConnect):
        connect.key.wipe()


def dbapi_of(connect: Connect) -> ModuleType:
    """Return the module whose exceptions the connections raise, for SQLAlchemy."""
    return driver.cipher() if isinstance(connect, CipherConnect) else driver.PLAIN


def cache_for(connect: Connect, usual_mib: int) -> int:
    """Return the page cache of a connection in MiB: pages of an encrypted file are dear to read again."""
    if not isinstance(connect, CipherConnect):
        return usual_mib
    from labordesk.store.memory import roomy_cache

    return roomy_cache(usual_mib)


def keeper_of(path: Path, connect: Connect) -> KeyKeeper | None:
    """Return the keeper of an encrypted register, None for a plain one; OSError when the place cannot be written."""
    if not isinstance(connect, CipherConnect):
        return None
    from labordesk.store.key_keeper import KeyKeeper

    return KeyKeeper(path, connect)


def finish_file(path: Path, connect: Connect) -> None:
    """Give a closed file that was written through ``connect`` its key block, so that it opens by itself."""
    if isinstance(connect, CipherConnect):
        from labordesk.store.key_place import seal

        seal(path, connect.block)
