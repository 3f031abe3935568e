"""Sums over a million people and three million award lines: the overview, a report, what keeping the sums costs."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.base import new_uid, now
from labordesk.model.programme import CampaignFields
from labordesk.reports.base import Request
from labordesk.reports.summary_figures import read_summary
from labordesk.services import gift_entries, overview
from labordesk.services.awards import AwardData, save_award
from labordesk.services.campaigns import save_campaign
from labordesk.services.fund_balances import balances
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from labordesk.services.given_rows import Given, list_given, sum_given
from labordesk.services.overview_choice import Choice
from labordesk.services.overview_waiting import KINDS
from labordesk.services.registers import open_register
from labordesk.services.reporting import units_of
from labordesk.services.unit_tree import read_history, short_names
from labordesk.store.connection import LIGHT_CACHE, WRITER_CACHE, connect_plain, prepare
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.store.sum_tables import TABLES
from labordesk.store.sums import rebuild_sums, wrong_sums
from labordesk.vietnamese.periods import parse_period
from tests.bench.big_register import PEOPLE, UNITS, big_register, copied
from tests.bench.measuring import ms, percentile, read, shown

pytestmark = pytest.mark.bench

AGGREGATE, REPORT, BALANCES, SAVE = 150.0, 1000.0, 150.0, 20.0
"""Limits in milliseconds."""
IMPORT = 1.5
"""Times as long an import may take with the sums kept."""
ROWS = 3.0
"""The same for rows that nobody checks, which is more than any import does."""
LISTED = min(5_000, PEOPLE // 50)
IMPORTED = min(100_000, max(2_000, PEOPLE // 10))
RUNS = 5

TODAY = date(2026, 11, 30)
YEAR = Choice(parse_period("2026"), TODAY)
PAID = "a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN '2026-01-01' AND '2026-11-30'"
FLOORS = {
    "money": f"SELECT l.form, l.level, sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id WHERE {PAID}"
    " GROUP BY 1, 2",
    "people": f"SELECT count(DISTINCT a.person_id) FROM award a WHERE {PAID} AND a.house_id IS NULL",
    "programmes": "SELECT a.programme_id, a.count_unit, l.form, l.level, sum(l.amount) FROM award a JOIN award_line l"
    f" ON l.award_id = a.id WHERE {PAID} GROUP BY 1, 2, 3, 4",
}
"""What one would ask the rows themselves."""


@pytest.fixture(scope="module")
def register() -> Iterator[Register]:
    with open_register(big_register(), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A copy of the big register that may be written into."""
    with open_register(copied(tmp_path_factory.mktemp("figures"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def floors(register: Register) -> dict[str, float]:
    """How long plain SQL over the rows takes, in milliseconds."""
    with closing(connect_plain(register.path, "ro")) as raw:
        prepare(raw, cache_mib=LIGHT_CACHE, writes=False)
        return {name: median(ms(partial(read, raw, sql, ())) for _run in range(2)) for name, sql in FLOORS.items()}


def typical(work: Callable[[], Any]) -> float:
    """Return the median of some runs, the first of which warms the cache and does not count."""
    work()
    return median(ms(work) for _run in range(RUNS))


def test_every_figure_of_the_overview_comes_at_once(register: Register, floors: dict[str, float]) -> None:
    with register.looking() as connection:
        lines = connection.execute("SELECT count(*) FROM award_line").fetchone()[0]
        largest = connection.execute(
            "SELECT u.parent_id FROM sum_award_unit s JOIN unit u ON u.id = s.unit_id WHERE u.parent_id > ?"
            " GROUP BY 1 ORDER BY sum(s.awards) DESC LIMIT 1",
            (UNITS,),
        ).fetchone()[0]
    print(f"\n{PEOPLE:,} people, {lines:,} award lines; plain SQL over the rows of a year: ", end="")
    print("; ".join(f"{name} {value:.0f} ms" for name, value in floors.items()))
    slow = {}
    for label, choice in (("year", YEAR), ("largest part", Choice(YEAR.period, TODAY, largest))):
        reads: list[Callable[[Register, Choice], Any]] = [
            overview.money,
            overview.programme_lines,
            overview.houses,
            overview.raised,
            overview.members,
            overview.months,
            *KINDS,
        ]
        for one in reads:
            took = typical(partial(one, register, choice))
            floor = floors["programmes"]
            print(f"  {label}: {one.__name__} {took:.1f} ms = {took / floor:.3f}x the sums by programme from the rows")
            if took > AGGREGATE:
                slow[f"{label} {one.__name__}"] = took
    assert not slow


def test_the_queries_of_a_full_year_report_take_less_than_a_second(
    register: Register, floors: dict[str, float]
) -> None:
    with register.looking() as connection:
        history, names = read_history(connection), short_names(connection)
        units = units_of(history, 1, YEAR.period, "then", TODAY, names)
        request = Request(YEAR.period, units, TODAY)
        took = typical(partial(read_summary, connection, request))
        tet = Request(parse_period("TET 2026"), units, TODAY)
        label = typical(partial(read_summary, connection, tet))
    floor = 2 * sum(floors.values())
    print(f"\nfull-year report: {took:.0f} ms = {took / floor:.3f}x its sums of both years from the rows", end="; ")
    print(f"report of a Tết by its label: {label:.0f} ms")
    assert took <= REPORT


def test_fund_balances_come_at_once(register: Register) -> None:
    by_fund = (
        "SELECT l.fund_id, sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id"
        " WHERE a.handover IN ('received', 'proxy') AND a.paid_on <= '2026-11-30' GROUP BY 1"
    )
    with register.looking() as connection:
        took = typical(partial(balances, connection, TODAY))
        assert len(balances(connection, TODAY)) == 9
        floor = ms(partial(read, connection, by_fund, ()))
    print(
        f"\nfund balances over all years: {took:.1f} ms = {took / floor:.4f}x the same from the rows ({floor:.0f} ms)"
    )
    assert took <= BALANCES


def test_rows_behind_a_figure_come_page_by_page(register: Register) -> None:
    for label, wanted in (("all", Given(YEAR)), ("one small programme", Given(YEAR, _small_programme(register)))):
        page = list_given(register, wanted)
        first = typical(partial(list_given, register, wanted))
        later = typical(partial(list_given, register, wanted, after=page.next_key)) if page.next_key else 0.0
        whole = typical(partial(sum_given, register, wanted))
        print(
            f"\nrows behind {label}: first page {first:.0f} ms, next {later:.0f} ms, their sum {whole:.0f} ms", end=""
        )


def test_saving_an_award_stays_quick(writable: Register) -> None:
    """The person, the programme and the unit have others: every kept sum is touched."""
    with writable.looking() as connection:
        people = connection.execute(
            "SELECT id, unit_id FROM person WHERE id % 9973 = 5 ORDER BY id LIMIT 60"
        ).fetchall()
        programme = connection.execute("SELECT id FROM programme WHERE code = 'QUA-KK'").fetchone()[0]

    def save(person_id: int, unit_id: int) -> None:
        fields = AwardFields(
            programme_id=programme,
            person_id=person_id,
            unit_id=unit_id,
            handover="received",
            paid_on=date(2026, 11, 20),
            count_unit="package",
            override_reason="đo",
        )
        save_award(writable, AwardData(fields, (AwardLineFields(fund_id=1, amount=500_000),)))

    save(*people[0])
    times = [ms(partial(save, *one)) for one in people[1:]]
    with closing(connect_plain(writable.path, "rw")) as raw:
        prepare(raw, cache_mib=WRITER_CACHE, writes=True)
        plain = [ms(partial(_insert, raw, list(_rows(1, f"s{place}")))) for place in range(30)]
    print(f"\nsave an award: {shown(times)}; plain insert with its triggers {shown(plain)}", end="")
    print(f" = {median(times) / median(plain):.1f}x")
    assert percentile(times, 0.5) <= SAVE


def test_many_awards_are_written_little_slower_for_the_sums(
    writable: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listing people and handing over to them all, as services do it; and, as the worst case, rows by Core alone."""
    campaign = _campaign(writable)
    _list_and_hand_over(writable, campaign, offset=7)
    kept = _list_and_hand_over(writable, campaign, offset=8)
    rows_kept = _import(writable, "i")
    _drop_triggers(writable)
    monkeypatch.setattr(gift_entries, "summing_together", nullcontext)
    _list_and_hand_over(writable, campaign, offset=9)
    bare = _list_and_hand_over(writable, campaign, offset=10)
    rows_bare = _import(writable, "j")
    print(f"\nlist {LISTED:,} people and hand over: {kept:.2f} s; without kept sums {bare:.2f} s = {kept / bare:.2f}x")
    print(
        f"{IMPORTED:,} rows by Core alone: {rows_kept:.1f} s; without {rows_bare:.1f} s = {rows_kept / rows_bare:.2f}x"
    )
    assert kept <= IMPORT * bare
    assert rows_kept <= ROWS * rows_bare


def test_the_sums_are_small_and_soon_rebuilt(writable: Register) -> None:
    with writable.writing() as session:
        connection = sqlite_of(session)
        start = time.perf_counter()
        rebuild_sums(connection)
        rebuilt = time.perf_counter() - start
    with writable.looking() as connection:
        start = time.perf_counter()
        assert wrong_sums(connection) > 0  # the triggers were dropped for the measurement before
        checked = time.perf_counter() - start
        sizes = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall())
    own = sum(size for name, size in sizes.items() if name in {one.name for one in TABLES})
    whole = sum(sizes.values())
    print(f"\nkept sums: {own / 1e6:.0f} MB of {whole / 1e6:.0f} MB = {own / whole:.1%}; rebuilt in {rebuilt:.0f} s")
    assert checked < 5
    assert own < 0.05 * whole


def _campaign(register: Register) -> int:
    fields = CampaignFields(
        programme_id=2,
        name="Đợt để đo",
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 11, 30),
        package_cash=500_000,
        fund_id=1,
    )
    return save_campaign(register, fields).id


def _list_and_hand_over(register: Register, campaign: int, *, offset: int) -> float:
    with register.looking() as connection:
        people = connection.execute("SELECT id FROM person WHERE id % 50 = ? LIMIT ?", (offset, LISTED)).fetchall()
    start = time.perf_counter()
    added = add_recipients(register, campaign, [RecipientEntry(person_id=one) for (one,) in people])
    mark_received(register, added.award_ids, date(2026, 11, 20))
    return time.perf_counter() - start


def _drop_triggers(register: Register) -> None:
    with register.writing() as session:
        connection = sqlite_of(session)
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'sum_of_%'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")


def _small_programme(register: Register) -> int:
    with register.looking() as connection:
        return int(connection.execute("SELECT id FROM programme WHERE code = 'TNLD'").fetchone()[0])


def _rows(count: int, mark: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    moment = now()
    for place in range(count):
        person = 1 + place * 7 % PEOPLE
        base = {"row_version": 1, "created_at": moment, "updated_at": moment}
        award = {
            **base,
            "uid": new_uid(),
            "programme_id": 2 + place % 3,
            "person_id": person,
            "unit_id": 2 + place % UNITS,
            "handover": "received",
            "paid_on": f"2026-11-{1 + place % 28:02d}",
            "quantity": 1,
            "count_unit": "package",
            "signed": 1,
            "position": 0,
        }
        line = {
            **base,
            "uid": f"{mark}{award['uid']}",
            "fund_id": 1,
            "level": "upper",
            "form": "cash",
            "amount": 500_000,
        }
        yield award, line


def _insert(connection: sqlite3.Connection, rows: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for award, line in rows:
        cursor = connection.execute(_statement("award", award), award)
        connection.execute(_statement("award_line", line | {"award_id": 0}), {**line, "award_id": cursor.lastrowid})
    connection.execute("COMMIT")


def _statement(table: str, row: dict[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"


def _import(register: Register, mark: str) -> float:
    from sqlalchemy import insert

    from labordesk.model import Award, AwardLine

    rows = list(_rows(IMPORTED, mark))
    start = time.perf_counter()
    with register.writing() as session:
        first = session.connection().exec_driver_sql("SELECT max(id) FROM award").scalar_one()
        awards, lines = [], []
        for place, (award, line) in enumerate(rows, start=1):
            fields = AwardFields.model_validate({**award, "signed": True})
            money = AwardLineFields.model_validate(line)
            awards.append({**award, **fields.model_dump(), "id": first + place})
            lines.append({**line, **money.model_dump(), "award_id": first + place})
        session.execute(insert(Award), awards)
        session.execute(insert(AwardLine), lines)
    return time.perf_counter() - start


def test_the_big_register_has_the_size_that_is_spoken_of() -> None:
    assert Path(big_register()).stat().st_size > PEOPLE * 1000
