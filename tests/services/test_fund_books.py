"""The book of a fund, its donors, and spending by source and level: the same đồng seen from three sides."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.model.activity import ContributionFields
from labordesk.model.indicator import AggregateFields
from labordesk.services.aggregate_cover import covered_by
from labordesk.services.aggregates import save_aggregate
from labordesk.services.awards import delete_award
from labordesk.services.contributions import delete_contribution, save_contribution
from labordesk.services.donors import donors, note_thanks
from labordesk.services.fund_movements import Movement, movements
from labordesk.services.fund_sources import spending_by_source
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from labordesk.services.pages import Page
from labordesk.store.figures import Scope, totals
from labordesk.store.register import Register
from tests.services.test_funds import NEW_YEAR, held, opened, paid, raised
from tests.services.welfare_office import COMMUNE, TODAY, Office, office

__all__ = ["office"]


def book(register: Register, fund_id: int, on: date = TODAY, limit: int = 200) -> list[Movement]:
    """Return the whole book, page after page."""
    lines: list[Movement] = []
    after = None
    while True:
        page: Page[Movement] = movements(register, fund_id, on, after=after, limit=limit)
        lines += page.rows
        after = page.next_key
        if after is None:
            return lines


moves = st.lists(
    st.tuples(
        st.sampled_from(["raise", "pay", "planned", "other fund"]),
        st.integers(-40, 60),
        st.integers(1, 90_000_000),
    ),
    max_size=9,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves, opening=st.integers(0, 10**9), day=st.integers(0, 60), limit=st.integers(1, 4))
def test_a_balance_is_opening_and_raised_less_spent_whatever_moves_and_deleting_restores_it(
    office: Office, moves: list[tuple[str, int, int]], opening: int, day: int, limit: int
) -> None:
    from labordesk.services.funds import delete_opening

    first = opened(office, "QMA", opening)
    on = NEW_YEAR + timedelta(days=day)
    expected = opening
    awards, gifts = [], []
    for what, offset, amount in moves:
        moved_on = NEW_YEAR + timedelta(days=offset)
        counts = NEW_YEAR <= moved_on <= on
        if what == "raise":
            gifts.append(raised(office, "QMA", moved_on, cash=amount, labour_days=3))
            expected += amount * counts
        elif what == "pay":
            awards.append(paid(office, "QMA", moved_on, amount))
            expected -= amount * counts
        elif what == "planned":
            awards.append(paid(office, "QMA", moved_on, amount, handover="returned"))
        else:
            awards.append(paid(office, "QXH", moved_on, amount))
    fund = held(office, "QMA", on)
    assert fund.left == expected == fund.opening + fund.raised - fund.spent
    lines = book(office.register, office.fund("QMA"), on, limit)
    assert lines[0].left == expected
    assert sum(one.came - one.went for one in lines) == expected
    for later, earlier in pairwise(lines):
        assert later.left - later.came + later.went == earlier.left
        assert later.on >= earlier.on
    for award in awards:
        delete_award(office.register, award)
    for gift in gifts:
        delete_contribution(office.register, gift)
    assert held(office, "QMA", on).left == opening
    delete_opening(office.register, first)


def test_gifts_of_one_campaign_and_day_are_one_line_and_every_line_opens_its_record(office: Office) -> None:
    opened(office, "TCCD", 100_000_000)
    campaign = office.campaign(package_goods=0)
    given = [RecipientEntry(person_id=one) for one in office.people(4)]
    awards = add_recipients(office.register, campaign, given).award_ids
    mark_received(office.register, awards[:3], TODAY)
    gift = raised(office, "TCCD", date(2026, 2, 1), cash=4_000_000)
    group = paid(office, "TCCD", date(2026, 2, 2), 700_000)
    packages, single, contribution, opening = book(office.register, office.fund("TCCD"))
    assert (packages.name, packages.awards, packages.went) == ("Tết Bính Ngọ 2026", 3, 3_000_000)
    assert (packages.page, packages.target) == ("gifts", {"campaign": campaign})
    assert (single.id, single.page) == (f"a{group}", "")
    assert (contribution.page, contribution.target) == (
        "activities",
        {"part": "contributions", "record": gift, "year": 2026},
    )
    assert (opening.name, opening.left, packages.left) == ("Số dư mang sang", 100_000_000, 100_300_000)


def test_spending_by_source_and_level_adds_up_to_the_grand_total(office: Office) -> None:
    paid(office, "QMA", date(2026, 1, 5), 30_000_000, level="province")
    paid(office, "TCCD", date(2026, 1, 6), 2_000_000)
    paid(office, "LDLD-KHAC", date(2026, 1, 6), 9_000_000, level="national")
    for fund in (office.fund("TCCD"), None):
        save_aggregate(
            office.register,
            AggregateFields(
                unit_id=office.dong_tam if fund else office.phu_thinh,
                programme_id=office.programme("TET"),
                starts_on=NEW_YEAR,
                ends_on=date(2026, 2, 28),
                quantity=10,
                cash=5_000_000,
                fund_id=fund,
            ),
        )
    found = spending_by_source(office.register, NEW_YEAR, TODAY)
    assert found == {
        "house_fund": {"province": 30_000_000},
        "union": {"upper": 2_000_000, "national": 9_000_000, "grassroots": 5_000_000},
        "": {"grassroots": 5_000_000},
    }
    with office.register.looking() as connection:
        whole = totals(connection, Scope(NEW_YEAR, TODAY))
    assert sum(sum(levels.values()) for levels in found.values()) == whole.total


def test_donors_are_told_what_is_due_and_who_is_to_be_thanked(office: Office) -> None:
    def given(donor: str, day: date, **more: int) -> int:
        fields = ContributionFields(unit_id=COMMUNE, donor=donor, received_on=day, **more)
        return save_contribution(office.register, fields).id

    old = given("Công ty May Sông Lam", date(2026, 1, 10), pledged=50_000_000, cash=20_000_000)
    given("CÔNG TY MAY SÔNG LAM", date(2026, 2, 20), cash=5_000_000)
    given("Hội Doanh nghiệp", date(2026, 1, 5), pledged=10_000_000)
    given("Đoàn thanh niên", date(2026, 2, 25), labour_days=40)
    first, *others = donors(office.register, NEW_YEAR, TODAY, TODAY)
    assert (first.name, first.times, first.pledged, first.received, first.due) == (
        "CÔNG TY MAY SÔNG LAM",
        2,
        50_000_000,
        25_000_000,
        30_000_000,
    )
    assert first.late == (TODAY - date(2026, 1, 10)).days - 30
    assert {one.name: (one.late, bool(one.unthanked)) for one in others} == {
        "Hội Doanh nghiệp": (0, False),
        "Đoàn thanh niên": (0, True),
    }
    note_thanks(office.register, first.unthanked, TODAY)
    again = next(one for one in donors(office.register, None, None, TODAY) if one.id == first.id)
    assert (again.late, again.unthanked) == (0, ())
    assert old in first.unthanked


def test_rows_saved_under_a_typed_total_are_told_to_count_twice(office: Office) -> None:
    tet = office.programme("TET")
    save_aggregate(
        office.register,
        AggregateFields(
            unit_id=COMMUNE,
            programme_id=tet,
            starts_on=NEW_YEAR,
            ends_on=date(2026, 2, 28),
            quantity=10,
            cash=5_000_000,
            level="upper",
        ),
    )

    def told(unit: int, programme: int, level: str = "upper", day: date = date(2026, 2, 28)) -> str:
        with office.register.looking() as connection:
            return covered_by(connection, unit, programme, level, day)

    sentence = told(office.song_lam, tet)
    assert "“Tết Sum vầy” kỳ 01/01/2026 – 28/02/2026 của Công đoàn xã Hương Sơn" in sentence
    assert told(COMMUNE, tet) == sentence
    assert told(office.song_lam, tet, level="grassroots") == ""
    assert told(office.song_lam, office.programme("QUA-KK")) == ""
    assert told(office.song_lam, tet, day=date(2026, 3, 1)) == ""


def test_a_head_count_is_covered_in_its_own_unit_of_count_only(office: Office) -> None:
    advice = office.programme("TVPL")
    save_aggregate(
        office.register,
        AggregateFields(
            unit_id=COMMUNE,
            programme_id=advice,
            starts_on=NEW_YEAR,
            ends_on=date(2026, 2, 28),
            quantity=176,
            count_unit="turn",
        ),
    )
    with office.register.looking() as connection:
        day = date(2026, 1, 3)
        assert covered_by(connection, office.song_lam, advice, None, day, count_unit="turn")
        assert not covered_by(connection, office.song_lam, advice, None, day, count_unit="case")


def test_a_total_over_all_programmes_covers_rows_of_any_and_one_below_covers_none_above(office: Office) -> None:
    save_aggregate(
        office.register,
        AggregateFields(
            unit_id=office.song_lam,
            programme_id=office.programme("TAT-CA"),
            starts_on=NEW_YEAR,
            ends_on=date(2026, 2, 28),
            cash=5_000_000,
        ),
    )
    with office.register.looking() as connection:
        day, tet = date(2026, 1, 3), office.programme("TET")
        assert covered_by(connection, office.song_lam, tet, "grassroots", day)
        assert not covered_by(connection, COMMUNE, tet, "grassroots", day)
        assert not covered_by(connection, office.phu_thinh, tet, "grassroots", day)
