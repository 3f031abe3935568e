"""Tables over pages: headings, carried sums, rows that stay together, nothing clipped."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labordesk.documents import decree
from labordesk.documents.model import Align, Column, Document, Row, RowKind, Table
from labordesk.documents.pdf import render_pdf
from labordesk.documents.table_rows import Measure, lay_row
from labordesk.documents.table_widths import SMALLEST, fit
from tests.documents.papers import LIST_COLUMNS, SENTENCE, gift_list
from tests.documents.reading import Page, read


def _pages(table: Table, *, landscape: bool = True) -> list[Page]:
    return read(render_pdf(Document(blocks=(table,), landscape=landscape)))


def _sums(page: Page, label: str) -> list[int] | None:
    """Return the numbers behind a label, None when the page does not print it."""
    labels = [line for line in page.lines if line.text == label]
    if not labels:
        return None
    beside = [line.text for line in page.lines if line.baseline == labels[0].baseline and line.text != label]
    return [int(text.replace(".", "")) for text in beside]


def _people(page: Page) -> list[int]:
    return [int(number) for number in re.findall(r"Người (\d+)", page.text)]


def test_headings_repeat_on_each_page_in_two_rows_where_columns_are_grouped() -> None:
    pages = _pages(gift_list([500_000] * 60))
    assert len(pages) > 3
    for page in pages:
        group, single = page.line("Giá trị (đồng)"), page.line("Ký nhận")
        parts = [page.line("Tiền mặt"), page.line("Hiện vật")]
        assert group.baseline < single.baseline < parts[0].baseline
        assert parts[0].baseline == parts[1].baseline
        assert group.centre == pytest.approx((parts[0].centre + parts[1].centre) / 2, abs=0.3)
        assert group.font == single.font == "LiberationSerif-Bold"


def test_every_row_is_printed_once_in_order() -> None:
    pages = _pages(gift_list([500_000] * 130))
    assert [person for page in pages for person in _people(page)] == list(range(1, 131))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=90), st.booleans())
def test_carried_sums_add_up_from_page_to_page(amounts: list[tuple[int, int]], with_total: bool) -> None:
    cash, goods = [pair[0] for pair in amounts], [pair[1] for pair in amounts]
    pages = _pages(gift_list(cash, goods, total=with_total))
    running = [0, 0]
    for number, page in enumerate(pages):
        people = _people(page)
        expected = [sum(column[person - 1] for person in people) for column in (cash, goods)]
        assert _sums(page, "Mang sang") == (running if number else None)
        running = [old + new for old, new in zip(running, expected, strict=True)]
        assert _sums(page, "Cộng trang") == (expected if len(pages) > 1 else None)
        is_last = number == len(pages) - 1
        prints_running = number > 0 and not (is_last and with_total)
        assert _sums(page, "Cộng dồn") == (running if prints_running else None)
    assert running == [sum(cash), sum(goods)]
    assert _sums(pages[-1], "Tổng cộng") == (running if with_total else None)


def test_the_sum_of_the_last_page_stands_before_the_total() -> None:
    last = _pages(gift_list([500_000] * 40))[-1]
    assert last.line("Cộng trang").baseline < last.line("Tổng cộng").baseline


def test_a_table_without_carried_columns_has_no_sums() -> None:
    columns = tuple(replace(column, carried=False) for column in LIST_COLUMNS)
    pages = _pages(replace(gift_list([500_000] * 60), columns=columns))
    assert len(pages) > 2
    assert not any("Mang sang" in page.text or "Cộng trang" in page.text for page in pages)


def test_group_and_subtotal_rows_are_not_counted_and_do_not_part_from_their_people() -> None:
    rows: list[Row] = []
    for unit in range(12):
        rows.append(Row((f"CĐCS số {unit}", None, None, None, None, None), RowKind.GROUP))
        rows += [Row((n, f"Người {unit * 7 + n}", "CĐCS", 100, 1, "")) for n in range(1, 8)]
        rows.append(Row((f"Cộng nhóm {unit}", None, None, 700, 7, ""), RowKind.SUBTOTAL))
    pages = _pages(replace(gift_list([]), rows=tuple(rows)))
    assert len(pages) > 4
    assert _sums(pages[-1], "Cộng dồn") == [12 * 700, 12 * 7]
    for page in pages:
        body = [line for line in page.lines if line.baseline > 30 and line.left < 60]
        texts = [line.text for line in body if not line.text.startswith(("Cộng trang", "Cộng dồn", "Mang sang"))]
        assert not texts[-1].startswith("CĐCS số")
        assert not texts[0].startswith("Cộng nhóm")


def test_a_table_without_rows_says_so() -> None:
    page = _pages(replace(gift_list([]), rows=()))[0]
    assert "(Không có số liệu)" in page.text
    assert page.line("Họ và tên")
    assert _sums(page, "Cộng trang") is None


def test_numbers_have_dots_and_stand_right_and_sums_span_their_columns() -> None:
    page = _pages(gift_list([1_612_000_000, 5]))[0]
    large, small = page.line("1.612.000.000"), page.line("5")
    assert large.right == pytest.approx(small.right, abs=0.2)
    label = page.line("Tổng cộng")
    assert label.font == "LiberationSerif-Bold"
    left_edge, right_edge = 30.0, 30 + 247 * 5.5 / 9.1
    assert label.centre == pytest.approx((left_edge + right_edge) / 2, abs=0.3)
    crossing = [
        rule
        for rule in page.rules
        if not rule.is_flat and left_edge + 1 < rule.x1 < right_edge - 1 and max(rule.y1, rule.y2) > label.baseline
    ]
    assert crossing == []


ROW_WORDS = {
    *("1", "Trợ", "cấp", "tai", "nạn", "lao", "động", "người", "Tổng", "cộng"),
    *("1.817.750.000", "1.562.700.000", "255.050.000", "9.000.000.000"),
}


def test_no_word_and_no_sum_is_cut_while_smaller_letters_can_hold_it() -> None:
    columns = (Column("TT", 0.3), Column("Nội dung", 4), Column("ĐVT", 0.5), *(Column("Tiền", 0.9),) * 4)
    rows = [Row(("1", "Trợ cấp tai nạn lao động", "người", 1_817_750_000, 1_562_700_000, 255_050_000, 9_000_000_000))]
    rows.append(Row(("Tổng cộng", None, None, 1_817_750_000, 1_562_700_000, 255_050_000, 9_000_000_000), RowKind.TOTAL))
    measure = Measure.of(Table(columns, tuple(rows)), 440)
    for row in rows:
        for cell in lay_row(row, columns, measure).cells:
            assert all(word in ROW_WORDS for line in cell.lines for word in line.split())
    assert SMALLEST <= measure.regular.size < 12


def test_columns_keep_their_shares_while_their_words_fit() -> None:
    table = Table((Column("Một", 1), Column("Hai", 3)), (Row(("a b c", "d")),))
    edges, size = fit(table, 400)
    assert (edges, size) == ((0.0, 100.0, 400.0), 12)


@given(
    st.lists(st.tuples(st.floats(0.2, 5), st.integers(0, 10**12)), min_size=1, max_size=9), st.sampled_from([440, 700])
)
def test_columns_fill_the_width_whatever_they_hold(columns: list[tuple[float, int]], width: float) -> None:
    table = Table(tuple(Column("Tiền", share) for share, _cell in columns), (Row(tuple(n for _s, n in columns)),))
    edges, size = fit(table, width)
    assert edges[-1] == pytest.approx(width)
    assert all(left < right for left, right in pairwise(edges))
    assert SMALLEST <= size <= 12


def test_long_words_are_cut_inside_their_column() -> None:
    columns = (Column("Cột", 1), Column("Rộng" * 20, 5))
    page = _pages(Table(columns, (Row(("A" * 90, "Nguyễn" * 60)),)), landscape=False)[0]
    border = 30 + 160 / 6
    for line in page.lines:
        assert line.right <= border + 0.1 or line.left >= border - 0.1, line
        assert line.right <= 190.1
    assert "".join(line.text for line in page.lines if line.text.startswith("A")) == "A" * 90


def test_a_row_higher_than_a_page_runs_over() -> None:
    columns = (Column("TT", 0.3), Column("Hoàn cảnh", 1), Column("Số tiền", 1, Align.RIGHT, carried=True))
    words = " ".join(f"từ{number}" for number in range(2000))
    rows = (Row(("1", "ngắn", 100)), Row(("2", words, 200)), Row(("3", "ngắn", 300)))
    pages = _pages(Table(columns, rows), landscape=False)
    assert len(pages) > 3
    printed = [word for page in pages for word in re.findall(r"từ(\d+)", page.text)]
    assert printed == [str(number) for number in range(2000)]
    for page in pages:
        assert all(line.baseline < 297 - decree.MARGIN_BOTTOM_MM for line in page.lines)
    assert _sums(pages[0], "Cộng trang") == [100]
    assert _sums(pages[-1], "Cộng dồn") == [600]


def test_caption_and_unit_stay_with_the_table() -> None:
    for count in range(1, 30, 2):
        table = replace(gift_list([1] * 5), caption="Bảng 1", unit_note="Đơn vị tính: đồng")
        filler = Table((Column("x"),), (Row(("y",)),) * count, min_row_mm=9)
        pages = read(render_pdf(Document(blocks=(filler, table))))
        page = next(page for page in pages if "Bảng 1" in page.text)
        assert "Đơn vị tính" in page.text
        assert "Người 2" in page.text
    note = page.line("Đơn vị tính")
    assert note.right == pytest.approx(190, abs=0.3)
    assert note.font == "LiberationSerif-Italic"


def test_rows_leave_room_to_sign() -> None:
    page = _pages(gift_list([1] * 5))[0]
    baselines = [page.line(f"Người {number}").baseline for number in range(1, 6)]
    assert all(low - high >= 9 - 0.01 for high, low in pairwise(baselines))


def test_text_stands_between_its_rules() -> None:
    rows = tuple(Row((index, SENTENCE[: index * 13], "x", index, index, "")) for index in range(1, 20))
    for page in _pages(replace(gift_list([]), rows=rows)):
        flat = sorted({round(rule.y1, 2) for rule in page.rules if rule.is_flat})
        for line in page.lines:
            if line.baseline < decree.MARGIN_TOP_MM:
                continue
            cap_height, depth = line.size * 0.66 * 25.4 / 72, line.size * 0.2 * 25.4 / 72
            crossing = [y for y in flat if line.baseline - cap_height < y < line.baseline + depth]
            inside_group = "Giá trị" in line.text or line.text in ("STT", "Họ và tên", "Công đoàn cơ sở", "Ký nhận")
            assert inside_group or crossing == []


def test_a_thousand_rows() -> None:
    pages = _pages(gift_list([500_000] * 1000))
    assert [person for page in pages for person in _people(page)] == list(range(1, 1001))
    assert _sums(pages[-1], "Tổng cộng") == [500_000_000, 0]


def test_groups_only_do_not_stop_the_press() -> None:
    rows = tuple(Row((f"Nhóm {number}", None), RowKind.GROUP) for number in range(200))
    pages = _pages(Table((Column("a"), Column("b")), rows), landscape=False)
    assert sum(page.text.count("Nhóm") for page in pages) == 200
