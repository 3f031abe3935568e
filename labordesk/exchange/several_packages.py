"""Rows for several packages: whether the amount beside "02 suất" is that of one or of the whole row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from labordesk.exchange.drafts import Draft
from labordesk.i18n import _


def ask_for_packages(drafts: Sequence[Draft]) -> None:
    """Ask of rows for several packages whose amount is that of a single one elsewhere in the list.

    A unit price or the sum of a product says it already; where nothing compares, the amount is that of the row.
    """
    several = [one for one in drafts if _count(one) > 1 and "unit_price" not in one.values and "amount" in one.values]
    if not several:
        return
    single = Counter(one.values["amount"] for one in drafts if _count(one) == 1 and one.values.get("amount"))
    usual = single.most_common(1)[0][0] if single else _alike(drafts)
    for draft in several:
        amount = draft.values["amount"]
        if amount == usual and "amount" not in draft.answered and not draft.is_blocked("amount"):
            draft.drop("amount")
            reason = _("ghi nhiều suất nhưng số tiền bằng một suất; hãy chọn số tiền của cả dòng")
            draft.wrong("amount", "ask", reason, (amount * _count(draft), amount))


def _alike(drafts: Sequence[Draft]) -> int:
    """Return the one amount of rows for different counts, which then is hardly that of the rows; 0 otherwise."""
    amounts = {one.values["amount"] for one in drafts if "amount" in one.values}
    counts = {_count(one) for one in drafts}
    return amounts.pop() if len(amounts) == 1 and len(counts) > 1 else 0


def _count(draft: Draft) -> int:
    return int(draft.values.get("quantity") or 1)
