"""What a unit's list in a campaign may still take: nothing once it is approved, no more than its allocation before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from labordesk.errors import RuleBroken
from labordesk.i18n import N_, _
from labordesk.services.allocation_tree import listed_quantities, share_tree
from labordesk.services.stored_day import stored_day
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

LOCKED = N_(
    "Danh sách của “{unit}” đã duyệt{decision}{day} nên không sửa được; muốn sửa, hãy mở lại danh sách và nêu lý do."
)
FULL = N_(
    "“{unit}” có {share} suất, danh sách và phần chia cho đơn vị bên dưới đã là {used}; muốn ghi thêm, hãy tăng phân bổ"
    " hoặc nêu lý do."
)
PLAN_FULL = N_(
    "Đợt có kế hoạch {share} suất, đã phân bổ và lập danh sách {used}; muốn ghi thêm cho “{unit}”, hãy phân bổ cho đơn"
    " vị hoặc nêu lý do."
)

_LISTS = """
SELECT l.unit_id, l.state, coalesce(l.decision_number, ''), l.approved_on, l.excess_reason IS NOT NULL
FROM unit_list l WHERE l.campaign_id = ?
"""


class ListRules:
    """The lists of one campaign as this connection sees them; ``take`` remembers what the present call writes."""

    def __init__(self, connection: sqlite3.Connection, campaign_id: int) -> None:
        self._names = dict(connection.execute("SELECT id, coalesce(short_name, name) FROM unit"))
        self._tree = share_tree(connection, campaign_id)
        self._rooms = self._tree.rooms(listed_quantities(connection, campaign_id))
        self._holders: dict[int, int | None] = {}
        self._locked: dict[int, str] = {}
        self._excused: set[int | None] = set()
        for unit_id, state, decision, approved_on, excused in connection.execute(_LISTS, (campaign_id,)):
            if state == "approved":
                self._locked[unit_id] = self._lock(unit_id, decision, approved_on)
            if excused:
                self._excused.add(self._holder(unit_id))

    def locked(self, unit_id: int) -> str:
        """Return why the list of a unit cannot be changed, "" when it can."""
        return self._locked.get(unit_id, "")

    def full(self, unit_id: int, quantity: int = 1) -> str:
        """Return why so many more are too many for the list of a unit, "" when they are not or somebody said why."""
        holder = self._holder(unit_id)
        room = self._rooms[holder]
        if room is None or room >= quantity or holder in self._excused:
            return ""
        share = self._tree.plan or 0 if holder is None else self._tree.shares[holder].packages
        sentence, named = (PLAN_FULL, unit_id) if holder is None else (FULL, holder)
        return _(sentence).format(unit=self._names.get(named, ""), share=number(share), used=number(share - room))

    def take(self, unit_id: int, quantity: int = 1) -> None:
        """Count packages that the present call puts on the list of a unit."""
        holder = self._holder(unit_id)
        room = self._rooms[holder]
        if room is not None:
            self._rooms[holder] = room - quantity

    def _holder(self, unit_id: int) -> int | None:
        """Return whose share the list of a unit uses up; a list has thousands of rows of few units."""
        if unit_id not in self._holders:
            self._holders[unit_id] = self._tree.holder(unit_id)
        return self._holders[unit_id]

    def _lock(self, unit_id: int, decision: str, approved_on: str | None) -> str:
        day = stored_day(approved_on)
        return _(LOCKED).format(
            unit=self._names.get(unit_id, ""),
            decision=_(" theo quyết định {number}").format(number=decision) if decision else "",
            day=_(" ngày {day}").format(day=short(day)) if day else "",
        )


def ensure_lists_open(connection: sqlite3.Connection, campaign_id: int | None, unit_ids: Iterable[int]) -> None:
    """Refuse (RuleBroken) a change of lines in lists that are approved; outside campaigns nothing is locked."""
    if campaign_id is None:
        return
    rules = ListRules(connection, campaign_id)
    for unit_id in dict.fromkeys(unit_ids):
        if sentence := rules.locked(unit_id):
            raise RuleBroken("{sentence}", sentence=sentence)
