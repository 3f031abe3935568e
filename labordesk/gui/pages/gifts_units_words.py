"""How the units of a campaign are worded: headings, cells, the state of a list, what is still free."""

from __future__ import annotations

from typing import Final

from labordesk.fields.choices import LIST_STATES
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, NC_, _
from labordesk.services.allocation_tree import CampaignUnits, UnitShare
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

HEADINGS: Final = (
    N_("Đơn vị"),
    NC_("list", "Đoàn viên"),
    NC_("heading", "Phân bổ"),
    N_("Tiền mặt"),
    N_("Hiện vật"),
    N_("Chia xuống · còn"),
    N_("Danh sách"),
    NC_("heading", "Đã trao"),
    N_("Còn trao"),
    N_("Duyệt danh sách"),
)
_STATES: Final = dict(LIST_STATES)
_TONES: Final[dict[str, Tone]] = {"submitted": "info", "approved": "good"}


def unit_text(row: UnitShare, column: int, *, share: int | None, handed_on: int) -> str:
    """Return what a cell says; nothing where there is nothing to count."""
    money = row.share
    texts = (
        row.name,
        _count(row.members),
        "" if share is None else number(share),
        "" if money is None else number(money.cash),
        "" if money is None else number(money.goods),
        _handed_on(row, share, handed_on),
        _count(row.listed),
        _count(row.given),
        _count(row.waiting),
        state_pill(row)[0],
    )
    return texts[column]


def _count(value: int) -> str:
    return number(value) if value else ""


def _handed_on(row: UnitShare, share: int | None, handed_on: int) -> str:
    """Return "120 · còn 36" where something was handed on or could be."""
    if not handed_on and (share is None or not row.has_children):
        return ""
    if share is None:
        return number(handed_on)
    left = share - handed_on
    text = _("{n} · còn {left}") if left >= 0 else _("{n} · vượt {left}")
    return text.format(n=number(handed_on), left=number(abs(left)))


def state_pill(row: UnitShare) -> tuple[str, Tone]:
    """Return the state of a unit's own list; a late one says so, one that nobody has begun says nothing."""
    facts = row.facts
    if facts.is_late:
        late = _("Quá hạn {day}") if facts.state == "drafting" else _("Đã trình, muộn")
        if facts.state != "approved":
            return late.format(day=short(facts.due_on)[:5] if facts.due_on else ""), "error"
    if not row.lines and facts.state == "drafting":
        return (_("Hạn {day}").format(day=short(facts.due_on)[:5]), "neutral") if facts.due_on else ("", "neutral")
    if facts.state == "approved":
        return _("Đã duyệt"), "good"
    return _(_STATES.get(facts.state, facts.state)), _TONES.get(facts.state, "neutral")


def list_tip(row: UnitShare) -> str:
    """Return everything known about a unit's list, one fact a line."""
    facts = row.facts
    parts = []
    if facts.due_on:
        parts.append(_("Hạn nộp {day}").format(day=short(facts.due_on)))
    if facts.submitted_on:
        parts.append(_("Trình ngày {day}").format(day=short(facts.submitted_on)))
    if facts.approved_on:
        decision = f" ({facts.decision_number})" if facts.decision_number else ""
        parts.append(_("Duyệt ngày {day}{decision}").format(day=short(facts.approved_on), decision=decision))
    if facts.excess_reason:
        parts.append(_("Nhiều hơn phân bổ: {reason}").format(reason=facts.excess_reason))
    if facts.note:
        parts.append(facts.note)
    return "\n".join(parts) or row.name


def is_over(row: UnitShare) -> bool:
    """Say whether the list, or what was handed on, is more than the unit has."""
    share = row.share
    if share is not None and row.handed_on.packages > share.packages:
        return True
    return row.room is not None and row.room < 0 and bool(row.lines)


def room_tip(row: UnitShare) -> str:
    """Return how many more the unit's list may hold."""
    words = [row.name]
    if row.room is not None and row.room < 0:
        words.append(_("Danh sách nhiều hơn phân bổ {n} suất").format(n=number(-row.room)))
        if row.facts.excess_reason:
            words.append(_("Lý do: {reason}").format(reason=row.facts.excess_reason))
    elif row.room is not None and (row.share is not None or row.lines):
        words.append(_("Danh sách còn ghi được {n} suất").format(n=number(row.room)))
    if row.document:
        words.append(_("Văn bản phân bổ: {document}").format(document=row.document))
    return "\n".join(words)


def plan_words(units: CampaignUnits, allocated: int) -> tuple[str, bool]:
    """Return "Kế hoạch 156 suất · đã phân bổ 120 · còn 36" and whether it is too much."""
    lists = sum(1 for row in units.rows if row.lines)
    approved = sum(1 for row in units.rows if row.lines and row.facts.state == "approved")
    tail = _(" · đã duyệt {n}/{all} danh sách").format(n=number(approved), all=number(lists)) if lists else ""
    if units.plan is None:
        text = _("Chưa ghi số suất dự kiến · đã phân bổ {n} suất").format(n=number(allocated))
        return text + tail, False
    left = units.plan - allocated
    text = _("Kế hoạch {plan} suất · đã phân bổ {n} · còn {left}")
    if left < 0:
        text = _("Kế hoạch {plan} suất · đã phân bổ {n} · vượt {left}")
    return text.format(plan=number(units.plan), n=number(allocated), left=number(abs(left))) + tail, left < 0
