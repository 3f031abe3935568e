"""Invent the people of a register: members and workers in their units, with forms filled in as carefully as in life."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from labordesk.sample import unit_list as listed
from labordesk.sample.chance import stream, weighted
from labordesk.sample.drafts import Draft
from labordesk.sample.families import add_families
from labordesk.sample.hardships import befall, meet_hardship
from labordesk.sample.mistakes import make_mistakes
from labordesk.sample.names import Names, PersonName
from labordesk.sample.numbers import BANKS, Numbers
from labordesk.sample.places import Home, home, lodging
from labordesk.sample.unit_list import Trade

_ADULTS: Final = 0.84
"""Part of the register who are members or workers; the others are children, relatives and poor households."""

STEP: Final = 500
"""People after whose making progress is told."""

_ISSUED_AT: Final = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
_ISSUED_SINCE_LAW: Final = "Bộ Công an"
_LAW: Final = date(2024, 7, 1)
"""Since the Law on Identification (26/2023/QH15) the ministry itself stands on the card."""


@dataclass(frozen=True)
class Known:
    """Somebody who is in every sample whatever the seed, so that screens and papers can be compared."""

    full_name: str
    birth: str
    sex: str
    unit: str
    hardships: tuple[str, ...] = ()
    joined_on: str | None = None
    household_size: int | None = None


KNOWN: Final = (
    Known("Trần Thị Hoà", "1988-01-05", "female", "thcs-dong-tam", ("NHA-TAM", "CAN-NGHEO"), "2012-09", 4),
    Known("Nguyễn Văn Bình", "1984-11-20", "male", "go-phu-thinh", (), "2010-03", 4),
    Known("Lê Thanh Hòa", "1976", "male", "da-giay", ("THU-NHAP",)),
    Known("Phạm Ngọc Hoà", "1990-09-21", "female", "go-phu-thinh", ("DON-THAN",)),
    Known("Hoàng Thị Thuỷ", "1987-05-18", "female", "da-giay"),
    Known("Lê Thị Mai Anh", "1985", "female", "may-song-lam", ("OM-DAU",)),
    Known("Nguyễn Văn An", "1979", "male", "tram-y-te"),
    Known("Đỗ Đức Hùng", "1971", "male", "go-phu-thinh", ("TNLD",)),
    Known("Lê Thị Nga", "1974", "female", "may-song-lam"),
    Known("Nguyễn Thị Thu Hương", "1983", "female", "may-song-lam", ("CAN-NGHEO",)),
    Known("Võ Quốc Khánh", "1995", "male", "may-song-lam"),
    Known("Nguyễn Văn Quí", "1969", "male", "tram-y-te", ("CHINH-SACH",)),
)
COUPLES_KNOWN: Final = ((0, 1), (7, 8))
"""Places of husband and wife among the known ones."""

_GONE: Final = frozenset({*(plan.key for plan in listed.ENDED), listed.MERGED.key})


@dataclass(frozen=True)
class Makers:
    """Everything that is drawn from while people are invented."""

    chance: random.Random
    names: Names
    numbers: Numbers
    today: date


def invent_people(
    count: int, seed: int, today: date, advance: Callable[[int], None] = lambda _people: None
) -> list[Draft]:
    """Return so many people, the known ones first; the same seed and day always give the same.

    ``advance`` is called with the number of people just invented.
    """
    chance = stream(seed, "people")
    makers = Makers(chance, Names(chance), Numbers(chance), today)
    adults = max(1, round(count * _ADULTS))
    drafts = [_known(makers, one) for one in KNOWN[:adults]]
    for unit, trade, founded in _places(chance, adults - len(drafts)):
        drafts.append(_adult(makers, unit, trade, founded))
        if not len(drafts) % STEP:
            advance(STEP)
    add_families(makers, drafts, count, COUPLES_KNOWN if adults >= len(KNOWN) else ())
    make_mistakes(stream(seed, "mistakes"), makers.numbers, drafts, first=len(KNOWN), last=adults)
    return drafts


def partial(chance: random.Random, day: date) -> str:
    """Return a birth as lists have it: mostly the day, often only the year."""
    return day.isoformat()[: weighted(chance, ((10, 68), (4, 29), (7, 3)))]


def consent(chance: random.Random, today: date, share: float = 0.88) -> dict[str, Any]:
    """Return the fields of a consent, mostly given, with day and form (Law 91/2025/QH15)."""
    if chance.random() > share:
        return {"consent": False}
    day = today - timedelta(days=chance.randint(3, 320))
    form = weighted(chance, (("Phiếu đồng ý đã ký", 6), ("Ghi trong đơn đề nghị", 3), ("Ký trong danh sách", 1)))
    return {"consent": True, "consent_on": day, "consent_form": form}


def identity(makers: Makers, sex: str, born: date, where: Home) -> dict[str, Any]:
    """Return the numbers that tell who somebody is; one in eleven gave none."""
    chance = makers.chance
    found: dict[str, Any] = {}
    if chance.random() < 0.91:
        issued = date(2021, 3, 1) + timedelta(days=chance.randint(0, 1500))
        found["citizen_id"] = makers.numbers.citizen_id(sex, born.year, where.province)
        if chance.random() < 0.6:
            found["citizen_id_issued_on"] = issued
            found["citizen_id_issued_at"] = _ISSUED_AT if issued < _LAW else _ISSUED_SINCE_LAW
    return found


def _places(chance: random.Random, count: int) -> Iterator[tuple[str, Trade, int]]:
    """Yield a unit key, its trade and the year it began for each member or worker."""
    plans = (*listed.LIVING, *listed.FROM_THE_START, listed.NEWEST, *listed.ENDED, listed.MERGED)
    shares = {plan.key: plan.share for plan in plans}
    about = {plan.key: (plan.trade, plan.founded or 2025) for plan in plans}
    key, workshops = listed.WORKSHOPS
    for place, _name in enumerate(workshops, start=1):
        shares[f"{key}-{place}"] = shares[key] // 4
        about[f"{key}-{place}"] = about[key]
    shares[key] //= 2
    for unit in chance.choices(tuple(shares), tuple(shares.values()), k=count):
        yield unit, *about[unit]


def _known(makers: Makers, one: Known) -> Draft:
    plan = next(plan for plan in listed.LIVING if plan.key == one.unit)
    born = date.fromisoformat(one.birth if len(one.birth) == 10 else f"{one.birth}-06-15")
    draft = _worker(
        makers, PersonName(one.full_name), one.sex, born, one.unit, plan.trade, plan.founded, home(makers.chance)
    )
    draft.fields |= {"birth": one.birth, "standing": "member"} | consent(makers.chance, makers.today, share=1)
    draft.fields["joined_on"] = one.joined_on or draft.fields["joined_on"] or str(plan.founded + 2)
    draft.fields["household_size"] = one.household_size or draft.fields["household_size"]
    for code in one.hardships:
        befall(makers.chance, draft, code, makers.today, passes=False)
    return draft


def _adult(makers: Makers, unit: str, trade: Trade, founded: int) -> Draft:
    chance = makers.chance
    sex = "female" if chance.random() < trade.women else "male"
    age = min(60, max(19, round(chance.gauss(37, 9.5))))
    born = makers.today.replace(month=1, day=1) - timedelta(days=round(age * 365.25) + chance.randint(0, 364))
    if unit in _GONE:
        born = min(born, date(2004, born.month, min(born.day, 28)))  # old enough to join while it was there
    from_far = trade.sector == "enterprise" and chance.random() < 0.1
    where = lodging(chance) if from_far else home(chance)
    draft = _worker(makers, makers.names.of(sex), sex, born, unit, trade, founded, where)
    if from_far:
        befall(chance, draft, "XA-QUE", makers.today)
    meet_hardship(chance, draft, makers.today)
    return draft


def _worker(
    makers: Makers, name: PersonName, sex: str, born: date, unit: str, trade: Trade, founded: int, where: Home
) -> Draft:
    chance, numbers = makers.chance, makers.numbers
    department, jobs = chance.choice(trade.departments)
    is_member = trade.sector == "public" or chance.random() < 0.85
    first_year = max(founded, born.year + 19)
    joined = min(
        makers.today, date(min(first_year + chance.randint(0, 9), makers.today.year), chance.randint(1, 12), 1)
    )
    if unit in _GONE:
        joined = min(joined, date(2025, 1, 1))
    fields: dict[str, Any] = {
        "full_name": name.full_name,
        "sort_name": name.sort_name,
        "birth": partial(chance, born),
        "sex": sex,
        **identity(makers, sex, born, where),
        "old_id": numbers.old_id() if born.year < 1996 and chance.random() < 0.14 else None,
        "phone": numbers.phone() if chance.random() < 0.84 else None,
        "standing": "member" if is_member else "worker",
        "department": department,
        "job": chance.choice(jobs),
        "union_card": numbers.union_card() if is_member and chance.random() < 0.72 else None,
        "joined_on": joined.isoformat()[: weighted(chance, ((10, 3), (7, 4), (4, 3)))] if is_member else None,
        "social_insurance": numbers.social_insurance() if chance.random() < 0.55 else None,
        "address": where.address,
        "registered_address": where.registered if chance.random() < 0.7 else None,
        "native_place": where.native if chance.random() < 0.5 else None,
        "housing": "rented" if where.rented else weighted(chance, (("owned", 8), ("shared", 1), (None, 2))),
        "household_size": chance.randint(1, 3) if where.rented else chance.randint(2, 6),
        "ethnicity": name.ethnicity if name.ethnicity != "Kinh" or chance.random() < 0.5 else None,
        **consent(chance, makers.today),
    }
    fields["dependants"] = min(fields["household_size"] - 1, chance.randint(0, 3))
    if chance.random() < 0.33:
        fields |= {"bank_name": weighted(chance, BANKS), "bank_account": numbers.account()}
        fields["bank_holder"] = name.full_name
    return Draft(unit, fields)
