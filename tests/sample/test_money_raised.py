"""The sample's funds, donors and agreements: what an officer finds there on the first day."""

from __future__ import annotations

from labordesk.services.agreements import list_agreements
from labordesk.services.donors import donors
from labordesk.services.fund_balances import balances
from labordesk.services.funds import list_openings
from labordesk.services.target_progress import target_progress
from labordesk.store.register import Register
from tests.sample.days import TODAY


def test_every_fund_followed_has_something_left_and_one_opening_differs_from_the_register(sample: Register) -> None:
    with sample.looking() as connection:
        found = balances(connection, TODAY)
    assert len(found) == 4
    assert all(one.left > 0 for one in found)
    assert any(one.pledged_open for one in found)
    assert sum(1 for row in list_openings(sample) if row.difference) == 1


def test_some_donors_gave_less_than_promised_and_some_were_not_thanked(sample: Register) -> None:
    found = donors(sample, None, None, TODAY)
    assert any(one.due and one.received for one in found)
    assert any(one.late for one in found)
    assert any(one.received and not one.unthanked for one in found)


def test_one_agreement_ends_soon_one_was_never_used_and_one_has_run_out(sample: Register) -> None:
    rows = list_agreements(sample, on=TODAY)
    assert [row.state for row in rows] == ["expiring", "active", "active", "expired"]
    assert [row.unused for row in rows] == [False, False, True, False]


def test_an_indicator_is_counted_by_the_register_against_its_target(sample: Register) -> None:
    computed = {row.computed: row for row in target_progress(sample, TODAY.year, today=TODAY) if row.computed}
    assert set(computed) == {"house.handed_over", "agreement.members"}
    assert all(row.done for row in computed.values())
