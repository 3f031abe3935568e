"""What the page of gifts reads, on the reading pool: services over the model are imported there, not on the screen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from labordesk.gui.pages.gifts_words import WAITING
from labordesk.gui.table import Fetch, RowPage
from labordesk.services.gift_lists import CampaignProgress, campaign_progress, recipients
from labordesk.services.gift_places import ListedUnit, listed_units, unit_names_of
from labordesk.services.unit_tree import subtree
from labordesk.services.voucher_lists import vouchers

if TYPE_CHECKING:
    from labordesk.model.programme import CampaignFields
    from labordesk.services.campaigns import CampaignRow
    from labordesk.store.register import Register

KINDS: Final = ("gift", "grant")
"""Kinds of programme whose campaigns hand something to people on a list."""

LIVELY: Final = "waiting"
DOUBLED: Final = "doubled"
REASONED: Final = "reasoned"
"""Exceptions: a second gift, or one above the rate, for a reason that was given."""
_STATES: Final[Mapping[str, Collection[str]]] = {LIVELY: WAITING}


@dataclass(frozen=True)
class Narrowed:
    """Which lines of a list are wanted; ``state`` is a state, ``LIVELY``, ``DOUBLED``, ``REASONED`` or "" for all.

    ``below`` takes the units under ``unit_id`` in.
    """

    text: str = ""
    unit_id: int | None = None
    state: str = ""
    below: bool = False


@dataclass(frozen=True)
class CampaignState:
    """A campaign with how far it is and the units its list is for; ``vouchers`` tells whether it has any."""

    campaign_id: int
    row_version: int
    fields: CampaignFields
    programme_name: str
    progress: CampaignProgress
    units: tuple[ListedUnit, ...]
    names: Mapping[int, str] = field(default_factory=dict)
    vouchers: bool = False

    def name_of(self, unit_id: int) -> str:
        """Return how a table calls a unit."""
        return self.names.get(unit_id, "")


@dataclass(frozen=True)
class CampaignList:
    """The campaigns asked for, and every programme that can have some (id, name)."""

    rows: tuple[CampaignRow, ...]
    programmes: tuple[tuple[int, str], ...]


def read_campaigns(register: Register, *, year: int | None, programme_id: int | None, today: date) -> CampaignList:
    """Return the campaigns of a year (None: of all years) and programme, the latest first.

    In the current year also those of next year's Tết that have begun: they are at work now.
    """
    from labordesk.services.campaigns import list_campaigns
    from labordesk.services.catalogue import programmes

    known = [(row.id, row.fields.name) for kind in KINDS for row in programmes(register, kind=kind, active=None)]
    ids = {programme_id for programme_id, _name in known}
    rows = list_campaigns(register, programme_id=programme_id, year=year)
    if year == today.year:
        listed = {row.id for row in rows}
        coming = list_campaigns(register, programme_id=programme_id, year=year + 1)
        rows = (*(row for row in coming if row.starts_on <= today and row.id not in listed), *rows)
    return CampaignList(tuple(row for row in rows if row.programme_id in ids), tuple(known))


def read_campaign(register: Register, campaign_id: int) -> CampaignState:
    """Return one campaign; NotFound when it is gone."""
    from labordesk.services.campaigns import load_campaign

    found = load_campaign(register, campaign_id)
    progress = campaign_progress(register, campaign_id)
    units = listed_units(register, campaign_id)
    names, has_vouchers = unit_names_of(register), bool(vouchers(register, campaign_id, limit=1).rows)
    return CampaignState(
        campaign_id, found.row_version, found.fields, found.programme_name, progress, units, names, has_vouchers
    )


def read_unapproved(register: Register, campaign_id: int, unit_id: int | None) -> tuple[str, ...]:
    """Return the units (or the one chosen) with gifts to hand over whose list nobody approved."""
    from labordesk.services.unit_lists import unapproved_units

    return unapproved_units(register, campaign_id, unit_id)


def fetch_recipients(register: Register, campaign_id: int, wanted: Narrowed) -> Fetch:
    """Return how a table fetches the lines that are wanted."""

    def fetch(after: Any | None, limit: int) -> RowPage:
        page = recipients(
            register,
            campaign_id,
            unit_ids=_units_of(register, wanted),
            text=wanted.text,
            states=states_of(wanted.state),
            doubled=wanted.state == DOUBLED,
            reasoned=wanted.state == REASONED,
            after=after,
            limit=limit,
        )
        return RowPage(page.rows, page.next_key)

    return fetch


def _units_of(register: Register, wanted: Narrowed) -> Collection[int] | None:
    if wanted.unit_id is None:
        return None
    return sorted(subtree(register, wanted.unit_id, include_closed=True)) if wanted.below else [wanted.unit_id]


def states_of(state: str) -> Collection[str] | None:
    """Return the stored states a choice stands for; None does not narrow."""
    return None if state in ("", DOUBLED, REASONED) else _STATES.get(state, (state,))
