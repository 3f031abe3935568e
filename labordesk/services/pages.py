"""``Page``: some rows of a long list and where the next ones begin (keyset, never OFFSET)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows in order; ``next_key`` is handed back as ``after`` for the following page, None at the end."""

    rows: tuple[T, ...]
    next_key: tuple[Any, ...] | None = None
