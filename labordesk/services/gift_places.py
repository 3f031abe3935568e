"""Where lines stand: the lists an award or a person is on, who is on a list, and which units a list is for."""

from __future__ import annotations

from dataclasses import dataclass

from labordesk.services.gift_lists import RecipientRow, recipients
from labordesk.store.register import Register


@dataclass(frozen=True)
class ListPlace:
    """A line of a campaign's list; ``position`` is its STT."""

    award_id: int
    campaign_id: int
    position: int
    campaign_name: str


@dataclass(frozen=True)
class ListedUnit:
    """A unit of a list with its packages, and how many of them are still to be handed over."""

    unit_id: int
    name: str
    packages: int
    waiting: int


_PLACES = """
SELECT a.id, a.campaign_id, a.position, c.name FROM award a JOIN campaign c ON c.id = a.campaign_id
WHERE {which} ORDER BY c.starts_on DESC, c.id DESC, a.position
"""

_UNITS = """
SELECT u.id, coalesce(u.short_name, u.name), sum(a.quantity),
       sum(CASE WHEN a.handover IN ('planned', 'absent') THEN a.quantity ELSE 0 END)
FROM award a JOIN unit u ON u.id = a.unit_id WHERE a.campaign_id = ? GROUP BY u.id ORDER BY u.sort_key, u.id
"""


def place_of(register: Register, award_id: int) -> ListPlace | None:
    """Return the line of an award; None when it is on no list or gone."""
    with register.looking() as connection:
        row = connection.execute(_PLACES.format(which="a.id = ?"), (award_id,)).fetchone()
    return ListPlace(*row) if row else None


def places_of_person(register: Register, person_id: int) -> tuple[ListPlace, ...]:
    """Return every line of a person, those of the latest campaign first."""
    with register.looking() as connection:
        rows = connection.execute(_PLACES.format(which="a.person_id = ?"), (person_id,)).fetchall()
    return tuple(ListPlace(*row) for row in rows)


def recipient(register: Register, campaign_id: int, award_id: int) -> RecipientRow | None:
    """Return one line of a list as the list shows it; None when it is gone."""
    rows = recipients(register, campaign_id, award_ids=[award_id], limit=1).rows
    return rows[0] if rows else None


def listed_people(register: Register, campaign_id: int) -> frozenset[int]:
    """Return the people named on a list."""
    with register.looking() as connection:
        rows = connection.execute(
            "SELECT person_id FROM award WHERE campaign_id = ? AND person_id IS NOT NULL", (campaign_id,)
        ).fetchall()
    return frozenset(row[0] for row in rows)


def unit_names_of(register: Register) -> dict[int, str]:
    """Return how a table calls every unit."""
    with register.looking() as connection:
        return dict(connection.execute("SELECT id, coalesce(short_name, name) FROM unit"))


def listed_units(register: Register, campaign_id: int) -> tuple[ListedUnit, ...]:
    """Return the units the lines of a list are for, by name."""
    with register.looking() as connection:
        rows = connection.execute(_UNITS, (campaign_id,)).fetchall()
    return tuple(ListedUnit(*row) for row in rows)
