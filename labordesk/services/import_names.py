"""Rows of a list by what a person of the register must share with one to be called alike by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from labordesk.model.keys import name_key
from labordesk.rules.duplicates import Candidate, birth_similarity, may_be_alike
from labordesk.vietnamese.fold import clean, plain_key, search_key, words_of
from labordesk.vietnamese.names import given_name
from labordesk.vietnamese.syllables import is_possible_key

Named: TypeAlias = "tuple[int, str, str, str, str | None, int | None, str | None]"
"""A person of the register: id, block key, plain key, search key, birth, unit, citizen number."""

_Name: TypeAlias = "tuple[str, str, str, list[str], bool]"
"""A name: plain key, search key, plain given name, spellings of the plain key, whether a syllable cannot be."""

_MOST_SPELLINGS = 16


class NameIndex:
    """The rows of a list; a person of the register is shown to ``meet``, which tells the rows worth comparing with."""

    def __init__(self, rows: Sequence[Candidate]) -> None:
        self._rows = rows
        self._same: defaultdict[str, list[int]] = defaultdict(list)
        """Plain key and year."""
        self._day: defaultdict[str, list[int]] = defaultdict(list)
        self._month: defaultdict[str, list[int]] = defaultdict(list)
        self._bare_month: defaultdict[str, list[int]] = defaultdict(list)
        self.block: defaultdict[str, list[int]] = defaultdict(list)
        self._odd: defaultdict[str, list[int]] = defaultdict(list)
        self._unit_name: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self.unit_given: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self.birthless: set[int] = set()
        self._odd_rows: set[int] = set()
        self._search: list[str] = []
        known: dict[str, _Name] = {}
        for place, row in enumerate(rows):
            name = known.get(row.full_name)
            if name is None:
                name = known[row.full_name] = _name(row.full_name)
            self._add(place, row, name)

    def _add(self, place: int, one: Candidate, name: _Name) -> None:
        plain, search, given, spelled, odd = name
        self._search.append(search)
        if not plain:
            return
        if odd:
            self._odd_rows.add(place)
        if one.unit_id is not None and one.unit_id > 0:
            for key in spelled:
                self._unit_name[one.unit_id, key].append(place)
            self.unit_given[one.unit_id, given].append(place)
        if not one.birth:
            self.birthless.add(place)
            return
        birth = one.birth
        block = f"{given} {birth[:4]}"  # as ``block_key``
        for key in spelled:
            self._same[key + birth[:4]].append(place)
        self.block[block].append(place)
        if place in self._odd_rows:
            self._odd[block].append(place)
        if len(birth) >= 7:
            self._month[block + birth[4:7]].append(place)
            (self._bare_month if len(birth) == 7 else self._day)[block + birth[4:]].append(place)

    def meet(self, people: Iterable[Named], found: Callable[[int, int], None]) -> None:
        """Call ``found`` with each row (some twice) and the id of a person who may be alike.

        A million people pass here, so that whatever rules a pair out is asked before the rules are.
        """
        same, day, months, odd, possible = self._same.get, self._day.get, self._bare_month, self._odd, _POSSIBLE
        asks_unit = bool(self._unit_name)
        for person_id, block, plain, search, birth, unit_id, citizen_id in people:
            words = search.split()
            is_slip = not possible.issuperset(words) and is_odd(words)
            if birth:
                for place in same(plain + birth[:4], ()):
                    if self._may_be(place, birth, citizen_id):
                        found(place, person_id)
                if len(birth) == 10:
                    for place in day(block + birth[4:], ()):
                        found(place, person_id)
                if is_slip or len(birth) == 7 or block in odd or (months and block + birth[4:7] in months):
                    for place in self._rarely(block, search, birth, is_slip=is_slip):
                        found(place, person_id)
            if asks_unit and unit_id is not None and (self.birthless or not birth):
                for place in self._in_unit(unit_id, block, plain, search, birth, is_slip=is_slip):
                    found(place, person_id)

    def _may_be(self, place: int, birth: str, citizen_id: str | None) -> bool:
        """Tell whether namesakes of one year may be one: not with two numbers, nor born on quite other days."""
        row = self._rows[place]
        if citizen_id and row.citizen_id and citizen_id != row.citizen_id:
            return False
        return birth == row.birth or bool(birth_similarity(birth, row.birth))

    def _rarely(self, block: str, search: str, birth: str, *, is_slip: bool) -> Iterator[int]:
        """Yield rows met by a month without a day, or by a slip of the keyboard."""
        if len(birth) == 7:
            yield from self._month.get(block + birth[4:], ())
        elif len(birth) == 10:
            yield from self._bare_month.get(block + birth[4:7], ())
        for place in self.block.get(block, ()) if is_slip else self._odd.get(block, ()):
            if may_be_alike(self._search[place], search):
                yield place

    def _in_unit(
        self, unit_id: int, block: str, plain: str, search: str, birth: str | None, *, is_slip: bool
    ) -> Iterator[int]:
        """Yield rows of the unit where one of the two has no known birth."""
        for place in self._unit_name.get((unit_id, plain), ()):
            if not birth or place in self.birthless:
                yield place
        for place in self.unit_given.get((unit_id, block.rpartition(" ")[0]), ()):
            unknown = not birth or place in self.birthless
            if unknown and (is_slip or place in self._odd_rows) and may_be_alike(self._search[place], search):
                yield place


plain_of = lru_cache(maxsize=65536)(name_key)
"""The plain key of a name as ``model.keys`` stores it; asked several times for each row."""


@lru_cache(maxsize=65536)
def search_of(full_name: str) -> str:
    """Return the search key of a name as ``model.keys`` stores it."""
    return search_key(" ".join(words_of(clean(full_name).casefold())))


_POSSIBLE: set[str] = set()
"""Words of search keys found possible; those of a million names are some hundred."""


def is_odd(words: Iterable[str]) -> bool:
    """Tell whether a name has a syllable that cannot be: a slip of the keyboard, or a name of another language."""
    odd = False
    for word in words:
        if word in _POSSIBLE:
            continue
        if is_possible_key(word):
            _POSSIBLE.add(word)
        else:
            odd = True
    return odd


def _name(full_name: str) -> _Name:
    plain, search = plain_of(full_name), search_of(full_name)
    return plain, search, plain_key(given_name(full_name)), _spelled(plain), is_odd(search.split())


def other_spelling(word: str) -> str:
    """Return a plain word with its last y as i or the other way round, "" for any other word: Quý and Quí are one."""
    return word[:-1] + {"y": "i", "i": "y"}[word[-1]] if word[-1:] in ("y", "i") else ""


def _spelled(plain: str) -> list[str]:
    """Return a plain key in all spellings of y and i."""
    ways = [tuple(filter(None, (word, other_spelling(word)))) for word in plain.split()]
    count = 1
    for way in ways:
        count *= len(way)
    return [plain] if count == 1 or count > _MOST_SPELLINGS else [" ".join(words) for words in product(*ways)]
