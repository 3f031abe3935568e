"""Mái ấm công đoàn: one house counts once in each indicator, on the day of that indicator's own event.

"Trao hỗ trợ" (money handed over) and "bàn giao" (house handed over) are different events (domain.md 1.1, 10.6).
"""

from __future__ import annotations

from labordesk.fields.choices import STAGES
from labordesk.i18n import N_
from labordesk.kinds.kind import MONEY_GIVEN, PAID, Counting, Event, EventSource, Kind, KindIndicator, QuantityRule

APPROVED = Event("approved", N_("Duyệt"), EventSource.HOUSE_MILESTONE)
STARTED = Event("started", N_("Khởi công"), EventSource.HOUSE_MILESTONE, N_("ngày khởi công"))
FUNDED = Event("funded", N_("Trao hỗ trợ"), EventSource.HOUSE_MILESTONE, N_("ngày trao hỗ trợ"))
"""The first day on which money was paid for the house; the service keeps it equal to the first award."""
HANDED_OVER = Event("handed_over", N_("Bàn giao"), EventSource.HOUSE_MILESTONE, N_("ngày bàn giao"))

HOUSE = Kind(
    code="house",
    label=N_("Mái ấm công đoàn"),
    count_units=("house",),
    quantity=QuantityRule.ONE,
    states=STAGES,
    events=(APPROVED, STARTED, FUNDED, HANDED_OVER, PAID),
    indicators=(
        KindIndicator("funded", N_("Nhà được trao hỗ trợ"), FUNDED, Counting.RECORDS, "house"),
        KindIndicator("funded_new", N_("Xây mới được trao hỗ trợ"), FUNDED, Counting.RECORDS, "house", "new"),
        KindIndicator("funded_repair", N_("Sửa chữa được trao hỗ trợ"), FUNDED, Counting.RECORDS, "house", "repair"),
        KindIndicator("approved", N_("Nhà được duyệt"), APPROVED, Counting.RECORDS, "house"),
        KindIndicator("started", N_("Nhà khởi công"), STARTED, Counting.RECORDS, "house"),
        KindIndicator("handed_over", N_("Nhà bàn giao"), HANDED_OVER, Counting.RECORDS, "house"),
        KindIndicator("handed_over_new", N_("Xây mới bàn giao"), HANDED_OVER, Counting.RECORDS, "house", "new"),
        KindIndicator("handed_over_repair", N_("Sửa chữa bàn giao"), HANDED_OVER, Counting.RECORDS, "house", "repair"),
        MONEY_GIVEN,
    ),
)
