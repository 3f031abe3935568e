"""Which houses a filter finds: by programme, unit, work, year, lateness, gaps, and what was reached in a period."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.model.programme import ProgrammeFields
from labordesk.rules.house_stages import FINISHED
from labordesk.services.catalogue import save_programme
from labordesk.services.house_filter import HouseFilter, house_years
from labordesk.services.house_lists import HouseRow
from labordesk.services.houses import house_summary, list_houses, save_house
from labordesk.store import figures
from tests.services.house_making import APPROVED, BUILT, STARTED, house, milestone
from tests.services.welfare_office import Office, office

__all__ = ["office"]


@pytest.fixture
def street(office: Office) -> dict[str, int]:
    """Four houses: asked for in 2026, late, handed over in July 2025, of another programme."""
    fields = ProgrammeFields(code="MAI-AM-BD", name="Mái ấm biên cương", kind="house")
    other = save_programme(office.register, fields).id
    asked = house(office, milestone("requested", 2026, 1, 5), person_id=office.person("An Nam"), decision_date=None)
    late = house(office, *STARTED, person_id=office.person("Bùi Bình"), due_on=date(2025, 12, 31), work="repair")
    done = house(office, *BUILT, person_id=office.person("Cao Chi"), unit_id=office.song_lam)
    border = house(office, *APPROVED, person_id=office.person("Đỗ Duy"), programme_id=other)
    return {
        name: save_house(office.register, one).id
        for name, one in (("asked", asked), ("late", late), ("done", done), ("border", border))
    }


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, {"asked", "late", "done", "border"}),
        ({"year": 2025}, {"late", "done", "border"}),
        ({"year": 2026}, {"asked"}),
        ({"flag": "overdue"}, {"late"}),
        ({"work": "repair"}, {"late"}),
        ({"text": "chi"}, {"done"}),
        ({"milestone": "handed_over"}, {"done"}),
        ({"milestone": "handed_over", "start": date(2025, 7, 20), "end": date(2025, 7, 20)}, {"done"}),
        ({"milestone": "handed_over", "start": date(2025, 7, 21), "end": date(2025, 12, 31)}, set()),
        ({"milestone": "approved", "year": 2025, "work": "new"}, {"done", "border"}),
    ],
)
def test_a_filter_finds_these_houses(
    office: Office, street: dict[str, int], wanted: dict[str, Any], expected: set[str]
) -> None:
    found = {row.id for row in list_houses(office.register, HouseFilter(**wanted)).rows}
    assert found == {street[name] for name in expected}
    assert house_summary(office.register, HouseFilter(**wanted)).houses == len(expected)


def test_programme_and_unit_are_filters_too(office: Office, street: dict[str, int]) -> None:
    usual = HouseFilter(programme_id=office.programme("MAI-AM"), unit_ids={office.dong_tam})
    assert [row.id for row in list_houses(office.register, usual).rows] == [street["late"], street["asked"]]
    assert house_years(office.register) == (2026, 2025)


def test_late_houses_come_first_and_finished_ones_last_on_every_page(office: Office, street: dict[str, int]) -> None:
    found: list[HouseRow] = []
    after = None
    while True:
        page = list_houses(office.register, after=after, limit=1)
        found.extend(page.rows)
        after = page.next_key
        if after is None:
            break
    assert len(found) == len(street)
    places = [(2 if row.stage in FINISHED else 0 if row.overdue_days else 1, -row.id) for row in found]
    assert places == sorted(places)
    assert {place for place, _id in places} == {0, 1, 2}


def test_pages_of_a_filter_that_is_told_apart_afterwards_leave_nothing_out(
    office: Office, street: dict[str, int]
) -> None:
    wanted = HouseFilter(flag="papers")
    whole = [row.id for row in list_houses(office.register, wanted).rows]
    found: list[int] = []
    after = None
    while True:
        page = list_houses(office.register, wanted, after=after, limit=1)
        found.extend(row.id for row in page.rows)
        after = page.next_key
        if after is None:
            break
    assert found == whole
    assert len(whole) == house_summary(office.register).missing_papers > 1


@pytest.mark.parametrize("code", ["approved", "started", "inspected", "handed_over"])
@pytest.mark.parametrize("month", [4, 5, 7])
def test_the_rows_behind_a_figure_are_as_many_as_the_figure_says(
    office: Office, street: dict[str, int], code: str, month: int
) -> None:
    start, end = date(2025, month, 1), date(2025, month, 28)
    with office.register.looking() as connection:
        figure = figures.houses(connection, figures.Scope(start, end)).count(code)
    rows = list_houses(office.register, HouseFilter(milestone=code, start=start, end=end)).rows
    assert len(rows) == figure
