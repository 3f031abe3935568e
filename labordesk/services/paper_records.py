"""Giấy tờ inside a unit of work: the row of one paper of one file. Functions take the session and never commit."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from labordesk.errors import InvalidInput, NotFound
from labordesk.i18n import N_
from labordesk.model import CasePaper, GrantCase, House, PaperType
from labordesk.services.attachment_owner import Owner, ensure_owner
from labordesk.services.row_edit import touch

NO_PAPER = N_("Không thấy giấy tờ này trong danh mục; hãy mở lại hồ sơ.")
OTHER_FILE = N_("Giấy tờ này không dùng cho hồ sơ đang mở; hãy mở lại hồ sơ.")
NO_CHECKLIST = N_("Chỉ hồ sơ nhà và hồ sơ trợ cấp có danh mục giấy tờ.")

_KINDS = {"house": "house", "case": "grant"}


def paper_of_type(session: Session, owner: Owner, paper_type_id: int) -> CasePaper:
    """Return the row of a paper, or a new one not yet added; InvalidInput when the file is not asked for it."""
    ensure_owner(session, owner)
    if owner.kind not in _KINDS:
        raise InvalidInput(NO_CHECKLIST)
    row = session.exec(
        select(CasePaper).where(getattr(CasePaper, owner.column) == owner.id, CasePaper.paper_type_id == paper_type_id)
    ).first()
    if row is not None:
        return row
    _ensure_asked(session, owner, paper_type_id)
    return CasePaper.model_validate({"paper_type_id": paper_type_id, owner.column: owner.id})


def put_received(paper: CasePaper, on: date) -> None:
    """Note that a paper was handed in; a day that is there stays, a reason why it was not needed goes."""
    if paper.received_on is None:
        paper.received_on, paper.waived_reason = on, None
        if paper.id is not None:
            touch(paper)


def _ensure_asked(session: Session, owner: Owner, paper_type_id: int) -> None:
    asked = session.get(PaperType, paper_type_id)
    if asked is None:
        raise NotFound(NO_PAPER)
    fits = asked.kind == _KINDS[owner.kind]
    if owner.kind == "house":
        house = session.get(House, owner.id)
        fits &= asked.work is None or (house is not None and asked.work == house.work)
    else:
        case = session.get(GrantCase, owner.id)
        reason = case.circumstance_id if case is not None else None
        fits &= asked.circumstance_id is None or asked.circumstance_id == reason
    if not fits:
        raise InvalidInput(OTHER_FILE)
