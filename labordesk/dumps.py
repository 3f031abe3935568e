"""No picture of the memory on the disk when the program crashes: names, passwords and keys stand there in clear.

As KeePassXC does (``Bootstrap::disableCoreDumps``); on Windows the reports of crashes are left without the heap.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from typing import Any, Final

_PR_SET_DUMPABLE: Final = 4
"""``prctl``; also for dumps that go to another program, which heed no limit."""
_NO_HEAP: Final = 1
"""WER_FAULT_REPORTING_FLAG_NOHEAP of ``WerSetFlags``."""


def leave_no_dump() -> None:
    """Let the system keep nothing of this program's memory after a crash; what it refuses is no reason to stop."""
    with suppress(OSError, ValueError, AttributeError, ImportError):
        if sys.platform == "win32":
            _leave_no_heap(ctypes.WinDLL("kernel32"))
        else:
            _limit_to_nothing()
            if sys.platform.startswith("linux"):
                ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _leave_no_heap(kernel: Any) -> None:
    kernel.WerSetFlags(_NO_HEAP)


def _limit_to_nothing() -> None:
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
