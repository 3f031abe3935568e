"""Sửa có lý do: what was changed in the steps of a Mái ấm already on record, kept beside its file.

Functions take the session and never commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput
from labordesk.fields import Spec, specs_of
from labordesk.fields.choices import MILESTONES
from labordesk.i18n import N_, _
from labordesk.model import Correction, House
from labordesk.model.house import HouseFields
from labordesk.rules.house_corrections import DECIDED, DOCUMENT, Change, OnRecord, corrections
from labordesk.rules.house_stages import milestone_label
from labordesk.services.house_records import as_milestone, milestone_rows
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.fold import clean

REASON_NEEDED = N_("Sửa {what} đã ghi thì cần có lý do; hãy ghi lý do sửa.")

_MILESTONES = dict(MILESTONES)


@dataclass(frozen=True)
class HouseCorrection:
    """One correction as a file lists it; ``before`` and ``after`` the way a person reads them, "" for nothing."""

    id: int
    on: date
    subject: str
    before: str
    after: str
    reason: str

    @property
    def label(self) -> str:
        """Return what was corrected, in the language of the screen."""
        return _subject(self.subject)


def on_record(session: Session, house: House) -> OnRecord:
    """Return what a house has on record now, to be compared after a change."""
    rows = milestone_rows(session, cast(int, house.id))
    return OnRecord(
        {code: as_milestone(row) for code, row in rows.items()},
        {field: _stored(getattr(house, field)) for field in DECIDED},
    )


def keep_corrections(session: Session, house: House, before: OnRecord, reason: str) -> bool:
    """Write down what changed on record since ``before`` and tell whether anything did.

    InvalidInput beside ``correction_reason`` when something did and no reason is given.
    """
    changes = corrections(before, on_record(session, house))
    reason = clean(reason)
    if changes and not reason:
        what = ", ".join(dict.fromkeys(_quoted(change) for change in changes))
        raise InvalidInput(REASON_NEEDED, field="correction_reason", what=what)
    for change in changes:
        session.add(
            Correction(
                house_id=house.id, subject=change.subject, before=change.before, after=change.after, reason=reason
            )
        )
    session.flush()
    return bool(changes)


def corrections_of(session: Session, house_id: int) -> tuple[HouseCorrection, ...]:
    """Return the corrections of a house, the latest first."""
    rows = session.exec(select(Correction).where(Correction.house_id == house_id).order_by(col(Correction.id).desc()))
    return tuple(
        HouseCorrection(
            cast(int, row.id),
            datetime.fromisoformat(row.created_at).astimezone().date(),
            row.subject,
            _shown(row.subject, row.before),
            _shown(row.subject, row.after),
            row.reason,
        )
        for row in rows
    )


def _quoted(change: Change) -> str:
    return f"“{_subject(change.subject)}”"


def _subject(subject: str) -> str:
    if subject.endswith(DOCUMENT):
        return _("văn bản của mốc {milestone}").format(milestone=milestone_label(subject.removesuffix(DOCUMENT)))
    return milestone_label(subject) if subject in _MILESTONES else _(_spec(subject).label)


def _spec(field: str) -> Spec:
    return specs_of(HouseFields)[field]


def _stored(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _shown(subject: str, text: str) -> str:
    if not text or subject.endswith(DOCUMENT):
        return text
    if subject in _MILESTONES:
        return short(date.fromisoformat(text))
    kind = _spec(subject).kind
    value: Any = date.fromisoformat(text) if subject == "decision_date" else text
    return kind.show(int(text) if subject == "approved_amount" else value)
