"""The first rows of a new register: the catalogue, its own unit, its letterhead, its settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, select

from labordesk.model import Letterhead, RegisterSetting, Unit, UnitType
from labordesk.services.catalogue import seed
from labordesk.services.registers import OWN_UNIT
from labordesk.services.unit_events import renew_keys


def write_first_rows(
    session: Session,
    *,
    unit_name: str,
    unit_type: str | None,
    superior: str | None,
    place: str | None,
    today: date,
    settings: Mapping[str, str],
) -> None:
    """Fill an empty register; the letterhead holds from the first day of this year on."""
    seed(session)
    kind = _unit_type(session, unit_type) if unit_type else None
    unit = Unit(name=unit_name, type_id=kind.id if kind else None)
    renew_keys(session, unit)
    session.add(unit)
    session.flush()
    session.add(
        Letterhead(
            valid_from=today.replace(month=1, day=1),
            superior_body=superior,
            issuing_body=unit_name,
            symbol=kind.abbreviation if kind else None,
            place=place,
        )
    )
    for key, value in {OWN_UNIT: str(unit.id), **settings}.items():
        session.add(RegisterSetting(key=key, value=value))
    session.flush()


def _unit_type(session: Session, name: str) -> UnitType:
    """Return the type of the catalogue with this name, in any case of letters, or a new one."""
    for known in session.exec(select(UnitType)):
        if known.name.casefold() == name.casefold():
            return known
    made = UnitType(name=name)
    session.add(made)
    session.flush()
    return made
