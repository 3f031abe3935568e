"""``Saved``: the answer of a writer."""

from __future__ import annotations

from dataclasses import dataclass

from labordesk.services.changes import Changes


@dataclass(frozen=True)
class Saved:
    """Which row was written, the version a form must send back next time, and what was touched.

    ``warnings`` are sentences about what was written all the same.
    """

    id: int
    row_version: int
    changes: Changes
    warnings: tuple[str, ...] = ()
