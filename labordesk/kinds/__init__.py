"""What each kind of programme adds: states, events, indicators; programmes themselves are data an officer edits."""

from __future__ import annotations

from labordesk.kinds.activity import ACTIVITY
from labordesk.kinds.agreement import AGREEMENT
from labordesk.kinds.gift import GIFT
from labordesk.kinds.grant import GRANT
from labordesk.kinds.house import HOUSE
from labordesk.kinds.kind import Counting, Event, EventSource, Kind, KindIndicator, QuantityRule

__all__ = [
    "ACTIVITY",
    "AGREEMENT",
    "GIFT",
    "GRANT",
    "HOUSE",
    "KINDS",
    "Counting",
    "Event",
    "EventSource",
    "Kind",
    "KindIndicator",
    "QuantityRule",
    "computed_by",
    "counted_in",
    "gives_awards",
    "kind_of",
]

KINDS: tuple[Kind, ...] = (GIFT, GRANT, HOUSE, ACTIVITY, AGREEMENT)
"""All kinds with records of their own; money raised and indicators have tables beside."""


def kind_of(code: str) -> Kind | None:
    """Return the kind of a programme, None for one without records of its own (contributions, indicators …)."""
    return next((kind for kind in KINDS if kind.code == code), None)


def gives_awards(code: str) -> bool:
    """Return whether value may be handed to people under a programme of this kind."""
    kind = kind_of(code)
    return kind is not None and kind.gives_awards


def computed_by(computed: str) -> KindIndicator:
    """Return what an indicator is counted from, by its choice in the catalogue ("house.handed_over").

    KeyError for a choice that no kind has.
    """
    kind_code, _dot, indicator = computed.partition(".")
    kind = kind_of(kind_code)
    if kind is None:
        raise KeyError(computed)
    return kind.indicator(indicator)


def counted_in(computed: str) -> tuple[str, ...]:
    """Return the units of count an indicator counted from the register may have; KeyError as ``computed_by``."""
    rule = computed_by(computed)
    if rule.counting is Counting.PEOPLE:
        return ("person", "member")
    if rule.count_unit is not None:
        return (rule.count_unit,)
    kind = kind_of(computed.partition(".")[0])
    return kind.count_units if kind is not None else ()
