"""One house as a new officer records it: from the request to the settled account, three funders, two instalments."""

from __future__ import annotations

from datetime import date

from labordesk.model.house import HouseProgressFields
from labordesk.services.houses import (
    HouseData,
    add_milestone,
    house_summary,
    list_houses,
    load_house,
    pay_house,
    save_house,
    save_progress,
)
from labordesk.store import figures
from tests.services.house_making import APPROVED, DECISION, funder, house, milestone
from tests.services.welfare_office import Office, office

__all__ = ["office"]


def test_one_house_from_the_request_to_the_settled_account(office: Office) -> None:
    asked = house(
        office,
        APPROVED[0],
        estimate=180_000_000,
        approved_amount=None,
        **dict.fromkeys(DECISION),
        due_on=date(2025, 10, 1),
    )
    house_id = save_house(office.register, asked).id
    add_milestone(office.register, house_id, milestone("surveyed", 2025, 3, 1, document="01/BBKS"))

    loaded = load_house(office.register, house_id)
    funders = (
        funder(office, "QMA", 50_000_000),
        funder(office, "DN", 60_000_000, 60_000_000, form="goods"),
        funder(office, "GD", 70_000_000, 20_000_000),
        funder(office, "NGAY-CONG", 0, form="labour", labour_days=40),
    )
    decided = loaded.data.fields.model_copy(update={**DECISION, "approved_amount": 50_000_000})
    data = HouseData(decided, funders, (*loaded.data.milestones, APPROVED[1]))
    save_house(office.register, data, house_id=house_id, row_version=loaded.row_version)
    loaded = load_house(office.register, house_id)
    assert (loaded.stage, loaded.money.short, loaded.money.labour_days) == ("approved", 0, 40)
    assert (loaded.money.planned, loaded.money.union_given) == (180_000_000, 0)

    add_milestone(office.register, house_id, milestone("started", 2025, 5, 18))
    pay_house(office.register, house_id, date(2025, 5, 18), [office.cash(25_000_000, "QMA", "province")])
    for day, percent in ((date(2025, 6, 15), 40), (date(2025, 7, 20), 80)):
        save_progress(office.register, house_id, HouseProgressFields(reported_on=day, percent=percent))
    pay_house(office.register, house_id, date(2025, 8, 2), [office.cash(25_000_000, "QMA", "province")])
    save_progress(office.register, house_id, HouseProgressFields(reported_on=date(2025, 8, 20), percent=100))
    for step in (
        milestone("inspected", 2025, 8, 22, document="02/BB-NT"),
        milestone("handed_over", 2025, 8, 30, document="03/BB-BG"),
        milestone("settled", 2025, 9, 25, document="04/BCQT"),
    ):
        add_milestone(office.register, house_id, step)

    loaded = load_house(office.register, house_id)
    assert loaded.stage == "settled"
    assert loaded.next_milestones == ()
    assert loaded.corrections == ()
    assert not loaded.unfinished
    assert [one.label for one in loaded.payments] == ["Đợt 1 · Tạm ứng", "Đợt 2 · Trao nốt phần còn lại"]
    [row] = list_houses(office.register).rows
    assert (row.union_given, row.still_owed, row.total_received, row.value) == (50_000_000, 0, 130_000_000, 180_000_000)
    assert (row.progress, row.overdue_days, row.labour_days) == (100, 0, 40)
    summary = house_summary(office.register)
    assert (summary.union_given, summary.total_received) == (50_000_000, 130_000_000)
    assert summary.union_given == office.spent()
    with office.register.looking() as connection:
        year = figures.houses(connection, figures.Scope(date(2025, 1, 1), date(2025, 12, 31)))
    reached = ("requested", "surveyed", "approved", "started", "funded", "inspected", "handed_over", "settled")
    assert year.new == dict.fromkeys(reached, 1)
