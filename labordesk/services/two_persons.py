"""The two-person rule where something is approved: asked inside the unit of work that approves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from labordesk.errors import NotAllowed
from labordesk.fields import Flag, Spec
from labordesk.i18n import N_, _
from labordesk.rules.roles import Right
from labordesk.rules.two_persons import AT_ONCE, NOBODY_ELSE, check_two_persons
from labordesk.store.engine import sqlite_of
from labordesk.store.makers import makers_of
from labordesk.store.origin import present_origin
from labordesk.store.rights import has_users, who_may

if TYPE_CHECKING:
    from sqlmodel import Session

CASE, HOUSE = N_("Hồ sơ này"), N_("Hồ sơ nhà này")
LIST = N_("Danh sách của “{unit}”")
_LINES = "SELECT id FROM award WHERE campaign_id = ? AND unit_id = ?"


@dataclass(frozen=True)
class TwoPersons:
    """Whether the rule holds in a register; kept like all choices, off at first."""

    two_persons: Annotated[
        bool,
        Spec(
            N_("Quy tắc hai người"),
            Flag(),
            hint=N_("Người lập hồ sơ trợ cấp, hồ sơ nhà, danh sách nhận quà không được tự duyệt."),
        ),
    ] = False


def rule_holds(connection: sqlite3.Connection) -> bool:
    """Tell whether the two-person rule is on; it needs users to be told apart."""
    row = connection.execute("SELECT value FROM register_setting WHERE key = 'two_persons'").fetchone()
    return bool(row) and row[0] == "1" and has_users(connection)


def ensure_other_person(session: Session, table: str, row_id: int, what: str) -> None:
    """Refuse the approval of a row (``grant_case``, ``house``) by the one who made it; NotAllowed."""
    connection = sqlite_of(session)
    if rule_holds(connection):
        _refuse(session, connection, table, (row_id,), _(what))


def ensure_other_list(session: Session, campaign_id: int, unit_id: int, unit: str) -> None:
    """Refuse the approval of a list by one of those who put people on it; NotAllowed."""
    connection = sqlite_of(session)
    if rule_holds(connection):
        lines = (row[0] for row in connection.execute(_LINES, (campaign_id, unit_id)).fetchall())
        _refuse(session, connection, "award", lines, _(LIST).format(unit=unit))


def ensure_not_at_once(session: Session) -> None:
    """Refuse to receive and approve in one step; lists taken in were approved on paper before."""
    connection = sqlite_of(session)
    if rule_holds(connection) and present_origin() != "import":
        now = _now(session)
        but = frozenset() if now is None else frozenset((now,))
        raise NotAllowed(AT_ONCE, who=who_may(connection, Right.APPROVE, but=but) or _(NOBODY_ELSE))


def _refuse(session: Session, connection: sqlite3.Connection, table: str, rows: Iterable[int], what: str) -> None:
    now = _now(session)
    found = makers_of(connection, table, rows, officer_now=now)
    makers = {one for one in found.values() if one is not None}
    if now in makers:
        row = connection.execute("SELECT name FROM officer WHERE id = ?", (now,)).fetchone()
        who = who_may(connection, Right.APPROVE, but=frozenset(makers))
        check_two_persons(what, makers, now, row[0] if row else "", who)


def _now(session: Session) -> int | None:
    officer_id: int | None = session.info.get("officer_id")
    return officer_id
