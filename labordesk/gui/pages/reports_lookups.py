"""What the report page asks the register for its lists: units, campaigns, the period of a campaign."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.suggestions import Found
from labordesk.i18n import _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number
from labordesk.vietnamese.periods import Period, parse_period

if TYPE_CHECKING:
    from labordesk.services.unit_tree import UnitNode
    from labordesk.store.register import Register


def unit_lookup(register: Register) -> Lookup:
    """Return how units are found, in tree order, closed ones too: past figures are theirs."""
    from labordesk.services.unit_tree import find_units, unit_label

    def find(text: str) -> list[Found]:
        return [_found(node) for node in find_units(register, text, include_closed=True, limit=200)]

    return Lookup(find, lambda unit_id: unit_label(register, unit_id))


def own_unit(register: Register) -> Found:
    """Return the unit that keeps the register; an unknown one only in a damaged register (NotFound)."""
    from labordesk.services.unit_tree import root_unit

    with register.looking() as connection:
        unit_id = root_unit(connection)
    return unit_with(register, unit_id)


def unit_with(register: Register, unit_id: int) -> Found:
    """Return one unit as the list shows it."""
    from labordesk.services.unit_tree import unit_label, unit_tree

    node = next((node for node in unit_tree(register, include_closed=True) if node.id == unit_id), None)
    return _found(node) if node is not None else Found(unit_id, unit_label(register, unit_id))


def _found(node: UnitNode) -> Found:
    parts = []
    if node.children_count:
        parts.append(_("{count} đơn vị trực thuộc").format(count=number(node.children_count)))
    elif len(node.path) > 1:
        parts.append(_("thuộc {unit}").format(unit=node.path[-2]))
    if node.valid_to is not None:
        parts.append(_("đã kết thúc ngày {day}").format(day=short(node.valid_to)))
    return Found(node.id, node.name, " · ".join(parts))


def campaign_period(register: Register, campaign_id: int) -> Period:
    """Return the period a campaign is asked for in: its Tết, or its own days; NotFound when it is gone."""
    from labordesk.services.campaigns import load_campaign

    fields = load_campaign(register, campaign_id).fields
    if fields.tet_year is not None:
        return parse_period(f"TET {fields.tet_year}")
    return _around(fields.starts_on, fields.ends_on)


def _around(start: date, end: date) -> Period:
    """Return the year that holds both days, or the days themselves."""
    return parse_period(f"{start.year:04d}") if start.year == end.year else Period.between(start, end)
