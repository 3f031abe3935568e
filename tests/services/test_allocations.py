"""Allocations on a real register: down the tree, all below at once, never more than there is, taken back."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.model.unit import UnitFields
from labordesk.rules.allocation import NOTHING, Share
from labordesk.services.allocation_tree import CampaignUnits, UnitShare, campaign_units, share_tree
from labordesk.services.allocations import (
    allocate,
    load_share,
    remove_shares,
    split_among_children,
)
from labordesk.services.campaigns import delete_campaign, load_campaign, save_campaign
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received, mark_returned
from labordesk.services.history import undo
from labordesk.services.registers import open_register
from labordesk.services.taking_back import newest_operation
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit
from labordesk.services.units import load_unit, save_unit
from labordesk.store.register import Register
from tests.services.welfare_office import COMMUNE, TET_DAY, Office, office

__all__ = ["office"]


def units(office: Office, campaign_id: int) -> dict[int, UnitShare]:
    return {row.unit_id: row for row in campaign_units(office.register, campaign_id).rows}


def members(office: Office, **counts: int) -> None:
    """Write the number of members of units named like song_lam=400."""
    for name, count in counts.items():
        loaded = load_unit(office.register, getattr(office, name))
        save_unit(office.register, loaded.fields.model_copy(update={"member_count": count}), unit_id=loaded.id)


def test_a_share_gets_the_money_of_its_packages(office: Office) -> None:
    campaign_id = office.campaign(planned_packages=156)
    allocate(office.register, campaign_id, office.song_lam, 43)
    found = campaign_units(office.register, campaign_id)
    assert (found.plan, found.allocated, found.left) == (156, Share(43, 43_000_000, 12_900_000), 113)
    assert units(office, campaign_id)[office.song_lam].share == Share(43, 43_000_000, 12_900_000)
    assert units(office, campaign_id)[office.phu_thinh].share is None


def test_some_may_get_cash_and_others_vouchers(office: Office) -> None:
    campaign_id = office.campaign(package_cash=500_000, package_goods=0, planned_packages=156)
    allocate(office.register, campaign_id, office.song_lam, 156, cash=81 * 500_000, goods=75 * 500_000)
    assert units(office, campaign_id)[office.song_lam].share == Share(156, 40_500_000, 37_500_000)
    allocate(office.register, campaign_id, office.song_lam, 150)
    assert units(office, campaign_id)[office.song_lam].share == Share(150, 40_500_000, 37_500_000)


def test_an_allocation_larger_than_the_plan_is_refused_and_nothing_changes(office: Office) -> None:
    campaign_id = office.campaign(planned_packages=156)
    allocate(office.register, campaign_id, office.song_lam, 100)
    with pytest.raises(RuleBroken, match="Tổng phân bổ 160 suất nhiều hơn kế hoạch 156 suất của đợt; hãy giảm 4 suất"):
        allocate(office.register, campaign_id, office.phu_thinh, 60)
    assert units(office, campaign_id)[office.phu_thinh].share is None
    allocate(office.register, campaign_id, office.phu_thinh, 56)
    assert campaign_units(office.register, campaign_id).left == 0


def test_the_plan_may_not_fall_below_what_was_allocated(office: Office) -> None:
    campaign_id = office.campaign(planned_packages=156)
    allocate(office.register, campaign_id, office.song_lam, 100)
    loaded = load_campaign(office.register, campaign_id)
    less = loaded.fields.model_copy(update={"planned_packages": 99})
    with pytest.raises(InvalidInput, match="Đã phân bổ 100 suất") as refused:
        save_campaign(office.register, less, campaign_id=campaign_id)
    assert refused.value.field == "planned_packages"


def test_a_campaign_with_allocations_is_not_deleted(office: Office) -> None:
    campaign_id = office.campaign(planned_packages=156)
    allocate(office.register, campaign_id, office.song_lam, 1)
    with pytest.raises(RuleBroken, match="đã có 1 dòng"):
        delete_campaign(office.register, campaign_id)
    remove_shares(office.register, campaign_id, [office.song_lam])
    delete_campaign(office.register, campaign_id)


def test_a_unit_that_did_not_exist_then_gets_nothing(office: Office) -> None:
    from datetime import date

    close_unit(office.register, office.dong_tam, Decision(date(2025, 7, 1)), successor_id=COMMUNE)
    campaign_id = office.campaign(planned_packages=10)
    with pytest.raises(InvalidInput, match="đã kết thúc hoạt động"):
        allocate(office.register, campaign_id, office.dong_tam, 1)
    assert office.dong_tam not in units(office, campaign_id)


def test_all_units_below_get_equal_parts_at_once(office: Office) -> None:
    campaign_id = office.campaign(planned_packages=100, unit_id=COMMUNE)
    split_among_children(office.register, campaign_id, COMMUNE, "evenly")
    found = units(office, campaign_id)
    assert sorted(found[one].share.packages for one in three(office)) == [33, 33, 34]  # type: ignore[union-attr]
    assert found[COMMUNE].is_organiser
    assert found[COMMUNE].handed_on.packages == 100


def three(office: Office) -> tuple[int, int, int]:
    return office.song_lam, office.phu_thinh, office.dong_tam


def test_all_units_below_get_parts_by_their_members(office: Office) -> None:
    members(office, song_lam=400, phu_thinh=100, dong_tam=20)
    campaign_id = office.campaign(planned_packages=52, unit_id=COMMUNE)
    split_among_children(office.register, campaign_id, COMMUNE, "members")
    found = units(office, campaign_id)
    assert [found[one].share for one in three(office)] == [
        Share(packages, packages * 1_000_000, packages * 300_000) for packages in (40, 10, 2)
    ]


def test_money_that_is_not_the_package_is_divided_alike(office: Office) -> None:
    workshops = [
        save_unit(office.register, UnitFields(name=f"Xưởng {n}", parent_id=office.song_lam)).id for n in (1, 2)
    ]
    campaign_id = office.campaign(package_cash=500_000, package_goods=0, planned_packages=156)
    allocate(office.register, campaign_id, office.song_lam, 156, cash=81 * 500_000, goods=75 * 500_000)
    split_among_children(office.register, campaign_id, office.song_lam, "evenly")
    found = units(office, campaign_id)
    assert [found[one].share for one in workshops] == [Share(78, 20_250_000, 18_750_000)] * 2
    assert found[office.song_lam].left == 0


def test_a_unit_without_units_below_or_without_packages_cannot_be_divided(office: Office) -> None:
    campaign_id = office.campaign()
    with pytest.raises(InvalidInput, match="không có đơn vị nào bên dưới"):
        split_among_children(office.register, campaign_id, office.song_lam, "evenly")
    with pytest.raises(InvalidInput, match="Chưa có số suất để chia"):
        split_among_children(office.register, campaign_id, COMMUNE, "evenly")
    with pytest.raises(NotFound):
        split_among_children(office.register, campaign_id, 999, "evenly")


def test_when_a_share_is_taken_away_those_below_hang_on_the_unit_above(office: Office) -> None:
    workshop = save_unit(office.register, UnitFields(name="Xưởng 1", parent_id=office.song_lam)).id
    campaign_id = office.campaign(planned_packages=12, unit_id=COMMUNE)
    allocate(office.register, campaign_id, office.song_lam, 12)
    allocate(office.register, campaign_id, workshop, 10)
    assert units(office, campaign_id)[office.song_lam].left == 2
    remove_shares(office.register, campaign_id, [office.song_lam])
    assert campaign_units(office.register, campaign_id).left == 2
    undo(office.register, newest_operation(office.register))
    assert units(office, campaign_id)[office.song_lam].left == 2
    assert campaign_units(office.register, campaign_id).left == 0


def test_every_level_counts_what_is_listed_and_handed_over_below_it(office: Office) -> None:
    campaign_id = office.campaign(planned_packages=10, unit_id=COMMUNE)
    allocate(office.register, campaign_id, office.song_lam, 4)
    added = add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in office.people(6)]).award_ids
    mark_received(office.register, added[:3], TET_DAY)
    mark_returned(office.register, added[:1], TET_DAY)
    found = units(office, campaign_id)
    assert [(found[one].listed, found[one].given, found[one].waiting) for one in three(office)] == [
        (1, 0, 1),
        (2, 1, 1),
        (2, 1, 1),
    ]
    assert (found[COMMUNE].listed, found[COMMUNE].given, found[COMMUNE].own_listed) == (5, 2, 0)
    assert (found[office.song_lam].room, found[office.phu_thinh].room) == (3, 10 - 4 - 4)


def test_the_form_of_a_share_shows_what_is_there(office: Office) -> None:
    campaign_id = office.campaign(planned_packages=10)
    assert load_share(office.register, campaign_id, office.song_lam).packages == 0
    allocate(office.register, campaign_id, office.song_lam, 4, document="CV 12/CĐX")
    assert load_share(office.register, campaign_id, office.song_lam).document == "CV 12/CĐX"


STEPS = st.lists(
    st.tuples(st.sampled_from(["allocate", "split", "remove", "undo"]), st.integers(0, 5), st.integers(0, 40)),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, plan=st.none() | st.integers(0, 60))
def test_whatever_is_done_nobody_hands_on_more_than_they_have_and_undoing_restores_all(
    register_template: Path, steps: list[tuple[str, int, int]], plan: int | None
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(register_template, Path(folder) / "Sổ.labordesk"))
        with open_register(path) as register:
            _play(register, steps, plan)


def _play(register: Register, steps: list[tuple[str, int, int]], plan: int | None) -> None:
    first = [save_unit(register, UnitFields(name=f"CĐCS {n}", parent_id=COMMUNE)).id for n in (1, 2)]
    second = [save_unit(register, UnitFields(name=f"Xưởng {n}", parent_id=first[0])).id for n in (1, 2)]
    third = save_unit(register, UnitFields(name="Tổ", parent_id=second[0])).id
    places = [COMMUNE, *first, *second, third]
    office = Office(register, first[0], first[1], third)
    campaign_id = office.campaign(planned_packages=plan, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    done: list[tuple[CampaignUnits, int]] = []
    for action, place, packages in steps:
        before, earlier = campaign_units(register, campaign_id), newest_operation(register)
        try:
            if action == "undo":
                if done:
                    expected, deed = done.pop()
                    undo(register, deed)
                    assert campaign_units(register, campaign_id) == expected
                continue
            if action == "allocate":
                allocate(register, campaign_id, places[place], packages)
            elif action == "split":
                split_among_children(register, campaign_id, places[place], "evenly")
            else:
                remove_shares(register, campaign_id, [places[place]])
        except (RuleBroken, InvalidInput):
            assert campaign_units(register, campaign_id) == before
            continue
        if (deed := newest_operation(register)) != earlier:
            done.append((before, deed))
        _check_invariant(register, campaign_id, plan)
    while done:
        expected, deed = done.pop()
        undo(register, deed)
        assert campaign_units(register, campaign_id) == expected
    assert all(row.share is None for row in campaign_units(register, campaign_id).rows)


def _check_invariant(register: Register, campaign_id: int, plan: int | None) -> None:
    with register.looking() as connection:
        tree = share_tree(connection, campaign_id)
    for giver, handed_on in tree.handed_on().items():
        if giver is not None:
            own = tree.shares[giver]
            assert handed_on.packages <= own.packages
            assert handed_on.cash <= own.cash
            assert handed_on.goods <= own.goods
    assert plan is None or tree.handed_on().get(None, NOTHING).packages <= plan
