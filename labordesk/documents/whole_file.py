"""Writing a file so that its path holds either the old file or the whole new one."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labordesk.disk import beside, is_draft
from labordesk.errors import Unavailable
from labordesk.i18n import N_

CANNOT_WRITE = N_("Chưa ghi được tệp {name}; hãy đóng tệp nếu đang mở, kiểm tra ổ đĩa rồi lưu lại.")
NO_ROOM = N_("Chưa ghi được tệp {name} vì ổ đĩa đã đầy; hãy dọn bớt chỗ trống rồi lưu lại.")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file; Unavailable when the place or the open file does not let us."""
    with written_beside(path) as draft:
        draft.write_bytes(content)


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a place beside ``path`` to write to; it becomes ``path`` when the block ends well and goes when it fails.

    Unavailable for every fault of the disk inside the block. A draft of somebody else is written in place: he finishes
    it, and tells of it by the name the user knows.
    """
    if is_draft(path):
        yield path
        return
    try:
        with beside(path) as draft:
            yield draft
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise Unavailable(NO_ROOM if full else CANNOT_WRITE, name=path.name) from error
