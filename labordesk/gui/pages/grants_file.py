"""The file of one request: its form at the left, its state, history, warnings and payments at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from labordesk.fields import Spec
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.notify import Answer
from labordesk.gui.pages.grants_side import CaseSide
from labordesk.gui.pages.parts.benefit_notice import reason_note
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for, programme_lookup
from labordesk.gui.pages.parts.file_page import RecordFile
from labordesk.gui.pages.parts.pay_dialog import PaySpecs, load_pay_specs
from labordesk.gui.pages.parts.person_picker import person_lookup, take_unit_from_person
from labordesk.i18n import N_, _
from labordesk.rules.grant_states import WAITING

if TYPE_CHECKING:
    from labordesk.gui.inputs.reference import Lookup
    from labordesk.gui.pages.parts.payments_card import PaymentLike
    from labordesk.services.grants import LoadedCase

_SECTIONS = {
    N_("Người được hỗ trợ"): (
        "person_id",
        "unit_id",
        "programme_id",
        "circumstance_id",
        "requested_on",
        "asked_amount",
        "situation",
    ),
    N_("Duyệt"): ("approved_amount", "decision_number", "decision_date"),
    N_("Người nhận"): ("recipient_name", "recipient_relation", "note"),
}


@dataclass(frozen=True)
class CaseParts:
    """What a file is opened with; ``loaded`` is None for a new request, ``person_id`` for whom it is started."""

    specs: Mapping[str, Spec]
    pay: PaySpecs
    programme_id: int | None
    loaded: LoadedCase | None = None
    person: str = ""
    payments: tuple[PaymentLike, ...] = ()
    person_id: int | None = None
    circumstances: Mapping[int, int] = field(default_factory=dict)
    """The hardship reason a programme usually goes with, by programme."""


def load_case_parts(register: Any, case_id: int | None = None, person_id: int | None = None) -> CaseParts:
    """Return everything a file shows; a reading task, because it imports the model."""
    from labordesk.fields import specs_of
    from labordesk.model.grant_case import GrantCaseFields
    from labordesk.services.catalogue import programmes
    from labordesk.services.grants import load_case
    from labordesk.services.people_search import person_row

    specs, grants = specs_of(GrantCaseFields), programmes(register, kind="grant")
    parts = CaseParts(
        specs={
            **{name: specs[name].placed(section) for section, names in _SECTIONS.items() for name in names},
            "refusal_reason": specs["refusal_reason"],
        },
        pay=load_pay_specs(register),
        programme_id=grants[0].id if len(grants) == 1 else None,
        person_id=person_id,
        circumstances={row.id: row.fields.circumstance_id for row in grants if row.fields.circumstance_id is not None},
    )
    if case_id is None:
        return parts
    loaded = load_case(register, case_id)
    person = person_row(register, loaded.fields.person_id, year=1)
    return replace(
        parts,
        loaded=loaded,
        person=person.full_name if person is not None else "",
        payments=_payments(register, loaded.award_ids),
    )


def case_lookups(context: Context) -> dict[str, Lookup]:
    """Return how the fields of a request find what they name."""
    return lookups_for(
        context.register,
        ("person", "unit", "programme", "circumstance"),
        person=person_lookup(context),
        programme=programme_lookup(context.register, "grant"),
    )


def take_circumstance_from_programme(form: FieldForm, usual: Mapping[int, int]) -> None:
    """Fill the hardship reason with that of the programme chosen, unless the officer has chosen one."""
    filled: int | None = None

    def programme_chosen() -> None:
        nonlocal filled
        typed = form.current()
        wanted = usual.get(typed.get("programme_id") or 0)
        if wanted is not None and wanted != filled and typed.get("circumstance_id") in (None, filled):
            filled = wanted
            form.input("circumstance_id").set_value(wanted)

    form.input("programme_id").changed.connect(programme_chosen)


class CaseFile(RecordFile):
    """One request, new or stored; ``pay_asked`` comes from its payments, the page saves first what is typed."""

    pay_asked = Signal()

    def __init__(self, context: Context, parts: CaseParts) -> None:
        loaded = parts.loaded
        super().__init__(context, loaded.id if loaded is not None else None, parts.person or _("Hồ sơ mới"))
        self.parts = parts
        self._version = loaded.row_version if loaded is not None else None
        self.form = FieldForm(
            parts.specs,
            self._first_values(),
            without=("refusal_reason",),
            lookups=case_lookups(context),
            work=context.work,
        )
        draft_key = f"case:{self.record_id or 'new'}"
        panel = FormPanel(context, "", self.form, self._save, draft_key=draft_key, renew=self._renew)
        own_award = loaded.award_ids[0] if loaded is not None and loaded.award_ids else None
        self.side = CaseSide(context, self.pay_asked.emit, own_award)
        self.arrange(panel, self.side)
        take_unit_from_person(self.form, context)
        take_circumstance_from_programme(self.form, parts.circumstances)
        self.form.changed.connect(self._follow)
        self.side.benefits.reason_given.connect(self._note_reason)
        if loaded is not None:
            self.side.show_case(loaded, parts.payments, context.today())
        if parts.person_id is not None:
            self.form.input("person_id").set_value(parts.person_id)
        self._follow()

    def _first_values(self) -> dict[str, Any]:
        if self.parts.loaded is not None:
            return self.parts.loaded.fields.model_dump()
        return {"requested_on": self.context.today(), "programme_id": self.parts.programme_id}

    def _follow(self) -> None:
        if self.parts.loaded is None or self.parts.loaded.state in WAITING:
            typed = self.form.current()
            self.side.benefits.ask(typed.get("person_id"), typed.get("programme_id"), typed.get("requested_on"))

    def _note_reason(self, reason: str) -> None:
        """Keep in the note why a support that may be double is recorded all the same."""
        note = self.form.input("note")
        note.set_text("\n".join(part for part in (note.text(), reason_note(reason)) if part))

    def _save(self, values: dict[str, Any]) -> Any:
        from labordesk.model.grant_case import GrantCaseFields
        from labordesk.services.grants import save_case

        kept = self.parts.loaded.fields.model_dump() if self.parts.loaded is not None else {}
        fields = GrantCaseFields(**{**kept, **values})
        return save_case(self.context.register, fields, case_id=self.record_id, row_version=self._version)

    def _renew(self) -> None:
        """Start from the request as it is stored now; called on the write thread after a conflict."""
        from labordesk.services.grants import load_case

        if self.record_id is not None:
            self._version = load_case(self.context.register, self.record_id).row_version

    def delete(self) -> None:
        """Delete a request entered by mistake, after asking."""
        case_id, register = self.record_id, self.context.register
        if case_id is None:
            return
        question = _("Xóa hồ sơ trợ cấp của {person}?").format(person=self.parts.person)
        explain = _("Chỉ xóa hồ sơ ghi nhầm. Hồ sơ không giải quyết thì chọn “Từ chối” kèm lý do.")
        if not self.context.notify.ask(question, Answer("delete", _("Xóa hồ sơ"), "danger"), explain=explain):
            return

        def work() -> Any:
            from labordesk.services.grants import delete_case

            return delete_case(register, case_id)

        self.context.work.write(work, self._was_deleted)

    def _was_deleted(self, changes: Any) -> None:
        self.form.take_as_saved()
        self.deleted.emit()
        self.context.tell(changes)


@dataclass(frozen=True)
class CasePayment:
    """What was paid under a case, as its list shows it; ``amount`` in đồng."""

    award_id: int
    on: Any
    amount: int
    recipient_name: str
    voucher_number: str


def _payments(register: Any, award_ids: tuple[int, ...]) -> tuple[CasePayment, ...]:
    from labordesk.services.awards import load_award

    found = []
    for award_id in award_ids:
        data = load_award(register, award_id).data
        taker, voucher = data.fields.recipient_name or "", data.fields.voucher_number or ""
        found.append(CasePayment(award_id, data.fields.paid_on, data.total, taker, voucher))
    return tuple(found)
