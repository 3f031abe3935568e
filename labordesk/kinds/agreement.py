"""Thỏa thuận phúc lợi: partners' agreements; signing and use are counted, what members save is never spending."""

from __future__ import annotations

from labordesk.i18n import N_
from labordesk.kinds.kind import Counting, Event, EventSource, Kind, KindIndicator, QuantityRule

SIGNED = Event("signed", N_("Ký thỏa thuận"), EventSource.AGREEMENT_SIGNED, N_("ngày ký"))
USED = Event("used", N_("Sử dụng thỏa thuận"), EventSource.AGREEMENT_USED, N_("ngày cuối kỳ sử dụng"))

AGREEMENT = Kind(
    code="agreement",
    label=N_("Thỏa thuận phúc lợi"),
    count_units=("member", "turn", "agreement"),
    quantity=QuantityRule.NO_AWARD,
    states=(),
    events=(SIGNED, USED),
    indicators=(
        KindIndicator("signed", N_("Thỏa thuận đã ký"), SIGNED, Counting.RECORDS, "agreement"),
        KindIndicator("members", N_("Lượt đoàn viên dùng thỏa thuận"), USED, Counting.QUANTITY, "turn"),
    ),
)
