"""What a list leaves open, grouped so that one answer may settle many rows; nothing here asks, it only sorts."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from labordesk.exchange.list_model import FUNDER
from labordesk.rules.written_units import marked_key

if TYPE_CHECKING:
    from labordesk.exchange.problems import Problem, Severity
    from labordesk.services.import_model import (
        Candidate,
        CatalogueQuestion,
        ImportOrder,
        ImportPreview,
        PreviewRow,
        RowPlace,
        UnitQuestion,
    )

Topic = Literal["target", "unit", "circumstance", "fund", "cell", "person", "rule", "encoding", "total", "note"]
"""What a question is about: the programme, words the register does not know, cells, people, rules, sums."""
TOPICS: Final = get_args(Topic)
_SEVERITIES: Final = ("ask", "error", "warning")
_OF_PEOPLE: Final = frozenset({"name", "cccd", "old_id", "union_card"})
"""Where the register says that a row may be somebody it knows."""
_SAID_DIFFERENTLY: Final = re.compile(r"“[^”]*”|\d+")
_TELLING_WORDS: Final = 3


@dataclass(frozen=True)
class Item:
    """One thing to decide inside a question: a row with its problem, or a word with how often it stands there.

    ``place`` is the sheet and the row (as Excel counts) to look at, None for words.
    """

    key: Hashable
    row: PreviewRow | None = None
    problem: Problem | None = None
    unit: UnitQuestion | None = None
    entry: CatalogueQuestion | None = None
    place: RowPlace | None = None

    @property
    def id(self) -> Hashable:
        """Return what tells the item apart in a table."""
        return self.key


@dataclass(frozen=True)
class Question:
    """``key`` stays the same while the question does; ``blocks``: not everything can be written before it is settled.

    ``reason`` is that of the first row; ``field`` the field of its cells, "" where it is not about cells.
    """

    key: Hashable
    topic: Topic
    severity: Severity
    items: tuple[Item, ...]
    field: str = ""
    reason: str = ""
    blocks: bool = True

    @property
    def id(self) -> Hashable:
        """Return what tells the question apart in a table."""
        return self.key


def questions_of(preview: ImportPreview) -> tuple[Question, ...]:
    """Return the questions of a preview: what is asked first, then what is wrong, then what is worth a look."""
    found: list[Question] = []
    if preview.target.problem:
        found.append(Question("target", "target", "ask", (), reason=preview.target.problem))
    found += _words(preview)
    found += _rows(preview)
    found += _sheets(preview)
    notes = [note for note in preview.notes if note != preview.target.problem]
    if notes:
        found.append(Question("notes", "note", "warning", (), reason="\n".join(notes), blocks=False))
    return tuple(sorted(found, key=_rank))


def open_questions(questions: Sequence[Question]) -> int:
    """Return how many of them keep rows from being written."""
    return sum(question.blocks for question in questions)


def _rank(question: Question) -> tuple[int, int]:
    return _SEVERITIES.index(question.severity), TOPICS.index(question.topic)


def _words(preview: ImportPreview) -> Iterator[Question]:
    """Units, circumstances and sources of money that the register does not know by these words."""
    units = [Item(("unit", one.written), unit=one) for one in preview.units]
    asked = tuple(item for item in units if item.unit and item.unit.asks)
    added = tuple(item for item in units if item.unit and not item.unit.asks and not _is_settled(preview, item.unit))
    if asked:
        yield Question("units", "unit", "ask", asked)
    if added:
        yield Question("units added", "unit", "warning", added, blocks=False)
    parts: tuple[tuple[Topic, Sequence[CatalogueQuestion], Mapping[str, Any]], ...] = (
        ("circumstance", preview.circumstances, preview.order.circumstances),
        ("fund", preview.funds, preview.order.funds),
    )
    for topic, entries, settled in parts:
        items = [Item((topic, one.written), entry=one) for one in entries if one.written not in settled]
        blocking = tuple(item for item in items if item.entry and item.entry.asks)
        others = tuple(item for item in items if item.entry and not item.entry.asks and item.entry.chosen is None)
        if blocking:
            yield Question(topic, topic, "ask", blocking)
        if others:
            yield Question(f"{topic} unknown", topic, "warning", others, blocks=False)


def _is_settled(preview: ImportPreview, unit: UnitQuestion) -> bool:
    return unit.written in preview.order.units


def _rows(preview: ImportPreview) -> Iterator[Question]:
    """People who may be known already, then cells and rules, together where one answer may do for all."""
    people: dict[tuple[bool, bool], list[Item]] = {}
    groups: dict[Hashable, list[Item]] = {}
    known_words = _Words(preview)
    for row in preview.rows:
        if row.left_out or row.taken_before:
            continue
        is_person = row.match == "show" and bool(row.candidates) and row.place not in preview.order.people
        mine = [one for one in row.problems if is_person and _is_of_person(one, row)]
        if is_person:
            told = mine[0] if mine else None
            blocks = any(one.blocks for one in mine)
            is_known = any(one.person_id is not None for one in row.candidates)
            people.setdefault((blocks, is_known), []).append(Item((row.place, "person"), row, told, place=row.place))
        for problem in row.problems:
            if problem not in mine and not known_words.cover(problem, row):
                item = Item((row.place, problem.field, problem.reason), row, problem, place=row.place)
                groups.setdefault(_group_of(problem), []).append(item)
    for (blocks, is_known), items in people.items():
        severity: Severity = "ask" if blocks else "warning"
        yield Question(("people", blocks, is_known), "person", severity, tuple(items), blocks=blocks)
    for key, items in groups.items():
        first = items[0].problem
        assert first is not None
        topic: Topic = "rule" if first.excusable else "cell"
        yield Question(key, topic, first.kind, tuple(items), first.field, first.reason, first.blocks)


def _is_of_person(problem: Problem, row: PreviewRow) -> bool:
    """Say whether a problem tells who a row may be; the reading knows nothing of the register."""
    of_register = problem not in row.read.problems
    return of_register and problem.field in _OF_PEOPLE and problem.kind != "error" and not problem.excusable


class _Words:
    """Knows what the questions about words ask already, so that the rows need not ask it again one by one."""

    def __init__(self, preview: ImportPreview) -> None:
        self._units = {marked_key(one.written) for one in preview.units}
        self._funds = {FUNDER + one.written for one in preview.funds}
        self._circumstances = {one.written for one in preview.circumstances}

    def cover(self, problem: Problem, row: PreviewRow) -> bool:
        """Say whether a problem of a row is asked for its word."""
        if problem in row.read.problems or problem.excusable:
            return False
        if problem.field == "unit":
            return marked_key(str(row.read.values.get("unit") or "")) in self._units
        if problem.field == "circumstance":
            return row.read.values.get("circumstance") in self._circumstances
        return problem.field in self._funds


def _group_of(problem: Problem) -> Hashable:
    """Return what puts problems together: rules by what they forbid, cells by their field and the kind of doubt."""
    if problem.excusable:
        return "rule", problem.field
    words = _SAID_DIFFERENTLY.sub(" ", problem.reason).split()[:_TELLING_WORDS]
    return problem.kind, problem.field, " ".join(words), _shares(problem)


def _shares(problem: Problem) -> str:
    """Return how the readings of an amount stand to each other ("1x1000"), so that one answer fits all."""
    first = problem.candidates[0] if problem.candidates else None
    if not isinstance(first, int) or isinstance(first, bool) or not first:
        return ""
    return "x".join(str(one // first) for one in problem.candidates if isinstance(one, int))


def _sheets(preview: ImportPreview) -> Iterator[Question]:
    """What is to be said of whole sheets: old encodings that are not sure, sums that do not agree."""
    groups: dict[Topic, list[Item]] = {}
    for sheet in preview.read.sheets:
        for one in sheet.problems:
            topic: Topic = "encoding" if one.problem.field == "encoding" else "total"
            key = (sheet.name, one.row, one.problem.reason)
            groups.setdefault(topic, []).append(Item(key, problem=one.problem, place=(sheet.name, one.row)))
    for topic, items in groups.items():
        severity: Severity = "ask" if topic == "encoding" else "warning"
        yield Question(topic, topic, severity, tuple(items), blocks=False)


# answers


def answer_cells(order: ImportOrder, items: Sequence[Item], value_of: Callable[[Item], Any]) -> ImportOrder:
    """Write a value into the cell of each item."""
    given = {(*item.row.place, item.problem.field): value_of(item) for item in items if item.row and item.problem}
    choices = order.choices
    return replace(order, choices=replace(choices, answers={**choices.answers, **given}))


def answer_units(order: ImportOrder, answers: Mapping[str, int | None]) -> ImportOrder:
    """Say which unit each written name means, None to add it."""
    return replace(order, units={**order.units, **answers})


def answer_entries(order: ImportOrder, topic: Topic, answers: Mapping[str, int | None]) -> ImportOrder:
    """Say which circumstance or source each written word means."""
    if topic == "circumstance":
        return replace(order, circumstances={**order.circumstances, **answers})
    return replace(
        order, funds={**order.funds, **{word: found for word, found in answers.items() if found is not None}}
    )


def answer_people(order: ImportOrder, items: Sequence[Item], who: Callable[[Item], int | None]) -> ImportOrder:
    """Say who the rows are, None for somebody new."""
    return replace(order, people={**order.people, **{item.row.place: who(item) for item in items if item.row}})


def answer_reason(order: ImportOrder, items: Sequence[Item], reason: str) -> ImportOrder:
    """Write the rows against a rule, for a reason."""
    return replace(order, reasons={**order.reasons, **{item.row.place: reason for item in items if item.row}})


def leave_out(order: ImportOrder, items: Sequence[Item]) -> ImportOrder:
    """Leave the rows out."""
    return replace(order, left_out=order.left_out | {item.row.place for item in items if item.row})


def best_person(item: Item) -> Candidate | None:
    """Return the likeliest person of the register a row may be."""
    candidates = item.row.candidates if item.row is not None else ()
    return next((one for one in candidates if one.person_id is not None), None)
