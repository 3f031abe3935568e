"""Giấy tờ của hồ sơ: the checklist of a house or a request, ticked, waived, and what is still awaited."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from labordesk.fields import kinds as clock
from labordesk.model import Attachment, CasePaper, GrantCase, House, PaperType
from labordesk.model.paper import CasePaperFields
from labordesk.rules.papers import (
    HandedIn,
    PaperState,
    check_paper,
    grant_steps_reached,
    house_steps_reached,
    state_of,
)
from labordesk.services.attachment_owner import Owner, ensure_owner
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.paper_gaps import proven
from labordesk.services.paper_records import paper_of_type, put_received
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.store.register import Register

__all__ = ["PaperLine", "PaperState", "Receipt", "papers_of", "receive_due_papers", "receive_papers", "set_paper"]

_CHANGES = Changes(papers=True)


@dataclass(frozen=True)
class PaperLine:
    """A paper of a file; ``id`` is the paper type's, ``row_version`` None while nothing was said about it.

    ``proven``: the file shows elsewhere that the paper is there. ``attachments`` are the ids of its scans.
    """

    id: int
    name: str
    step: str
    mandatory: bool
    state: PaperState
    fields: CasePaperFields
    row_version: int | None
    proven: bool
    attachments: tuple[int, ...]

    @property
    def lacking(self) -> bool:
        """Tell whether an inspection would miss it now."""
        return self.mandatory and self.state is PaperState.MISSING


@dataclass(frozen=True)
class Receipt:
    """A paper handed in on a day, with its number when it has one."""

    owner: Owner
    paper_type_id: int
    on: date
    document: str | None = None


def papers_of(register: Register, owner: Owner) -> tuple[PaperLine, ...]:
    """Return the checklist of a house or a request in its order; () for other records. NotFound when it is gone.

    A paper no longer asked for stays in the list of a file that has it.
    """
    if owner.kind not in ("house", "case"):
        return ()
    with register.looking() as connection, register.reading() as session:
        ensure_owner(session, owner)
        rows = _rows(session, owner)
        shown = proven(connection, owner)
        scans = _scans(session, [cast(int, row.id) for row in rows.values()])
        asked, reached = _asked(session, owner)
        return tuple(
            _line(one, rows.get(cast(int, one.id)), scans, is_proven=one.id in shown, due=one.step in reached)
            for one in _types(session, asked, rows)
        )


def set_paper(
    register: Register, owner: Owner, paper_type_id: int, fields: CasePaperFields, row_version: int | None = None
) -> Saved:
    """Say that a paper was handed in, or why it is not needed, or neither (it is awaited again)."""
    fields = tidied(fields)
    check_fields(fields)
    check_paper(fields.received_on, fields.waived_reason, clock.today())
    with register.writing() as session:
        row = paper_of_type(session, owner, paper_type_id)
        if row.id is None:
            row = CasePaper.model_validate(row, update=fields.model_dump())
            session.add(row)
        else:
            apply_fields(row, fields, row_version)
        session.flush()
        return Saved(cast(int, row.id), row.row_version, _CHANGES)


def receive_due_papers(register: Register, owner: Owner, on: date | None = None) -> Saved:
    """Tick every mandatory paper that is missing now, as one does with a complete file of before."""
    missing = [line.id for line in papers_of(register, owner) if line.lacking]
    day = on or clock.today()
    receive_papers(register, [Receipt(owner, paper_type_id, day) for paper_type_id in missing])
    return Saved(owner.id, 0, _CHANGES)


def receive_papers(register: Register, receipts: Sequence[Receipt]) -> Changes:
    """Tick papers of many files at once, all or none; a paper that has a day already keeps it."""
    for one in receipts:
        check_paper(one.on, None, clock.today())
    with register.writing() as session:
        for one in receipts:
            row = paper_of_type(session, one.owner, one.paper_type_id)
            put_received(row, one.on)
            row.document = row.document or one.document
            session.add(row)
    return _CHANGES


def _rows(session: Session, owner: Owner) -> dict[int, CasePaper]:
    """Return what was said about the papers of a file, by paper type."""
    rows = session.exec(select(CasePaper).where(getattr(CasePaper, owner.column) == owner.id))
    return {row.paper_type_id: row for row in rows}


def _scans(session: Session, paper_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    query = select(Attachment.case_paper_id, Attachment.id).where(col(Attachment.case_paper_id).in_(paper_ids))
    for paper_id, attachment_id in session.exec(query.order_by(col(Attachment.id))):
        if paper_id is not None and attachment_id is not None:
            found[paper_id] = (*found.get(paper_id, ()), attachment_id)
    return found


def _asked(session: Session, owner: Owner) -> tuple[Mapping[str, object], frozenset[str]]:
    """Return what a paper type must have to be asked for, and the steps the file has come through."""
    if owner.kind == "house":
        house = cast(House, session.get(House, owner.id))
        return {"kind": "house", "work": house.work}, house_steps_reached(_milestones(session, owner.id))
    case = cast(GrantCase, session.get(GrantCase, owner.id))
    return {"kind": "grant", "circumstance_id": case.circumstance_id}, grant_steps_reached(case.state)


def _milestones(session: Session, house_id: int) -> list[str]:
    from labordesk.model import HouseMilestone

    return list(session.exec(select(HouseMilestone.milestone).where(HouseMilestone.house_id == house_id)))


def _types(session: Session, asked: Mapping[str, object], known: Collection[int]) -> list[PaperType]:
    """Return the paper types of a file: those in use that fit it, and those it has something about."""
    types = session.exec(select(PaperType).where(PaperType.kind == asked["kind"]))
    fitting = [
        one
        for one in types
        if one.id in known
        or (
            one.active and all(getattr(one, name) in (None, wanted) for name, wanted in asked.items() if name != "kind")
        )
    ]
    return sorted(fitting, key=lambda one: (one.position, one.name))


def _line(
    one: PaperType, row: CasePaper | None, scans: Mapping[int, tuple[int, ...]], *, is_proven: bool, due: bool
) -> PaperLine:
    fields = CasePaperFields.model_validate(row) if row is not None else CasePaperFields()
    handed_in = HandedIn(fields.received_on, fields.waived_reason, is_proven)
    return PaperLine(
        id=cast(int, one.id),
        name=one.name,
        step=one.step,
        mandatory=one.mandatory,
        state=state_of(handed_in, due=due),
        fields=fields,
        row_version=row.row_version if row is not None else None,
        proven=is_proven,
        attachments=scans.get(cast(int, row.id), ()) if row is not None else (),
    )
