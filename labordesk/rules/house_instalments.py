"""Tạm ứng, theo đợt, nốt phần còn lại: what a payment of a house is, proposed from its day and amount.

Source: domain.md 2.1, step 6 (an advance when building begins, the rest later; often all at once).
"""

from __future__ import annotations

from datetime import date


def instalment_for(
    on: date, amount: int, *, given_before: int, approved: int | None, started_on: date | None
) -> str | None:
    """Return the code of ``INSTALMENTS`` a payment has, None when the whole support is handed over at once.

    Amounts are the union's, in đồng; the payment that completes the approved amount is the last one.
    """
    if approved and given_before + amount >= approved:
        return "final" if given_before else None
    return "advance" if started_on is None or on <= started_on else "instalment"


def still_owed(approved: int | None, given: int) -> int:
    """Return what was approved and not yet handed over, in đồng; never negative."""
    return max(0, (approved or 0) - given)
