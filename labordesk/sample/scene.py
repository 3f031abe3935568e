"""What every part of the story works with: the register, its units and people, the catalogue, the day it is told on."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from labordesk.sample.chance import stream
from labordesk.sample.drafts import Draft
from labordesk.sample.people import KNOWN
from labordesk.sample.units import REORGANISED, Units
from labordesk.services import catalogue
from labordesk.store.register import Register

_USUAL_PEOPLE = 1200

Advance = Callable[[int], None]
"""Called with the number of steps just done."""


@dataclass(frozen=True)
class Codes:
    """The ids of the catalogue by code."""

    programmes: Mapping[str, int]
    funds: Mapping[str, int]
    circumstances: Mapping[str, int]
    indicators: Mapping[str, int]

    @classmethod
    def of(cls, register: Register) -> Codes:
        """Read the codes of a register."""
        return cls(
            {one.fields.code: one.id for one in catalogue.programmes(register)},
            {one.fields.code: one.id for one in catalogue.funds(register)},
            {one.fields.code: one.id for one in catalogue.circumstances(register)},
            {one.fields.code: one.id for one in catalogue.indicators(register)},
        )


@dataclass(frozen=True)
class Scene:
    """``ids`` are the people's ids in the order of ``drafts``; ``housed`` collects who has a house already."""

    register: Register
    codes: Codes
    units: Units
    drafts: list[Draft]
    ids: list[int]
    today: date
    seed: int
    housed: set[int] = field(default_factory=set)

    def chance(self, part: str) -> random.Random:
        """Return the stream of chance of a part of the story."""
        return stream(self.seed, part)

    def many(self, usual: int) -> int:
        """Return how many there are where 1.200 people have ``usual``; in a large register they grow by its root."""
        size = len(self.drafts) / _USUAL_PEOPLE
        return max(1, round(usual * (size if size < 1 else size**0.5)))

    def unit_on(self, place: int, day: date) -> int | None:
        """Return the unit somebody belonged to on a day, None when it was not yet founded."""
        return self.units.on(self.drafts[place].unit, day)

    def places(self, *standings: str) -> Iterator[int]:
        """Yield the places of all people of these standings, the known ones first."""
        return (place for place, draft in enumerate(self.drafts) if draft.standing in standings)

    def shuffled(self, part: str, *standings: str) -> list[int]:
        """Return the places of people of these standings in a random order, the known ones before all others."""
        known = [place for place in self.places(*standings) if place < len(KNOWN)]
        others = [place for place in self.places(*standings) if place >= len(KNOWN)]
        self.chance(part).shuffle(others)
        return known + others

    def kin_of(self, place: int, relation: str) -> str:
        """Return the name of a member of somebody's household, "" when there is none."""
        return next((kin.full_name for kin in self.drafts[place].household if kin.relation == relation), "")

    def symbol(self, day: date, kind: str, number: int) -> str:
        """Return the number of a paper of the union above the grassroots ("27/QĐ-CĐX")."""
        return f"{number:02d}/{kind}-{'CĐX' if day >= REORGANISED else 'LĐLĐ'}"
