"""Times, percentiles and the line each measurement prints."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from typing import Any


def ms(work: Callable[[], Any]) -> float:
    """Return how long a piece of work takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which this share (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def shown(values: Iterable[float]) -> str:
    """Return "p50 2,1 · p95 30,2 · max 41,0 ms"."""
    listed = list(values)
    figures = (percentile(listed, 0.5), percentile(listed, 0.95), max(listed))
    return " · ".join(f"{name} {value:.1f}" for name, value in zip(("p50", "p95", "max"), figures, strict=True)) + " ms"


def read(connection: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> None:
    """Run a statement by plain sqlite3 and read all its rows."""
    connection.execute(sql, values).fetchall()
