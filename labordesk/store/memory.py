"""How much memory this machine can spare for pages of an encrypted register, whose reading costs a deciphering."""

from __future__ import annotations

import ctypes
import os
import sys

_UNKNOWN = 512
"""MiB taken for granted when the system does not say."""

_MOST = 256


def roomy_cache(usual_mib: int) -> int:
    """Return the page cache of one connection in MiB: a sixteenth of what is free, never below the usual one."""
    return max(usual_mib, min(_MOST, free_mib() // 16))


def free_mib() -> int:
    """Return the memory this machine has free now, in MiB."""
    if sys.platform == "win32":
        return _free_on_windows()
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    except (ValueError, OSError):
        return _UNKNOWN


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("total_page_file", ctypes.c_ulonglong),
        ("free_page_file", ctypes.c_ulonglong),
        ("total_virtual", ctypes.c_ulonglong),
        ("free_virtual", ctypes.c_ulonglong),
        ("free_extended", ctypes.c_ulonglong),
    )


def _free_on_windows() -> int:
    status = _MemoryStatus()
    status.length = ctypes.sizeof(status)
    answered = ctypes.WinDLL("kernel32").GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return status.free >> 20 if answered else _UNKNOWN
