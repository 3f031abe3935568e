"""Indicators counted from the register: each by its own event, none typed where the register knows better."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import InvalidInput
from labordesk.fields import kinds
from labordesk.model import House, HouseMilestone
from labordesk.model.agreement import AgreementFields, AgreementUseFields
from labordesk.model.award import AwardFields
from labordesk.model.indicator import AggregateFields, IndicatorFields, IndicatorValueFields, TargetFields
from labordesk.services.aggregates import save_aggregate
from labordesk.services.agreement_uses import save_use
from labordesk.services.agreements import save_agreement
from labordesk.services.award_records import AwardData
from labordesk.services.awards import delete_award, save_award
from labordesk.services.catalogue import save_indicator
from labordesk.services.indicators import save_indicator_value
from labordesk.services.target_progress import target_progress
from labordesk.services.targets import save_target
from labordesk.services.unit_tree import unit_history_of
from labordesk.store.figures import Scope, indicators
from tests.services.welfare_office import COMMUNE, Office, office

__all__ = ["office"]

YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))


def indicator(office: Office, computed: str, count_unit: str) -> int:
    fields = IndicatorFields(code=computed, name=f"Máy đếm {computed}", count_unit=count_unit, computed=computed)
    return save_indicator(office.register, fields).id


def counted(office: Office, indicator_id: int, scope: Scope = YEAR, root: int = COMMUNE) -> int:
    with office.register.looking() as connection:
        history = unit_history_of(office.register)
        parents = {unit: history.parent_on(unit, kinds.today()) for unit in history.units}
        found = indicators(connection, scope, root, parents)
    return next((one.value for one in found if one.indicator_id == indicator_id), 0)


def house(office: Office, **days: date) -> int:
    person, programme = office.person("Đặng Văn Nghĩa"), office.programme("MAI-AM")
    with office.register.writing() as session:
        row = House(person_id=person, unit_id=office.song_lam, programme_id=programme, work="new")
        session.add(row)
        session.flush()
        assert row.id is not None
        session.add_all(HouseMilestone(house_id=row.id, milestone=name, happened_on=day) for name, day in days.items())
        return row.id


def gift(office: Office, person: int | None, day: date, **more: Any) -> int:
    usual: dict[str, Any] = {
        "programme_id": office.programme("QUA-KK"),
        "unit_id": office.song_lam,
        "person_id": person,
        "handover": "received",
        "paid_on": day,
        "count_unit": "package",
    }
    return save_award(office.register, AwardData(AwardFields(**{**usual, **more}), (office.cash(500_000),))).id


def typed(office: Office, indicator_id: int, unit_id: int, value: int, month: int = 1) -> int:
    first, last = date(2026, month, 1), date(2026, month, 28)
    fields = IndicatorValueFields(
        indicator_id=indicator_id, unit_id=unit_id, starts_on=first, ends_on=last, value=value
    )
    return save_indicator_value(office.register, fields).id


def test_a_house_counts_once_in_each_indicator_on_that_ones_own_day(office: Office) -> None:
    started, handed = indicator(office, "house.started", "house"), indicator(office, "house.handed_over", "house")
    house(office, started=date(2025, 11, 2), handed_over=date(2026, 2, 3))
    house(office, started=date(2026, 1, 5))
    last_year = Scope(date(2025, 1, 1), date(2025, 12, 31))
    assert (counted(office, started), counted(office, handed)) == (1, 1)
    assert (counted(office, started, last_year), counted(office, handed, last_year)) == (1, 0)


def test_packages_people_and_turns_are_counted_apart(office: Office) -> None:
    packages, people = indicator(office, "gift.quantity", "package"), indicator(office, "gift.people", "person")
    turns = indicator(office, "grant.turns", "turn")
    first, second = office.person("Lê Thị Mai"), office.person("Trần Văn Ba")
    gift(office, first, date(2026, 1, 10))
    gift(office, first, date(2026, 2, 10))
    gift(office, second, date(2026, 2, 10))
    gift(office, second, date(2026, 2, 11), count_unit="fare")
    gift(office, None, date(2026, 2, 12), quantity=30)
    gift(office, second, date(2026, 2, 13), handover="returned")
    for day in (3, 4):
        gift(office, first, date(2026, 2, day), programme_id=office.programme("THAM-HOI"), count_unit="turn")
    assert (counted(office, packages), counted(office, people), counted(office, turns)) == (33, 32, 2)
    assert counted(office, packages, Scope(date(2026, 1, 1), date(2026, 1, 31))) == 1


def test_agreements_count_on_the_day_signed_and_their_use_where_it_ends(office: Office) -> None:
    signed, used = indicator(office, "agreement.signed", "agreement"), indicator(office, "agreement.members", "turn")
    agreement = save_agreement(
        office.register,
        AgreementFields(
            partner="Siêu thị Hương Sơn",
            programme_id=office.programme("PHUC-LOI"),
            unit_id=COMMUNE,
            signed_on=date(2025, 6, 1),
        ),
    ).id
    save_use(
        office.register,
        agreement,
        AgreementUseFields(starts_on=date(2025, 12, 1), ends_on=date(2026, 1, 31), unit_id=office.song_lam, members=90),
    )
    assert (counted(office, signed), counted(office, used)) == (0, 90)
    assert counted(office, signed, Scope(date(2025, 1, 1), date(2025, 12, 31))) == 1
    below = Scope(YEAR.start, YEAR.end, frozenset({office.song_lam}))
    assert counted(office, used, below, office.song_lam) == 90


def test_the_register_s_own_figure_cannot_be_typed(office: Office) -> None:
    packages = indicator(office, "gift.quantity", "package")
    with pytest.raises(InvalidInput, match="tính theo ngày trao") as refused:
        typed(office, packages, COMMUNE, 500)
    assert refused.value.field == "indicator_id"
    gift(office, office.person("Lê Thị Mai"), date(2026, 1, 10))
    with pytest.raises(InvalidInput, match="Sổ đã đếm được 1"):
        typed(office, packages, office.song_lam, 500)
    assert counted(office, packages) == 1


def test_figures_of_units_without_rows_are_added_until_rows_come(office: Office) -> None:
    packages = indicator(office, "gift.quantity", "package")
    gift(office, office.person("Lê Thị Mai"), date(2026, 1, 10))
    typed(office, packages, office.phu_thinh, 40)
    typed(office, packages, office.phu_thinh, 2, month=2)
    assert counted(office, packages) == 43
    later = gift(office, None, date(2026, 1, 20), unit_id=office.phu_thinh, quantity=5)
    assert counted(office, packages) == 1 + 5 + 2
    delete_award(office.register, later)
    assert counted(office, packages) == 43


def test_typed_totals_of_other_units_flow_in_by_their_unit_of_count(office: Office) -> None:
    packages = indicator(office, "gift.quantity", "package")
    save_aggregate(
        office.register,
        AggregateFields(
            unit_id=office.dong_tam,
            programme_id=office.programme("TET"),
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 2, 28),
            quantity=214,
            count_unit="package",
            cash=107_000_000,
        ),
    )
    assert counted(office, packages) == 214
    with pytest.raises(InvalidInput, match="214"):
        save_indicator_value(
            office.register,
            IndicatorValueFields(
                indicator_id=packages,
                unit_id=office.dong_tam,
                starts_on=date(2026, 1, 1),
                ends_on=date(2026, 2, 28),
                value=10,
            ),
        )


def test_a_target_of_a_computed_indicator_is_live(office: Office) -> None:
    handed = indicator(office, "house.handed_over", "house")
    save_target(office.register, TargetFields(unit_id=COMMUNE, year=2026, indicator_id=handed, value=2))
    house(office, handed_over=date(2026, 2, 3))
    [row] = target_progress(office.register, 2026)
    assert (row.done, row.missing, row.percent_text, row.computed) == (1, 1, "50%", "house.handed_over")


@pytest.mark.parametrize(
    ("computed", "more", "field"),
    [
        ("house.funded", {"count_unit": "person"}, "count_unit"),
        ("gift.quantity", {"count_unit": "house"}, "count_unit"),
        ("grant.people", {"count_unit": "person", "measure": "stock"}, "measure"),
    ],
)
def test_a_computed_indicator_has_the_unit_of_its_rows_and_is_a_flow(
    office: Office, computed: str, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_indicator(office.register, IndicatorFields(code="X", name="Máy đếm", computed=computed, **more))
    assert refused.value.field == field
