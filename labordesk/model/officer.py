"""Người dùng sổ: who works with the register, and what they looked at or took out."""

from typing import Annotated

from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Flag, PersonName, Spec, Text
from labordesk.fields.choices import ACCESSES, ROLES
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class OfficerFields(SQLModel):
    """A named user of the register; the PIN is not a field, it is kept as a salted hash only."""

    name: Annotated[str, Spec(N_("Họ và tên"), PersonName(), required=True)]
    title: Annotated[str | None, Spec(N_("Chức vụ"), Text())] = None
    role: Annotated[str, Spec(N_("Vai trò"), Choice(options=ROLES), required=True)] = "officer"
    active: Annotated[bool, Spec(N_("Đang dùng"), Flag())] = True


class Officer(Row, OfficerFields, table=True):
    """Người dùng sổ; ``pin_hash`` is ``scrypt$n$r$p$salt$hash``, empty while no PIN is set."""

    __tablename__ = "officer"

    pin_hash: str = ""
    failed_attempts: int = 0
    locked_until: str | None = None


class AccessNote(SQLModel, table=True):
    """Một lần xem dữ liệu nhạy cảm hoặc đưa dữ liệu ra ngoài; says what, never the value itself.

    ``at`` is UTC ISO text; ``subject`` is a table name, or what was taken out ("people", "form"); ``amount`` counts
    rows of an export.
    """

    __tablename__ = "access_note"
    __table_args__ = (index("access_note", "at"), index("access_note", "subject", "row_id"))

    id: int | None = Field(default=None, primary_key=True)
    at: str
    officer_id: int | None = None
    kind: Annotated[str, Spec(N_("Việc"), Choice(options=ACCESSES))]
    subject: str
    row_id: int | None = None
    amount: int | None = None
    masked: bool = False
    detail: str | None = None
