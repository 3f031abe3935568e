"""What is read from .xlsx, .xls and .ods, cell by cell, and what is refused in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import threading
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellError, FormulaGap, Range, Sheet
from labordesk.exchange.compound_file import CompoundFile, container_of
from labordesk.exchange.workbook import read_workbook
from labordesk.exchange.workbook_values import from_reader
from tests.effort import lines_run, not_held_up

HALF_PAST_TEN = datetime.fromisoformat("2026-01-02T10:30")
SHEET_XML = "xl/worksheets/sheet1.xml"


def write(path: Path, fill: Callable[[Any, Any], None], **options: Any) -> Path:
    with xlsxwriter.Workbook(str(path), options) as book:
        fill(book, book.add_worksheet("Trang 1"))
    return path


def first_sheet(path: Path) -> Sheet:
    return read_workbook(path).sheets[0]


def changed(path: Path, change: Callable[[dict[str, bytes]], None], out: str = "đổi.xlsx") -> Path:
    """Write the parts of a workbook again, changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    target = path.with_name(out)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def with_sheet_xml(path: Path, change: Callable[[bytes], bytes]) -> Path:
    return changed(path, lambda parts: parts.__setitem__(SHEET_XML, change(parts[SHEET_XML])))


def assert_refused(path: Path) -> str:
    with not_held_up(), pytest.raises(BadFile) as caught:
        read_workbook(path)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "{" not in sentence
    return sentence


def small(path: Path) -> Path:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["STT", "Họ và tên", "Số tiền"])
        sheet.write_row(1, 0, [1, "Nguyễn Thị Hoà", 500000])
        sheet.write_row(2, 0, [2, "Trần Văn Đức", 1.5])

    return write(path, fill)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    return small(tmp_path / "ds.xlsx")


def test_text_cells_and_number_cells_are_kept_apart(tmp_path: Path) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "042000000001")
        sheet.write_number(0, 1, 42000000001)
        sheet.write_number(0, 2, 0.5)
        sheet.write_boolean(0, 3, True)
        sheet.write_string(0, 4, "  Đặng\xa0Thị ")
        sheet.write_number(0, 5, 1234567890123456)

    row = first_sheet(write(tmp_path / "a.xlsx", fill)).rows[0]
    assert list(row) == ["042000000001", 42000000001, 0.5, True, "  Đặng\xa0Thị ", 1234567890123456]
    assert [type(value) for value in row] == [str, int, float, bool, str, int]


@pytest.mark.parametrize("mac", [False, True])
def test_dates_are_dates_in_both_systems(tmp_path: Path, mac: bool) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day, hours = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "hh:mm"})
        sheet.write_datetime(0, 0, date(1985, 3, 12), day)
        sheet.write_datetime(0, 1, HALF_PAST_TEN, book.add_format({"num_format": "d/m/yy h:mm"}))
        sheet.write_number(0, 2, 0.5, hours)
        sheet.write_number(0, 3, 31274)

    row = first_sheet(write(tmp_path / "a.xlsx", fill, date_1904=mac)).rows[0]
    assert list(row) == [date(1985, 3, 12), HALF_PAST_TEN, clock(12, 0), 31274]


def test_rows_keep_the_officers_numbers(tmp_path: Path) -> None:
    sheet = first_sheet(write(tmp_path / "a.xlsx", lambda _book, one: one.write(6, 2, "x")))
    assert sheet.first_row == 1
    assert list(sheet.row(7)) == [None, None, "x"]
    assert list(sheet.row(99)) == [None, None, None]


def test_formulas_without_results_are_gaps_not_zero(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([1, 2, "=A1+B1"])
    page.append([3, 4, "=SUM(A1:B1)"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    sheet = first_sheet(path)
    assert [row[2] for row in sheet.rows] == [FormulaGap("A1+B1"), FormulaGap("SUM(A1:B1)")]


def test_zero_of_a_program_that_never_calculates_is_a_gap(tmp_path: Path) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_formula(0, 0, "=1+1")
        sheet.write_formula(0, 1, "=1+1", None, 2)
        sheet.write_number(0, 2, 0)

    assert list(first_sheet(write(tmp_path / "a.xlsx", fill)).rows[0]) == [FormulaGap("1+1"), 2, 0]


def test_results_of_formulas_are_read(tmp_path: Path) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_formula(0, 0, "=2*3", None, 6)
        sheet.write_formula(0, 1, '="a"', None, "abc")

    assert list(first_sheet(write(tmp_path / "a.xlsx", fill)).rows[0]) == [6, "abc"]


def test_errors_in_cells_are_named(tmp_path: Path) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 3, "=NA()", None, "#N/A")

    sheet = first_sheet(write(tmp_path / "a.xlsx", fill))
    assert list(sheet.row(2)) == [CellError("#DIV/0!"), None, None, CellError("#N/A")]


def test_hidden_rows_and_sheets_are_marked_and_merged_blocks_known(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("B2:D3", "gộp")
        sheet.write(4, 0, "x")
        sheet.set_row(4, None, None, {"hidden": True})
        other = book.add_worksheet("Ẩn")
        other.write(0, 0, "y")
        other.hide()

    shown, hidden = read_workbook(write(tmp_path / "a.xlsx", fill)).sheets
    assert shown.merged == (Range(2, 1, 3, 3),)
    assert shown.hidden_rows == {5}
    assert (shown.hidden, hidden.hidden) == (False, True)


def test_fonts_of_old_encodings_are_told_by_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["STT", "Hä vµ tªn", "x"])
    page.append([1, "TrÇn ThÞ Hoµ", "y"])
    page["B1"].font = Font(name=".VnTimeH")
    page["B2"].font = Font(name=".VnTime")
    page["C1"].font = Font(name="Arial")
    path = tmp_path / "a.xlsx"
    book.save(path)
    sheet = first_sheet(path)
    assert sheet.fonts in ({1: ".VnTime"}, {1: ".VnTimeH"})
    assert sheet.capital_fonts == {(1, 1)}


def test_chart_sheets_are_no_sheets(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, 1)
        book.add_chartsheet("Biểu đồ")

    assert [sheet.name for sheet in read_workbook(write(tmp_path / "a.xlsx", fill)).sheets] == ["Trang 1"]


def test_kind_is_told_by_content_not_by_name(listed: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "sai.xls"
    shutil.copy(listed, wrong)
    assert read_workbook(wrong).kind == "xlsx"
    wrong = tmp_path / "sai.xlsx"
    wrong.write_bytes(b"STT;T\xc3\xaan\n1;A\n")
    assert_refused(wrong)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b'<c r="', b'<c  r="'),
        lambda xml: xml.replace(b'<c r="', b'<c\n\tr="'),
        lambda xml: xml.replace(b'"', b"'"),
        lambda xml: re.sub(rb'<c r="[A-Z]+\d+"', b"<c", xml),
        lambda xml: re.sub(rb'<row r="\d+"', b"<row", re.sub(rb'<c r="[A-Z]+\d+"', b"<c", xml)),
        lambda xml: re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml).replace(b"xmlns=", b"xmlns:x="),
    ],
)  # fmt: skip
def test_xml_written_otherwise_is_read_alike(listed: Path, change: Callable[[bytes], bytes]) -> None:
    def safely(xml: bytes) -> bytes:
        head, _mark, rest = xml.partition(b"?>")
        return head + b"?>" + change(rest)

    found = first_sheet(with_sheet_xml(listed, safely))
    assert [list(row) for row in found.rows] == [list(row) for row in first_sheet(listed).rows]


def test_gap_is_found_in_xml_written_otherwise(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", lambda _book, sheet: sheet.write_formula(2, 1, "=A1", None, ""))
    bare = with_sheet_xml(path, lambda xml: xml.replace(b'<c r="B3"', b"<c s='0' r='B3'"))
    assert list(first_sheet(bare).row(3)) == [None, FormulaGap("A1")]


def test_few_cells_of_a_sheet_of_a_million_rows_are_read_quickly(tmp_path: Path) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["STT", "Họ tên", *range(13)])
        sheet.write_row(1_048_575, 0, [1, "Lê Thị A", *range(12)])
        sheet.write_formula(1_048_575, 14, "=A1", None, "")

    path = write(tmp_path / "a.xlsx", fill)
    found: list[Sheet] = []
    assert lines_run(lambda: found.append(first_sheet(path))) < 3 * 1_048_576
    sheet = found[0]
    assert len(sheet.rows) == 1_048_576
    assert list(sheet.row(1_048_576))[:2] == [1, "Lê Thị A"]
    assert sheet.row(1_048_576)[14] == FormulaGap("A1")
    assert not any(sheet.row(500_000))


def test_formatted_empty_cells_far_away_cost_nothing(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, ["STT", "Họ tên"])
        sheet.write_blank(5, 16_383, None, bold)
        sheet.write_blank(1_048_575, 3, None, bold)

    sheet = first_sheet(write(tmp_path / "a.xlsx", fill))
    assert (len(sheet.rows), sheet.width) == (1, 2)


def test_cells_too_far_apart_are_refused(tmp_path: Path) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for row in range(300):
            sheet.write(row, 0, row)
        sheet.write(0, 16_383, "x")

    assert "Trang 1" in assert_refused(write(tmp_path / "a.xlsx", fill))


def test_lying_dimension_is_ignored(listed: Path) -> None:
    path = with_sheet_xml(listed, lambda xml: xml.replace(b'ref="A1:C3"', b'ref="A1:XFD1048576"'))
    assert len(first_sheet(path).rows) == 3


def test_bomb_is_refused_before_it_unpacks(tmp_path: Path, listed: Path) -> None:
    bomb = tmp_path / "bom.xlsx"
    shutil.copy(listed, bomb)
    with (
        zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings2.xml", "w", force_zip64=True) as part,
    ):
        blank = b" " * (1 << 20)
        for _megabyte in range(300):
            part.write(blank)
    assert_refused(bomb)


def test_lie_about_the_size_of_a_part_is_found(listed: Path) -> None:
    content = bytearray(listed.read_bytes())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(SHEET_XML.encode()))
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    listed.write_bytes(bytes(content))
    assert_refused(listed)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("trống.xlsx", b""),
        ("trống.xls", b"\x00" * 100),
        ("web.xls", b"<html><body><table><tr><td>STT</td></tr></table></body></html>"),
        ("web2.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>"),
        ("cũ.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:x"></Workbook>'),
        ("bản in.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
        ("hỏng.xlsx", b"PK\x03\x04" + b"\x00" * 50),
        ("hỏng.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600),
        ("excel2.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(200)),
    ],
)
def test_other_files_are_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert_refused(path)


def test_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    for part, word in (("word/document.xml", "Word"), ("xl/workbook.bin", ".xlsb"), ("a.txt", "bảng tính")):
        path = tmp_path / "khác.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(part, "x")
        assert word in assert_refused(path)


def test_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    content = container_of("EncryptedPackage", b"x" * 5000)
    path = tmp_path / "khóa.xlsx"
    path.write_bytes(content)
    assert "mật khẩu" in assert_refused(path)


def test_document_type_definitions_are_refused(listed: Path) -> None:
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = changed(
        listed,
        lambda parts: parts.update({"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"?>", b"?>" + evil, 1)}),
    )
    assert_refused(path)


def test_progress_is_told_and_may_cancel(listed: Path) -> None:
    told: list[tuple[int, int]] = []
    read_workbook(listed, told=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _total in told] == sorted(done for done, _total in told)

    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        read_workbook(listed, told=stop)


def test_container_gives_back_the_stream_put_into_it() -> None:
    for size in (1, 4096, 100_000, 5_000_000):
        stream = bytes(i * 7 % 251 for i in range(size)) if size < 200_000 else b"ab" * (size // 2)
        assert CompoundFile(container_of("Workbook", stream)).stream("Workbook")[:size] == stream


def test_chains_in_circles_are_refused() -> None:
    content = bytearray(container_of("Workbook", b"x" * 20_000))
    fat = len(content) - 4096
    struct.pack_into("<I", content, fat + 4 * 2, 1)
    with pytest.raises(BadFile):
        CompoundFile(bytes(content)).stream("Workbook")


def test_extra_table_in_circles_is_refused() -> None:
    content = bytearray(container_of("Workbook", b"x" * 20_000))
    struct.pack_into("<II", content, 68, 1, 5)
    struct.pack_into("<I", content, 4096 * 3 - 4, 1)
    with pytest.raises(BadFile):
        CompoundFile(bytes(content))


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Have LibreOffice write one workbook in all three formats."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")

    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range("A1:D1", "DANH SÁCH")
        sheet.write_row(1, 0, ["STT", "Họ và tên", "Ngày sinh", "Số tiền", "CCCD"])
        sheet.write_row(2, 0, [1, "Nguyễn Thị Hoà", None, 500000, "042000000001"])
        sheet.write_datetime(2, 2, date(1985, 3, 12), day)
        sheet.write_row(3, 0, [2, "H'Hen Niê", "8/1985", 0.5, 42000000001])
        sheet.write_formula(4, 3, "=SUM(D3:D4)", None, 500000.5)
        sheet.write_formula(5, 3, "=1/0", None, "#DIV/0!")
        sheet.write_number(6, 0, 12345678901234)
        sheet.set_row(6, None, None, {"hidden": True})
        book.add_worksheet("Hai").write(0, 0, "tr\xadêng", book.add_format({"font_name": ".VnTime"}))

    path = write(folder / "gốc.xlsx", fill)
    found = {"xlsx": path}
    for kind in ("xls", "ods"):
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
        found[kind] = folder / f"gốc.{kind}"
    return found


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_all_formats_read_alike(converted: dict[str, Path], kind: str) -> None:
    book, other = read_workbook(converted["xlsx"]), read_workbook(converted[kind])
    assert other.kind == kind
    assert [sheet.name for sheet in other.sheets] == ["Trang 1", "Hai"]
    for ours, theirs in zip(book.sheets, other.sheets, strict=True):
        assert [list(row) for row in theirs.rows] == [list(row) for row in ours.rows]
        assert theirs.merged == ours.merged
        assert theirs.hidden_rows == ours.hidden_rows
    if kind == "xls":
        assert other.sheets[1].fonts == {0: ".VnTime"}


def test_formula_never_worked_out_in_xls_is_a_gap(converted: dict[str, Path], tmp_path: Path) -> None:
    stream = bytearray(CompoundFile(converted["xls"].read_bytes()).stream("Workbook"))
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == 0x0006:
            stream[at + 10 : at + 18] = bytes(8)
            stream[at + 18] |= 2
        if not kind and not size:
            break
        at += 4 + size
    path = tmp_path / "a.xls"
    path.write_bytes(container_of("Workbook", bytes(stream)))
    sheet = first_sheet(path)
    assert sheet.row(5)[3] == FormulaGap()


def test_record_that_promises_a_full_sheet_fills_no_memory(converted: dict[str, Path], tmp_path: Path) -> None:
    stream = bytearray(CompoundFile(converted["xls"].read_bytes()).stream("Workbook"))
    at = stream.find(struct.pack("<HH", 0x0200, 14))
    assert at > 0
    struct.pack_into("<IIHH", stream, at + 4, 0, 0xFFFFFFFF, 0, 0xFFFF)
    path = tmp_path / "a.xls"
    path.write_bytes(container_of("Workbook", bytes(stream)))
    assert first_sheet(path).row(3)[1] == "Nguyễn Thị Hoà"


def test_password_of_an_xls_is_told(converted: dict[str, Path], tmp_path: Path) -> None:
    stream = bytearray(CompoundFile(converted["xls"].read_bytes()).stream("Workbook"))
    _kind, size = struct.unpack_from("<HH", stream, 0)
    stream[4 + size : 4 + size] = struct.pack("<HHHHH", 0x002F, 6, 0, 1, 2)
    path = tmp_path / "a.xls"
    path.write_bytes(container_of("Workbook", bytes(stream)))
    assert "mật khẩu" in assert_refused(path)


def test_ods_that_repeats_used_cells_for_ever_is_refused(converted: dict[str, Path]) -> None:
    def repeat(parts: dict[str, bytes]) -> None:
        content = parts["content.xml"]
        at = content.find(b"office:value-type")
        parts["content.xml"] = (
            content[:at]
            + b'table:number-columns-repeated="16384" '
            + content[at:].replace(b"<table:table-row ", b'<table:table-row table:number-rows-repeated="1048576" ', 2)
        )

    assert_refused(changed(converted["ods"], repeat, "đổi.ods"))


def test_ods_formula_without_a_result_is_a_gap(converted: dict[str, Path]) -> None:
    def drop(parts: dict[str, bytes]) -> None:
        head, _mark, rest = parts["content.xml"].partition(b'table:formula="of:=SUM')
        tag, _end, after = rest.partition(b">")
        tag = tag.partition(b'"')[0]
        after = after.partition(b"</table:table-cell>")[2]
        parts["content.xml"] = head + b'table:formula="of:=SUM' + tag + b'"/>' + after

    sheet = first_sheet(changed(converted["ods"], drop, "hở.ods"))
    assert isinstance(sheet.row(5)[3], FormulaGap)


def test_ods_with_a_password_says_so(converted: dict[str, Path]) -> None:
    def lock(parts: dict[str, bytes]) -> None:
        parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(
            b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
        )

    assert "mật khẩu" in assert_refused(changed(converted["ods"], lock, "khóa.ods"))


def test_what_the_reader_writes_of_its_panic_stays_off_the_terminal(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # the runner of the tests has threads of its own

    def panics() -> None:
        os.write(2, b"thread '<unnamed>' panicked\n")
        raise ValueError

    with pytest.raises(BadFile):
        from_reader(panics)
    os.write(2, b"heard again\n")
    assert capfd.readouterr().err == "heard again\n"


def test_a_reader_beside_other_threads_leaves_the_terminal_alone(capfd: pytest.CaptureFixture[str]) -> None:
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    from_reader(lambda: os.write(2, b"said\n"))
    over.set()
    other.join()
    assert capfd.readouterr().err == "said\n"
