"""Whether what a form points at is still in the register."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, SQLModel

from labordesk.errors import InvalidInput
from labordesk.fields import specs_of
from labordesk.i18n import N_, _
from labordesk.model import Campaign, Circumstance, Fund, Indicator, Programme

UNKNOWN = N_("Ô “{label}”: mục đã chọn không còn trong sổ; hãy chọn lại.")
RETIRED = N_("“{name}” đã thôi dùng; hãy chọn mục khác.")

REFERENCES: Mapping[str, type[SQLModel]] = {
    "campaign_id": Campaign,
    "circumstance_id": Circumstance,
    "fund_id": Fund,
    "indicator_id": Indicator,
    "programme_id": Programme,
}
"""The table each field of a form points at."""


def check_references(session: Session, fields: SQLModel, kept: SQLModel | None = None) -> None:
    """Refuse (InvalidInput beside the field) what is unknown, or retired unless the row ``kept`` had it already.

    Units are asked for by their day (``unit_guard``), people by ``people``.
    """
    for name in type(fields).model_fields:
        wanted = getattr(fields, name)
        if name not in REFERENCES or wanted is None:
            continue
        found = session.get(REFERENCES[name], wanted)
        if found is None:
            raise InvalidInput(UNKNOWN, field=name, label=_(specs_of(type(fields))[name].label))
        if not getattr(found, "active", True) and getattr(kept, name, None) != wanted:
            raise InvalidInput(RETIRED, field=name, name=getattr(found, "name", ""))
