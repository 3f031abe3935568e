"""One step of a case: at once where nothing has to be told, by a small form where a day, an amount or a reason is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from labordesk.fields import Day, Spec
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.grants_words import step_label
from labordesk.gui.pages.parts.pay_dialog import Paying, PaySpecs, pay_dialog
from labordesk.i18n import N_, _
from labordesk.rules.grant_states import needs_reason, state_label

if TYPE_CHECKING:
    from labordesk.services.grants import LoadedCase

AT_ONCE = ("verifying", "closed")
"""States a case enters with the day of today and nothing more to tell."""

ON, REASON = "on", "refusal_reason"
_DECISION = ("approved_amount", "decision_number", "decision_date")


class StepTaker:
    """Takes steps for the page; ``specs`` are those of ``GrantCaseFields``."""

    def __init__(self, context: Context, specs: Mapping[str, Spec], pay: PaySpecs) -> None:
        self._context = context
        self._specs = specs
        self._pay = pay

    def take(self, case: LoadedCase, person: str, new_state: str) -> None:
        """Bring a case into its next state, asking for what the step needs; the pages follow by ``context.tell``."""
        if new_state == "paid":
            self._pay_case(case, person)
        elif new_state in AT_ONCE and not needs_reason(case.state, new_state):
            self._move_at_once(case, person, new_state)
        else:
            self._ask(case, person, new_state)

    def _move_at_once(self, case: LoadedCase, person: str, new_state: str) -> None:
        on = self._context.today()
        move = self._mover(case, new_state)

        def moved(saved: Any) -> None:
            self._context.tell(saved.changes)
            text = _("Hồ sơ của {person}: {state}.").format(person=person, state=state_label(new_state))
            self._context.notify.info(text)

        self._context.work.write(lambda: move({ON: on}), moved)

    def _ask(self, case: LoadedCase, person: str, new_state: str) -> None:
        label = step_label(case.state, new_state)
        title = _("{step}: {person}").format(step=label, person=person)
        values = {ON: self._context.today(), **{name: getattr(case.fields, name) for name in _DECISION}}
        if new_state == "approved" and values["approved_amount"] is None:
            values["approved_amount"] = case.fields.asked_amount
        form = FieldForm(self._step_specs(case.state, new_state), values, work=self._context.work)
        panel = FormPanel(self._context, title, form, self._mover(case, new_state), save_text=label)
        self._run(FormDialog(panel, width=660, height=300))

    def _step_specs(self, state: str, new_state: str) -> dict[str, Spec]:
        chosen = {ON: Spec(N_("Ngày"), Day(), required=True)}
        if needs_reason(state, new_state):
            chosen[REASON] = replace(self._specs[REASON], label=N_("Lý do"), required=True, section="")
        if new_state == "approved":
            for name in _DECISION:
                required = name == "approved_amount"
                chosen[name] = replace(self._specs[name], required=required, section="")
        return chosen

    def _mover(self, case: LoadedCase, new_state: str) -> Callable[[Mapping[str, Any]], Any]:
        register = self._context.register

        def move(values: Mapping[str, Any]) -> Any:
            from labordesk.services.grants import move_case

            on: date = values[ON]
            given = {name: values.get(name) for name in _DECISION}
            return move_case(register, case.id, new_state, on, reason=values.get(REASON), **given)

        return move

    def _pay_case(self, case: LoadedCase, person: str) -> None:
        register, fields = self._context.register, case.fields

        def write(paying: Paying) -> Any:
            from labordesk.services.grants import pay_case

            return pay_case(register, case.id, paying.on, paying.lines, paying.slip)

        dialog = pay_dialog(
            self._context,
            _("Chi trợ cấp cho {person}").format(person=person),
            self._pay,
            write,
            amount=fields.approved_amount,
            recipient=(fields.recipient_name, fields.recipient_relation),
        )
        self._run(dialog)

    def _run(self, dialog: FormDialog) -> None:
        if dialog.exec() and dialog.result_value is not None:
            self._context.tell(dialog.result_value.changes)
        dialog.deleteLater()
