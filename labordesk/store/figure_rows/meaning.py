"""What a figure counts: set beside the figure where a report makes it, read back as the rows that come to it.

Plain data in the words of ``store.figures``: the same scope, the same programmes and states that the sum was taken
over. A figure made of several others is ``Several`` of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from labordesk.store.figures.campaign_gifts import CampaignScope
from labordesk.store.figures.scope import Scope

NOBODY_SAID = 0
"""The circumstance of awards for which nobody wrote one down."""


@dataclass(frozen=True)
class Given:
    """Awards handed over in a scope, and the typed totals (``typed``) that stand beside them.

    ``money`` adds up lines (đồng), ``turns`` handings-over (lượt) without those for houses, ``quantity`` what was
    handed over in ``count_units``, ``awards`` the awards themselves, ``people`` different people with a name; with
    ``unnamed`` also those of groups and of typed totals. None and "" narrow nothing; ``houses`` False leaves out what
    was paid for houses, ``campaign`` and ``circumstance`` 0 mean none; ``month`` is "2026-02".
    """

    scope: Scope
    measure: Literal["money", "turns", "people", "quantity", "awards"] = "money"
    programmes: frozenset[int] | None = None
    kinds: frozenset[str] | None = None
    count_units: tuple[str, ...] = ()
    form: Literal["", "cash", "goods"] = ""
    level: str = ""
    source: str | None = None
    houses: bool | None = None
    unnamed: bool = False
    circumstance: int | None = None
    sex: str | None = None
    standing: str | None = None
    house_id: int | None = None
    campaign: int | None = None
    month: str = ""
    unsigned: bool = False
    awards: bool = True
    typed: bool = True


@dataclass(frozen=True)
class Reached:
    """Houses that reached a milestone in a scope; typed totals count as "funded". ``work`` "new" is new houses only."""

    scope: Scope
    milestone: str
    work: Literal["", "new", "repair"] = ""


@dataclass(frozen=True)
class Listed:
    """Houses of the list of a scope: of one stage, of one kind of work, or one house; counted, or their money."""

    scope: Scope
    measure: Literal["count", "total_value", "given", "given_so_far", "others"] = "count"
    stage: str = ""
    work: Literal["", "new", "repair"] = ""
    house_id: int | None = None


@dataclass(frozen=True)
class Done:
    """Activities of a programme counted in ``count_unit``: heads, cost (đồng), or what was counted beside."""

    scope: Scope
    programme_id: int
    count_unit: str
    measure: Literal["count", "cost", "second"] = "count"
    second_unit: str = ""


@dataclass(frozen=True)
class Raised:
    """Contributions received in a scope; with ``apart`` those of one programme, fund and purpose ("" is none)."""

    scope: Scope
    measure: Literal["money", "cash", "goods", "labour_days"] = "money"
    apart: tuple[int | None, int | None, str] | None = None
    by_fund: bool = False
    fund_id: int | None = None


@dataclass(frozen=True)
class Told:
    """What an indicator comes to for the unit ``root``; ``tree`` are (unit, parent) as they were added up."""

    scope: Scope
    indicator_id: int
    root: int
    tree: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True)
class Aimed:
    """The year's targets of programmes, or of an indicator, that count for the unit ``root``."""

    scope: Scope
    root: int
    tree: tuple[tuple[int, int | None], ...]
    programmes: tuple[int, ...] = ()
    indicator_id: int | None = None


@dataclass(frozen=True)
class Gifts:
    """Gifts of campaigns up to a day: listed, handed over, or their money (đồng); of one source when it is named."""

    scope: CampaignScope
    measure: Literal["listed", "given", "money"]
    count_unit: str = ""
    source: str | None = None


@dataclass(frozen=True)
class Planned:
    """Packages campaigns set out to give."""

    campaigns: tuple[int, ...]


@dataclass(frozen=True)
class Shared:
    """Packages allocated, as (campaign, unit)."""

    shares: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Missed:
    """Members on no list of the campaigns of a scope."""

    scope: CampaignScope


@dataclass(frozen=True)
class OnList:
    """Lines of a campaign's list that were not given back: their money (đồng), or one line of them."""

    campaign_id: int
    unit_ids: frozenset[int] | None = None
    form: Literal["", "cash", "goods"] = ""
    award_id: int | None = None


@dataclass(frozen=True)
class Records:
    """Single records and what each is worth in đồng: awards, approved houses and requests, typed totals."""

    table: Literal["award", "house", "grant_case", "aggregate"]
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Several:
    """A figure that is the sum of others."""

    parts: tuple[Rows, ...]


Rows = (
    Given
    | Reached
    | Listed
    | Done
    | Raised
    | Told
    | Aimed
    | Gifts
    | Planned
    | Shared
    | Missed
    | OnList
    | Records
    | Several
)
"""What stands behind a figure."""
