"""What officers do every day, in their own words: lists filled and approved, gifts handed over, steps, imports.

Each teller looks at one operation and returns its sentence, or "" when the deed is none of his. The first that knows
it speaks.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from labordesk.fields.choices import CASE_STATES, EVENT_KINDS, MILESTONES
from labordesk.i18n import N_, _
from labordesk.services.history_values import Names, row_put_in
from labordesk.store.history_undo import Change
from labordesk.vietnamese.numbers import number

_GIVEN: Final = {
    "received": (N_("Đã trao {n} suất quà “{campaign}”"), N_("Đã trao {n} khoản hỗ trợ")),
    "proxy": (
        N_("Đã trao {n} suất quà “{campaign}” cho người nhận thay"),
        N_("Đã trao {n} khoản hỗ trợ cho người nhận thay"),
    ),
    "absent": (N_("Ghi vắng {n} người nhận quà “{campaign}”"), N_("Ghi vắng {n} người nhận hỗ trợ")),
    "returned": (N_("Ghi trả lại {n} suất quà “{campaign}”"), N_("Ghi trả lại {n} khoản hỗ trợ")),
    "planned": (N_("Bỏ đánh dấu {n} suất quà “{campaign}”"), N_("Bỏ đánh dấu {n} khoản hỗ trợ")),
}
"""By the state it came to: of a campaign, and outside."""
_OF_ONE: Final = {
    "received": (N_("Đã trao quà “{campaign}” cho “{name}”"), N_("Đã trao hỗ trợ cho “{name}”")),
    "proxy": (
        N_("Đã trao quà “{campaign}” của “{name}” cho người nhận thay"),
        N_("Đã trao hỗ trợ của “{name}” cho người nhận thay"),
    ),
    "absent": (N_("Ghi “{name}” vắng khi trao quà “{campaign}”"), N_("Ghi “{name}” vắng khi trao hỗ trợ")),
    "returned": (N_("Ghi “{name}” trả lại quà “{campaign}”"), N_("Ghi “{name}” trả lại hỗ trợ")),
    "planned": (N_("Bỏ đánh dấu quà “{campaign}” của “{name}”"), N_("Bỏ đánh dấu hỗ trợ của “{name}”")),
}
_LISTS: Final = {
    "approved": N_("Duyệt danh sách nhận quà “{campaign}” của {units}"),
    "submitted": N_("Nhận danh sách nhận quà “{campaign}” {units} trình"),
    "drafting": N_("Mở lại danh sách nhận quà “{campaign}” của {units}"),
}
_LIST_NEW: Final = N_("Giao lập danh sách nhận quà “{campaign}” cho {units}")
_LIST_DUE: Final = N_("Hẹn ngày nộp danh sách nhận quà “{campaign}” cho {units}")
_IMPORTED: Final = {
    "people": N_("Nhập danh sách “{file}”: {count} người"),
    "gifts": N_("Nhập danh sách “{file}”: {count} suất"),
    "grants": N_("Nhập danh sách “{file}”: {count} trường hợp"),
    "houses": N_("Nhập danh sách “{file}”: {count} nhà"),
    "units": N_("Nhập danh sách “{file}”: {count} đơn vị"),
    "targets": N_("Nhập danh sách “{file}”: {count} chỉ tiêu"),
    "aggregates": N_("Nhập danh sách “{file}”: {count} số liệu tổng hợp"),
}
_PACKAGES: Final = """
SELECT sum(a.quantity) FROM imported_row r JOIN award a ON a.id = r.row_id
WHERE r.batch_id = ? AND r.table_name = 'award'
"""
"""A row of a list may be for several packages; what is told is packages."""


@dataclass(frozen=True)
class Deed:
    """One operation: the changes looked at, and what counts all of its rows, which takes long in an import."""

    operation_id: int
    connection: sqlite3.Connection
    names: Names
    changes: list[Change]
    counted: Callable[[], Counter[tuple[str, str]]]

    @cached_property
    def rows(self) -> Counter[tuple[str, str]]:
        """Return how many rows of each table were put in ("i"), changed ("u"), deleted ("d")."""
        return self.counted()

    def of(self, table: str, kind: str) -> list[Change]:
        """Return the changes of one kind in a table, in their order."""
        return [one for one in self.changes if one.table == table and one.kind == kind]

    def put_in(self, table: str) -> dict[str, Any]:
        """Return the first row put into a table, empty when there is none."""
        found = self.of(table, "i")
        return row_put_in(self.connection, found[0]) if found else {}

    def row(self, change: Change) -> dict[str, Any]:
        """Return the row of a change as it stands, or as it was when it was deleted."""
        return change.content if change.kind == "d" else self.names.row(change.table, change.row_id)

    def name(self, table: str, row_id: Any) -> str:
        """Return what a row is called; empty for none."""
        return self.names.of(table, int(row_id)) if row_id is not None else ""


def deed_words(deed: Deed) -> str:
    """Return the sentence of a deed that has words of its own, else an empty text."""
    return next((words for teller in TELLERS if (words := teller(deed))), "")


def _import(deed: Deed) -> str:
    if not deed.of("import_batch", "i"):  # what an import writes first
        return ""
    batch = deed.connection.execute(
        "SELECT id, file_name, kind, written FROM import_batch WHERE operation_id = ?", (deed.operation_id,)
    ).fetchone()
    if batch is None or batch[2] not in _IMPORTED:
        return ""
    batch_id, file_name, kind, written = batch
    packages = deed.connection.execute(_PACKAGES, (batch_id,)).fetchone()[0] if kind == "gifts" else None
    return _(_IMPORTED[kind]).format(file=file_name, count=number(packages or written))


def _handed_over(deed: Deed) -> str:
    marks = [one for one in deed.of("award", "u") if "handover" in one.content]
    if not marks or deed.rows["award", "i"] or deed.rows["house", "u"] or deed.rows["grant_case", "u"]:
        return ""
    states = Counter(one.content["handover"][1] for one in marks)
    (state, _count), campaign = states.most_common(1)[0], _campaign(deed, marks[0])
    if state not in _GIVEN:
        return ""
    count = deed.rows["award", "u"] if len(states) == 1 else states[state]
    if len(marks) == 1 and deed.rows["award", "u"] == 1:
        name = deed.names.of("award", marks[0].row_id)
        return _(_OF_ONE[state][not campaign]).format(name=name, campaign=campaign)
    words = _(_GIVEN[state][not campaign]).format(n=number(count), campaign=campaign)
    others = sum(states.values()) - states[state]
    return words if not others else _("{sentence}, {n} suất khác").format(sentence=words, n=number(others))


def _put_on_list(deed: Deed) -> str:
    count = deed.rows["award", "i"]
    first = next(iter(deed.of("award", "i")), None)
    if not count or first is None or deed.rows["campaign", "i"] or deed.rows["grant_case", "i"]:
        return ""
    award = row_put_in(deed.connection, first)
    campaign = deed.name("campaign", award.get("campaign_id"))
    given = award.get("handover") in ("received", "proxy")
    name = deed.names.of("award", first.row_id)
    if not campaign:
        return _("Ghi hỗ trợ cho “{name}”").format(name=name) if count == 1 and not deed.rows["house", "u"] else ""
    if count == 1:
        frame = (
            _("Đã trao quà “{campaign}” cho “{name}”")
            if given
            else _("Ghi “{name}” vào danh sách nhận quà “{campaign}”")
        )
        return frame.format(name=name, campaign=campaign)
    frame = _("Đã trao {n} suất quà “{campaign}”") if given else _("Ghi {n} người vào danh sách nhận quà “{campaign}”")
    return frame.format(n=number(count), campaign=campaign)


def _taken_off(deed: Deed) -> str:
    found = deed.of("award", "d")
    if not found or deed.rows["campaign", "d"] or deed.rows["person", "d"]:
        return ""
    campaign, count = _campaign(deed, found[0]), deed.rows["award", "d"]
    if not campaign:
        return ""
    if count == 1:
        name = deed.names.of_gone("award", found[0].content)
        return _("Bỏ “{name}” khỏi danh sách nhận quà “{campaign}”").format(name=name, campaign=campaign)
    return _("Bỏ {n} người khỏi danh sách nhận quà “{campaign}”").format(n=number(count), campaign=campaign)


def _lists(deed: Deed) -> str:
    found = deed.of("unit_list", "u") or deed.of("unit_list", "i")
    if not found or deed.rows["unit", "u"]:
        return ""
    one = found[0]
    row = deed.row(one)
    state = one.content["state"][1] if one.kind == "u" and "state" in one.content else ""
    frame = _LISTS.get(state, "") if one.kind == "u" else _LIST_NEW
    if one.kind == "i" and row.get("state") in ("submitted", "approved"):
        frame = _LISTS[row["state"]]
    if not frame and "due_on" in one.content:
        frame = _LIST_DUE
    if not frame:
        return ""
    count = deed.rows["unit_list", "u"] + deed.rows["unit_list", "i"]
    unit = deed.name("unit", row.get("unit_id"))
    units = _("“{unit}”").format(unit=unit) if count == 1 else _("{n} đơn vị").format(n=number(count))
    return _(frame).format(campaign=deed.name("campaign", row.get("campaign_id")), units=units)


def _shares(deed: Deed) -> str:
    count = sum(deed.rows["allocation", kind] for kind in "iud")
    if not count or {table for table, _kind in deed.rows} != {"allocation"}:
        return ""
    row = deed.row(deed.changes[0])
    campaign, unit = deed.name("campaign", row.get("campaign_id")), deed.name("unit", row.get("unit_id"))
    units = _("“{unit}”").format(unit=unit) if count == 1 else _("{n} đơn vị").format(n=number(count))
    if deed.rows["allocation", "d"] == count:
        return _("Bỏ phân bổ quà “{campaign}” của {units}").format(campaign=campaign, units=units)
    frame = (
        _("Phân bổ quà “{campaign}” cho {units}")
        if deed.rows["allocation", "i"]
        else _("Sửa phân bổ quà “{campaign}” của {units}")
    )
    return frame.format(campaign=campaign, units=units)


def _vouchers(deed: Deed) -> str:
    if {table for table, _kind in deed.rows} != {"voucher"}:
        return ""
    one = deed.changes[0]
    campaign = deed.name("campaign", deed.row(one).get("campaign_id"))
    count = sum(deed.rows.values())
    if deed.rows["voucher", "i"]:
        frame = _("Lập {n} phiếu, vé “{campaign}”")
    elif deed.rows["voucher", "d"]:
        frame = _("Xóa {n} phiếu, vé “{campaign}”")
    elif "void_reason" in one.content and one.content["void_reason"][1]:
        frame = _("Hủy {n} phiếu, vé “{campaign}”")
    elif "award_id" in one.content or "person_id" in one.content or "issued_on" in one.content:
        frame = _("Phát {n} phiếu, vé “{campaign}”")
    elif "used_on" in one.content:
        frame = _("Ghi đã dùng {n} phiếu, vé “{campaign}”")
    else:
        return ""
    return frame.format(n=number(count), campaign=campaign)


def _case(deed: Deed) -> str:
    new, moved = deed.of("grant_case", "i"), [one for one in deed.of("grant_case", "u") if "state" in one.content]
    if new and deed.rows["grant_case", "i"] == 1:
        row = row_put_in(deed.connection, new[0])
        name = deed.name("person", row.get("person_id"))
        if deed.rows["award", "i"]:
            return _("Lập và chi hồ sơ trợ cấp cho “{name}”").format(name=name)
        return _("Tiếp nhận hồ sơ trợ cấp của “{name}”").format(name=name)
    if not moved or deed.rows["grant_case", "u"] != 1:
        return ""
    state = moved[-1].content["state"][1]
    name = deed.names.of("grant_case", moved[-1].row_id)
    frame = {
        "approved": _("Duyệt hồ sơ trợ cấp của “{name}”"),
        "refused": _("Từ chối hồ sơ trợ cấp của “{name}”"),
        "paid": _("Chi trợ cấp cho “{name}”"),
        "closed": _("Hoàn tất hồ sơ trợ cấp của “{name}”"),
    }.get(state, _("Hồ sơ trợ cấp của “{name}” chuyển sang “{state}”"))
    return frame.format(name=name, state=_(dict(CASE_STATES).get(state, state)))


def _house(deed: Deed) -> str:
    stages = [one for one in deed.of("house", "u") if "stage" in one.content]
    if deed.rows["house", "i"] == 1:
        [name] = [deed.names.of("house", one.row_id) for one in deed.of("house", "i")[:1]] or [""]
        return _("Lập hồ sơ mái ấm của “{name}”").format(name=name)
    if stages and deed.rows["house", "u"] == 1:
        stage = stages[-1].content["stage"][1]
        return _("Mái ấm của “{name}” chuyển sang “{stage}”").format(
            name=deed.names.of("house", stages[-1].row_id), stage=_(dict(MILESTONES).get(stage, stage))
        )
    milestone = next(iter(deed.of("house_milestone", "i") + deed.of("house_milestone", "u")), None)
    if milestone is not None and not deed.rows["house", "u"]:
        row = deed.row(milestone)
        frame = (
            _("Ghi mốc “{stage}” cho mái ấm của “{name}”")
            if milestone.kind == "i"
            else _("Sửa mốc “{stage}” của mái ấm “{name}”")
        )
        stage = _(dict(MILESTONES).get(str(row.get("milestone")), ""))
        return frame.format(stage=stage, name=deed.name("house", row.get("house_id")))
    if deed.rows["award", "i"] == 1 and (paid := deed.put_in("award")).get("house_id") is not None:
        return _("Trao tiền làm nhà cho “{name}”").format(name=deed.name("house", paid["house_id"]))
    return ""


def _unit_event(deed: Deed) -> str:
    found = deed.of("unit_event", "i")
    if not found or deed.rows["unit", "i"] > 1:
        return ""
    row = row_put_in(deed.connection, found[0])
    kind = _(dict(EVENT_KINDS).get(row.get("kind", ""), N_("Sửa đơn vị")))
    others = deed.rows["unit_event", "i"] - 1
    words = _("{kind}: “{unit}”").format(kind=kind, unit=deed.name("unit", row.get("unit_id")))
    if others:
        words = _("{sentence} và {n} đơn vị khác").format(sentence=words, n=number(others))
    people = deed.rows["person", "u"]
    return words if not people else _("{sentence}; {n} người chuyển đơn vị").format(sentence=words, n=number(people))


def _campaign(deed: Deed, change: Change) -> str:
    return deed.name("campaign", deed.row(change).get("campaign_id"))


def _books_and_settings(deed: Deed) -> str:
    from labordesk.services.history_books import book_words

    return book_words(deed)


TELLERS: Final[tuple[Callable[[Deed], str], ...]] = (
    *(_import, _unit_event, _case, _house, _lists, _handed_over, _put_on_list, _taken_off, _shares, _vouchers),
    _books_and_settings,
)
"""In this order: what says most of a deed comes first."""
