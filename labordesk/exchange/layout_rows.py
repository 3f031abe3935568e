"""Tell the rows of a table apart: people, groups that name a unit, sub-totals, totals, amounts in words, the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, Literal

from labordesk.exchange.cells import CellValue
from labordesk.exchange.column_content import contents_of
from labordesk.exchange.headings import heading_fields
from labordesk.exchange.layout_header import Header, is_column_numbers, shown
from labordesk.exchange.layout_text import SheetText, folded, is_figure, is_filled, shows_nothing_known
from labordesk.exchange.layout_totals import Judged, RowKind, settle_totals

_WORDS: Final = re.compile(r"(?:\w+ ){0,6}bang chu\b")
_PAGE: Final = re.compile(
    r"(?:tong )?cong (?:trang|het trang|chuyen|mang)\b|(?:\w+ ){0,3}(?:mang|chuyen) (?:sang|qua|trang)\b"
    r"|luy ke\b|cong don\b"
)
_TOTAL: Final = re.compile(
    r"(?:tong (?:cong|so|tien|gia tri|kinh phi|hop)|tong|cong chung|cong|"
    r"toan (?:bang|danh sach|don vi|truong|cong ty|xa|phuong|huyen|tinh|nganh)|t ?c(?:ong)?)\b"
)
_TOTAL_MARKED: Final = re.compile(r"(?:tổng|cộng|toàn|t\W?cộng)\b", re.IGNORECASE)
_TOTAL_REST: Final = re.compile(
    r"(?:\d+|nguoi|suat|qua|can|nha|ho|dong|doan vien|nld|va|cua|toan|huyen|tinh|xa|phuong|don vi|nhom|muc|phan|khoi|"
    r"bang|danh sach|i{1,3}|iv|v|vi{0,3}|[a-h]|so|tien|gia tri|chung|cong|tong|trong|ky|nam|thang|quy|kinh phi|\s)+"
)
_TOTAL_UNIT: Final = re.compile(r"tong (?:cong ty|cong doan|cuc|kho|doi|hoi|lien doan|cong trinh|dai ly|giam doc)\b")
_ROMAN: Final = re.compile(r"\(?(?:[IVX]{1,6})\)?[.)/]?\Z")
_LETTER: Final = re.compile(r"\(?[A-HĐ]\)?[.)/]?\Z")
_NUMBER: Final = re.compile(r"\d{1,6}(?:\.0)?[.)]?\Z")
_PREFIX: Final = re.compile(r"\A(?:\(?(?:[IVX]{1,6}|[A-HĐ]|\d{1,3}(?:\.\d{1,2})*)\)?\s*[.)/:-]|[a-hđ]\))\s*(?=\S)")
_BULLET: Final = re.compile(r"\A[-+*•–]\s*(?=\S)")
_UNIT: Final = re.compile(
    r"(?:cdcs\w*|cong doan|cd|don vi|doi|to|ban|phong|khoi|xa|phuong|thi tran|thi xa|huyen|quan|thanh pho|"
    r"cong ty|cty|truong|tram|nha may|xi nghiep|benh vien|trung tam|chi nhanh|hop tac xa|htx|"
    r"ubnd|uy ban|lien doan|ldld|nong truong|cum|"
    r"phan xuong|xuong|to san xuat|so|chi cuc|ngan hang|kho bac|doanh nghiep|tong cong ty|tap doan|lam truong|buu dien|"
    r"chuyen|day chuyen|mam non|tieu hoc|thcs|thpt|dntn|tnhh|"
    r"hoi|toa an|vien|nganh|chi bo|bo phan|nhom|dien luc|vien thong|khu|thon|buon|ap)\b"
)
_SIGNING: Final = re.compile(
    r"(?:nguoi (?:lap|duyet|nhan|phat|giao|kiem)|lap (?:bieu|bang)|t ?m |tm\b|kt\b|tl\b|"
    r"chu tich|pho chu tich|ke toan|thu quy|thu truong|giam doc|hieu truong|truong (?:ban|phong)|"
    r"noi nhan|ben (?:giao|nhan)|xac nhan|dai dien|ban chap hanh|ban thuong vu|"
    r"can bo|phe duyet|duyet|ky (?:ghi|ten)|\w+(?: \w+){0,4} ngay(?: \d+)? thang|ngay(?: \d+)? thang)"
)
_NOTE: Final = re.compile(r"(?:ghi chu|luu y|chu thich|danh sach (?:nay|co|gom|tren)|an dinh|nguon|\* )")
_HONOURED: Final = frozenset(
    {"name", "family_name", "given_name", "born", "born_male", "born_female", "cccd", "phone", "sex"}
)
_MONEY: Final = frozenset({"amount", "cash", "goods", "paid", "quantity", "count", "number", "note"})
_OFFICES: Final = frozenset({"job", "position", "note", "relation", "department", "circumstance"})
"""Columns in which "Chủ tịch" or "Kế toán" is said of the person listed."""
_FEW: Final = 4
_SECOND_LINES: Final = 2


class RowJudge:
    """Judges the rows below one heading, in their order."""

    def __init__(self, text: SheetText, header: Header) -> None:
        self._text = text
        self._header = header
        self._fields = [
            max(heading_fields(label).items(), key=_certain, default=("", 0.0))[0] for label in header.labels
        ]
        self._named = [column for column, label in enumerate(header.labels) if label]
        self._heading_keys = [
            {column: folded(words) for column, words in text.texts(index)} for index in range(header.index, header.end)
        ]
        self._group = ""
        self._is_over = False
        self._has_rows = False
        self._was: RowKind | Literal["blank"] = "note"
        self._blank: Sequence[CellValue] | None = None  # sheets of a million rows share one empty row

    def judge(self) -> list[Judged]:
        """Return every row below the headings that shows something."""
        rows = [judged for index in range(self._header.end, self._text.height) if (judged := self._judge(index))]
        return settle_totals(self._without_second_lines(rows), self._text)

    def _without_second_lines(self, rows: list[Judged]) -> list[Judged]:
        """Take the address below each name for a note: such lines are no groups, though "Thôn" may name one."""
        shown = [row for row in rows if row.kind in ("row", "group")]
        kinds = [row.kind for row in shown]
        if kinds.count("group") < _SECOND_LINES or any(
            kind != ("group" if at % 2 else "row") for at, kind in enumerate(kinds)
        ):
            return rows
        lines = {row.index for row in shown if row.kind == "group"}
        if not all("place" in contents_of(words) for at in lines for _column, words in self._text.texts(at)[:1]):
            return rows
        return [replace(row, kind="note" if row.index in lines else row.kind, group="") for row in rows]

    @cached_property
    def number_column(self) -> int | None:
        """Return the column of running numbers, by its heading or by what stands in it."""
        if "number" in self._fields:
            return self._fields.index("number")
        for column in self._named[:2]:
            values = [self._text.cells(index)[column] for index in self._sample]
            numbers = [value for value in values if isinstance(value, int) and 0 < value < 10_000]
            if len(numbers) >= 2 and len(numbers) * 3 >= len(values) * 2 and numbers[0] == 1:
                return column
        return None

    @cached_property
    def name_column(self) -> int | None:
        """Return the column that says who or what is listed: the name, else the first column of words."""
        for field in ("name", "family_name", "given_name", "unit"):
            if field in self._fields:
                return self._fields.index(field)
        for column in self._named:
            if column == self.number_column:
                continue
            values = [self._text.cells(index)[column] for index in self._sample]
            if sum(isinstance(value, str) for value in values) * 2 > len(values):
                return column
        return None

    @cached_property
    def lists_people(self) -> bool:
        """Tell whether the rows are people, so that a unit in their column is a group."""
        return bool({"name", "family_name", "given_name"} & set(self._fields))

    @cached_property
    def _sample(self) -> list[int]:
        return [
            index
            for index in range(self._header.end, min(self._header.end + 60, self._text.height))
            if len(self._text.filled(index)) > 1
        ] or [self._header.end]

    @cached_property
    def _usual(self) -> int:
        """Return how many cells a listed row usually fills."""
        counts = sorted(len(self._text.filled(index)) for index in self._sample if self._header.end < self._text.height)
        return counts[len(counts) // 2] if counts else 0

    def _judge(self, index: int) -> Judged | None:
        cells = self._text.cells(index)
        if cells is self._blank:
            return None
        filled = self._text.filled(index)
        if not filled:
            self._was = "blank"
            self._blank = cells
            return None
        if not self._is_over and self._is_plain(cells, filled):
            self._has_rows = True
            self._was = "row"
            return Judged(index, "row", self._group)
        texts = self._text.texts(index)
        kind, key = self._kind(index, cells, filled, texts)
        if kind == "group":
            self._group = group_name([words for _column, words in texts])
        self._has_rows = self._has_rows or kind == "row"
        self._was = kind
        return Judged(index, kind, self._group, key)

    def _is_plain(self, cells: Sequence[CellValue], filled: list[int]) -> bool:
        """Tell quickly what nearly all rows are: numbered, named and filled as usual."""
        number, name = self.number_column, self.name_column
        if number is None or name is None or len(filled) < max(3, self._usual - 2):
            return False
        value, words = cells[number], cells[name]
        if self.lists_people and len(filled) < self._usual and isinstance(words, str) and _is_unit(words):
            return False
        return (
            isinstance(value, int)
            and isinstance(words, str)
            and len(words) < 80
            and any(is_figure(cells[column]) for column in filled if column != number)
        )

    def _kind(
        self, index: int, cells: Sequence[CellValue], filled: list[int], texts: list[tuple[int, str]]
    ) -> tuple[RowKind, str]:
        if self._is_heading_again(cells, filled, texts):
            self._is_over = False
            return "note", ""
        first = folded(texts[0][1]) if texts else ""
        if self._says_sum_in_words(cells, texts):
            return "words", ""
        total = self._total_words(cells, texts)
        if total:
            return ("subtotal" if _PAGE.match(total) else "total"), total
        if self._is_over or self._ends(cells, filled, texts):
            self._is_over = True
            return "note", ""
        if self._is_group(index, cells, filled, texts):
            return "group", ""
        if self._is_note(cells, filled, texts, first):
            return "note", ""
        return "row", ""

    def _is_heading_again(self, cells: Sequence[CellValue], filled: list[int], texts: list[tuple[int, str]]) -> bool:
        """Tell a heading repeated on a new page, or the numbers of the columns."""
        if is_column_numbers([shown(cells[column]) for column in filled]):
            return True
        if len(texts) < 2 and len(filled) > 1:
            return False
        keys = {column: folded(words) for column, words in texts}
        for heading in self._heading_keys:
            same = sum(heading.get(column) == key for column, key in keys.items())
            if same >= 2 and same * 5 >= len(filled) * 3:
                return True
        return False

    def _says_sum_in_words(self, cells: Sequence[CellValue], texts: list[tuple[int, str]]) -> bool:
        """Tell "Bằng chữ: …" of a list from the amount of one person who is numbered: "500.000đ (bằng chữ: …)"."""
        if self._is_numbered_row(cells) and self.name_column is not None and is_filled(cells[self.name_column]):
            return False
        return any(_WORDS.match(folded(words)) for _column, words in texts)

    def _total_words(self, cells: Sequence[CellValue], texts: list[tuple[int, str]]) -> str:
        """Return the folded words of a sum, "" for a row that is none; Tống and Công are names of people."""
        if self.number_column is not None and _is_number(cells[self.number_column]):
            return ""
        named = [words for _column, words in texts if not (_ROMAN.match(words) or _LETTER.match(words))]
        if not named:
            return ""
        return _sum_words(named[0]) or ("" if self._has_person_data(cells) else _all_told(named[0]))

    def _ends(self, cells: Sequence[CellValue], filled: list[int], texts: list[tuple[int, str]]) -> bool:
        """Tell where the signatures begin; from there on names belong to those who sign."""
        if not self._has_rows or len(filled) > _FEW or len(texts) < len(filled):
            return False
        if self.number_column is not None and _is_number(cells[self.number_column]):
            return False
        is_apart = self._was not in ("row", "group")
        return any(
            _SIGNING.match(folded(words)) and (is_apart or self._fields[column] not in _OFFICES)
            for column, words in texts
        )

    def _is_group(
        self, index: int, cells: Sequence[CellValue], filled: list[int], texts: list[tuple[int, str]]
    ) -> bool:
        """Tell a row that names the unit of those below; sums may stand in its columns of money."""
        if not texts or self._has_person_data(cells):
            return False
        others = [column for column, _words in texts if self._fields[column] not in _MONEY]
        if len(others) > 2:
            return False
        lead, name = texts[0][1], texts[-1][1] if len(texts) > 1 else texts[0][1]
        is_headed = len(texts) > 1 and bool(_ROMAN.match(lead) or _LETTER.match(lead))
        if is_headed and texts[0][0] <= texts[1][0]:
            return True
        text = texts[0][1]
        is_unit = _is_unit(name)
        if len(texts) == 1:
            is_wide = (block := self._text.merged_at.get((index, texts[0][0]))) is not None and (
                block.right - block.left + 1 >= max(3, len(self._named) // 2)
            )
            is_numbered = re.match(r"\(?[IVX]{1,6}\)?[.)/]\s*\S|[A-HĐ][.)]\s*\S", text) is not None
            if self._is_numbered_row(cells):
                return self.lists_people and is_unit and self._usual > len(filled)
            return (
                is_numbered
                or (is_unit and self._may_group(filled))
                or (is_wide and self._is_listed_after(index))
                or self._is_bare_name_of_group(index, cells, filled, texts)
            )
        return self.lists_people and is_unit and self._usual > len(filled)

    def _is_bare_name_of_group(
        self, index: int, cells: Sequence[CellValue], filled: list[int], texts: list[tuple[int, str]]
    ) -> bool:
        """Tell a line such as "May Sông Lam" without a number over numbered people; a name of a person is none."""
        column, words = texts[0]
        number = self.number_column
        if not self.lists_people or number is None or column not in (number, self.name_column):
            return False
        if (column != number and is_filled(cells[number])) or len(words) > _LONG or _NOTE.match(folded(words)):
            return False
        if words[0] in "(*":
            return False
        if any(self._fields[at] not in _MONEY for at in filled if at != column) or self._usual < len(filled) + 2:
            return False
        below = next((at for at in range(index + 1, min(index + 3, self._text.height)) if self._text.filled(at)), None)
        if below is None or not self._is_numbered_row(self._text.cells(below)):
            return False
        begins = self._was in ("subtotal", "total") or "name" not in contents_of(words)
        return begins and self._is_listed_after(index)

    def _may_group(self, filled: list[int]) -> bool:
        """Tell whether one cell of words can be a group: in a list of units it may be a row with nothing else."""
        return self.lists_people or len(filled) * 2 < self._usual

    def _is_numbered_row(self, cells: Sequence[CellValue]) -> bool:
        return self.number_column is not None and _is_number(cells[self.number_column])

    def _is_listed_after(self, index: int) -> bool:
        """Tell whether a usual row follows within three."""
        after = range(index + 1, min(index + 4, self._text.height))
        return any(len(self._text.filled(at)) * 3 >= self._usual * 2 for at in after)

    def _has_person_data(self, cells: Sequence[CellValue]) -> bool:
        """Tell whether a row says something only people have: a birth, a number of identity, a phone."""
        return any(
            is_filled(value) and field in _HONOURED and not field.endswith("name")
            for value, field in zip(cells, self._fields, strict=True)
        )

    def _is_note(self, cells: Sequence[CellValue], filled: list[int], texts: list[tuple[int, str]], first: str) -> bool:
        """Tell what is left: remarks, empty numbered lines of a form, words below the table."""
        rest = [cells[column] for column in filled if column != self.number_column]
        if all(shows_nothing_known(value) for value in rest):
            return True
        if self._is_numbered_row(cells):
            return False
        if len(texts) == len(filled) == 1 and (
            _NOTE.match(first) or len(texts[0][1]) > _LONG or texts[0][1][0] in "(*"
        ):
            return True
        if _NOTE.match(first) and len(filled) <= 2:
            return True
        is_stray = len(filled) == 1 and self._usual >= 3 and self.number_column is not None
        return is_stray and filled[0] != self.name_column


_LONG: Final = 80


def _all_told(words: str) -> str:
    """Return the folded words of any line that begins with "Tổng", which is nobody's name; "Tổng công ty" is a unit."""
    key = folded(words)
    is_sum = _TOTAL_MARKED.match(words) is not None and key.startswith("tong ") and not _TOTAL_UNIT.match(key)
    return key if is_sum else ""


def _is_unit(words: str) -> bool:
    return _UNIT.match(folded(_PREFIX.sub("", _BULLET.sub("", words)))) is not None


def is_sum(words: str) -> bool:
    """Tell whether words begin a line that adds up: "Tổng cộng", "Cộng (I+II)", "TC", "Cộng trang"."""
    return bool(_sum_words(words))


def is_carried(words: str) -> bool:
    """Tell whether words begin the sum of a page, or one carried over from the page before."""
    return _PAGE.match(folded(words)) is not None


def _sum_words(words: str) -> str:
    """Return the folded words of a sum, "" for any others."""
    bare = _PREFIX.sub("", words)
    key = folded(bare)
    if _PAGE.match(key):
        return key
    if not _TOTAL.match(key):
        return ""
    is_marked = words.isascii() or _TOTAL_MARKED.match(bare) is not None
    rest = _TOTAL.sub("", key, count=1).strip()
    is_sum_of = not rest or ":" in words or _TOTAL_REST.fullmatch(rest) or _UNIT.match(rest)
    return key if is_marked and is_sum_of else ""


def group_name(texts: Sequence[str]) -> str:
    """Return the name in a group row without its number: "II. CĐCS Trường …" -> "CĐCS Trường …"."""
    named = [words for words in texts if not (_ROMAN.match(words) or _LETTER.match(words) or _NUMBER.match(words))]
    name = named[0] if named else (texts[-1] if texts else "")
    return _PREFIX.sub("", _BULLET.sub("", name)).strip(" :;-")


def _is_number(value: CellValue) -> bool:
    """Tell a running number: 12, "12", "12." but no Roman one."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, str) and _NUMBER.match(value.strip()) is not None
    )


def _certain(item: tuple[str, float]) -> float:
    return item[1]
