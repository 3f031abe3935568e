"""What reading one cell yields, and what a reader of cells has to know about the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

from labordesk.exchange.cells import CellError, CellValue, FormulaGap
from labordesk.exchange.list_model import ListKind
from labordesk.exchange.problems import Problem, Severity
from labordesk.i18n import _


@dataclass(frozen=True, slots=True)
class Taken:
    """Typed values by field, and what is wrong with the cell; an empty cell has neither."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


NOTHING: Final = Taken()

Reader: TypeAlias = Callable[[CellValue], Taken]
"""Reads one cell that is neither empty nor a broken formula."""


@dataclass(frozen=True, slots=True)
class About:
    """``year`` is the one the title of the list names, None when it names none or several."""

    today: date
    kind: ListKind
    year: int | None = None


def is_blank(cell: CellValue) -> bool:
    """Tell whether nothing was written in a cell."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def problem(name: str, kind: Severity, reason: str, candidates: tuple[Any, ...] = ()) -> Taken:
    """Return a cell that yields no value."""
    return Taken({}, (Problem(name, kind, reason, candidates),))


def broken(name: str, cell: FormulaGap | CellError) -> Taken:
    """Return what a formula without a result or with an error yields: never a zero, never an empty cell."""
    if isinstance(cell, FormulaGap):
        reason = _("công thức chưa có kết quả; hãy mở bằng Excel, lưu lại rồi nhập, hoặc ghi số")
        return problem(name, "error", reason)
    return problem(name, "error", _("ô báo lỗi {code}; hãy sửa trong tệp").format(code=cell.code))


class CachedReader:
    """Reads each distinct cell of a column once: lists repeat amounts, years and units by the thousand.

    ``pick`` is the candidate the officer chose for all cells of the column that ask.
    """

    def __init__(self, field: str, read: Reader, pick: int | None = None) -> None:
        self.field = field
        self._read = read
        self._pick = pick
        self._known: dict[tuple[type, CellValue], Taken] = {}

    def __call__(self, cell: CellValue) -> Taken:
        """Return what the cell yields."""
        key = (cell.__class__, cell)
        taken = self._known.get(key)
        if taken is None:
            taken = self._known[key] = self._read_new(cell)
        return taken

    def forget(self) -> None:
        """Let go of the cells met so far: tens of megabytes for a long list."""
        self._known.clear()

    def _read_new(self, cell: CellValue) -> Taken:
        if is_blank(cell):
            return NOTHING
        if isinstance(cell, (FormulaGap, CellError)):
            return broken(self.field, cell)
        taken = self._read(cell)
        if self._pick is not None and len(taken.problems) == 1:
            asked = taken.problems[0]
            if asked.kind == "ask" and self._pick < len(asked.candidates):
                return Taken({asked.field: asked.candidates[self._pick]})
        return taken
