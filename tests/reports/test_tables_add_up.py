"""Every table adds up to what was written, counted here without the program's own sums, on random registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.documents.excel.formulas import sums_of
from labordesk.documents.model import Document, Row, RowKind, Table
from labordesk.fields.choices import LEVELS, SOURCES, STANDINGS
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order, compose_report
from labordesk.store.figures import HANDED_OVER
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.reports.random_register import BUILT, GIVEN, HOUSES, PEOPLE, TYPED, Given, Typed, write

TODAY = date(2026, 3, 2)
ROWS = st.tuples(
    st.lists(st.one_of(GIVEN, GIVEN, BUILT), max_size=12),
    st.lists(TYPED, max_size=4),
    HOUSES,
)
MANY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def shared(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("tables") / "a.labordesk"
    path.write_bytes(register_template.read_bytes())
    with open_register(path) as register:
        yield register


def report(register: Register, name: str) -> Document:
    return compose_report(register, Order(name, parse_period("2025")), today=TODAY)


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def rows_of(table: Table, kind: RowKind = RowKind.NORMAL) -> list[Row]:
    return [row for row in table.rows if row.kind is kind]


def total(table: Table, column: int) -> int:
    """Return a figure of the total row, which must be the sum of the rows above it."""
    rows = rows_of(table, RowKind.TOTAL)
    if not rows:
        return 0
    [row] = rows
    value = row.cells[column]
    return value if isinstance(value, int) else 0


def added(table: Table, column: int) -> int:
    cells = (row.cells[column] for row in rows_of(table))
    return sum(cell for cell in cells if isinstance(cell, int))


def spent(awards: list[Given], typed: list[Typed]) -> int:
    return sum(one.amount for one in awards if one.counts) + sum(one.cash for one in typed if one.counts)


def turns(awards: list[Given], typed: list[Typed]) -> int:
    named = sum(one.quantity for one in awards if one.counts and one.house is None)
    return named + sum(one.quantity for one in typed if one.counts and one.counted in HANDED_OVER)


Rows = tuple[list[Given], list[Typed], list[tuple[str, int, date | None]]]


@MANY
@given(rows=ROWS)
def test_programmes_add_up_to_money_turns_and_people(shared: Register, rows: Rows) -> None:
    awards, typed, houses = rows
    write(shared, awards, typed, houses)
    [table] = tables(report(shared, "theo-chuong-trinh"))
    assert total(table, 7) == added(table, 7) == spent(awards, typed)
    assert total(table, 5) + total(table, 6) == total(table, 7)
    assert total(table, 3) == added(table, 3) == turns(awards, typed)
    helped = {one.person for one in awards if one.counts and one.house is None and one.person is not None}
    assert total(table, 2) == len(helped)
    built = sum(day is not None and day.year == 2025 for _work, _unit, day in houses)
    told = [row.cells[4] for row in rows_of(table) if row.cells[1] == "Mái ấm công đoàn"]
    assert (f"{built} nhà" in str(told)) == bool(built)


@MANY
@given(rows=ROWS)
def test_units_add_up_at_every_level(shared: Register, rows: Rows) -> None:
    awards, typed, houses = rows
    write(shared, awards, typed, houses)
    [table] = tables(report(shared, "theo-don-vi"))
    assert total(table, 8) == added(table, 8) == spent(awards, typed)
    assert total(table, 2) == added(table, 2) == turns(awards, typed)
    by_unit: dict[int, int] = defaultdict(int)
    for one in (*awards, *typed):
        if one.counts:
            by_unit[one.unit] += one.amount if isinstance(one, Given) else one.cash
    below_two = by_unit[2] + by_unit[4]
    shown = {row.cells[1]: row.cells[8] or 0 for row in table.rows}
    assert (shown.get("Công đoàn cơ sở 2") or 0) == below_two
    assert (shown.get("Công đoàn cơ sở 3") or 0) == by_unit[3]
    assert (shown.get("Công đoàn cơ sở 4") or 0) == by_unit[4]


@MANY
@given(rows=ROWS)
def test_sources_and_levels_add_up_both_ways(shared: Register, rows: Rows) -> None:
    awards, typed, houses = rows
    funds = write(shared, awards, typed, houses)
    table = tables(report(shared, "theo-nguon"))[0]
    expected: dict[tuple[str, str], int] = defaultdict(int)
    for one in awards:
        if one.counts:
            for fund, level, _form, amount in one.lines:
                expected[funds[fund].source, level] += amount
    for total_row in typed:
        if total_row.counts:
            source = "" if total_row.fund is None else funds[total_row.fund].source
            expected[source, total_row.level] += total_row.cash
    shown = {str(row.cells[1]): row.cells for row in rows_of(table)}
    for code, name in SOURCES:
        told = sum(amount for (source, _level), amount in expected.items() if source == code)
        assert (shown[name][6] if name in shown else 0) == told
        for place, (level, _label) in enumerate(LEVELS, start=2):
            assert ((shown[name][place] if name in shown else 0) or 0) == expected[code, level]
    assert total(table, 6) == added(table, 6) == spent(awards, typed)


@MANY
@given(rows=ROWS)
def test_each_division_of_people_is_the_whole_money(shared: Register, rows: Rows) -> None:
    awards, typed, houses = rows
    write(shared, awards, typed, houses)
    [table] = tables(report(shared, "doi-tuong"))
    whole = spent(awards, typed)
    divisions: list[list[Row]] = []
    for row in table.rows:
        if row.kind is RowKind.GROUP:
            divisions.append([])
        elif row.kind is RowKind.NORMAL:
            divisions[-1].append(row)
    for division in divisions:
        assert sum(row.cells[4] for row in division if isinstance(row.cells[4], int)) == whole
    if divisions:
        standing = {str(row.cells[1]): row.cells[2] for row in divisions[2]}
        for code, label in STANDINGS:
            people = {one.person for one in awards if one.counts and one.person is not None and one.house is None}
            those = [person for person in people if PEOPLE[person][1] == code]
            assert (standing.get(label) or 0) == len(those)
        assert total(table, 2) == len(people) == total(tables(report(shared, "theo-chuong-trinh"))[0], 2)
        assert total(table, 3) == turns(awards, typed)


@MANY
@given(rows=ROWS)
def test_houses_show_the_money_of_the_period_and_all_of_it(shared: Register, rows: Rows) -> None:
    awards, typed, houses = rows
    write(shared, awards, typed, houses)
    found = tables(report(shared, "mai-am"))
    paid = [one for one in awards if one.house is not None and one.handover in ("received", "proxy")]
    in_period = sum(one.amount for one in paid if one.day.year == 2025)
    if not found:
        assert in_period == 0
        return
    stages, listed = found
    assert total(listed, 9) == added(listed, 9) == in_period
    until = sum(one.amount for one in paid if one.day.year <= 2025)
    assert total(listed, 10) == added(listed, 10) == total(stages, 4) == until
    assert total(stages, 3) == added(stages, 3) == len(rows_of(listed))


@MANY
@given(rows=ROWS)
def test_what_excel_adds_up_is_what_paper_says(shared: Register, rows: Rows) -> None:
    awards, typed, houses = rows
    write(shared, awards, typed, houses)
    [table] = tables(report(shared, "theo-don-vi"))
    sums = sums_of(table.rows)
    for place, row in enumerate(table.rows):
        if row.kind is RowKind.TOTAL:
            assert all((place, column) in sums for column in (2, 8) if isinstance(row.cells[column], int))


@MANY
@given(rows=ROWS)
def test_money_is_the_same_in_every_report(shared: Register, rows: Rows) -> None:
    awards, typed, houses = rows
    write(shared, awards, typed, houses)
    whole = spent(awards, typed)
    targets = tables(report(shared, "chi-tieu"))[0]
    told = [row.cells[4] for row in rows_of(targets) if row.cells[1] == "Tổng trị giá chăm lo"]
    assert sum(cell for cell in told if isinstance(cell, int)) == whole
    statistics = tables(report(shared, "thong-ke"))[0]
    told = [row.cells[3] for row in rows_of(statistics) if row.cells[1] == "Tổng trị giá chăm lo"]
    assert sum(cell for cell in told if isinstance(cell, int)) == whole
    cluster = tables(report(shared, "cum-thi-dua"))[0]
    own = sum(one.amount for one in awards if one.counts and one.unit == 1)
    own += sum(one.cash for one in typed if one.counts and one.unit == 1)
    assert total(cluster, 9) == added(cluster, 9) == whole - own
