"""Trợ cấp: a request that is verified, approved and paid; counted on the day it is paid."""

from __future__ import annotations

from labordesk.fields.choices import CASE_STATES
from labordesk.i18n import N_
from labordesk.kinds.kind import MONEY_GIVEN, PAID, Counting, Event, EventSource, Kind, KindIndicator, QuantityRule

REQUESTED = Event("received", N_("Tiếp nhận"), EventSource.CASE_EVENT)
APPROVED = Event("approved", N_("Duyệt"), EventSource.CASE_EVENT)

GRANT = Kind(
    code="grant",
    label=N_("Trợ cấp"),
    count_units=("person", "turn", "case", "household"),
    quantity=QuantityRule.ANY,
    states=CASE_STATES,
    events=(REQUESTED, APPROVED, PAID),
    indicators=(
        KindIndicator("people", N_("Số người được trợ cấp"), PAID, Counting.PEOPLE, "person"),
        KindIndicator("turns", N_("Số lượt trợ cấp"), PAID, Counting.TURNS, "turn"),
        KindIndicator("requested", N_("Hồ sơ tiếp nhận"), REQUESTED, Counting.RECORDS, "case"),
        KindIndicator("approved", N_("Hồ sơ được duyệt"), APPROVED, Counting.RECORDS, "case"),
        MONEY_GIVEN,
    ),
    has_campaigns=True,
)
