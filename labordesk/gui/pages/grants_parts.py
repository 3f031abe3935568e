"""What the file of a request is opened with, read in one go behind the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from labordesk.fields import Spec
from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm, Values
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for, programme_lookup
from labordesk.gui.pages.parts.norm_note import NormAsk
from labordesk.gui.pages.parts.pay_dialog import PaySpecs, load_pay_specs
from labordesk.gui.pages.parts.person_picker import person_lookup
from labordesk.i18n import N_
from labordesk.rules.norms import Question

if TYPE_CHECKING:
    from labordesk.gui.inputs.reference import Lookup
    from labordesk.services.grants import LoadedCase

DECISION = ("decision_number", "decision_date", "decision_body", "decision_signer")

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
    N_("Duyệt"): ("approved_amount", *DECISION, "norm_reason"),
    N_("Người nhận"): ("recipient_name", "recipient_relation", "note"),
}


@dataclass(frozen=True)
class CasePayment:
    """What was paid under a case, as its list shows it; ``amount`` in đồng."""

    award_id: int
    on: Any
    amount: int
    recipient_name: str
    voucher_number: str


@dataclass(frozen=True)
class CaseParts:
    """What a file is opened with; ``loaded`` is None for a new request, ``person_id`` for whom it is started."""

    specs: Mapping[str, Spec]
    pay: PaySpecs
    programme_id: int | None
    loaded: LoadedCase | None = None
    person: str = ""
    payments: tuple[CasePayment, ...] = ()
    missing: tuple[str, ...] = ()
    """The papers the file lacks."""
    decided: tuple[str, str] = ("", "")
    """Who decided and who signed the last time."""
    days: int = 11
    """The register's limit in working days."""
    person_id: int | None = None
    circumstances: Mapping[int, int] = field(default_factory=dict)
    """The hardship reason a programme usually goes with, by programme."""
    deceased: frozenset[int] = frozenset()
    """The reasons whose person has died, so that a relative receives."""


def load_case_parts(register: Any, case_id: int | None = None, person_id: int | None = None) -> CaseParts:
    """Return everything a file shows; a reading task, because it imports the model."""
    from labordesk.fields import specs_of
    from labordesk.model.grant_case import GrantCaseFields
    from labordesk.services.case_lists import last_decision
    from labordesk.services.catalogue import circumstances, programmes
    from labordesk.services.grants import load_case
    from labordesk.services.handling_time import handling_time
    from labordesk.services.paper_gaps import missing_of_cases
    from labordesk.services.people_search import person_row

    specs, grants = specs_of(GrantCaseFields), programmes(register, kind="grant")
    parts = CaseParts(
        specs={
            **{name: specs[name].placed(section) for section, names in _SECTIONS.items() for name in names},
            "refusal_reason": specs["refusal_reason"],
        },
        pay=load_pay_specs(register),
        programme_id=grants[0].id if len(grants) == 1 else None,
        decided=last_decision(register),
        days=handling_time(register).grant_days,
        person_id=person_id,
        circumstances={row.id: row.fields.circumstance_id for row in grants if row.fields.circumstance_id is not None},
        deceased=frozenset(row.id for row in circumstances(register, active=None) if row.fields.deceased),
    )
    if case_id is None:
        return parts
    loaded = load_case(register, case_id)
    person = person_row(register, loaded.fields.person_id, year=1)
    with register.looking() as connection:
        missing = missing_of_cases(connection, [case_id]).get(case_id, ())
    return replace(
        parts,
        loaded=loaded,
        person=person.full_name if person is not None else "",
        payments=_payments(register, loaded.award_ids),
        missing=missing,
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


def norm_ask(typed: Values, today: date, case_id: int | None, *, day: str = "decision_date") -> NormAsk | None:
    """Return which rate holds for what is typed; before a decision that of the ``day`` typed, or of today."""
    programme_id, on = typed.get("programme_id"), typed.get(day) or today
    if not isinstance(programme_id, int):
        return None
    return NormAsk(Question(programme_id, on, typed.get("circumstance_id")), typed.get("person_id"), case_id=case_id)


def _payments(register: Any, award_ids: tuple[int, ...]) -> tuple[CasePayment, ...]:
    from labordesk.services.awards import load_award

    found = []
    for award_id in award_ids:
        data = load_award(register, award_id).data
        taker, voucher = data.fields.recipient_name or "", data.fields.voucher_number or ""
        found.append(CasePayment(award_id, data.fields.paid_on, data.total, taker, voucher))
    return tuple(found)
