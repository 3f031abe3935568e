"""A person's page and the checks while recording, among a million people with three million award lines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from functools import partial
from statistics import median
from typing import Any

import pytest

from labordesk.model.person import PersonFields
from labordesk.services.awards import warnings_for
from labordesk.services.duplicates import similar_people
from labordesk.services.person_page import person_page
from labordesk.services.registers import open_register
from labordesk.store.register import Register
from tests.bench.big_register import PEOPLE, big_register, some_people
from tests.bench.measuring import ms, percentile, read, shown

pytestmark = pytest.mark.bench

PAGE, BENEFITS, TOGETHER = 30.0, 50.0, 50.0
"""Limits in milliseconds: the page, the benefit check alone, and with the duplicate check while recording."""
ROUNDS = 200

AWARDS = "SELECT * FROM award a JOIN award_line l ON l.award_id = a.id WHERE a.person_id = ?"


@pytest.fixture(scope="module")
def register() -> Iterator[Register]:
    """The big register, only read."""
    with open_register(big_register(), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def people(register: Register) -> list[int]:
    """People at random, and those with the most awards."""
    chance = random.Random(3)
    with register.looking() as connection:
        most = connection.execute(
            "SELECT person_id FROM award WHERE person_id BETWEEN 1 AND 20000 GROUP BY 1 ORDER BY count(*) DESC LIMIT 20"
        ).fetchall()
    return [*(chance.randrange(1, PEOPLE) for _ in range(ROUNDS)), *(row[0] for row in most)]


def floors(register: Register, people: list[int]) -> list[float]:
    with register.looking() as connection:
        return [ms(partial(read, connection, AWARDS, (one,))) for one in people]


def test_a_page_with_all_aid_ever_received_opens_at_once(register: Register, people: list[int]) -> None:
    person_page(register, people[0], year=2026)
    times = [ms(partial(person_page, register, one, year=2026)) for one in people]
    floor = floors(register, people)
    print(f"\na person's page: {shown(times)}; the awards alone {shown(floor)} = {median(times) / median(floor):.0f}x")
    assert percentile(times, 0.95) <= PAGE


def test_double_benefit_is_told_while_recording(register: Register, people: list[int]) -> None:
    with register.looking() as connection:
        [(programme, campaign)] = connection.execute(
            "SELECT programme_id, campaign_id FROM award ORDER BY campaign_id IS NULL, id DESC LIMIT 1"
        ).fetchall()
    check = partial(warnings_for, register)
    times = [ms(partial(check, one, campaign, programme, date(2026, 1, 20))) for one in people]
    floor = floors(register, people)
    print(f"\nbenefit check: {shown(times)}; the awards alone {shown(floor)} = {median(times) / median(floor):.0f}x")
    assert percentile(times, 0.95) <= BENEFITS


def test_both_checks_together_keep_up_with_the_typist(register: Register, people: list[int]) -> None:
    new = [
        PersonFields(full_name=one.full_name, birth=one.birth, unit_id=one.unit + 2, phone=one.phone)
        for one in some_people(ROUNDS)
    ]

    def check(person_id: int, fields: PersonFields) -> Any:
        return similar_people(register, fields), warnings_for(register, person_id, None, 1, date(2026, 1, 20))

    times = [ms(partial(check, *pair)) for pair in zip(people, new, strict=False)]
    print(f"\nduplicates and benefits together: {shown(times)}")
    assert percentile(times, 0.95) <= TOGETHER
