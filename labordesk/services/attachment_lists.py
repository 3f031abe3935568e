"""The files of a record as lists and viewers read them: rows without bytes, and bytes one at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from labordesk.errors import NotFound
from labordesk.i18n import N_
from labordesk.services.attachment_owner import Owner
from labordesk.services.stored_day import stored_day
from labordesk.store.register import Register

NO_FILE = N_("Không tìm thấy tệp này trong hồ sơ; có thể đã bị xóa.")

_ROWS = """
SELECT a.id, a.row_version, a.kind, a.name, a.caption, a.taken_on, a.media_type, a.size, a.width, a.height,
       p.paper_type_id, t.name, a.kind = 'card_scan' OR coalesce(c.health, 0)
FROM attachment a LEFT JOIN case_paper p ON p.id = a.case_paper_id LEFT JOIN paper_type t ON t.id = p.paper_type_id
     LEFT JOIN circumstance c ON c.id = t.circumstance_id
WHERE a.{column} = ? ORDER BY a.id
"""

PHOTOS = ("photo_before", "photo_during", "photo_after", "photo_handover")
"""Kinds of photos in the order they are shown and printed."""


@dataclass(frozen=True)
class AttachmentRow:
    """A file of a record; ``size`` in bytes as kept, ``width`` and ``height`` in pixels for a picture.

    ``paper_name`` is the paper of the checklist it belongs to, "" for none. ``sensitive``: about somebody's health or
    an identity card, so that no list shows it small (NĐ 356/2025; domain.md 3.5); it opens when asked for.
    """

    id: int
    row_version: int
    kind: str
    name: str
    caption: str
    taken_on: date | None
    media_type: str
    size: int
    width: int | None
    height: int | None
    paper_type_id: int | None
    paper_name: str
    sensitive: bool

    @property
    def is_picture(self) -> bool:
        """Tell a picture from a PDF."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True)
class Photo:
    """A photo for paper: JPEG bytes, upright, at most 2048 pixels; ``caption`` "" when nothing was written."""

    kind: str
    content: bytes
    caption: str
    taken_on: date | None
    width: int
    height: int


def attachments_of(register: Register, owner: Owner) -> tuple[AttachmentRow, ...]:
    """Return the files of a record in the order they were added; no bytes are read."""
    with register.looking() as connection:
        return tuple(map(_row, connection.execute(_ROWS.format(column=owner.column), (owner.id,))))


def attachment_content(register: Register, attachment_id: int) -> tuple[bytes, str, str]:
    """Return bytes, media type and name of a file; NotFound when it is gone."""
    with register.looking() as connection:
        found = connection.execute(
            "SELECT c.content, a.media_type, a.name FROM attachment a JOIN attachment_content c"
            " ON c.attachment_id = a.id WHERE a.id = ?",
            (attachment_id,),
        ).fetchone()
    if found is None:
        raise NotFound(NO_FILE)
    content, media_type, name = found
    return content, media_type, name


def thumbnail(register: Register, attachment_id: int) -> bytes:
    """Return the small JPEG of a file, at most 256 pixels; NotFound when it is gone."""
    with register.looking() as connection:
        found = connection.execute(
            "SELECT thumbnail FROM attachment_content WHERE attachment_id = ?", (attachment_id,)
        ).fetchone()
    if found is None:
        raise NotFound(NO_FILE)
    return found[0] or b""


def photos_of(register: Register, owner: Owner, kinds: Collection[str] = PHOTOS) -> tuple[Photo, ...]:
    """Return the photos of a record for paper, before, during and after, each kind by its day and then as added."""
    with register.looking() as connection:
        rows = connection.execute(
            "SELECT a.kind, c.content, coalesce(a.caption, ''), a.taken_on, a.width, a.height FROM attachment a"
            f" JOIN attachment_content c ON c.attachment_id = a.id WHERE a.{owner.column} = ? AND a.width IS NOT NULL"
            " ORDER BY a.taken_on IS NULL, a.taken_on, a.id",
            (owner.id,),
        )
        photos = [
            Photo(kind, content, caption, stored_day(taken_on), width, height)
            for kind, content, caption, taken_on, width, height in rows
            if kind in kinds
        ]
    return tuple(sorted(photos, key=lambda photo: PHOTOS.index(photo.kind) if photo.kind in PHOTOS else len(PHOTOS)))


def _row(row: tuple[Any, ...]) -> AttachmentRow:
    found, version, kind, name, caption, taken_on, media_type, size, width, height, paper_type_id, paper, sensitive = (
        row
    )
    return AttachmentRow(
        id=found,
        row_version=version,
        kind=kind,
        name=name,
        caption=caption or "",
        taken_on=stored_day(taken_on),
        media_type=media_type,
        size=size,
        width=width,
        height=height,
        paper_type_id=paper_type_id,
        paper_name=paper or "",
        sensitive=bool(sensitive),
    )
