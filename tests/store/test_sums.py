"""The kept sums follow every change of an award or a line, and tell the same as the rows for any period and units."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labordesk.store import figures
from labordesk.store.connection import WRITER_CACHE, connect_plain, prepare
from labordesk.store.figures import PERSON_UNITS, Scope
from labordesk.store.sum_tables import TABLES
from labordesk.store.sums import rebuild_sums, summing_together, wrong_sums
from tests.store.giving import AWARDS, LINES, PEOPLE, UNITS, add_award, add_line, write_surroundings

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), AWARDS, LINES),
        st.tuples(st.just("change"), st.integers(0, 9), AWARDS),
        st.tuples(st.just("hand over"), st.integers(0, 9), st.sampled_from(["received", "returned"])),
        st.tuples(st.just("add line"), st.integers(0, 9), LINES),
        st.tuples(st.just("change lines"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("delete lines"), st.integers(0, 9)),
        st.tuples(st.just("delete"), st.integers(0, 9)),
        st.tuples(st.just("merge people"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
        st.tuples(st.just("move unit"), st.sampled_from(UNITS), st.sampled_from(UNITS)),
    ),
    min_size=1,
    max_size=16,
)
GIVEN = st.lists(st.tuples(AWARDS, LINES), max_size=14)


@pytest.fixture(scope="module")
def connection(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A writing connection of a register with people, units, campaigns and houses but no award."""
    path = tmp_path_factory.mktemp("sums") / "a.labordesk"
    path.write_bytes(register_template.read_bytes())
    with closing(connect_plain(path, "rw")) as opened:
        prepare(opened, cache_mib=WRITER_CACHE, writes=True)
        write_surroundings(opened)
        yield opened


def award_at(connection: sqlite3.Connection, place: int) -> int | None:
    ids = [row[0] for row in connection.execute("SELECT id FROM award ORDER BY id")]
    return ids[place % len(ids)] if ids else None


def take(connection: sqlite3.Connection, step: tuple[Any, ...]) -> None:
    """Do one change as a service, a merge or a correction would."""
    what, *rest = step
    if what == "add":
        add_award(connection, rest[0], rest[1])
    elif what == "merge people":
        connection.execute("UPDATE award SET person_id = ? WHERE person_id = ?", rest)
    elif what == "move unit":
        connection.execute("UPDATE award SET unit_id = ? WHERE unit_id = ?", rest)
    elif (award := award_at(connection, rest[0])) is not None:
        if what == "change":
            columns = ", ".join(f"{name} = :{name}" for name in rest[1])
            connection.execute(f"UPDATE award SET {columns} WHERE id = :id", {**rest[1], "id": award})
        elif what == "hand over":
            connection.execute("UPDATE award SET handover = ? WHERE id = ?", (rest[1], award))
        elif what == "add line":
            for line in rest[1]:
                add_line(connection, award, line)
        elif what == "change lines":
            other = award_at(connection, rest[1])
            connection.execute(
                "UPDATE award_line SET award_id = ?, amount = amount + 1 WHERE award_id = ?", (other, award)
            )
        elif what == "delete lines":
            connection.execute("DELETE FROM award_line WHERE award_id = ?", (award,))
        else:
            connection.execute("DELETE FROM award WHERE id = ?", (award,))


@settings(max_examples=120)
@given(steps=STEPS)
def test_the_sums_follow_every_change(connection: sqlite3.Connection, steps: list[tuple[Any, ...]]) -> None:
    connection.execute("BEGIN")
    try:
        for step in steps:
            take(connection, step)
            assert wrong_sums(connection) == 0, step
    finally:
        connection.execute("ROLLBACK")


@settings(max_examples=40)
@given(steps=STEPS)
def test_nothing_is_left_when_all_is_deleted(connection: sqlite3.Connection, steps: list[tuple[Any, ...]]) -> None:
    connection.execute("BEGIN")
    try:
        for step in steps:
            take(connection, step)
        connection.execute("DELETE FROM award")
        assert [connection.execute(f"SELECT count(*) FROM {one.name}").fetchone()[0] for one in TABLES] == [0] * len(
            TABLES
        )
    finally:
        connection.execute("ROLLBACK")


def test_rebuilt_sums_are_those_the_triggers_kept(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    try:
        award = {"person_id": 1, "paid_on": "2024-01-01", "handover": "received", "unit_id": 1, "programme_id": 2}
        award |= {"campaign_id": None, "count_unit": "person", "house_id": None, "quantity": 1}
        for day in ("2024-01-01", "2024-02-02", "2024-01-15"):
            add_award(
                connection, {**award, "paid_on": day}, [{"fund_id": 1, "level": "upper", "form": "cash", "amount": 5}]
            )
        kept = [connection.execute(f"SELECT * FROM {one.name}").fetchall() for one in TABLES]
        assert all(kept)
        rebuild_sums(connection)
        assert [connection.execute(f"SELECT * FROM {one.name}").fetchall() for one in TABLES] == kept
    finally:
        connection.execute("ROLLBACK")


@settings(max_examples=150)
@given(
    given_awards=GIVEN,
    period=st.tuples(st.dates(date(2023, 12, 20), date(2025, 1, 10)), st.dates(date(2023, 12, 20), date(2025, 1, 10))),
    units=st.one_of(st.none(), st.frozensets(st.sampled_from(UNITS))),
    tet=st.sampled_from([None, None, 2024]),
)
def test_figures_are_those_of_the_rows_for_any_period_and_units(
    connection: sqlite3.Connection,
    given_awards: list[tuple[dict[str, Any], list[dict[str, Any]]]],
    period: tuple[date, date],
    units: frozenset[int] | None,
    tet: int | None,
) -> None:
    scope = Scope(min(period), max(period), units, tet)
    connection.execute("BEGIN")
    try:
        for award, lines in given_awards:
            add_award(connection, award, lines)
        inside = [(award, lines) for award, lines in given_awards if counts(award, scope)]
        apart = [award for award, _lines in inside if award["house_id"] is None]
        found = figures.totals(connection, scope)
        assert found.total == sum(line["amount"] for _award, lines in inside for line in lines)
        assert found.people == len(humans(apart))
        assert found.turns == sum(1 if award["person_id"] else award["quantity"] for award in apart)
        programmes = figures.by_programme(connection, scope)
        assert sum(one.total for one in programmes) == found.total
        money = figures.total_by_programme(connection, scope)
        assert {one.programme_id: one.total for one in programmes if one.total} == {k: v for k, v in money.items() if v}
        assert {one.programme_id for one in programmes} >= {award["programme_id"] for award in apart}
        for figure in programmes:
            of_programme = [award for award, _lines in inside if award["programme_id"] == figure.programme_id]
            assert figure.people == len(humans(of_programme))
            assert figure.turns == sum(award["person_id"] is not None for award in of_programme)
            for quantity in figure.quantities:
                alike = [award for award in of_programme if award["count_unit"] == quantity.count_unit]
                alike = [award for award in alike if award["house_id"] is None]
                if quantity.count_unit in PERSON_UNITS:
                    unnamed = sum(award["quantity"] for award in alike if award["person_id"] is None)
                    assert quantity.count == len(humans(alike)) + unnamed
                elif quantity.count_unit != "house":
                    assert quantity.count == sum(award["quantity"] for award in alike)
        for unit_id, of_unit in figures.by_unit(connection, scope).items():
            here = [(award, lines) for award, lines in inside if award["unit_id"] == unit_id]
            assert of_unit.total == sum(line["amount"] for _award, lines in here for line in lines)
    finally:
        connection.execute("ROLLBACK")


def counts(award: dict[str, Any], scope: Scope) -> bool:
    """Say in plain words which awards are spending of a scope."""
    if award["handover"] not in ("received", "proxy"):
        return False
    if scope.unit_ids is not None and award["unit_id"] not in scope.unit_ids:
        return False
    if scope.tet_year is not None:
        return bool(award["campaign_id"] == 1)
    return scope.start.isoformat() <= award["paid_on"] <= scope.end.isoformat()


def humans(awards: list[dict[str, Any]]) -> set[int]:
    return {award["person_id"] for award in awards if award["person_id"] is not None}


@settings(max_examples=40, deadline=None)
@given(before=GIVEN, together=GIVEN)
def test_awards_added_together_are_summed_as_one_by_one(
    connection: sqlite3.Connection,
    before: list[tuple[dict[str, Any], list[dict[str, Any]]]],
    together: list[tuple[dict[str, Any], list[dict[str, Any]]]],
) -> None:
    connection.execute("BEGIN")
    try:
        for award, lines in before:
            add_award(connection, award, lines)
        with summing_together(connection):
            for award, lines in together:
                add_award(connection, award, lines)
        assert wrong_sums(connection) == 0
        for award, lines in before:  # the triggers are back
            add_award(connection, award, lines)
        assert wrong_sums(connection) == 0
    finally:
        connection.execute("ROLLBACK")
