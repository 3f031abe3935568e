"""Mã PIN of a user: 4 to 8 digits, kept as a salted scrypt hash, wrong ones slowed.

A PIN tells people at one desk apart; what keeps strangers out is the password of the register.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from labordesk.errors import InvalidInput, WrongSecret
from labordesk.i18n import N_

if TYPE_CHECKING:
    from labordesk.model import Officer

SHORTEST, LONGEST = 4, 8
NOT_A_PIN: Final = N_("Mã PIN gồm 4 đến 8 chữ số; hãy gõ lại.")
TOO_SIMPLE: Final = N_("Mã PIN “{pin}” quá dễ đoán; hãy chọn dãy số khác.")
WRONG: Final = N_("Mã PIN chưa đúng; hãy gõ lại.")
WAIT: Final = N_("Mã PIN đã gõ sai {count} lần; hãy đợi {wait} giây rồi gõ lại.")
NO_PIN: Final = N_("“{name}” chưa đặt mã PIN; người quản lý sổ cấp mã để đặt lần đầu.")

FREE = 3
"""Attempts without waiting."""
FIRST_WAIT, LONGEST_WAIT = 5, 900
"""Seconds after the fourth wrong PIN in a row, doubled by each further one, and their limit."""

_N, _R, _P = 2**14, 8, 1
_SALT = 16


def check_pin(pin: str) -> str:
    """Return a PIN that may be set; InvalidInput when it has other signs, a wrong length or counts or repeats."""
    pin = pin.strip()
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise InvalidInput(NOT_A_PIN, field="pin")
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise InvalidInput(TOO_SIMPLE, field="pin", pin=pin)
    return pin


def hashed(pin: str) -> str:
    """Return the hash to keep: ``scrypt$n$r$p$salt$hash``, about 40 ms of work."""
    salt = os.urandom(_SALT)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_scrypt(pin, salt, _N, _R, _P).hex()}"


def matches(pin: str, kept: str) -> bool:
    """Tell whether a PIN is the one kept; a damaged hash matches nothing."""
    try:
        kind, n, r, p, salt, wanted = kept.split("$")
        found = _scrypt(pin.strip(), bytes.fromhex(salt), int(n), int(r), int(p))
        return kind == "scrypt" and hmac.compare_digest(found, bytes.fromhex(wanted))
    except (ValueError, MemoryError):
        return False


def ensure_may_try(officer: Officer) -> None:
    """Refuse an attempt that comes too early; WrongSecret with the seconds left."""
    if officer.locked_until is None:
        return
    left = (datetime.fromisoformat(officer.locked_until) - datetime.now(UTC)).total_seconds()
    # A clock that was set back does not keep anybody out for longer than the longest wait.
    wait = min(int(left) + 1, LONGEST_WAIT)
    if left > 0:
        raise WrongSecret(WAIT, wait=wait, count=officer.failed_attempts)


def note_failure(officer: Officer) -> WrongSecret:
    """Count a wrong PIN in the row and return what is told, with the seconds to wait."""
    officer.failed_attempts += 1
    wait = wait_after(officer.failed_attempts)
    if wait:
        until = datetime.now(UTC) + timedelta(seconds=wait)
        officer.locked_until = until.isoformat(timespec="seconds")
        return WrongSecret(WAIT, wait=wait, count=officer.failed_attempts)
    return WrongSecret(WRONG)


def wait_after(count: int) -> int:
    """Return the seconds to wait after so many wrong PINs in a row."""
    return 0 if count <= FREE else min(LONGEST_WAIT, FIRST_WAIT << min(count - FREE - 1, 10))


def _scrypt(pin: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=64 * 1024 * 1024, dklen=32)
