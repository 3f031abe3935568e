"""The officer's own file comes back: looks kept, doubtful cells coloured with the reason, all of them listed."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from labordesk.errors import BadFile, Unavailable
from labordesk.exchange.marked import SUMMARY_SHEET, Mark, write_marked
from labordesk.exchange.marks import FILLS
from labordesk.exchange.workbook import read_workbook

ERROR = Mark("Danh sách", 9, 4, "error", "số CCCD có 11 chữ số.", "Số CCCD", "42167625352", ("042167625352",))
ASK = Mark("Danh sách", 9, 5, "ask", "8.762 nghìn hay triệu?", "Số tiền", "8.762")
WARNING = Mark("Danh sách", 10, 1, "warning", "tên viết hoa cả.", "Họ và tên", "LÊ VĂN AN")
TAKEN = [Mark("Danh sách", row, None, "taken", "") for row in (11, 12, 13)]
MARKS = [ERROR, ASK, WARNING, *TAKEN]


@pytest.fixture
def officers_file(tmp_path: Path) -> Path:
    """A list as offices make them: letterhead over merged cells, two-row heading, a total, a note of the officer."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Danh sách"
    sheet["A1"] = "CÔNG ĐOÀN XÃ HƯƠNG SƠN"
    sheet.merge_cells("A4:F4")
    sheet["A4"] = "DANH SÁCH NHẬN QUÀ"
    sheet["A4"].font = Font(name="Times New Roman", bold=True, size=16)
    sheet.merge_cells("A7:A8")
    for place, text in {"A7": "STT", "B7": "Họ và tên", "C7": "Năm sinh", "E7": "Số CCCD", "F7": "Số tiền"}.items():
        sheet[place] = text
    for row, name in enumerate(("Trần Thị Hoà", "LÊ VĂN AN", "Vũ Tấn", "Đỗ Yến", "Hồ Ái"), 9):
        for column, value in enumerate((row - 8, name, 1985, None, "042085000123", 500_000), 1):
            sheet.cell(row, column, value)
    sheet["F14"] = "=SUM(F9:F13)"
    sheet["B10"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["E9"].comment = Comment("Hỏi lại chị Hoà", "Phòng tổ chức")
    sheet.column_dimensions["B"].width = 31
    sheet.row_dimensions[12].hidden = True
    path = tmp_path / "gốc.xlsx"
    book.save(path)
    return path


def opened(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def test_looks_and_values_stay_and_bad_cells_are_coloured_with_the_reason(officers_file: Path, tmp_path: Path) -> None:
    done = write_marked(officers_file, tmp_path / "ra.xlsx", MARKS, [("Số dòng", "5")])
    assert done.rebuilt == ""
    sheet = opened(tmp_path / "ra.xlsx")["Danh sách"]
    assert sheet["A4"].font.sz == 16
    assert "A7:A8" in {str(block) for block in sheet.merged_cells.ranges}
    assert sheet.column_dimensions["B"].width == 31
    assert sheet.row_dimensions[12].hidden
    assert sheet["E9"].value == "042085000123"
    assert sheet["F14"].value == "=SUM(F9:F13)"
    assert sheet["E9"].fill.fgColor.rgb == f"00{FILLS['error']}"
    assert sheet["F9"].fill.fgColor.rgb == f"00{FILLS['ask']}"
    assert sheet["B10"].fill.fgColor.rgb == f"00{FILLS['warning']}"
    assert {sheet.cell(12, column).fill.fgColor.rgb for column in range(1, 7)} == {f"00{FILLS['taken']}"}
    assert sheet["B9"].fill.fill_type is None
    assert "Lỗi: số CCCD có 11 chữ số. Có thể là: 042167625352." in sheet["E9"].comment.text
    assert "Hỏi lại chị Hoà" in sheet["E9"].comment.text
    assert sheet["F9"].comment.text == "Cần hỏi: 8.762 nghìn hay triệu?"


def test_every_doubtful_cell_is_listed_with_a_way_to_it(officers_file: Path, tmp_path: Path) -> None:
    write_marked(officers_file, tmp_path / "ra.xlsx", MARKS, [("Số dòng đọc được", "5")])
    listed = opened(tmp_path / "ra.xlsx")[SUMMARY_SHEET]
    rows = [tuple(cell.value for cell in row) for row in listed.iter_rows()]
    assert ("Số dòng đọc được", "5") in [(row[0], row[4]) for row in rows]
    assert ("Đã ghi vào sổ, trang Danh sách", "dòng 11-13") in [(row[0], row[4]) for row in rows]
    shown = [row[:8] for row in rows if row[3] in ("Lỗi", "Cần hỏi", "Lưu ý")]
    assert shown[0] == (
        *("Danh sách", 9, "E9", "Lỗi", "Số CCCD", "42167625352"),
        *("số CCCD có 11 chữ số.", "042167625352"),
    )
    assert [row[2] for row in shown] == ["E9", "F9", "B10"]
    place = next(cell for cell in listed["C"] if cell.value == "E9")
    assert place.hyperlink.location == "'Danh sách'!E9"


def test_marks_of_an_earlier_round_go_and_old_colours_come_back(officers_file: Path, tmp_path: Path) -> None:
    write_marked(officers_file, tmp_path / "một.xlsx", MARKS)
    write_marked(tmp_path / "một.xlsx", tmp_path / "hai.xlsx", [ASK])
    book = opened(tmp_path / "hai.xlsx")
    sheet = book["Danh sách"]
    assert sheet["B10"].fill.fgColor.rgb == "00FFFF00"
    assert sheet["A12"].fill.fill_type is None
    assert sheet["E9"].fill.fill_type is None
    assert sheet["E9"].comment.text == "Hỏi lại chị Hoà"
    assert sheet["B10"].comment is None
    assert sheet["F9"].fill.fgColor.rgb == f"00{FILLS['ask']}"
    assert book.sheetnames.count(SUMMARY_SHEET) == 1


def test_results_of_formulas_are_still_there_without_opening_the_file(officers_file: Path, tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "tính.xlsx")
    sheet = book.add_worksheet("Danh sách")
    sheet.write_row(0, 0, [500_000, 300_000])
    sheet.write_formula(0, 2, "=A1+B1", None, 800_000)
    sheet.write_formula(0, 3, '=IF(A1>B1,"lớn & hơn","nhỏ")', None, "lớn & hơn")
    book.close()
    write_marked(tmp_path / "tính.xlsx", tmp_path / "ra.xlsx", [Mark("Danh sách", 1, 0, "warning", "xem lại")])
    assert list(read_workbook(tmp_path / "ra.xlsx").sheets[0].row(1)) == [500_000, 300_000, 800_000, "lớn & hơn"]
    assert opened(tmp_path / "ra.xlsx")["Danh sách"]["C1"].value == "=A1+B1"


def test_a_csv_comes_back_as_excel_that_says_so(tmp_path: Path) -> None:
    source = tmp_path / "quà.csv"
    source.write_text("STT,Họ và tên,Số CCCD\r\n1,Trần Thị Hoà,042085000123\r\n2,=HYPERLINK(1),0\r\n", "utf-8-sig")
    done = write_marked(source, tmp_path / "ra.xlsx", [Mark("quà", 3, 2, "error", "thiếu chữ số", "Số CCCD", "0")])
    assert "không phải .xlsx" in done.rebuilt
    book = opened(tmp_path / "ra.xlsx")
    name = read_workbook(source).sheets[0].name
    sheet = book[name]
    assert sheet["C2"].value == "042085000123"
    assert sheet["B3"].value == "=HYPERLINK(1)"
    assert sheet["B3"].data_type == "s"
    assert any("không phải .xlsx" in str(row[4].value) for row in book[SUMMARY_SHEET].iter_rows(max_row=4))


def test_a_rebuilt_file_keeps_merged_headings_marks_and_rows(
    officers_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labordesk.exchange.marked._MOST_XML", 10)
    done = write_marked(officers_file, tmp_path / "ra.xlsx", MARKS)
    assert "rất lớn" in done.rebuilt
    before, after = read_workbook(officers_file).sheets[0], read_workbook(tmp_path / "ra.xlsx").sheets[0]
    assert [list(after.row(row)) for row in range(1, 14)] == [list(before.row(row)) for row in range(1, 14)]
    assert set(after.merged) == set(before.merged)
    sheet = opened(tmp_path / "ra.xlsx")["Danh sách"]
    assert sheet["E9"].fill.fgColor.rgb == f"FF{FILLS['error']}"
    assert sheet["E9"].comment.text.startswith("Lỗi: số CCCD")
    assert sheet["A12"].fill.fgColor.rgb == f"FF{FILLS['taken']}"


def test_a_reason_that_looks_like_a_formula_stays_a_text(officers_file: Path, tmp_path: Path) -> None:
    mark = Mark("Danh sách", 9, 5, "error", "=1+1", "=cmd|'/c calc'!A0", "+84", ("-5", "@x"))
    write_marked(officers_file, tmp_path / "ra.xlsx", [mark])
    listed = opened(tmp_path / "ra.xlsx")[SUMMARY_SHEET]
    texts = {cell.value: cell.data_type for row in listed.iter_rows() for cell in row if cell.value is not None}
    assert {texts[text] for text in ("=1+1", "=cmd|'/c calc'!A0", "+84", "-5; @x")} == {"s"}


def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "hỏng.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(BadFile):
        write_marked(tmp_path / "hỏng.xls", tmp_path / "ra.xlsx", [])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["hỏng.xls"]


def test_stopping_half_way_leaves_the_old_file(officers_file: Path, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    many = [Mark("Danh sách", 9 + n % 5, n % 6, "warning", f"lời {n}") for n in range(1000)]
    many += [Mark("Danh sách", 20 + n, 1, "warning", "xem") for n in range(400)]
    (tmp_path / "ra.xlsx").write_bytes(b"old")
    with pytest.raises(Stopped):
        write_marked(officers_file, tmp_path / "ra.xlsx", many, told=stop)
    assert (tmp_path / "ra.xlsx").read_bytes() == b"old"


def test_a_place_that_is_gone_is_told_in_one_sentence(officers_file: Path, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"ra\.xlsx"):
        write_marked(officers_file, tmp_path / "không có" / "ra.xlsx", MARKS)
