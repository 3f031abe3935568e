"""The programme a row names in a column of its own: a list of grants may be of several, a campaign is of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from sqlmodel import Session, col, select

from labordesk.exchange.list_model import ListKind
from labordesk.i18n import N_, _
from labordesk.model import Programme
from labordesk.rules.written_words import Entry, best_entries, is_written, sure_entry
from labordesk.services.import_catalogue import Catalogue
from labordesk.services.import_drafts import Draft
from labordesk.services.import_figures import entries_of
from labordesk.services.import_model import ImportOrder
from labordesk.services.import_target import KINDS_OF_PROGRAMMES, Target
from labordesk.store.engine import sqlite_of

WHICH: Final = N_("Chưa rõ “{written}” là chương trình nào trong danh mục; hãy chọn.")
AS_ORDERED: Final = N_("Danh sách ghi chương trình “{written}”; sẽ ghi vào “{programme}” như đã chọn.")
OTHER_LIST: Final = N_(
    "Dòng này ghi chương trình “{written}”, đợt này thuộc “{programme}”; hãy nhập dòng này bằng danh sách khác."
)


def settle_programmes(
    session: Session, kind: ListKind, target: Target, order: ImportOrder, drafts: Sequence[Draft]
) -> Mapping[int, Programme]:
    """Put the programme each row names into ``programme_id`` and return all programmes by id.

    What the officer ordered holds for every row; a row of another programme than that of a campaign is not taken.
    A column "Nội dung" may hold programmes and circumstances alike: what is no programme is why the grant is given.
    """
    every = {cast(int, one.id): one for one in session.exec(select(Programme))}
    usual = target.programme
    if usual is None or not any(_written(draft) for draft in drafts):
        return every
    query = select(Programme).where(Programme.kind == KINDS_OF_PROGRAMMES[kind], col(Programme.active))
    usable = session.exec(query.order_by(col(Programme.position), col(Programme.id))).all()
    entries = [Entry(cast(int, one.id), (one.name, one.code)) for one in usable]
    catalogue = Catalogue(entries, {}, sure=sure_entry)
    reasons = Catalogue(entries_of(sqlite_of(session), "circumstance"), order.circumstances)
    is_ordered = order.programme_id is not None or bool(order.programme_code) or target.campaign_id is not None
    names_one: dict[str, bool] = {}
    for draft in drafts:
        written = _written(draft)
        by_column = bool(draft.values.get("programme"))
        if written not in names_one:
            names_one[written] = any(is_written(written, entry) for entry in entries)
        if not written or not (by_column or names_one[written]):
            continue
        found = catalogue.find(written)
        if kind == "gifts":
            if found is not None and found != usual.id:
                draft.wrong("programme", "ask", _(OTHER_LIST).format(written=written, programme=usual.name))
        elif is_ordered:
            if found is not None and found != usual.id:
                draft.wrong("programme", "warning", _(AS_ORDERED).format(written=written, programme=usual.name))
        elif found is not None:
            draft.values["programme_id"] = found
        elif by_column and (reason := reasons.find(written)) is not None:
            draft.values["circumstance"] = draft.values.get("circumstance") or written
            draft.circumstance_id = draft.circumstance_id or reason
        elif by_column and not best_entries(written, entries):
            draft.values["circumstance"] = draft.values.get("circumstance") or written
        elif by_column:
            draft.wrong("programme", "ask", _(WHICH).format(written=written), catalogue.names(written)[:8])
    return every


def programme_of(
    draft_values: Mapping[str, object], programmes: Mapping[int, Programme], usual: Programme
) -> Programme:
    """Return the programme of a row: its own, or that of the list."""
    return programmes.get(cast(int, draft_values.get("programme_id") or 0), usual)


def _written(draft: Draft) -> str:
    """Return what a row calls its programme: in its own column, or as a reason that is the name of one."""
    return str(draft.values.get("programme") or draft.read.values.get("circumstance") or "")
