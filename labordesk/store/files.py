"""One file of the register as its papers tell it: a house, a request, a payment, with everybody and every day in it.

Read through the light connection; whatever is not known is "" or None, so that a blank form is a file with nothing in
it. Money in đồng.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from labordesk.store.file_rows import filled, row_of, rows_of, stored_day
from labordesk.store.file_units import grassroots_of, whole_name


@dataclass(frozen=True)
class Member:
    """Somebody of a household; ``relation`` is a code of ``fields.choices.RELATIONS``."""

    full_name: str = ""
    relation: str = ""
    birth: str = ""
    occupation: str = ""
    dependant: bool = False


@dataclass(frozen=True)
class PersonFile:
    """A beneficiary; ``birth`` and ``joined_on`` are ISO text of any precision, codes are those of the choices.

    ``circumstances`` leave out those of health, and health, ethnicity and income are not read at all: what is shown
    only when opened on the screen is written on paper by hand (NĐ 356/2025; domain.md 3.5).
    """

    full_name: str = ""
    birth: str = ""
    sex: str = ""
    citizen_id: str = ""
    citizen_id_issued_on: date | None = None
    citizen_id_issued_at: str = ""
    old_id: str = ""
    phone: str = ""
    standing: str = ""
    unit: str = ""
    department: str = ""
    job: str = ""
    union_card: str = ""
    joined_on: str = ""
    address: str = ""
    registered_address: str = ""
    housing: str = ""
    land_title: bool | None = None
    poverty: str = ""
    household_size: int | None = None
    dependants: int | None = None
    household: tuple[Member, ...] = ()
    circumstances: tuple[str, ...] = ()


NOBODY = PersonFile()


@dataclass(frozen=True)
class Step:
    """A dated step of a file."""

    day: date | None = None
    document: str = ""
    note: str = ""


@dataclass(frozen=True)
class Decided:
    """The decision a support rests on, and the norm it keeps to."""

    number: str = ""
    day: date | None = None
    body: str = ""
    signer: str = ""
    norm_basis: str = ""
    norm_reason: str = ""


UNDECIDED = Decided()


@dataclass(frozen=True)
class MoneyLine:
    """Part of a payment: its fund, paying level and form (codes)."""

    fund: str = ""
    level: str = ""
    form: str = "cash"
    amount: int = 0
    description: str = ""


@dataclass(frozen=True)
class PaymentFile:
    """Money or goods handed over to one person, or to ``quantity`` people of a unit."""

    id: int = 0
    person: PersonFile = NOBODY
    unit: str = ""
    grassroots: str = ""
    programme: str = ""
    kind: str = ""
    health: bool = False
    campaign: str = ""
    package_items: str = ""
    paid_on: date | None = None
    quantity: int = 1
    count_unit: str = ""
    recipient_name: str = ""
    recipient_relation: str = ""
    voucher_number: str = ""
    method: str = ""
    instalment: str = ""
    decided: Decided = UNDECIDED
    note: str = ""
    lines: tuple[MoneyLine, ...] = ()

    @property
    def whole_unit(self) -> str:
        """Return the unit with the grassroots union it is part of."""
        return whole_name(self.unit, self.grassroots)

    @property
    def cash(self) -> int:
        """Return the money."""
        return sum(line.amount for line in self.lines if line.form == "cash")

    @property
    def goods(self) -> int:
        """Return the worth of goods and services."""
        return sum(line.amount for line in self.lines if line.form != "cash")

    @property
    def total(self) -> int:
        """Return everything handed over."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True)
class FunderLine:
    """Who bears part of a house; labour is days, never money."""

    fund: str = ""
    union_money: bool = False
    form: str = "cash"
    planned: int = 0
    received: int = 0
    labour_days: int = 0
    note: str = ""


@dataclass(frozen=True)
class ProgressLine:
    """How far a house was on a day."""

    day: date
    percent: int
    note: str = ""


@dataclass(frozen=True)
class HouseFile:
    """A Mái ấm; ``steps`` by milestone code, ``grassroots`` is the union its unit is or belongs to."""

    person: PersonFile = NOBODY
    unit: str = ""
    grassroots: str = ""
    programme: str = ""
    work: str = ""
    stage: str = ""
    address: str = ""
    area: int | None = None
    structure: str = ""
    estimate: int | None = None
    approved_amount: int | None = None
    total_value: int | None = None
    due_on: date | None = None
    decided: Decided = UNDECIDED
    note: str = ""
    steps: Mapping[str, Step] = field(default_factory=dict)
    funders: tuple[FunderLine, ...] = ()
    payments: tuple[PaymentFile, ...] = ()
    progress: tuple[ProgressLine, ...] = ()

    @property
    def whole_unit(self) -> str:
        """Return the unit with the grassroots union it is part of."""
        return whole_name(self.unit, self.grassroots)

    def step(self, milestone: str) -> Step:
        """Return a step, empty when it was not taken."""
        return self.steps.get(milestone, Step())

    @property
    def given(self) -> int:
        """Return what the union handed over."""
        return sum(payment.total for payment in self.payments)


@dataclass(frozen=True)
class PaperTick:
    """A paper of the checklist of a request, and whether it was handed in."""

    name: str
    received: bool = False


@dataclass(frozen=True)
class CaseFile:
    """A request for a grant; ``grassroots`` is the union its unit is or belongs to."""

    person: PersonFile = NOBODY
    unit: str = ""
    grassroots: str = ""
    programme: str = ""
    circumstance: str = ""
    circumstance_code: str = ""
    circumstance_health: bool = False
    circumstance_deceased: bool = False
    state: str = ""
    requested_on: date | None = None
    situation: str = ""
    asked_amount: int | None = None
    approved_amount: int | None = None
    recipient_name: str = ""
    recipient_relation: str = ""
    decided: Decided = UNDECIDED
    steps: Mapping[str, Step] = field(default_factory=dict)
    payments: tuple[PaymentFile, ...] = ()
    papers: tuple[PaperTick, ...] = ()

    @property
    def whole_unit(self) -> str:
        """Return the unit with the grassroots union it is part of."""
        return whole_name(self.unit, self.grassroots)

    @property
    def reason(self) -> str:
        """Return the circumstance as papers for many eyes may name it: nothing about health."""
        return "" if self.circumstance_health else self.circumstance


def house_file(connection: sqlite3.Connection, house_id: int) -> HouseFile | None:
    """Return a house with everything its papers tell, None when there is none."""
    row = row_of(
        connection,
        "SELECT h.*, u.name AS unit, g.name AS programme FROM house h JOIN unit u ON u.id = h.unit_id"
        " JOIN programme g ON g.id = h.programme_id WHERE h.id = ?",
        house_id,
    )
    if row is None:
        return None
    return filled(
        HouseFile,
        row,
        grassroots=grassroots_of(connection, row["unit_id"]),
        person=_person(connection, row["person_id"]),
        decided=_decided(row),
        steps={
            one["milestone"]: filled(Step, one, day=stored_day(one["happened_on"]))
            for one in rows_of(
                connection, "SELECT * FROM house_milestone WHERE house_id = ? ORDER BY happened_on", house_id
            )
        },
        funders=tuple(
            filled(FunderLine, one)
            for one in rows_of(
                connection,
                "SELECT f.*, n.name AS fund, n.union_money FROM house_funder f JOIN fund n ON n.id = f.fund_id"
                " WHERE f.house_id = ? ORDER BY f.id",
                house_id,
            )
        ),
        payments=_payments(connection, "a.house_id = ?", house_id),
        progress=tuple(
            ProgressLine(date.fromisoformat(one["reported_on"]), one["percent"], one["note"] or "")
            for one in rows_of(
                connection, "SELECT * FROM house_progress WHERE house_id = ? ORDER BY reported_on", house_id
            )
        ),
    )


def case_file(connection: sqlite3.Connection, case_id: int) -> CaseFile | None:
    """Return a request with everything its papers tell, None when there is none."""
    row = row_of(
        connection,
        "SELECT c.*, u.name AS unit, g.name AS programme, x.name AS circumstance,"
        " x.code AS circumstance_code, x.health AS circumstance_health, x.deceased AS circumstance_deceased"
        " FROM grant_case c JOIN unit u ON u.id = c.unit_id JOIN programme g ON g.id = c.programme_id"
        " LEFT JOIN circumstance x ON x.id = c.circumstance_id WHERE c.id = ?",
        case_id,
    )
    if row is None:
        return None
    return filled(
        CaseFile,
        row,
        grassroots=grassroots_of(connection, row["unit_id"]),
        person=_person(connection, row["person_id"]),
        decided=_decided(row),
        steps={
            one["state"]: filled(Step, one, day=stored_day(one["happened_on"]))
            for one in rows_of(
                connection, "SELECT * FROM case_event WHERE case_id = ? ORDER BY happened_on, id", case_id
            )
        },
        payments=_payments(connection, "a.case_id = ?", case_id),
        papers=tuple(
            PaperTick(one["name"], bool(one["received_on"]))
            for one in rows_of(
                connection,
                "SELECT t.name, p.received_on FROM grant_case c JOIN paper_type t ON t.kind = 'grant' AND t.active"
                " AND (t.circumstance_id IS NULL OR t.circumstance_id = c.circumstance_id)"
                " LEFT JOIN case_paper p ON p.paper_type_id = t.id AND p.case_id = c.id"
                " WHERE c.id = ? AND t.step IN ('received', 'verifying') ORDER BY t.position, t.id",
                case_id,
            )
        ),
    )


def payment_file(connection: sqlite3.Connection, award_id: int) -> PaymentFile | None:
    """Return one payment, handed over or still planned, None when there is none."""
    found = _payments(connection, "a.id = ?", award_id, paid_only=False)
    return found[0] if found else None


def _person(connection: sqlite3.Connection, person_id: int | None) -> PersonFile:
    if person_id is None:
        return NOBODY
    row = row_of(
        connection,
        "SELECT p.*, u.name AS unit FROM person p LEFT JOIN unit u ON u.id = p.unit_id WHERE p.id = ?",
        person_id,
    )
    if row is None:
        return NOBODY
    household = rows_of(connection, "SELECT * FROM household_member WHERE person_id = ? ORDER BY id", person_id)
    circumstances = rows_of(
        connection,
        "SELECT c.name FROM person_circumstance o JOIN circumstance c ON c.id = o.circumstance_id"
        " WHERE o.person_id = ? AND o.until IS NULL AND c.health = 0 ORDER BY c.position, o.id",
        person_id,
    )
    return filled(
        PersonFile,
        row,
        household=tuple(filled(Member, one) for one in household),
        circumstances=tuple(one["name"] for one in circumstances),
    )


def _payments(
    connection: sqlite3.Connection, which: str, key: int, *, paid_only: bool = True
) -> tuple[PaymentFile, ...]:
    paid = "AND a.handover IN ('received', 'proxy')" if paid_only else ""
    rows = rows_of(
        connection,
        "SELECT a.*, u.name AS unit, g.name AS programme, g.kind, c.name AS campaign, c.package_items,"
        " max(coalesce(x.health, 0), coalesce(y.health, 0)) AS health FROM award a"
        " JOIN unit u ON u.id = a.unit_id JOIN programme g ON g.id = a.programme_id"
        f" LEFT JOIN campaign c ON c.id = a.campaign_id LEFT JOIN circumstance x ON x.id = a.circumstance_id"
        f" LEFT JOIN circumstance y ON y.id = g.circumstance_id WHERE {which} {paid} ORDER BY a.paid_on, a.id",
        key,
    )
    return tuple(
        filled(
            PaymentFile,
            row,
            grassroots=grassroots_of(connection, row["unit_id"]),
            person=_person(connection, row["person_id"]),
            decided=_decided(row),
            lines=tuple(
                filled(MoneyLine, line)
                for line in rows_of(
                    connection,
                    "SELECT l.*, f.name AS fund FROM award_line l JOIN fund f ON f.id = l.fund_id"
                    " WHERE l.award_id = ? ORDER BY l.id",
                    row["id"],
                )
            ),
        )
        for row in rows
    )


def _decided(row: Mapping[str, Any]) -> Decided:
    return Decided(
        number=row.get("decision_number") or "",
        day=stored_day(row.get("decision_date")),
        body=row.get("decision_body") or "",
        signer=row.get("decision_signer") or "",
        norm_basis=row.get("norm_basis") or "",
        norm_reason=row.get("norm_reason") or row.get("override_reason") or "",
    )
