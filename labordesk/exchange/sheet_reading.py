"""One sheet read as a list: its columns, its rows with values and problems, its sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from labordesk.exchange.cells import CellError, CellValue, FormulaGap, Sheet
from labordesk.exchange.check_sums import CheckSums
from labordesk.exchange.column_reasoning import ask_for_odd_amounts, sex_codes, turned_reader, turned_round
from labordesk.exchange.columns import heading_pattern, is_money, proposed, sights_of
from labordesk.exchange.decoding import Decoded
from labordesk.exchange.ditto_marks import is_ditto
from labordesk.exchange.dittos import Dittos, may_repeat
from labordesk.exchange.drafts import Draft
from labordesk.exchange.filling import filled_down, given_once
from labordesk.exchange.groups import amount_each, group_values, owner_unit, title_unit, year_of
from labordesk.exchange.layout import BodyRow
from labordesk.exchange.list_fields import PART_OF, PEOPLE_KINDS, SIGNATURE, list_fields
from labordesk.exchange.list_kinds import guess_kind
from labordesk.exchange.list_model import Column, ListKind, ReadChoices, ReadSheet, RowProblem
from labordesk.exchange.problems import Problem
from labordesk.exchange.row_money import settle_money
from labordesk.exchange.row_people import settle_department, settle_person
from labordesk.exchange.row_withdrawn import not_given_cells, not_given_columns, warn_if_passed_over, warn_if_withdrawn
from labordesk.exchange.several_packages import ask_for_packages
from labordesk.exchange.taken import About, CachedReader, Reader, Taken, is_blank
from labordesk.exchange.values import reader_of
from labordesk.exchange.values_choices import shown
from labordesk.i18n import _
from labordesk.vietnamese.money_units import header_unit
from labordesk.vietnamese.numbers import number

_LOOK: Final = 2000  # rows that tell what 1 and 0 mean
_NOBODY: Final = frozenset({"number", SIGNATURE})
_GIVEN: Final[frozenset[ListKind]] = frozenset({"gifts", "grants"})
_NO_ANSWERS: Final[Mapping[str, Any]] = {}
CellAnswers: TypeAlias = Mapping[int, Mapping[str, Any]]
"""What the officer said of the cells of a sheet, by row and field."""
_WAITING: Final = (FormulaGap, CellError)


@dataclass(frozen=True, slots=True)
class Understood:
    """A sheet with its columns and kind, before its rows are read."""

    name: str
    decoded: Decoded
    columns: tuple[Column, ...]
    kind: ListKind
    confidence: float
    tab: str = ""
    lent: frozenset[int] = frozenset()
    """Rows (the officer's numbers) whose unit is that of the row above, for they name none."""
    hidden: frozenset[int] = frozenset()
    """Rows (the officer's numbers) that the file does not show."""
    struck: frozenset[int] = frozenset()
    """Rows (the officer's numbers) that are struck through."""

    @property
    def listed(self) -> list[BodyRow]:
        """Return the rows that list somebody or something."""
        return [line for line in self.decoded.layout.body if line.kind == "row"]


def understand(sheet: Sheet, found: Decoded, choices: ReadChoices, file: str, above: str = "") -> Understood:
    """Return the columns and the kind of a sheet, with what the officer chose instead.

    ``above`` is the title of the first table on the same sheet.
    """
    layout = found.layout
    name = sheet.tab or sheet.name
    sights = sights_of(layout)
    kind, confidence = choices.kind, 1.0
    if kind is None:
        fields = {one.field for one in proposed(layout, sights, None) if one.field is not None}
        kind, confidence = guess_kind(f"{above} {layout.title}", name, file, fields)
    columns = proposed(layout, sights, kind)
    columns = _chosen(sheet.name, columns, found, choices)
    whole, lent = given_once(filled_down(found, columns, sheet.merged), columns)
    return Understood(
        sheet.name, whole, columns, kind, confidence, sheet.tab, lent, sheet.hidden_rows, sheet.struck_rows
    )


def _chosen(name: str, columns: tuple[Column, ...], found: Decoded, choices: ReadChoices) -> tuple[Column, ...]:
    """Put the officer's fields and units over the proposals; a field chosen is taken from where it was proposed."""
    fields = choices.columns.get(name, {})
    units = choices.money_units.get(name, {})
    taken = {field for field in fields.values() if field is not None}
    made: list[Column] = []
    for one in columns:
        column = replace(one, encoding=found.encodings.get(one.index))
        if one.index in fields:
            field = fields[one.index]
            unit = (header_unit(one.label) or found.layout.money_unit) if field and is_money(field) else 1
            column = replace(column, field=field, confidence=1.0, money_unit=unit)
        elif one.field in taken:
            column = replace(column, field=None, confidence=0.0)
        if one.index in units and column.field is not None:
            column = replace(column, money_unit=units[one.index])
        made.append(column)
    return tuple(made)


class SheetReader:
    """Reads the rows of one sheet."""

    def __init__(self, sheet: Understood, choices: ReadChoices, about: About, unit: str, file: str = "") -> None:
        """``unit`` is the one the sheet is named after, ``file`` the one the whole file is; "" for none."""
        self._sheet = sheet
        self._choices = choices
        self._about = replace(about, kind=sheet.kind, year=year_of(sheet.decoded.layout.title))
        self._cached: list[CachedReader] = []
        self._readers = self._make_readers()
        labels = sheet.decoded.layout.labels if sheet.kind in _GIVEN else ()
        self._not_given = not_given_columns(labels)
        self._states = not_given_cells(labels, (line.cells for line in sheet.listed))
        self._fields = frozenset(field for _index, field, _reader in self._readers)
        self._repeating = frozenset(filter(may_repeat, self._fields))
        layout = sheet.decoded.layout
        self._sender = owner_unit(layout.owner) if sheet.kind in PEOPLE_KINDS and "unit" in self._fields else ""
        above = "" if "unit" in self._fields else title_unit(layout.title) or owner_unit(layout.owner)
        own = above if sheet.tab or self._has_groups() else ""  # what each table or block of rows says of itself
        self._unit = own or unit or above
        self._of_file = "" if self._unit or "unit" in self._fields or sheet.kind not in PEOPLE_KINDS else file
        self._pays = any(map(is_money, self._fields))
        self._each = None if self._pays else amount_each(layout.title)

    def _has_groups(self) -> bool:
        """Tell whether rows further down name their unit, so that the line above the table is that of the first."""
        groups = (line.group for line in self._sheet.decoded.layout.body if line.kind == "group")
        return any("unit" in group_values(group, is_house=self._sheet.kind == "houses") for group in groups)

    def drafts(self, answers: CellAnswers, step: Callable[[], None]) -> list[Draft]:
        """Return all rows that list somebody, each as its own cells say it; ``step`` is called for every line."""
        found: list[Draft] = []
        group: dict[str, Any] = {}
        above = Dittos()
        for line in self._sheet.decoded.layout.body:
            step()
            if line.kind == "group":
                group = self._group(line, group)
            elif line.kind == "row":
                draft = self._draft(line, group, above, answers.get(line.row, _NO_ANSWERS))
                if draft is not None:
                    found.append(draft)
        for cached in self._cached:
            cached.forget()
        return found

    def drafts_again(self, known: Sequence[Draft], answers: CellAnswers, changed: Set[int]) -> list[Draft]:
        """Return the same rows with other answers for those ``changed``; the others are read no more."""
        found = list(known)
        places = {draft.row: place for place, draft in enumerate(known) if draft.row in changed}
        group: dict[str, Any] = {}
        for at, line in enumerate(self._sheet.decoded.layout.body):
            if line.kind == "group":
                group = self._group(line, group)
            elif line.row in places:
                draft = self._draft(line, group, self._above(at), answers.get(line.row, _NO_ANSWERS))
                if draft is not None:
                    found[places[line.row]] = draft
        return found

    def compare(self, drafts: Sequence[Draft]) -> None:
        """Ask where rows do not go with the others of the sheet."""
        ask_for_odd_amounts(drafts)
        if self._sheet.kind == "gifts" and "quantity" in self._fields:
            ask_for_packages(drafts)

    def _group(self, line: BodyRow, above: dict[str, Any]) -> dict[str, Any]:
        """Return what a group row says of the rows below, with what the one above it goes on saying."""
        told = group_values(line.group, is_house=self._sheet.kind == "houses")
        keeps_unit = "department" in told or not told
        return {**(above if keeps_unit else {}), **told}

    def _above(self, at: int) -> Dittos:
        """Return what marks in a row stand for, looked for in the rows above it."""
        body = self._sheet.decoded.layout.body
        above = Dittos()
        for index, field, _reader in self._readers:
            cells = body[at].cells
            if field not in self._repeating or index >= len(cells) or not is_ditto(cells[index]):
                continue
            higher = (body[one].cells for one in range(at - 1, -1, -1) if body[one].kind == "row")
            said = (cells[index] for cells in higher if index < len(cells) and not is_blank(cells[index]))
            last = next((cell for cell in said if not is_ditto(cell)), None)
            if last is not None:
                above.meant(index, last)
        return above

    def _make_readers(self) -> list[tuple[int, str, Reader]]:
        codes = self._sex_codes()
        made = []
        for column in self._sheet.columns:
            answer = self._choices.column_answers.get((self._sheet.name, column.field or ""))
            reader = reader_of(column, self._about, answer, codes)
            if reader is None or column.field is None:
                continue
            self._cached.append(reader)
            reading: Reader = reader
            known = list_fields().get(column.field)
            if known is not None and known.content in ("day", "birth"):
                turned = turned_round(self._cells(column.index))
                if turned:
                    reading = turned_reader(column.field, reader, turned, pick=answer.pick if answer else None)
            made.append((column.index, column.field, reading))
        return made

    def _cells(self, index: int) -> list[CellValue]:
        return [line.cells[index] if index < len(line.cells) else None for line in self._sheet.listed]

    def _sex_codes(self) -> Mapping[str, str]:
        where = {column.field: column.index for column in self._sheet.columns}
        if "sex" not in where:
            return {}
        names = where.get("name", where.get("family_name"))
        rows = self._sheet.listed[:_LOOK]
        picked = [
            tuple(line.cells[at] if at is not None and at < len(line.cells) else None for at in places)
            for places in [(where["sex"], where.get("cccd"), names)]
            for line in rows
        ]
        return sex_codes([(one[0], one[1], one[2]) for one in picked])

    def _draft(
        self, line: BodyRow, group: Mapping[str, Any], above: Dittos, answers: Mapping[str, Any]
    ) -> Draft | None:
        draft = Draft(line.row, line.group, self._fields, answered=frozenset(answers))
        cells = line.cells
        raw, values = draft.raw, draft.values
        for index, field, reader in self._readers:
            cell = cells[index] if index < len(cells) else None
            if cell is None or (isinstance(cell, str) and (not cell or cell.isspace())):
                continue
            raw[field] = cell if isinstance(cell, str) else shown(cell)
            if field in self._repeating:
                cell = above.meant(index, cell)
            if answers and (field in answers or PART_OF.get(field) in answers):
                continue
            if cell is None:
                draft.wrong(field, "error", _("ghi như dòng trên, nhưng phía trên không có gì"))
                continue
            taken = reader(cell)
            if taken.problems or field in _MEET:
                draft.take(taken)
            else:
                values.update(taken.values)
        if not _lists_somebody(cells, self._readers, raw):
            return None
        if "born" in answers and ("born_male" in raw) != ("born_female" in raw):
            values.setdefault("sex", "male" if "born_male" in raw else "female")
        for field, answer in answers.items():
            draft.take(self._answered(field, answer))
        self._settle(draft, group)
        self._warn_if_withdrawn(draft, line)
        return draft

    def _warn_if_withdrawn(self, draft: Draft, line: BodyRow) -> None:
        if self._sheet.kind in PEOPLE_KINDS:
            is_hidden, is_struck = line.row in self._sheet.hidden, line.row in self._sheet.struck
            warn_if_passed_over(draft, is_hidden=is_hidden, is_struck=is_struck)
            warn_if_withdrawn(draft, line.cells, self._not_given, self._states)

    def _settle(self, draft: Draft, group: Mapping[str, Any]) -> None:
        kind = self._sheet.kind
        values = draft.values
        for field, value in group.items():
            values.setdefault(field, value)
        self._give_each(draft)
        if self._sender:
            settle_department(draft, self._sender)
        if "unit" not in values and self._unit:
            values["unit"] = self._unit
        elif "unit" not in values and self._of_file:
            values["unit"] = self._of_file
            draft.wrong("unit", "warning", _("chưa ghi đơn vị; lấy theo tên tệp"))
        if kind in PEOPLE_KINDS:
            settle_person(draft)
        elif "unit" not in values:
            draft.wrong("unit", "error", _("thiếu tên đơn vị"))
        if kind not in ("units", "targets"):
            settle_money(draft, kind)
        if kind == "targets" and "target" not in values and not draft.is_blocked("target"):
            draft.wrong("target", "error", _("thiếu chỉ tiêu giao"))
        if kind == "houses" and "new_build" not in values and not draft.is_blocked("new_build"):
            draft.wrong("new_build", "ask", _("chưa ghi xây mới hay sửa chữa"), (True, False))
        if draft.row in self._sheet.lent:
            draft.wrong("unit", "warning", _("chưa ghi đơn vị; lấy theo dòng trên"))
        if kind in PEOPLE_KINDS and "unit" in self._fields and "unit" not in values:
            draft.wrong("unit", "warning", _("chưa ghi đơn vị"))

    def _give_each(self, draft: Draft) -> None:
        """Take the amount a title or a group says for each, where the list has no column of money."""
        each = None if self._pays else amount_each(draft.group) or self._each
        if each and self._sheet.kind in ("gifts", "grants") and "amount" not in draft.values:
            draft.values["amount"] = each
            text = _("danh sách không có cột số tiền; lấy {amount} đồng ghi chung cho mỗi người")
            draft.wrong("amount", "warning", text.format(amount=number(each)))

    def _answered(self, field: str, answer: Any) -> Taken:
        """Take what the officer said: a text is read like a cell, anything else is the value itself."""
        if answer is None:
            return Taken()
        if isinstance(answer, str):
            for _index, own, reader in self._readers:
                if own == field:
                    taken = reader(answer)
                    return taken if taken.values else Taken({field: answer}) if _is_code(field) else taken
        return Taken({field: answer})


_MEET: Final = frozenset({"sex", "sex_male", "sex_female", "new_build", "build_new", "build_repair", "cccd", "old_id"})
"""Fields of which a row may have several columns."""


def _is_code(field: str) -> bool:
    return field in ("sex", "standing")


def _lists_somebody(
    cells: Sequence[CellValue], readers: Sequence[tuple[int, str, Reader]], raw: Mapping[str, str]
) -> bool:
    """Tell a row with somebody in it from a line only numbered, or filled with formulas that wait for a name."""
    return any(
        field in raw and field not in _NOBODY and not isinstance(cells[index], _WAITING) and cells[index] != 0
        for index, field, _reader in readers
    )


def summed_up(sheet: Understood, drafts: Sequence[Draft], earlier: Sequence[Draft] = ()) -> tuple[ReadSheet, bool]:
    """Return the sheet with its sums and what is to be said about it as a whole.

    ``earlier`` are listed in the tables above on the same sheet; True: its total is that of all of them.
    """
    layout = sheet.decoded.layout
    sums = CheckSums(sheet.columns, drafts, earlier)
    sums.look(layout.body)
    doubts = [
        RowProblem(
            layout.header_row,
            Problem("encoding", "ask", _("cột “{label}”: chưa chắc bảng mã").format(label=layout.labels[index])),
        )
        for index in sheet.decoded.doubtful
    ]
    if not layout.header_rows:
        told = _("trang không có dòng tiêu đề; các cột được nhận theo nội dung, hãy xem lại")
        doubts.append(RowProblem(layout.header_row, Problem("header", "ask", told)))
    read = ReadSheet(
        name=sheet.name,
        layout=layout,
        columns=sheet.columns,
        kind=sheet.kind,
        confidence=sheet.confidence,
        pattern=heading_pattern(layout),
        people=len(drafts),
        total_read=sum(draft.values.get("amount", 0) for draft in drafts),
        total_said=sums.total_said,
        problems=(*doubts, *sums.problems),
        tab=sheet.tab,
    )
    return read, sums.sums_all
