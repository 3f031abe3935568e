"""One step of a case: a small form asks for the day, and for an amount or a reason where the step needs one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from labordesk.fields import Day, Spec
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.grants_parts import DECISION, CaseParts, norm_ask
from labordesk.gui.pages.grants_words import step_label
from labordesk.gui.pages.parts.norm_note import NormNote
from labordesk.gui.pages.parts.pay_dialog import Paying, pay_dialog
from labordesk.i18n import N_, _
from labordesk.rules.grant_states import needs_reason, state_label

if TYPE_CHECKING:
    from labordesk.services.grants import LoadedCase

ON, REASON = "on", "refusal_reason"
_DECIDED = ("approved_amount", *DECISION, "norm_reason")


class StepTaker:
    """Takes steps of one request for the page; the pages follow by ``context.tell``."""

    def __init__(self, context: Context, parts: CaseParts) -> None:
        assert parts.loaded is not None
        self._context = context
        self._parts = parts
        self._case: LoadedCase = parts.loaded

    def take(self, new_state: str) -> None:
        """Bring the case into its next state, asking for what the step needs."""
        if new_state == "paid":
            self._pay()
        else:
            self._ask(new_state)

    def _ask(self, new_state: str) -> None:
        case, label = self._case, step_label(self._case.state, new_state)
        title = _("{step}: {person}").format(step=label, person=self._parts.person)
        values = {ON: self._context.today(), **{name: getattr(case.fields, name) for name in _DECIDED}}
        if new_state == "approved":
            values["approved_amount"] = values["approved_amount"] or case.fields.asked_amount
            values["decision_date"] = values["decision_date"] or self._context.today()
            body, signer = self._parts.decided
            values["decision_body"] = values["decision_body"] or body
            values["decision_signer"] = values["decision_signer"] or signer
        specs = self._step_specs(new_state)
        form = FieldForm(specs, values, work=self._context.work)
        if new_state == "approved":
            NormNote.under(self._context, form, "approved_amount", self._rate_asked)
        panel = FormPanel(self._context, title, form, self._mover(new_state), save_text=label)
        if list(specs) == [ON]:
            form.finished.connect(panel.submit)  # today is offered: Enter alone takes the step
        if self._run(FormDialog(panel, width=680, height=500 if new_state == "approved" else 300)):
            text = _("Hồ sơ của {person}: {state}.").format(person=self._parts.person, state=state_label(new_state))
            self._context.notify.info(text)

    def _rate_asked(self, typed: Mapping[str, Any]) -> Any:
        fields = self._case.fields
        known = {name: getattr(fields, name) for name in ("programme_id", "circumstance_id", "person_id")}
        day = typed.get("decision_date") or typed.get(ON) or self._context.today()
        return norm_ask({**known, "decision_date": day}, self._context.today(), self._case.id)

    def _step_specs(self, new_state: str) -> dict[str, Spec]:
        specs, is_approval = self._parts.specs, new_state == "approved"
        chosen = {ON: Spec(N_("Ngày duyệt") if is_approval else N_("Ngày"), Day(), required=True)}
        if needs_reason(self._case.state, new_state):
            chosen[REASON] = replace(specs[REASON], label=N_("Lý do"), required=True, section="")
        if is_approval:
            for name in _DECIDED:
                chosen[name] = replace(specs[name], required=name == "approved_amount", section="")
        return chosen

    def _mover(self, new_state: str) -> Callable[[Mapping[str, Any]], Any]:
        register, case_id = self._context.register, self._case.id

        def move(values: Mapping[str, Any]) -> Any:
            from labordesk.services.grants import move_case

            on: date = values[ON]
            given = {name: values.get(name) for name in _DECIDED}
            return move_case(register, case_id, new_state, on, reason=values.get(REASON), **given)

        return move

    def _pay(self) -> None:
        register, fields, case_id = self._context.register, self._case.fields, self._case.id

        def write(paying: Paying) -> Any:
            from labordesk.services.grants import pay_case

            return pay_case(register, case_id, paying.on, paying.lines, paying.slip)

        dialog = pay_dialog(
            self._context,
            _("Chi trợ cấp cho {person}").format(person=self._parts.person),
            self._parts.pay,
            write,
            amount=fields.approved_amount,
            recipient=(fields.recipient_name, fields.recipient_relation),
            place=(fields.unit_id, fields.programme_id),
        )
        self._run(dialog)

    def _run(self, dialog: FormDialog) -> bool:
        """Wait for the dialog, tell what was written and say whether anything was."""
        done = dialog.result_value if dialog.exec() else None
        if done is not None:
            self._context.tell(done.changes)
            for sentence in getattr(done, "warnings", ()):
                self._context.notify.warn(sentence)
        dialog.deleteLater()
        return done is not None
