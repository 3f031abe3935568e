"""The same figure wherever it stands: the sums by programme, by unit and in all agree on random registers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.fields.choices import LEVELS
from labordesk.services.registers import open_register
from labordesk.store import figures
from labordesk.store.figures import Scope, UnitFigure
from labordesk.store.register import Register

DAYS = st.dates(date(2023, 11, 1), date(2025, 3, 31))
AWARDS = st.lists(
    st.tuples(
        st.sampled_from(["gift", "grant", "house", "all"]),
        st.sampled_from(["package", "person", "turn", "ticket"]),
        st.integers(0, 3),
        st.sampled_from(["planned", "received", "proxy", "absent", "returned"]),
        DAYS,
        st.lists(
            st.tuples(
                st.sampled_from(["cash", "goods", "service"]),
                st.sampled_from([code for code, _label in LEVELS]),
                st.integers(0, 5_000_000),
            ),
            min_size=1,
            max_size=3,
        ),
    ),
    max_size=12,
)


def write(register: Register, awards: list[tuple[Any, ...]], typed: list[tuple[Any, ...]]) -> None:
    """Write rows past the services, which would refuse some of them: the sums must agree on any rows."""
    from sqlmodel import select

    from labordesk.model import Aggregate, Award, AwardLine, Programme

    with register.writing() as session:
        for table in (AwardLine, Award, Aggregate):
            for row in session.exec(select(table)):
                session.delete(row)
            session.flush()
        programmes = {kind: session.exec(select(Programme).where(Programme.kind == kind)).first() for kind in KINDS}
        for kind, unit, people, handover, day, lines in awards:
            award = Award(
                programme_id=programmes[kind].id,
                unit_id=1,
                handover=handover,
                paid_on=day,
                quantity=max(1, people),
                count_unit=unit,
            )
            session.add(award)
            session.flush()
            session.add_all(
                AwardLine(award_id=award.id, fund_id=1, form=form, level=level, amount=amount)
                for form, level, amount in lines
            )
        for kind, unit, quantity, day, cash, goods in typed:
            session.add(
                Aggregate(
                    unit_id=1,
                    programme_id=programmes[kind].id,
                    starts_on=day,
                    ends_on=day,
                    quantity=quantity,
                    count_unit=unit,
                    cash=cash,
                    goods=goods,
                )
            )


KINDS = ("gift", "grant", "house", "all")
TYPED = st.lists(
    st.tuples(
        st.sampled_from(["gift", "grant", "all"]),
        st.sampled_from(["package", "person", "turn"]),
        st.integers(0, 500),
        DAYS,
        st.integers(0, 10**9),
        st.integers(0, 10**9),
    ),
    max_size=5,
)


@pytest.fixture(scope="module")
def shared_register(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Register:
    path = tmp_path_factory.mktemp("figures") / "a.labordesk"
    path.write_bytes(register_template.read_bytes())
    return open_register(path)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(awards=AWARDS, typed=TYPED)
def test_the_total_is_the_sum_by_programme_by_unit_and_by_level(
    shared_register: Register, awards: list[tuple[Any, ...]], typed: list[tuple[Any, ...]]
) -> None:
    write(shared_register, awards, typed)
    year = Scope(date(2024, 1, 1), date(2024, 12, 31))
    with shared_register.looking() as connection:
        totals = figures.totals(connection, year)
        programmes = figures.by_programme(connection, year)
        units = sum(figures.by_unit(connection, year).values(), UnitFigure())
    handed = [one for one in awards if one[3] in ("received", "proxy") and one[4].year == 2024]
    inside = [one for one in typed if one[3].year == 2024]
    expected = sum(amount for one in handed for _form, _level, amount in one[5])
    expected += sum(one[4] + one[5] for one in inside)
    assert totals.total == expected
    assert sum(one.total for one in programmes) == expected
    assert units.total == expected
    assert sum(totals.levels.values()) == expected
    assert totals.typed == sum(one.typed for one in programmes)
    assert totals.turns == units.turns
    assert totals.cash == sum(one.cash for one in programmes)


@given(cut=st.dates(date(2024, 1, 1), date(2024, 12, 30)))
@settings(max_examples=20)
def test_two_adjoining_periods_add_up_to_the_whole(shared_register: Register, cut: date) -> None:
    first = Scope(date(2024, 1, 1), cut)
    second = Scope(date.fromordinal(cut.toordinal() + 1), date(2024, 12, 31))
    with shared_register.looking() as connection:
        parts = figures.totals(connection, first).total + figures.totals(connection, second).total
        assert parts == figures.totals(connection, Scope(date(2024, 1, 1), date(2024, 12, 31))).total
