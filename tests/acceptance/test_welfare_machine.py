"""Random work of an office, allowed and forbidden, over gifts, grants and houses: the figures agree after every step.

A refused step is one sentence and changes nothing; a step taken back restores every sum.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

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

from labordesk.errors import LabordeskError
from labordesk.fields.choices import CASE_STATES, LEVELS, MILESTONES
from labordesk.model.activity import ContributionFields
from labordesk.model.award import AwardLineFields
from labordesk.model.grant_case import GrantCaseFields
from labordesk.model.house import HouseFields, HouseMilestoneFields
from labordesk.model.person import PersonFields
from labordesk.model.programme import CampaignFields, FundOpeningFields
from labordesk.model.unit import UnitFields
from labordesk.services.allocations import allocate
from labordesk.services.award_records import Slip
from labordesk.services.awards import delete_award
from labordesk.services.campaigns import save_campaign
from labordesk.services.catalogue import funds, programmes
from labordesk.services.checking import check_register
from labordesk.services.contributions import save_contribution
from labordesk.services.fund_balances import balances
from labordesk.services.funds import save_opening
from labordesk.services.gifts import (
    RecipientEntry,
    add_recipients,
    mark_absent,
    mark_proxy,
    mark_received,
    mark_returned,
    remove_recipient,
    undo_mark,
)
from labordesk.services.grants import move_case, pay_case, save_case
from labordesk.services.history import last_operation, last_undone, undo, why_not
from labordesk.services.houses import HouseData, add_milestone, pay_house, remove_milestone, save_house
from labordesk.services.people import PersonData, save_person
from labordesk.services.registers import create_register, open_register
from labordesk.services.table_names import TABLE_NAMES
from labordesk.services.unit_lists import Approval, approve_lists, reopen_list
from labordesk.services.units import save_unit
from labordesk.store import figures
from labordesk.store.figures import Scope
from labordesk.store.figures.sources import by_source
from labordesk.store.register import Register

FIRST = date(2026, 1, 1)
YEAR = Scope(FIRST, date(2026, 12, 31))
DAYS = st.integers(0, 90).map(lambda days: FIRST + timedelta(days=days))
AMOUNTS = st.integers(1, 60).map(lambda half: half * 500_000)
PLACES = st.integers(0, 50)
REASONS = st.sampled_from([None, None, "Nhà bị cháy, được Ban Thường vụ đồng ý"])
PEOPLE = 4
PLANNED = 60
"""Packages each campaign may give."""


@cache
def template() -> Path:
    """Return a closed register made once: three units, two campaigns, four people of whom two share a number."""
    path = Path(tempfile.mkdtemp(prefix="labordesk-machine-")) / "mẫu.labordesk"
    with create_register(path, unit_name="Công đoàn xã Hương Sơn", today=FIRST) as register:
        units = [save_unit(register, UnitFields(name=f"CĐCS số {place}", parent_id=1)).id for place in (1, 2, 3)]
        for place in range(PEOPLE):
            number = "042085000123" if place in (0, 1) else None
            fields = PersonFields(full_name=f"Trần Văn {'ABCD'[place]}", unit_id=units[place % 3], citizen_id=number)
            save_person(register, PersonData(fields=fields), confirmed_duplicates=[1], override_reason="Hai tờ khai")
        programme = {one.fields.code: one.id for one in programmes(register)}["TET"]
        fund = funds(register)[0].id
        for name in ("Tết của xã", "Tết của tỉnh"):
            campaign = CampaignFields(
                programme_id=programme,
                name=name,
                starts_on=FIRST,
                ends_on=FIRST + timedelta(days=80),
                package_cash=1_000_000,
                package_goods=300_000,
                planned_packages=PLANNED,
                fund_id=fund,
            )
            save_campaign(register, campaign)
    return path


@dataclass(frozen=True)
class Sums:
    """Every way the same spending is told."""

    total: int
    by_programme: int
    by_unit: int
    by_level: int
    by_source: int
    of_lines: int


class Office(RuleBasedStateMachine):
    """An office at work; ``people`` and files are chosen by their place, so that shrinking keeps the choice small."""

    register: Register

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="labordesk-machine-"))
        self.register = open_register(Path(shutil.copy(template(), self.folder / "sổ.labordesk")))
        self.programmes = {one.fields.code: one.id for one in programmes(self.register)}
        self.house_programme = next(one.id for one in programmes(self.register) if one.fields.kind == "house")
        self.grant_programme = next(one.id for one in programmes(self.register) if one.fields.kind == "grant")
        self.funds = [one.id for one in funds(self.register)]
        self.raised: Counter[int] = Counter()
        self.began = self.column("SELECT max(id) FROM operation")[0]

    def teardown(self) -> None:
        if hasattr(self, "register"):
            problems = check_register(self.register).problems
            self.register.close()
            shutil.rmtree(self.folder)
            assert problems == ()

    # -- what the office sees

    def column(self, sql: str) -> list[Any]:
        with self.register.looking() as connection:
            return [row[0] for row in connection.execute(sql)]

    def chosen(self, sql: str, place: int) -> int | None:
        found = self.column(sql)
        return found[place % len(found)] if found else None

    def contents(self) -> list[list[Any]]:
        with self.register.looking() as connection:
            return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLE_NAMES]

    def attempt(self, step: Callable[[], object]) -> bool:
        """Take a step or see it refused: then nothing may have changed and the refusal is a sentence."""
        before, told = self.contents(), ""
        try:
            step()
        except LabordeskError as refusal:
            told = str(refusal)
        if not told:
            return True
        assert self.contents() == before
        assert len(told) > 20
        assert "{" not in told
        return False

    def sums(self) -> Sums:
        with self.register.looking() as connection:
            [of_lines] = connection.execute(
                "SELECT coalesce(sum(l.amount), 0) FROM award_line l JOIN award a ON a.id = l.award_id"
                " WHERE a.handover IN ('received', 'proxy')"
            ).fetchone()
            totals = figures.totals(connection, YEAR)
            by_programme = sum(one.total for one in figures.by_programme(connection, YEAR))
            by_unit = sum(one.total for one in figures.by_unit(connection, YEAR).values())
            sources = sum(sum(levels.values()) for levels in by_source(connection, YEAR).values())
        return Sums(totals.total, by_programme, by_unit, sum(totals.levels.values()), sources, of_lines)

    def line(self, amount: int, place: int) -> list[AwardLineFields]:
        fund, level = self.funds[place % 3], LEVELS[place % len(LEVELS)][0]
        return [AwardLineFields(fund_id=fund, level=level, form="cash" if place % 2 else "goods", amount=amount)]

    # -- gifts

    @rule(person=st.integers(1, PEOPLE), campaign=st.integers(1, 2), reason=REASONS)
    def list_somebody(self, person: int, campaign: int, reason: str | None) -> None:
        added = add_recipients(self.register, campaign, [RecipientEntry(person, override_reason=reason)])
        assert len(added.award_ids) + len(added.refused) == 1

    @rule(place=PLACES, mark=st.sampled_from(["received", "proxy", "nobody", "absent", "returned", "undo"]), on=DAYS)
    def mark(self, place: int, mark: str, on: date) -> None:
        award = self.chosen("SELECT id FROM award WHERE campaign_id IS NOT NULL ORDER BY id", place)
        if award is None:
            return
        marks: dict[str, Callable[[], object]] = {
            "received": lambda: mark_received(self.register, [award], on),
            "proxy": lambda: mark_proxy(self.register, award, "Lê Thị Nhận", "spouse", on),
            "nobody": lambda: mark_proxy(self.register, award, "Lê Thị Nhận", "", on),
            "absent": lambda: mark_absent(self.register, [award]),
            "returned": lambda: mark_returned(self.register, [award], on),
            "undo": lambda: undo_mark(self.register, [award]),
        }
        done = self.attempt(marks[mark])
        assert not (done and mark == "nobody"), "nobody takes a gift for somebody without saying who they are"

    @rule(place=PLACES)
    def take_off_the_list(self, place: int) -> None:
        award = self.chosen("SELECT id FROM award WHERE campaign_id IS NOT NULL ORDER BY id", place)
        if award is not None:
            self.attempt(lambda: remove_recipient(self.register, award))

    @rule(place=PLACES, on=DAYS)
    def hand_over_and_take_back(self, place: int, on: date) -> None:
        award = self.chosen(
            "SELECT id FROM award WHERE campaign_id IS NOT NULL AND handover = 'planned' ORDER BY id", place
        )
        before = self.sums()
        if award is not None and self.attempt(lambda: mark_received(self.register, [award], on)):
            assert self.sums().total > before.total
            undo_mark(self.register, [award])
            assert self.sums() == before

    # -- grants

    @rule(person=st.integers(1, PEOPLE), on=DAYS, recipient=st.sampled_from([None, "Lê Thị Vợ"]), said=st.booleans())
    def request(self, person: int, on: date, recipient: str | None, said: bool) -> None:
        fields = GrantCaseFields(
            person_id=person,
            programme_id=self.grant_programme,
            unit_id=2,
            requested_on=on,
            asked_amount=3_000_000,
            recipient_name=recipient,
            recipient_relation="spouse" if said else None,
        )
        saved: list[int] = []
        done = self.attempt(lambda: saved.append(save_case(self.register, fields).id))
        assert not (done and recipient and not said)
        if saved:
            self.attempt(lambda: move_case(self.register, saved[0], "approved", on, approved_amount=20_000_000))

    @rule(
        place=PLACES,
        state=st.sampled_from([code for code, _label in CASE_STATES]),
        on=DAYS,
        amount=AMOUNTS,
        why=REASONS,
    )
    def move(self, place: int, state: str, on: date, amount: int, why: str | None) -> None:
        case = self.chosen("SELECT id FROM grant_case ORDER BY id", place)
        if case is None:
            return
        decided: dict[str, Any] = {"approved_amount": amount} if state == "approved" else {}
        self.attempt(lambda: move_case(self.register, case, state, on, reason=why, **decided))

    @rule(place=PLACES, on=DAYS, amount=AMOUNTS, why=REASONS)
    def pay_a_grant(self, place: int, on: date, amount: int, why: str | None) -> None:
        case = self.chosen("SELECT id FROM grant_case ORDER BY id", place)
        if case is not None:
            slip = Slip(override_reason=why)
            self.attempt(lambda: pay_case(self.register, case, on, self.line(amount, place), slip))

    # -- houses

    @rule(person=st.integers(1, PEOPLE), work=st.sampled_from(["new", "repair"]), amount=AMOUNTS, on=DAYS)
    def propose_a_house(self, person: int, work: str, amount: int, on: date) -> None:
        fields = HouseFields(
            person_id=person,
            unit_id=3,
            programme_id=self.house_programme,
            work=work,
            approved_amount=amount,
            decision_number="15/QĐ-CĐX",
            decision_date=on,
            decision_body="Ban Thường vụ",
            decision_signer="Trần Văn Quí",
        )
        requested = HouseMilestoneFields(milestone="requested", happened_on=on)
        approved = HouseMilestoneFields(milestone="approved", happened_on=on)
        self.attempt(lambda: save_house(self.register, HouseData(fields, (), (requested, approved))))

    @rule(place=PLACES, milestone=st.sampled_from([code for code, _label in MILESTONES]), on=DAYS, why=REASONS)
    def reach(self, place: int, milestone: str, on: date, why: str | None) -> None:
        house = self.chosen("SELECT id FROM house ORDER BY id", place)
        if house is not None:
            fields = HouseMilestoneFields(milestone=milestone, happened_on=on, note=why)
            self.attempt(lambda: add_milestone(self.register, house, fields))

    @rule(place=PLACES, why=REASONS)
    def take_a_milestone_back(self, place: int, why: str | None) -> None:
        house = self.chosen("SELECT id FROM house ORDER BY id", place)
        milestone = MILESTONES[place % len(MILESTONES)][0]
        if house is not None:
            self.attempt(lambda: remove_milestone(self.register, house, milestone, why or ""))

    @rule(place=PLACES, on=DAYS, amount=AMOUNTS, why=REASONS)
    def pay_for_a_house(self, place: int, on: date, amount: int, why: str | None) -> None:
        house = self.chosen("SELECT id FROM house ORDER BY id", place)
        if house is not None:
            slip = Slip(override_reason=why)
            self.attempt(lambda: pay_house(self.register, house, on, self.line(amount, place), slip))

    @rule(place=PLACES, on=DAYS)
    def pay_and_delete(self, place: int, on: date) -> None:
        house = self.chosen("SELECT id FROM house ORDER BY id", place)
        if house is None:
            return
        before, paid = self.sums(), []
        if self.attempt(lambda: paid.append(pay_house(self.register, house, on, self.line(500_000, place)))):
            assert self.sums().total == before.total + 500_000
            delete_award(self.register, paid[0].award_id)
            assert self.sums() == before

    # -- funds

    @rule(place=PLACES, amount=AMOUNTS, on=DAYS)
    def open_a_fund(self, place: int, amount: int, on: date) -> None:
        fields = FundOpeningFields(fund_id=self.funds[place % 3], as_of=on, amount=amount)
        self.attempt(lambda: save_opening(self.register, fields))

    # -- shares of a campaign

    @rule(campaign=st.integers(1, 2), unit=st.integers(2, 4), packages=st.integers(0, 40))
    def allocate(self, campaign: int, unit: int, packages: int) -> None:
        done = self.attempt(lambda: allocate(self.register, campaign, unit, packages))
        given = self.column(f"SELECT coalesce(sum(packages), 0) FROM allocation WHERE campaign_id = {campaign}")[0]
        assert given <= PLANNED
        assert done or given + packages > PLANNED

    # -- both

    @precondition(lambda self: hasattr(self, "register"))
    @rule(place=PLACES)
    def delete_a_payment(self, place: int) -> None:
        award = self.chosen("SELECT id FROM award WHERE campaign_id IS NULL ORDER BY id", place)
        if award is not None:
            self.attempt(lambda: delete_award(self.register, award))

    @rule(place=PLACES, cash=AMOUNTS, days=st.integers(0, 30_800), on=DAYS)
    def raise_money(self, place: int, cash: int, days: int, on: date) -> None:
        fund, before = self.funds[place % 3], self.sums()
        fields = ContributionFields(unit_id=1, fund_id=fund, received_on=on, cash=cash, labour_days=days)
        save_contribution(self.register, fields)
        self.raised[fund] += cash
        assert self.sums() == before

    # -- what was done is taken back, whichever it was, and done again

    def take_back(self, operation: int) -> None:
        """Take an operation back or see it refused with reasons; afterwards the register is sound either way."""
        if self.attempt(lambda: undo(self.register, operation)):
            with self.register.looking() as connection:
                money = connection.execute("SELECT fund_id, sum(cash) FROM contribution GROUP BY fund_id").fetchall()
            self.raised = Counter(dict(money))
            assert check_register(self.register).problems == ()
            assert why_not(self.register, operation)

    @rule()
    def undo_the_last(self) -> None:
        operation = last_operation(self.register)
        if operation is not None and operation > self.began:  # the campaigns themselves stay
            assert why_not(self.register, operation) == ""
            self.take_back(operation)

    @rule()
    def redo_the_last(self) -> None:
        operation = last_undone(self.register)
        if operation is not None:
            assert why_not(self.register, operation) == ""
            self.take_back(operation)

    @rule(place=PLACES)
    def undo_something_older(self, place: int) -> None:
        operations = self.column(f"SELECT id FROM operation WHERE id > {self.began} ORDER BY id DESC LIMIT 40")
        if operations:
            self.take_back(operations[place % len(operations)])

    @rule(place=PLACES, on=DAYS)
    def approve_a_list(self, place: int, on: date) -> None:
        unit = place % 3 + 2
        self.attempt(lambda: approve_lists(self.register, place % 2 + 1, [unit], Approval(on, "15/QĐ", on)))

    @rule(place=PLACES)
    def open_a_list_again(self, place: int) -> None:
        self.attempt(lambda: reopen_list(self.register, place % 2 + 1, place % 3 + 2, "Bổ sung người"))

    # -- what holds after every step

    @invariant()
    @precondition(lambda self: hasattr(self, "register"))
    def a_fund_holds_what_was_brought_and_raised_less_what_was_spent(self) -> None:
        for day in (FIRST + timedelta(days=40), YEAR.end):
            with self.register.looking() as connection:
                for told in balances(connection, day):
                    between = (told.fund_id, told.opened_on.isoformat(), day.isoformat())
                    [raised] = connection.execute(
                        "SELECT coalesce(sum(cash + goods), 0) FROM contribution WHERE fund_id = ?"
                        " AND received_on BETWEEN ? AND ?",
                        between,
                    ).fetchone()
                    [spent] = connection.execute(
                        "SELECT coalesce(sum(l.amount), 0) FROM award_line l JOIN award a ON a.id = l.award_id"
                        " WHERE l.fund_id = ? AND a.paid_on BETWEEN ? AND ? AND a.handover IN ('received', 'proxy')",
                        between,
                    ).fetchone()
                    assert told.left == told.opening + raised - spent

    @invariant()
    @precondition(lambda self: hasattr(self, "register"))
    def every_way_of_adding_up_agrees(self) -> None:
        sums = self.sums()
        assert sums == Sums(*[sums.of_lines] * 6)

    @invariant()
    @precondition(lambda self: hasattr(self, "register"))
    def nobody_is_twice_in_a_campaign_without_a_reason(self) -> None:
        with self.register.looking() as connection:
            doubled = connection.execute(
                "SELECT a.campaign_id, coalesce(p.citizen_id, p.id), count(*) FROM award a"
                " JOIN person p ON p.id = a.person_id WHERE a.campaign_id IS NOT NULL AND a.handover <> 'returned'"
                " AND a.override_reason IS NULL GROUP BY 1, 2 HAVING count(*) > 1"
            ).fetchall()
        assert doubled == []

    @invariant()
    @precondition(lambda self: hasattr(self, "register"))
    def each_house_counts_once_on_each_of_its_days(self) -> None:
        with self.register.looking() as connection:
            told = figures.houses(connection, YEAR)
            days = Counter(code for (code,) in connection.execute("SELECT milestone FROM house_milestone"))
            paid = connection.execute(
                "SELECT count(DISTINCT house_id) FROM award WHERE house_id IS NOT NULL"
                " AND handover IN ('received', 'proxy')"
            ).fetchone()[0]
        assert {code: told.count(code) for code in days} == dict(days)
        assert told.count("funded") == paid

    @invariant()
    @precondition(lambda self: hasattr(self, "register"))
    def money_raised_stays_beside_spending(self) -> None:
        with self.register.looking() as connection:
            assert sum(one.money for one in figures.contributions(connection, YEAR)) == self.raised.total()


def work(examples: int, steps: int) -> None:
    """Let random offices work."""
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_figures_agree_whatever_an_office_does() -> None:
    work(10, 25)


@pytest.mark.long
def test_figures_agree_whatever_an_office_does_for_long() -> None:
    work(200, 50)
