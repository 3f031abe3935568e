"""The rows behind figures of the overview that no other page narrows so: money raised, promises, lists to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from labordesk.services.late_lists import late_lists
from labordesk.services.overview_choice import Choice, ground_of
from labordesk.services.overview_waiting import EMPTY_UNITS, standing_values
from labordesk.services.unit_tree import unit_names
from labordesk.store.register import Register


@dataclass(frozen=True)
class Gift:
    """A contribution: what was promised and what has come, in đồng."""

    id: int
    donor: str
    unit: str
    fund: str
    received_on: date
    pledged: int
    received: int

    @property
    def due(self) -> int:
        """Return what is still to come."""
        return max(0, self.pledged - self.received)


@dataclass(frozen=True)
class UnitWork:
    """A unit of a campaign whose list is late (``due_on``) or empty (``packages`` are its share)."""

    id: int
    unit: str
    campaign_id: int
    due_on: date | None = None
    days: int = 0
    packages: int = 0
    target: dict[str, Any] = field(default_factory=dict)


def contributions_of(register: Register, choice: Choice, *, due: bool) -> tuple[Gift, ...]:
    """Return what was raised in the period, the latest first; with ``due`` only what has not wholly come."""
    with register.looking() as connection:
        scope = ground_of(connection, choice).scope
        if scope.tet_year is not None:
            return ()
        name = unit_names(connection)
        rows = connection.execute(
            "SELECT c.id, coalesce(c.donor, c.purpose, ''), c.unit_id, coalesce(f.name, ''), c.received_on, c.pledged,"
            " c.cash + c.goods FROM contribution c LEFT JOIN fund f ON f.id = c.fund_id"
            " WHERE c.received_on BETWEEN :start AND :end AND (NOT :due OR c.pledged > c.cash + c.goods)"
            " AND (:units IS NULL OR c.unit_id IN (SELECT value FROM json_each(:units)))"
            " ORDER BY c.received_on DESC, c.id DESC",
            {**scope.parameters(), "due": due},
        ).fetchall()
    return tuple(
        Gift(row[0], row[1], name(row[2], date.fromisoformat(row[4])), row[3], date.fromisoformat(row[4]), *row[5:])
        for row in rows
    )


def units_with_late_lists(register: Register, choice: Choice, campaign_id: int) -> tuple[UnitWork, ...]:
    """Return the units whose lists of a campaign should have come in, the latest first."""
    with register.looking() as connection:
        units = ground_of(connection, choice).standing
        late = late_lists(connection, choice.today)
    return tuple(
        UnitWork(
            one.unit_id,
            one.unit_name,
            campaign_id,
            one.due_on,
            (choice.today - one.due_on).days,
            target={"campaign": campaign_id, "tab": "units", "unit": one.unit_id},
        )
        for one in late
        if one.campaign_id == campaign_id and (units is None or one.unit_id in units)
    )


def units_without_list(register: Register, choice: Choice, campaign_id: int) -> tuple[UnitWork, ...]:
    """Return the units that have a share of a campaign and nobody on their list."""
    with register.looking() as connection:
        rows = connection.execute(
            f"SELECT h.unit_id, coalesce(u.short_name, u.name), h.packages {EMPTY_UNITS} AND c.id = :campaign"
            " ORDER BY u.sort_key, u.id",
            {**standing_values(connection, choice), "campaign": campaign_id},
        ).fetchall()
    return tuple(
        UnitWork(
            unit_id,
            name,
            campaign_id,
            packages=packages,
            target={"campaign": campaign_id, "tab": "units", "unit": unit_id},
        )
        for unit_id, name, packages in rows
    )
