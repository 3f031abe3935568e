"""Reports against SQL written here: straight joins over the rows, nothing of the program's own sums or conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.documents.model import Block, Charts, Document, KeepTogether, RowKind, Table
from labordesk.model import Campaign
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order, compose_report
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.reports.random_register import BUILT, GIVEN, HOUSES, TYPED, Given, Typed, write

TODAY = date(2026, 3, 2)
CAMPAIGNS = (901, 902, 903)
Rows = tuple[list[Given], list[Typed], list[tuple[str, int, date | None]]]
ROWS = st.tuples(
    st.lists(st.one_of(GIVEN, GIVEN, BUILT), max_size=12),
    st.lists(TYPED, max_size=4),
    HOUSES,
)
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HANDED = "a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN :first AND :last"
NAMED = f"SELECT coalesce(sum(l.amount), 0) FROM award a JOIN award_line l ON l.award_id = a.id WHERE {HANDED}"
TYPED_IN = "g.starts_on >= :first AND g.ends_on <= :last"
YEAR = {"first": "2025-01-01", "last": "2025-12-31"}
BEFORE = {"first": "2024-01-01", "last": "2024-12-31"}


@pytest.fixture(scope="module")
def shared(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("plain") / "a.labordesk"
    path.write_bytes(register_template.read_bytes())
    with open_register(path) as register:
        yield register


def fill(register: Register, rows: Rows) -> None:
    """Write the rows and put the gifts into three campaigns of the year, by turns."""
    write(register, *rows)
    with register.writing() as session:
        run = session.connection().exec_driver_sql
        (programme,) = run("SELECT id FROM programme WHERE kind = 'gift' ORDER BY id LIMIT 1").fetchone()
        for one in CAMPAIGNS:
            if session.get(Campaign, one) is None:
                days = {"starts_on": date(2025, 1, 5), "ends_on": date(2025, 12, 20)}
                session.add(Campaign(id=one, programme_id=programme, name=f"Đợt {one}", **days))
        session.flush()
        for table in ("award", "aggregate"):
            run(f"UPDATE {table} SET campaign_id = 901 + id % 3 WHERE programme_id = ?", (programme,))


def ask(register: Register, sql: str, **values: Any) -> Any:
    """Return the one figure that plain SQL finds."""
    with register.looking() as connection:
        (value,) = connection.execute(sql, values).fetchone()
    return value or 0


def report(register: Register, name: str) -> Document:
    return compose_report(register, Order(name, parse_period("2025")), today=TODAY)


def blocks(document: Document) -> Iterator[Block]:
    for block in (*document.blocks, *(one for part in document.appendices for one in part.blocks)):
        yield from block.blocks if isinstance(block, KeepTogether) else (block,)


def tables(document: Document) -> list[Table]:
    return [block for block in blocks(document) if isinstance(block, Table)]


def total_row(table: Table) -> tuple[Any, ...]:
    return next(row.cells for row in table.rows if row.kind is RowKind.TOTAL)


def money(register: Register, scope: dict[str, str]) -> int:
    typed = ask(register, f"SELECT sum(g.cash + g.goods) FROM aggregate g WHERE {TYPED_IN}", **scope)
    return int(ask(register, NAMED, **scope) + typed)


@MANY
@given(rows=ROWS)
def test_indicators_tell_the_money_of_both_years(shared: Register, rows: Rows) -> None:
    fill(shared, rows)
    [table] = tables(report(shared, "chi-tieu"))
    told = [row.cells for row in table.rows if row.cells[1] == "Tổng trị giá chăm lo"]
    now, before = money(shared, YEAR), money(shared, BEFORE)
    assert [(row[4] or 0, row[5] or 0, row[7] or 0) for row in told] == ([(now, now, before)] if now or before else [])


@MANY
@given(rows=ROWS)
def test_the_page_for_a_meeting_tells_money_turns_people_and_gifts(shared: Register, rows: Rows) -> None:
    fill(shared, rows)
    document = report(shared, "mot-trang")
    found = [table for table in tables(document) if table.columns[0].heading == "Nội dung"]
    told = {str(row.cells[0]): row.cells[1:3] for table in found for row in table.rows}
    scopes = (YEAR, BEFORE)

    def said(name: str) -> list[Any]:
        return [cell or 0 for cell in told.get(name, (0, 0))]

    people = f"SELECT count(DISTINCT a.person_id) FROM award a WHERE {HANDED} AND a.house_id IS NULL"
    funded = "SELECT count(*) FROM house_milestone m WHERE m.milestone = 'funded' AND m.happened_on BETWEEN :first AND"
    assert said("Tổng trị giá chăm lo (đồng)") == [money(shared, one) for one in scopes]
    assert said("Số người có tên được hỗ trợ") == [ask(shared, people, **one) for one in scopes]
    assert said("Số nhà Mái ấm được trao hỗ trợ") == [ask(shared, f"{funded} :last", **one) for one in scopes]
    charts = [chart for block in blocks(document) if isinstance(block, Charts) for chart in block.charts]
    by_month = next((chart for chart in charts if chart.title.startswith("Theo tháng")), None)
    if by_month is not None:
        assert sum(bar.value for bar in by_month.bars) == ask(shared, NAMED, **YEAR)
        assert sum(bar.before for bar in by_month.bars) == ask(shared, NAMED, **BEFORE)
        march = {"first": "2025-03-01", "last": "2025-03-31"}
        assert sum(bar.value for bar in by_month.bars if bar.label == "T3") == ask(shared, NAMED, **march)


@MANY
@given(rows=ROWS)
def test_the_quick_report_tells_each_campaign_and_each_source(shared: Register, rows: Rows) -> None:
    fill(shared, rows)
    by_campaign, by_unit, *by_source = tables(report(shared, "nhanh-tet"))
    told_listed, told_given, told_money = Counter[str](), Counter[str](), Counter[str]()
    for row in by_campaign.rows:
        if row.kind is RowKind.NORMAL:
            name = str(row.cells[1])
            told_listed[name] += row.cells[5] or 0  # type: ignore[operator]
            told_given[name] += row.cells[6] or 0  # type: ignore[operator]
            told_money[name] += row.cells[7] or 0  # type: ignore[operator]
    until = {"last": "2025-12-31"}
    whole = 0
    for one in CAMPAIGNS:
        name = f"Đợt {one}"
        gone = "a.handover IN ('received', 'proxy') AND a.paid_on <= :last AND a.campaign_id = :one"
        mine = "g.campaign_id = :one AND g.ends_on <= :last"
        assert told_listed[name] == ask(
            shared, "SELECT sum(quantity) FROM award WHERE handover <> 'returned' AND campaign_id = :one", one=one
        )
        assert told_given[name] == ask(
            shared, f"SELECT sum(a.quantity) FROM award a WHERE {gone}", one=one, **until
        ) + ask(shared, f"SELECT sum(g.quantity) FROM aggregate g WHERE {mine}", one=one, **until)
        paid = ask(
            shared,
            f"SELECT sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id WHERE {gone}",
            one=one,
            **until,
        ) + ask(shared, f"SELECT sum(g.cash + g.goods) FROM aggregate g WHERE {mine}", one=one, **until)
        assert told_money[name] == paid
        whole += paid
    assert (total_row(by_campaign)[7] or 0) == (total_row(by_unit)[5] or 0) == whole
    assert sum((total_row(table)[2] or 0) for table in by_source) == whole


@MANY
@given(rows=ROWS)
def test_the_comparison_tells_gifts_and_houses_of_each_unit(shared: Register, rows: Rows) -> None:
    fill(shared, rows)
    table = tables(report(shared, "cum-thi-dua"))[0]
    shown = {str(row.cells[1]): row.cells for row in table.rows if row.kind is RowKind.NORMAL}
    for name, units in (("Công đoàn cơ sở 2", "(2, 4)"), ("Công đoàn cơ sở 3", "(3)")):
        cells = shown.get(name, (None,) * 11)
        whole = ask(shared, f"{NAMED} AND a.unit_id IN {units}", **YEAR) + ask(
            shared, f"SELECT sum(g.cash + g.goods) FROM aggregate g WHERE {TYPED_IN} AND g.unit_id IN {units}", **YEAR
        )
        houses = ask(shared, f"{NAMED} AND a.unit_id IN {units} AND a.house_id IS NOT NULL", **YEAR)
        assert (cells[9] or 0) == whole
        assert (cells[6] or 0) == houses
        for column, work in ((4, "new"), (5, "repair")):
            funded = ask(
                shared,
                "SELECT count(*) FROM house h JOIN house_milestone m ON m.house_id = h.id WHERE m.milestone = 'funded'"
                f" AND m.happened_on BETWEEN :first AND :last AND h.work = :work AND h.unit_id IN {units}",
                work=work,
                **YEAR,
            )
            assert (cells[column] or 0) == funded


@MANY
@given(rows=ROWS)
def test_an_inspection_counts_every_award_and_every_missing_signature(shared: Register, rows: Rows) -> None:
    fill(shared, rows)
    with shared.writing() as session:
        session.connection().exec_driver_sql("UPDATE award SET signed = id % 2")
    document = report(shared, "kiem-tra")
    awards = ask(shared, f"SELECT count(*) FROM award a WHERE {HANDED}", **YEAR)
    unsigned = ask(shared, f"SELECT count(*) FROM award a WHERE {HANDED} AND a.signed = 0", **YEAR)
    owed = ask(shared, f"{NAMED} AND a.signed = 0", **YEAR)
    texts = " ".join(str(getattr(block, "text", "")) for block in blocks(document))
    assert awards == 0 or f" trong {awards} lần trao" in texts or f"{awards} lần trao" in texts
    last = tables(document)[-1] if unsigned else None
    if last is not None:
        cells = [cell for cell in total_row(last) if isinstance(cell, int)]
        assert unsigned in cells
        assert owed in cells or not owed
