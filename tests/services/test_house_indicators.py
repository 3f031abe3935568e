"""The same house counts once in each indicator, on the day of that indicator's own event (domain.md 10, check 6)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.kinds import HOUSE
from labordesk.kinds.kind import EventSource
from labordesk.model.house import HouseMilestoneFields
from labordesk.rules.house_stages import CHAIN
from labordesk.services.house_filter import HouseFilter
from labordesk.services.houses import add_milestone, list_houses, load_house, pay_house, save_house
from labordesk.store import figures
from tests.services.house_making import house
from tests.services.welfare_office import Office, office

__all__ = ["office"]

FIRST = date(2024, 11, 1)
LAST = date(2026, 3, 1)
EVENTS = {one.event.code for one in HOUSE.indicators if one.event.source is EventSource.HOUSE_MILESTONE}


def months() -> list[tuple[date, date]]:
    """Return the months from November 2024 to March 2026."""
    starts = [date(2024 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(17)]
    return [(start, after - timedelta(1)) for start, after in zip(starts, [*starts[1:], date(2026, 4, 1)], strict=True)]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    gaps=st.lists(st.integers(0, 75), min_size=len(CHAIN), max_size=len(CHAIN)),
    reached=st.integers(3, len(CHAIN)),
    payments=st.lists(st.integers(0, 40), max_size=3),
    work=st.sampled_from(["new", "repair"]),
    moved=st.booleans(),
)
def test_a_house_counts_once_in_each_indicator_in_the_month_of_its_event(
    office: Office, gaps: list[int], reached: int, payments: list[int], work: str, moved: bool
) -> None:
    days = [FIRST + timedelta(sum(gaps[: place + 1])) for place in range(reached)]
    steps = [
        HouseMilestoneFields(milestone=code, happened_on=day, note="hồ sơ cũ")
        for code, day in zip(CHAIN, days, strict=False)
    ]
    before = _counts(office)
    owner = office.person("Lê Thị Nga")
    data = house(office, *steps[:4], person_id=owner, work=work, decision_date=None)
    house_id = save_house(office.register, data).id
    paid = [days[2] + timedelta(gap) for gap in payments]
    for day in paid:
        if day <= LAST:
            pay_house(office.register, house_id, day, [office.cash(10_000_000, "QMA")])
    for one in steps[4:]:
        add_milestone(office.register, house_id, one)
    if moved and reached > 3:
        last = steps[-1].model_copy(update={"happened_on": steps[-1].happened_on + timedelta(20)})
        add_milestone(office.register, house_id, last, correction_reason="ghi nhầm ngày")
    own = {one.milestone: one.happened_on for one in load_house(office.register, house_id).data.milestones}
    assert own.get("funded") == min((day for day in paid if day <= LAST), default=None)
    after = _counts(office)
    for event in EVENTS:
        changed = [period for period in months() if after[period][event, work] != before[period][event, work]]
        if event not in own:
            assert changed == []
            continue
        [(start, end)] = changed
        assert start <= own[event] <= end
        assert after[start, end][event, work] == before[start, end][event, work] + 1
        rows = list_houses(office.register, HouseFilter(milestone=event, start=start, end=end)).rows
        assert [row.id for row in rows].count(house_id) == 1


def _counts(office: Office) -> dict[tuple[date, date], dict[tuple[str, str], int]]:
    """Return by month how many houses reached each event, new and repaired apart."""
    found = {}
    with office.register.looking() as connection:
        for period in months():
            figure = figures.houses(connection, figures.Scope(*period))
            found[period] = {
                (event, work): counts.get(event, 0)
                for work, counts in (("new", figure.new), ("repair", figure.repaired))
                for event in EVENTS
            }
    return found
