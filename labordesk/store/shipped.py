"""The entries that come with the program, with the same ``uid`` in every register: ``catalogue.json`` read once.

New registers get all of them from the services; a migration gives older registers those that came later.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any, Literal

from labordesk.assets import asset_bytes

Shelf = Literal["circumstances", "programmes", "funds", "unit_types", "indicators", "papers"]
"""The lists of the file; the order of a list is the order in reports."""

_NAMESPACE = uuid.UUID("5f3a0c4e-9d0b-5c52-9b1a-2f4f6c1d7e60")
_STEP = 10
"""Positions leave room for an entry the officer puts in between."""

_TABLES: dict[Shelf, tuple[str, str]] = {
    "circumstances": ("circumstance", "code"),
    "programmes": ("programme", "code"),
    "funds": ("fund", "code"),
    "unit_types": ("unit_type", "name"),
    "indicators": ("indicator", "code"),
    "papers": ("paper_type", "code"),
}
"""The table of each list, and the key its ``uid`` is made from."""


def shipped(shelf: Shelf) -> Iterator[dict[str, Any]]:
    """Give the entries of one list with ``position`` and ``uid`` (domain.md 1, 2.1, 2.3, 3.4, 5.1, 6.3)."""
    table, key = _TABLES[shelf]
    entries: list[dict[str, Any]] = json.loads(asset_bytes("catalogue.json"))[shelf]
    for place, entry in enumerate(entries, start=1):
        uid = str(uuid.uuid5(_NAMESPACE, f"{table}/{entry[key]}"))
        yield {"position": place * _STEP, "uid": uid, **entry}
