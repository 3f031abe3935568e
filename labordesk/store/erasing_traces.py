"""Traces of a person in words that are about something else: a note, a report's text, a file name, a title.

A number is one human's, so it is masked wherever it stands. A name may be another's too: it is masked only while no
other file has it; otherwise the places are counted, for somebody to look at.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from labordesk.model.base import now

MASK: Final = "•••"
_SHORTEST_NUMBER: Final = 8
"""Digits; a shorter one may be an amount or a day."""

_FEW: Final = 6
"""Patterns that are looked for together sooner than one by one."""
_GRAM: Final = 6
"""Digits in a row by which numbers are found."""
_DIGITS: Final = re.compile(rf"\d{{{_GRAM},}}")
_WORD: Final = re.compile(r"\w+")
_GAPS: Final = re.compile(r"[ .\-]")
_ESCAPED: Final = re.compile(r"\\[nrt]")
"""Line ends and tabs as JSON writes them: their letter would be taken for the first one of the name behind."""

_NUMBERS: Final = ("citizen_id", "old_id", "social_insurance", "union_card", "phone", "bank_account")

_OF_OTHERS: Final = frozenset(("imported_row", "paper_print", "access_note", "person_merge", "person_pair"))
"""Books in which another file of the same name stands under its own name: nothing to look at."""

ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "access_note": ("detail",),
    "activity": ("name", "note"),
    "aggregate": ("source_note", "override_reason"),
    "agreement": ("contact", "note"),
    "agreement_use": ("note",),
    "allocation": ("document", "note"),
    "attachment": ("name", "caption"),
    "award": ("recipient_name", "override_reason", "note"),
    "award_line": ("description",),
    "campaign": ("norm_reason", "note"),
    "case_event": ("note",),
    "case_paper": ("document", "waived_reason", "note"),
    "contribution": ("purpose", "note"),
    "correction": ("before", "after", "reason"),
    "frozen_report": ("title", "note", "choices", "figures", "dropped_reason"),
    "grant_case": ("situation", "recipient_name", "refusal_reason", "norm_reason", "note"),
    "house": ("address", "norm_reason", "note"),
    "house_funder": ("note",),
    "house_milestone": ("note",),
    "house_progress": ("note",),
    "household_member": ("note",),
    "import_batch": ("file_name",),
    "imported_row": ("raw",),
    "indicator_value": ("note",),
    "paper_print": ("title", "subject", "choices"),
    "person": ("note",),
    "person_circumstance": ("note",),
    "person_merge": ("reason", "snapshot"),
    "person_pair": ("reason",),
    "report_text": ("text",),
    "target": ("basis",),
    "unit": ("note",),
    "unit_event": ("note",),
    "unit_list": ("excess_reason", "note"),
    "voucher": ("void_reason", "note", "route"),
}
"""Texts of the whole register in which somebody may have written about a person, by table."""

ABOUT_THINGS: Final = frozenset(("norm.note", "programme.note", "person_health.detail", "person.recipient_name"))
"""Texts of the same kind that are about rates and programmes, or go with the person; nobody looks into them here."""

_JSON: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("frozen_report", "choices"): frozenset(),
    ("frozen_report", "figures"): frozenset(("amount", "text")),
    ("imported_row", "raw"): frozenset(),
    ("paper_print", "choices"): frozenset(),
    ("person_merge", "snapshot"): frozenset(),
}
"""Columns that hold JSON, with the keys of figures in it: an amount may have the digits of an account number."""

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Person:
    """Whom to look for: ``alone`` when no other file has the name."""

    id: int
    name: str
    alone: bool
    numbers: tuple[str, ...]


@dataclass
class Traces:
    """Rows whose texts were masked, by table, and places where a name stands that others have too, by table."""

    masked: dict[str, set[int]] = field(default_factory=dict)
    notes: set[int] = field(default_factory=set)
    """Notes of the history that hold what was masked."""
    unsure: Counter[str] = field(default_factory=Counter)


def people_to_find(connection: sqlite3.Connection, ids: Collection[int]) -> tuple[Person, ...]:
    """Return the names and numbers of people before they are taken out."""
    found = []
    for id_ in sorted(ids):
        name, sort_key, *numbers = connection.execute(
            f"SELECT full_name, sort_key, {', '.join(_NUMBERS)} FROM person WHERE id = ?", (id_,)
        ).fetchone()
        others = connection.execute(
            "SELECT id FROM person WHERE sort_key = ? AND full_name = ?", (sort_key, name)
        ).fetchall()
        alone = all(other in ids for (other,) in others)
        long = tuple(dict.fromkeys(one for one in numbers if one and sum(map(str.isdigit, one)) >= _SHORTEST_NUMBER))
        found.append(Person(id_, name, alone, long))
    return tuple(found)


class Finder:
    """Looks for people in texts: ``mask`` takes them out, ``names_somebody`` tells of names that others have too."""

    def __init__(self, people: Iterable[Person], called: Callable[[int], str]) -> None:
        self._masks: dict[str, str] = {}
        self._own, self._shared = _Index(), _Index()
        for one in people:
            for number in one.numbers:
                self._own.add_number(number)
            (self._own if one.alone else self._shared).add_name(one.name)
            self._masks[_key(one.name)] = called(one.id)

    def mask(self, text: str) -> str:
        """Return a text without the numbers, and without the names nobody else has."""
        found = self._own.pattern_for(text)
        return found.sub(self._instead, text) if found else text

    def finds(self, text: str | None) -> bool:
        """Tell whether ``mask`` would change a text, or what a text in JSON stands for."""
        return self._own.is_in(text)

    def names_somebody(self, text: str | None) -> bool:
        """Tell whether a text has a name that belongs to another file as well."""
        return self._shared.is_in(text)

    def _instead(self, found: re.Match[str]) -> str:
        return self._masks.get(_key(found[0]), MASK)


class _Index:
    """Patterns by the words or digits a text must have to be compared with them: many people take no longer than one.

    One pattern of a thousand names takes 30 ms for a note of the history; a register of a million people has a
    million of those.
    """

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        """How many words the names have that begin with a word."""
        self._numbers: defaultdict[str, list[str]] = defaultdict(list)
        self._always: list[str] = []
        self._all: set[str] = set()

    def add_name(self, name: str) -> None:
        words = tuple(_WORD.findall(name.casefold()))
        if words:
            self._names[words] = _name_pattern(name)
            self._all.add(self._names[words])
            self._lengths[words[0]].add(len(words))

    def add_number(self, number: str) -> None:
        digits = _DIGITS.search("".join(one for one in number if one.isalnum()))
        pattern = _number_pattern(number)
        (self._numbers[digits[0][:_GRAM]] if digits else self._always).append(pattern)
        self._all.add(pattern)

    def is_in(self, text: str | None) -> bool:
        if not text:
            return False
        plain = _ESCAPED.sub(" ", text) if "\\" in text else text
        pattern = self.pattern_for(plain)
        return pattern is not None and pattern.search(plain) is not None

    def pattern_for(self, text: str) -> re.Pattern[str] | None:
        """Return what a text may have, to be looked for in earnest; None when it has nothing of the kind."""
        found = self._all
        if len(found) > _FEW:
            found = {*self._always, *self._names_in(text), *self._numbers_in(text)}
        return _any_of(tuple(sorted(found, key=lambda one: (-len(one), one)))) if found else None

    def _names_in(self, text: str) -> Iterator[str]:
        if not self._names:
            return
        words = _WORD.findall(text.casefold())
        for place, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                pattern = self._names.get(tuple(words[place : place + length]))
                if pattern is not None:
                    yield pattern

    def _numbers_in(self, text: str) -> Iterator[str]:
        if not self._numbers:
            return
        for digits in _DIGITS.findall(_GAPS.sub("", text)):
            for place in range(len(digits) - _GRAM + 1):
                yield from self._numbers.get(digits[place : place + _GRAM], ())


def mask_elsewhere(connection: sqlite3.Connection, finder: Finder, told: Told | None = None) -> Traces:
    """Take people out of the words of the whole register, inside a unit of work."""
    connection.create_function("has_trace", 1, finder.finds, deterministic=True)
    connection.create_function("has_shared_name", 1, finder.names_somebody, deterministic=True)
    traces = Traces()
    for place, (table, columns) in enumerate(ELSEWHERE.items()):
        if told is not None:
            told(place, len(ELSEWHERE) + 1)
        for column in columns:
            _mask_column(connection, finder, traces, table, column)
    traces.notes = {
        id_
        for (id_,) in connection.execute("SELECT id FROM row_change WHERE content IS NOT NULL AND has_trace(content)")
    }
    return traces


def _mask_column(connection: sqlite3.Connection, finder: Finder, traces: Traces, table: str, column: str) -> None:
    found = connection.execute(
        f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL AND {column} <> '' AND has_trace({column})"
    ).fetchall()
    versioned = any(row[1] == "row_version" for row in connection.execute(f"PRAGMA table_info({table})"))
    stamp = ", row_version = row_version + 1, updated_at = ?" if versioned else ""
    for id_, text in found:
        masked = _masked(finder, text, _JSON.get((table, column)))
        if masked == text:
            continue
        values = (masked, *((now(),) if versioned else ()), id_)
        connection.execute(f"UPDATE {table} SET {column} = ?{stamp} WHERE id = ?", values)
        traces.masked.setdefault(table, set()).add(id_)
    if table in _OF_OTHERS:
        return
    (shared,) = connection.execute(
        f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND {column} <> '' AND has_shared_name({column})"
    ).fetchone()
    if shared:
        traces.unsure[table] += shared


def _masked(finder: Finder, text: str, figures: Collection[str] | None) -> str:
    """Return a text masked; of JSON (``figures`` are the keys left alone) only its texts are, so that it stays JSON."""
    if figures is None:
        return finder.mask(text)

    def inside(value: object) -> object:
        if isinstance(value, dict):
            return {finder.mask(key): one if key in figures else inside(one) for key, one in value.items()}
        if isinstance(value, list):
            return [inside(one) for one in value]
        return finder.mask(value) if isinstance(value, str) else value

    try:
        told = json.loads(text)
    except ValueError:  # edited by another program
        return finder.mask(text)
    masked = inside(told)
    return text if masked == told else json.dumps(masked, ensure_ascii=False)


@lru_cache(maxsize=1024)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def _name_pattern(name: str) -> str:
    """Match the name as a whole, over blanks and line ends of any kind, in capitals or not."""
    words = r"\s+".join(map(re.escape, name.split()))
    return rf"(?<!\w){words}(?!\w)"


def _number_pattern(number: str) -> str:
    """Match the number however it is grouped: 0912 345 678, 0912.345.678."""
    signs = r"[ .\-]?".join(re.escape(one) for one in number if one.isalnum())
    return rf"(?<!\w){signs}(?!\w)"


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
