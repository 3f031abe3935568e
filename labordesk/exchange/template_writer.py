"""Forms to fill in as .xlsx: what the register knows stands in them, choices drop down, the heading is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from labordesk.exchange.list_cells import cell_maker, number_format
from labordesk.exchange.list_plan import ListColumn
from labordesk.exchange.own_sheets import CATALOGUE, GUIDE
from labordesk.exchange.sheet_writer import HEAD, QUIET, book_at, put_text, sheet_name
from labordesk.fields import Count, Day, LongText, Money, PartialDay
from labordesk.fields.person_numbers import CitizenId

_EMPTY_ROWS: Final = 2_000
"""Rows below those filled in for which choices drop down."""
_MOST_ON_A_PAGE: Final = 14
_LAST_COLUMN: Final = 16_383
_LONGEST_PROMPT: Final = 255
_LONGEST_PROMPT_TITLE: Final = 32
_FILLED: Final = "#F4F6F9"
_MUST: Final = "#FCEFD7"


@dataclass(frozen=True)
class TemplateColumn:
    """One column: ``options`` names the catalogue it chooses from, ``known`` says the register has filled it in."""

    column: ListColumn
    hint: str = ""
    options: str = ""
    required: bool = False
    known: bool = False


@dataclass(frozen=True)
class TemplatePlan:
    """A form: ``rows`` are filled in already, ``guide`` are the lines of the sheet that says how the rest is done.

    A catalogue is what one or several columns choose from; words that are not in it may be typed all the same where
    ``free`` names the catalogue.
    """

    name: str
    title: str
    columns: tuple[TemplateColumn, ...]
    lines: tuple[str, ...] = ()
    rows: tuple[Sequence[Any], ...] = ()
    catalogues: Mapping[str, Sequence[str]] = field(default_factory=dict)
    free: frozenset[str] = frozenset()
    guide: tuple[str, ...] = ()


def write_template(path: Path, plan: TemplatePlan) -> None:
    """Write a form, whole or not at all; Unavailable."""
    with book_at(path) as book:
        sheet = book.add_worksheet(sheet_name(plan.name))
        guide, catalogue = book.add_worksheet(GUIDE), book.add_worksheet(CATALOGUE)
        ranges = _write_catalogues(book, catalogue, plan.catalogues)
        first = _write_form(book, sheet, plan)
        _offer_choices(sheet, plan, first, ranges)
        _write_guide(book, guide, plan)
        catalogue.hide()
        sheet.activate()


def _write_form(book: Workbook, sheet: Worksheet, plan: TemplatePlan) -> int:
    """Write title, headings and what is known; return the first row (from 0) below the heading."""
    line = 0
    put_text(sheet, line, 0, plan.title, book.add_format({"bold": True, "font_size": 14}))
    for line, text in enumerate(plan.lines, 1):
        put_text(sheet, line, 0, text, book.add_format({"italic": True, "font_color": QUIET}))
    head = line + 2
    sheet.set_row(head, 36)
    looks = {must: _head_look(book, must=must) for must in (False, True)}
    for place, one in enumerate(plan.columns):
        put_text(sheet, head, place, one.column.heading, looks[one.required])
    _lock_heading(book, sheet, plan, head)
    _write_rows(book, sheet, plan, head + 1)
    return head + 1


def _head_look(book: Workbook, *, must: bool) -> Any:
    look = {"bold": True, "border": 1, "border_color": "#C5CEDA", "text_wrap": True, "align": "center"}
    return book.add_format({**look, "valign": "vcenter", "bg_color": _MUST if must else HEAD})


def _write_rows(book: Workbook, sheet: Worksheet, plan: TemplatePlan, first: int) -> None:
    makers = [cell_maker(one.column.kind) for one in plan.columns]
    looks = [_cell_look(book, one, filled=True) if one.known else None for one in plan.columns]
    year = book.add_format({"num_format": "0", "locked": False, "align": "center"})
    for line, row in enumerate(plan.rows, first):
        for place, (make, look, value) in enumerate(zip(makers, looks, row, strict=True)):
            cell = make(value)
            if isinstance(cell, str):
                put_text(sheet, line, place, cell, look)
            elif isinstance(cell, int | float):
                partial = isinstance(plan.columns[place].column.kind, PartialDay)
                sheet.write_number(line, place, cell, year if partial else look)
            elif cell is not None:
                sheet.write_datetime(line, place, cell, look)


def _cell_look(book: Workbook, one: TemplateColumn, *, filled: bool) -> Any:
    kind = one.column.kind
    look: dict[str, Any] = {"num_format": number_format(kind), "locked": False, "valign": "top"}
    if isinstance(kind, Day | PartialDay):
        look["align"] = "center"
    elif isinstance(kind, Money | Count):
        look["align"] = "right"
    if isinstance(kind, LongText) or one.column.width >= 30:
        look["text_wrap"] = True
    return book.add_format(look | ({"bg_color": _FILLED} if filled else {}))


def _lock_heading(book: Workbook, sheet: Worksheet, plan: TemplatePlan, head: int) -> None:
    """Let everything below the heading be typed into, and keep the heading, by which the columns are known."""
    sheet.set_column(0, _LAST_COLUMN, None, book.add_format({"locked": False}))
    for place, one in enumerate(plan.columns):
        longest_word = max(map(len, one.column.heading.split()), default=0)
        width = min(45, max(longest_word + 2, one.column.width or 10))
        sheet.set_column(place, place, width, _cell_look(book, one, filled=False))
    sheet.protect(
        "",
        {
            **dict.fromkeys(("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows"), True),
            **dict.fromkeys(("sort", "autofilter", "insert_hyperlinks"), True),
        },
    )
    sheet.freeze_panes(head + 1, 2 if len(plan.columns) > 8 else 0)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(9)
    if len(plan.columns) <= _MOST_ON_A_PAGE:
        sheet.fit_to_pages(1, 0)
    last = head + 1 + len(plan.rows) + _EMPTY_ROWS
    sheet.ignore_errors({"number_stored_as_text": f"A{head + 2}:{xl_col_to_name(len(plan.columns))}{last}"})


def _offer_choices(sheet: Worksheet, plan: TemplatePlan, first: int, ranges: Mapping[str, str]) -> None:
    last = first + len(plan.rows) + _EMPTY_ROWS - 1
    for place, one in enumerate(plan.columns):
        prompt = {
            "input_title": one.column.heading[:_LONGEST_PROMPT_TITLE],
            "input_message": one.hint[:_LONGEST_PROMPT],
        }
        rule: dict[str, Any] = {"validate": "any", **prompt} if one.hint else {}
        if one.options in ranges:
            rule = {"validate": "list", "source": ranges[one.options], **(prompt if one.hint else {})}
            if one.options in plan.free:
                rule |= {"error_type": "information", "error_title": "Ngoài danh mục"}
                rule["error_message"] = "Mục này chưa có trong sổ. Khi nhập, chương trình sẽ hỏi lại."
            else:
                rule |= {"error_title": "Chọn trong danh sách", "error_message": "Hãy chọn một mục có trong danh sách."}
        elif isinstance(one.column.kind, CitizenId):
            rule |= {"validate": "length", "criteria": "between", "minimum": 9, "maximum": 12}
            rule |= {"error_type": "warning", "error_title": "Số CCCD", "error_message": "Số CCCD có 12 chữ số."}
        if rule:
            sheet.data_validation(first, place, last, place, rule)


def _write_catalogues(book: Workbook, sheet: Worksheet, catalogues: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Write each catalogue as a column; return where its entries stand, for drop-downs."""
    head = book.add_format({"bold": True})
    for place, name in enumerate(catalogues):
        put_text(sheet, 0, place, name, head)
        sheet.set_column(place, place, 36)
    longest = max(map(len, catalogues.values()), default=0)
    for line in range(longest):
        for place, entries in enumerate(catalogues.values()):
            if line < len(entries):
                put_text(sheet, line + 1, place, entries[line])
    ranges = {}
    for place, (name, entries) in enumerate(catalogues.items()):
        if entries:
            letter = xl_col_to_name(place)
            ranges[name] = f"='{CATALOGUE}'!${letter}$2:${letter}${len(entries) + 1}"
    return ranges


def _write_guide(book: Workbook, sheet: Worksheet, plan: TemplatePlan) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    strong = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    put_text(sheet, 0, 0, "Cách điền", title)
    line = 2
    for text in plan.guide:
        put_text(sheet, line, 0, "•", strong)
        put_text(sheet, line, 1, text, wrap)
        line += 1
    line += 1
    put_text(sheet, line, 0, "Từng cột", title)
    for line, one in enumerate(plan.columns, line + 2):  # noqa: B020 - counts on from the heading
        must = " (bắt buộc)" if one.required else ""
        choose = " Chọn trong danh sách thả xuống." if one.options else ""
        put_text(sheet, line, 0, f"{one.column.heading}{must}", strong)
        put_text(sheet, line, 1, f"{one.hint}{choose}".strip() or "Điền nếu có.", wrap)
    sheet.protect()
