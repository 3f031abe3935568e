"""The two database drivers, named only here: Python's own SQLite, and SQLCipher, loaded for encrypted registers alone.

Their exceptions are other classes with the same ``sqlite_errorcode`` (docs/decisions/0011).
"""

from __future__ import annotations

import sqlite3
import sys
from types import ModuleType

from labordesk.errors import Unavailable
from labordesk.i18n import N_

PLAIN: ModuleType = sqlite3
"""The driver of registers that are not encrypted."""

NO_CIPHER = N_("Bản Labordesk trên máy này thiếu phần mã hóa nên chưa mở được sổ có mật khẩu; hãy cài lại Labordesk.")

_CIPHER = "sqlcipher3.dbapi2"

_OF_THE_DISK = frozenset(
    (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM)
)


def cipher() -> ModuleType:
    """Return the driver of encrypted registers, loading it (10 ms) the first time; Unavailable when it is missing."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise Unavailable(NO_CIPHER) from None
    module: ModuleType = dbapi2
    return module


def database_errors() -> tuple[type[Exception], ...]:
    """Return the classes of what either driver raises, for ``except``.

    UnicodeDecodeError is among them: SQLite's sentence about a damaged table of tables quotes the damaged bytes.
    """
    loaded = sys.modules.get(_CIPHER)
    both = (sqlite3.Error,) if loaded is None else (sqlite3.Error, loaded.Error)
    return (*both, UnicodeDecodeError)


def is_of_the_disk(error: BaseException) -> bool:
    """Tell whether the disk or the machine refused, which says nothing of what the file holds."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in _OF_THE_DISK


def is_of_a_value(error: BaseException) -> bool:
    """Tell whether one value is other than it should be, such as bytes for a text: neither the disk nor the file.

    A text that is no UTF-8 is of the file: its bytes changed (``told`` says so).
    """
    return getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH)


def is_from_cipher(error: BaseException) -> bool:
    """Tell whether SQLCipher raised this."""
    return type(error).__module__ == _CIPHER
