"""Writing a file so that its path holds either the old file or the whole new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from labordesk.errors import Unavailable
from labordesk.i18n import N_

CANNOT_WRITE = N_("Chưa ghi được tệp {name}; hãy đóng tệp nếu đang mở, kiểm tra ổ đĩa rồi lưu lại.")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file; Unavailable when the place or the open file does not let us."""
    try:
        _replace(path, content)
    except OSError as error:
        raise Unavailable(CANNOT_WRITE, name=path.name) from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())  # mkstemp makes it private, but a paper is there to be shared
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Return the user's file mode mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
