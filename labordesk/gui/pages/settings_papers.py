"""Giấy tờ của hồ sơ as a list of the settings: which papers a house or a request must have, and by when."""

from __future__ import annotations

from labordesk.gui.pages.parts.catalogue_lookups import circumstance_lookup
from labordesk.gui.pages.settings_entry_kinds import EntryKind, EntryService, in_use
from labordesk.i18n import N_, NC_


def _papers() -> EntryService:
    from labordesk.model.paper import PaperTypeFields
    from labordesk.services import paper_types

    return EntryService(
        PaperTypeFields,
        lambda register: paper_types.paper_types(register, active=None),
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
    shown={"kind": 17, "name": 26, "step": 16, "mandatory": 10},
    widest="name",
    service=_papers,
    state=in_use,
    lookups=lambda register: {"circumstance": circumstance_lookup(register)},
)
