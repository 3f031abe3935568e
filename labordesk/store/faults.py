"""The one place where SQLite's and the disk's faults are told apart from ours and put into a sentence."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labordesk.disk import is_held
from labordesk.errors import BadFile, LabordeskError, Unavailable
from labordesk.i18n import N_
from labordesk.store.driver import database_errors, is_from_cipher

FULL = N_("Ổ đĩa chứa sổ “{name}” đã đầy nên chưa ghi được; hãy dọn bớt chỗ trống rồi làm lại.")
LOCKED = N_("Sổ “{name}” đang bị chương trình khác giữ; hãy đóng chương trình đó rồi làm lại.")
READ_ONLY = N_("Sổ “{name}” nằm ở nơi chỉ cho đọc nên không ghi được; hãy chép sổ sang ổ đĩa ghi được rồi mở ở đó.")
UNREACHABLE = N_("Không mở được sổ “{name}”; hãy kiểm tra ổ đĩa, dây cắm hoặc quyền mở tệp rồi mở lại.")
BROKEN_DISK = N_("Ổ đĩa báo lỗi khi đọc, ghi sổ “{name}”; hãy chép sổ sang ổ đĩa khác rồi mở lại.")
CORRUPT = N_("Sổ “{name}” bị hỏng một phần; hãy giữ nguyên tệp này và mở bản sao lưu gần nhất.")
NOT_A_REGISTER = N_("“{name}” không phải là sổ của Labordesk hoặc đã hỏng; hãy chọn tệp khác hay bản sao lưu.")
EXISTS = N_("Đã có tệp “{name}” ở đó; hãy đặt tên khác hoặc mở sổ ấy.")
HELD = N_(
    "Tệp “{name}” đang bị chương trình khác giữ (thường là phần mềm diệt vi-rút hoặc đồng bộ);"
    " hãy chờ giây lát rồi làm lại."
)
PULLED_OUT = N_(
    "Không còn thấy ổ đĩa chứa sổ “{name}”; hãy cắm lại ổ đĩa hoặc nối lại mạng rồi làm lại, phần đã lưu vẫn còn ở đó."
)
TOO_LONG = N_(
    "Tên hoặc đường dẫn của tệp “{name}” quá dài nên máy không nhận; hãy đặt tên ngắn hơn hoặc chuyển sang thư mục"
    " có đường dẫn ngắn hơn."
)
TOO_LARGE = N_(
    "Tệp “{name}” lớn hơn mức ổ đĩa nhận được (USB định dạng FAT32 chỉ nhận tệp dưới 4 GB); hãy dùng ổ đĩa khác hoặc"
    " định dạng lại ổ."
)
NO_MEMORY = N_("Máy không đủ bộ nhớ để làm việc này; hãy đóng bớt chương trình khác rồi làm lại.")

_BY_CODE: dict[int, tuple[type[LabordeskError], str]] = {
    sqlite3.SQLITE_FULL: (Unavailable, FULL),
    sqlite3.SQLITE_BUSY: (Unavailable, LOCKED),
    sqlite3.SQLITE_LOCKED: (Unavailable, LOCKED),
    sqlite3.SQLITE_PROTOCOL: (Unavailable, LOCKED),
    sqlite3.SQLITE_READONLY: (Unavailable, READ_ONLY),
    sqlite3.SQLITE_PERM: (Unavailable, UNREACHABLE),
    sqlite3.SQLITE_CANTOPEN: (Unavailable, UNREACHABLE),
    sqlite3.SQLITE_IOERR: (Unavailable, BROKEN_DISK),
    sqlite3.SQLITE_NOMEM: (Unavailable, NO_MEMORY),
    sqlite3.SQLITE_CORRUPT: (BadFile, CORRUPT),
    sqlite3.SQLITE_NOTADB: (BadFile, NOT_A_REGISTER),
}
"""Primary result codes (https://sqlite.org/rescode.html) that are the world's fault; any other is a bug of ours."""

_BY_WORDS: dict[str, int] = {
    "database or disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "database is locked": sqlite3.SQLITE_BUSY,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "file is not a database": sqlite3.SQLITE_NOTADB,
}
"""SQLite's own sentences, for where a driver keeps them but not the code: SQLCipher's backup and its export."""

_AWAY = tuple(
    getattr(errno, name)
    for name in ("ENODEV", "ENXIO", "ENOTCONN", "ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT")
    if hasattr(errno, name)
)
"""What the system says when a disk was pulled out or a share does not answer."""

_BY_ERRNO: dict[int, str] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EIO: BROKEN_DISK,
    errno.EBUSY: HELD,
    errno.EFBIG: TOO_LARGE,
    errno.ENAMETOOLONG: TOO_LONG,
    **dict.fromkeys(_AWAY, PULLED_OUT),
}

_ROOM_NEEDED = 1 << 20

_LONGEST_OF_SQLITE = 500
"""Bytes of a path that SQLite's own code takes on Linux (512) less what it puts behind the name."""
_LONGEST_NAME = 246
"""Bytes of a name, which a disk takes up to 255 of, less "-journal"."""

_NOT_TEXT = "Could not decode to UTF-8"
"""How the drivers begin the error for a text with changed bytes; it has no code: SQLite itself found no fault."""


@contextmanager
def told(path: Path, *, files: bool = False) -> Iterator[None]:
    """Turn a fault of the register at ``path`` into a LabordeskError; let our own bugs pass.

    With ``files`` also what the system says while files are made, moved or looked for.
    """
    try:
        yield
    except Exception as error:
        fault = fault_of(error, path)
        if fault is None and files and isinstance(error, OSError):
            fault = Unavailable(_sentence_for(error, path), name=path.name)
        if fault is None:
            raise
        raise fault from error


def fault_of(error: BaseException, path: Path) -> LabordeskError | None:
    """Return the refusal for the user, or None when the error is not the world's fault (or is told already)."""
    original = getattr(error, "orig", None) or error
    code = getattr(original, "sqlite_errorcode", None)
    if code in (None, sqlite3.SQLITE_ERROR) and isinstance(original, database_errors()):
        code = _BY_WORDS.get(str(original), code)
    if isinstance(code, int):
        code &= 0xFF
        if code == sqlite3.SQLITE_NOTADB and is_from_cipher(original):
            code = sqlite3.SQLITE_CORRUPT  # the key was right, or SQLCipher would not have been asked
        kind, sentence = _BY_CODE.get(code, (None, ""))
        if kind is None:
            return None
        if sentence in (BROKEN_DISK, UNREACHABLE):
            sentence = _closer(sentence, path)
        return kind(sentence, name=path.name)
    if isinstance(original, UnicodeDecodeError) or (
        isinstance(original, database_errors()) and str(original).startswith(_NOT_TEXT)
    ):
        return BadFile(CORRUPT, name=path.name)
    if isinstance(original, MemoryError):
        return Unavailable(NO_MEMORY)
    return None


def _sentence_for(error: OSError, path: Path) -> str:
    if is_held(error):
        return HELD
    sentence = _BY_ERRNO.get(error.errno or 0, UNREACHABLE)
    return _closer(sentence, path) if sentence in (BROKEN_DISK, UNREACHABLE) else sentence


def _closer(sentence: str, path: Path) -> str:
    """Say what lies behind "input/output error" and "cannot open", which SQLite says of many things."""
    try:
        path.stat()
    except FileNotFoundError:
        if not path.parent.exists():
            return PULLED_OUT
    except OSError as error:
        return _BY_ERRNO.get(error.errno or 0, sentence) if error.errno != errno.EIO else PULLED_OUT
    if len(os.fsencode(path)) > _LONGEST_OF_SQLITE or len(os.fsencode(path.name)) > _LONGEST_NAME:
        return TOO_LONG
    return FULL if _is_full(path) else sentence


def _is_full(path: Path) -> bool:
    """Tell a full disk from a broken one: SQLite reports a log that cannot grow as a plain I/O error."""
    try:
        return shutil.disk_usage(path.parent).free < _ROOM_NEEDED
    except OSError:
        return False
