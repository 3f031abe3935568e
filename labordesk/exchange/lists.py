"""A workbook read as a list: which rows are people, what each cell means, what is doubtful about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from labordesk.exchange.cells import Sheet, Workbook
from labordesk.exchange.columns import heading_pattern
from labordesk.exchange.decoding import decoded
from labordesk.exchange.drafts import Draft
from labordesk.exchange.groups import file_unit, sheet_unit
from labordesk.exchange.incomes import tells_of_income
from labordesk.exchange.known_rows import Begun, KnownRows
from labordesk.exchange.layout import Layout, find_layout
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
from labordesk.exchange.relisting import listed_again
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

_NOTHING_CHOSEN: Final = ReadChoices()


def read_list(
    workbook: Workbook,
    choices: ReadChoices = _NOTHING_CHOSEN,
    *,
    told: Callable[[int, int], None] | None = None,
    known: KnownRows | None = None,
) -> ReadList:
    """Read all sheets with a table, or those the officer chose; the rest is left with a note.

    ``told`` hears now and then how many of all lines are read, and may raise to stop. ``known`` keeps the rows for the
    next reading of the same workbook: an answer to a cell then reads one row.
    """
    rows_of = (known or KnownRows()).of(workbook, choices, lambda: _begun(workbook, choices), told)
    begun, left = rows_of.begun, list(rows_of.begun.left)
    kind, confidence = begun.kind, begun.confidence
    found = rows_of.compared()
    if not choices.sheets:
        again = listed_again([(sheet.tab or sheet.name, sheet.decoded.layout.title, drafts) for sheet, drafts in found])
        left += [_left(found[at][0], _("ghi lại những người đã có ở các trang khác, không đọc")) for at in again]
        found = [one for at, one in enumerate(found) if at not in again]
    read = _summed_up(found)
    rows = [draft.finished(sheet.name, sheet.kind) for sheet, drafts in found for draft in drafts]
    said = [sheet.total_said for sheet in read]
    return ReadList(
        kind=kind,
        confidence=confidence,
        sheets=_in_order(workbook, [*read, *left]),
        rows=tuple(rows),
        total=sum(row.values.get("amount", 0) for row in rows if row.is_good),
        file_total=sum(one for one in said if one is not None) if said and None not in said else None,
    )


def _begun(workbook: Workbook, choices: ReadChoices) -> Begun:
    """Return the sheets to be read, with what reads their rows."""
    sheets, left = _understood(workbook, choices)
    kind, confidence = _kind_of_all(sheets, choices)
    raised = [sheet for sheet in sheets if _is_raised(sheet, choices)]
    taken = [sheet for sheet in sheets if sheet not in raised and _belongs(sheet, kind, choices)]
    left += [
        _left(sheet, _("là tiền ủng hộ, đóng góp thu vào, không phải tiền chăm lo; không đọc")) for sheet in raised
    ]
    others = [sheet for sheet in sheets if sheet not in taken and sheet not in raised]
    left += [_left(sheet, _("là bảng khác loại, không đọc cùng danh sách")) for sheet in others]
    is_one_of_many = len({sheet.tab or sheet.name for sheet in taken}) > 1
    readers = []
    for sheet in taken:
        about = About(kinds.today(), sheet.kind)
        unit = sheet_unit(sheet.tab or sheet.name, is_one_of_many=is_one_of_many)
        readers.append((sheet, SheetReader(sheet, choices, about, unit, file_unit(workbook.path.stem))))
    return Begun(kind, confidence, tuple(readers), tuple(left))


def _summed_up(found: Sequence[tuple[Understood, list[Draft]]]) -> list[ReadSheet]:
    """Return the sheets with their sums, once people listed twice are marked; tables of one sheet may share a total."""
    repeats = Repeats()
    read: list[ReadSheet] = []
    above: dict[str, list[Draft]] = {}
    for sheet, drafts in found:
        if sheet.kind in PEOPLE_KINDS:
            repeats.look(sheet.name, drafts)
        earlier = above.setdefault(sheet.tab, []) if sheet.tab else []
        summed, sums_all = summed_up(sheet, drafts, earlier)
        if sums_all:
            read = [
                replace(one, total_said=one.total_read) if one.tab == sheet.tab and one.total_said is None else one
                for one in read
            ]
        read.append(summed)
        earlier += drafts
    return read


def known_sheets(workbook: Workbook, choices: ReadChoices = _NOTHING_CHOSEN) -> tuple[ReadSheet, ...]:
    """Return the sheets with columns, kind and pattern but no rows read."""
    sheets, left = _understood(workbook, choices)
    known = [_left(sheet, "") for sheet in sheets]
    return _in_order(workbook, [*known, *left])


def _in_order(workbook: Workbook, sheets: Sequence[ReadSheet]) -> tuple[ReadSheet, ...]:
    order = {sheet.name: place for place, sheet in enumerate(workbook.sheets)}
    return tuple(sorted(sheets, key=lambda sheet: order[sheet.name]))


def _understood(workbook: Workbook, choices: ReadChoices) -> tuple[list[Understood], list[ReadSheet]]:
    sheets: list[Understood] = []
    left: list[ReadSheet] = []
    for sheet in workbook.sheets:
        if note := _passed_over(sheet, choices):
            left.append(ReadSheet(sheet.name, None, note=note, tab=sheet.tab))
            continue
        layout = find_layout(sheet, choices.header_rows.get(sheet.name))
        if layout is None:
            left.append(ReadSheet(sheet.name, None, note=_("không thấy bảng danh sách"), tab=sheet.tab))
            continue
        first = next((one.decoded.layout for one in sheets if sheet.tab and one.tab == sheet.tab), None)
        found = decoded(_of_one_sheet(layout, first), sheet, choices.encodings.get(sheet.name, {}))
        sheets.append(understand(sheet, found, choices, workbook.path.stem, first.title if first else ""))
    return sheets, left


def _passed_over(sheet: Sheet, choices: ReadChoices) -> str:
    """Return why a sheet is not read, "" for one that is."""
    if choices.sheets and not {sheet.name, sheet.tab} & set(choices.sheets):
        return _("không được chọn")
    if sheet.name in OWN_SHEETS:
        return _("trang do Labordesk thêm vào, không đọc")
    return _("trang đang ẩn, không đọc") if sheet.hidden and not choices.sheets else ""


def _of_one_sheet(layout: Layout, first: Layout | None) -> Layout:
    """Let what stands above the first table of a sheet hold for the others: unit of money, "Đơn vị:"."""
    if first is None:
        return layout
    unit = layout.money_unit if layout.money_unit != 1 else first.money_unit
    return replace(layout, money_unit=unit, owner=layout.owner or first.owner)


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


def _is_raised(sheet: Understood, choices: ReadChoices) -> bool:
    """Tell a list of money that comes in; whoever chooses its kind or its sheet means it otherwise."""
    layout = sheet.decoded.layout
    return choices.kind is None and not choices.sheets and tells_of_income(layout.title, layout.labels)


def _left(sheet: Understood, note: str) -> ReadSheet:
    """Return a sheet of which no rows are read."""
    layout = sheet.decoded.layout
    pattern = heading_pattern(layout)
    return ReadSheet(sheet.name, layout, sheet.columns, sheet.kind, sheet.confidence, pattern, note=note, tab=sheet.tab)
