"""One page with all a person ever received, the household, and who of it received too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from labordesk.errors import NotFound
from labordesk.model import Circumstance
from labordesk.model.award import AwardLineFields
from labordesk.model.grant_case import GrantCaseFields
from labordesk.model.house import HouseFields, HouseMilestoneFields
from labordesk.model.person import HouseholdMemberFields, PersonCircumstanceFields, PersonFields
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_absent, mark_proxy, mark_received
from labordesk.services.grants import save_case
from labordesk.services.household import household
from labordesk.services.houses import HouseData, pay_house, save_house
from labordesk.services.people import HouseholdEntry, PersonData, load_person, person_page, save_person
from labordesk.services.people_search import PeopleQuery, search_people
from labordesk.services.unit_changes import rename_unit
from labordesk.services.unit_events import Decision
from tests.services.welfare_office import TET_DAY, TODAY, Office, office

__all__ = ["office"]


def goods(office: Office, amount: int) -> AwardLineFields:
    return AwardLineFields(fund_id=office.fund("TCCD"), form="goods", amount=amount)


def tet_gift(office: Office, person_id: int) -> int:
    campaign = office.campaign()
    [award_id] = add_recipients(office.register, campaign, [RecipientEntry(person_id)]).award_ids
    return award_id


def live_together(office: Office, person_id: int, *relatives: tuple[int, str]) -> None:
    loaded = load_person(office.register, person_id)
    entries = [
        HouseholdEntry(
            HouseholdMemberFields(full_name=load_person(office.register, other).fields.full_name, relation=relation),
            relative_id=other,
        )
        for other, relation in relatives
    ]
    data = PersonData(loaded.fields, (*loaded.household, *entries))
    save_person(office.register, data, person_id=person_id, row_version=loaded.row_version)


def house(office: Office, person_id: int) -> int:
    fields = HouseFields(
        person_id=person_id,
        unit_id=office.song_lam,
        programme_id=office.programme("MAI-AM"),
        work="new",
        estimate=50_000_000,
        approved_amount=50_000_000,
        decision_number="41/QĐ-LĐLĐ",
        decision_date=date(2026, 1, 10),
    )
    days = (("requested", date(2025, 12, 1)), ("approved", date(2026, 1, 10)), ("started", date(2026, 1, 20)))
    milestones = tuple(HouseMilestoneFields(milestone=code, happened_on=day, note="đủ nguồn") for code, day in days)
    return save_house(office.register, HouseData(fields, (), milestones)).id


def test_every_support_stands_on_one_page_with_its_totals(office: Office) -> None:
    person = office.person("Trần Thị Hoà")
    gift = tet_gift(office, person)
    mark_received(office.register, [gift], TET_DAY)
    house_id = house(office, person)
    pay_house(office.register, house_id, date(2026, 2, 20), [office.cash(25_000_000, "QMA")])
    missed = office.campaign(
        "Tháng Công nhân 2025", tet_year=None, starts_on=date(2025, 5, 1), ends_on=date(2025, 5, 31)
    )
    [absent] = add_recipients(office.register, missed, [RecipientEntry(person)]).award_ids
    mark_absent(office.register, [absent])

    page = person_page(office.register, person, year=2026)
    assert [(one.on, one.campaign or one.programme, one.cash, one.goods, one.is_paid) for one in page.supports] == [
        (date(2026, 2, 20), "Mái ấm công đoàn", 25_000_000, 0, True),
        (TET_DAY, "Tết Bính Ngọ 2026", 1_000_000, 300_000, True),
        (date(2025, 5, 1), "Tháng Công nhân 2025", 1_000_000, 300_000, False),
    ]
    assert (page.this_year_total, page.all_time_total) == (26_300_000, 26_300_000)
    assert person_page(office.register, person, year=2025).this_year_total == 0
    paid = page.supports[0]
    assert (paid.house_id, paid.total, paid.unit_name) == (house_id, 25_000_000, "May Sông Lam")
    assert "xây mới" in paid.detail
    assert "QĐ 41/QĐ-LĐLĐ" in paid.detail
    assert [(one.id, one.work, one.stage, one.since) for one in page.houses] == [
        (house_id, "new", "started", date(2026, 1, 20))
    ]
    [row] = search_people(office.register, PeopleQuery("hoà"), year=2026).rows
    assert row.received_this_year == page.this_year_total


def test_an_open_request_is_shown_until_it_is_settled(office: Office) -> None:
    person = office.person("Trần Thị Hoà")
    fields = GrantCaseFields(
        person_id=person,
        programme_id=office.programme("BENH-HN"),
        unit_id=office.song_lam,
        requested_on=TODAY,
        asked_amount=5_000_000,
    )
    case = save_case(office.register, fields)
    [open_case] = person_page(office.register, person, year=2026).open_cases
    assert (open_case.id, open_case.state, open_case.requested_on, open_case.asked_amount) == (
        case.id,
        "received",
        TODAY,
        5_000_000,
    )


def test_a_relative_in_the_same_campaign_is_told_from_either_side(office: Office) -> None:
    wife, husband = office.person("Trần Thị Hoà"), office.person("Nguyễn Văn Bình", office.phu_thinh)
    live_together(office, wife, (husband, "spouse"))
    campaign = office.campaign()
    awards = add_recipients(office.register, campaign, [RecipientEntry(wife), RecipientEntry(husband)]).award_ids
    mark_received(office.register, list(awards), TET_DAY)
    for person, other, unit in ((wife, husband, "Gỗ Phú Thịnh"), (husband, wife, "May Sông Lam")):
        [warning] = person_page(office.register, person, year=2026).warnings
        assert warning.person_id == other
        assert "đã nhận Tết Bính Ngọ 2026" in warning.sentence
        assert unit in warning.sentence
        assert "Vợ/chồng" in warning.sentence
        assert person_page(office.register, person, year=2024).warnings == ()


def test_a_gift_taken_by_a_relative_names_the_one_who_took_it(office: Office) -> None:
    person = office.person("Trần Thị Hoà")
    award = tet_gift(office, person)
    mark_proxy(office.register, award, "Nguyễn Văn Bình", "spouse", TET_DAY)
    [support] = person_page(office.register, person, year=2026).supports
    assert (support.handover, support.recipient, support.recipient_relation, support.is_paid) == (
        "proxy",
        "Nguyễn Văn Bình",
        "spouse",
        True,
    )


def test_the_unit_is_named_as_today_and_a_past_support_as_on_its_day(office: Office) -> None:
    person = office.person("Trần Thị Hoà")
    mark_received(office.register, [tet_gift(office, person)], TET_DAY)
    rename_unit(
        office.register, office.song_lam, "CĐCS Dệt may Sông Lam", Decision(date(2026, 2, 1)), short_name="Dệt may"
    )
    page = person_page(office.register, person, year=2026)
    assert page.unit_name == "Dệt may"
    assert page.supports[0].unit_name == "CĐCS May Sông Lam"


def test_hardships_that_hold_today_come_first(office: Office) -> None:
    with office.register.reading() as session:
        ids = dict(session.exec(select(Circumstance.code, Circumstance.id)).all())
    hardships = (
        PersonCircumstanceFields(circumstance_id=ids["OM-DAU"] or 0, since="2020", until="2025"),
        PersonCircumstanceFields(circumstance_id=ids["NHA-TAM"] or 0, since="2024", until="2026"),
    )
    fields = PersonFields(full_name="Trần Thị Hoà", unit_id=office.song_lam)
    saved = save_person(office.register, PersonData(fields, (), hardships))
    found = person_page(office.register, saved.id, year=2026).circumstances
    assert {one.until: one.is_open for one in found} == {"2025": False, "2026": True}


def test_a_household_is_seen_from_every_file_in_it(office: Office) -> None:
    wife, husband, child = (office.person(name) for name in ("Trần Thị Hoà", "Nguyễn Văn Bình", "Nguyễn Văn An"))
    live_together(office, wife, (husband, "spouse"), (child, "child"))
    assert [(one.name, one.relation) for one in household(office.register, wife)] == [
        ("Nguyễn Văn Bình", "spouse"),
        ("Nguyễn Văn An", "child"),
    ]
    assert {(one.name, one.relation) for one in household(office.register, child)} == {
        ("Trần Thị Hoà", "parent"),
        ("Nguyễn Văn Bình", ""),
    }


def test_a_row_already_written_is_linked_in_place_and_let_go_again(office: Office) -> None:
    fields = PersonFields(full_name="Trần Thị Hoà", unit_id=office.song_lam)
    entry = HouseholdEntry(HouseholdMemberFields(full_name="Nguyễn Văn Bình", relation="other", dependant=True))
    saved = save_person(office.register, PersonData(fields, (entry,)))
    husband = office.person("Nguyễn Văn Bình", birth="1984")
    [row] = household(office.register, saved.id)
    assert row.member_id is not None
    loaded = load_person(office.register, saved.id)
    member = replace(loaded.household[0], relative_id=husband)
    together = PersonData(
        loaded.fields, (replace(member, fields=member.fields.model_copy(update={"relation": "spouse"})),)
    )
    linked = save_person(office.register, together, person_id=saved.id, row_version=loaded.row_version)
    assert linked.row_version == saved.row_version + 1
    [row] = household(office.register, saved.id)
    assert (row.relative_id, row.relation_label, row.birth, row.dependant) == (husband, "Vợ/chồng", "1984", True)
    apart = PersonData(loaded.fields, (replace(member, relative_id=None),))
    save_person(office.register, apart, person_id=saved.id, row_version=linked.row_version)
    [entry] = load_person(office.register, saved.id).household
    assert (entry.relative_id, entry.fields.full_name) == (None, "Nguyễn Văn Bình")


def test_a_page_of_nobody_says_so(office: Office) -> None:
    with pytest.raises(NotFound):
        person_page(office.register, 9999, year=2026)
