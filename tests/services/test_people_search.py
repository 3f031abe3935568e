"""The register list: rows with unit and money of the year, filters, pages and counts."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from labordesk.fields import specs_of
from labordesk.model.person import PersonCircumstanceFields, PersonFields
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from labordesk.services.people import PersonData, add_people, save_person
from labordesk.services.people_search import COLUMNS, PeopleQuery, PersonRow, count_people, search_people
from tests.services.welfare_office import TET_DAY, Office, office

__all__ = ["office"]


def found(office: Office, query: PeopleQuery) -> list[str]:
    rows = search_people(office.register, query, year=2026).rows
    assert count_people(office.register, query) == len(rows)
    return [row.full_name for row in rows]


def test_a_row_tells_who_where_and_what_was_received_this_year(office: Office) -> None:
    person = office.person("Trần Thị Hoà", office.dong_tam, birth="1988-01-05", citizen_id="042188001035")
    awards = add_recipients(office.register, office.campaign(), [RecipientEntry(person)]).award_ids
    planned = search_people(office.register, PeopleQuery(), year=2026).rows[0]
    mark_received(office.register, list(awards), TET_DAY)
    [row] = search_people(office.register, PeopleQuery(), year=2026).rows
    assert row == PersonRow(
        id=person,
        full_name="Trần Thị Hoà",
        birth="1988-01-05",
        sex=None,
        citizen_id="042188001035",
        phone=None,
        standing="member",
        unit_id=office.dong_tam,
        unit_name="THCS Đồng Tâm",
        received_this_year=1_300_000,
        sort_key=row.sort_key,
    )
    assert planned.received_this_year == 0
    assert search_people(office.register, PeopleQuery(), year=2025).rows[0].received_this_year == 0


def test_pages_in_name_order_hold_everybody_once(office: Office) -> None:
    names = [f"{family} {given}" for family in ("Võ", "Đỗ", "An") for given in ("Ánh", "Ân", "Đạt", "Duy", "Út")] * 3
    add_people(office.register, [PersonFields(full_name=name, unit_id=office.song_lam) for name in names])
    whole = search_people(office.register, PeopleQuery(), year=2026).rows
    rows: list[PersonRow] = []
    page = search_people(office.register, PeopleQuery(), limit=7, year=2026)
    while page.next_key is not None:
        assert len(page.rows) == 7
        rows += page.rows
        page = search_people(office.register, PeopleQuery(), after=page.next_key, limit=7, year=2026)
    assert (*rows, *page.rows) == whole
    givens = [row.full_name.split()[-1] for row in whole]
    assert list(dict.fromkeys(givens)) == ["Ánh", "Ân", "Duy", "Đạt", "Út"]


def test_a_full_last_page_has_no_next_one(office: Office) -> None:
    office.people(6)
    assert search_people(office.register, PeopleQuery(), limit=6, year=2026).next_key is None
    assert search_people(office.register, PeopleQuery(), limit=5, year=2026).next_key is not None


def test_filters_and_text_hold_together(office: Office) -> None:
    office.person("Trần Thị Hoà", office.dong_tam)
    office.person("Lê Thị Hoa", office.song_lam, standing="household")
    office.person("Võ Lan", office.song_lam)
    hoa = "Lê Thị Hoa"
    assert found(office, PeopleQuery("hoa")) == [hoa, "Trần Thị Hoà"]
    assert found(office, PeopleQuery("hoa", unit_ids=frozenset({office.song_lam}))) == [hoa]
    assert found(office, PeopleQuery(standing="household")) == [hoa]
    assert found(office, PeopleQuery("lan", standing="household")) == []
    assert found(office, PeopleQuery(unit_ids=frozenset())) == []
    assert found(office, PeopleQuery("12")) == [hoa, "Trần Thị Hoà", "Võ Lan"]


@pytest.mark.parametrize(
    ("until", "is_open"), [(None, True), ("2026", True), ("2026-03", True), ("2026-02", False), ("2025", False)]
)
def test_a_hardship_filter_finds_those_who_are_in_it_today(office: Office, until: str | None, is_open: bool) -> None:
    fields = PersonFields(full_name="Trần Thị Hoà", unit_id=office.song_lam)
    hardship = PersonCircumstanceFields(circumstance_id=2, since="2020", until=until)
    save_person(office.register, PersonData(fields, (), (hardship,)))
    assert found(office, PeopleQuery(circumstance_id=2)) == (["Trần Thị Hoà"] if is_open else [])
    assert found(office, PeopleQuery(circumstance_id=3)) == []


def test_a_count_stops_where_it_is_told(office: Office) -> None:
    office.people(30)
    queries = (
        PeopleQuery(),
        PeopleQuery("nguyen"),
        PeopleQuery("Nguyễn"),
        PeopleQuery(standing="member"),
        PeopleQuery("042"),
    )
    assert [count_people(office.register, one) for one in queries] == [30] * 5
    assert [count_people(office.register, one, at_most=7) for one in queries] == [7] * 5


def test_the_columns_are_the_fields_of_the_form() -> None:
    declared = specs_of(PersonFields)
    assert set(COLUMNS) <= set(PersonRow.__dataclass_fields__)
    for name, spec in COLUMNS.items():
        if name in declared:
            assert (spec.label, spec.kind) == (declared[name].label, declared[name].kind)


def test_the_list_is_shown_without_the_orm() -> None:
    script = (
        "import sys, labordesk.services.people_search;"
        "print([name for name in ('sqlmodel', 'sqlalchemy', 'pydantic') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_money_of_another_year_is_not_this_years(office: Office) -> None:
    person = office.person("Trần Thị Hoà")
    campaign = office.campaign(starts_on=date(2025, 12, 1))
    awards = add_recipients(office.register, campaign, [RecipientEntry(person)]).award_ids
    mark_received(office.register, list(awards), date(2025, 12, 31))
    rows = [
        search_people(office.register, PeopleQuery(), year=year).rows[0].received_this_year for year in (2025, 2026)
    ]
    assert rows == [1_300_000, 0]
