"""The slip of a house's payment: what is still owed, which instalment it is, both following what one types."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.pages.houses_form import milestone_days
from labordesk.gui.pages.houses_words import owed_words
from labordesk.gui.pages.parts.pay_dialog import LINES, Paying, PaySpecs, pay_dialog
from labordesk.gui.tokens import Tone
from labordesk.i18n import _
from labordesk.rules.house_instalments import instalment_for, still_owed

if TYPE_CHECKING:
    from labordesk.services.houses import LoadedHouse

INSTALMENT = "instalment"


class HouseSlip:
    """Proposes the instalment until the officer chooses one; ``dialog`` is to be run by the page."""

    def __init__(
        self, context: Context, owner: str, specs: PaySpecs, loaded: LoadedHouse, union_funds: frozenset[int]
    ) -> None:
        self._loaded = loaded
        self._ours = union_funds
        self._started = milestone_days(one.model_dump() for one in loaded.data.milestones).get("started")
        self._approved = loaded.data.fields.approved_amount
        owed = still_owed(self._approved, loaded.money.union_given)
        register, house_id = context.register, loaded.id

        def write(paying: Paying) -> Any:
            from labordesk.services.houses import pay_house

            return pay_house(register, house_id, paying.on, paying.lines, paying.slip)

        self._proposed = self.proposal(context.today(), owed)
        self.dialog: FormDialog = pay_dialog(
            context,
            _("Ghi khoản chi cho nhà của {owner}").format(owner=owner),
            specs,
            write,
            amount=owed or None,
            instalment=self._proposed or "",
            place=(loaded.data.fields.unit_id, loaded.data.fields.programme_id),
        )
        self.form = self.dialog.panel.form
        self._say_owed(owed)
        self.form.changed.connect(self._follow)

    def proposal(self, on: date, amount: int) -> str | None:
        """Return which instalment a payment of the union's money would be."""
        return instalment_for(
            on,
            amount,
            given_before=self._loaded.money.union_given,
            approved=self._approved,
            started_on=self._started,
        )

    def _follow(self) -> None:
        """Propose anew while the field still holds what was proposed; a choice of one's own stays."""
        typed = self.form.current()
        amount = sum(line.get("amount") or 0 for line in typed[LINES] if line.get("fund_id") in self._ours)
        field = self.form.input(INSTALMENT)
        proposed = self.proposal(typed["paid_on"], amount) if typed.get("paid_on") else self._proposed
        if (field.state() or None) == self._proposed and proposed != self._proposed:
            self._proposed = proposed
            field.set_value(proposed)

    def _say_owed(self, owed: int) -> None:
        told = owed_words(self._approved, self._loaded.money.union_given)
        tone: Tone = "info" if owed else "warn"
        if told and not owed:
            told = _("{told}. Trao thêm cần ghi lý do ở ô “Lý do vẫn ghi”.").format(told=told)
        if told:
            self.dialog.panel.show_notice(told, tone=tone)
