"""The story of a unit in sentences: what happened to it, on which decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from labordesk.i18n import N_, _
from labordesk.model import UnitEvent
from labordesk.rules.unit_history import UnitHistory
from labordesk.services.unit_events import history_in, unit_of
from labordesk.store.register import Register

FOUNDED = N_("Thành lập")
FOUNDED_OUT_OF = N_("Thành lập, tách ra từ “{other}”")
RENAMED = N_("Đổi tên từ “{old}” thành “{new}”")
TRANSFERRED = N_("Chuyển từ “{old}” về “{new}”")
TOP = N_("không trực thuộc đơn vị nào")
TOOK_IN = N_("Nhận sáp nhập “{other}”")
MERGED = N_("Sáp nhập vào “{other}”")
SPLIT_OFF = N_("Tách ra “{other}”")
DIVIDED = N_("Chia, tách; “{other}” kế tục")
CLOSED = N_("Kết thúc hoạt động")
CLOSED_FOR = N_("Kết thúc hoạt động; “{other}” kế tục")


@dataclass(frozen=True)
class UnitStoryLine:
    """One event: the first day of the new state, a sentence, and the paper it rests on."""

    event_id: int
    happened_on: date
    kind: str
    sentence: str
    decision_number: str | None
    decision_date: date | None
    note: str | None


def unit_history(register: Register, unit_id: int) -> tuple[UnitStoryLine, ...]:
    """Return what happened to a unit, the earliest first; names are those of the day. NotFound if unknown."""
    with register.reading() as session:
        unit = unit_of(session, unit_id)
        history = history_in(session)
        events = session.exec(
            select(UnitEvent)
            .where(UnitEvent.unit_id == unit_id)
            .order_by(col(UnitEvent.happened_on), col(UnitEvent.id))
        ).all()
        return tuple(
            UnitStoryLine(
                event_id=event.id or 0,
                happened_on=event.happened_on,
                kind=event.kind,
                sentence=_sentence(event, history, unit.valid_to),
                decision_number=event.decision_number,
                decision_date=event.decision_date,
                note=event.note,
            )
            for event in events
        )


def _sentence(event: UnitEvent, history: UnitHistory, valid_to: date | None) -> str:
    def name(unit_id: int | None) -> str:
        return history.name_on(unit_id, event.happened_on) if unit_id in history.units and unit_id else _(TOP)

    ends = valid_to is not None and event.happened_on > valid_to
    other = name(event.other_unit_id)
    if event.kind == "renamed":
        return _(RENAMED).format(old=event.old_name, new=event.new_name)
    if event.kind == "transferred":
        return _(TRANSFERRED).format(old=name(event.old_parent_id), new=name(event.new_parent_id))
    if event.kind == "founded":
        return _(FOUNDED_OUT_OF).format(other=other) if event.other_unit_id else _(FOUNDED)
    if event.kind == "merged":
        return _(MERGED if ends else TOOK_IN).format(other=other)
    if event.kind == "split":
        return _(DIVIDED if ends else SPLIT_OFF).format(other=other)
    return _(CLOSED_FOR).format(other=other) if event.other_unit_id else _(CLOSED)
