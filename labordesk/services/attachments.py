"""Tệp đính kèm: papers and photos kept inside the register, so that one file is everything."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from sqlmodel import Session, select

from labordesk.documents.whole_file import write_whole
from labordesk.errors import NotFound, RuleBroken, Unavailable
from labordesk.fields import kinds as clock
from labordesk.i18n import N_, _
from labordesk.model import Attachment, AttachmentContent
from labordesk.model.paper import AttachmentFields
from labordesk.rules.card_scans import LAW
from labordesk.services.attachment_files import CARD_BY_KIND, CardSuspected, ReadyFile, ready_file
from labordesk.services.attachment_lists import (
    NO_FILE,
    PHOTOS,
    AttachmentRow,
    Photo,
    attachment_content,
    attachments_of,
    photos_of,
    thumbnail,
)
from labordesk.services.attachment_options import AttachmentOptions
from labordesk.services.attachment_owner import Owner, OwnerKind, ensure_owner
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.paper_records import paper_of_type, put_received
from labordesk.services.register_settings import read_options
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.services.saved import Saved
from labordesk.store.register import Register

__all__ = [
    "PHOTOS",
    "AttachmentOptions",
    "AttachmentRow",
    "CardSuspected",
    "Owner",
    "OwnerKind",
    "Photo",
    "attach_file",
    "attachment_content",
    "attachments_of",
    "photos_of",
    "remove_attachment",
    "save_attachment",
    "save_copy",
    "thumbnail",
]

ONLY_TICKED = N_("Tệp “{name}” đã có trong hồ sơ này (tên “{known}”), nên chỉ đánh dấu giấy tờ đã nhận.")
THERE = N_("Tệp “{name}” đã có trong hồ sơ này (tên “{known}”), nên không thêm lần nữa.")
AHEAD = N_("Ngày chụp còn ở phía trước; hãy xem lại ngày.")

_CHANGES = Changes(papers=True)


def attach_file(
    register: Register,
    owner: Owner,
    path: Path,
    *,
    kind: str = "paper",
    caption: str | None = None,
    taken_on: date | None = None,
    paper_type_id: int | None = None,
    no_card: bool = False,
) -> Saved:
    """Keep a file with a record; with ``paper_type_id`` that paper of the checklist is handed in today as well.

    The day a photo was taken is read from it unless given. One sentence (BadFile, RuleBroken, CardSuspected) for what
    cannot be kept, and nothing is changed. ``no_card``: the officer says that a file shaped like a card is none.
    A file the record has already is refused, or with a paper only ticks it, which ``warnings`` tells.
    """
    if register.read_only:  # said before a large file is read
        raise Unavailable(register.read_only_note)
    ready = ready_file(path, kind, read_options(register, AttachmentOptions), no_card=no_card)
    day = taken_on or ready.taken_on
    fields = AttachmentFields(
        kind=kind, name=ready.name, caption=caption, taken_on=day if day and day <= clock.today() else taken_on
    )
    fields = tidied(fields)
    check_fields(fields)
    with register.writing() as session:
        ensure_owner(session, owner)
        row = _known(session, owner, ready)
        was_there = row is not None
        if row is None:
            row = _added(session, owner, ready, fields)
        elif paper_type_id is None:
            raise RuleBroken(THERE, name=path.name, known=row.name)
        if paper_type_id is not None:
            _hand_in(session, owner, row, paper_type_id)
        session.flush()
        told = (_(ONLY_TICKED).format(name=path.name, known=row.name),) if was_there else ()
        return Saved(cast(int, row.id), row.row_version, _CHANGES, told)


def save_attachment(
    register: Register, attachment_id: int, fields: AttachmentFields, row_version: int | None = None
) -> Saved:
    """Change what is said about a file: kind, name, caption, day."""
    fields = tidied(fields)
    check_fields(fields)
    if fields.taken_on is not None and fields.taken_on > clock.today():
        raise RuleBroken(AHEAD)
    if fields.kind == "card_scan" and not read_options(register, AttachmentOptions).card_scans:
        raise RuleBroken(CARD_BY_KIND, law=LAW, source=LAW)
    with register.writing() as session:
        row = _attachment(session, attachment_id)
        apply_fields(row, fields, row_version)
        session.flush()
        return Saved(attachment_id, row.row_version, _CHANGES)


def remove_attachment(register: Register, attachment_id: int) -> Changes:
    """Delete a file with its bytes; the paper it belonged to stays handed in."""
    with register.writing() as session:
        session.delete(_attachment(session, attachment_id))
    return _CHANGES


def save_copy(register: Register, attachment_id: int, path: Path) -> Path:
    """Write a copy of a file outside the register; Unavailable when the place does not let us."""
    content, _media_type, _name = attachment_content(register, attachment_id)
    write_whole(path, content)
    return path


def _attachment(session: Session, attachment_id: int) -> Attachment:
    row = session.get(Attachment, attachment_id)
    if row is None:
        raise NotFound(NO_FILE)
    return row


def _known(session: Session, owner: Owner, ready: ReadyFile) -> Attachment | None:
    """Return the file of this record that has the same bytes."""
    same = select(Attachment).where(getattr(Attachment, owner.column) == owner.id, Attachment.sha256 == ready.sha256)
    return session.exec(same).first()


def _added(session: Session, owner: Owner, ready: ReadyFile, fields: AttachmentFields) -> Attachment:
    row = Attachment.model_validate(
        fields,
        update={
            "media_type": ready.media_type,
            "size": len(ready.content),
            "width": ready.width,
            "height": ready.height,
            "sha256": ready.sha256,
            owner.column: owner.id,
        },
    )
    session.add(row)
    session.flush()
    session.add(AttachmentContent(attachment_id=cast(int, row.id), thumbnail=ready.thumbnail, content=ready.content))
    session.flush()
    return row


def _hand_in(session: Session, owner: Owner, row: Attachment, paper_type_id: int) -> None:
    """Tick a paper of the checklist; a file that belongs to another paper already stays there."""
    paper = paper_of_type(session, owner, paper_type_id)
    put_received(paper, clock.today())
    session.add(paper)
    session.flush()
    if row.case_paper_id is None:
        row.case_paper_id = paper.id
        touch(row)
