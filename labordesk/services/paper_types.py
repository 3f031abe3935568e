"""Danh mục giấy tờ: which papers a file must have, by step, reason and kind of work, all data an officer edits."""

from __future__ import annotations

from sqlmodel import Session

from labordesk.errors import InvalidInput
from labordesk.i18n import N_
from labordesk.model import Circumstance, PaperType
from labordesk.model.paper import PaperTypeFields
from labordesk.rules.papers import check_paper_type
from labordesk.services.catalogue_entries import Catalogue, Entry
from labordesk.services.changes import Changes
from labordesk.services.saved import Saved
from labordesk.store.register import Register

PaperTypeRow = Entry[PaperTypeFields]

UNKNOWN_CIRCUMSTANCE = N_("Không thấy hoàn cảnh này trong danh mục; hãy chọn lại.")


def _check(session: Session, fields: PaperTypeFields) -> None:
    check_paper_type(fields.kind, fields.step, fields.circumstance_id, fields.work, fields.proof)
    if fields.circumstance_id is not None and session.get(Circumstance, fields.circumstance_id) is None:
        raise InvalidInput(UNKNOWN_CIRCUMSTANCE, field="circumstance_id")


_PAPERS = Catalogue(
    PaperType,
    PaperTypeFields,
    order=("kind", "position", "name"),
    fixed=("kind",),
    within=("kind", "circumstance_id", "work"),
    changes=Changes(papers=True),
    check=_check,
)


def paper_types(register: Register, *, active: bool | None = True) -> tuple[PaperTypeRow, ...]:
    """Return the papers asked for, houses after grants; ``active`` None also those no longer asked for."""
    return _PAPERS.entries(register, active=active)


def save_paper_type(
    register: Register, fields: PaperTypeFields, *, paper_type_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a paper of the checklist; one already handed in somewhere stays with houses or with grants."""
    return _PAPERS.save(register, fields, paper_type_id, row_version)


def delete_paper_type(register: Register, paper_type_id: int) -> Changes:
    """Delete a paper no file ever had; RuleBroken otherwise, it can be retired."""
    return _PAPERS.delete(register, paper_type_id)
