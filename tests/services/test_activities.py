"""Activities and contributions: counted and told, never spending."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds
from labordesk.model.activity import ActivityFields, ContributionFields
from labordesk.model.unit import UnitFields
from labordesk.services.activities import delete_activity, list_activities, load_activity, save_activity
from labordesk.services.catalogue import funds, programmes, save_programme
from labordesk.services.contributions import (
    delete_contribution,
    list_contributions,
    load_contribution,
    save_contribution,
    still_due,
)
from labordesk.services.dated_records import RecordFilter
from labordesk.services.unit_changes import rename_unit
from labordesk.services.unit_events import Decision
from labordesk.services.units import save_unit
from labordesk.store.figures import Scope, activities, contributions, totals
from labordesk.store.register import Register

COMMUNE = 1
YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: date(2026, 3, 2))


def named(register: Register, name: str) -> int:
    return next(row.id for row in programmes(register, active=None) if row.fields.name == name)


def bus(register: Register, **more: Any) -> ActivityFields:
    values = {
        "programme_id": named(register, "Chuyến xe công đoàn"),
        "unit_id": COMMUNE,
        "happened_on": date(2026, 2, 1),
        "count": 552,
        "count_unit": "person",
        "second_count": 14,
        "second_unit": "trip",
    }
    return ActivityFields(**{**values, **more})


def test_trips_and_passengers_are_counted_apart_and_cost_is_no_spending(register: Register) -> None:
    save_activity(register, bus(register, cost=90_000_000))
    save_activity(register, bus(register, count=448, second_count=11, happened_on=date(2026, 2, 3)))
    with register.looking() as connection:
        [figure] = activities(connection, YEAR)
        assert (figure.count_unit, figure.count, figure.cost) == ("person", 1000, 90_000_000)
        assert [(one.count_unit, one.count) for one in figure.beside] == [("trip", 25)]
        assert totals(connection, YEAR).total == 0


def test_the_list_shows_names_and_the_unit_as_it_was_called_that_day(register: Register) -> None:
    unit = save_unit(register, UnitFields(name="CĐCS Xí nghiệp May", parent_id=COMMUNE)).id
    rename_unit(register, unit, "CĐCS Công ty May", Decision(date(2026, 2, 10)), short_name="May")
    for day in (date(2026, 2, 1), date(2026, 2, 20)):
        save_activity(register, bus(register, unit_id=unit, happened_on=day))
    page = list_activities(register)
    assert [row.unit for row in page.rows] == ["May", "CĐCS Xí nghiệp May"]
    assert {row.programme for row in page.rows} == {"Chuyến xe công đoàn"}
    assert page.next_key is None


def test_pages_follow_each_other_without_gap_or_repetition_even_within_one_day(register: Register) -> None:
    days = [1, 1, 1, 2, 2, 3, 3, 3, 3, 4]
    ids = [save_activity(register, bus(register, happened_on=date(2026, 1, day))).id for day in days]
    seen: list[int] = []
    after = None
    while True:
        page = list_activities(register, after=after, limit=3)
        seen += [row.id for row in page.rows]
        after = page.next_key
        if after is None:
            break
    assert seen == ids[::-1]


@pytest.mark.parametrize("limit", [1, 5, 10])
def test_the_last_full_page_says_that_it_is_the_last(register: Register, limit: int) -> None:
    for _ in range(limit):
        save_activity(register, bus(register))
    assert list_activities(register, limit=limit).next_key is None


def test_a_list_can_be_narrowed_by_period_unit_programme_and_text(register: Register) -> None:
    other = save_unit(register, UnitFields(name="CĐCS Trường Mầm non", parent_id=COMMUNE)).id
    first = save_activity(register, bus(register, name="Chuyến xe nghĩa tình", happened_on=date(2026, 1, 31))).id
    second = save_activity(register, bus(register, unit_id=other)).id
    health = save_activity(
        register,
        bus(register, programme_id=named(register, "Khám sức khỏe"), second_count=None, second_unit=None),
    ).id

    def ids(**wanted: Any) -> list[int]:
        return [row.id for row in list_activities(register, RecordFilter(**wanted)).rows]

    assert ids(start=date(2026, 2, 1)) == [health, second]
    assert ids(end=date(2026, 1, 31)) == [first]
    assert ids(unit_ids=frozenset({other})) == [second]
    assert ids(unit_ids=frozenset()) == []
    assert ids(programme_id=named(register, "Khám sức khỏe")) == [health]
    assert ids(text="nghia tinh") == [first]
    assert ids(text="mam non") == [second]
    assert ids(text="khám") == [health]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"second_unit": None}, "second_unit"),
        ({"second_count": None}, "second_count"),
        ({"second_unit": "person"}, "second_unit"),
        ({"count": -1}, "count"),
        ({"count_unit": "ngàn"}, "count_unit"),
        ({"count_unit": "labour_day"}, "count_unit"),
        ({"cost": 5}, "cost"),
        ({"programme_id": 999}, "programme_id"),
        ({"unit_id": 999}, "unit_id"),
        ({"campaign_id": 999}, "campaign_id"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(register: Register, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_activity(register, bus(register, **wrong))
    assert refused.value.field == field
    assert list_activities(register).rows == ()


def test_an_activity_of_the_day_after_tomorrow_is_refused(register: Register) -> None:
    save_activity(register, bus(register, happened_on=date(2026, 3, 3)))
    with pytest.raises(RuleBroken, match="04/03/2026"):
        save_activity(register, bus(register, happened_on=date(2026, 3, 4)))


def test_an_ended_unit_holds_no_activity_after_its_last_day(register: Register) -> None:
    unit = save_unit(
        register, UnitFields(name="LĐLĐ huyện", valid_from=date(2020, 1, 1), valid_to=date(2025, 6, 30))
    ).id
    save_activity(register, bus(register, unit_id=unit, happened_on=date(2025, 6, 30)))
    with pytest.raises(InvalidInput, match="đã kết thúc hoạt động ngày 30/06/2025"):
        save_activity(register, bus(register, unit_id=unit, happened_on=date(2025, 7, 1)))
    with pytest.raises(InvalidInput, match="hoạt động từ ngày 01/01/2020"):
        save_activity(register, bus(register, unit_id=unit, happened_on=date(2019, 12, 31)))


def test_money_raised_is_sent_to_its_own_page(register: Register) -> None:
    raised = named(register, "Vận động Quỹ Xã hội từ thiện Tấm lòng vàng")
    with pytest.raises(InvalidInput, match="Vận động") as refused:
        save_activity(register, bus(register, programme_id=raised))
    assert refused.value.field == "programme_id"
    with pytest.raises(InvalidInput, match="tổng hợp"):
        save_activity(register, bus(register, programme_id=named(register, "Tất cả chương trình")))


def test_a_retired_programme_takes_no_new_rows_but_old_ones_can_still_be_corrected(register: Register) -> None:
    activity = save_activity(register, bus(register)).id
    row = next(one for one in programmes(register) if one.fields.name == "Chuyến xe công đoàn")
    save_programme(register, row.fields.model_copy(update={"active": False}), programme_id=row.id)
    save_activity(register, bus(register, count=5), activity_id=activity)
    with pytest.raises(InvalidInput, match="thôi dùng"):
        save_activity(register, bus(register))


def test_a_stale_activity_is_refused_with_the_difference(register: Register) -> None:
    saved = save_activity(register, bus(register))
    assert save_activity(register, bus(register, count=5), activity_id=saved.id, row_version=1).row_version == 2
    with pytest.raises(Conflict) as refused:
        save_activity(register, bus(register, count=6), activity_id=saved.id, row_version=1)
    assert refused.value.differences == {"count": (5, 6)}
    assert load_activity(register, saved.id).fields.count == 5


def test_a_deleted_activity_is_gone(register: Register) -> None:
    saved = save_activity(register, bus(register))
    assert delete_activity(register, saved.id).activities
    with pytest.raises(NotFound):
        load_activity(register, saved.id)
    with pytest.raises(NotFound):
        delete_activity(register, saved.id)


def gift(**more: Any) -> ContributionFields:
    return ContributionFields(**{"unit_id": COMMUNE, "received_on": date(2026, 2, 1), "cash": 300_000_000, **more})


def test_labour_days_stay_days_and_raised_money_is_never_spent(register: Register) -> None:
    save_contribution(register, gift(cash=23_000_000_000, labour_days=30_800))
    with register.looking() as connection:
        [figure] = contributions(connection, YEAR)
        assert (figure.money, figure.labour_days) == (23_000_000_000, 30_800)
        assert totals(connection, YEAR).total == 0


def test_a_promise_is_due_until_money_and_goods_together_keep_it(register: Register) -> None:
    assert still_due(gift(pledged=500_000_000, cash=200_000_000, goods=100_000_000)) == 200_000_000
    assert still_due(gift(pledged=100_000_000)) == 0
    saved = save_contribution(register, gift(cash=0, pledged=500_000_000))
    assert load_contribution(register, saved.id).fields.pledged == 500_000_000


def test_a_contribution_of_nothing_is_refused(register: Register) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_contribution(register, gift(cash=0))
    assert refused.value.field == "cash"


def test_contributions_are_found_by_donor_purpose_and_fund(register: Register) -> None:
    golden = next(row.id for row in funds(register) if row.fields.code == "TLV")
    first = save_contribution(register, gift(fund_id=golden, donor="Công ty An Bình")).id
    second = save_contribution(register, gift(purpose="xây dựng nông thôn mới xã Nông Thượng")).id

    def ids(**wanted: Any) -> list[int]:
        return [row.id for row in list_contributions(register, RecordFilter(**wanted)).rows]

    assert ids(fund_id=golden) == ids(text="an binh") == ids(text="Tấm lòng") == [first]
    assert ids(text="nong thon") == [second]
    delete_contribution(register, first)
    assert ids() == [second]


def test_an_amount_out_of_range_is_refused(register: Register) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_contribution(register, gift(cash=900_000_000_000))
    assert refused.value.field == "cash"
