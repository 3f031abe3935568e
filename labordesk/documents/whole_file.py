"""Writing a file so that its path holds either the old file or the whole new one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labordesk.disk import put
from labordesk.errors import Unavailable
from labordesk.i18n import N_

CANNOT_WRITE = N_("Chưa ghi được tệp {name}; hãy đóng tệp nếu đang mở, kiểm tra ổ đĩa rồi lưu lại.")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file; Unavailable when the place or the open file does not let us."""
    with written_beside(path) as beside:
        beside.write_bytes(content)


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a place beside ``path`` to write to; it becomes ``path`` when the block ends well and goes when it fails.

    Unavailable for every fault of the disk inside the block.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.chmod(0o666 & ~_umask())  # mkstemp makes it private, but a paper is there to be shared
            put(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Unavailable(CANNOT_WRITE, name=path.name) from error


def _umask() -> int:
    """Return the user's file mode mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
