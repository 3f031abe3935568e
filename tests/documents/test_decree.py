"""Wording of the administrative page, Nghị định 30/2020 Phụ lục I."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.documents import decree
from labordesk.documents.model import Basis, Bullet, KeepTogether, Paragraph, PlaceDate, Run, Spacer


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("5/BC-LĐLĐ", "Số: 05/BC-LĐLĐ"),
        ("05/BC-LĐLĐ", "Số: 05/BC-LĐLĐ"),
        ("12/TTr-LĐLĐ", "Số: 12/TTr-LĐLĐ"),
        ("1101 / LĐLĐ - TC", "Số: 1101/LĐLĐ-TC"),
        ("5a/QĐ-CĐX", "Số: 05a/QĐ-CĐX"),
    ],
)
def test_numbers_below_ten_get_a_zero_and_signs_no_spaces(number: str, printed: str) -> None:
    assert decree.number_text(number) == printed


def test_a_number_not_yet_given_leaves_room_to_write_it() -> None:
    printed = decree.number_text("/BC-LĐLĐ")
    assert printed.startswith("Số:\u00a0\u00a0\u00a0\u00a0")
    assert printed.endswith("\u00a0/BC-LĐLĐ")


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2026, 2, 5), "Hà Tĩnh, ngày 05 tháng 02 năm 2026"),
        (date(2020, 7, 16), "Hà Tĩnh, ngày 16 tháng 7 năm 2020"),
        (date(2025, 1, 31), "Hà Tĩnh, ngày 31 tháng 01 năm 2025"),
        (date(2025, 3, 9), "Hà Tĩnh, ngày 09 tháng 3 năm 2025"),
        (date(2025, 10, 10), "Hà Tĩnh, ngày 10 tháng 10 năm 2025"),
    ],
)
def test_days_below_ten_and_the_first_two_months_get_a_zero(day: date, printed: str) -> None:
    assert decree.place_date_text(PlaceDate("Hà Tĩnh", day)) == printed


def test_a_date_not_yet_known_is_dots_and_a_missing_place_begins_with_a_capital() -> None:
    assert decree.place_date_text(PlaceDate("Hà Tĩnh")) == "Hà Tĩnh, ngày ..... tháng ..... năm 20....."
    assert decree.place_date_text(PlaceDate("", date(2026, 1, 2))) == "Ngày 02 tháng 01 năm 2026"


def test_receivers_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    assert decree.recipient_lines(["- Như trên;", "Các CĐCS", "Lưu: VT, CSPL."]) == [
        "- Như trên;",
        "- Các CĐCS;",
        "- Lưu: VT, CSPL.",
    ]


def test_one_addressee_stands_bare_and_several_as_a_list() -> None:
    assert decree.addressee_lines(["Ban Thường vụ"]) == ["Ban Thường vụ"]
    assert decree.addressee_lines(["A", "B"]) == ["- A;", "- B."]


def test_each_run_of_grounds_ends_with_a_full_stop() -> None:
    text = Paragraph("Xét đề nghị.")
    closed = decree.with_closed_bases([Basis("Căn cứ A."), Basis("Căn cứ B"), text, Basis("Căn cứ B")])
    assert closed == [Basis("Căn cứ A;"), Basis("Căn cứ B."), text, Basis("Căn cứ B.")]


def test_the_text_ends_with_the_mark_of_the_decree_in_the_style_of_its_last_words() -> None:
    assert decree.with_end_mark((Paragraph("Hết."),)) == (Paragraph("Hết./."),)
    assert decree.with_end_mark((Bullet("Hết./."),)) == (Bullet("Hết./."),)
    styled = Paragraph((Run("Điều 2. ", bold=True), Run("Thi hành.", italic=True)))
    assert decree.with_end_mark((styled,)) == (
        Paragraph((Run("Điều 2. ", bold=True), Run("Thi hành./.", italic=True))),
    )
    assert decree.with_end_mark((KeepTogether((Paragraph("Hết"),)),)) == (KeepTogether((Paragraph("Hết./."),)),)


def test_a_text_that_does_not_end_with_a_sentence_gets_no_mark() -> None:
    blocks = (Paragraph("Danh sách:"), Spacer(5))
    assert decree.with_end_mark(blocks) == blocks
    assert decree.with_end_mark(()) == ()


def test_an_amount_in_words_is_a_sentence() -> None:
    assert decree.amount_text("Bằng chữ:", "tám triệu đồng") == "Bằng chữ: Tám triệu đồng."
    assert decree.amount_text("Bằng chữ", "Tám triệu đồng.") == "Bằng chữ: Tám triệu đồng."


def test_a_letter_names_its_matter_once() -> None:
    assert decree.subject_text("Về việc chăm lo Tết") == "V/v chăm lo Tết"
    assert decree.subject_text("V/v chăm lo Tết") == "V/v chăm lo Tết"
    assert decree.subject_text("chăm lo Tết") == "V/v chăm lo Tết"


def test_terms_of_several_syllables_are_not_parted() -> None:
    glued = decree.unbroken_terms("LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ TĨNH")
    assert glued.split(" ") == ["LIÊN\u00a0ĐOÀN", "LAO\u00a0ĐỘNG", "TỈNH", "HÀ\u00a0TĨNH"]


def test_margins_and_sizes_are_within_the_decree() -> None:
    assert 20 <= decree.MARGIN_TOP_MM <= 25
    assert 20 <= decree.MARGIN_BOTTOM_MM <= 25
    assert 30 <= decree.MARGIN_LEFT_MM <= 35
    assert 15 <= decree.MARGIN_RIGHT_MM <= 20
    assert 12 <= decree.NATION_SIZE <= 13 <= decree.MOTTO_SIZE <= 14
    assert 1 / 3 <= decree.UNDERLINE_SHARE <= 1 / 2
    assert 10 <= decree.FIRST_LINE_MM <= 12.7
    assert decree.PARAGRAPH_GAP >= 6
    assert 1 <= decree.TEXT_LEADING / decree.TEXT_SIZE <= 1.5 * 1.15
