"""Money of a house that came back: when and why; the payment stays in the file and is no spending any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labordesk.fields import Day, Spec
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.payments_card import PaymentLike
from labordesk.gui.pages.parts.reasoned_step import REASON, WHY, ask_with_reason
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

ON = "on"


def return_payment(context: Context, payment: PaymentLike) -> None:
    """Ask on which day and why the money of a payment came back."""
    register, award_id = context.register, payment.award_id

    def save(values: Mapping[str, Any]) -> Any:
        from labordesk.services.houses import return_payment

        return return_payment(register, award_id, values[ON], values[REASON])

    title = _("Thu hồi {amount} đồng trao ngày {day}").format(amount=number(payment.amount), day=short(payment.on))
    told = _("Khoản chi được ghi là đã trả lại và không còn tính vào tổng chi; số đã trao của nhà được tính lại.")
    specs = {ON: Spec(N_("Ngày"), Day(), required=True), REASON: WHY}
    ask_with_reason(context, title, specs, {ON: context.today()}, save, _("Thu hồi"), told)
