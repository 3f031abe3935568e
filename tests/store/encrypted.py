"""Encrypted registers for tests: encrypted once per run, opened with a key already derived."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.store.cipher import CipherConnect
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys

PASSWORD = "Tết này đủ đầy, 40 nhà"


def encrypt_template(template: Path, folder: Path, password: str = PASSWORD) -> tuple[Path, NewKeys]:
    """Return an encrypted copy of a closed register and its keys; copy it, never open it."""
    path = Path(shutil.copy(template, folder / template.name))
    keys = new_keys(password)
    encrypt_register(path, keys, password)
    return path, keys


def open_quickly(path: Path, keys: NewKeys) -> Register:
    """Open without deriving the key from the password (0,2 s)."""
    return open_register(path, connect=keys.connect)


def opens(path: Path, secret: str) -> bool:
    """Tell whether a secret opens a register and its rows can be read."""
    from labordesk.errors import SecretNeeded

    try:
        with open_register(path, secret=secret, read_only=True) as register:
            register.connection().execute("SELECT count(*) FROM fund").fetchone()
    except SecretNeeded:
        return False
    return True


def unreadable_for_sqlite(path: Path) -> bool:
    """Tell whether plain SQLite says that this is no database."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            connection.execute("SELECT * FROM sqlite_master").fetchall()
        except sqlite3.DatabaseError as error:
            return str(error) == "file is not a database"
    return False


def key_of(keys: NewKeys) -> CipherConnect:
    """Return a driver with a key of its own, for use beside an open register."""
    return keys.connect.copy()
