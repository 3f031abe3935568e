"""Hoạt động: head counts of events and services, never part of spending."""

from __future__ import annotations

from labordesk.i18n import N_
from labordesk.kinds.kind import Counting, Event, EventSource, Kind, KindIndicator, QuantityRule

HELD = Event("held", N_("Ngày tổ chức"), EventSource.ACTIVITY)

ACTIVITY = Kind(
    code="activity",
    label=N_("Hoạt động"),
    count_units=("person", "turn", "case", "event", "trip", "work", "meal", "ticket", "fare", "household", "group"),
    quantity=QuantityRule.NO_AWARD,
    states=(),
    events=(HELD,),
    indicators=(
        KindIndicator("quantity", N_("Số lượng"), HELD, Counting.QUANTITY),
        KindIndicator("events", N_("Số cuộc tổ chức"), HELD, Counting.RECORDS, "event"),
    ),
    has_campaigns=True,
)
