"""Who each row is: somebody of the register, the person of an earlier row, or somebody new; and what speaks for it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from labordesk.exchange.problems import Problem
from labordesk.fields import common
from labordesk.i18n import N_, _
from labordesk.rules.duplicate_search import FEW_NAMESAKES
from labordesk.rules.duplicates import EQUAL, OTHER_LETTER, Candidate, name_similarity, verdict
from labordesk.services.duplicates import reasons
from labordesk.services.import_matching import Hit, Wanted, match_rows
from labordesk.services.import_model import Candidate as Shown
from labordesk.services.import_model import ImportOrder, Match, RowPlace, Told
from labordesk.services.import_names import plain_of, search_of
from labordesk.store.humans import same_humans

MOST_SHOWN: Final = 8

OTHER_NAME = N_("Số này trong sổ ghi cho {person}; hãy đối chiếu số hoặc họ tên, rồi chọn.")
ONE_OF = N_("Sổ có {count} người có thể là người này; hãy chọn đúng người hoặc ghi là người mới.")
PERHAPS = N_("Có thể đã có trong sổ: {person}.")
LIKE_ROW = N_("Cùng một người với dòng {row}: {why}.")
PERHAPS_ROW = N_("Có thể cùng một người với dòng {row}: {why}.")
NUMBER_OF_ROW = N_("Số này đã ghi ở dòng {row} cho {name}; hãy đối chiếu số hoặc họ tên.")
TAKEN_FROM = N_("Lấy hồ sơ trong sổ: {person}; hãy kiểm tra có đúng người không.")
GONE = N_("Người đã chọn không còn trong sổ; hãy chọn lại.")


Matching = Callable[[sqlite3.Connection, Sequence[Wanted], Told | None], list[tuple[Hit, ...]]]


@dataclass(slots=True)
class Identity:
    """What was found about one row; ``same_as`` is the place of an earlier row in the list of rows."""

    match: Match = "new"
    chosen: int | None = None
    same_as: int | None = None
    candidates: tuple[Shown, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def identify(
    connection: sqlite3.Connection,
    rows: Sequence[Wanted],
    places: Sequence[RowPlace],
    order: ImportOrder,
    unit_name: Callable[[int | None], str],
    told: Told | None = None,
    match: Matching = match_rows,
) -> list[Identity]:
    """Return who each row is; rows come in the order of the file, with negative unit ids for units to be added.

    ``match`` finds who in the register each may be.
    """
    hits = match(connection, rows, told)
    people = {hit.person_id for found in hits for hit in found}
    people.update(chosen for place in places if (chosen := order.people.get(place)) is not None)
    humans = same_humans(connection, people)
    different = _decided_different(connection, people)
    known = _existing(connection, people)
    found: list[Identity] = []
    for place, row, row_hits in zip(places, rows, hits, strict=True):
        found.append(_identity(row, row_hits, humans, different, unit_name))
        if place in order.people:
            _answer(found[-1], order.people[place], known)
    _within(rows, places, found, order)
    return found


def _identity(
    row: Wanted,
    hits: Sequence[Hit],
    humans: Mapping[int, frozenset[int]],
    different: Mapping[int, set[int]],
    unit_name: Callable[[int | None], str],
) -> Identity:
    if not hits:
        return Identity()
    sure = [hit for hit in hits if hit.verdict == "strong"]
    if sure and sure[0].by_number:
        sure = [hit for hit in sure if hit.by_number]
    best = sure[0] if sure else None
    if best is not None:
        others = different.get(best.person_id, set())
        hits = [hit for hit in hits if hit.person_id not in others]
    shown = tuple(_shown(row, hit, unit_name) for hit in hits[:MOST_SHOWN])
    if best is None:
        return _doubtful(row, hits, shown)
    people = {humans[hit.person_id] for hit in sure}
    if len(people) > 1:
        told = _(ONE_OF).format(count=len(people))
        return Identity("show", None, None, shown, [Problem("name", "ask", told, _labels(shown))])
    if best.by_number and name_similarity(row.candidate.full_name, best.known.full_name) < OTHER_LETTER:
        told = _(OTHER_NAME).format(person=_label(shown[0]))
        number = "cccd" if row.candidate.citizen_id else "old_id" if row.candidate.old_id else "union_card"
        return Identity("show", None, None, shown, [Problem(number, "ask", told, _labels(shown[:1]))])
    return Identity("strong", best.person_id, None, shown)


def _doubtful(row: Wanted, hits: Sequence[Hit], shown: tuple[Shown, ...]) -> Identity:
    """Return what is done about people who may be the one: a short list without a birth means the one of that name."""
    asked = row.candidate
    if asked.birth is None and not asked.numbers():
        same = [hit for hit in hits if name_similarity(asked.full_name, hit.known.full_name) == EQUAL]
        if len(same) == 1:
            person = next(one for one in shown if one.person_id == same[0].person_id)
            told = _(TAKEN_FROM).format(person=_label(person))
            return Identity("show", same[0].person_id, None, shown, [Problem("name", "warning", told)])
        if same:
            told = _(ONE_OF).format(count=len(same))
            return Identity("show", None, None, shown, [Problem("name", "ask", told, _labels(shown))])
    told = _(PERHAPS).format(person=_label(shown[0]))
    return Identity("show", None, None, shown, [Problem("name", "warning", told, _labels(shown))])


def _answer(found: Identity, chosen: int | None, known: Mapping[int, bool]) -> None:
    """Let the officer's word stand: this person, or nobody of those shown."""
    found.problems.clear()
    found.chosen = chosen
    if chosen is not None and chosen not in known:
        found.problems.append(Problem("name", "ask", _(GONE)))
    found.match = "strong" if chosen is not None else "new"


def _within(rows: Sequence[Wanted], places: Sequence[RowPlace], found: list[Identity], order: ImportOrder) -> None:
    """Bring rows of one human together under the first of them."""
    numbers: dict[str, int] = {}
    names: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    leaders: list[int] = list(range(len(rows)))
    citizen_ids: dict[int, str | None] = {}
    for place, row in enumerate(rows):
        one, its = row.candidate, found[place]
        settled = places[place] in order.people
        for earlier in () if settled else dict.fromkeys(_earlier(row, numbers, names)):
            if _joined(rows, places, found, leaders, citizen_ids, place, earlier):
                break
        leader = leaders[place]
        citizen_ids[leader] = citizen_ids.get(leader) or one.citizen_id
        for number in _own_numbers(row):
            numbers.setdefault(number, place)
        for key in _name_keys(one):
            if len(names[key]) <= FEW_NAMESAKES:
                names[key].append(place)
        if its.same_as is not None and its.chosen is None:
            its.chosen = found[leader].chosen


def _joined(
    rows: Sequence[Wanted],
    places: Sequence[RowPlace],
    found: list[Identity],
    leaders: list[int],
    citizen_ids: Mapping[int, str | None],
    place: int,
    earlier: int,
) -> bool:
    """Judge a row against an earlier one; tell whether that settles it."""
    one, other, its = rows[place].candidate, rows[earlier].candidate, found[place]
    judged = "strong" if _share_card(rows[place], rows[earlier]) else verdict(one, other)
    leader = leaders[earlier]
    apart = citizen_ids.get(leader) and one.citizen_id and citizen_ids[leader] != one.citizen_id
    if not judged or apart:
        return False
    why = ", ".join(reasons(one, other))
    shown = Shown(None, other.full_name, other.birth, "", why, places[earlier], judged)
    its.candidates = (*its.candidates, shown)
    same_citizen_id = one.citizen_id is not None and one.citizen_id == other.citizen_id
    if one.numbers() & other.numbers() and name_similarity(one.full_name, other.full_name) < OTHER_LETTER:
        if not same_citizen_id:  # of a citizen number the reading asks itself
            told = _(NUMBER_OF_ROW).format(row=_row_label(places[place], places[earlier]), name=other.full_name)
            its.problems.append(Problem("old_id", "ask", told))
        its.match = "show"
        return True
    if judged == "review":
        told = _(PERHAPS_ROW).format(row=_row_label(places[place], places[earlier]), why=why)
        its.problems.append(Problem("name", "warning", told))
        its.match = "show" if its.match == "new" else its.match
        return False
    if its.chosen is not None and found[leader].chosen is not None and its.chosen != found[leader].chosen:
        return False
    if not same_citizen_id and not _is_written_alike(one, other):
        told = _(LIKE_ROW).format(row=_row_label(places[place], places[earlier]), why=why)
        its.problems.append(Problem("name", "warning", told))
    its.match, its.same_as, leaders[place] = "strong", leader, leader
    return True


def _earlier(row: Wanted, numbers: Mapping[str, int], names: Mapping[tuple[str, str], list[int]]) -> Iterator[int]:
    for number in _own_numbers(row):
        if number in numbers:
            yield numbers[number]
    for key in _name_keys(row.candidate):
        yield from names.get(key, ())


def _own_numbers(row: Wanted) -> Iterator[str]:
    yield from sorted(row.candidate.numbers())
    if row.union_card:
        yield f"#{row.union_card}"


def _name_keys(one: Candidate) -> set[tuple[str, str]]:
    """Return what namesakes of one year share, or of one unit where no year is known."""
    if not one.full_name:
        return set()
    where = one.birth[:4] if one.birth else f"u{one.unit_id}"
    return {(plain_of(one.full_name), where), (search_of(one.full_name), where)}


def _is_written_alike(one: Candidate, other: Candidate) -> bool:
    """Tell whether name, birth and unit are the same, of which the reading of the list warns itself."""
    same = search_of(one.full_name) == search_of(other.full_name)
    return same and (one.birth, one.unit_id) == (other.birth, other.unit_id)


def _share_card(a: Wanted, b: Wanted) -> bool:
    ids = a.candidate.citizen_id, b.candidate.citizen_id
    return a.union_card is not None and a.union_card == b.union_card and (None in ids or ids[0] == ids[1])


def _row_label(here: RowPlace, there: RowPlace) -> str:
    """Return "4", or "4 trang Xã Đông" for a row of another sheet."""
    if here[0] == there[0]:
        return str(there[1])
    return _("{row} trang “{sheet}”").format(row=there[1], sheet=there[0])


def _shown(row: Wanted, hit: Hit, unit_name: Callable[[int | None], str]) -> Shown:
    why = ", ".join(reasons(row.candidate, hit.known))
    if not why:
        why = _("cùng số của hồ sơ đã gộp") if row.union_card is None else _("cùng số thẻ đoàn viên")
    known = hit.known
    return Shown(hit.person_id, known.full_name, known.birth, unit_name(known.unit_id), why, verdict=hit.verdict)


def _label(shown: Shown) -> str:
    """Return "Trần Thị Hoà, sinh 05/01/1988, THCS Đồng Tâm (cùng họ tên, cùng năm sinh)"."""
    birth = _("sinh {birth}").format(birth=common.BIRTH.kind.show(shown.birth)) if shown.birth else ""
    person = ", ".join(part for part in (shown.name, birth, shown.unit) if part)
    return f"{person} ({shown.why})" if shown.why else person


def _labels(shown: Iterable[Shown]) -> tuple[str, ...]:
    return tuple(map(_label, shown))


def _decided_different(connection: sqlite3.Connection, people: Iterable[int]) -> Mapping[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    bound = {"people": json.dumps(list(people))}
    for first, second in connection.execute(
        "SELECT first_id, second_id FROM person_pair WHERE decision = 'different' AND (first_id IN"
        " (SELECT value FROM json_each(:people)) OR second_id IN (SELECT value FROM json_each(:people)))",
        bound,
    ):
        found[first].add(second)
        found[second].add(first)
    return found


def _existing(connection: sqlite3.Connection, people: Iterable[int]) -> Mapping[int, bool]:
    rows = connection.execute(
        "SELECT id FROM person WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(people)),)
    )
    return dict.fromkeys((row[0] for row in rows), True)
