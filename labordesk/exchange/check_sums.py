"""The sums a list states itself, against what its rows add up to: sub-totals, the total, the amount in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from labordesk.exchange.cells import CellError, CellValue, FormulaGap
from labordesk.exchange.drafts import Draft
from labordesk.exchange.funders import is_union_money
from labordesk.exchange.layout import BodyRow
from labordesk.exchange.list_model import FUNDER, Column, RowProblem
from labordesk.exchange.problems import Problem
from labordesk.i18n import _
from labordesk.vietnamese.money import parse_money_cell
from labordesk.vietnamese.numbers import number
from labordesk.vietnamese.words_reading import read_words

_GREATEST: Final = 10**14
_BY_WORK: Final = ("amount_new", "amount_repair")
_SUMMED: Final = ("amount", "cash", "goods", "total_value", *_BY_WORK)


class CheckSums:
    """Compares the sums of one table; ``problems`` are told at the rows where the sums stand.

    ``earlier`` are listed in the tables above on the same sheet; ``sums_all``: the total is that of all of them.
    """

    def __init__(self, columns: Iterable[Column], drafts: Sequence[Draft], earlier: Sequence[Draft] = ()) -> None:
        self._columns = [one for one in columns if one.field is not None and _is_summed(one.field)]
        self._drafts = drafts
        self._earlier = earlier
        self._open: list[tuple[BodyRow, int]] = []
        self._running: list[list[tuple[int, ...]]] = [[] for _column in self._columns]
        self.problems: list[RowProblem] = []
        self.total_said: int | None = None
        self.sums_all = False

    def look(self, body: Iterable[BodyRow]) -> None:
        """Walk through the sheet once, from top to bottom."""
        since_start: list[Draft] = []
        since_group: list[Draft] = []
        since_sum: list[Draft] = []
        remaining = iter(self._drafts)
        draft = next(remaining, None)
        for line in body:
            match line.kind:
                case "row":
                    if draft is not None and draft.row == line.row:
                        for rows in (since_start, since_group, since_sum):
                            rows.append(draft)
                        self._add(draft)
                        draft = next(remaining, None)
                case "group":
                    since_group.clear()
                    self._close()
                    self._open.append((line, len(since_start)))
                case "subtotal" | "total":
                    self._close()
                    if line.kind == "total" and not self._sums_only(line, since_start, (since_sum, since_group)):
                        self._compare_total(line, since_start or self._drafts)
                        continue
                    self._compare(line, (since_sum, since_group, since_start))
                    since_sum.clear()
                case "words":
                    self._compare_words(line, since_start)
        self._close()
        for line, start in self._open:
            self._compare(line, (since_start[start:],))
        self.problems.sort(key=lambda one: one.row)

    def _close(self) -> None:
        """Forget the groups whose own sums, in their line, are those of the rows since; others may sum up groups."""
        self._open = [(line, start) for line, start in self._open if not self._agrees_since(line, start)]

    def _add(self, draft: Draft) -> None:
        """Go on with the sums of each column, so that those since any row are told without adding up again."""
        for column, sums in zip(self._columns, self._running, strict=True):
            before = sums[-1] if sums else (0, 0)
            now = _sum(column, (draft,)), *_also(column, (draft,))
            sums.append(tuple(one + more for one, more in zip(before, now, strict=False)))

    def _agrees_since(self, line: BodyRow, start: int) -> bool:
        for column, sums in zip(self._columns, self._running, strict=True):
            end = sums[-1] if sums else (0, 0)
            before = sums[start - 1] if start else (0, 0)
            found = [one - less for one, less in zip(end, before, strict=False)]
            said = _said(_cell(line, column), column, found)
            if said is not None and said != found[0]:
                return False
        return True

    def _agrees(self, line: BodyRow, rows: Sequence[Draft]) -> bool:
        said = [(self._cell_said(line, column, rows), column) for column in self._columns]
        return all(value is None or value == _sum(column, rows) for value, column in said)

    def _compare_total(self, line: BodyRow, rows: Sequence[Draft]) -> None:
        """Compare the total with the rows of the table, or with those of all tables of the sheet so far."""
        everybody = [*self._earlier, *rows]
        self.sums_all = bool(self._earlier) and not self._agrees(line, rows) and self._agrees(line, everybody)
        self._compare(line, (everybody if self.sums_all else rows,))
        self._remember(line, everybody if self.sums_all else rows)
        if self.sums_all and self.total_said is not None:
            self.total_said -= sum(one.values.get("amount", 0) for one in self._earlier)

    def _sums_only(self, line: BodyRow, everybody: Sequence[Draft], parts: Sequence[Sequence[Draft]]) -> bool:
        """Tell whether what looks like the total, a last "Cộng", is only that of the group above it."""
        for column in self._columns:
            said = self._cell_said(line, column, everybody)
            if said is not None:
                return said != _sum(column, everybody) and any(said == _sum(column, rows) for rows in parts)
        return False

    def _compare(self, line: BodyRow, parts: Sequence[Sequence[Draft]]) -> None:
        for column in self._columns:
            cell = _cell(line, column)
            if isinstance(cell, (FormulaGap, CellError)):
                self._tell(
                    line.row, str(column.field), _("dòng cộng là công thức chưa có kết quả, không đối chiếu được")
                )
                continue
            sums = [_sum(column, rows) for rows in parts]
            said = _said(cell, column, sums)
            if said is None or said in sums or any(said in _also(column, rows) for rows in parts):
                continue
            text = _("tệp ghi tổng {said}, cộng các dòng được {sum}")
            unread = sum(one.is_blocked(str(column.field)) for one in parts[0])
            if unread:
                text = _("tệp ghi tổng {said}, cộng các dòng đọc được là {sum}; còn {unread} dòng chưa đọc được")
            told = text.format(said=number(said), sum=number(sums[0]), unread=unread)
            self._tell(line.row, str(column.field), told)

    def _remember(self, line: BodyRow, rows: Sequence[Draft]) -> None:
        """Keep the file's own total: of the amount, else of the union's funders, else of cash and goods."""
        said = {str(one.field): self._cell_said(line, one, rows) for one in self._columns}
        known = {field: value for field, value in said.items() if value is not None}
        union = [value for field, value in known.items() if _is_union(field)]
        parts = [known[field] for field in ("cash", "goods", *_BY_WORK) if field in known]
        if "amount" in known:
            self.total_said = known["amount"]
        elif union:
            self.total_said = sum(union)
        elif parts:
            self.total_said = sum(parts)

    def _cell_said(self, line: BodyRow, column: Column, rows: Sequence[Draft]) -> int | None:
        return _said(_cell(line, column), column, [_sum(column, rows), *_also(column, rows)])

    def _compare_words(self, line: BodyRow, rows: Sequence[Draft]) -> None:
        text = " ".join(str(cell) for cell in line.cells if isinstance(cell, str) and cell.strip())
        said = read_words(text)
        if not said:
            return
        sums = {self.total_said, sum(one.values.get("amount", 0) for one in rows)}
        sums |= {_sum(column, rows) for column in self._columns}
        if said not in sums:
            everything = sum(one.values.get("amount", 0) for one in rows)
            told = _("tệp ghi bằng chữ {said}, cộng các dòng được {sum}")
            self._tell(line.row, "amount", told.format(said=number(said), sum=number(everything)))

    def _tell(self, row: int, field: str, reason: str) -> None:
        self.problems.append(RowProblem(row, Problem(field, "warning", reason)))


def _cell(line: BodyRow, column: Column) -> CellValue:
    return line.cells[column.index] if column.index < len(line.cells) else None


def _is_summed(field: str) -> bool:
    return field in _SUMMED or field.startswith(FUNDER)


def _is_union(field: str) -> bool:
    return field.startswith(FUNDER) and is_union_money(field.removeprefix(FUNDER))


def _value(values: Mapping[str, Any], field: str) -> int:
    if field.startswith(FUNDER):
        return int(values.get("funders", {}).get(field.removeprefix(FUNDER), 0))
    if field in _BY_WORK:
        is_such = values.get("new_build") is (field == "amount_new")
        return int(values.get("amount", 0)) if is_such else 0
    return int(values.get(field, 0))


def _sum(column: Column, rows: Iterable[Draft]) -> int:
    return sum(_value(one.values, str(column.field)) for one in rows)


def _also(column: Column, rows: Sequence[Draft]) -> list[int]:
    """Return what a column of amounts may be summed up to besides: only the cash of "500.000 + quà 300.000"."""
    if column.field != "amount":
        return []
    return [sum(_value(one.values, "cash") or _value(one.values, "amount") for one in rows)]


def _said(cell: CellValue, column: Column, sums: Sequence[int]) -> int | None:
    """Return the đồng a cell of a total says; of several readings the one that fits, else the likeliest."""
    if cell is None or isinstance(cell, (FormulaGap, CellError)) or (isinstance(cell, str) and not cell.strip()):
        return None
    for unit in dict.fromkeys((column.money_unit, 1)):
        reading = parse_money_cell(cell, unit, lo=0, hi=_GREATEST)
        fits = [one for one in (reading.value, *reading.candidates) if one in sums]
        if fits:
            return fits[0]
    reading = parse_money_cell(cell, column.money_unit, lo=0, hi=_GREATEST)
    return reading.value if reading.value is not None else next(iter(reading.candidates), None)
