"""Shares of a campaign when units merge, close or move: the sum stays, and every giver holds what it hands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from labordesk.model.unit import UnitFields
from labordesk.services.allocation_tree import campaign_units
from labordesk.services.allocations import allocate
from labordesk.services.checking import check_register
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from labordesk.services.unit_changes import transfer_unit
from labordesk.services.unit_corrections import take_back_change
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit, merge_units
from labordesk.services.unit_preview import preview_end
from labordesk.services.units import save_unit
from tests.services.welfare_office import COMMUNE, TET_DAY, Office, office

__all__ = ["office"]

DECISION = Decision(on=date(2026, 2, 1), number="15/QĐ-LĐLĐ")


@dataclass(frozen=True)
class Province:
    """Two communes: A hands all of its 60 packages on (20 + 40), B all of its 40."""

    office: Office
    campaign: int
    a: int
    b: int
    a1: int
    a2: int
    b1: int

    def shares(self) -> dict[str, int]:
        """Return the packages of every unit with a share; the whole register must be sound."""
        assert check_register(self.office.register).problems == ()
        found = campaign_units(self.office.register, self.campaign)
        assert found.allocated.packages == 100
        assert found.allocated.cash == 100_000_000
        return {row.name: row.share.packages for row in found.rows if row.share is not None}


@pytest.fixture
def province(office: Office) -> Province:
    def unit(name: str, above: int) -> int:
        return save_unit(office.register, UnitFields(name=name, parent_id=above)).id

    a, b = unit("Xã A", COMMUNE), unit("Xã B", COMMUNE)
    a1, a2, b1 = unit("a1", a), unit("a2", a), unit("b1", b)
    campaign = office.campaign(planned_packages=100)
    for one, packages in ((a, 60), (b, 40), (a1, 20), (a2, 40), (b1, 40)):
        allocate(office.register, campaign, one, packages)
    return Province(office, campaign, a, b, a1, a2, b1)


Change = Callable[[Province], object]


@pytest.mark.parametrize(
    ("change", "shares"),
    [
        (
            lambda p: close_unit(p.office.register, p.a1, DECISION, successor_id=p.a, take_records=True),
            {"Xã A": 60, "a2": 40, "Xã B": 40, "b1": 40},
        ),
        (
            lambda p: merge_units(p.office.register, [p.a1], p.b1, DECISION, take_records=True),
            {"Xã A": 40, "a2": 40, "Xã B": 60, "b1": 60},
        ),
        (
            lambda p: merge_units(p.office.register, [p.a], p.b, DECISION, take_records=True),
            {"Xã B": 100, "a1": 20, "a2": 40, "b1": 40},
        ),
        (
            lambda p: close_unit(p.office.register, p.a, DECISION, successor_id=p.b),
            {"Xã B": 100, "a1": 20, "a2": 40, "b1": 40},
        ),
        (
            lambda p: merge_units(
                p.office.register,
                [p.a, p.b],
                UnitFields(name="Xã C", parent_id=COMMUNE),
                DECISION,
                take_records=True,
            ),
            {"Xã C": 100, "a1": 20, "a2": 40, "b1": 40},
        ),
        (
            lambda p: transfer_unit(p.office.register, p.a1, p.b, DECISION),
            {"Xã A": 40, "a2": 40, "Xã B": 60, "a1": 20, "b1": 40},
        ),
        (
            lambda p: transfer_unit(p.office.register, p.a1, COMMUNE, DECISION),
            {"Xã A": 40, "a2": 40, "Xã B": 40, "a1": 20, "b1": 40},
        ),
    ],
    ids=["into the parent", "into a cousin", "commune", "commune alone", "new commune", "transfer", "transfer up"],
)
def test_packages_stay_a_hundred_and_givers_hold_what_they_hand_on(
    province: Province, change: Change, shares: dict[str, int]
) -> None:
    change(province)
    assert province.shares() == shares


def test_a_transfer_taken_back_takes_the_packages_back(province: Province) -> None:
    before = province.shares()
    transfer_unit(province.office.register, province.a1, province.b, DECISION)
    with province.office.register.looking() as connection:
        [event] = connection.execute("SELECT max(id) FROM unit_event").fetchone()
    take_back_change(province.office.register, event)
    assert province.shares() == before


def test_what_was_given_before_the_day_stays_with_the_ended_unit(province: Province) -> None:
    person = province.office.person("Lê An", province.a1)
    given = add_recipients(province.office.register, province.campaign, [RecipientEntry(person)])
    mark_received(province.office.register, given.award_ids, TET_DAY)
    merge_units(province.office.register, [province.a1], province.b1, DECISION, take_records=True)
    assert province.shares() == {"Xã A": 41, "a1": 1, "a2": 40, "Xã B": 59, "b1": 59}


def test_the_preview_adds_no_shares_when_the_successor_is_above(province: Province) -> None:
    register, day = province.office.register, DECISION.on
    assert preview_end(register, [province.a1], province.a, day, take_records=True).warnings == ()
    [told] = preview_end(register, [province.a1], province.b1, day, take_records=True).warnings
    assert "20 + 40 suất" in told


def test_a_campaign_that_is_over_keeps_its_shares(province: Province) -> None:
    later = Decision(on=date(2026, 3, 1), number="16/QĐ-LĐLĐ")
    before = province.shares()
    close_unit(province.office.register, province.a1, later, successor_id=province.a, take_records=True)
    assert province.shares() == before
