"""Words about a payment that several forms share: who took it, and what it was for."""

from __future__ import annotations

from labordesk.fields.choices import INSTALMENTS
from labordesk.reports.forms.base import label_of, relation
from labordesk.reports.forms.gift_words import DEEDS
from labordesk.store.files import PaymentFile


def taker(paid: PaymentFile) -> tuple[str, str]:
    """Return who takes the money and, when it is not the person helped, the relation."""
    if paid.recipient_name:
        return paid.recipient_name, relation(paid.recipient_relation)
    return paid.person.full_name, ""


def reason(paid: PaymentFile) -> str:
    """Return what the money is for: the campaign or programme, the instalment, whom it helps.

    A programme about an illness is not named on a paper that goes through many hands.
    """
    what = paid.campaign or ("Trợ cấp khó khăn" if paid.health else paid.programme)
    if not what:
        return ""
    part = label_of(INSTALMENTS, paid.instalment)
    whom = ", ".join(one for one in (paid.person.full_name, paid.whole_unit) if one)
    named = f"{what}{f' ({part.lower()})' if part else ''}"
    return f"{named} cho {whom}" if named.casefold().startswith(DEEDS) else f"{named}: hỗ trợ {whom}"
