"""Ghi nhận việc xem và đưa dữ liệu ra: who, when, whose, how many rows, masked or not; never what stood in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labordesk.store.register import Register

if TYPE_CHECKING:
    from sqlmodel import Session


def note_export(session: Session, register: Register, subject: str, *, amount: int, masked: bool, detail: str) -> None:
    """Note inside a writing unit that a list left the register; ``subject`` names it, ``detail`` is its title."""
    from labordesk.model.base import now
    from labordesk.model.officer import AccessNote

    session.add(
        AccessNote(
            at=now(),
            officer_id=register.officer_id,
            kind="export",
            subject=subject,
            amount=amount,
            masked=masked,
            detail=detail,
        )
    )


def note_view(session: Session, register: Register, kind: str, subject: str, row_id: int | None) -> None:
    """Note inside a writing unit that guarded data was looked at; ``kind`` of ``fields.choices.ACCESSES``."""
    from labordesk.model.base import now
    from labordesk.model.officer import AccessNote

    session.add(AccessNote(at=now(), officer_id=register.officer_id, kind=kind, subject=subject, row_id=row_id))


def note_print(session: Session, register: Register, subject: str, *, pages: int | None, detail: str) -> None:
    """Note inside a writing unit that a paper with whole numbers left the register; ``detail`` is its title."""
    from labordesk.model.base import now
    from labordesk.model.officer import AccessNote

    officer = register.officer_id
    session.add(AccessNote(at=now(), officer_id=officer, kind="print", subject=subject, amount=pages, detail=detail))
