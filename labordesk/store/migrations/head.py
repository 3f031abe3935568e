"""Which migrations there are, told without importing Alembic; a test holds this list against ``versions/``."""

from __future__ import annotations

KNOWN = (
    "0001",
    "0002",
    "0003",
)
"""All revisions, oldest first; a new one is added at the end together with its file."""

HEAD = KNOWN[-1]
