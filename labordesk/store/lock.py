"""One register is opened by one program at a time: a lock file beside it, freed by the system when we crash."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from labordesk.errors import Unavailable
from labordesk.i18n import N_

IN_USE = N_(
    "Sổ “{name}” đang mở ở một cửa sổ Labordesk khác (trên máy này hoặc máy khác); hãy đóng sổ ở đó rồi mở lại,"
    " hoặc mở chỉ để xem."
)


class RegisterLock:
    """The right to write one register; Unavailable when another program has it, OSError when it cannot be made."""

    def __init__(self, register: Path) -> None:
        self.path = register.with_name(f"{register.name}.lock")
        self.was_left = self.path.exists()
        """Whether the last program that had the register never gave it back: it died, or the machine stopped."""
        self._lock = FileLock(self.path, thread_local=False)
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            raise Unavailable(IN_USE, name=register.name) from None

    def release(self) -> None:
        """Give the register free; the file is removed while it is still ours, so that nobody loses his own."""
        if os.name == "posix" and self._lock.is_locked:
            with suppress(OSError):
                self.path.unlink()
        self._lock.release()
