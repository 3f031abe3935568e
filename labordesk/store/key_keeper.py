"""Keeps the key block of an open register whole: beside the file all the time, after its last page when it can be."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path

from labordesk.store.cipher import CipherConnect
from labordesk.store.driver import database_errors
from labordesk.store.key_block import KeyBlock
from labordesk.store.key_place import companion_of, write_companion, write_tail

_LOG_MOST = 16 * 1024 * 1024
"""Bytes of the write-ahead log after which it is copied into the register."""


class KeyKeeper:
    """Lives as long as a register is open for writing; nobody else copies the log into the file meanwhile."""

    def __init__(self, path: Path, connect: CipherConnect) -> None:
        self._path = path
        self._connect = connect
        # Kept open to the end: closing any descriptor of a file drops all POSIX locks SQLite holds on it.
        self._file = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            write_companion(path, connect.block)
        except BaseException:
            os.close(self._file)
            raise

    def after_commit(self) -> None:
        """Copy a long log into the register; SQLite's own time for it would lose the block unseen."""
        log = self._path.with_name(f"{self._path.name}-wal")
        with suppress(OSError, *database_errors()):  # what was asked for is saved already
            if not log.exists():
                self.restore()  # on a share pages go straight into the file, and over the block when it grows
            elif log.stat().st_size > _LOG_MOST:
                with closing(self._connect(self._path, "rw")) as connection:
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                self.restore()

    def renew(self, block: KeyBlock) -> None:
        """Let another block count from now on; OSError leaves the old one."""
        write_companion(self._path, block)
        self._connect.block = block
        self.restore()

    def restore(self) -> None:
        """Put the block behind the last page again; a full disk is no loss, it also lies beside."""
        with suppress(OSError):
            write_tail(self._file, self._connect.block)

    def settle(self) -> None:
        """Leave one file once no connection is open; the block beside goes when the one inside is written."""
        try:
            write_tail(self._file, self._connect.block)
        except OSError:
            return
        finally:
            os.close(self._file)
        with suppress(OSError):
            companion_of(self._path).unlink(missing_ok=True)
