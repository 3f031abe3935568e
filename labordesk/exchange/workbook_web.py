"""Read the tables of a web page: programs of offices call one .xls, and Excel opens it as a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellValue, Range, Sheet, Workbook, figure
from labordesk.exchange.csv_reading import MAX_CELLS, decoded
from labordesk.exchange.workbook_zip import TOO_LARGE
from labordesk.i18n import N_

Told = Callable[[int, int], None]

MAX_BYTES: Final = 20_000_000
NO_SHEET: Final = N_("Tệp “{name}” là trang web đổi đuôi; hãy mở bằng Excel, lưu lại thành .xlsx rồi chọn lại.")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_SILENT: Final = frozenset({"script", "style", "title", "head", "xml"})
_BLOCKS: Final = frozenset({"p", "div", "h1", "h2", "h3", "h4", "center", "body", "li"})
_FIGURE: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_NO_FIGURE: Final = re.compile(r"[-+]?(?:nan|inf(?:inity)?)", re.IGNORECASE)
_WIDEST: Final = 256
_FARTHEST: Final = 1_000
_TALLEST: Final = 10_000
_CHUNK: Final = 1 << 16
_LONGEST_TAG: Final = 1 << 18
"""Letters of a tag never closed, after which none is waited for: all of them are gone through again each time."""


def read_web(path: Path, content: bytes, told: Told) -> Workbook:
    """Read all tables as one sheet, below each other as Excel shows them; ``BadFile`` when there is none of a list."""
    if len(content) > MAX_BYTES or b"multipart/related" in content[:2048]:
        raise BadFile(NO_SHEET, name=path.name)
    text = _text_of(content)
    page = _Page()
    for start in range(0, len(text), _CHUNK):
        page.feed(text[start : start + _CHUNK])
        if len(page.rawdata) > _LONGEST_TAG:
            raise BadFile(NO_SHEET, name=path.name)
        told(start, len(text))
    page.close()
    rows = page.finished()
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2 or width * len(rows) > MAX_CELLS:
        raise BadFile(NO_SHEET, name=path.name)
    empty = (None,) * width
    full: list[Sequence[CellValue]] = [(*row, *empty[len(row) :]) for row in rows]
    told(1, 1)
    return Workbook(path, "xls", None, (Sheet(path.stem, full, merged=tuple(page.merged)),))


def _text_of(content: bytes) -> str:
    """Return the text in the encoding the page names, else in the one its bytes show."""
    named = _CHARSET.search(content[:4096])
    if named and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(content)[0]


class _Page(HTMLParser):
    """Collects rows of cells; what stands between tables becomes a row of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[dict[int, CellValue]] = []
        self.merged: list[Range] = []
        self._reaching: dict[int, int] = {}
        self._cells: dict[int, CellValue] | None = None
        self._column = 0
        self._text: list[str] = []
        self._given: CellValue = None
        self._is_number = False
        self._is_cell = False
        self._silent = 0
        self._depth = 0
        self._done = 0

    def finished(self) -> list[list[CellValue]]:
        """Return the rows, each as wide as its last cell."""
        self._end_row()
        self._end_words()
        return [[row.get(at) for at in range(max(row, default=-1) + 1)] for row in self.rows]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell; those left open end here."""
        self._bear(1)
        if tag in _SILENT:
            self._silent += tag != "head"
        elif tag == "table":
            self._end_words()
            self._depth += 1
        elif tag == "tr" and self._depth:
            self._end_row()
            self._cells, self._column = {}, 0
        elif tag in ("td", "th") and self._depth:
            self._end_cell()
            self._begin_cell({name: value or "" for name, value in attrs})
        elif tag == "br":
            self._text.append("\n")
        elif tag in _BLOCKS and not self._is_cell:
            self._end_words()

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - (tag != "head"))
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()
            self._depth -= tag == "table" and self._depth > 0
        elif tag in _BLOCKS and not self._is_cell:
            self._end_words()

    def handle_data(self, data: str) -> None:
        """Take words of a cell, or between tables."""
        self._bear(1)
        if not self._silent and (self._is_cell or not self._depth):
            self._text.append(data.replace("\n", " ").replace("\r", " "))

    def _begin_cell(self, about: dict[str, str]) -> None:
        if self._cells is None:
            self._cells, self._column = {}, 0
        while self._reaching.get(self._column, 0) > len(self.rows):
            self._column += 1
        if self._column > _FARTHEST:
            raise BadFile(TOO_LARGE)
        self._is_cell, self._text = True, []
        said = about.get("x:num", "")
        self._is_number = "x:num" in about
        self._given = figure(float(said)) if _FIGURE.fullmatch(said) and len(said) < 16 else None
        if _NO_FIGURE.fullmatch(said):
            self._given = figure(float("nan"))
        wide = _count(about.get("colspan"), _WIDEST)
        self._bear(wide)
        self._span(_count(about.get("rowspan"), _TALLEST), wide)

    def _bear(self, load: int) -> None:
        """Count what the page makes us do, and stop before it takes minutes."""
        self._done += load
        if self._done > MAX_CELLS:
            raise BadFile(TOO_LARGE)

    def _span(self, high: int, wide: int) -> None:
        """Note how far a cell reaches; the next one in this row and those below begin behind it."""
        top = len(self.rows)
        if high > 1:
            for column in range(self._column, self._column + wide):
                self._reaching[column] = top + high
        if high > 1 or wide > 1:
            self.merged.append(Range(top + 1, self._column, top + high, self._column + wide - 1))
        self._wide = wide

    def _end_cell(self) -> None:
        if not self._is_cell or self._cells is None:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(self._text).split("\n")).strip()
        if self._is_number and _NO_FIGURE.fullmatch(text):
            self._given = figure(float("nan"))
        value = self._given if self._given is not None else text or None
        if value is not None:
            self._cells[self._column] = value
        self._column += self._wide
        self._is_cell, self._text = False, []

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells is not None:
            self.rows.append(self._cells)
        self._cells = None

    def _end_words(self) -> None:
        words = " ".join("".join(self._text).split())
        self._text = []
        if words and not self._is_cell and self._cells is None:
            self.rows.append({0: words})


def _count(said: str | None, most: int) -> int:
    """Return how far a cell reaches as a page says it, 1 for anything else."""
    text = (said or "").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdecimal() and len(text) < 9 else 1
