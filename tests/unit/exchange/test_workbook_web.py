"""Web pages and XML 2003 that offices' programs call .xls."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellError, FormulaGap, Range, Sheet
from labordesk.exchange.taken import CachedReader
from labordesk.exchange.values_choices import text_reader
from labordesk.exchange.workbook import read_workbook
from tests.effort import not_held_up

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>ds</title>
<meta http-equiv="Content-Type" content="text/html; charset={charset}"><style>td {{ color: red }}</style></head><body>
<h3>DANH S&Aacute;CH NHẬN QUÀ</h3><table border=1>{rows}</table><p>Người lập</p></body></html>"""
ROWS = """<tr><th>STT<th>Họ và<br>tên<th>Số tiền</tr>
<tr><td>1</td><td>Nguyễn Thị&nbsp;Lan &amp; con</td><td x:num="500000">500.000</td></tr>
<tr><td>2<td>  Trần
 Văn Bình<td></tr>"""
HEAD = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
BOOK = f"""{HEAD}<Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">
<Worksheet ss:Name="Tháng 1"><Table><Row ss:Index="2">
<Cell ss:MergeAcross="1"><Data ss:Type="String">Họ tên</Data></Cell>
<Cell><Data ss:Type="String">Ngày sinh</Data></Cell><Cell ss:Index="5"><Data ss:Type="Number">500000</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="DateTime">1985-03-12T00:00:00.000</Data></Cell>
<Cell ss:Formula="=RC[-1]"></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row></Table></Worksheet></Workbook>"""


def read(tmp_path: Path, content: bytes, name: str = "ds.xls") -> Sheet:
    path = tmp_path / name
    path.write_bytes(content)
    return read_workbook(path).sheets[0]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1258"])
def test_a_web_page_is_read_like_a_sheet(tmp_path: Path, charset: str) -> None:
    text = PAGE.format(charset=charset, rows=ROWS)
    found = read(tmp_path, text.encode(charset.replace("windows-", "cp"), "xmlcharrefreplace"))
    assert [list(row) for row in found.rows] == [
        ["DANH SÁCH NHẬN QUÀ", None, None],
        ["STT", "Họ và\ntên", "Số tiền"],
        ["1", "Nguyễn Thị Lan & con", 500000],
        ["2", "Trần Văn Bình", None],
        ["Người lập", None, None],
    ]


def test_cells_over_several_rows_and_columns_of_a_page_are_merged(tmp_path: Path) -> None:
    rows = "<tr><th rowspan=2>Họ tên<th colspan=2>Năm sinh</tr><tr><th>Nam<th>Nữ</tr><tr><td>Lê A<td>1980<td></tr>"
    found = read(tmp_path, PAGE.format(charset="utf-8", rows=rows).encode())
    assert [list(row) for row in found.rows[1:4]] == [
        ["Họ tên", "Năm sinh", None],
        [None, "Nam", "Nữ"],
        ["Lê A", "1980", None],
    ]
    assert found.merged == (Range(2, 0, 3, 0), Range(2, 1, 2, 2))


@pytest.mark.parametrize("rows", ["", "<tr><td>Chào</td></tr>", "<tr>" * 300, "<td>" * 9])
def test_a_page_without_a_list_is_refused_in_one_sentence(tmp_path: Path, rows: str) -> None:
    with pytest.raises(BadFile) as told:
        read(tmp_path, PAGE.format(charset="utf-8", rows=rows).encode())
    assert str(told.value).count(".") <= 3
    assert "ds.xls" in str(told.value)


def test_spans_that_promise_millions_of_cells_fill_no_memory(tmp_path: Path) -> None:
    rows = "<tr><td rowspan=999999 colspan=999999>a<td>b</tr>" * 20_000
    with pytest.raises(BadFile):
        read(tmp_path, PAGE.format(charset="utf-8", rows=rows).encode())


def test_xml_of_excel_2003_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, BOOK.encode())
    assert found.name == "Tháng 1"
    assert [list(row) for row in found.rows] == [
        [None] * 5,
        ["Họ tên", None, "Ngày sinh", None, 500000],
        [datetime(1985, 3, 12), FormulaGap("RC[-1]"), CellError("#N/A"), None, None],  # noqa: DTZ001 - cells have no zone
    ]
    assert found.merged == (Range(2, 0, 2, 1),)
    assert found.hidden_rows == {3}


@pytest.mark.parametrize(
    "change",
    [
        ("</Workbook>", ""),
        ('ss:Index="5"', 'ss:Index="99999999"'),
        ("<Workbook", "<!DOCTYPE a [<!ENTITY b 'c'>]><Workbook"),
    ],
)
def test_damaged_xml_is_refused_in_one_sentence(tmp_path: Path, change: tuple[str, str]) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, BOOK.replace(*change).encode())


def test_empty_rows_that_reach_far_down_are_no_rows(tmp_path: Path) -> None:
    spans = '<Row ss:Span="1048575"/>' * 20
    empty = BOOK[: BOOK.index("<Row ")] + spans + "</Table></Worksheet></Workbook>"
    assert not read(tmp_path, empty.encode()).rows


@pytest.mark.parametrize("junk", [b"<", b"<a b='", b"<!--", b"<td rowspan=9999 colspan=255>"])
def test_a_page_of_junk_is_refused_soon(tmp_path: Path, junk: bytes) -> None:
    with not_held_up(), pytest.raises(BadFile):
        read(tmp_path, b"<html><table><tr>" + junk * (600_000 // len(junk)))


@pytest.mark.parametrize("said", ["NaN", "nan", "-NaN", "INF", "-Infinity"])
def test_a_number_that_is_none_is_an_error_and_no_name_of_a_unit(tmp_path: Path, said: str) -> None:
    xml = BOOK.replace('"Number">500000', f'"Number">{said}')
    assert xml != BOOK
    web = PAGE.format(charset="utf-8", rows=f"<tr><th>Tên<th>Tiền<tr><td x:num>{said}<td x:num='{said}'>{said}")
    cells = [cell for file in (xml, web) for row in read(tmp_path, file.encode()).rows for cell in row]
    assert cells.count(CellError("#NUM!")) == 3
    assert not {said, said.lower()} & set(map(str, cells))
    for cell in (one for one in cells if isinstance(one, CellError)):
        taken = CachedReader("unit", text_reader("unit"))(cell)
        assert not taken.values
        assert [(one.field, one.blocks) for one in taken.problems] == [("unit", True)]
