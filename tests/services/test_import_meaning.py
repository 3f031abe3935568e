"""What a list means to the register: a programme for each row, several packages, households that are helped twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labordesk.services.checking import check_register
from labordesk.services.history_list import HistoryQuery, operations
from labordesk.services.imports import ImportOrder, ImportPreview, preview_import, undo_import, write_import
from tests.services.list_files import list_file
from tests.services.welfare_office import Office, office

__all__ = ["office"]

GIFTS = "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026"
GRANTS = "DANH SÁCH TRỢ CẤP KHÓ KHĂN ĐỘT XUẤT NĂM 2026"
GIVEN = ("STT", "Họ và tên", "Năm sinh", "CCCD", "Đơn vị", "Chương trình", "Số tiền", "Ngày chi")
PACKED = ("STT", "Họ và tên", "Năm sinh", "Đơn vị", "Số suất", "Số tiền")
UNIT = "CĐCS May Sông Lam"


def shown(office: Office, path: Path, **order: Any) -> ImportPreview:
    return preview_import(office.register, path, ImportOrder(**order))


def rows_of(office: Office, sql: str) -> list[Any]:
    with office.register.looking() as connection:
        return connection.execute(sql).fetchall()


def blocking(preview: ImportPreview) -> list[tuple[int, str]]:
    return [(row.read.row, one.field) for row in preview.rows for one in row.problems if one.blocks]


def said(preview: ImportPreview, row: int) -> str:
    return " ".join(one.reason for one in preview.rows[row].problems)


def given(*rows: tuple[str, str]) -> list[tuple[str, ...]]:
    """Return rows of grants with a name and a programme."""
    return [
        (name, "1985", "", UNIT, programme, "1.000.000", f"{day:02d}/02/2026")
        for day, (name, programme) in enumerate(rows, 5)
    ]


def test_each_row_of_grants_is_written_under_the_programme_it_names(office: Office, tmp_path: Path) -> None:
    rows = given(("Trần Thị Lan", "Trợ cấp tai nạn lao động"), ("Lê Văn Hùng", "Bệnh nghề nghiệp"), ("Võ Thị Ánh", ""))
    path = list_file(tmp_path, rows, headings=GIVEN, title="DANH SÁCH TRỢ CẤP KHÓ KHĂN ĐỘT XUẤT")
    preview = shown(office, path, kind="grants")
    assert blocking(preview) == []
    write_import(office.register, preview)
    found = rows_of(office, "SELECT p.code FROM award a JOIN programme p ON p.id = a.programme_id ORDER BY a.id")
    assert [code for (code,) in found] == ["TNLD", "BNN", "DOT-XUAT"]


def test_a_programme_nobody_knows_asks_with_those_it_may_be(office: Office, tmp_path: Path) -> None:
    rows = given(("Trần Thị Lan", "Trợ cấp tai nạn giao thông"), ("Lê Văn Hùng", "Trợ cấp tai nạn lao động"))
    preview = shown(office, list_file(tmp_path, rows, headings=GIVEN, title=GRANTS), kind="grants")
    [problem] = [one for one in preview.rows[0].problems if one.blocks]
    assert (problem.field, problem.kind) == ("programme", "ask")
    assert "Trợ cấp tai nạn lao động" in problem.candidates


def test_a_reason_in_the_column_of_programmes_is_the_circumstance(office: Office, tmp_path: Path) -> None:
    rows = given(("Trần Thị Lan", "Hộ nghèo"), ("Lê Văn Hùng", "Trợ cấp tai nạn lao động"))
    preview = shown(office, list_file(tmp_path, rows, headings=GIVEN, title=GRANTS), kind="grants")
    assert blocking(preview) == []
    assert preview.rows[0].circumstance_id is not None
    assert preview.rows[0].values["circumstance"] == "Hộ nghèo"


def test_the_programme_the_officer_ordered_holds_for_every_row(office: Office, tmp_path: Path) -> None:
    path = list_file(tmp_path, given(("Trần Thị Lan", "Trợ cấp tai nạn lao động")), headings=GIVEN, title=GRANTS)
    preview = shown(office, path, kind="grants", programme_code="DOT-XUAT")
    assert "như đã chọn" in said(preview, 0)
    write_import(office.register, preview)
    assert rows_of(office, "SELECT p.code FROM award a JOIN programme p ON p.id = a.programme_id") == [("DOT-XUAT",)]


def test_a_gift_of_another_programme_is_not_put_on_the_list_of_a_campaign(office: Office, tmp_path: Path) -> None:
    rows = [
        ("Trần Thị Lan", "1985", "", UNIT, "Tết Sum vầy", "500.000", ""),
        ("Lê Văn Hùng", "1985", "", UNIT, "Tháng Công nhân", "500.000", ""),
    ]
    preview = shown(office, list_file(tmp_path, rows, headings=GIVEN, title=GIFTS))
    assert blocking(preview) == [(5, "programme")]


def test_gifts_at_tet_are_of_the_programme_of_tet(office: Office, tmp_path: Path) -> None:
    rows = [("Trần Thị Lan", "1985", UNIT, "", "500.000")]
    preview = shown(office, list_file(tmp_path, rows, headings=PACKED, title="DANH SÁCH NHẬN QUÀ TẾT NĂM 2026"))
    assert (preview.target.programme_name, preview.target.campaign_name) == ("Tết Sum vầy", "Tết Bính Ngọ 2026")


def test_an_amount_of_one_package_beside_two_asks_which_it_is(office: Office, tmp_path: Path) -> None:
    rows = [("Trần Thị Lan", "1985", UNIT, "01 suất", "500.000"), ("Lê Văn Hùng", "1985", UNIT, "02 suất", "500.000")]
    preview = shown(office, list_file(tmp_path, rows, headings=PACKED, title=GIFTS))
    [problem] = [one for one in preview.rows[1].problems if one.blocks]
    assert (problem.field, problem.candidates) == ("amount", (1_000_000, 500_000))


def test_no_package_at_all_is_no_gift(office: Office, tmp_path: Path) -> None:
    rows = [("Trần Thị Lan", "1985", UNIT, "0", "500.000"), ("Lê Văn Hùng", "1985", UNIT, "1", "500.000")]
    preview = shown(office, list_file(tmp_path, rows, headings=PACKED, title=GIFTS))
    assert blocking(preview) == [(4, "quantity")]


def test_one_of_the_household_on_the_list_or_helped_before_is_told(office: Office, tmp_path: Path) -> None:
    wife = office.person("Trần Thị Lan", birth="1985-03-12", citizen_id="042185000017")
    husband = office.person("Lê Văn Hùng", birth="1983-01-02", citizen_id="042083000025")
    office.related(wife, husband, "spouse")
    headings = ("STT", "Họ và tên", "CCCD", "Số tiền")
    both = [("Trần Thị Lan", "042185000017", "500.000"), ("Lê Văn Hùng", "042083000025", "500.000")]
    preview = shown(office, list_file(tmp_path, both, headings=headings, title=GIFTS))
    assert blocking(preview) == []
    assert "Vợ/chồng, Trần Thị Lan" in said(preview, 1)
    first = list_file(tmp_path, both[:1], headings=headings, title=GIFTS, name="một.csv")
    write_import(office.register, shown(office, first))
    later = shown(office, list_file(tmp_path, both[1:], headings=headings, title=GIFTS, name="hai.csv"))
    assert "Trần Thị Lan" in said(later, 0)
    assert blocking(later) == []


@pytest.mark.parametrize(
    ("second", "phone", "why"),
    [
        ("Phạm Thị Hoa", "0912345678", "cùng số điện thoại"),
        ("Phạm Thị Hoa (vợ anh Lê Văn Hùng)", "", "vợ anh Lê Văn Hùng"),
    ],
)
def test_new_people_who_may_be_one_household_are_told(
    office: Office, tmp_path: Path, second: str, phone: str, why: str
) -> None:
    headings = ("STT", "Họ và tên", "Năm sinh", "Điện thoại", "Đơn vị", "Số tiền")
    rows = [
        ("Lê Văn Hùng", "1983", "0912345678", UNIT, "500.000"),
        (second, "1985", phone, UNIT, "500.000"),
        ("Võ Thị Ánh", "1986", "0987654321", UNIT, "500.000"),
    ]
    preview = shown(office, list_file(tmp_path, rows, headings=headings, title=GIFTS))
    assert blocking(preview) == []
    assert why in said(preview, 1)
    assert "cùng hộ" not in said(preview, 0) + said(preview, 2)


def test_the_history_names_the_file_that_was_taken_in_and_back(office: Office, tmp_path: Path) -> None:
    rows = [("Trần Thị Lan", "1985", UNIT, "1", "500.000"), ("Lê Văn Hùng", "1985", UNIT, "1", "500.000")]
    path = list_file(tmp_path, rows, headings=PACKED, title=GIFTS, name="quà Tết.csv")
    result = write_import(office.register, shown(office, path))
    newest = operations(office.register, HistoryQuery()).rows[0]
    assert "“quà Tết.csv”" in newest.sentence
    assert newest.sentence.endswith("2 suất")
    assert result.batch_id is not None
    undo_import(office.register, result.batch_id)
    told = [one.sentence for one in operations(office.register, HistoryQuery()).rows]
    assert f"Hoàn tác: {newest.sentence}" in told


def test_a_row_for_several_packages_is_so_many_packages_for_one_person(office: Office, tmp_path: Path) -> None:
    headings = ("STT", "Họ và tên", "Năm sinh", "Đơn vị", "Số suất", "Đơn giá", "Thành tiền")
    rows = [
        ("Trần Thị Lan", "1985", UNIT, "02 suất", "500.000", "1.000.000"),
        ("Lê Văn Hùng", "1985", UNIT, "01 suất", "500.000", "500.000"),
    ]
    path = list_file(tmp_path, rows, headings=headings, title=GIFTS)
    preview = shown(office, path)
    assert (preview.total, blocking(preview)) == (1_500_000, [])
    assert "2 suất cho một người" in said(preview, 0)
    write_import(office.register, preview)
    assert rows_of(office, "SELECT quantity FROM award ORDER BY id") == [(2,), (1,)]
    assert rows_of(office, "SELECT sum(amount) FROM award_line") == [(1_500_000,)]
    assert check_register(office.register).problems == ()


def test_packages_without_an_amount_are_each_worth_the_campaigns(office: Office, tmp_path: Path) -> None:
    campaign_id = office.campaign()
    person_id = office.person("Trần Thị Lan", birth="1985", citizen_id="042185000017")
    path = list_file(
        tmp_path, [("Trần Thị Lan", "042185000017", "2")], headings=("STT", "Họ và tên", "CCCD", "Số suất"), title=GIFTS
    )
    preview = shown(office, path, campaign_id=campaign_id, kind="gifts")
    assert (preview.rows[0].chosen, blocking(preview)) == (person_id, [])
    write_import(office.register, preview)
    worth = "SELECT a.quantity, sum(l.amount) / (c.package_cash + c.package_goods) FROM award a JOIN campaign c"
    assert rows_of(office, f"{worth} ON c.id = a.campaign_id JOIN award_line l ON l.award_id = a.id") == [(2, 2)]


def test_a_campaign_of_last_year_is_written_as_it_was_shown(office: Office, tmp_path: Path) -> None:
    headings = ("STT", "Họ và tên", "Năm sinh", "Đơn vị", "Số tiền", "Ngày trao")
    rows = [("Trần Thị Lan", "1985", UNIT, "500.000", "10/05/2025")]
    path = list_file(tmp_path, rows, headings=headings, title="DANH SÁCH TRAO QUÀ THÁNG CÔNG NHÂN")
    preview = shown(office, path)
    write_import(office.register, preview)
    [(name, starts_on)] = rows_of(office, "SELECT name, starts_on FROM campaign")
    assert (name, starts_on[:4]) == (preview.target.campaign_name, "2025")


def test_a_column_of_money_that_is_not_taken_is_told_of(office: Office, tmp_path: Path) -> None:
    headings = ("STT", "Họ và tên", "Năm sinh", "Đơn vị", "Số tiền", "Tiền thưởng sáng kiến")
    rows = [("Trần Thị Lan", "1985", UNIT, "500.000", "200.000"), ("Lê Văn Hùng", "1985", UNIT, "500.000", "300.000")]
    path = list_file(tmp_path, rows, headings=headings, title=GRANTS)
    assert any("Tiền thưởng sáng kiến" in note for note in shown(office, path).notes)
    plain = list_file(tmp_path, [row[:4] for row in rows], headings=headings[:5], title=GRANTS, name="gọn.csv")
    assert not any("chưa được dùng" in note for note in shown(office, plain).notes)


def test_a_new_unit_written_in_several_ways_is_added_once(office: Office, tmp_path: Path) -> None:
    names = ("CĐCS Công ty TNHH Bình Minh", "Công ty TNHH Bình Minh", "CTY TNHH BÌNH MINH", "CĐCS Công ty Minh Bình")
    rows = [(f"Trần Thị {given}", "1985", unit, "1", "500.000") for given, unit in zip("ABCD", names, strict=True)]
    preview = shown(office, list_file(tmp_path, rows, headings=PACKED, title=GIFTS))
    assert "Hiểu “Công ty TNHH Bình Minh” là “CĐCS Công ty TNHH Bình Minh”" in said(preview, 1)
    write_import(office.register, preview)
    added = rows_of(office, "SELECT name FROM unit WHERE id > 4 ORDER BY id")
    assert [name for (name,) in added] == [names[0], names[3]]


@pytest.mark.parametrize(
    ("title", "programme"),
    [
        ("DANH SÁCH ĐỀ NGHỊ HỖ TRỢ ĐOÀN VIÊN CÓ HOÀN CẢNH KHÓ KHĂN", "Trợ cấp khó khăn đột xuất"),
        ("DANH SÁCH HỖ TRỢ NGƯỜI LAO ĐỘNG MẤT VIỆC", "Hỗ trợ người lao động mất việc, giảm giờ làm"),
        ("DANH SÁCH THĂM HỎI ỐM ĐAU QUÝ I", "Thăm hỏi ốm đau, thai sản, việc hiếu"),
        ("Danh sách trợ cấp", "Trợ cấp khó khăn đột xuất"),
    ],
)
def test_grants_are_of_the_programme_their_title_is_about(
    office: Office, tmp_path: Path, title: str, programme: str
) -> None:
    path = list_file(tmp_path, given(("Trần Thị Lan", "")), headings=GIVEN, title=title)
    assert shown(office, path, kind="grants").target.programme_name == programme


@pytest.mark.parametrize(
    ("title", "programme"),
    [
        ("DANH SACH CONG NHAN NHAN QUA TRUNG THU 2026", "Tết Trung thu"),
        ("DANH SÁCH NHẬN QUÀ NHÂN NGÀY 28/7", "Kỷ niệm Ngày thành lập Công đoàn Việt Nam 28/7"),
    ],
)
def test_gifts_are_of_the_occasion_their_title_names(
    office: Office, tmp_path: Path, title: str, programme: str
) -> None:
    path = list_file(tmp_path, [("Trần Thị Lan", "1985", UNIT, "1", "500.000")], headings=PACKED, title=title)
    assert shown(office, path).target.programme_name == programme


def test_money_of_a_list_taken_for_people_only_is_told_of(office: Office, tmp_path: Path) -> None:
    path = list_file(tmp_path, [("Trần Thị Lan", "1985", UNIT, "1", "500.000")], headings=PACKED, title=GIFTS)
    assert any("“Số tiền”" in note for note in shown(office, path, kind="people").notes)
    assert not any("“Số tiền”" in note for note in shown(office, path).notes)
