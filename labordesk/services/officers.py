"""Người dùng sổ: who may work with a register, who works now, and the PIN each sets for himself.

A register without users is one person's: nobody is asked, everything is allowed. The first user becomes its keeper
(quản lý sổ), who adds the others and may hand the keeping over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from labordesk.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongSecret
from labordesk.i18n import N_
from labordesk.rules.roles import Right, rights_of
from labordesk.services.changes import Changes
from labordesk.services.saved import Saved
from labordesk.store.register import Register
from labordesk.store.rights import KEEPER_ID, keeper

if TYPE_CHECKING:
    from sqlmodel import Session

    from labordesk.model import Officer
    from labordesk.model.officer import OfficerFields

UNKNOWN = N_("Không thấy người dùng này trong sổ; hãy mở lại danh sách.")
NAME_TAKEN = N_("Đã có người dùng tên “{name}”; hãy ghi thêm chức vụ hoặc tên đệm để khỏi lẫn.")
OTHERS_FIRST = N_("Sổ còn người dùng khác đang dùng; hãy cho họ ngừng dùng trước khi người quản lý sổ thôi.")
OWN_PIN_ONLY = N_("Mỗi người tự đặt mã PIN của mình; người quản lý sổ chỉ cấp lại mã khi người ấy quên.")
KEEPER_WRITES = N_("Người quản lý sổ phải có vai trò ghi sổ hoặc duyệt; hãy chọn vai trò khác.")
RETIRED = N_("“{name}” đã ngừng dùng sổ này; hãy chọn người khác.")

_LIST = "SELECT id, name, title, role, active, row_version, pin_hash <> '' FROM officer ORDER BY active DESC, name, id"
_SETTINGS = Changes(settings=True)


@dataclass(frozen=True)
class OfficerRow:
    """A user as lists show him; ``is_keeper`` may add users and restore."""

    id: int
    name: str
    title: str
    role: str
    active: bool
    row_version: int
    has_pin: bool
    is_keeper: bool


def list_officers(register: Register, *, active: bool | None = None) -> tuple[OfficerRow, ...]:
    """Return the users by name, those who still use the register first; ``active`` narrows."""
    with register.looking() as connection:
        chief = keeper(connection)
        rows = [
            OfficerRow(id_, name, title or "", role, bool(on), version, bool(has_pin), id_ == chief)
            for id_, name, title, role, on, version, has_pin in connection.execute(_LIST)
        ]
    return tuple(one for one in rows if active is None or one.active == active)


def present_officer(register: Register) -> OfficerRow | None:
    """Return who works with the register now; None when nobody was asked."""
    return next((one for one in list_officers(register) if one.id == register.officer_id), None)


def officer_named(register: Register, name: str) -> OfficerRow:
    """Return the user of a name, capitals and blanks aside; NotFound names those there are."""
    found = list_officers(register, active=True)
    wanted = " ".join(name.split()).casefold()
    for one in found:
        if one.name.casefold() == wanted:
            return one
    names = ", ".join(one.name for one in found)
    raise NotFound(N_("Sổ không có người dùng “{name}”; người dùng của sổ: {names}."), name=name, names=names)


def sign_in(register: Register, officer_id: int, pin: str) -> OfficerRow:
    """Let a user work with the register from now on; WrongSecret (``wait`` seconds) for another PIN.

    Wrong PINs are counted in the register, so that closing it gives no new attempts. A register that cannot be written
    counts none; its password or its read-only medium guards it.
    """
    with _trying(register, officer_id, pin) as officer:
        name = officer.name
    register.officer_id = officer_id
    register.noted.clear()
    found = present_officer(register)
    if found is None:
        raise NotFound(RETIRED, name=name)
    return found


def sign_out(register: Register) -> None:
    """Let nobody work with the register until the next PIN."""
    register.officer_id = None
    register.noted.clear()


def check_own_pin(register: Register, pin: str) -> None:
    """Ask the user of now for his PIN again before something that cannot be undone; WrongSecret."""
    if register.officer_id is not None:
        with _trying(register, register.officer_id, pin):
            pass


def add_officer(register: Register, fields: OfficerFields, pin: str) -> Saved:
    """Add a user with a first PIN, which he changes himself; the first one becomes keeper and works from now on.

    NotAllowed for anybody but the keeper; InvalidInput beside ``name`` or ``pin``.
    """
    from labordesk.model import Officer
    from labordesk.services.pins import check_pin, hashed

    fields = _checked(fields)
    kept = hashed(check_pin(pin))
    with register.writing(right=Right.USERS) as session:
        first = not _all(session)
        if first:
            _ensure_writes(fields.role)
        _ensure_free(session, fields, None)
        officer = Officer.model_validate(fields, update={"pin_hash": kept})
        session.add(officer)
        session.flush()
        if first:
            _keep(session, cast(int, officer.id))
        saved = Saved(cast(int, officer.id), officer.row_version, _SETTINGS)
    if first:
        register.officer_id = saved.id
    return saved


def save_officer(register: Register, fields: OfficerFields, officer_id: int, row_version: int | None = None) -> Saved:
    """Change name, title, role of a user, or let him stop; only the keeper may. Conflict, InvalidInput, RuleBroken.

    When the keeper is the last one he may stop too: the register is one person's again.
    """
    from labordesk.services.row_edit import apply_fields

    fields = _checked(fields)
    with register.writing(right=Right.USERS) as session:
        officer = _officer(session, officer_id)
        _ensure_free(session, fields, officer_id)
        is_keeper = _keeper(session) == officer_id
        if is_keeper:
            _ensure_writes(fields.role)
        if not fields.active and is_keeper:
            if any(one.active and one.id != officer_id for one in _all(session)):
                raise RuleBroken(OTHERS_FIRST)
            _keep(session, None)
        apply_fields(officer, fields, row_version)
        session.flush()
        stopped = not officer.active
        saved = Saved(officer_id, officer.row_version, _SETTINGS)
    if stopped and register.officer_id == officer_id:
        sign_out(register)
    return saved


def hand_over(register: Register, officer_id: int) -> Saved:
    """Make another user the keeper of the register; only the keeper may."""
    with register.writing(right=Right.USERS) as session:
        officer = _officer(session, officer_id)
        if not officer.active:
            raise RuleBroken(RETIRED, name=officer.name)
        _ensure_writes(officer.role)
        _keep(session, officer_id)
        return Saved(officer_id, officer.row_version, _SETTINGS)


def set_own_pin(register: Register, old: str, new: str) -> None:
    """Set the PIN of the user of now; WrongSecret for another old one, InvalidInput for one that cannot be taken."""
    from labordesk.services.pins import check_pin, hashed

    if register.officer_id is None:
        raise NotAllowed(OWN_PIN_ONLY)
    kept = hashed(check_pin(new))
    with _trying(register, register.officer_id, old) as officer:
        officer.pin_hash = kept


def give_pin(register: Register, officer_id: int, pin: str) -> Saved:
    """Give a user who forgot his PIN another one, to be changed by himself; only the keeper may."""
    from labordesk.services.pins import check_pin, hashed
    from labordesk.services.row_edit import touch

    kept = hashed(check_pin(pin))
    with register.writing(right=Right.USERS) as session:
        officer = _officer(session, officer_id)
        officer.pin_hash, officer.failed_attempts, officer.locked_until = kept, 0, None
        touch(officer)
        session.flush()
        return Saved(officer_id, officer.row_version, _SETTINGS)


@contextmanager
def _trying(register: Register, officer_id: int, pin: str) -> Iterator[Officer]:
    """Give the row of a user whose PIN was right, to be written with the block; a wrong one is counted and told."""
    from labordesk.services import pins

    if register.read_only:
        with register.reading() as session:
            officer = _officer(session, officer_id)
            if not pins.matches(pin, officer.pin_hash):
                raise WrongSecret(pins.WRONG)
            yield officer
        return
    refused: WrongSecret | None = None
    with register.writing(right=Right.LOOK) as session:
        officer = _officer(session, officer_id)
        if not officer.active:
            raise RuleBroken(RETIRED, name=officer.name)
        pins.ensure_may_try(officer)
        if pins.matches(pin, officer.pin_hash):
            officer.failed_attempts, officer.locked_until = 0, None
            yield officer
        else:
            refused = pins.note_failure(officer)
        session.add(officer)
    if refused is not None:
        raise refused


def _checked(fields: OfficerFields) -> OfficerFields:
    from labordesk.services.field_checks import check_fields
    from labordesk.services.row_edit import tidied

    check_fields(fields)
    return tidied(fields)


def _officer(session: Session, officer_id: int) -> Officer:
    from labordesk.model import Officer

    officer = session.get(Officer, officer_id)
    if officer is None:
        raise NotFound(UNKNOWN)
    return officer


def _all(session: Session) -> list[Officer]:
    from sqlmodel import select

    from labordesk.model import Officer

    return [one for one in session.exec(select(Officer)) if one.active]


def _ensure_free(session: Session, fields: OfficerFields, officer_id: int | None) -> None:
    for one in _all(session):
        if one.id != officer_id and one.name.casefold() == fields.name.casefold():
            raise InvalidInput(NAME_TAKEN, field="name", name=one.name)


def _ensure_writes(role: str) -> None:
    """Refuse (InvalidInput) a keeper who could write nothing."""
    if Right.WRITE not in rights_of(role, is_keeper=True):
        raise InvalidInput(KEEPER_WRITES, field="role")


def _keeper(session: Session) -> int | None:
    from labordesk.store.engine import sqlite_of

    return keeper(sqlite_of(session))


def _keep(session: Session, officer_id: int | None) -> None:
    from labordesk.model import RegisterSetting

    session.merge(RegisterSetting(key=KEEPER_ID, value="" if officer_id is None else str(officer_id)))
