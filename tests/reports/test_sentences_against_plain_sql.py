"""What reports say in sentences, and each line of the statistical forms, against plain SQL on random registers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.documents.model import Block, Bullet, Document, KeepTogether, Paragraph, RowKind, Table, plain
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order, compose_report
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.reports.plain_sql import UNIT_WORDS, Plain
from tests.reports.random_register import BUILT, DAYS, GIVEN, HOUSES, TYPED, UNITS, write

TODAY = date(2026, 3, 2)
PERIODS = {
    "2025": ("2025-01-01", "2025-12-31"),
    "2025-Q2": ("2025-04-01", "2025-06-30"),
    "2025-TK-H1": ("2024-12-01", "2025-05-31"),
    "2025-TK": ("2024-12-01", "2025-11-30"),
}
"""The cut-offs of the union's statistics are 31/5 and 30/11 (QĐ 1454/QĐ-TLĐ 2014; domain.md 6.1)."""
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FLOW, STOCK = ("DV-MOI", "DV-GIAM", "CDCS-MOI"), ("DV", "CDCS")

MONEY = st.one_of(st.integers(1, 9_000_000), st.integers(10**8, 10**11))
ACTIVITY = st.tuples(
    st.sampled_from(["XE", "KHAM-SK", "TVPL", "BUA-AN"]),
    st.sampled_from(UNITS),
    DAYS,
    st.integers(1, 5000),
    st.sampled_from(["person", "turn", "case", "meal"]),
    st.one_of(st.none(), MONEY),
)
RAISED = st.tuples(st.sampled_from(UNITS), DAYS, MONEY, st.integers(0, 10**7), st.integers(0, 400))
INDICATOR = st.tuples(st.sampled_from((*FLOW, *STOCK)), st.sampled_from(UNITS), DAYS, st.integers(1, 9999))
REGISTER = st.tuples(
    st.lists(st.one_of(GIVEN, GIVEN, BUILT), max_size=12),
    st.lists(TYPED, max_size=4),
    HOUSES,
    st.lists(ACTIVITY, max_size=4),
    st.lists(RAISED, max_size=3),
    st.lists(INDICATOR, max_size=5, unique_by=lambda one: (one[0], one[1], one[2])),
)


@pytest.fixture(scope="module")
def shared(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("plain") / "a.labordesk"
    path.write_bytes(register_template.read_bytes())
    with open_register(path) as register:
        yield register


def fill(register: Register, rows: tuple[Any, ...]) -> None:
    """Write the rows; houses begin ten days before their money and are handed over a hundred days after it."""
    awards, typed, houses, activities, raised, indicators = rows
    write(register, awards, typed, houses)
    with register.writing() as session:
        run = session.connection().exec_driver_sql
        for table in ("activity", "contribution", "indicator_value"):
            run(f"DELETE FROM {table}")
        for milestone, days in (("started", -10), ("handed_over", 100)):
            run(
                "INSERT INTO house_milestone (uid, row_version, created_at, updated_at, house_id, milestone,"
                f" happened_on) SELECT uid || '{milestone}', 1, created_at, updated_at, house_id, '{milestone}',"
                f" date(happened_on, '{days} days') FROM house_milestone WHERE milestone = 'funded'"
            )
        kept = "uid, row_version, created_at, updated_at"
        for place, (code, unit, day, count, counted, cost) in enumerate(activities):
            run(
                f"INSERT INTO activity ({kept}, programme_id, unit_id, happened_on, count, count_unit, cost) VALUES"
                " (?, 1, '', '', (SELECT id FROM programme WHERE code = ?), ?, ?, ?, ?, ?)",
                (f"v{place}", code, unit, day.isoformat(), count, counted, cost),
            )
        for place, (unit, day, cash, goods, labour) in enumerate(raised):
            run(
                f"INSERT INTO contribution ({kept}, unit_id, purpose, received_on, pledged, cash, goods, labour_days)"
                " VALUES (?, 1, '', '', ?, ?, ?, 0, ?, ?, ?)",
                (f"r{place}", unit, f"việc {place}", day.isoformat(), cash, goods, labour),
            )
        for place, (code, unit, day, value) in enumerate(indicators):
            run(
                f"INSERT INTO indicator_value ({kept}, indicator_id, unit_id, starts_on, ends_on, value) VALUES"
                " (?, 1, '', '', (SELECT id FROM indicator WHERE code = ?), ?, ?, ?, ?)",
                (f"i{place}", code, unit, day.isoformat(), day.isoformat(), value),
            )


def report(register: Register, name: str, code: str) -> tuple[Document, Plain]:
    document = compose_report(register, Order(name, parse_period(code)), today=TODAY)
    return document, Plain(register, *PERIODS[code])


def blocks(document: Document) -> Iterator[Block]:
    for block in (*document.blocks, *(one for part in document.appendices for one in part.blocks)):
        yield from block.blocks if isinstance(block, KeepTogether) else (block,)


def said(document: Document) -> list[str]:
    """Return the sentences and items without their closing mark."""
    texts = [plain(one.text) for one in blocks(document) if isinstance(one, Paragraph | Bullet)]
    return [" ".join(text.replace("\u00a0", " ").split()).rstrip("./") for text in texts]


SPOKEN = r"(?P<word>hơn |gần )?(?P<figure>[\d.,]+)(?P<scale> tỷ| triệu)? đồng"


def tells(text: str, exact: int) -> bool:
    """Tell whether words name a sum, with "hơn" or "gần" only where the figure shown lies on that side of it."""
    found = re.fullmatch(SPOKEN, text)
    assert found, text
    figure = Decimal(found["figure"].replace(".", "").replace(",", "."))
    shown = figure * {None: 1, " triệu": 10**6, " tỷ": 10**9}[found["scale"]]
    word = {0: None, -1: "hơn ", 1: "gần "}[(shown > exact) - (shown < exact)]
    return found["word"] == word and abs(shown - exact) <= (500_000 if found["scale"] == " tỷ" else 0)


def figure(pattern: str, texts: list[str]) -> int:
    """Return the whole number some sentence names, 0 when none does."""
    found = [match for text in texts for match in re.findall(pattern, text)]
    assert len(found) <= 1, found
    return int(found[0].replace(".", "")) if found else 0


def amount_is(pattern: str, texts: list[str], exact: int) -> bool:
    """Tell whether the sentence with a sum names it, and there is none when there is nothing to name."""
    found = [
        match
        for text in texts
        for match in re.findall(pattern.replace("MONEY", r"((?:hơn |gần )?[\d.,]+(?: tỷ| triệu)? đồng)"), text)
    ]
    return found == [] if not exact else len(found) == 1 and tells(found[0], exact)


LEVELS = {
    "national": "Tổng Liên đoàn",
    "province": "cấp tỉnh, thành phố, ngành",
    "upper": "công đoàn cấp trên trực tiếp cơ sở",
    "grassroots": "công đoàn cơ sở",
}
CLAUSES = {"package": "trao {} suất quà", "person": "hỗ trợ {} ", "turn": "hỗ trợ {} lượt ", "ticket": "tặng {} phiếu "}


def dotted(count: int) -> str:
    return f"{count:,}".replace(",", ".")


@pytest.mark.parametrize("name", ["tong-hop", "so-ket"])
@pytest.mark.parametrize("code", ["2025", "2025-Q2"])
@MANY
@given(rows=REGISTER)
def test_the_opening_sentences_tell_the_sums_of_the_rows(
    shared: Register, rows: tuple[Any, ...], code: str, name: str
) -> None:
    fill(shared, rows)
    document, sql = report(shared, name, code)
    texts = said(document)
    opening = [text for text in texts if " đã chăm lo cho " in text]
    whole, turns, people = sql.money(), sql.turns(), sql.people()
    assert bool(opening) == bool(whole or turns)
    assert amount_is(r"đã chăm lo cho .* với tổng trị giá MONEY", opening, whole)
    assert figure(r"([\d.]+) lượt hỗ trợ", opening) == turns
    assert figure(r"cho ([\d.]+) người có tên", opening) == (people if people != turns else 0)
    paid = {level: money for level, money in sql.money_by("l.level", "g.level").items() if money}
    for level, words in LEVELS.items():
        exact = paid.get(level, 0) if len(paid) > 1 else 0
        assert amount_is(rf"(?:trong đó |, ){words} chi MONEY", opening, exact)
    goods = sql.goods()
    assert amount_is("quà, hiện vật trị giá MONEY$", texts, goods if whole - goods else 0)
    assert amount_is("tiền mặt, chuyển khoản MONEY;", texts, whole - goods if goods else 0)
    assert amount_is("Trong tổng số trên có MONEY là số liệu tổng hợp", texts, sql.typed())
    before = Plain(shared, *(f"2024{day[4:]}" for day in PERIODS[code])).money()
    compared = [text for text in texts if "tổng trị giá chăm lo" in text.casefold() and "kỳ năm 2024" in text]
    assert bool(compared) == bool(whole and before)
    if compared and whole != before:
        side, share = re.findall(r"(tăng|giảm) ([\d.,]+)%", compared[0])[0]
        assert (side == "tăng") == (whole > before)
        exactly = Decimal(abs(whole - before)) * 100 / before
        assert abs(Decimal(share.replace(".", "").replace(",", ".")) - exactly) <= Decimal("0.1")


@MANY
@given(rows=REGISTER)
def test_each_programme_is_told_with_its_counts_and_its_money(shared: Register, rows: tuple[Any, ...]) -> None:
    fill(shared, rows)
    document, sql = report(shared, "tong-hop", "2025")
    texts = said(document)
    counts, money = sql.counts(), sql.money_by_count()
    for name in {name for name, _unit in (*counts, *money)}:
        [text] = [text for text in texts if text.startswith(f"{name}: ")]
        clauses = text.removeprefix(f"{name}: ").partition("; trong đó ")[0].split("; ")
        units = {unit for one, unit in (*counts, *money) if one == name}
        assert len(clauses) == len(units)
        for unit in units:
            count, paid = counts.get((name, unit), 0), money.get((name, unit), 0)
            if not count:
                assert any(clause.startswith("đã chi ") and tells(clause[7:], paid) for clause in clauses)
                continue
            begins = CLAUSES[unit].format(dotted(count))
            told = [clause for clause in clauses if clause.startswith(begins)]
            assert any(amount_is("với tổng (?:số tiền|trị giá) MONEY", [clause], paid) for clause in told), clauses
    built = [text for text in texts if text.startswith("Chương trình Mái ấm công đoàn đã")]
    new, repaired = sql.houses("funded", "new"), sql.houses("funded", "repair")
    given_for_houses = sql.money_by("p.kind", "p.kind").get("house", 0)
    assert figure(r"xây dựng mới được ([\d.]+) nhà", built) == new
    assert figure(r"sửa chữa ([\d.]+) nhà", built) == repaired
    assert amount_is("(?:với tổng số tiền|đã chi) MONEY", built, given_for_houses)
    assert figure(r"^Khởi công ([\d.]+) nhà Mái ấm công đoàn$", texts) == sql.houses("started")
    assert figure(r"^Tổ chức bàn giao ([\d.]+) Mái ấm", texts) == sql.houses("handed_over")


@MANY
@given(rows=REGISTER)
def test_what_is_no_spending_is_told_with_its_own_figures(shared: Register, rows: tuple[Any, ...]) -> None:
    fill(shared, rows)
    document, sql = report(shared, "tong-hop", "2025")
    texts = said(document)
    for (name, unit), (count, cost) in sql.activities().items():
        people = unit == "person"
        told = [text for text in texts if re.match(rf"{re.escape(name)}: {dotted(count)} ", text)]
        told = [text for text in told if people or f"{dotted(count)} {UNIT_WORDS[unit]}" in text]
        assert any(amount_is("với kinh phí MONEY", [text], cost) for text in told), (name, unit, count, cost)
    for _unit, day, cash, goods, labour in rows[4]:
        if day.year == 2025:
            money = [text for text in texts if text.startswith("Vận động, đóng góp (việc ")]
            assert any(amount_is(": MONEY", [one], cash + goods) for one in money)
            assert not labour or any(f"{dotted(labour)} ngày công" in one for one in money)
    phrases = dict(sql.rows("SELECT name, phrase FROM indicator"))
    for name, value in sql.indicators().items():
        if not value:
            continue  # nothing is said of a zero
        phrase = phrases[name].replace("{n}", dotted(value))
        assert phrase[:1].upper() + phrase[1:] in texts


@pytest.mark.parametrize("code", ["2025-TK-H1", "2025-TK", "2025"])
@MANY
@given(rows=REGISTER)
def test_each_line_of_the_statistical_form_counts_up_to_its_cut_off(
    shared: Register, rows: tuple[Any, ...], code: str
) -> None:
    fill(shared, rows)
    document, sql = report(shared, "thong-ke", code)
    [table] = [one for one in blocks(document) if isinstance(one, Table)]
    told = {(str(row.cells[1]), str(row.cells[2])): row.cells[3] for row in table.rows if row.kind is RowKind.NORMAL}
    assert told == sql.lines()
    assert len(told) == sum(row.kind is RowKind.NORMAL for row in table.rows)


@MANY
@given(rows=REGISTER)
def test_each_line_of_the_plan_counts_this_period_the_year_so_far_and_last_year(
    shared: Register, rows: tuple[Any, ...]
) -> None:
    fill(shared, rows)
    document, now = report(shared, "chi-tieu", "2025-Q2")
    [table] = [one for one in blocks(document) if isinstance(one, Table)]
    told = {
        (str(row.cells[1]), str(row.cells[2])): tuple(row.cells[place] or 0 for place in (4, 5, 7))
        for row in table.rows
        if row.kind is RowKind.NORMAL
    }
    years = (now, Plain(shared, "2025-01-01", now.last), Plain(shared, "2024-04-01", "2024-06-30"))
    lines = [year.lines() for year in years]
    names = {name for year in lines for name in year}
    assert told == {name: tuple(year.get(name, 0) for year in lines) for name in names}


@MANY
@given(rows=REGISTER)
def test_tables_by_programme_unit_source_and_recipient_hold_the_sums_of_the_rows(
    shared: Register, rows: tuple[Any, ...]
) -> None:
    fill(shared, rows)
    document, sql = report(shared, "theo-chuong-trinh", "2025")
    programmes = sql.money_by("p.name", "p.name")
    for row in normal(document):
        if row[1] != "Mái ấm công đoàn":
            assert (row[3] or 0) == sql.turns(f"p.name = '{row[1]}'")
        assert (row[7] or 0) == programmes.get(str(row[1]), 0)
    assert set(programmes) <= {str(row[1]) for row in normal(document)}
    units = sql.money_by("a.unit_id", "g.unit_id")
    below = {"Công đoàn cơ sở 3": (3,), "Công đoàn cơ sở 4": (4,), "(trực tiếp)": (1,)}
    document, _sql = report(shared, "theo-don-vi", "2025")
    for row in normal(document):
        ids = next((ids for name, ids in below.items() if str(row[1]).endswith(name)), (2, 4))
        if "Công đoàn cơ sở 2 (trực tiếp)" in str(row[1]):
            ids = (2,)
        money = sum(units.get(one, 0) for one in ids)  # type: ignore[call-overload]
        assert (row[8] or 0) == money, row
        assert (row[2] or 0) == sql.turns(f"a.unit_id IN ({', '.join(map(str, ids))})"), row
    document, _sql = report(shared, "theo-nguon", "2025")
    sources = sql.money_by("f.source", "coalesce(f.source, '')")
    shown = sorted(int(row[6]) for row in normal(document) if len(row) == 8)
    assert shown == sorted(sources.values())
    document, _sql = report(shared, "doi-tuong", "2025")
    men = [row for row in normal(document) if row[1] == "Nam"]
    of_men = sql.one(
        "SELECT sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id JOIN person p ON p.id = a.person_id"
        " WHERE a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN :first AND :last AND p.sex = 'male'"
    )
    assert sum(row[4] or 0 for row in men) == of_men


def normal(document: Document) -> list[tuple[Any, ...]]:
    tables = [one for one in blocks(document) if isinstance(one, Table)]
    return [row.cells for table in tables for row in table.rows if row.kind is RowKind.NORMAL]


@MANY
@given(rows=REGISTER)
def test_houses_stand_with_their_money_of_the_period_and_of_all_time(shared: Register, rows: tuple[Any, ...]) -> None:
    fill(shared, rows)
    document, sql = report(shared, "mai-am", "2025")
    listed = [row for row in normal(document) if len(row) == 13]
    paid = "SELECT sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id WHERE a.house_id IS NOT NULL AND"
    for row in listed:
        mine = f"{paid} a.handover IN ('received', 'proxy')"
        mine += " AND a.person_id = (SELECT id FROM person WHERE full_name = :who)"
        assert (row[9] or 0) == sql.one(f"{mine} AND a.paid_on BETWEEN :first AND :last", who=row[1])
        assert (row[10] or 0) == sql.one(f"{mine} AND a.paid_on <= :last", who=row[1])
    texts = said(document)
    assert figure(r"^Khởi công ([\d.]+) nhà", texts) == sql.houses("started")
    assert figure(r"^Tổ chức bàn giao ([\d.]+) Mái ấm", texts) == sql.houses("handed_over")
