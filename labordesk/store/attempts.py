"""Wrong passwords cost time, also after the program was closed: counts by register, in this user's settings folder."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labordesk.disk import beside
from labordesk.errors import WrongSecret
from labordesk.i18n import N_
from labordesk.paths import settings_file

FREE = 3
"""Attempts without waiting: a slip of the hand is no attack."""

FIRST_WAIT, LONGEST_WAIT = 5, 300
"""Seconds after the fourth wrong attempt, doubled by each further one, and their limit."""

WAIT = N_("Mật khẩu đã gõ sai nhiều lần; hãy đợi {wait} giây rồi gõ lại.")

_MOST_REGISTERS = 50


@dataclass(frozen=True)
class _Failures:
    """Wrong attempts in a row, and when the last one was (seconds since 1970)."""

    count: int
    at: float


def ensure_may_try(key_id: bytes) -> None:
    """Refuse an attempt that comes too early; WrongSecret with the seconds left."""
    found = _read().get(key_id.hex())
    if found is None:
        return
    # A clock that was set back gives no free attempts: the whole wait begins again.
    passed = max(0.0, time.time() - found.at)
    left = _wait_after(found.count) - passed
    if left > 0:
        raise WrongSecret(WAIT, wait=int(left) + 1)


def note_failure(key_id: bytes) -> int:
    """Remember a wrong attempt and return the seconds to wait before the next one."""
    known = _read()
    before = known.pop(key_id.hex(), _Failures(0, 0.0))
    known[key_id.hex()] = _Failures(before.count + 1, time.time())
    _write(known)
    return _wait_after(before.count + 1)


def note_success(key_id: bytes) -> None:
    """Forget the wrong attempts."""
    known = _read()
    if known.pop(key_id.hex(), None) is not None:
        _write(known)


def _wait_after(count: int) -> int:
    return 0 if count <= FREE else min(LONGEST_WAIT, FIRST_WAIT << min(count - FREE - 1, 10))


def _file() -> Path:
    return settings_file().with_name("attempts.json")


def _read() -> dict[str, _Failures]:
    """Return the counts; a missing or damaged file counts as none."""
    found: dict[str, _Failures] = {}
    try:
        stored: Any = json.loads(_file().read_text(encoding="utf-8"))
        for key_id, (count, at) in stored.items():
            found[str(key_id)] = _Failures(int(count), float(at))
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return found


def _write(known: dict[str, _Failures]) -> None:
    """Write the counts whole or not at all; a full disk must not keep a register shut."""
    newest = list(known.items())[-_MOST_REGISTERS:]
    target = _file()
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside(target) as draft:
            draft.write_text(json.dumps({key: [one.count, one.at] for key, one in newest}), encoding="utf-8")
