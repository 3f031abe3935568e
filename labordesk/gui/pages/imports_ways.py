"""The ways to answer a question, for one of its items or for all at once; each makes a new order of the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from labordesk.gui.pages.imports_person_compare import MOST_SHOWN
from labordesk.gui.pages.imports_question_words import shown_value, unit_words, written_words
from labordesk.gui.pages.imports_questions import (
    Item,
    Question,
    answer_cells,
    answer_entries,
    answer_people,
    answer_units,
    best_person,
    leave_out,
)
from labordesk.i18n import _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import ImportOrder

Settle = Callable[["ImportOrder", Sequence[Item]], "ImportOrder"]
Need = Literal["", "reason", "unit", "target", "columns"]
"""What a way still asks for: a sentence, a unit of the register, or another step."""


@dataclass(frozen=True)
class Way:
    """One answer; ``detail`` says more below its words. With ``needs`` something is asked before it is taken."""

    words: str
    settle: Settle
    detail: str = ""
    needs: Need = ""
    proposed: bool = False


def ways_for(question: Question, items: Sequence[Item]) -> list[Way]:
    """Return the ways to answer some items of a question, best first; none where there is nothing to answer."""
    if question.topic == "target":
        return [Way(_("Chọn ở bước “Ghi thành”"), _nothing, needs="target")]
    if question.topic == "encoding":
        return [Way(_("Chọn ở bước “Cột”"), _nothing, needs="columns")]
    if not items:
        return []
    alone = items[0] if len(items) == 1 else None
    match question.topic:
        case "unit":
            return list(_unit_ways(items, alone))
        case "circumstance" | "fund":
            return list(_entry_ways(question, alone))
        case "person":
            return list(_person_ways(items, alone))
        case "rule":
            return _rule_ways(items)
        case "cell":
            return list(_cell_ways(question, items))
        case _:
            return []


def _nothing(order: ImportOrder, _items: Sequence[Item]) -> ImportOrder:
    return order


def _unit_ways(items: Sequence[Item], alone: Item | None) -> Iterator[Way]:
    if alone is not None and alone.unit is not None:
        for one in alone.unit.candidates:
            yield Way(one.name, _units_to(one.unit_id), one.why, proposed=one.unit_id == alone.unit.chosen)
        yield Way(_("Thêm đơn vị mới “{name}”").format(name=alone.unit.written), _units_to(None))
        yield Way(_("Chọn đơn vị khác trong sổ…"), _nothing, needs="unit")
        return
    proposals = sum(item.unit is not None and bool(item.unit.candidates) for item in items)
    if proposals:
        words = _("Lấy đơn vị gần giống nhất ({n} đơn vị có)").format(n=number(proposals))
        yield Way(words, _nearest_units, _("Đơn vị không có tên gần giống thì thêm mới."))
    yield Way(_("Thêm mới cả {n} đơn vị").format(n=number(len(items))), _units_to(None))
    yield Way(_("Ghi tất cả vào một đơn vị của sổ…"), _nothing, needs="unit")


def _units_to(unit_id: int | None) -> Settle:
    return lambda order, items: answer_units(order, {item.unit.written: unit_id for item in items if item.unit})


def _nearest_units(order: ImportOrder, items: Sequence[Item]) -> ImportOrder:
    nearest = {
        item.unit.written: item.unit.candidates[0].unit_id if item.unit.candidates else None
        for item in items
        if item.unit is not None
    }
    return answer_units(order, nearest)


def choose_unit(unit_id: int) -> Settle:
    """Return what gives the words of all items to one unit."""
    return _units_to(unit_id)


def _entry_ways(question: Question, alone: Item | None) -> Iterator[Way]:
    if alone is not None and alone.entry is not None:
        for found, name in alone.entry.choices[:7]:
            yield Way(name, _entries_to(question, found), proposed=found == alone.entry.chosen)
    else:
        yield Way(_("Lấy mục gần nghĩa nhất cho từng chữ"), _nearest_entries(question))
    if question.topic == "circumstance":
        yield Way(_("Không ghi hoàn cảnh"), _entries_to(question, None))


def _entries_to(question: Question, found: int | None) -> Settle:
    return lambda order, items: answer_entries(
        order, question.topic, {item.entry.written: found for item in items if item.entry}
    )


def _nearest_entries(question: Question) -> Settle:
    def settle(order: ImportOrder, items: Sequence[Item]) -> ImportOrder:
        nearest = {
            item.entry.written: item.entry.choices[0][0] if item.entry.choices else None
            for item in items
            if item.entry is not None
        }
        return answer_entries(order, question.topic, nearest)

    return settle


def _person_ways(items: Sequence[Item], alone: Item | None) -> Iterator[Way]:
    if alone is not None and alone.row is not None:
        shown = [one for one in alone.row.candidates[:MOST_SHOWN] if one.person_id is not None]
        for place, one in enumerate(shown, 1):
            words = _("Là người {n} trong sổ").format(n=place) if len(shown) > 1 else _("Cùng người trong sổ")
            yield Way(words, _person_is(one.person_id), proposed=one.person_id == alone.row.chosen)
        yield Way(_("Người mới, lập hồ sơ riêng") if shown else _("Hai người khác nhau"), _person_is(None))
        return
    n = number(len(items))
    if any(item.row and any(one.person_id is not None for one in item.row.candidates) for item in items):
        yield Way(_("Cả {n} dòng là người giống nhất đã tìm thấy").format(n=n), _best_people)
    yield Way(_("Cả {n} dòng là người mới").format(n=n), _person_is(None))


def _person_is(person_id: int | None) -> Settle:
    return lambda order, items: answer_people(order, items, lambda _item: person_id)


def _best_people(order: ImportOrder, items: Sequence[Item]) -> ImportOrder:
    def who(item: Item) -> int | None:
        best = best_person(item)
        return best.person_id if best is not None else None

    return answer_people(order, items, who)


def _rule_ways(items: Sequence[Item]) -> list[Way]:
    n = number(len(items))
    if len(items) == 1:
        return [
            Way(_("Vẫn ghi, nêu lý do…"), _nothing, needs="reason"),
            Way(_("Bỏ dòng này, không ghi"), leave_out),
        ]
    return [
        Way(_("Vẫn ghi cả {n} dòng với cùng một lý do…").format(n=n), _nothing, needs="reason"),
        Way(_("Bỏ cả {n} dòng, không ghi").format(n=n), leave_out),
    ]


def _cell_ways(question: Question, items: Sequence[Item]) -> Iterator[Way]:
    first = items[0].problem
    if first is None:
        return
    places = min((len(item.problem.candidates) for item in items if item.problem), default=0)
    for place in range(min(places, 6)):
        yield Way(_reading(question, items[0], place), _candidate(place), _alike(items, place))
    if question.severity == "warning":
        return
    n = number(len(items))
    one = len(items) == 1
    if question.severity == "error" and question.field and question.field != "name":
        words = _("Để trống ô này") if one else _("Để trống cả {n} ô này").format(n=n)
        yield Way(words, lambda order, items: answer_cells(order, items, lambda _item: None))
    words = _("Bỏ dòng này, không ghi") if one else _("Bỏ cả {n} dòng, không ghi").format(n=n)
    yield Way(words, leave_out)


def _reading(question: Question, item: Item, place: int) -> str:
    assert item.problem is not None
    written, value = written_words(item), item.problem.candidates[place]
    shown = shown_value(question.field, value)
    unit = unit_words(written, value)
    if unit:
        return _("Tính bằng {unit}: “{written}” là {value}").format(unit=unit, written=written, value=shown)
    return _("“{written}” là {value}").format(written=written, value=shown) if written else shown


def _alike(items: Sequence[Item], place: int) -> str:
    """Show what the same answer makes of a few others."""
    others = [
        f"{written_words(item)} → {shown_value(item.problem.field, item.problem.candidates[place])}"
        for item in items[1:4]
        if item.problem is not None
    ]
    more = len(items) - 1 - len(others)
    tail = [_("và {n} ô nữa").format(n=number(more))] if more > 0 else []
    return " · ".join([*others, *tail])


def _candidate(place: int) -> Settle:
    def value(item: Item) -> object:
        return item.problem.candidates[place] if item.problem is not None else None

    return lambda order, items: answer_cells(order, items, value)
