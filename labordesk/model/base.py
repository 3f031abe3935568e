"""What every row of a register has: a small key inside, a ``uid`` known to every other register, a version."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

_NOISE: Final = 20
"""Hex digits of chance in a uid, some of which its version and variant take the place of."""
_TOGETHER: Final = 512


def new_uid() -> str:
    """Return a UUID version 7 (RFC 9562): sorted by time of making, so that its index grows at the end."""
    millis = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10), "big")
    bits = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | (noise >> 68) << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def new_uids() -> Iterator[str]:
    """Yield as many of them as are wanted, asking the system for chance once for some hundred."""
    while True:
        noise, millis = os.urandom(_NOISE // 2 * _TOGETHER).hex(), f"{time.time_ns() // 1_000_000:012x}"
        begin = f"{millis[:8]}-{millis[8:]}-7"
        for start in range(0, len(noise), _NOISE):
            own = noise[start : start + _NOISE]
            yield f"{begin}{own[:3]}-{'89ab'[int(own[3], 16) & 3]}{own[4:7]}-{own[7:19]}"


def now() -> str:
    """Return the moment in UTC as ISO text to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Row(SQLModel):
    """The columns that all tables share; ``row_version`` rises at each save and reveals a stale form."""

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    row_version: int = Field(default=1)
    created_at: str = Field(default_factory=now)
    updated_at: str = Field(default_factory=now)


def index(table: str, *columns: str, unique: bool = False, where: Any = None) -> Index:
    """Return an index named after its table and columns, partial when ``where`` is given."""
    return Index(f"ix_{table}_{'_'.join(columns)}", *columns, unique=unique, sqlite_where=where)
