"""Figures of a paper by name: the same figure is found again when the paper is made anew."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.documents.figure_changes import changed_figures
from labordesk.documents.figures import Figure, figures_of
from labordesk.documents.model import (
    Bar,
    Block,
    Chart,
    Charts,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from labordesk.vietnamese.numbers import money, number, spoken_money


def figures(*blocks: Block) -> tuple[Figure, ...]:
    return figures_of(Document(kind="Báo cáo", blocks=blocks))


def told(*blocks: Block) -> list[tuple[str, str, str, str]]:
    return [(*one.name, one.text) for one in figures(*blocks)]


def amounts(sentence: str) -> list[tuple[int, str]]:
    return [(int(one.amount), one.unit) for one in figures(Paragraph(sentence))]


COLUMNS = (Column("TT"), Column("Đơn vị"), Column("Số người"), Column("Tiền mặt", group="Trị giá"))


def test_a_figure_of_a_table_is_named_by_title_row_and_column() -> None:
    table = Table(COLUMNS, (Row(("1", "CĐCS May Sông Lam", 12, 6_000_000)),), caption="Theo đơn vị")
    assert told(table) == [
        ("Theo đơn vị", "CĐCS May Sông Lam", "Số người", "12"),
        ("Theo đơn vị", "CĐCS May Sông Lam", "Trị giá: Tiền mặt", "6.000.000"),
    ]


def test_a_new_row_above_moves_no_name() -> None:
    old = Table(COLUMNS, (Row(("1", "CĐCS Trường THCS", 5, None)),), caption="Bảng")
    new = Table(COLUMNS, (Row(("1", "CĐCS Chợ", 7, None)), Row(("2", "CĐCS Trường THCS", 5, None))), caption="Bảng")
    (change,) = changed_figures(figures(old), figures(new))
    assert (change.figure.row, change.row_state, change.then) == ("CĐCS Chợ", "new", None)
    assert change.difference == 7


def test_rows_of_a_group_and_those_that_begin_alike_have_names_of_their_own() -> None:
    columns = (Column("TT"), Column("Họ và tên"), Column("Tổ"), Column("Tiền"))
    rows = (
        Row(("I", "CĐCS A", None, None), RowKind.GROUP),
        Row(("1", "Trần Văn Minh", "Tổ 1", 1)),
        Row(("2", "Trần Văn Minh", "Tổ 2", 2)),
        Row(("3", "Trần Văn Minh", "Tổ 2", 3)),
        Row(("II", "CĐCS B", None, None), RowKind.GROUP),
        Row(("4", "Trần Văn Minh", "Tổ 1", 4)),
        Row(("", "Tổng cộng", None, 10), RowKind.TOTAL),
    )
    names = [one.row for one in figures(Table(columns, rows))]
    assert names == [
        "CĐCS A · Trần Văn Minh, Tổ 1",
        "CĐCS A · Trần Văn Minh, Tổ 2",
        "CĐCS A · Trần Văn Minh, Tổ 2 (2)",
        "CĐCS B · Trần Văn Minh",
        "Tổng cộng",
    ]


def test_a_total_whose_words_stand_in_the_column_of_places_is_named_by_them() -> None:
    table = Table(COLUMNS, (Row(("I", "CĐCS A", 1, None)), Row(("Tổng cộng", None, 1, None), RowKind.TOTAL)))
    assert [one.row for one in figures(table)] == ["CĐCS A", "Tổng cộng"]


def test_shares_changes_and_areas_written_as_words_are_figures_but_numbers_of_cards_and_days_are_not() -> None:
    columns = (Column("Tên"), *(Column(f"Cột {place}") for place in range(6)))
    row = Row(("Trần Văn Minh", "−12,5%", "45,5 m²", "042085001234", "05/02/2026", "1985", "+3"))
    found = figures(Table(columns, (row,)))
    assert [(one.text, one.amount, one.unit) for one in found] == [
        ("−12,5%", Decimal("-12.5"), "%"),
        ("45,5 m²", Decimal("45.5"), "m²"),
        ("+3", Decimal(3), ""),
    ]


def test_figures_of_a_sentence_are_worth_what_they_say() -> None:
    assert amounts("Đã trao 1.265 suất quà với tổng trị giá hơn 1,147 tỷ đồng, đạt 91,7% kế hoạch.") == [
        (1265, ""),
        (1_147_000_000, "đồng"),
        (91, "%"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Số liệu tính đến ngày 31/5/2026 của năm 2026.",
        "Hà Tĩnh, ngày 05 tháng 02 năm 2026",
        "Căn cứ Luật Công đoàn số 50/2024/QH15 và Điều 12.",
        "Kèm theo Báo cáo số 05/BC-CĐX trong quý III/2023",
        "Kết quả 6 tháng đầu năm 2026, Tết Bính Ngọ 2026",
        "Ngày Thương binh - Liệt sĩ 27/7",
    ],
)
def test_days_years_and_numbers_of_papers_are_no_figures(sentence: str) -> None:
    assert amounts(sentence) == []


@given(st.integers(1, 10**12))
def test_money_said_short_or_in_full_is_read_back(amount: int) -> None:
    said = spoken_money(amount)
    (exact,) = figures(Paragraph(f"Đã chi {money(amount)} cho đoàn viên."))
    assert exact.amount == amount
    assert exact.unit == "đồng"
    (short,) = figures(Paragraph(f"Đã chi {said.phrase} cho đoàn viên."))
    assert abs(short.amount - amount) <= amount / 1000
    assert short.name == exact.name


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_changed_number_in_a_sentence_is_one_change_under_its_old_name(then: int, now: int) -> None:
    lines = (
        Paragraph(f"Tết Sum vầy: trao {number(n)} suất quà cho 40 người; trong đó tỉnh chi 5 triệu đồng.")
        for n in (then, now)
    )
    changes = changed_figures(*(figures(line) for line in lines))
    years = any(not number(n).count(".") and 1900 <= n < 2100 for n in (then, now))
    assert years or [change.difference for change in changes] == ([now - then] if now != then else [])


def test_bars_of_a_chart_are_figures_of_their_period() -> None:
    chart = Chart("Theo nguồn (triệu đồng)", (Bar("Quỹ Mái ấm", 5_000_000, "5", 4_000_000),), series=("2026", "2025"))
    assert told(Charts((chart,))) == [
        ("Theo nguồn (triệu đồng)", "Quỹ Mái ấm", "2026", "5"),
        ("Theo nguồn (triệu đồng)", "Quỹ Mái ấm", "2025", "4.000.000"),
    ]


def test_two_tables_under_one_heading_are_told_apart() -> None:
    table = Table((Column("Tên"), Column("Số")), (Row(("A", 1)),))
    assert [one.table for one in figures(Heading("I. Kết quả"), table, table)] == ["I. Kết quả", "I. Kết quả (2)"]


texts = st.text("aăâbcd ", min_size=1, max_size=4)
tables = st.lists(st.tuples(texts, st.none() | st.integers(0, 99)), max_size=8).map(
    lambda rows: Table((Column("Tên"), Column("Số")), tuple(Row(row) for row in rows))
)


@given(st.lists(tables | texts.map(lambda text: Paragraph(f"{text} 5 suất, 7 suất; 5 suất")), max_size=5))
def test_no_two_figures_of_a_paper_have_one_name(blocks: list[Block]) -> None:
    found = figures(*blocks)
    assert len({one.name for one in found}) == len(found)
    assert changed_figures(found, found) == ()


@given(tables, tables)
def test_every_change_of_a_table_is_told_and_nothing_else(then: Table, now: Table) -> None:
    before, after = ({one.name: one.amount for one in figures(table)} for table in (then, now))
    wrong = {name for name in before | after if before.get(name, 0) != after.get(name, 0)}
    changes = changed_figures(figures(then), figures(now))
    assert {change.figure.name for change in changes} == wrong
    assert all(
        change.difference == after.get(change.figure.name, 0) - before.get(change.figure.name, 0) for change in changes
    )


@given(st.lists(st.sampled_from(["Công đoàn", "đã", "chăm lo cho", "trực thuộc", "người lao động"]), max_size=20))
def test_a_long_lead_is_told_in_whole_words(parts: list[str]) -> None:
    words = " ".join(parts)
    figure = figures(Paragraph(f"{words} 5 người; và {words} 7 người."))[0]
    assert f"{words} ".startswith(f"{figure.row_said} ".lstrip())
