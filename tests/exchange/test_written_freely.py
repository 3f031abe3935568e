"""What officers write in their own way: amounts with words, births in parts or beside the name, "as above"."""

from __future__ import annotations

from typing import Any

import pytest

from labordesk.exchange.lists import ReadRow
from tests.exchange.typed_lists import problems_of, read_rows

GIFT = ("DANH SÁCH TẶNG QUÀ TẾT 2026",)
GRANT = ("DANH SÁCH TRỢ CẤP KHÓ KHĂN NĂM 2026",)


def given(text: object, heading: str = "Số tiền") -> ReadRow:
    """Read one amount among plain ones."""
    rows = [(1, "Trần Thị Bình", text), (2, "Nguyễn Văn An", 500_000), (3, "Lê Văn Cường", 500_000)]
    return read_rows(GIFT, ("TT", "Họ tên", heading), *rows).rows[0]


def born(*cells: Any, headings: tuple[str, ...], name: str = "Trần Thị Bình") -> ReadRow:
    other = [15, 8, 1985][3 - len(cells) :] if len(cells) <= 3 else []
    rows = [(1, name, *cells), (2, "Nguyễn Văn An", *other), (3, "Lê Văn Cường", *other)]
    return read_rows(GRANT, ("TT", "Họ tên", *headings), *rows).rows[0]


@pytest.mark.parametrize(
    ("typed", "cash", "goods"),
    [
        ("500.000 + quà 300.000", 500_000, 300_000),
        ("Tiền mặt 500.000đ và 01 túi quà trị giá 300.000đ", 500_000, 300_000),
        ("01 phần quà (300.000đ) và 500.000đ tiền mặt", 500_000, 300_000),
        ("1 triệu tiền mặt và 300 nghìn tiền quà", 1_000_000, 300_000),
        ("1.000.000đ, quà 300.000đ", 1_000_000, 300_000),
        ("02 suất quà 300.000đ/suất và 500.000đ", 500_000, 600_000),
        ("500.000đ + chăn ấm trị giá 250.000đ", 500_000, 250_000),
    ],
)
def test_money_and_goods_in_one_cell_are_told_apart(typed: str, cash: int, goods: int) -> None:
    row = given(typed)
    assert row.is_good
    assert (row.values["cash"], row.values["goods"], row.values["amount"]) == (cash, goods, cash + goods)


def test_a_gift_in_words_is_worth_what_the_words_say() -> None:
    row = given("01 suất quà trị giá 500.000đ + 10 kg gạo", heading="Quà tặng")
    assert (row.is_good, row.values["amount"], row.values["goods"]) == (True, 500_000, 500_000)
    assert "10 kg gạo" in row.values["goods_text"]


def test_a_value_behind_several_gifts_may_be_that_of_one_or_of_all() -> None:
    [problem] = given("02 suất quà trị giá 300.000đ").problems
    assert (problem.kind, problem.candidates) == ("ask", (600_000, 300_000))


def test_words_beside_an_amount_do_not_count_it_twice() -> None:
    headings = ("TT", "Họ tên", "Quà tặng", "Thành tiền")
    cells = "01 suất quà trị giá 500.000đ", 500_000
    rows = [(number, name, *cells) for number, name in enumerate(("Trần Thị Bình", "Nguyễn Văn An"), 1)]
    found = read_rows(GIFT, headings, *rows)
    assert (found.total, problems_of(found)) == (1_000_000, [])


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("5 suất x 500.000", 2_500_000), ("500.000 x 2", 1_000_000), ("500.000đ x 3 người", 1_500_000)],
)
def test_a_product_is_worked_out_and_asked(typed: str, offered: int) -> None:
    [problem] = given(typed).problems
    assert (problem.kind, problem.candidates[0]) == ("ask", offered)
    assert "phép nhân" in problem.reason


@pytest.mark.parametrize("typed", ["500 x 5", "5 x 500"])
def test_a_product_in_thousands_offers_the_whole_and_one_of_them(typed: str) -> None:
    [problem] = given(typed, "Số tiền (nghìn đồng)").problems
    assert (problem.kind, problem.candidates) == ("ask", (2_500_000, 500_000))


def test_a_product_with_its_result_is_taken_when_they_agree() -> None:
    assert given("2 x 500.000 = 1.000.000").values["amount"] == 1_000_000
    [problem] = given("2 x 500.000 = 1.500.000").problems
    assert problem.candidates[:2] == (1_000_000, 1_500_000)


def test_words_in_brackets_confirm_an_amount_or_ask() -> None:
    assert given("500.000đ (năm trăm nghìn đồng)").values["amount"] == 500_000
    [problem] = given("500.000đ (năm triệu đồng)").problems
    assert (problem.kind, problem.candidates) == ("ask", (500_000, 5_000_000))


@pytest.mark.parametrize("typed", ["500.000,-", "500.000.-", "500.000đ -"])
def test_a_dash_that_closes_an_amount_says_nothing(typed: str) -> None:
    assert given(typed).values["amount"] == 500_000


def test_a_question_about_dots_is_put_in_words_an_officer_knows() -> None:
    [problem] = given("1.147 triệu").problems
    assert "chuẩn" not in problem.reason
    assert "hãy chọn" in problem.reason


def test_a_half_in_words_is_offered_as_one() -> None:
    [problem] = given("một triệu rưỡi").problems
    assert (problem.kind, problem.candidates) == ("ask", (1_500_000,))


@pytest.mark.parametrize(
    ("cells", "headings", "expected"),
    [
        ((15, 8, 1985), ("Ngày sinh", "Tháng sinh", "Năm sinh"), "1985-08-15"),
        (("05", "01", "1990"), ("Ngày", "Tháng", "Năm"), "1990-01-05"),
        ((None, 8, 1985), ("Ngày", "Tháng", "Năm"), "1985-08"),
        ((None, None, 1985), ("Ngày", "Tháng", "Năm"), "1985"),
        ((8, 1985), ("Tháng sinh", "Năm sinh"), "1985-08"),
    ],
)
def test_a_birth_in_columns_of_its_parts_is_one(cells: Any, headings: tuple[str, ...], expected: str) -> None:
    assert born(*cells, headings=headings).values["born"] == expected


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), 12.7])
def test_a_figure_that_is_no_whole_number_is_no_part_of_a_birth(cell: float) -> None:
    row = born(cell, 5, 1990, headings=("Ngày", "Tháng", "Năm"))
    assert [(one.field, one.kind) for one in row.problems] == [("born", "error")]


def test_parts_of_a_birth_that_make_no_day_are_an_error() -> None:
    row = born(31, 2, 1990, headings=("Ngày", "Tháng", "Năm"))
    assert [(one.field, one.kind) for one in row.problems] == [("born", "error")]


@pytest.mark.parametrize(
    ("typed", "name", "birth"),
    [
        ("Nguyễn Văn Khoa, SN 1985", "Nguyễn Văn Khoa", "1985"),
        ("Nguyễn Thị Sinh 1985", "Nguyễn Thị Sinh", "1985"),
        ("NGUYỄN THỊ SINH 1985", "Nguyễn Thị Sinh", "1985"),
        ("Nguyễn Thị Sinh, Sinh 1985", "Nguyễn Thị Sinh", "1985"),
        ("Nguyễn Văn Khoa sinh 1985", "Nguyễn Văn Khoa", "1985"),
        ("Nguyễn Văn Khoa Sinh năm 1985", "Nguyễn Văn Khoa", "1985"),
        ("Nguyễn Văn Khoa (1985)", "Nguyễn Văn Khoa", "1985"),
        ("Trần Thị Bình - sinh ngày 12/5/1985", "Trần Thị Bình", "1985-05-12"),
        ("Hoàng Văn Em 12/5/1984", "Hoàng Văn Em", "1984-05-12"),
    ],
)
def test_a_birth_beside_the_name_is_taken_where_no_column_has_it(typed: str, name: str, birth: str) -> None:
    row = born(headings=(), name=typed)
    assert (row.values["name"], row.values["born"], row.is_good) == (name, birth, True)


def test_a_birth_beside_the_name_never_replaces_that_of_the_column() -> None:
    row = born(1986, headings=("Năm sinh",), name="Nguyễn Văn Khoa (1985)")
    assert row.values["born"] == "1986"
    assert [(one.field, one.kind) for one in row.problems] == [("born", "warning")]


def test_a_relative_without_a_name_is_never_taken_for_the_member() -> None:
    for typed in ("Thân nhân ông Lê Văn Cường", "Con anh Lê Văn Cường", "Vợ đ/c Lê Văn Cường"):
        [problem] = born(headings=(), name=typed).problems
        assert (problem.field, problem.kind, problem.candidates) == ("name", "ask", ("Lê Văn Cường",))


def test_what_stands_in_brackets_behind_a_name_is_kept_as_a_note() -> None:
    row = born(headings=(), name="Trần Thị Em (vợ anh Nguyễn Văn Tú)")
    assert row.values["name"] == "Trần Thị Em"
    assert "vợ anh Nguyễn Văn Tú" in row.values["note"]
    assert born(headings=(), name="Trần Văn Em (đã mất)").problems[0].kind == "warning"


@pytest.mark.parametrize("mark", ["nt", "-nt-", "N.T", "n/t", "như trên", '"', "''", "//", "-//-", "″"])
def test_a_mark_for_as_above_takes_what_stands_there(mark: str) -> None:
    headings = ("TT", "Họ tên", "Đơn vị", "Hoàn cảnh", "Số tiền")
    first = (1, "Trần Thị Bình", "CĐCS Công ty May Sông Lam", "Hộ nghèo", "500.000")
    found = read_rows(
        GRANT, headings, first, (2, "Lê Văn Cường", mark, mark, mark), (3, "Đỗ Văn Mạnh", mark, mark, mark)
    )
    assert [row.values.get("unit") for row in found.rows] == [first[2]] * 3
    assert [row.values.get("circumstance") for row in found.rows] == ["Hộ nghèo"] * 3
    assert (found.total, problems_of(found)) == (1_500_000, [])
    assert found.rows[1].raw["unit"] == mark


def test_a_mark_for_as_above_under_nothing_is_no_unit() -> None:
    headings = ("TT", "Họ tên", "Đơn vị", "Số tiền")
    found = read_rows(
        GRANT, headings, (1, "Trần Thị Bình", "nt", "500.000"), (2, "Lê Văn Cường", "CĐCS May", "500.000")
    )
    assert (1, "unit", "error") in [(row - 2, field, kind) for row, field, kind in problems_of(found)]
    assert "unit" not in found.rows[0].values


def test_a_person_is_never_as_above() -> None:
    headings = ("TT", "Họ tên", "Năm sinh", "CCCD", "Số tiền")
    rows = [(1, "Trần Thị Bình", 1985, "042185000017", "500.000"), (2, "nt", "nt", "nt", "500.000")]
    second = read_rows(GRANT, headings, *rows).rows[1]
    assert not second.is_good
    assert "cccd" not in second.values


def numbers(cell: object) -> ReadRow:
    rows = [(1, "Trần Thị Bình", cell), (2, "Nguyễn Văn An", "042085000017"), (3, "Lê Văn Cường", "042085000025")]
    return read_rows(GRANT, ("TT", "Họ tên", "Số CCCD/CMND"), *rows).rows[0]


@pytest.mark.parametrize("typed", ["CCCD: 042185000017", "Số CCCD 042185000017", "042185000017 (cấp năm 2021)"])
def test_words_around_a_citizen_number_are_passed_over(typed: str) -> None:
    assert numbers(typed).values["cccd"] == "042185000017"


def test_both_numbers_of_a_person_may_stand_in_one_cell() -> None:
    row = numbers("042185000017, CMND 183456780")
    assert (row.values["cccd"], row.values["old_id"], row.is_good) == ("042185000017", "183456780", True)


def test_two_citizen_numbers_in_one_cell_are_not_picked_from() -> None:
    assert [(one.field, one.kind) for one in numbers("042185000017, 042185000025").problems] == [("cccd", "error")]


@pytest.mark.parametrize("typed", ["không có", "chưa làm", "K có", "đang làm lại"])
def test_words_for_no_number_are_no_error(typed: str) -> None:
    row = numbers(typed)
    assert (row.is_good, "cccd" in row.values) == (True, False)


HOUSES = ("DANH SÁCH HỖ TRỢ MÁI ẤM CÔNG ĐOÀN NĂM 2025",)


def house(**cells: object) -> ReadRow:
    headings = ("TT", "Họ tên", "Loại nhà", "Số tiền", *cells)
    people = enumerate(("Trần Thị Bình", "Lê Văn An"), 1)
    rows = [(number, name, "Xây mới", "50.000.000", *cells.values()) for number, name in people]
    return read_rows(HOUSES, headings, *rows).rows[0]


def test_progress_in_words_tells_the_day_of_hand_over_or_stays_a_note() -> None:
    done = house(**{"Tiến độ": "Đã bàn giao ngày 20/8/2025"})
    assert (done.values["handed"], done.is_good) == ("2025-08-20", True)
    busy = house(**{"Tiến độ": "Đang thi công, dự kiến bàn giao 20/12/2025"})
    assert (busy.values.get("handed"), busy.is_good) == (None, True)
    assert "Đang thi công" in busy.values["note"]


@pytest.mark.parametrize(("cell", "said"), [(0.8, " 80%"), (0.57, " 57%"), (80, " 80%"), (80.5, " 80,5%")])
def test_progress_in_figures_is_noted_as_a_share(cell: float, said: str) -> None:
    assert said in house(**{"Tiến độ": cell}).values["note"]


def test_progress_that_is_no_number_ends_no_import() -> None:
    assert house(**{"Tiến độ": float("nan")}).values["name"] == "Trần Thị Bình"


def test_a_house_handed_over_without_a_day_is_told_of_and_not_dated() -> None:
    row = house(**{"Ngày bàn giao": "đã bàn giao"})
    assert (row.values.get("handed"), row.is_good) == (None, True)
    assert [(one.field, one.kind) for one in row.problems] == [("handed", "warning")]


def test_a_bank_that_gives_and_one_that_lends_are_told_apart() -> None:
    row = house(**{"Quỹ Mái ấm": 50_000_000, "Ngân hàng Agribank": 20_000_000, "Vay ngân hàng": 10_000_000})
    assert row.values["funders"]["Ngân hàng Agribank"] == 20_000_000
    assert [(one.field, one.kind) for one in row.problems] == [("funder:Ngân hàng Agribank", "warning")]


def test_money_beside_the_worth_of_gifts_is_the_cash() -> None:
    headings = ("TT", "Họ tên", "Số tiền", "Trị giá quà", "Cộng")
    cells = ("500.000", "300.000", "800.000")
    total = (None, "Tổng", "1.000.000", "600.000", "1.600.000")
    found = read_rows(GIFT, headings, (1, "Trần Thị Bình", *cells), (2, "Lê Văn An", *cells), total)
    assert [(row.values["cash"], row.values["goods"]) for row in found.rows] == [(500_000, 300_000)] * 2
    assert (found.total, found.file_total, problems_of(found)) == (1_600_000, 1_600_000, [])


def test_an_amount_in_brackets_may_be_taken_back_and_asks() -> None:
    [problem] = given("(500.000)").problems
    assert problem.kind == "ask"


def test_who_receives_alone_receives_for_nobody() -> None:
    headings = ("TT", "Họ tên", "Số tiền", "Người nhận")
    rows = [(1, "Trần Thị Bình", "500.000", "TRẦN THỊ BÌNH"), (2, "Lê Văn An", "500.000", "Phạm Thị Hoa")]
    first, second = read_rows(GRANT, headings, *rows).rows
    assert ("recipient" in first.values, second.values["recipient"]) == (False, "Phạm Thị Hoa")
    alone = read_rows(GRANT, ("TT", "Người nhận", "Số tiền"), *[row[:3] for row in rows])
    assert [row.values["name"] for row in alone.rows] == ["Trần Thị Bình", "Lê Văn An"]


def test_a_number_with_a_digit_missing_says_how_many_it_has() -> None:
    [problem] = numbers("04209012345").problems
    assert problem.reason == "có 11 chữ số; CCCD có 12 chữ số, CMND cũ có 9"


@pytest.mark.parametrize("typed", ["Nguyễn Văn Cường/Trần Thị Dung", "Nguyễn Văn An, Trần Thị Bình"])
def test_two_names_with_a_sign_between_are_two_people(typed: str) -> None:
    [problem] = born(headings=(), name=typed).problems
    assert (problem.field, problem.kind, len(problem.candidates)) == ("name", "ask", 2)


def test_what_only_fills_a_cell_is_no_number() -> None:
    for cell in (0, "0", "x"):
        row = numbers(cell)
        assert (row.is_good, "cccd" in row.values) == (True, False)


def test_a_column_of_contents_may_say_what_is_built() -> None:
    headings = ("TT", "Họ tên", "Nội dung", "Số tiền")
    rows = [(1, "Trần Thị Bình", "Hỗ trợ xây mới nhà", "50.000.000"), (2, "Lê Văn An", "Sửa chữa", "30.000.000")]
    found = read_rows(HOUSES, headings, *rows)
    assert [row.values["new_build"] for row in found.rows] == [True, False]
    assert problems_of(found) == []


def test_goods_beside_the_money_of_a_funder_are_told_of() -> None:
    row = house(**{"Quỹ Mái ấm": "50.000.000", "Doanh nghiệp": "20.000.000 + 100 bao xi măng"})
    assert row.values["funders"] == {"Quỹ Mái ấm": 50_000_000, "Doanh nghiệp": 20_000_000}
    assert [(one.field, one.kind) for one in row.problems] == [("funder:Doanh nghiệp", "warning")]


@pytest.mark.parametrize("typed", ["500.000 tiền mặt, 01 thùng mì 120.000", "tiền 500.000, quà 300.000, tổng 900.000"])
def test_no_amount_of_a_cell_is_lost_in_its_words(typed: str) -> None:
    row = given(typed)
    assert not row.is_good
    assert "amount" not in row.values


def test_a_sum_with_its_result_is_taken_when_they_agree() -> None:
    assert given("500.000 + 300.000 = 800.000").values["amount"] == 800_000
    parted = given("tiền 500.000, quà 300.000, tổng 800.000").values
    assert (parted["cash"], parted["goods"], parted["amount"]) == (500_000, 300_000, 800_000)
    [problem] = given("500.000 + 300.000 = 900.000").problems
    assert (problem.kind, problem.candidates[0]) == ("ask", 800_000)


def test_goods_without_a_worth_in_the_column_of_worth_are_told_of() -> None:
    headings = ("TT", "Họ tên", "Tiền mặt", "Trị giá hiện vật")
    rows = [
        (n, f"Trần Thị {name}", "500.000", worth)
        for n, name, worth in ((1, "An", "10 kg gạo"), (2, "Ba", "300.000"), (3, "Ca", "200.000"))
    ]
    first = read_rows(GIFT, headings, *rows).rows[0]
    assert (first.values["amount"], first.values["goods_text"], first.is_good) == (500_000, "10 kg gạo", True)
    assert first.problems[0].kind == "warning"


def test_money_of_one_package_beside_that_of_the_row_is_no_contradiction() -> None:
    headings = ("TT", "Họ tên", "Số suất", "Tiền (1 suất)", "Thành tiền")
    counted = enumerate(((2, 300_000), (1, 150_000), (2, 400_000)), 1)
    rows = [(number, f"Trần Thị {number * 'A'}n", count, 150_000, amount) for number, (count, amount) in counted]
    found = read_rows(GIFT, headings, *rows)
    assert [row.values.get("amount") for row in found.rows] == [300_000, 150_000, None]
    assert problems_of(found) == [(5, "amount", "ask")]


def test_the_stage_of_a_house_is_no_circumstance() -> None:
    row = house(**{"Tình trạng": "Đang xây"})
    assert ("circumstance" in row.values, "Đang xây" in row.values["note"]) == (False, True)


def test_a_part_of_the_union_that_sent_a_list_is_no_unit_of_its_own() -> None:
    headings = ("TT", "Họ tên", "Đơn vị công tác", "Số tiền")
    rows = [(1, "Trần Thị Bình", "Tổ mẫu giáo", "500.000"), (2, "Lê Văn An", "CĐCS Trạm Y tế Hương Sơn", "500.000")]
    sent = read_rows(("CĐCS TRƯỜNG MẦM NON HOA SEN",), GRANT, headings, *rows).rows
    assert (sent[0].values["unit"], sent[0].values["department"]) == ("CĐCS TRƯỜNG MẦM NON HOA SEN", "Tổ mẫu giáo")
    assert (sent[1].values["unit"], "department" in sent[1].values) == ("CĐCS Trạm Y tế Hương Sơn", False)
    alone = read_rows(GRANT, headings, *rows).rows
    assert alone[0].values["unit"] == "Tổ mẫu giáo"


def test_vouchers_of_a_price_are_worth_their_total() -> None:
    headings = ("TT", "Họ tên", "Số phiếu mua hàng", "Trị giá phiếu", "Tổng trị giá")
    rows = [(1, "Trần Thị Bình", 2, 250_000, 500_000), (2, "Lê Văn An", 1, 250_000, 250_000)]
    found = read_rows(GIFT, headings, *rows)
    assert [(row.values["quantity"], row.values["amount"]) for row in found.rows] == [(2, 500_000), (1, 250_000)]
    assert problems_of(found) == []


def test_a_column_of_address_tells_the_sex() -> None:
    rows = [(1, "Ông", "Trần Văn Bình", "500.000"), (2, "Bà", "Lê Thị An", "500.000")]
    found = read_rows(GRANT, ("TT", "Ông/Bà", "Họ tên", "Số tiền"), *rows)
    assert [row.values["sex"] for row in found.rows] == ["male", "female"]
