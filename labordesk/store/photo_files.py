"""Photos of a house or a campaign for its papers: before, during, after, handed over, each kind by its day."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Literal

from labordesk.store.file_rows import filled, rows_of

_KINDS = ("photo_before", "photo_during", "photo_after", "photo_handover")


@dataclass(frozen=True)
class PhotoFile:
    """A photo with its bytes (JPEG); ``kind`` is a code of ``fields.choices.ATTACHMENT_KINDS``."""

    kind: str
    content: bytes
    caption: str = ""
    taken_on: date | None = None


def photos(
    connection: sqlite3.Connection, owner: Literal["house", "campaign"], owner_id: int, *, most: int
) -> tuple[PhotoFile, ...]:
    """Return at most ``most`` photos of each kind: of many, those spread over the whole time."""
    chosen = []
    for kind in _KINDS:
        ids = [
            row["id"]
            for row in rows_of(
                connection,
                f"SELECT id FROM attachment WHERE {owner}_id = ? AND kind = ? AND width IS NOT NULL"
                " ORDER BY taken_on IS NULL, taken_on, id",
                owner_id,
                kind,
            )
        ]
        chosen += _spread(ids, most)
    return tuple(_photo(connection, one) for one in chosen)


def _spread(ids: list[int], most: int) -> list[int]:
    if len(ids) <= most:
        return ids
    if most == 1:
        return ids[-1:]
    return [ids[place * (len(ids) - 1) // (most - 1)] for place in range(most)]


def _photo(connection: sqlite3.Connection, attachment_id: int) -> PhotoFile:
    (row,) = rows_of(
        connection,
        "SELECT a.kind, c.content, a.caption, a.taken_on FROM attachment a"
        " JOIN attachment_content c ON c.attachment_id = a.id WHERE a.id = ?",
        attachment_id,
    )
    return filled(PhotoFile, row)
