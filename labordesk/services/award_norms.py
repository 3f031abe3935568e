"""The rate behind a payment: what may be paid, how often in the year, and the words kept with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.model import GrantCase, House
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.rules.norms import Norm, Question, basis_text, check_norm, departure, norm_for
from labordesk.services.norm_rates import member_of, norms_of, times_in_year
from labordesk.store.engine import sqlite_of


@dataclass(frozen=True)
class Rated:
    """What one rate has to say to a payment: the union's money under it, and how often the person was helped."""

    norm: Norm
    amount: int
    times: int
    quantity: int

    @property
    def departs(self) -> bool:
        """Return whether the payment leaves the rate."""
        return bool(departure(self.norm, self.amount, self.times, self.quantity))


def rated(
    session: Session,
    fields: AwardFields,
    lines: Iterable[AwardLineFields],
    *,
    case_id: int | None = None,
    award_id: int | None = None,
) -> tuple[Rated, ...]:
    """Return the rates that hold for a payment; lines of one rate, at several levels, are judged together.

    Money of donors is theirs to give, so only lines of union money count. A campaign is planned by its own package.
    """
    if fields.handover not in PAID or fields.campaign_id is not None:
        return ()
    connection = sqlite_of(session)
    norms = norms_of(connection, fields.programme_id)
    if not norms:
        return ()
    on, member = fields.paid_on or clock.today(), member_of(connection, fields.person_id)
    ours = {row[0] for row in connection.execute("SELECT id FROM fund WHERE union_money")}
    sums: defaultdict[Norm, int] = defaultdict(int)
    for line in lines:
        question = Question(fields.programme_id, on, fields.circumstance_id, level=line.level, member=member)
        norm = norm_for(norms, question)
        if norm is not None and line.fund_id in ours:
            sums[norm] += line.amount
    return tuple(
        Rated(
            norm,
            amount,
            times_in_year(connection, fields.person_id, norm, on, case_id=case_id, award_id=award_id),
            fields.quantity,
        )
        for norm, amount in sums.items()
        if amount
    )


def check_award_norm(
    session: Session,
    fields: AwardFields,
    lines: Iterable[AwardLineFields],
    *,
    case_id: int | None = None,
    house_id: int | None = None,
    award_id: int | None = None,
) -> str | None:
    """Return the basis a payment rests on, None without a rate; InvalidInput beside ``override_reason``.

    The money of a house was judged as a whole when it was approved, so its payments rest on that. The reason told at
    the approval of a grant holds for its payment too.
    """
    if house_id is not None:
        return session.get_one(House, house_id).norm_basis
    reason = fields.override_reason
    if case_id is not None:
        reason = reason or session.get_one(GrantCase, case_id).norm_reason
    found = rated(session, fields, lines, case_id=case_id, award_id=award_id)
    for one in found:
        check_norm(one.norm, one.amount, one.times, reason, quantity=one.quantity, field="override_reason")
    return "; ".join(basis_text(one.norm) for one in found) or None
