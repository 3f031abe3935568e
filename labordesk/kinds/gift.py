"""Tặng quà: packages handed over in campaigns, counted on the day each is received."""

from __future__ import annotations

from labordesk.fields.choices import HANDOVERS
from labordesk.i18n import N_
from labordesk.kinds.kind import MONEY_GIVEN, PAID, Counting, Kind, KindIndicator, QuantityRule

GIFT = Kind(
    code="gift",
    label=N_("Tặng quà"),
    count_units=("package", "person", "ticket", "fare", "turn", "household", "meal"),
    quantity=QuantityRule.ANY,
    states=HANDOVERS,
    events=(PAID,),
    indicators=(
        KindIndicator("quantity", N_("Số suất đã trao"), PAID, Counting.QUANTITY),
        KindIndicator("people", N_("Số người được tặng quà"), PAID, Counting.PEOPLE, "person"),
        KindIndicator("turns", N_("Số lượt tặng quà"), PAID, Counting.TURNS, "turn"),
        MONEY_GIVEN,
    ),
    has_campaigns=True,
)
