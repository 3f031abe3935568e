"""Who works with an open register and what that allows, asked of the file itself and not of what a screen believes."""

from __future__ import annotations

import sqlite3
from typing import Final

from labordesk.errors import NotAllowed
from labordesk.i18n import N_, _
from labordesk.rules.roles import DOES, EVERYTHING, NOBODY, Right, rights_of, role_name
from labordesk.store.origin import SCAN, present_origin

KEEPER_ID: Final = "keeper_id"
"""Register setting: the id of the officer who may add users and restore (quản lý sổ)."""

MAY_NOT: Final = N_("{name} có vai trò “{role}” nên không {what} được; việc này do {who} làm.")
NOT_SIGNED_IN: Final = N_(
    "Sổ này có người dùng riêng; hãy chọn tên và gõ mã PIN (dòng lệnh: --user TÊN) trước khi {what}."
)
NOBODY_MAY: Final = N_("người được giao vai trò phù hợp (nhờ người quản lý sổ)")

_USERS = "SELECT id, name, role FROM officer WHERE active ORDER BY name, id"


def rights_now(connection: sqlite3.Connection, officer_id: int | None) -> frozenset[Right]:
    """Return what may be done now; everything in a register without users."""
    row = None
    if officer_id is not None:
        row = connection.execute("SELECT role FROM officer WHERE id = ? AND active", (officer_id,)).fetchone()
    if row is not None:
        return rights_of(row[0], is_keeper=keeper(connection) == officer_id)
    return NOBODY if has_users(connection) else EVERYTHING


def has_users(connection: sqlite3.Connection) -> bool:
    """Tell whether the register asks who works with it."""
    found: tuple[int] = connection.execute("SELECT EXISTS (SELECT 1 FROM officer WHERE active)").fetchone()
    return found[0] == 1


def keeper(connection: sqlite3.Connection) -> int | None:
    """Return the id of the keeper; None in a register without users."""
    row = connection.execute("SELECT value FROM register_setting WHERE key = ?", (KEEPER_ID,)).fetchone()
    return int(row[0]) if row and row[0].isdigit() else None


def ensure_right(connection: sqlite3.Connection, officer_id: int | None, right: Right) -> None:
    """Refuse what the user of now may not do; NotAllowed names who may.

    The search for duplicates runs by itself and changes nothing anybody wrote, so it needs nobody.
    """
    if right is Right.LOOK or right in rights_now(connection, officer_id):
        return
    if right is Right.WRITE and present_origin() == SCAN:
        return
    row = connection.execute("SELECT name, role FROM officer WHERE id = ? AND active", (officer_id,)).fetchone()
    if row is None:
        raise NotAllowed(NOT_SIGNED_IN, what=_(DOES[right]))
    raise NotAllowed(
        MAY_NOT,
        name=row[0],
        role=role_name(row[1]),
        what=_(DOES[right]),
        who=who_may(connection, right) or _(NOBODY_MAY),
    )


def who_may(connection: sqlite3.Connection, right: Right, *, but: frozenset[int] = frozenset()) -> str:
    """Return the names of the users who may do something, joined for a sentence; empty when nobody may."""
    chief = keeper(connection)
    names = [
        name
        for id_, name, role in connection.execute(_USERS)
        if id_ not in but and right in rights_of(role, is_keeper=id_ == chief)
    ]
    if len(names) < 2:
        return "".join(names)
    return _("{first} hoặc {last}").format(first=", ".join(names[:-1]), last=names[-1])
