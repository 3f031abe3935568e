"""Whose files and papers: a house, a request for help, a gift campaign, an agreement or an activity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from labordesk.errors import NotFound
from labordesk.i18n import N_

if TYPE_CHECKING:
    from sqlmodel import Session, SQLModel

OwnerKind = Literal["house", "case", "campaign", "agreement", "activity"]

NO_OWNER = N_("Không tìm thấy hồ sơ này; có thể đã bị xóa.")


@dataclass(frozen=True)
class Owner:
    """The record whose files these are; ``kind`` "case" is a request for a grant."""

    kind: OwnerKind
    id: int

    @property
    def column(self) -> str:
        """Return the column of attachments and papers that points at it."""
        return f"{self.kind}_id"


def ensure_owner(session: Session, owner: Owner) -> None:
    """Raise NotFound when the record is gone."""
    if session.get(_table(owner.kind), owner.id) is None:
        raise NotFound(NO_OWNER)


def _table(kind: OwnerKind) -> type[SQLModel]:
    from labordesk.model import Activity, Agreement, Campaign, GrantCase, House

    tables: dict[OwnerKind, type[SQLModel]] = {
        "house": House,
        "case": GrantCase,
        "campaign": Campaign,
        "agreement": Agreement,
        "activity": Activity,
    }
    return tables[kind]
