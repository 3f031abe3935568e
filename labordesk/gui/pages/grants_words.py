"""What the pages of grants say: columns, tabs, tones of states, and what each step is called."""

from __future__ import annotations

from labordesk.fields import Day, Money
from labordesk.fields.choices import CASE_STATES
from labordesk.gui.pages.parts.counts import in_days
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, NC_, _
from labordesk.rules.grant_states import WAITING, state_label
from labordesk.services.case_lists import CaseRow
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

LONG_WAIT_DAYS = 15
"""Eleven working days, the most a grassroots cash procedure takes (domain.md 2.3); a longer wait is shown in amber."""

WAITING_TAB, ALL_TAB = "waiting", ""
SHORT = {"verifying": N_("Xác minh"), "incomplete": N_("Bổ sung")}
TABS = (
    (WAITING_TAB, N_("Đang chờ")),
    *((code, SHORT.get(code, label)) for code, label in CASE_STATES),
    (ALL_TAB, N_("Tất cả")),
)
"""The tabs above the queue: those who wait, each state, everything."""

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
    """Return the name of a step; a refusal that is looked at again has a name of its own."""
    return _("Xem xét lại") if state == "refused" else _(STEPS[new_state])


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
    return state_label(row.state), TONES.get(row.state, "neutral")


def waiting_words(row: CaseRow) -> str:
    """Return how long somebody has waited, or waited until the case was paid or refused."""
    return in_days(row.days_waiting)


def _long(row: CaseRow) -> Tone | None:
    return "warn" if row.state in WAITING and row.days_waiting > LONG_WAIT_DAYS else None


def _since(row: CaseRow) -> str:
    return _("{state} từ ngày {day}").format(state=state_label(row.state), day=short(row.since))


COLUMNS = (
    Column("person_name", N_("Họ và tên"), width=19, stretch=True),
    Column("unit_name", N_("Đơn vị đề nghị"), width=18, stretch=True),
    Column("circumstance", N_("Hoàn cảnh"), width=17, stretch=True),
    Column("requested_on", N_("Tiếp nhận"), Day(), width=10, spare=True),
    Column(
        "days_waiting",
        N_("Chờ"),
        width=8,
        read=lambda row: row,
        show=waiting_words,
        align="right",
        tone=_long,
    ),
    Column("state", N_("Tình trạng"), width=15, pill=state_pill, tip=_since),
    Column("asked_amount", N_("Đề nghị"), Money(), width=10),
    Column("approved_amount", N_("Duyệt"), Money(), width=10),
    Column("paid_amount", N_("Đã chi"), Money(), width=10, read=lambda row: row.paid_amount or None),
    Column("programme_name", N_("Chương trình"), width=24, hidden=True),
)
