"""Giấy tờ của hồ sơ as a list of the settings: which papers a house or a request must have, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labordesk.fields import Flag
from labordesk.fields.choices import WORKS
from labordesk.gui.pages.parts.catalogue_lookups import circumstance_lookup
from labordesk.gui.pages.settings_entry_kinds import EntryKind, EntryService, in_use
from labordesk.gui.table import Column
from labordesk.i18n import N_, NC_, _

if TYPE_CHECKING:
    from labordesk.model.paper import PaperTypeFields
    from labordesk.store.register import Register

_WORKS = {**dict(WORKS), "": ""}
_FILES = {"house": N_("Nhà"), "grant": N_("Trợ cấp")}
"""Short words for the kinds of file, which the form names in full."""


@dataclass(frozen=True)
class _PaperRow:
    """A paper with the name of the reason or kind of work it is only asked for."""

    id: int
    row_version: int
    fields: PaperTypeFields
    reason: str


def _rows(register: Register) -> tuple[_PaperRow, ...]:
    from labordesk.services.catalogue import circumstances
    from labordesk.services.paper_types import paper_types

    names = {one.id: one.fields.name for one in circumstances(register, active=None)}
    return tuple(
        _PaperRow(
            one.id,
            one.row_version,
            one.fields,
            names.get(one.fields.circumstance_id or 0, "") or _(_WORKS.get(one.fields.work or "", "")),
        )
        for one in paper_types(register, active=None)
    )


def _papers() -> EntryService:
    from labordesk.model.paper import PaperTypeFields
    from labordesk.services import paper_types

    return EntryService(
        PaperTypeFields,
        _rows,
        lambda register, fields, found, version: paper_types.save_paper_type(
            register, fields, paper_type_id=found, row_version=version
        ),
        paper_types.delete_paper_type,
    )


PAPERS = EntryKind(
    key="papers",
    icon="list",
    title=NC_("list", "Giấy tờ của hồ sơ"),
    hint=N_("Hồ sơ nhà, hồ sơ trợ cấp cần giấy tờ gì, từ bước nào; thiếu giấy tờ bắt buộc thì danh sách sẽ nhắc."),
    add=N_("Thêm giấy tờ"),
    new_title=N_("Giấy tờ mới"),
    edit_title=N_("Giấy tờ"),
    shown={"name": 24, "step": 14},
    widest="name",
    service=_papers,
    state=in_use,
    more=(
        Column("kind", N_("Hồ sơ"), width=8, read=lambda row: row.fields.kind, show=lambda kind: _(_FILES[kind])),
        Column("reason", N_("Riêng cho"), width=18, stretch=True, tip=lambda row: row.reason),
        Column("mandatory", N_("Bắt buộc"), Flag(), width=9, read=lambda row: row.fields.mandatory, spare=True),
    ),
    lookups=lambda register: {"circumstance": circumstance_lookup(register)},
)
