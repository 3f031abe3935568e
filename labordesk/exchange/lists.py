"""A workbook read as a list: which rows are people, what each cell means, what is doubtful about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from typing import Final

from labordesk.exchange.cells import Workbook
from labordesk.exchange.columns import heading_pattern
from labordesk.exchange.decoding import decoded
from labordesk.exchange.groups import sheet_unit
from labordesk.exchange.layout import find_layout
from labordesk.exchange.list_fields import PEOPLE_KINDS
from labordesk.exchange.list_model import (
    FUNDER,
    Column,
    ColumnAnswer,
    ListKind,
    ReadChoices,
    ReadList,
    ReadRow,
    ReadSheet,
    RowProblem,
)
from labordesk.exchange.own_sheets import OWN_SHEETS
from labordesk.exchange.repeats import Repeats
from labordesk.exchange.sheet_reading import SheetReader, Understood, summed_up, understand
from labordesk.exchange.taken import About
from labordesk.fields import kinds
from labordesk.i18n import _

__all__ = [
    "FUNDER",
    "Column",
    "ColumnAnswer",
    "ListKind",
    "ReadChoices",
    "ReadList",
    "ReadRow",
    "ReadSheet",
    "RowProblem",
    "known_sheets",
    "read_list",
]

_TOLD_EVERY: Final = 1000
_NOTHING_CHOSEN: Final = ReadChoices()


def read_list(
    workbook: Workbook, choices: ReadChoices = _NOTHING_CHOSEN, *, told: Callable[[int, int], None] | None = None
) -> ReadList:
    """Read all sheets with a table, or those the officer chose; the rest is left with a note.

    ``told`` hears now and then how many of all lines are read, and may raise to stop.
    """
    sheets, left = _understood(workbook, choices)
    kind, confidence = _kind_of_all(sheets, choices)
    taken = [sheet for sheet in sheets if _belongs(sheet, kind, choices)]
    left += [_left(sheet, _("là bảng khác loại, không đọc cùng danh sách")) for sheet in sheets if sheet not in taken]
    read: list[ReadSheet] = []
    rows: list[ReadRow] = []
    repeats = Repeats()
    step = _steps(told, sum(len(sheet.decoded.layout.body) for sheet in taken))
    for sheet in taken:
        about = About(kinds.today(), sheet.kind)
        unit = sheet_unit(sheet.name, is_one_of_many=len(taken) > 1)
        drafts = SheetReader(sheet, choices, about, unit).drafts(step)
        if sheet.kind in PEOPLE_KINDS:
            repeats.look(sheet.name, drafts)
        read.append(summed_up(sheet, drafts))
        rows += [draft.finished(sheet.name, sheet.kind) for draft in drafts]
    said = [sheet.total_said for sheet in read]
    return ReadList(
        kind=kind,
        confidence=confidence,
        sheets=_in_order(workbook, [*read, *left]),
        rows=tuple(rows),
        total=sum(row.values.get("amount", 0) for row in rows if row.is_good),
        file_total=sum(one for one in said if one is not None) if said and None not in said else None,
    )


def known_sheets(workbook: Workbook, choices: ReadChoices = _NOTHING_CHOSEN) -> tuple[ReadSheet, ...]:
    """Return the sheets with columns, kind and pattern but no rows read."""
    sheets, left = _understood(workbook, choices)
    known = [_left(sheet, "") for sheet in sheets]
    return _in_order(workbook, [*known, *left])


def _in_order(workbook: Workbook, sheets: Sequence[ReadSheet]) -> tuple[ReadSheet, ...]:
    order = {sheet.name: place for place, sheet in enumerate(workbook.sheets)}
    return tuple(sorted(sheets, key=lambda sheet: order[sheet.name]))


def _steps(told: Callable[[int, int], None] | None, lines: int) -> Callable[[], None]:
    """Return what is called for every line, and passes every thousandth on."""
    done = count(1)

    def step() -> None:
        line = next(done)
        if told is not None and line % _TOLD_EVERY == 0:
            told(line, lines)

    return step


def _understood(workbook: Workbook, choices: ReadChoices) -> tuple[list[Understood], list[ReadSheet]]:
    sheets: list[Understood] = []
    left: list[ReadSheet] = []
    for sheet in workbook.sheets:
        if choices.sheets and sheet.name not in choices.sheets:
            left.append(ReadSheet(sheet.name, None, note=_("không được chọn")))
            continue
        if sheet.name in OWN_SHEETS:
            left.append(ReadSheet(sheet.name, None, note=_("trang do Labordesk thêm vào, không đọc")))
            continue
        if sheet.hidden and not choices.sheets:
            left.append(ReadSheet(sheet.name, None, note=_("trang đang ẩn, không đọc")))
            continue
        layout = find_layout(sheet, choices.header_rows.get(sheet.name))
        if layout is None:
            left.append(ReadSheet(sheet.name, None, note=_("không thấy bảng danh sách")))
            continue
        found = decoded(layout, sheet, choices.encodings.get(sheet.name, {}))
        sheets.append(understand(sheet.name, found, choices, workbook.path.stem))
    return sheets, left


def _kind_of_all(sheets: Sequence[Understood], choices: ReadChoices) -> tuple[ListKind, float]:
    """Return the kind most rows are of; sheets of people come before tables of totals."""
    if choices.kind is not None:
        return choices.kind, 1.0
    rows: Counter[ListKind] = Counter()
    for sheet in sheets:
        rows[sheet.kind] += len(sheet.listed) + 1
    named = Counter({kind: count for kind, count in rows.items() if kind in PEOPLE_KINDS}) or rows
    if not named:
        return "people", 0.0
    kind = named.most_common(1)[0][0]
    return kind, max(sheet.confidence for sheet in sheets if sheet.kind == kind)


def _belongs(sheet: Understood, kind: ListKind, choices: ReadChoices) -> bool:
    """Keep totals of units beside a list of people apart: their money would be counted twice."""
    return bool(choices.sheets) or sheet.kind == kind or (sheet.kind in PEOPLE_KINDS and kind in PEOPLE_KINDS)


def _left(sheet: Understood, note: str) -> ReadSheet:
    """Return a sheet of which no rows are read."""
    layout = sheet.decoded.layout
    pattern = heading_pattern(layout)
    return ReadSheet(sheet.name, layout, sheet.columns, sheet.kind, sheet.confidence, pattern, note=note)
