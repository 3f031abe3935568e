"""The units a list names, found among those of the register: by any name they bear or bore, or added."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from labordesk.exchange.problems import Problem
from labordesk.i18n import N_, _
from labordesk.rules.written_units import Fit, Fitting, KnownUnit, UnitNames, core_key, is_one_unit, marked_key
from labordesk.services.import_model import UnitCandidate, UnitQuestion
from labordesk.services.registers import OWN_UNIT
from labordesk.services.stored_day import stored_day
from labordesk.vietnamese.dates import short

WHY: Final[Mapping[Fit, str]] = {
    "same": N_("cùng tên"),
    "core": N_("cùng tên riêng, khác cách viết loại đơn vị"),
    "marks": N_("chỉ khác dấu"),
    "slip": N_("khác một, hai chữ"),
    "alike": N_("có phần tên giống"),
}
TAKEN_AS = N_("Hiểu “{written}” là “{unit}”.")
WILL_BE_ADDED = N_("Sổ chưa có đơn vị “{written}”; sẽ thêm mới, trực thuộc “{parent}”.")
WHICH = N_("Sổ chưa có đơn vị “{written}”; hãy chọn đơn vị gần giống hoặc thêm đơn vị mới.")
SEVERAL = N_("Có {count} đơn vị tên “{written}”; hãy chọn đúng đơn vị.")
FOLLOWED = N_("“{unit}” đã kết thúc hoạt động ngày {day}; ghi vào đơn vị kế tục “{successor}”.")
ENDED = N_("“{unit}” đã kết thúc hoạt động ngày {day}; hãy chọn đơn vị kế tục.")
NOT_YET = N_("“{unit}” hoạt động từ ngày {day}, sau ngày của danh sách; hãy chọn đơn vị khác.")


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """What a written unit became: ``unit_id`` None is to be added as ``name``, unless a problem blocks it."""

    unit_id: int | None
    name: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stored:
    name: str
    short_name: str
    parent_id: int | None
    valid_from: date | None
    valid_to: date | None
    successor_id: int | None


class UnitBook:
    """All units of a register as lists may write them; remembers what was asked about for the questions."""

    def __init__(
        self, connection: sqlite3.Connection, answers: Mapping[str, int | None], home_id: int | None = None
    ) -> None:
        self._units = {
            row[0]: _Stored(row[1], row[2] or "", row[3], stored_day(row[4]), stored_day(row[5]), row[6])
            for row in connection.execute(
                "SELECT id, name, short_name, parent_id, valid_from, valid_to, successor_id FROM unit"
            )
        }
        former: defaultdict[int, list[str]] = defaultdict(list)
        for unit_id, name in connection.execute("SELECT unit_id, old_name FROM unit_event WHERE old_name IS NOT NULL"):
            former[unit_id].append(name)
        self._names = UnitNames(
            KnownUnit(unit_id, tuple(dict.fromkeys(filter(None, (unit.name, unit.short_name, *former[unit_id])))))
            for unit_id, unit in self._units.items()
        )
        self.home_id = home_of(connection, home_id)
        self._answers = {marked_key(written): unit_id for written, unit_id in answers.items()}
        self._answered = frozenset(self._answers)
        self._asked: dict[str, tuple[str, tuple[Fitting, ...], FoundUnit]] = {}
        self._rows: Counter[str] = Counter()
        self._warned: set[str] = set()
        self._to_be_added: defaultdict[str, list[str]] = defaultdict(list)
        self._cache: dict[tuple[str, date], FoundUnit] = {}

    def name_of(self, unit_id: int | None) -> str:
        """Return the full name of a unit, "" for none."""
        unit = self._units.get(unit_id) if unit_id is not None else None
        return unit.name if unit else ""

    def label_of(self, unit_id: int | None) -> str:
        """Return the name a sentence uses: the short one where there is one."""
        unit = self._units.get(unit_id) if unit_id is not None else None
        return (unit.short_name or unit.name) if unit else ""

    def home(self) -> FoundUnit:
        """Return the unit rows without one belong to: that of the order, or the one that keeps the register."""
        return FoundUnit(self.home_id, self.name_of(self.home_id))

    def find(self, written: str, day: date, field: str = "unit") -> FoundUnit:
        """Return the unit meant, living on that day; problems stand beside ``field``, a warning with the first row."""
        key = marked_key(written)
        self._rows[key] += 1
        if (key, day) not in self._cache:
            self._cache[key, day] = self._found(written, key, day, field)
        found = self._cache[key, day]
        if key not in self._warned:
            self._warned.add(key)
            return found
        return FoundUnit(found.unit_id, found.name, tuple(one for one in found.problems if one.blocks))

    def questions(self) -> tuple[UnitQuestion, ...]:
        """Return what was not known by its name, those that wait for an answer first."""
        found = [
            UnitQuestion(
                written=written,
                rows=self._rows[key],
                candidates=tuple(
                    UnitCandidate(one.unit_id, self._full(one.unit_id), _(WHY[one.fit])) for one in fitting
                ),
                chosen=unit.unit_id,
                asks=any(problem.blocks for problem in unit.problems),
            )
            for key, (written, fitting, unit) in self._asked.items()
        ]
        return tuple(sorted(found, key=lambda one: (not one.asks, -one.rows)))

    def _found(self, written: str, key: str, day: date, field: str) -> FoundUnit:
        if key in self._answered:
            answer = self._answers[key]
            found = self._new(written, field, ()) if answer is None else self._living(answer, day, field)
            self._asked[key] = (written, self._names.fitting(written), found)
            return found
        fitting = self._names.fitting(written)
        alive = tuple(one for one in fitting if self._lives(one.unit_id, day)) or fitting
        first = alive[0].fit if alive else "alike"
        best = [one for one in alive if one.fit == first]
        if first == "same" and len(best) == 1:
            return self._living(best[0].unit_id, day, field)
        if first == "core" and len(best) == 1:
            found = self._living(best[0].unit_id, day, field)
            told = _(TAKEN_AS).format(written=written, unit=self.name_of(best[0].unit_id))
            found = FoundUnit(found.unit_id, found.name, (*found.problems, Problem(field, "warning", told)))
        elif first == "alike":
            found = self._as_added(written, field) or self._new(written, field, alive)
        else:
            sentence = _(SEVERAL).format(count=len(best), written=written) if len(best) > 1 else ""
            found = self._asking(written, field, alive, sentence or _(WHICH).format(written=written))
        self._asked[key] = (written, alive, found)
        return found

    def _living(self, unit_id: int, day: date, field: str) -> FoundUnit:
        """Return a unit, or the one that carries on for it on that day."""
        unit = self._units[unit_id]
        if unit.valid_from is not None and day < unit.valid_from:
            told = _(NOT_YET).format(unit=unit.name, day=short(unit.valid_from))
            return FoundUnit(unit_id, unit.name, (Problem(field, "error", told),))
        if unit.valid_to is None or day <= unit.valid_to:
            return FoundUnit(unit_id, unit.name)
        seen, heir = {unit_id}, unit.successor_id
        while heir is not None and heir in self._units and heir not in seen:
            seen.add(heir)
            if self._lives(heir, day):
                told = _(FOLLOWED).format(unit=unit.name, day=short(unit.valid_to), successor=self.name_of(heir))
                return FoundUnit(heir, self.name_of(heir), (Problem(field, "warning", told),))
            heir = self._units[heir].successor_id
        told = _(ENDED).format(unit=unit.name, day=short(unit.valid_to))
        return FoundUnit(unit_id, unit.name, (Problem(field, "ask", told),))

    def _lives(self, unit_id: int, day: date) -> bool:
        unit = self._units[unit_id]
        return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to)

    def _new(self, written: str, field: str, fitting: Iterable[Fitting]) -> FoundUnit:
        told = _(WILL_BE_ADDED).format(written=written, parent=self.name_of(self.home_id))
        names = tuple(self.name_of(one.unit_id) for one in fitting)
        return FoundUnit(None, written, (Problem(field, "warning", told, names),))

    def _as_added(self, written: str, field: str) -> FoundUnit | None:
        """Return the unit to be added that the list calls otherwise in an earlier row; None for a first one."""
        known = self._to_be_added[core_key(written)]
        earlier = next((name for name in known if is_one_unit(written, name)), None)
        if earlier is None:
            known.append(written)
            return None
        return FoundUnit(None, earlier, (Problem(field, "warning", _(TAKEN_AS).format(written=written, unit=earlier)),))

    def _asking(self, written: str, field: str, fitting: Iterable[Fitting], sentence: str) -> FoundUnit:
        names = tuple(self.name_of(one.unit_id) for one in fitting)
        return FoundUnit(None, written, (Problem(field, "ask", sentence, names),))

    def _full(self, unit_id: int) -> str:
        """Return the name with the unit above, by which units of one name are told apart."""
        unit = self._units[unit_id]
        above = self.name_of(unit.parent_id)
        return f"{unit.name} ({above})" if above else unit.name


def home_of(connection: sqlite3.Connection, ordered: int | None) -> int | None:
    """Return the unit of rows that name none, and above units that are added: the keeper's unless ordered."""
    row = connection.execute("SELECT value FROM register_setting WHERE key = ?", (OWN_UNIT,)).fetchone()
    return ordered or (int(row[0]) if row else None)
