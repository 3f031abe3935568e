"""Random walks through giving: whatever an officer does in whatever order, the invariants of a register hold.

A step that is refused must leave the register as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds
from labordesk.fields.choices import PAID
from labordesk.model.award import AwardLineFields
from labordesk.model.grant_case import GrantCaseFields
from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields, HouseProgressFields
from labordesk.rules.grant_states import NEXT
from labordesk.rules.house_stages import CHAIN, NEEDS, stage_of
from labordesk.services.awards import delete_award, load_award
from labordesk.services.gifts import (
    RecipientEntry,
    RecipientRow,
    add_recipients,
    campaign_progress,
    mark_absent,
    mark_proxy,
    mark_received,
    mark_returned,
    recipients,
    remove_recipient,
    set_amounts,
    undo_mark,
)
from labordesk.services.grants import list_cases, load_case, move_case, pay_case, save_case
from labordesk.services.houses import (
    HouseData,
    LoadedHouse,
    Slip,
    add_milestone,
    list_houses,
    load_house,
    pay_house,
    remove_milestone,
    remove_progress,
    save_house,
    save_progress,
)
from labordesk.services.registers import open_register
from labordesk.services.units import save_unit
from tests.services.welfare_office import COMMUNE, TET_DAY, TODAY, Office, UnitFields

START = date(2025, 6, 2)
DAYS = st.integers(0, 200).map(lambda offset: START + timedelta(offset))
REASONS = st.sampled_from([None, "Ban Thường vụ đồng ý"])
REFUSED = (InvalidInput, RuleBroken, NotFound)


class Giving(RuleBasedStateMachine):
    """A fresh office for each walk."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        register = open_register(Path(shutil.copy(self.template, self.folder / "sổ.labordesk")))
        unit_id = save_unit(register, UnitFields(name="CĐCS May Sông Lam", parent_id=COMMUNE)).id
        self.office = Office(register, unit_id, unit_id, unit_id)
        self.register = register
        self.union, self.donor = self.office.fund("QMA"), self.office.fund("XHH")

    def teardown(self) -> None:
        self.register.close()
        shutil.rmtree(self.folder)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Return what a step answers, None when it is refused; a refused step changes nothing."""
        before = self.picture()
        try:
            return act()
        except REFUSED:
            assert self.picture() == before
            return None

    def picture(self) -> Any:
        """Return every row that giving touches."""
        with self.register.looking() as connection:
            tables = ("award", "award_line", "grant_case", "case_event", "house", "house_milestone", "house_funder")
            return [connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables]

    def lines(self, amount: int, *, union: bool = True) -> list[AwardLineFields]:
        return [AwardLineFields(fund_id=self.union if union else self.donor, amount=amount)]


class GiftWalk(Giving):
    """A campaign's list: made, marked, unmarked, cleared."""

    @initialize()
    def prepare(self) -> None:
        self.campaign_id = self.office.campaign()
        self.people = self.office.people(4)

    def rows(self) -> tuple[RecipientRow, ...]:
        return recipients(self.register, self.campaign_id).rows

    def pick(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from([row.award_id for row in self.rows()]))

    @rule(places=st.lists(st.integers(0, 3), min_size=1, max_size=3), reason=REASONS)
    def add(self, places: list[int], reason: str | None) -> None:
        entries = [RecipientEntry(self.people[place], override_reason=reason) for place in places]
        added = add_recipients(self.register, self.campaign_id, entries)
        assert len(added.award_ids) + len(added.refused) == len(entries)
        if reason:
            assert not added.refused

    @precondition(lambda self: self.rows())
    @rule(
        data=st.data(), mark=st.sampled_from(["received", "proxy", "absent", "returned", "undo", "remove", "amounts"])
    )
    def act(self, data: st.DataObject, mark: str) -> None:
        one = self.pick(data)
        acts: dict[str, Callable[[], Any]] = {
            "received": lambda: mark_received(self.register, [one], TET_DAY),
            "proxy": lambda: mark_proxy(self.register, one, "Lê Thị Nga", "spouse", TET_DAY),
            "absent": lambda: mark_absent(self.register, [one]),
            "returned": lambda: mark_returned(self.register, [one], TODAY),
            "undo": lambda: undo_mark(self.register, [one]),
            "remove": lambda: remove_recipient(self.register, one),
            "amounts": lambda: set_amounts(self.register, [one], 700_000, 50_000),
        }
        self.attempt(acts[mark])

    @precondition(lambda self: self.rows())
    @rule()
    def mark_all(self) -> None:
        self.attempt(lambda: mark_received(self.register, [row.award_id for row in self.rows()], TET_DAY))

    @invariant()
    def spending_is_what_was_handed_over(self) -> None:
        rows, progress = self.rows(), campaign_progress(self.register, self.campaign_id)
        given = sum(row.total for row in rows if row.handover in PAID)
        assert progress.cash_given + progress.goods_given == given == self.office.spent()
        assert progress.cash + progress.goods == sum(row.total for row in rows)
        assert progress.given + progress.waiting + progress.returned == len(rows) == progress.recipients
        assert all((row.paid_on is not None) == (row.handover in (*PAID, "returned")) for row in rows)

    @invariant()
    def nobody_has_two_without_a_reason(self) -> None:
        active = [row for row in self.rows() if row.handover != "returned"]
        for person in {row.person_id for row in active}:
            own = [row for row in active if row.person_id == person]
            assert sum(not row.override_reason for row in own) <= 1
            assert all((row.duplicate_of is not None) == (len(own) > 1) for row in own)


class CaseWalk(Giving):
    """One request: moved, paid, paid again, its payment deleted."""

    @initialize(amount=st.none() | st.just(3_000_000))
    def prepare(self, amount: int | None) -> None:
        fields = GrantCaseFields(
            person_id=self.office.person("Trần Thị Hoà"),
            programme_id=self.office.programme("BENH-HN"),
            unit_id=self.office.song_lam,
            requested_on=START,
            approved_amount=amount,
        )
        self.case_id = save_case(self.register, fields).id
        self.overridden: set[int] = set()

    @rule(state=st.sampled_from(sorted(NEXT)), on=DAYS, reason=REASONS, amount=st.sampled_from([None, 3_000_000]))
    def move(self, state: str, on: date, reason: str | None, amount: int | None) -> None:
        self.attempt(lambda: move_case(self.register, self.case_id, state, on, reason=reason, approved_amount=amount))

    @rule(on=DAYS, reason=REASONS, data=st.data())
    def step(self, on: date, reason: str | None, data: st.DataObject) -> None:
        offered = [one for one in load_case(self.register, self.case_id).next_states if one != "paid"]
        if offered:
            state = data.draw(st.sampled_from(offered))
            act = lambda: move_case(self.register, self.case_id, state, on, reason=reason, approved_amount=3_000_000)  # noqa: E731
            self.attempt(act)

    @rule(on=DAYS, amount=st.sampled_from([0, 2_900_000, 3_000_000, 3_100_000]), reason=REASONS)
    def pay(self, on: date, amount: int, reason: str | None) -> None:
        slip = Slip(override_reason=reason)
        self.attempt(lambda: pay_case(self.register, self.case_id, on, self.lines(amount), slip))

    @precondition(lambda self: load_case(self.register, self.case_id).award_ids)
    @rule()
    def take_back(self) -> None:
        delete_award(self.register, load_case(self.register, self.case_id).award_ids[0])

    @invariant()
    def the_state_is_the_last_event_and_every_step_was_allowed(self) -> None:
        loaded = load_case(self.register, self.case_id)
        assert loaded.steps[0].state == "received"
        assert loaded.state == loaded.steps[-1].state
        for before, after in zip(loaded.steps, loaded.steps[1:], strict=False):
            assert after.state in NEXT[before.state]
            assert after.on >= before.on
            assert after.note or after.state not in ("refused", "incomplete")

    @invariant()
    def paid_means_one_award_of_at_most_the_approved_amount(self) -> None:
        loaded = load_case(self.register, self.case_id)
        assert (loaded.state in ("paid", "closed")) == (len(loaded.award_ids) == 1)
        [row] = list_cases(self.register).rows
        assert row.paid_amount == self.office.spent()
        if loaded.award_ids:
            award = load_award(self.register, loaded.award_ids[0]).data
            assert award.total > 0
            assert award.fields.override_reason or award.total <= (loaded.fields.approved_amount or 0)
            assert award.fields.paid_on == next(step.on for step in loaded.steps if step.state == "paid")


class HouseWalk(Giving):
    """One house: milestones come and go, money is paid and taken back."""

    @initialize(amount=st.none() | st.just(50_000_000))
    def prepare(self, amount: int | None) -> None:
        fields = HouseFields(
            person_id=self.office.person("Trần Thị Hoà"),
            programme_id=self.office.programme("MAI-AM"),
            unit_id=self.office.song_lam,
            approved_amount=amount,
            decision_number="41/QĐ-LĐLĐ",
            decision_date=START,
            decision_body="Ban Thường vụ",
            decision_signer="Lê Văn Tám",
        )
        labour = HouseFunderFields(fund_id=self.office.fund("NGAY-CONG"), form="labour", labour_days=30)
        requested = HouseMilestoneFields(milestone="requested", happened_on=START)
        self.house_id = save_house(self.register, HouseData(fields, (labour,), (requested,))).id

    @rule(data=st.data(), on=DAYS, note=REASONS)
    def reach(self, data: st.DataObject, on: date, note: str | None) -> None:
        offered = load_house(self.register, self.house_id).next_milestones or CHAIN
        code = data.draw(st.sampled_from([*offered, *CHAIN]))
        fields = HouseMilestoneFields(milestone=code, happened_on=on, note=note)
        before = load_house(self.register, self.house_id)
        self.attempt(lambda: add_milestone(self.register, self.house_id, fields, correction_reason=note or ""))
        self.told_why(before)

    def told_why(self, before: LoadedHouse) -> None:
        """What was on record is the same, or a correction tells what it was."""
        after = load_house(self.register, self.house_id)
        kept = {one.milestone: one.happened_on for one in after.data.milestones}
        told = {one.subject for one in after.corrections[: len(after.corrections) - len(before.corrections)]}
        for one in before.data.milestones:
            if one.milestone != "funded":
                assert kept.get(one.milestone) == one.happened_on or one.milestone in told

    @rule(on=DAYS, percent=st.integers(0, 100), note=REASONS)
    def report(self, on: date, percent: int, note: str | None) -> None:
        fields = HouseProgressFields(reported_on=on, percent=percent, note=note)
        self.attempt(lambda: save_progress(self.register, self.house_id, fields))

    @precondition(lambda self: load_house(self.register, self.house_id).progress)
    @rule(data=st.data())
    def take_back_report(self, data: st.DataObject) -> None:
        reports = load_house(self.register, self.house_id).progress
        progress_id = data.draw(st.sampled_from([one.id for one in reports]))
        self.attempt(lambda: remove_progress(self.register, progress_id))

    @invariant()
    def the_progress_is_that_of_the_latest_report_and_never_falls_unexplained(self) -> None:
        loaded = load_house(self.register, self.house_id)
        reports = [one.fields for one in reversed(loaded.progress)]
        assert loaded.data.fields.progress == (reports[-1].percent if reports else None)
        for earlier, later in pairwise(reports):
            assert earlier.reported_on < later.reported_on
            assert later.percent >= earlier.percent or later.note

    @rule(data=st.data())
    def take_back_milestone(self, data: st.DataObject) -> None:
        codes = [one.milestone for one in load_house(self.register, self.house_id).data.milestones]
        code = data.draw(st.sampled_from([*codes, "requested"]))
        before = load_house(self.register, self.house_id)
        self.attempt(lambda: remove_milestone(self.register, self.house_id, code, "ghi nhầm"))
        self.told_why(before)

    @rule(on=DAYS, amount=st.sampled_from([0, 20_000_000, 30_000_000]), union=st.booleans(), reason=REASONS)
    def pay(self, on: date, amount: int, union: bool, reason: str | None) -> None:
        slip = Slip(override_reason=reason)
        self.attempt(lambda: pay_house(self.register, self.house_id, on, self.lines(amount, union=union), slip))

    @precondition(lambda self: load_house(self.register, self.house_id).payments)
    @rule(data=st.data())
    def take_back_payment(self, data: st.DataObject) -> None:
        payments = load_house(self.register, self.house_id).payments
        award_id = data.draw(st.sampled_from([one.award_id for one in payments]))
        self.attempt(lambda: delete_award(self.register, award_id))

    @invariant()
    def the_stage_follows_from_ordered_milestones(self) -> None:
        loaded = load_house(self.register, self.house_id)
        days = {one.milestone: one.happened_on for one in loaded.data.milestones}
        assert loaded.stage == stage_of(days)
        chain = [days[code] for code in CHAIN if code in days]
        assert chain == sorted(chain)
        assert all(needed in days for code in days for needed in NEEDS.get(code, ()))
        assert loaded.data.fields.approved_amount or "approved" not in days

    @invariant()
    def the_money_is_what_was_paid(self) -> None:
        loaded = load_house(self.register, self.house_id)
        days = {one.milestone: one.happened_on for one in loaded.data.milestones}
        first = min((one.on for one in loaded.payments), default=None)
        assert days.get("funded") == first
        received = {one.fund_id: one.received for one in loaded.data.funders}
        assert received.get(self.union, 0) == loaded.money.union_given
        assert sum(one.amount for one in loaded.payments) == self.office.spent()
        assert loaded.money.labour_days == 30
        [row] = list_houses(self.register).rows
        assert (row.union_given, row.total_received, row.stage) == (
            loaded.money.union_given,
            loaded.money.received,
            loaded.stage,
        )


@pytest.mark.parametrize("walk", [GiftWalk, CaseWalk, HouseWalk])
def test_random_walks_keep_the_invariants(
    walk: type[Giving], register_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "today", lambda: TODAY)
    monkeypatch.setattr(Giving, "template", register_template, raising=False)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        walk,
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
