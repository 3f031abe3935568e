"""Organisation figures, targets and typed totals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds
from labordesk.model import Award, AwardLine, House, HouseMilestone, Person
from labordesk.model.activity import ActivityFields
from labordesk.model.indicator import AggregateFields, IndicatorValueFields, TargetFields
from labordesk.model.keys import person_keys
from labordesk.model.unit import UnitFields
from labordesk.services.activities import save_activity
from labordesk.services.aggregates import delete_aggregate, list_aggregates, save_aggregate
from labordesk.services.catalogue import funds, indicators, programmes
from labordesk.services.indicators import (
    delete_indicator_value,
    list_indicator_values,
    load_indicator_value,
    save_indicator_value,
)
from labordesk.services.target_progress import is_behind, target_progress
from labordesk.services.targets import delete_target, load_target, save_target
from labordesk.services.units import save_unit
from labordesk.store.figures import Scope, totals
from labordesk.store.register import Register

COMMUNE = 1


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: date(2026, 3, 2))


def programme_id(register: Register, name: str) -> int:
    return next(row.id for row in programmes(register) if row.fields.name == name)


def indicator_id(register: Register, code: str) -> int:
    return next(row.id for row in indicators(register) if row.fields.code == code)


def figure(register: Register, value: int, start: date, end: date, code: str = "DV-MOI", unit: int = COMMUNE) -> int:
    fields = IndicatorValueFields(
        indicator_id=indicator_id(register, code), unit_id=unit, starts_on=start, ends_on=end, value=value
    )
    return save_indicator_value(register, fields).id


def add_unit(register: Register, name: str, parent: int | None = COMMUNE, **more: Any) -> int:
    return save_unit(register, UnitFields(name=name, parent_id=parent, **more)).id


def add_award(
    register: Register,
    programme: str,
    amount: int,
    day: date,
    *,
    unit: int = COMMUNE,
    level: str = "grassroots",
    **more: Any,
) -> None:
    fund, programme_key = funds(register)[0].id, programme_id(register, programme)
    with register.writing() as session:
        values = {"handover": "received", "quantity": 1, "count_unit": "package", **more}
        award = Award(programme_id=programme_key, unit_id=unit, paid_on=day, **values)
        session.add(award)
        session.flush()
        assert award.id is not None
        session.add(AwardLine(award_id=award.id, fund_id=fund, level=level, amount=amount))


# --- indicator values


def test_a_years_flow_is_the_sum_of_its_periods_which_may_not_overlap(register: Register) -> None:
    figure(register, 40, date(2025, 1, 1), date(2025, 3, 31))
    with pytest.raises(InvalidInput, match="01/01/2025 – 31/03/2025") as refused:
        figure(register, 90, date(2025, 3, 31), date(2025, 6, 30))
    assert refused.value.field == "starts_on"
    figure(register, 50, date(2025, 4, 1), date(2025, 6, 30))
    figure(register, 7, date(2025, 1, 1), date(2025, 6, 30), code="DV-GIAM")
    assert [row.fields.value for row in list_indicator_values(register).rows] == [50, 7, 40]


def test_a_stock_is_told_once_for_a_day_whatever_its_period(register: Register) -> None:
    figure(register, 900, date(2025, 1, 1), date(2025, 6, 30), code="DV")
    figure(register, 950, date(2025, 1, 1), date(2025, 12, 31), code="DV")
    with pytest.raises(InvalidInput, match="tính đến ngày 31/12/2025") as refused:
        figure(register, 951, date(2025, 12, 31), date(2025, 12, 31), code="DV")
    assert refused.value.field == "ends_on"


def test_a_period_that_ends_before_it_begins_or_lies_ahead_is_refused(register: Register) -> None:
    with pytest.raises(InvalidInput, match="trước ngày đầu kỳ") as refused:
        figure(register, 1, date(2025, 3, 2), date(2025, 3, 1))
    assert refused.value.field == "ends_on"
    with pytest.raises(RuleBroken, match="31/03/2026"):
        figure(register, 1, date(2026, 1, 1), date(2026, 3, 31))


def test_a_unit_that_ended_in_a_period_still_reports_it_but_not_the_next(register: Register) -> None:
    district = add_unit(register, "LĐLĐ huyện", None, valid_to=date(2025, 8, 31))
    figure(register, 5, date(2025, 7, 1), date(2025, 9, 30), unit=district)
    with pytest.raises(InvalidInput, match="31/08/2025"):
        figure(register, 5, date(2025, 10, 1), date(2025, 12, 31), unit=district)


def test_a_value_can_be_corrected_without_colliding_with_itself(register: Register) -> None:
    value = figure(register, 40, date(2025, 1, 1), date(2025, 3, 31))
    loaded = load_indicator_value(register, value)
    corrected = loaded.fields.model_copy(update={"value": 41, "ends_on": date(2025, 4, 30)})
    save_indicator_value(register, corrected, value_id=value, row_version=loaded.row_version)
    assert load_indicator_value(register, value).fields.value == 41
    assert loaded.indicator == "Đoàn viên kết nạp mới"
    with pytest.raises(Conflict):
        save_indicator_value(register, loaded.fields, value_id=value, row_version=loaded.row_version)
    delete_indicator_value(register, value)
    with pytest.raises(NotFound):
        load_indicator_value(register, value)


# --- targets


def target(register: Register, value: int, *, unit: int = COMMUNE, year: int = 2025, **subject: int | None) -> int:
    return save_target(register, TargetFields(unit_id=unit, year=year, value=value, **subject)).id


@pytest.mark.parametrize(
    ("done", "percent", "above", "missing"),
    [(15_199, "100,06%", True, 0), (15_190, "100%", False, 0), (15_189, "99,99%", False, 1)],
)
def test_only_more_than_the_target_may_be_called_above_it(
    register: Register, done: int, percent: str, above: bool, missing: int
) -> None:
    target(register, 15_190, indicator_id=indicator_id(register, "DV-MOI"))
    figure(register, done, date(2025, 1, 1), date(2025, 8, 31))
    [row] = target_progress(register, 2025)
    assert (row.percent_text, row.above, row.missing) == (percent, above, missing)
    assert (row.subject, row.unit, row.count_unit) == ("Đoàn viên kết nạp mới", "Công đoàn xã Hương Sơn", "member")


def test_what_the_units_below_did_counts_for_the_unit_above(register: Register) -> None:
    below = add_unit(register, "CĐCS May")
    target(register, 100, indicator_id=indicator_id(register, "DV-MOI"))
    target(register, 40, unit=below, indicator_id=indicator_id(register, "DV-MOI"))
    figure(register, 30, date(2025, 1, 1), date(2025, 3, 31), unit=below)
    rows = {row.unit: (row.done, row.missing) for row in target_progress(register, 2025)}
    assert rows == {"Công đoàn xã Hương Sơn": (30, 70), "CĐCS May": (30, 10)}


def test_programmes_are_counted_in_their_own_unit_of_count_only(register: Register) -> None:
    target(register, 10, programme_id=programme_id(register, "Tết Sum vầy"))
    target(register, 300, programme_id=programme_id(register, "Tư vấn pháp luật"))
    add_award(register, "Tết Sum vầy", 500_000, date(2025, 1, 10), quantity=4)
    add_award(register, "Tết Sum vầy", 500_000, date(2025, 1, 11), count_unit="ticket")
    add_award(register, "Tết Sum vầy", 500_000, date(2025, 1, 12), handover="planned")
    for unit, count in (("turn", 176), ("case", 200)):
        save_activity(
            register,
            ActivityFields(
                programme_id=programme_id(register, "Tư vấn pháp luật"),
                unit_id=COMMUNE,
                happened_on=date(2025, 5, 1),
                count=count,
                count_unit=unit,
            ),
        )
    assert [(row.subject, row.done, row.missing) for row in target_progress(register, 2025)] == [
        ("Tết Sum vầy", 4, 6),
        ("Tư vấn pháp luật", 176, 124),
    ]


def test_houses_count_when_their_support_was_handed_over(register: Register) -> None:
    house_programme = programme_id(register, "Mái ấm công đoàn")
    target(register, 2, programme_id=house_programme)
    with register.writing() as session:
        person = Person(full_name="Lê Thị Mỹ", **vars(person_keys("Lê Thị Mỹ", None)))
        session.add(person)
        session.flush()
        assert person.id is not None
        house = House(person_id=person.id, unit_id=COMMUNE, programme_id=house_programme)
        session.add(house)
        session.flush()
        assert house.id is not None
        session.add(HouseMilestone(house_id=house.id, milestone="funded", happened_on=date(2025, 5, 1)))
        session.add(HouseMilestone(house_id=house.id, milestone="handed_over", happened_on=date(2026, 1, 5)))
    assert [(row.done, row.percent_text) for row in target_progress(register, 2025)] == [(1, "50%")]
    assert target_progress(register, 2026) == ()


def test_a_target_has_one_subject_that_can_be_counted_and_stands_once(register: Register) -> None:
    with pytest.raises(InvalidInput, match="đúng một"):
        target(register, 5)
    with pytest.raises(InvalidInput, match="đúng một"):
        target(
            register,
            5,
            indicator_id=indicator_id(register, "DV"),
            programme_id=programme_id(register, "Tết Sum vầy"),
        )
    with pytest.raises(InvalidInput) as refused:
        target(register, 5, programme_id=programme_id(register, "Ngày lương ủng hộ"))
    assert refused.value.field == "programme_id"
    saved = target(register, 5, indicator_id=indicator_id(register, "DV-MOI"))
    with pytest.raises(InvalidInput, match="Năm 2025"):
        target(register, 6, indicator_id=indicator_id(register, "DV-MOI"))
    loaded = load_target(register, saved)
    fields, version = loaded.fields, loaded.row_version
    save_target(register, fields.model_copy(update={"value": 8}), target_id=saved, row_version=version)
    assert [row.target for row in target_progress(register, 2025)] == [8]
    delete_target(register, saved)
    assert target_progress(register, 2025) == ()


def test_a_target_of_an_ended_unit_is_refused(register: Register) -> None:
    district = add_unit(register, "LĐLĐ huyện", None, valid_to=date(2025, 6, 30))
    target(register, 5, unit=district, indicator_id=indicator_id(register, "DV-MOI"))
    with pytest.raises(InvalidInput, match="30/06/2025"):
        target(register, 5, unit=district, year=2026, indicator_id=indicator_id(register, "DV-MOI"))


def test_a_target_is_behind_when_less_was_done_than_the_share_of_the_year_that_passed() -> None:
    new_year, end = date(2025, 1, 1), date(2025, 12, 31)
    assert not is_behind(1, 365, new_year, new_year)
    assert is_behind(0, 365, new_year, new_year)
    assert not is_behind(365, 365, new_year, end)
    assert is_behind(364, 365, new_year, end)


# --- typed totals


def total(register: Register, programme: str = "Tết Sum vầy", **more: Any) -> AggregateFields:
    values = {
        "programme_id": programme_id(register, programme),
        "unit_id": COMMUNE,
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 3, 31),
        "quantity": 200,
        "count_unit": "package",
        "cash": 100_000_000,
    }
    return AggregateFields(**{**values, **more})


def test_a_total_with_its_paying_level_enters_spending_as_typed(register: Register) -> None:
    save_aggregate(register, total(register, cash=129_000_000_000, goods=0, level="grassroots"))
    save_aggregate(register, total(register, cash=71_000_000_000, level="province"))
    with register.looking() as connection:
        found = totals(connection, Scope(date(2025, 1, 1), date(2025, 12, 31)))
    assert (found.total, found.typed, found.levels["province"]) == (200_000_000_000, 200_000_000_000, 71_000_000_000)


def test_a_total_over_units_that_have_rows_is_refused_with_what_is_there(register: Register) -> None:
    school = add_unit(register, "CĐCS Trường")
    add_award(register, "Tết Sum vầy", 500_000, date(2025, 1, 10), unit=school)
    add_award(register, "Tết Sum vầy", 700_000, date(2025, 3, 31), unit=school)
    with pytest.raises(RuleBroken, match=r"2 dòng chi tiết \(1\.200\.000 đồng\) và 0 dòng tổng hợp"):
        save_aggregate(register, total(register))
    assert list_aggregates(register).rows == ()


def test_a_total_beside_rows_is_kept_when_a_reason_is_given(register: Register) -> None:
    add_award(register, "Tết Sum vầy", 500_000, date(2025, 1, 10))
    saved = save_aggregate(register, total(register, override_reason="Số của các đơn vị chưa nhập danh sách"))
    [row] = list_aggregates(register).rows
    assert row.fields.override_reason == "Số của các đơn vị chưa nhập danh sách"
    assert delete_aggregate(register, saved.id).awards


@pytest.mark.parametrize(
    "other",
    [
        {"programme": "Tháng Công nhân"},
        {"day": date(2025, 4, 1)},
        {"level": "upper"},
        {"handover": "planned"},
    ],
)
def test_rows_of_another_programme_day_level_or_not_handed_over_are_no_overlap(
    register: Register, other: dict[str, Any]
) -> None:
    values = {"programme": "Tết Sum vầy", "amount": 500_000, "day": date(2025, 1, 10), **other}
    add_award(register, **values)
    save_aggregate(register, total(register))


def test_a_total_of_all_programmes_overlaps_with_rows_of_any(register: Register) -> None:
    add_award(register, "Tết Sum vầy", 500_000, date(2025, 1, 10))
    with pytest.raises(RuleBroken):
        save_aggregate(register, total(register, "Tất cả chương trình", count_unit="turn"))


def test_a_total_of_a_unit_overlaps_with_totals_above_and_below_but_not_beside(register: Register) -> None:
    first, second = add_unit(register, "CĐCS Một"), add_unit(register, "CĐCS Hai")
    save_aggregate(register, total(register, unit_id=first))
    save_aggregate(register, total(register, unit_id=second))
    with pytest.raises(RuleBroken, match="0 dòng chi tiết .* và 2 dòng tổng hợp"):
        save_aggregate(register, total(register))
    with pytest.raises(RuleBroken, match="1 dòng tổng hợp"):
        save_aggregate(register, total(register, unit_id=first, starts_on=date(2025, 3, 31), ends_on=date(2025, 5, 1)))
    below = add_unit(register, "Tổ công đoàn", first)
    with pytest.raises(RuleBroken, match="1 dòng tổng hợp"):
        save_aggregate(register, total(register, unit_id=below))


def test_a_total_can_be_corrected_without_colliding_with_itself(register: Register) -> None:
    saved = save_aggregate(register, total(register))
    save_aggregate(register, total(register, quantity=201), aggregate_id=saved.id, row_version=1)
    assert [row.fields.quantity for row in list_aggregates(register).rows] == [201]


@pytest.mark.parametrize(
    ("programme", "wrong", "field"),
    [
        ("Tết Sum vầy", {"quantity": None, "cash": 0}, "quantity"),
        ("Tết Sum vầy", {"new_houses": 3}, "new_houses"),
        ("Mái ấm công đoàn", {"new_houses": 3}, "quantity"),
        ("Vận động Quỹ Xã hội từ thiện Tấm lòng vàng", {}, "programme_id"),
        ("Tư vấn pháp luật", {}, "cash"),
        ("Tết Sum vầy", {"ends_on": date(2024, 1, 1)}, "ends_on"),
        ("Tết Sum vầy", {"goods": -1}, "goods"),
        ("Tết Sum vầy", {"fund_id": 999}, "fund_id"),
    ],
)
def test_figures_a_programme_cannot_have_are_refused(
    register: Register, programme: str, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_aggregate(register, total(register, programme, **wrong))
    assert refused.value.field == field


def test_houses_reported_as_totals_are_new_and_repaired(register: Register) -> None:
    save_aggregate(
        register,
        total(register, "Mái ấm công đoàn", quantity=None, new_houses=238, repaired_houses=24, cash=8_762_000_000),
    )
    assert list_aggregates(register).rows[0].fields.new_houses == 238
