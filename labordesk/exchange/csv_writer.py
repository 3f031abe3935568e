"""Lists as .csv for other programs: UTF-8 with its mark, CRLF, commas; nothing in it is run by a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from labordesk.documents.whole_file import written_beside
from labordesk.exchange.guard import guarded
from labordesk.exchange.list_cells import Cell, cell_maker, cell_text
from labordesk.exchange.list_plan import ListColumn, ListPlan, Told

_TOLD_EVERY: Final = 500


def write_csv(path: Path, plan: ListPlan, rows: Iterable[Sequence[Any]], told: Told, total: int | None = None) -> int:
    """Write the headings and rows of a list, no title and no totals; return how many rows. Unavailable."""
    makers = [(column, cell_maker(column.kind)) for column in plan.columns]
    count = 0
    with written_beside(path) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, lineterminator="\r\n")
        lines.writerow([guarded(column.heading) for column in plan.columns])
        for row in rows:
            lines.writerow([_text(column, make(value)) for (column, make), value in zip(makers, row, strict=True)])
            count += 1
            if not count % _TOLD_EVERY:
                told(count, total)
    return count


def _text(column: ListColumn, cell: Cell) -> str:
    return guarded(cell) if isinstance(cell, str) else cell_text(column.kind, cell)
