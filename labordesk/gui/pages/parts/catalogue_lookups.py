"""How a page finds units, programmes, funds, circumstances and campaigns while one types.

All functions of a ``Lookup`` run on the reading pool, so that services are imported there and never on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any

from labordesk.fields.choices import COUNT_UNITS
from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.suggestions import Found
from labordesk.i18n import _
from labordesk.vietnamese.fold import plain_key

if TYPE_CHECKING:
    from labordesk.store.register import Register


def programme_lookup(register: Register, *kinds: str) -> Lookup:
    """Return how programmes are found; with ``kinds`` ("grant", "house" …) only those."""

    def read(active: bool | None) -> Iterable[Found]:
        from labordesk.services.catalogue import programmes

        rows = programmes(register, active=active)
        return [Found(row.id, row.fields.name) for row in rows if not kinds or row.fields.kind in kinds]

    return _lookup(read)


def fund_lookup(register: Register) -> Lookup:
    """Return how funds and sources of money are found; the union's own money is said to be so."""

    def read(active: bool | None) -> Iterable[Found]:
        from labordesk.services.catalogue import funds

        ours, others = _("tiền của công đoàn"), _("nguồn khác")
        return [
            Found(row.id, row.fields.name, ours if row.fields.union_money else others)
            for row in funds(register, active=active)
        ]

    return _lookup(read)


def circumstance_lookup(register: Register) -> Lookup:
    """Return how hardship reasons are found."""

    def read(active: bool | None) -> Iterable[Found]:
        from labordesk.services.catalogue import circumstances

        return [Found(row.id, row.fields.name) for row in circumstances(register, active=active)]

    return _lookup(read)


def indicator_lookup(register: Register) -> Lookup:
    """Return how organisation indicators are found; each says in what it is counted."""

    def read(active: bool | None) -> Iterable[Found]:
        from labordesk.services.catalogue import indicators

        units = dict(COUNT_UNITS)
        return [
            Found(row.id, row.fields.name, _(units[row.fields.count_unit]))
            for row in indicators(register, active=active)
        ]

    return _lookup(read)


def unit_type_lookup(register: Register) -> Lookup:
    """Return how kinds of union body are found, from the top level down."""

    def read(active: bool | None) -> Iterable[Found]:
        from labordesk.services.catalogue import unit_types

        return [Found(row.id, row.fields.name) for row in unit_types(register, active=active)]

    return _lookup(read)


def campaign_lookup(register: Register, programme_id: Callable[[], int | None] = lambda: None) -> Lookup:
    """Return how campaigns are found, the latest first; ``programme_id`` tells of which programme (None: of all)."""

    def read(_active: bool | None) -> Iterable[Found]:
        from labordesk.services.campaigns import list_campaigns

        wanted = programme_id() if _active else None
        return [Found(row.id, row.name, row.programme_name) for row in list_campaigns(register, programme_id=wanted)]

    return _lookup(read)


def lookups_for(register: Register, targets: Collection[str], **special: Lookup) -> dict[str, Lookup]:
    """Return the look-ups a form needs by ``Reference.target`` ("unit", "fund" …); ``special`` replaces some.

    Wards are always among them: the forms of people and of houses ask for them without a target.
    """
    from labordesk.gui.inputs.ward import ward_lookup
    from labordesk.gui.pages.parts.unit_picker import unit_lookup

    made: dict[str, Callable[[], Lookup]] = {
        "unit": lambda: unit_lookup(register),
        "programme": lambda: programme_lookup(register),
        "fund": lambda: fund_lookup(register),
        "circumstance": lambda: circumstance_lookup(register),
        "campaign": lambda: campaign_lookup(register),
        "indicator": lambda: indicator_lookup(register),
        "unit_type": lambda: unit_type_lookup(register),
    }

    def home() -> str:
        from labordesk.services.wards import home_province

        return home_province(register)

    wards = {"ward": ward_lookup(home=home), "old_ward": ward_lookup(old=True, home=home)}
    return {**wards, **{target: special.get(target) or made[target]() for target in targets}}


def matching(text: str, rows: Iterable[Found]) -> list[Found]:
    """Return the rows whose label holds all words typed, marks and case aside, in any order."""
    words = plain_key(text).split()
    return [row for row in rows if all(word in plain_key(row.label) for word in words)]


def _lookup(read: Callable[[bool | None], Iterable[Found]]) -> Lookup:
    """Return a look-up over a short list; retired entries are not offered but keep their name."""

    def name(wanted: Any) -> str:
        return next((row.label for row in read(None) if row.id == wanted), "")

    return Lookup(lambda text: matching(text, read(True)), name)
