"""Lists as .csv: any Unicode form, Windows-1258, bytes of old fonts, any separator."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import BadFile
from labordesk.exchange.workbook import Workbook, read_workbook
from labordesk.vietnamese.legacy import decode, guess_encoding
from labordesk.vietnamese.legacy_tables import letters_of

ROWS = [["STT", "Họ và tên", "Số tiền"], ["1", "Nguyễn Thị Hoà", "500.000"], ["2", "Trần Văn Đức", "1.500,5"]]


def text_of(rows: list[list[str]], separator: str = ";") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def read(folder: Path, content: bytes, name: str = "ds.csv") -> Workbook:
    path = folder / name
    path.write_bytes(content)
    return read_workbook(path)


def rows_of(book: Workbook) -> list[list[Any]]:
    return [list(row) for row in book.sheets[0].rows]


@pytest.mark.parametrize(
    ("mark", "codec", "encoding"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (b"", "utf-16-le", "utf-16"),
        (b"", "utf-16-be", "utf-16"),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_unicode_is_read_with_any_separator(
    tmp_path: Path, mark: bytes, codec: str, encoding: str, separator: str
) -> None:
    book = read(tmp_path, mark + text_of(ROWS, separator).encode(codec))
    assert (book.kind, book.encoding) == ("csv", encoding)
    assert rows_of(book) == ROWS


def test_windows_1258_is_read(tmp_path: Path) -> None:
    loose = text_of(ROWS).replace("ọ", "o\u0323").replace("ễ", "ê\u0303").replace("ị", "i\u0323")
    loose = loose.replace("ố", "ô\u0301").replace("ề", "ê\u0300").replace("ứ", "ư\u0301").replace("ầ", "â\u0300")
    book = read(tmp_path, loose.encode("cp1258"))
    assert book.encoding == "cp1258"
    assert rows_of(book) == ROWS


def test_bytes_of_old_fonts_are_left_to_be_judged_by_column(tmp_path: Path) -> None:
    table = {letter: shown for shown, letter in letters_of("tcvn3").items()}
    shown = "".join(table.get(char, char) for char in text_of(ROWS))
    book = read(tmp_path, shown.encode("cp1252"))
    assert book.encoding == "cp1252"
    column = [row[1] for row in rows_of(book)]
    guess = guess_encoding(column)
    assert guess.encoding == "tcvn3"
    assert [decode(cell, guess.encoding) for cell in column] == [row[1] for row in ROWS]


def test_separator_is_not_taken_from_amounts(tmp_path: Path) -> None:
    rows = [["Họ tên", "Số tiền"], ["Lê A", "1,500,000"], ["Lê B", "2,300,000"], ["Lê C", "12,000,000"]]
    assert rows_of(read(tmp_path, "\r\n".join(";".join(row) for row in rows).encode())) == rows


def test_line_that_names_the_separator_is_no_row(tmp_path: Path) -> None:
    assert rows_of(read(tmp_path, b"sep=#\r\na#b\r\n1#2\r\n")) == [["a", "b"], ["1", "2"]]


def test_line_breaks_and_separators_inside_quotes_belong_to_the_cell(tmp_path: Path) -> None:
    rows = [["Họ tên", "Địa chỉ"], ["Lê A", 'Thôn 1; xã "B"\r\nhuyện C'], ["Lê D", "x"]]
    assert rows_of(read(tmp_path, text_of(rows).encode())) == rows


def test_blank_lines_keep_the_numbers_of_rows(tmp_path: Path) -> None:
    book = read(tmp_path, b"\r\na;b\r\n\r\n1;2\r\n")
    assert rows_of(book) == [[None, None], ["a", "b"], [None, None], ["1", "2"]]
    assert list(book.sheets[0].row(4)) == ["1", "2"]


def test_short_rows_are_filled_up(tmp_path: Path) -> None:
    assert rows_of(read(tmp_path, b"a;b;c\n1\n2;3\n")) == [["a", "b", "c"], ["1", None, None], ["2", "3", None]]


def test_single_column_needs_no_separator(tmp_path: Path) -> None:
    assert rows_of(read(tmp_path, "Họ tên\nLê Thị A\nLê Thị B\n".encode())) == [["Họ tên"], ["Lê Thị A"], ["Lê Thị B"]]


def test_list_of_a_text_file_is_read(tmp_path: Path) -> None:
    assert rows_of(read(tmp_path, text_of(ROWS, "\t").encode(), "ds.txt")) == ROWS


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 5000, b"\xef\xbb\xbf", b"  \r\n ", bytes(range(256)) * 20, b"\x7fELF" + bytes(3000), b"%PDF-1.7 x"],
)
def test_what_is_no_text_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadFile) as caught:
        read(tmp_path, content)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert "{" not in str(caught.value)


def test_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="không-có"):
        read_workbook(tmp_path / "không-có.csv")


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=8), min_size=2, max_size=4
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_text_comes_back_cell_by_cell(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    rows = [["Họ tên", "Số tiền"], *[[cell.replace("\n", " ") for cell in row] for row in rows]]
    folder = tmp_path_factory.getbasetemp()
    content = codecs.BOM_UTF8 + ("sep=;\r\n" + text_of(rows)).encode()
    found = rows_of(read(folder, content, "any.csv"))
    width = max(map(len, rows))
    assert found == [[*(cell or None for cell in row), *[None] * (width - len(row))] for row in rows]


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    with suppress(BadFile):
        read(tmp_path_factory.getbasetemp(), content, "bytes.csv")
