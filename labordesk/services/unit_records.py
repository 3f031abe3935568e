"""Which records hang on a unit and of which day: asked before a unit ends, followed when another carries on."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CursorResult, text
from sqlmodel import Session

from labordesk.i18n import N_
from labordesk.model.base import new_uid, now


@dataclass(frozen=True)
class UnitTable:
    """Rows of a unit with the expressions of their first and last day; ``pending`` rows wait for somebody to act.

    ``title`` is a query that names a row: its columns are joined with " · ".
    """

    name: str
    label: str
    first: str
    last: str
    title: str
    pending: str = "0"

    @property
    def moving(self) -> str:
        """Return the condition of the rows that go to a successor."""
        return f"({self.first} >= :day OR {self.pending})"


_CHANGED = "row_version = row_version + 1, updated_at = :now"
_MILESTONE = "(SELECT {which}(m.happened_on) FROM house_milestone m WHERE m.house_id = house.id)"
_CAMPAIGN = "(SELECT c.{column} FROM campaign c WHERE c.id = {table}.campaign_id)"
_PERSON = "(SELECT p.full_name FROM person p WHERE p.id = {table}.person_id)"
_PROGRAMME = "(SELECT p.name FROM programme p WHERE p.id = {table}.programme_id)"
_WAITING_AWARD = "SELECT 1 FROM award a WHERE a.id = voucher.award_id AND a.handover IN ('planned', 'absent')"

MOVED_WHOLE = (
    UnitTable(
        "award",
        N_("lần hỗ trợ, suất quà chưa trao"),
        "paid_on",
        "paid_on",
        f"coalesce({_PERSON.format(table='award')}, quantity || ' suất'), {_PROGRAMME.format(table='award')}",
        "handover IN ('planned', 'absent')",
    ),
    UnitTable(
        "grant_case",
        N_("hồ sơ trợ cấp đang giải quyết"),
        "requested_on",
        "requested_on",
        _PERSON.format(table="grant_case"),
        "state NOT IN ('paid', 'refused', 'closed')",
    ),
    UnitTable(
        "house",
        N_("nhà Mái ấm chưa bàn giao"),
        _MILESTONE.format(which="min"),
        _MILESTONE.format(which="max"),
        f"{_PERSON.format(table='house')}, address",
        "stage NOT IN ('handed_over', 'settled', 'refused', 'cancelled')",
    ),
    UnitTable("campaign", N_("đợt chưa kết thúc"), "starts_on", "ends_on", "name", "ends_on >= :day"),
    UnitTable(
        "voucher",
        N_("phiếu, vé chưa trao"),
        "NULL",
        "NULL",
        "serial",
        f"void_reason IS NULL AND (award_id IS NULL OR EXISTS ({_WAITING_AWARD}))",
    ),
    UnitTable(
        "agreement",
        N_("thỏa thuận còn hiệu lực"),
        "signed_on",
        "signed_on",
        "partner, number",
        "ended_on IS NULL AND (expires_on IS NULL OR expires_on >= :day)",
    ),
    UnitTable("agreement_use", N_("kết quả sử dụng thỏa thuận"), "starts_on", "ends_on", "starts_on"),
    UnitTable("activity", N_("hoạt động"), "happened_on", "happened_on", "coalesce(name, happened_on)"),
    UnitTable("contribution", N_("khoản vận động"), "received_on", "received_on", "coalesce(donor, received_on)"),
    UnitTable("indicator_value", N_("số liệu chỉ tiêu"), "starts_on", "ends_on", "starts_on, ends_on"),
    UnitTable("aggregate", N_("số liệu tổng hợp nhập tay"), "starts_on", "ends_on", "starts_on, ends_on"),
)
"""Rows that simply go to the successor."""

MOVED_IN_PART = (
    UnitTable(
        "allocation",
        N_("phân bổ của đợt chưa kết thúc"),
        _CAMPAIGN.format(column="starts_on", table="allocation"),
        _CAMPAIGN.format(column="ends_on", table="allocation"),
        f"{_CAMPAIGN.format(column='name', table='allocation')}, packages || ' suất'",
        f"{_CAMPAIGN.format(column='ends_on', table='allocation')} >= :day",
    ),
    UnitTable(
        "unit_list",
        N_("danh sách của đợt chưa kết thúc"),
        _CAMPAIGN.format(column="starts_on", table="unit_list"),
        _CAMPAIGN.format(column="ends_on", table="unit_list"),
        _CAMPAIGN.format(column="name", table="unit_list"),
        f"{_CAMPAIGN.format(column='ends_on', table='unit_list')} >= :day",
    ),
    UnitTable(
        "target",
        N_("chỉ tiêu được giao của các năm sau"),
        "year || '-01-01'",
        "year || '-12-31'",
        "year, coalesce((SELECT i.name FROM indicator i WHERE i.id = indicator_id),"
        " (SELECT p.name FROM programme p WHERE p.id = programme_id))",
    ),
)
"""Rows of which a successor may have one already: ``unit_shares`` adds them up."""

OF_PEOPLE = ("award", "grant_case", "house")
"""Tables whose rows belong to one person and go where that person goes."""

TABLES = (*MOVED_WHOLE, *MOVED_IN_PART)


def records_since(session: Session, unit_id: int, day: date) -> int:
    """Return how many records of the unit begin on that day or later."""
    return sum(_count(session, table.name, f"{table.first} >= :day", unit_id, day) for table in TABLES)


def records_before(session: Session, unit_id: int, day: date) -> int:
    """Return how many records of the unit end before that day."""
    return sum(_count(session, table.name, f"{table.last} < :day", unit_id, day) for table in TABLES)


def records_of(session: Session, unit_id: int) -> int:
    """Return how many records of any kind the unit has, its people included."""
    tables = [*(table.name for table in TABLES), "person", "membership", "letterhead"]
    return sum(_count(session, table, "1", unit_id, date.min) for table in tables)


def move_records(session: Session, unit_id: int, to_unit_id: int, day: date) -> int:
    """Give another unit the records that begin on that day or later and the work not yet done; return how many.

    Records of earlier days stay: they happened in the unit as it was then (domain.md 3.4).
    """
    return sum(
        _run(
            session,
            f"UPDATE {table.name} SET unit_id = :to, {_CHANGED} WHERE unit_id = :unit AND {table.moving}",
            unit=unit_id,
            to=to_unit_id,
            day=day,
        )
        for table in MOVED_WHOLE
    )


def move_people(
    session: Session, unit_id: int, to_unit_id: int, day: date, *, only: Collection[int] | None = None
) -> int:
    """Let everybody of the unit (or ``only`` some) belong to another from that day on, with their memberships.

    Returns how many people moved.
    """
    chosen = "" if only is None else "AND {column} IN (SELECT value FROM json_each(:only))"
    bound: dict[str, Any] = {"unit": unit_id, "to": to_unit_id, "day": day, "only": json.dumps(sorted(only or ()))}
    own = chosen.format(column="person_id")
    end_memberships(session, unit_id, day, only=only)
    _run(
        session,
        f"UPDATE membership SET unit_id = :to, {_CHANGED} WHERE unit_id = :unit AND since >= :day {own}",
        **bound,
    )
    people = session.connection().execute(
        text(
            f"SELECT id FROM person p WHERE unit_id = :unit {chosen.format(column='p.id')} AND NOT EXISTS"
            " (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.unit_id = :to AND m.until IS NULL)"
        ),
        {"unit": unit_id, "to": to_unit_id, "only": bound["only"]},
    )
    moment = now()
    rows = [
        {"uid": new_uid(), "moment": moment, "person": person_id, "to": to_unit_id, "day": day.isoformat()}
        for (person_id,) in people
    ]
    if rows:
        session.connection().execute(
            text(
                "INSERT INTO membership (uid, row_version, created_at, updated_at, person_id, unit_id, since)"
                " VALUES (:uid, 1, :moment, :moment, :person, :to, :day)"
            ),
            rows,
        )
    return _run(
        session,
        f"UPDATE person SET unit_id = :to, {_CHANGED} WHERE unit_id = :unit {chosen.format(column='id')}",
        **bound,
    )


def move_work_of(session: Session, unit_id: int, to_unit_id: int, day: date, people: Collection[int]) -> int:
    """Give another unit the open work of some people of the unit, and what they got on that day or later."""
    return sum(
        _run(
            session,
            f"UPDATE {table.name} SET unit_id = :to, {_CHANGED} WHERE unit_id = :unit AND {table.moving}"
            " AND person_id IN (SELECT value FROM json_each(:only))",
            unit=unit_id,
            to=to_unit_id,
            day=day,
            only=json.dumps(sorted(people)),
        )
        for table in MOVED_WHOLE
        if table.name in OF_PEOPLE
    )


def end_memberships(session: Session, unit_id: int, day: date, *, only: Collection[int] | None = None) -> None:
    """Let memberships that were open before that day end on its eve, of everybody or ``only`` of some."""
    chosen = "" if only is None else " AND person_id IN (SELECT value FROM json_each(:only))"
    _run(
        session,
        f"UPDATE membership SET until = :eve, {_CHANGED}"
        f" WHERE unit_id = :unit AND until IS NULL AND (since IS NULL OR since < :day){chosen}",
        unit=unit_id,
        day=day,
        eve=day - timedelta(days=1),
        only=json.dumps(sorted(only or ())),
    )


def reopen_memberships(session: Session, unit_id: int, last: date) -> None:
    """Let memberships that ended with the unit be open again for those who are still in it."""
    _run(
        session,
        f"UPDATE membership SET until = NULL, {_CHANGED} WHERE unit_id = :unit AND until = :last"
        " AND person_id IN (SELECT id FROM person WHERE unit_id = :unit)",
        unit=unit_id,
        last=last,
    )


def moving_count(session: Session, table: UnitTable, unit_id: int, day: date) -> int:
    """Return how many rows of a table would go to a successor."""
    return _count(session, table.name, table.moving, unit_id, day)


def moving_titles(session: Session, table: UnitTable, unit_id: int, day: date, limit: int) -> tuple[str, ...]:
    """Return what the first rows that would go to a successor are called."""
    rows = session.connection().execute(
        text(f"SELECT {table.title} FROM {table.name} WHERE unit_id = :unit AND {table.moving} ORDER BY 1 LIMIT :most"),
        {"unit": unit_id, "day": day.isoformat(), "most": limit},
    )
    return tuple(" · ".join(str(part) for part in row if part) for row in rows)


def _count(session: Session, table: str, where: str, unit_id: int, day: date) -> int:
    found = session.connection().execute(
        text(f"SELECT count(*) FROM {table} WHERE unit_id = :unit AND {where}"),
        {"unit": unit_id, "day": day.isoformat()},
    )
    return int(found.scalar_one())


def _run(session: Session, sql: str, **bound: Any) -> int:
    values = {key: value.isoformat() if isinstance(value, date) else value for key, value in bound.items()}
    result: CursorResult[Any] = session.connection().execute(text(sql), {"now": now(), **values})
    return result.rowcount
