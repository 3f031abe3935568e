"""Quyền truy cập: what the user of now may see and do, and the note that something guarded was looked at.

Each view is noted once per person while the same user works; a register that cannot be written keeps no notes.
"""

from __future__ import annotations

from typing import Literal, TypeVar

from labordesk.rules.masking import masked
from labordesk.rules.roles import EVERYTHING, Right
from labordesk.services.access_notes import note_view
from labordesk.store.register import Register
from labordesk.store.rights import ensure_right, rights_now

T = TypeVar("T")
Viewed = Literal["health", "sensitive", "citizen_id"]


def rights(register: Register) -> frozenset[Right]:
    """Return what may be done with the register now."""
    with register.looking() as connection:
        return rights_now(connection, register.officer_id)


def ensure(register: Register, right: Right) -> None:
    """Refuse what the user of now may not do; NotAllowed says who may."""
    with register.looking() as connection:
        ensure_right(connection, register.officer_id, right)


def may(register: Register, right: Right) -> bool:
    """Tell whether the user of now may do something."""
    return right in rights(register)


def why_not(register: Register, right: Right) -> str:
    """Return the sentence that says who may do what the user of now may not; empty when it is allowed."""
    from labordesk.errors import NotAllowed

    try:
        ensure(register, right)
    except NotAllowed as error:
        return str(error)
    return ""


def seen(register: Register, value: T) -> T:
    """Return rows or files as the user of now may see them: numbers masked, sensitive fields empty."""
    allowed = rights(register)
    return value if allowed == EVERYTHING else masked(value, allowed)


def note_seen(register: Register, kind: Viewed, person_id: int) -> None:
    """Note that guarded data of a person was looked at, once while the same user works."""
    key = (kind, "person", person_id)
    if register.read_only or key in register.noted:
        return
    register.noted.add(key)
    with register.writing(right=Right.LOOK) as session:
        note_view(session, register, kind, "person", person_id)


def note_sensitive(register: Register, person_id: int) -> None:
    """Note that the sensitive fields of a person were shown; NotAllowed for a role that may not see them."""
    ensure(register, Right.SENSITIVE)
    note_seen(register, "sensitive", person_id)
