"""The checks domain.md 10 asks for, each told as an officer would tell it, written and printed through the services."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.errors import RuleBroken
from labordesk.fields import specs_of
from labordesk.model.activity import ContributionFields
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.house import HouseFields, HouseMilestoneFields
from labordesk.model.indicator import IndicatorValueFields, TargetFields
from labordesk.model.person import PersonFields
from labordesk.model.programme import CampaignFields
from labordesk.model.unit import UnitFields
from labordesk.reports.base import UnitView
from labordesk.services.awards import AwardData, save_award
from labordesk.services.campaigns import save_campaign
from labordesk.services.contributions import save_contribution
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from labordesk.services.houses import HouseData, add_milestone, pay_house, save_house
from labordesk.services.indicators import save_indicator_value
from labordesk.services.people import PersonData, save_person
from labordesk.services.reporting import Order, compose_report
from labordesk.services.targets import save_target
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit
from labordesk.services.units import save_unit
from labordesk.store import figures
from labordesk.store.figures import Scope
from labordesk.store.register import Register
from labordesk.vietnamese.citizen import read_citizen_id
from labordesk.vietnamese.dates import written
from labordesk.vietnamese.periods import Period
from tests.reports.articles import TODAY, Articles, text_of

ROOT = 1
UNIT_VIEWS: tuple[UnitView, UnitView] = ("then", "now")


@pytest.fixture
def book(register: Register) -> Articles:
    """The register of a test, which records what articles report."""
    return Articles(register)


def cash(book: Articles, amount: int, fund: str = "Tài chính công đoàn") -> AwardLineFields:
    return AwardLineFields(fund_id=book.funds[fund], level="upper", form="cash", amount=amount)


def year(number: int) -> Scope:
    return Scope(date(number, 1, 1), date(number, 12, 31))


def test_check_1_houses_of_the_cluster_are_printed_as_the_article_writes_them(book: Articles) -> None:
    start, end = date(2020, 1, 1), date(2020, 6, 30)
    book.record({"kind": "house", "unit": "Cụm", "new": 238, "repaired": 24, "amount": 8_762_000_000}, start, end)
    book.record({"kind": "house", "unit": "Hà Tĩnh", "houses": 39, "amount": 1_147_000_000}, start, end)
    cluster = text_of(book.register, book.unit("Cụm"), start, end)
    assert "xây dựng mới được 238 nhà, sửa chữa 24 nhà với tổng số tiền 8,762 tỷ đồng" in cluster
    assert "xây dựng mới được 39 nhà với tổng số tiền 1,147 tỷ đồng" in text_of(
        book.register, book.unit("Hà Tĩnh"), start, end
    )


def test_check_2_gifts_of_unequal_value_are_added_up_one_by_one(book: Articles) -> None:
    start, end = date(2017, 1, 1), date(2017, 6, 30)
    programme = next(name for name, one in book.programmes.items() if one.fields.code == "QUA-KK")
    row = {"kind": "award", "unit": "Bắc Kạn", "programme": programme, "packages": 19, "amount": 8_500_000}
    book.record(row, start, end)
    printed = text_of(book.register, book.unit("Bắc Kạn"), start, end)
    assert "19 suất quà với tổng số tiền 8.500.000 đồng" in printed


@pytest.mark.parametrize(
    ("done", "said", "unsaid"),
    [
        (15_199, ("đạt trên 100% (100,06%)",), ("còn thiếu",)),
        (15_190, ("đạt 100%",), ("trên 100%", "còn thiếu")),
        (15_189, ("đạt 99,99%", "còn thiếu 1"), ("trên 100%",)),
    ],
)
def test_check_3_a_target_is_said_to_be_passed_only_when_it_is(
    book: Articles, done: int, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    start, end = date(2023, 1, 1), date(2023, 8, 31)
    unit = book.unit("Long An")
    indicator = book.indicators["DV-MOI"]
    value = IndicatorValueFields(indicator_id=indicator, unit_id=unit, starts_on=start, ends_on=end, value=done)
    save_indicator_value(book.register, value)
    save_target(book.register, TargetFields(unit_id=unit, year=2023, indicator_id=indicator, value=15_190))
    printed = text_of(book.register, unit, start, end)
    assert [words for words in said if words not in printed] == []
    assert [words for words in unsaid if words in printed] == []


def test_check_4_money_raised_and_labour_days_never_enter_spending(book: Articles) -> None:
    unit, fund = book.unit("Long An"), book.funds["Quỹ Xã hội từ thiện Tấm lòng vàng"]
    day = date(2023, 8, 1)
    raised = ContributionFields(unit_id=unit, fund_id=fund, received_on=day, cash=3_800_000_000, labour_days=30_800)
    save_contribution(book.register, raised)
    gift = AwardFields(
        programme_id=book.programmes["Tết Sum vầy"].id, unit_id=unit, handover="received", paid_on=day, quantity=2
    )
    save_award(book.register, AwardData(gift, (cash(book, 1_000_000),)))
    scope = year(2023)
    with book.register.looking() as connection:
        assert figures.totals(connection, scope).total == 1_000_000
        assert sum(one.total for one in figures.by_programme(connection, scope)) == 1_000_000
        (beside,) = figures.contributions(connection, scope)
    assert (beside.money, beside.labour_days) == (3_800_000_000, 30_800)


def test_check_5_an_award_paid_in_december_counts_in_its_tet_and_in_its_calendar_year(book: Articles) -> None:
    unit, programme = book.unit("Hà Nội"), book.programmes["Tết Sum vầy"].id
    campaign = save_campaign(
        book.register,
        CampaignFields(
            programme_id=programme,
            name="Tết Nhâm Dần 2022",
            tet_year=2022,
            starts_on=date(2021, 12, 1),
            ends_on=date(2022, 2, 28),
        ),
    ).id
    gift = AwardFields(
        programme_id=programme, campaign_id=campaign, unit_id=unit, handover="received", paid_on=date(2021, 12, 25)
    )
    save_award(book.register, AwardData(gift, (cash(book, 1_300_000),)))
    tet = Scope(date(2021, 12, 1), date(2022, 2, 28), tet_year=2022)
    with book.register.looking() as connection:
        spent = [figures.totals(connection, scope).total for scope in (tet, year(2021), year(2022))]
    assert spent == [1_300_000, 1_300_000, 0]


def test_check_6_a_house_counts_once_in_each_indicator_on_that_indicators_day(book: Articles) -> None:
    owner = save_person(book.register, PersonData(fields=PersonFields(full_name="Trần Thị Hoà", unit_id=ROOT))).id
    fields = HouseFields(
        person_id=owner,
        unit_id=ROOT,
        programme_id=book.programmes["Mái ấm công đoàn"].id,
        approved_amount=50_000_000,
    )
    approved = HouseMilestoneFields(milestone="approved", happened_on=date(2025, 4, 2), note="hồ sơ cũ")
    house = save_house(book.register, HouseData(fields, (), (approved,))).id
    pay_house(book.register, house, date(2025, 5, 20), [cash(book, 30_000_000)])
    pay_house(book.register, house, date(2025, 7, 2), [cash(book, 20_000_000)])
    add_milestone(book.register, house, HouseMilestoneFields(milestone="inspected", happened_on=date(2025, 7, 10)))
    add_milestone(book.register, house, HouseMilestoneFields(milestone="handed_over", happened_on=date(2025, 7, 15)))

    def counted(first: int, last: int) -> tuple[int, int]:
        with book.register.looking() as connection:
            figure = figures.houses(connection, Scope(date(2025, first, 1), date(2025, last, 28)))
        return figure.count("funded"), figure.count("handed_over")

    assert counted(5, 5) == (1, 0)
    assert counted(7, 7) == (0, 1)
    assert counted(1, 12) == (1, 1)


def test_check_7_a_closed_unit_stays_in_its_time_and_goes_to_its_successor_when_asked(book: Articles) -> None:
    school = save_unit(book.register, UnitFields(name="CĐCS Trường THCS Đồng Tâm", parent_id=ROOT)).id
    commune = save_unit(book.register, UnitFields(name="Công đoàn xã Sơn Giang", parent_id=ROOT)).id
    gift = AwardFields(
        programme_id=book.programmes["Tết Sum vầy"].id, unit_id=school, handover="received", paid_on=date(2024, 3, 1)
    )
    save_award(book.register, AwardData(gift, (cash(book, 7_000_000),)))
    close_unit(book.register, school, Decision(on=date(2025, 7, 1), number="15/QĐ-LĐLĐ"), successor_id=commune)
    then, now = (_units_told(book.register, date(2024, 1, 1), date(2024, 12, 31), view) for view in UNIT_VIEWS)
    assert "Đồng Tâm" in then
    assert "Đồng Tâm" not in now
    assert "Sơn Giang" in now
    assert "7 triệu đồng" in then
    assert "7 triệu đồng" in now


def test_check_8_twice_in_one_campaign_needs_a_reason_and_twice_in_two_is_one_person_two_turns(
    book: Articles,
) -> None:
    person = save_person(book.register, PersonData(fields=PersonFields(full_name="Lê Văn Tám", unit_id=ROOT))).id
    programme = book.programmes["Tết Sum vầy"].id
    campaigns = [
        save_campaign(
            book.register,
            CampaignFields(
                programme_id=programme,
                name=name,
                starts_on=starts,
                ends_on=ends,
                package_cash=500_000,
                fund_id=book.funds["Tài chính công đoàn"],
            ),
        ).id
        for name, starts, ends in (
            ("Đợt đầu năm", date(2025, 1, 2), date(2025, 1, 31)),
            ("Đợt tháng Năm", date(2025, 5, 1), date(2025, 5, 31)),
        )
    ]
    days = (date(2025, 1, 20), date(2025, 5, 20))
    for campaign, day in zip(campaigns, days, strict=True):
        added = add_recipients(book.register, campaign, [RecipientEntry(person)])
        mark_received(book.register, added.award_ids, day)
    again = add_recipients(book.register, campaigns[0], [RecipientEntry(person)])
    assert again.award_ids == ()
    assert "20/01/2025" in again.refused[0].reason
    second = AwardFields(
        programme_id=programme,
        campaign_id=campaigns[0],
        person_id=person,
        unit_id=ROOT,
        handover="received",
        paid_on=days[0],
    )
    with pytest.raises(RuleBroken, match="nêu lý do"):
        save_award(book.register, AwardData(second, (cash(book, 500_000),)))
    with book.register.looking() as connection:
        told = figures.totals(connection, year(2025))
    assert (told.people, told.turns, told.total) == (1, 2, 1_000_000)
    second.override_reason = "Nhà cháy sau lần tặng đầu"
    save_award(book.register, AwardData(second, (cash(book, 500_000),)))
    with book.register.looking() as connection:
        told = figures.totals(connection, year(2025))
    assert (told.people, told.turns) == (1, 3)


def test_check_9_lost_zeros_of_a_citizen_number_come_back_and_contradictions_are_told() -> None:
    eleven = read_citizen_id(36085001234, birth_year=1985, sex="Nam")
    assert (eleven.value, eleven.kind) == ("036085001234", "cccd")
    ten = read_citizen_id(1085001234)
    assert ten.value == "001085001234"
    assert any("1985" in note for note in read_citizen_id(36085001234, birth_year=1987, sex="Nam").notes)
    assert any("Nam" in note for note in read_citizen_id(36085001234, birth_year=1985, sex="Nữ").notes)
    assert specs_of(PersonFields)["citizen_id"].kind.parse("36085001234") == "036085001234"


def test_check_10_dates_are_padded_as_the_decree_writes_them() -> None:
    assert written(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert written(date(2020, 7, 16)) == "ngày 16 tháng 7 năm 2020"


def _units_told(register: Register, start: date, end: date, view: UnitView) -> str:
    return str(compose_report(register, Order("tong-hop", Period.between(start, end), view=view), today=TODAY))
