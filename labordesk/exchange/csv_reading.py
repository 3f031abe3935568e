"""Read .csv and .txt: in Unicode, Windows-1258 or the bytes of an old font, with whatever stands between the cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import Final

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellValue, Sheet, Workbook
from labordesk.exchange.guard import MARK, unguarded
from labordesk.i18n import N_
from labordesk.vietnamese.legacy import guess_encoding
from labordesk.vietnamese.legacy_tables import shown_in_cp1252

MAX_BYTES: Final = 200_000_000
MAX_CELLS: Final = 4_000_000
NO_TEXT: Final = N_("Tệp này không phải bảng tính hay văn bản; hãy chọn tệp .xlsx, .xls, .ods hoặc .csv.")
_TOO_LARGE: Final = N_("Tệp .csv quá lớn; hãy chia thành nhiều tệp nhỏ hơn rồi chọn lại.")
_UNCLOSED: Final = N_("Tệp .csv có dấu ngoặc kép mở mà không đóng; hãy mở bằng Excel, lưu lại rồi chọn lại.")

_SEPARATORS: Final = ("\t", ";", ",", "|")
_RARE: Final = ("\t", ";", "|")
"""Nothing but separators stands as often in nearly every line; commas stand in amounts and addresses too."""
_USUAL: Final = 0.8
_SEPARATOR_LINE: Final = re.compile(r'\A"?sep=(.)"?\r?\n', re.IGNORECASE)
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL: Final = re.compile(rb"[\x00\x07\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE_LINES: Final = 60
_SAMPLE_CELLS: Final = 400

Told = Callable[[int, int], None]


def read_csv(path: Path, content: bytes, told: Told) -> Workbook:
    """Read text with separators as one sheet of text cells; blank lines are rows too, as the officer sees them."""
    if len(content) > MAX_BYTES:
        raise BadFile(_TOO_LARGE)
    text, encoding = decoded(content)
    told(1, 3)
    text, separator = _separator_of(text)
    rows = list(_rows(text, separator))
    told(2, 3)
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise BadFile(_TOO_LARGE)
    empty = (None,) * width
    full: list[Sequence[CellValue]] = [(*row, *empty[len(row) :]) for row in rows]
    told(3, 3)
    return Workbook(path, "csv", encoding, (Sheet(path.stem, full),))


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text and what it was written in: "utf-8", "utf-16", "cp1258", or "cp1252" for bytes of old fonts."""
    for bom, name in _BOMS:
        if content.startswith(bom):
            return _strict(content[len(bom) :], name), "utf-8" if name == "utf-8" else "utf-16"
    wide = _wide_without_mark(content)
    if wide:
        return _strict(content, wide), "utf-16"
    if _CONTROL.search(content, 0, 4096) and not _is_text(content):
        raise BadFile(NO_TEXT)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4 and error.reason == "unexpected end of data":
            return content[: error.start].decode("utf-8"), "utf-8"
    shown = shown_in_cp1252(content)
    cells = re.split(r"[\t;,|\r\n\"]+", shown)
    if guess_encoding([cell for cell in cells if not cell.isascii()][:_SAMPLE_CELLS]).encoding == "cp1258":
        return unicodedata.normalize("NFC", content.decode("cp1258", "replace")), "cp1258"
    return shown, "cp1252"


def _strict(content: bytes, encoding: str) -> str:
    """Decode what says itself what it is; a file cut in the middle of a letter loses that letter only."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(content)
    except UnicodeDecodeError as error:
        raise BadFile(NO_TEXT) from error


def _wide_without_mark(content: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zero bytes of its digits, blanks and separators."""
    head = content[:4096]
    if len(head) < 4 or b"\x00" not in head:
        return None
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > len(head) // 8 and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 8 and odd * 10 < even else None


def _is_text(content: bytes) -> bool:
    """Tell whether bytes with control characters can still be a list: VISCII and VPS have letters there."""
    head = content[:4096]
    return b"\x00" not in head and len(_CONTROL.findall(head)) * 20 < len(head)


def _separator_of(text: str) -> tuple[str, str]:
    """Return the text without a "sep=" line, and the separator that parts most lines alike."""
    named = _SEPARATOR_LINE.match(text)
    if named:
        return text[named.end() :], named[1]
    lines = [line for line in text[:65536].splitlines()[:_SAMPLE_LINES] if line.strip()]
    weights = {separator: _evenness(lines, separator) for separator in _SEPARATORS}
    best = max(weights, key=weights.__getitem__)
    rarer = max(_RARE, key=weights.__getitem__)
    return text, rarer if best == "," and weights[rarer] >= _USUAL else best


def _evenness(lines: Sequence[str], separator: str) -> float:
    """Weigh a separator by how many lines have it as often as most do, and a little by how often."""
    counts = [re.sub(r'"[^"]*"', "", line).count(separator) for line in lines]
    used = [count for count in counts if count]
    if not used:
        return 0.0
    usual = max(set(used), key=used.count)
    return float(used.count(usual) / len(counts) * min(mean(used), 5) ** 0.5)


def _rows(text: str, separator: str) -> Iterator[list[str | None]]:
    """Part the text into rows; line breaks inside quotes belong to the cell, the mark of our own export does not."""
    csv.field_size_limit(1_000_000)
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator):
            cells += len(row)
            if cells > MAX_CELLS:
                raise BadFile(_TOO_LARGE)
            yield [(unguarded(cell) if cell[0] == MARK else cell) if cell else None for cell in row]
    except csv.Error as error:
        raise BadFile(_UNCLOSED) from error
