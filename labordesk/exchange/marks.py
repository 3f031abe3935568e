"""What is said of the cells of a list: a mark, its word and colour, and how all of them are listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

MarkKind = Literal["error", "ask", "warning", "taken"]
"""Refused; waits for an answer; taken but worth a look; taken already, so that it is left alone the next time."""

WORDS: Final[Mapping[MarkKind, str]] = {
    "error": "Lỗi",
    "ask": "Cần hỏi",
    "warning": "Lưu ý",
    "taken": "Đã ghi vào sổ",
}
"""What a mark is called in the file, which is always Vietnamese: colour never speaks alone."""
FILLS: Final[Mapping[MarkKind, str]] = {"error": "FBD5D2", "ask": "FCE4B8", "warning": "D6E6F7", "taken": "E4EBE6"}
"""Red, amber, blue, grey-green; RRGGBB."""
INKS: Final[Mapping[MarkKind, str]] = {"error": "A3231A", "ask": "8A5A00", "warning": "0B4A86", "taken": "4A5A50"}
_STRENGTH: Final[Mapping[MarkKind, int]] = {"error": 3, "ask": 2, "warning": 1, "taken": 0}
AUTHOR: Final = "Labordesk"
"""Who signs the comments, so that those of an earlier round are known and go."""
HEADINGS: Final = ("Trang", "Dòng", "Ô", "Loại", "Mục", "Đang ghi", "Lý do", "Có thể là", "Nền cũ")
"""The columns of the sheet of marks; the last is hidden and says what colour a cell had before."""
MOST_COMMENTS: Final = 2_000
"""Cells beyond these are coloured and listed, without a comment: thousands of comments make a file crawl."""
MOST_LISTED: Final = 10_000


@dataclass(frozen=True)
class Mark:
    """One cell, or with ``column`` None one whole row, and what is said of it.

    ``row`` is the officer's own number, from 1; ``column`` is counted from 0, as ``exchange.columns.Column.index``.
    ``field`` is the heading a person reads, ``was`` what stood there, ``candidates`` the readings to choose from.
    """

    sheet: str
    row: int
    column: int | None
    kind: MarkKind
    reason: str
    field: str = ""
    was: str = ""
    candidates: tuple[str, ...] = ()


def sentence(mark: Mark) -> str:
    """Return what the comment of a cell says."""
    said = f"{WORDS[mark.kind]}: {mark.reason}" if mark.reason else WORDS[mark.kind]
    return f"{said} Có thể là: {'; '.join(mark.candidates)}." if mark.candidates else said


def strongest(marks: Iterable[Mark]) -> MarkKind:
    """Return the kind that decides the colour of a cell with several marks."""
    return max((mark.kind for mark in marks), key=_STRENGTH.__getitem__)


def doubtful(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks to look at in the order of the file, errors of a cell first."""
    found = [mark for mark in marks if mark.kind != "taken"]
    return sorted(found, key=lambda mark: (mark.sheet, mark.row, mark.column or 0, -_STRENGTH[mark.kind]))


def by_cell(marks: Iterable[Mark]) -> dict[tuple[int, int | None], list[Mark]]:
    """Return the marks of one sheet by row and column, strongest first."""
    found: dict[tuple[int, int | None], list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: -_STRENGTH[mark.kind]):
        found.setdefault((mark.row, mark.column), []).append(mark)
    return found


def taken_lines(marks: Sequence[Mark]) -> Iterator[tuple[str, str]]:
    """Give each sheet with the rows already taken, "9-24, 27": also told in words, not by colour alone."""
    rows: dict[str, set[int]] = {}
    for mark in marks:
        if mark.kind == "taken":
            rows.setdefault(mark.sheet, set()).add(mark.row)
    for sheet, numbers in rows.items():
        yield sheet, _spans(sorted(numbers))


def _spans(numbers: Sequence[int]) -> str:
    """Return "9-24, 27" for rising numbers."""
    breaks = [place for place, (one, other) in enumerate(pairwise(numbers), 1) if other != one + 1]
    parts = [numbers[first:last] for first, last in pairwise([0, *breaks, len(numbers)])]
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)
