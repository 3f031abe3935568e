"""What the pages of grants say: columns, tabs, tones of states, and what each step is called."""

from __future__ import annotations

from labordesk.fields import Day, Money
from labordesk.fields.choices import CASE_STATES
from labordesk.gui.pages.parts.counts import in_days
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, NC_, _
from labordesk.rules.grant_states import WAITING, WITH_AMOUNT, state_label
from labordesk.services.case_lists import CaseRow
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

WAITING_TAB, ALL_TAB = "waiting", ""
SHORT = {"verifying": N_("Xác minh"), "incomplete": N_("Bổ sung")}
TABS = (
    (WAITING_TAB, N_("Đang chờ")),
    *((code, SHORT.get(code, label)) for code, label in CASE_STATES),
    (ALL_TAB, N_("Tất cả")),
)
"""The tabs above the queue: those who wait, each state, everything."""

URGENCY_TABS = (WAITING_TAB, *WAITING)
"""Tabs of people who still wait: there those who cannot wait stand first."""

TONES: dict[str, Tone] = {
    "received": "neutral",
    "verifying": "info",
    "incomplete": "warn",
    "approved": "info",
    "refused": "error",
    "paid": "good",
    "closed": "good",
}

STEPS = {
    "verifying": N_("Chuyển xác minh"),
    "incomplete": N_("Yêu cầu bổ sung"),
    "approved": N_("Duyệt hồ sơ"),
    "refused": NC_("step", "Từ chối"),
    "paid": N_("Ghi khoản chi"),
    "closed": N_("Hoàn tất hồ sơ"),
}
"""What a person does to bring a case into a state."""


def step_label(state: str, new_state: str) -> str:
    """Return the name of a step; a decision that is looked at again has a name of its own."""
    again = new_state == "verifying" and state in ("refused", "approved")
    return _("Xem xét lại") if again else _(STEPS[new_state])


def tab_label(tab: str, counts: dict[str, int]) -> str:
    """Return "Đang chờ 7"; a tab without cases has no figure."""
    label = _(dict(TABS)[tab])
    count = count_of(tab, counts)
    return f"{label} {number(count)}" if count and tab != ALL_TAB else label


def count_of(tab: str, counts: dict[str, int]) -> int:
    """Return how many cases a tab holds."""
    if tab == WAITING_TAB:
        return sum(counts.get(state, 0) for state in WAITING)
    return sum(counts.values()) if tab == ALL_TAB else counts.get(tab, 0)


def state_pill(row: CaseRow) -> tuple[str, Tone]:
    """Return the word and the tone of a case's state."""
    return _(SHORT.get(row.state) or dict(CASE_STATES)[row.state]), TONES.get(row.state, "neutral")


def waiting_words(row: CaseRow) -> str:
    """Return how long somebody has waited, or waited until the case was paid or refused."""
    return in_days(row.days_waiting)


def marks_of(row: CaseRow) -> tuple[str, ...]:
    """Return what an inspection would ask about a case, the gravest first, in a word or two each."""
    said = []
    if row.late:
        said.append(_("Quá hạn"))
    if row.over_norm:
        said.append(_("Vượt mức"))
    if row.missing:
        said.append(_("Thiếu {count} giấy tờ").format(count=len(row.missing)))
    if row.state in WITH_AMOUNT and not row.decision_number:
        said.append(_("Chưa ghi số QĐ"))
    return tuple(said)


def _marks(row: CaseRow) -> str:
    first, *rest = marks_of(row) or ("",)
    return ", ".join((first, *(text[0].lower() + text[1:] for text in rest)))


def _explained(row: CaseRow) -> str:
    """Return the marks in full, a line each."""
    lines = []
    if row.late:
        lines.append(_("Đã {days} ngày làm việc từ khi tiếp nhận").format(days=number(row.working_days)))
    if row.over_norm:
        lines.append(_("Số tiền vượt định mức"))
    lines += [_("Thiếu: {paper}").format(paper=name) for name in row.missing]
    if row.state in WITH_AMOUNT and not row.decision_number:
        lines.append(_("Đã duyệt mà chưa ghi số quyết định"))
    return "\n".join(lines)


def _late(row: CaseRow) -> Tone | None:
    return "warn" if row.late else None


def _marked(row: CaseRow) -> Tone | None:
    return "error" if row.late or row.over_norm else "warn" if marks_of(row) else None


def _since(row: CaseRow) -> str:
    return _("{state} từ ngày {day}").format(state=state_label(row.state), day=short(row.since))


def _whom(row: CaseRow) -> str:
    return _("Người nhận thay: {name}").format(name=row.recipient_name) if row.recipient_name else ""


def _reason(row: CaseRow) -> str:
    return _("Cần giải quyết gấp") if row.urgent and row.state in WAITING else ""


COLUMNS = (
    Column("person_name", N_("Họ và tên"), width=18, stretch=True, tip=_whom, sortable=True),
    Column("unit_name", N_("Đơn vị đề nghị"), width=15, stretch=True, spare=True),
    Column("circumstance", N_("Lý do"), width=14, stretch=True, tip=_reason),
    Column("requested_on", N_("Tiếp nhận"), Day(), width=11, spare=True, sortable=True),
    Column(
        "days_waiting",
        N_("Chờ"),
        width=9,
        read=lambda row: row,
        show=waiting_words,
        align="right",
        tone=_late,
        sortable=True,
    ),
    Column("state", N_("Tình trạng"), width=12, pill=state_pill, tip=_since),
    Column("asked_amount", N_("Đề nghị"), Money(), width=10, sortable=True),
    Column("approved_amount", N_("Duyệt"), Money(), width=10, sortable=True),
    Column("marks", N_("Cần chú ý"), width=22, stretch=True, read=_marks, tone=_marked, tip=_explained),
    Column("paid_amount", N_("Đã chi"), Money(), width=10, read=lambda row: row.paid_amount or None, hidden=True),
    Column("programme_name", N_("Chương trình"), width=24, hidden=True),
)
