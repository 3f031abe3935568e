"""A person entered twice in a campaign gets one form, the most favourable."""

from __future__ import annotations

import pytest

from labordesk.errors import RuleBroken
from labordesk.model import Award
from labordesk.services.benefit_replacement import better_form, replace_form
from labordesk.services.gift_lists import recipients
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from tests.services.welfare_office import TET_DAY, Office, office

__all__ = ["office"]

CITIZEN = "042188001035"


@pytest.fixture
def both(office: Office) -> tuple[int, int, int, int]:
    """Campaign, file as a worker (listed with 800.000), file of the same human as a member (1.300.000), award."""
    worker = office.person("Trần Thị Hoà", citizen_id=CITIZEN, standing="worker")
    member = office.person("Trần Thị Hoà", office.phu_thinh, citizen_id=CITIZEN)
    campaign = office.campaign()
    [award] = add_recipients(office.register, campaign, [RecipientEntry(worker)]).award_ids
    return campaign, worker, member, award


def test_the_larger_form_is_offered_in_place_of_the_smaller(office: Office, both: tuple[int, int, int, int]) -> None:
    campaign, _worker, member, award = both
    found = better_form(office.register, campaign, member)
    assert found is not None
    assert (found.award_id, found.before, found.total) == (award, 800_000, 1_300_000)
    replace_form(office.register, award, found.cash, found.goods)
    [row] = recipients(office.register, campaign).rows
    assert (row.total, row.note) == (1_300_000, "Đổi từ mức 800.000 đồng sang mức có lợi nhất (KH 48/KH-LĐLĐ)")
    assert better_form(office.register, campaign, member) is None


def test_the_smaller_form_is_never_offered(office: Office, both: tuple[int, int, int, int]) -> None:
    campaign, worker, _member, award = both
    assert better_form(office.register, campaign, worker) is None
    assert better_form(office.register, campaign, worker, cash=900_000, goods=0) is not None
    with pytest.raises(RuleBroken, match="không cao hơn"):
        replace_form(office.register, award, 500_000, 0)


def test_what_was_handed_over_is_not_replaced(office: Office, both: tuple[int, int, int, int]) -> None:
    campaign, _worker, member, award = both
    mark_received(office.register, [award], TET_DAY)
    assert better_form(office.register, campaign, member) is None
    with pytest.raises(RuleBroken, match="ghi trả lại"):
        replace_form(office.register, award, 1_000_000, 300_000)
    with office.register.reading() as session:
        assert session.get_one(Award, award).note is None


def test_somebody_not_in_the_list_has_nothing_to_replace(office: Office) -> None:
    person = office.person("Võ An")
    assert better_form(office.register, office.campaign(), person) is None
