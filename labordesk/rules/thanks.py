"""Thư cảm ơn: a donor who gave something is thanked within a month (practice of unions; no document sets it)."""

from __future__ import annotations

from datetime import date, timedelta

WITHIN = timedelta(days=30)


def thanks_overdue(received_on: date, today: date) -> int:
    """Return by how many days thanks for a gift of that day are late, 0 while there is time."""
    return max(0, (today - received_on - WITHIN).days)
