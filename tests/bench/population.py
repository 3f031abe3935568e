"""Synthetic people with the frequencies of Vietnamese names: nobody in here exists."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from labordesk.sample.names import FAMILIES, MEN_GIVEN, MEN_MIDDLE, WOMEN_GIVEN, WOMEN_MIDDLE, Wheel


@dataclass(frozen=True)
class Human:
    """A synthetic person; ``birth`` is ISO text of any precision, a few citizen numbers collide, as in real lists."""

    full_name: str
    birth: str
    sex: str
    citizen_id: str | None
    old_id: str | None
    phone: str | None
    union_card: str | None
    standing: str
    unit: int
    """0 to the number of units - 1; small units are many, large ones few."""


def humans(count: int, *, units: int = 140, seed: int = 20260105, first: int = 0) -> Iterator[Human]:
    """Yield ``count`` people; ``first`` shifts the numbers so that two populations share none."""
    chance = random.Random(seed)
    unit_totals = list(accumulate(1.0 / (1 + place) ** 0.7 for place in range(units)))
    wheels = {
        "female": (Wheel(WOMEN_MIDDLE), Wheel(WOMEN_GIVEN)),
        "male": (Wheel(MEN_MIDDLE), Wheel(MEN_GIVEN)),
    }
    families = Wheel(FAMILIES)
    batch = 10_000
    for start in range(0, count, batch):
        size = min(batch, count - start)
        family = families.turn(chance, size)
        women = (wheels["female"][0].turn(chance, size), wheels["female"][1].turn(chance, size))
        men = (wheels["male"][0].turn(chance, size), wheels["male"][1].turn(chance, size))
        unit = chance.choices(range(units), cum_weights=unit_totals, k=size)
        for place in range(size):
            number = first + start + place
            sex = "female" if chance.random() < 0.58 else "male"
            middle, given = (women if sex == "female" else men)[0][place], (women if sex == "female" else men)[1][place]
            name = " ".join(filter(None, (family[place], middle, given)))
            yield _human(chance, number, name, sex, unit[place])


def _human(chance: random.Random, number: int, name: str, sex: str, unit: int) -> Human:
    year, month, day = chance.randint(1955, 2005), chance.randint(1, 12), chance.randint(1, 28)
    luck = chance.random()
    birth = f"{year}-{month:02d}-{day:02d}" if luck < 0.6 else f"{year}" if luck < 0.97 else f"{year}-{month:02d}"
    province = chance.choice(("042", "040", "042", "038", "044", "001"))
    century = (0 if year < 2000 else 2) + (sex == "female")
    scattered = number * 7_368_787 % 10_000_000
    return Human(
        full_name=name,
        birth=birth,
        sex=sex,
        citizen_id=f"{province}{century}{year % 100:02d}{scattered % 1_000_000:06d}"
        if chance.random() < 0.85
        else None,
        old_id=f"18{scattered:07d}" if chance.random() < 0.2 else None,
        phone=f"0{chance.choice((91, 97, 98, 36, 90))}{scattered:07d}" if chance.random() < 0.75 else None,
        union_card=f"HS-{number:07d}" if chance.random() < 0.4 else None,
        standing=chance.choices(("member", "worker", "child", "relative", "household"), (80, 12, 3, 2, 3))[0],
        unit=unit,
    )
