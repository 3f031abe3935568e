"""Random registers for reports: rows written past the services, so that sums must agree on whatever is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st
from sqlmodel import delete, select

from labordesk.fields.choices import COUNT_UNITS, LEVELS
from labordesk.model import Aggregate, Award, AwardLine, Fund, House, HouseMilestone, Person, Programme, Unit
from labordesk.store.register import Register

UNITS = (1, 2, 3, 4)
"""The register's own unit, two below it, and one below the first of these."""

PEOPLE = (("male", "member"), ("female", "member"), ("female", "worker"), (None, "child"), ("male", "relative"))
DAYS = st.dates(date(2024, 11, 1), date(2026, 2, 28))
KINDS = ("gift", "grant", "house")
_LEVELS = st.sampled_from([code for code, _label in LEVELS])
_COUNTED = st.sampled_from([code for code, _label in COUNT_UNITS if code in ("package", "person", "turn", "ticket")])


@dataclass(frozen=True)
class Given:
    """One award: ``person`` None is a group without names, ``house`` an instalment for that house."""

    kind: str
    unit: int
    person: int | None
    house: int | None
    counted: str
    quantity: int
    handover: str
    day: date
    lines: tuple[tuple[int, str, str, int], ...]

    @property
    def counts(self) -> bool:
        """Tell whether it is spending of 2025."""
        return self.handover in ("received", "proxy") and self.day.year == 2025

    @property
    def amount(self) -> int:
        """Return its money."""
        return sum(line[3] for line in self.lines)


@dataclass(frozen=True)
class Typed:
    """One typed total of a month."""

    kind: str
    unit: int
    day: date
    counted: str
    quantity: int
    cash: int
    level: str
    fund: int | None

    @property
    def counts(self) -> bool:
        """Tell whether it lies within 2025."""
        return self.day.year == 2025


FUNDS = st.integers(0, 5)
LINES = st.lists(
    st.tuples(FUNDS, _LEVELS, st.sampled_from(["cash", "goods"]), st.integers(0, 9_000_000)), min_size=1, max_size=3
).map(tuple)
GIVEN = st.builds(
    Given,
    st.sampled_from(KINDS[:2]),
    st.sampled_from(UNITS),
    st.one_of(st.none(), st.integers(0, len(PEOPLE) - 1)),
    st.none(),
    _COUNTED,
    st.integers(1, 40),
    st.sampled_from(["planned", "received", "received", "proxy", "absent", "returned"]),
    DAYS,
    LINES,
).map(lambda one: one if one.person is None else Given(**{**vars(one), "quantity": 1}))
BUILT = st.builds(
    Given,
    st.just("house"),
    st.sampled_from(UNITS),
    st.integers(0, 2),
    st.integers(0, 2),
    st.just("house"),
    st.just(1),
    st.sampled_from(["received", "proxy", "planned"]),
    DAYS,
    LINES,
).map(lambda one: Given(**{**vars(one), "person": one.house}))
TYPED = st.builds(
    Typed,
    st.sampled_from(KINDS[:2]),
    st.sampled_from(UNITS),
    DAYS,
    _COUNTED,
    st.integers(0, 300),
    st.integers(0, 10**9),
    _LEVELS,
    st.one_of(st.none(), FUNDS),
)
HOUSES = st.lists(
    st.tuples(st.sampled_from(["new", "repair"]), st.sampled_from(UNITS), st.one_of(st.none(), DAYS)),
    min_size=3,
    max_size=3,
)


def write(
    register: Register, given: list[Given], typed: list[Typed], houses: list[tuple[str, int, date | None]]
) -> list[Fund]:
    """Make the register hold exactly these rows; return its funds, which the rows name by place."""
    with register.writing() as session:
        for table in (AwardLine, Award, Aggregate, HouseMilestone, House, Person):
            session.exec(delete(table))
        for unit, parent in ((2, 1), (3, 1), (4, 2)):
            if session.get(Unit, unit) is None:
                session.add(Unit(id=unit, name=f"Công đoàn cơ sở {unit}", parent_id=parent))
                session.flush()
        for place, (sex, standing) in enumerate(PEOPLE):
            keys = {"plain_key": "a", "search_key": "a", "sort_key": f"a{place}", "block_key": "a"}
            name = f"Nguyễn Văn {'ABCDE'[place]}"
            session.add(Person(id=place + 1, full_name=name, sex=sex, standing=standing, unit_id=1, **keys))
        session.flush()
        programmes: dict[str, Any] = {
            kind: session.exec(select(Programme).where(Programme.kind == kind).order_by(Programme.id)).first()
            for kind in KINDS
        }
        funds = list(session.exec(select(Fund).order_by(Fund.id)).all())
        for place, (work, unit, funded) in enumerate(houses):
            programme = programmes["house"].id
            house = House(id=place + 1, person_id=place + 1, unit_id=unit, programme_id=programme, work=work)
            session.add(house)
            session.flush()
            if funded is not None:
                session.add(HouseMilestone(house_id=house.id, milestone="funded", happened_on=funded))
        for one in given:
            award = Award(
                programme_id=programmes[one.kind].id,
                unit_id=one.unit,
                person_id=None if one.person is None else one.person + 1,
                house_id=None if one.house is None else one.house + 1,
                handover=one.handover,
                paid_on=one.day,
                quantity=one.quantity,
                count_unit=one.counted,
            )
            session.add(award)
            session.flush()
            for fund, level, form, amount in one.lines:
                session.add(AwardLine(award_id=award.id, fund_id=funds[fund].id, level=level, form=form, amount=amount))
        for total in typed:
            session.add(
                Aggregate(
                    unit_id=total.unit,
                    programme_id=programmes[total.kind].id,
                    starts_on=total.day,
                    ends_on=total.day,
                    quantity=total.quantity,
                    count_unit=total.counted,
                    cash=total.cash,
                    level=total.level,
                    fund_id=None if total.fund is None else funds[total.fund].id,
                )
            )
        session.flush()
        for fund in funds:
            session.expunge(fund)
    return funds
