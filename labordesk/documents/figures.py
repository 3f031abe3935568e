"""Every figure on a paper under a name that stays the same when the paper is made anew: table, row and column.

A figure inside a sentence is named by the heading above it, by how the sentence begins and by the words around it.
Days, years and the numbers of other papers are no figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from labordesk.documents.model import (
    Block,
    Bullet,
    Chart,
    Charts,
    Column,
    Document,
    Heading,
    KeepTogether,
    Paragraph,
    Row,
    RowKind,
    Table,
    plain,
)
from labordesk.vietnamese.numbers import number

_SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
_IN_SENTENCE = re.compile(
    rf"(?<![\w.,/–-])(?P<n>{_NUMBER})(?![\w/]|[.,-]\d)(?P<unit>\s*%|(?:\s+(?:nghìn|ngàn|triệu|tỷ|tỉ))?(?:\s+đồng)?)"
)
_IN_CELL = re.compile(rf"(?P<sign>[+−–-]?)\s*(?P<n>{_NUMBER})\s*(?P<unit>[^\d\W][^\d/]{{0,14}}|%)?$")
_NAMES_A_TIME = re.compile(
    r"(?:ngày|tháng|năm|quý|số|điều|khoản|mục|phụ lục|lần thứ|đến|từ)\s*$|\btết(?:\s+\S+){0,2}\s*$", re.IGNORECASE
)
_TIME_FOLLOWS = re.compile(r"\s*tháng\s+(?:đầu|cuối)\b|\s*/", re.IGNORECASE)
_DIRECTION = re.compile(r"(?:^|\s)(?:hơn|trên|gần|khoảng)\s*$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCES = re.compile(r"(?<=\.)\s+(?=\S)|\n")
_CLAUSES = re.compile(r"(?<=;)\s+(?=\S)")
_PLACE = re.compile(r"[IVXLC]+\.?|[a-zđ][.)]?")
_PLACE_HEADINGS = frozenset({"TT", "STT", "SỐ TT"})
_LONGEST_LEAD, _WORDS_BEHIND = 60, 3
_THEN = " … "
"""Between the lead of a sentence and that of one of its clauses."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed (``text``) and what it is worth; ``unit`` is "đồng", "%", another word or ""."""

    table: str
    row: str
    column: str
    text: str
    amount: Decimal
    unit: str = ""

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells the figure apart on its paper, and finds it again on a later one."""
        return self.table, self.row, self.column

    @property
    def row_said(self) -> str:
        """The row as a person reads it: a long lead is cut at a letter, and told up to its last whole word."""
        leads = self.row.split(_THEN)
        return _THEN.join(one if len(one) < _LONGEST_LEAD else one.rpartition(" ")[0] or one for one in leads)


def figures_of(document: Document) -> tuple[Figure, ...]:
    """Return every figure of a paper and its appendices in reading order, no two under one name."""
    reading = _Reading()
    reading.read(document.full_title, document.blocks)
    for appendix in document.appendices:
        reading.read(f"{appendix.label}. {appendix.title}".lstrip(". "), appendix.blocks)
    return tuple(reading.found)


class _Reading:
    """Goes through a paper from top to bottom and remembers under which heading it is."""

    def __init__(self) -> None:
        self.found: list[Figure] = []
        self._heading = ""
        self._tables: Counter[str] = Counter()
        self._names: Counter[tuple[str, str, str]] = Counter()

    def read(self, title: str, blocks: Sequence[Block]) -> None:
        """Read one part of a paper."""
        self._heading = title
        self._read_blocks(blocks)

    def _read_blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            match block:
                case Heading(text=text):
                    self._heading = text
                case Table():
                    self._add(_of_table(self._table_name(block.caption or self._heading), block))
                case Charts(charts=charts):
                    for chart in charts:
                        self._add(_of_chart(self._table_name(chart.title), chart))
                case Paragraph(text=text) | Bullet(text=text):
                    self._add(_of_sentences(self._heading, plain(text)))
                case KeepTogether(blocks=inner):
                    self._read_blocks(inner)
                case _:
                    pass

    def _table_name(self, title: str) -> str:
        """Tell tables under one heading apart by their order."""
        self._tables[title] += 1
        return title if self._tables[title] == 1 else f"{title} ({self._tables[title]})"

    def _add(self, figures: Iterator[Figure]) -> None:
        for one in figures:
            self._names[one.name] += 1
            again = self._names[one.name]
            self.found.append(one if again == 1 else replace(one, column=f"{one.column} ({again})"))


def _of_table(table: str, content: Table) -> Iterator[Figure]:
    labels = _row_labels(content)
    headings = [f"{one.group}: {one.heading}" if one.group else one.heading for one in content.columns]
    for row, label in zip(content.rows, labels, strict=True):
        for column, cell in enumerate(row.cells):
            if label and not _is_place(content.columns[column]):
                yield from _of_cell(table, label, headings[column], cell)


def _of_cell(table: str, row: str, column: str, cell: str | int | None) -> Iterator[Figure]:
    if isinstance(cell, int):
        yield Figure(table, row, column, number(cell), Decimal(cell))
    elif cell and (found := _IN_CELL.match(cell.strip())) and _is_cell_figure(found["n"]):
        sign = -1 if found["sign"] in tuple("−–-") else 1
        yield Figure(table, row, column, cell.strip(), sign * _amount(found["n"]), (found["unit"] or "").strip())


def _is_cell_figure(text: str) -> bool:
    """A long row of digits without dots is the number of a card or an account, four digits are a year."""
    return len(text) <= 3 or "." in text or "," in text


def _is_place(column: Column) -> bool:
    return column.heading.strip(" .").upper() in _PLACE_HEADINGS


def _row_labels(content: Table) -> list[str]:
    """Return what names each row: its first words, more of them where two rows begin alike, the group before them."""
    words = [_words(content, row) for row in content.rows]
    group, groups = "", []
    for row, own in zip(content.rows, words, strict=True):
        if row.kind is RowKind.GROUP:
            group = own[0] if own else ""
            groups.append("")
        else:
            groups.append("" if row.kind is RowKind.TOTAL else group)
    first = [(groups[at], own[0] if own else "") for at, own in enumerate(words)]
    often = Counter(first)
    labels = [
        " · ".join(part for part in (before, own if often[before, own] == 1 else ", ".join(words[at])) if part)
        for at, (before, own) in enumerate(first)
    ]
    seen: Counter[str] = Counter()
    for at, label in enumerate(labels):
        seen[label] += 1
        if label and seen[label] > 1:
            labels[at] = f"{label} ({seen[label]})"
    return labels


def _words(content: Table, row: Row) -> list[str]:
    """Return the cells that are words."""
    return [
        " ".join(cell.split())
        for column, cell in zip(content.columns, row.cells, strict=True)
        if isinstance(cell, str)
        and cell.strip()
        and not _is_number(cell)
        and not (_is_place(column) and _PLACE.fullmatch(cell.strip()))
    ]


def _is_number(cell: str) -> bool:
    return not any(letter.isalpha() for letter in cell) or _IN_CELL.match(cell.strip()) is not None


def _of_chart(table: str, chart: Chart) -> Iterator[Figure]:
    for bar in chart.bars:
        yield Figure(table, bar.label, chart.series[0], bar.text or number(bar.value), Decimal(bar.value))
        if len(chart.series) == 2:
            yield Figure(table, bar.label, chart.series[1], number(bar.before), Decimal(bar.before))


def _of_sentences(heading: str, text: str) -> Iterator[Figure]:
    for sentence in _SENTENCES.split(text):
        lead = ""
        for clause in _CLAUSES.split(sentence):
            found = [one for one in _IN_SENTENCE.finditer(clause) if _is_figure(clause, one)]
            if found:
                start = _words_before(clause[: found[0].start()])[:_LONGEST_LEAD]
                yield from _of_clause(heading, f"{lead}{_THEN}{start}" if lead else start, clause, found)
                lead = lead or start


def _of_clause(heading: str, lead: str, clause: str, found: Sequence[re.Match[str]]) -> Iterator[Figure]:
    for at, one in enumerate(found):
        stop = found[at + 1].start() if at + 1 < len(found) else len(clause)
        before = _words_before(clause[found[at - 1].end() : one.start()]) if at else ""
        behind = " ".join(clause[one.end() : stop].split()[:_WORDS_BEHIND]).strip(" ,;.:()")
        unit = one["unit"].split()
        scale = next((_SCALES[word] for word in unit if word in _SCALES), 0)
        kind = "%" if "%" in unit else "đồng" if "đồng" in unit else ""
        around = " ".join(part for part in (before, "…", kind, "" if kind == "đồng" else behind) if part)
        yield Figure(heading, lead, around, one.group().strip(), _amount(one["n"]).scaleb(scale), kind)


def _is_figure(clause: str, found: re.Match[str]) -> bool:
    before, behind = clause[: found.start()], clause[found.end() :]
    if not found["unit"].strip() and (_YEAR.fullmatch(found["n"]) or _TIME_FOLLOWS.match(behind)):
        return False
    return bool(found["unit"].strip()) or _NAMES_A_TIME.search(before) is None


def _words_before(text: str) -> str:
    """Return what leads to a figure without "hơn", "gần": they follow from its last digits."""
    return _DIRECTION.sub("", text).strip(" ,;:().")


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))
