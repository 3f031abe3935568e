"""``Kind``: what a kind of programme adds to the register, as plain data that screens and reports read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from labordesk.i18n import N_


class EventSource(Enum):
    """Where the date of an event stands."""

    AWARD_PAID = "award.paid_on"
    """The day value was handed over; only awards received, or received by proxy, count."""
    HOUSE_MILESTONE = "house_milestone.happened_on"
    CASE_EVENT = "case_event.happened_on"
    ACTIVITY = "activity.happened_on"
    AGREEMENT_SIGNED = "agreement.signed_on"
    AGREEMENT_USED = "agreement_use.ends_on"
    """A period of use counts where it ends."""


class Counting(Enum):
    """What an indicator counts; counts of different units are never added (domain.md 1.1)."""

    PEOPLE = "people"
    """Distinct people named, plus the quantity of awards that name nobody."""
    TURNS = "turns"
    """Handings-over (lượt): a person helped twice counts twice."""
    QUANTITY = "quantity"
    """The sum of quantities in the programme's own unit of count."""
    RECORDS = "records"
    """Houses, cases or agreements, each once, on the first day of the event."""
    MONEY = "money"
    """Đồng, from the lines of awards."""


class QuantityRule(Enum):
    """Which quantity an award of the kind may have."""

    ANY = "any"
    """One person may carry several, and a group of people not listed by name is one award."""
    ONE = "one"
    """Always one: the award belongs to one person's file."""
    NO_AWARD = "no_award"
    """Nothing is handed to a person; a typed head count is kept instead."""


@dataclass(frozen=True)
class Event:
    """A dated event; ``label`` is a msgid, ``code`` the milestone or state in its source where it has one."""

    code: str
    label: str
    source: EventSource
    day: str = ""
    """How a sentence names the day ("ngày bàn giao"), a msgid."""


@dataclass(frozen=True)
class KindIndicator:
    """A figure derived from rows: ``event`` is the one whose date decides the period.

    ``work`` narrows houses to new or repaired ones; ``count_unit`` None is the programme's own unit of count.
    """

    code: str
    label: str
    event: Event
    counting: Counting
    count_unit: str | None = None
    work: str | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of programme; ``code`` is stored in ``programme.kind``, ``states`` are those of its records."""

    code: str
    label: str
    count_units: tuple[str, ...]
    quantity: QuantityRule
    states: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    indicators: tuple[KindIndicator, ...]
    has_campaigns: bool = False

    @property
    def gives_awards(self) -> bool:
        """Return whether value is handed to people under programmes of this kind."""
        return self.quantity is not QuantityRule.NO_AWARD

    @property
    def usual_count_unit(self) -> str:
        """Return the unit of count a new programme of this kind starts with."""
        return self.count_units[0]

    def indicator(self, code: str) -> KindIndicator:
        """Return an indicator of this kind; KeyError for a code it does not have."""
        for one in self.indicators:
            if one.code == code:
                return one
        raise KeyError(code)


PAID = Event("paid", N_("Trao, chi tiền"), EventSource.AWARD_PAID, N_("ngày trao"))
"""Value handed over; shared by every kind that gives awards."""

MONEY_GIVEN = KindIndicator("amount", N_("Số tiền, trị giá"), PAID, Counting.MONEY)
