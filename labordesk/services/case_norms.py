"""The rate an approved request rests on."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from labordesk.model import GrantCase
from labordesk.rules.norms import Question, basis_text, check_norm, norm_for
from labordesk.services.norm_rates import member_of, norms_of, times_in_year, usual_level
from labordesk.store.engine import sqlite_of

RATED = ("person_id", "programme_id", "circumstance_id", "approved_amount", "decision_date", "norm_reason")
"""What the rate of a request depends on; other edits leave the rate as it was when it was decided."""


def check_case_norm(session: Session, case: GrantCase, approved_on: date) -> str | None:
    """Return the basis of the approved amount to keep with the request, None without a rate.

    The day of the decision counts, or else of the approval; who pays is not told yet, so it is the unit's own level.
    InvalidInput beside ``norm_reason``.
    """
    connection = sqlite_of(session)
    on = case.decision_date or approved_on
    question = Question(
        case.programme_id,
        on,
        case.circumstance_id,
        level=usual_level(connection),
        member=member_of(connection, case.person_id),
    )
    norm = norm_for(norms_of(connection, case.programme_id), question)
    if norm is None:
        return None
    times = times_in_year(connection, case.person_id, norm, on, case_id=case.id)
    check_norm(norm, case.approved_amount or 0, times, case.norm_reason)
    return basis_text(norm)
