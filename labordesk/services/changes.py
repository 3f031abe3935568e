"""``Changes``: what a write touched, so that each open page decides itself whether to refresh (Anki's OpChanges)."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Changes:
    """One flag per family of tables; ``a | b`` joins two writes."""

    people: bool = False
    units: bool = False
    programmes: bool = False
    campaigns: bool = False
    awards: bool = False
    cases: bool = False
    houses: bool = False
    activities: bool = False
    contributions: bool = False
    indicators: bool = False
    agreements: bool = False
    norms: bool = False
    funds: bool = False
    papers: bool = False
    prints: bool = False
    settings: bool = False

    def __or__(self, other: Changes) -> Changes:
        return Changes(*(getattr(self, one.name) or getattr(other, one.name) for one in fields(Changes)))

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(Changes))
