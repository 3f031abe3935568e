"""Find the headings of a table under its letterhead: one to three rows, merged or not, by their words and what follows.

No layouts are known beforehand: every row is weighed as if it began the headings, and the best one is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from labordesk.exchange.cells import CellValue
from labordesk.exchange.column_content import contents_of
from labordesk.exchange.headings import heading_fields
from labordesk.exchange.layout_text import SheetText, folded, is_figure, is_filled
from labordesk.vietnamese.money_units import header_unit

_SEARCHED: Final = 400
"""Rows looked at; no letterhead is longer."""
_MOST_ROWS: Final = 3
_LONGEST: Final = 90
"""Letters of the longest heading; titles and notes are longer."""
_BENEATH: Final = 12
_ENOUGH: Final = 2.0
_KNOWN: Final = 0.45
_SURELY: Final = 0.9
"""How sure one heading at least is in a row with something like a name of a person."""
_COLUMN_NUMBER: Final = re.compile(r"\A[(\[]?\s*([0-9]{1,2}|[A-HĐ])\s*[)\]]?\s*(?:=.*)?\Z")
_MOTTO: Final = re.compile(r"cong hoa xa hoi chu nghia|doc lap tu do hanh phuc")
"""Stands beside the name of the office on top of every official paper, over two columns of which one may be known."""
_AMOUNT: Final = re.compile(r"[0-9][0-9.,/ -]*(?:đ|k|tr|đồng|triệu)?\Z", re.IGNORECASE)
_LONGEST_LINE: Final = 24
_GAINED: Final = 0.5
_SUB_WORDS: Final = "nam nu tien mat hien vat qua ngay thang so muc gia tri cong tong luong ghi chu xa huyen tinh"
_SUB_HEADINGS: Final = frozenset(_SUB_WORDS.split())


@dataclass(frozen=True, slots=True)
class Header:
    """``index`` of the first of ``rows`` rows of headings, the labels by column, and how much speaks for it."""

    index: int
    rows: int
    labels: tuple[str, ...]
    score: float

    @property
    def end(self) -> int:
        """Return the index of the first row below."""
        return self.index + self.rows


def find_header(text: SheetText) -> Header | None:
    """Return the headings of the first table of a sheet, None when nothing is like headings with something below."""
    found = [header for index in range(min(text.height, _SEARCHED)) if (header := header_at(text, index))]
    best = max(found, key=lambda header: header.score, default=None)
    if best is None or best.score < _ENOUGH:
        return None
    return next(header for header in found if _is_like(header, best))


def _is_like(header: Header, best: Header) -> bool:
    """Tell whether headings are the best ones or the same on an earlier page; the rows below score by chance."""
    if header.index == best.index:
        return True
    named = [column for column, label in enumerate(best.labels) if label]
    same = sum(folded(header.labels[column]) == folded(best.labels[column]) for column in named)
    return header.index < best.index and header.rows == best.rows and same * 5 >= len(named) * 4


def header_at(text: SheetText, index: int, *, asked: bool = False) -> Header | None:
    """Return what the headings are if they begin in this row; ``asked``: the officer says they do."""
    if index >= text.height:
        return None
    first = _row_labels(text, index)
    if not asked and (len(set(first.values())) < 2 or _covers_all(text, index) or not _is_heading_row(text, index)):
        return None
    levels = [first]
    end = index + 1
    while end - index < _MOST_ROWS:
        if _continues(text, end, levels):
            levels.append(_row_labels(text, end))
        elif _goes_on(text, end, levels[-1]):
            levels[-1] = _run_on(levels[-1], _row_labels(text, end))
        else:
            break
        end += 1
    labels = _joined(levels, text.width)
    if len({label for label in labels if label}) < 2 and not asked:
        return None
    return Header(index, end - index, labels, _score(text, end, labels))


def is_column_numbers(cells: list[str]) -> bool:
    """Tell whether the filled cells of a row only number the columns: (1) (2) (3), 1 2 3, A B 1 2, (5)=(3)+(4)."""
    found = [_COLUMN_NUMBER.match(cell) for cell in cells]
    if len(cells) < 3 or not all(found):
        return False
    numbers = [int(one[1]) for one in found if one and one[1].isdecimal()]
    letters = [one[1] for one in found if one and not one[1].isdecimal()]
    steps = [after - before for before, after in pairwise(numbers)]
    is_counting = all(step > 0 for step in steps) and sum(step == 1 for step in steps) * 5 >= len(steps) * 4
    return is_counting and (len(numbers) > 1 or len(letters) > 2) and letters == sorted(letters)


def shown(value: CellValue) -> str:
    """Return a cell as the officer sees it in a row of column numbers."""
    return str(value).strip() if value is not None else ""


def _row_labels(text: SheetText, index: int) -> dict[int, str]:
    """Return the label over each column in one row; a label in merged cells stands over all of them."""
    labels: dict[int, str] = {}
    for column, words in text.texts(index):
        block = text.merged_at.get((index, column))
        last = block.right if block else column
        for covered in range(column, min(last, text.width - 1) + 1):
            labels[covered] = words
    return labels


def _covers_all(text: SheetText, index: int) -> bool:
    """Tell whether one merged label reaches over nearly all columns: a title, no heading."""
    blocks = (text.merged_at.get((index, column)) for column, _words in text.texts(index))
    used = max(
        (text.filled(at)[-1] + 1 for at in range(index, min(index + 6, text.height)) if text.filled(at)), default=1
    )
    return any(block and (block.right - block.left + 1) > max(2, used * 0.7) for block in blocks)


def _is_heading_row(text: SheetText, index: int) -> bool:
    """Tell whether a row holds only short words: figures and long sentences stand in lists and letterheads."""
    cells = text.cells(index)
    if any(is_figure(value) for value in cells):
        return False
    words = [found for _column, found in text.texts(index)]
    if any(_is_name(one) for one in words) and max(map(_certainty, words)) < _SURELY:
        return False
    return not any(len(one) > _LONGEST or _AMOUNT.match(one) or _MOTTO.match(folded(one)) for one in words)


def _is_name(words: str) -> bool:
    return words.count(" ") > 1 and "name" in contents_of(words) and _certainty(words) < _KNOWN


def _continues(text: SheetText, index: int, levels: list[dict[int, str]]) -> bool:
    """Tell whether a row holds lower headings: words only where the row above left room for them."""
    if index >= text.height or not _is_heading_row(text, index):
        return False
    texts = text.texts(index)
    if not texts or is_column_numbers([words for _column, words in texts]):
        return False
    lower = dict(texts)
    is_under_merged = any(_is_in_wide(text, index - 1, column) for column in lower)
    if not all(
        _has_room(text, index, column, levels, lower)
        or (is_under_merged and _is_sub_heading(words) and _is_alone(text, index - 1, column))
        for column, words in lower.items()
    ):
        return False
    if len(lower) == 1 and not any(_certainty(one) >= _SURELY or _is_sub_heading(one) for one in lower.values()):
        return False  # a group right below the headings
    known = sum(_certainty(words) >= _KNOWN or _is_sub_heading(words) for words in lower.values())
    return is_under_merged or known * 2 >= len(lower)


def _goes_on(text: SheetText, index: int, above: dict[int, str]) -> bool:
    """Tell whether a row holds the second lines of headings, typed in cells of their own: "Số" over "TT".

    They make known headings of what was not, and less of none; words below a whole heading would spoil it.
    """
    if index >= text.height or not _is_heading_row(text, index):
        return False
    texts = text.texts(index)
    lower = dict(texts)
    if len(lower) < 2 or not lower.keys() <= above.keys() or is_column_numbers(list(lower.values())):
        return False
    if any(is_known_number(words) or len(words) > _LONGEST_LINE for words in lower.values()):
        return False
    whole = _run_on(above, lower)
    gained = [_certainty(whole[column]) - _certainty(above[column]) for column in lower]
    is_word_of_unit = [header_unit(whole[column]) is not None for column in lower]
    return sum(gained) >= _GAINED and all(
        gain >= 0 or is_unit for gain, is_unit in zip(gained, is_word_of_unit, strict=True)
    )


def _run_on(above: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    return {column: f"{words} {lower[column]}" if column in lower else words for column, words in above.items()}


def is_known_number(words: str) -> bool:
    """Tell whether a text has figures as cells of lists have, and headings have not."""
    return any(map(str.isdigit, words))


def _is_sub_heading(words: str) -> bool:
    return set(folded(words).split()) <= _SUB_HEADINGS


def _has_room(text: SheetText, index: int, column: int, levels: list[dict[int, str]], lower: dict[int, str]) -> bool:
    """Tell whether a lower heading can stand in a column: nothing above it, a label over several, or one left open."""
    above = levels[-1]
    if column not in above:
        return not any(column in level for level in levels)
    if _is_in_wide(text, index - 1, column):
        return True
    block = text.merged_at.get((index - 1, column))
    if block is not None and block.bottom >= text.sheet.number_of(index):
        return False
    return column + 1 in lower and not any(column + 1 in level for level in levels)


def _is_alone(text: SheetText, index: int, column: int) -> bool:
    """Tell whether a heading stands in one cell of its own: beside merged ones it may have one lower heading."""
    return bool(text.cells(index)[column]) and (index, column) not in text.merged_at


def _is_in_wide(text: SheetText, index: int, column: int) -> bool:
    number = text.sheet.number_of(index)
    return any(
        block.left <= column <= block.right and block.left < block.right and block.top <= number <= block.bottom
        for (_row, _column), block in text.merged_at.items()
    )


def _joined(levels: list[dict[int, str]], width: int) -> tuple[str, ...]:
    """Return the label of each column from its levels; an upper label left open reaches over the lower ones beside."""
    spread = [dict(level) for level in levels]
    for level, lower in pairwise(spread):
        for column in sorted(lower):
            if column not in level and column - 1 in level and column - 1 in lower:
                level[column] = level[column - 1]
    labels = []
    for column in range(width):
        parts = dict.fromkeys(level[column] for level in spread if column in level)
        labels.append(" / ".join(parts))
    return tuple(labels)


def _score(text: SheetText, below: int, labels: tuple[str, ...]) -> float:
    """Weigh headings by how many are known words and by how well the rows below fill their columns."""
    named = [column for column, label in enumerate(labels) if label]
    certainties = [_certainty(labels[column]) for column in named]
    known = sum(certainties)
    if len(named) < 3 and min(certainties, default=0.0) < _KNOWN:
        return 0.0
    filled = 0.0
    seen = 0
    for index in range(below, min(below + _BENEATH, text.height)):
        cells = text.cells(index)
        used = [column for column in named if is_filled(cells[column])]
        if used:
            seen += 1
            filled += len(used) / len(named)
    if not seen:
        return known + 0.1 * len(named) if known >= _ENOUGH else 0.0
    return known + 0.25 * len(named) + 2 * filled / seen


def _certainty(label: str) -> float:
    return max(heading_fields(label).values(), default=0.0)
