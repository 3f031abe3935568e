"""Sửa có lý do: what was changed in a step already taken, kept beside the file for inspection."""

from typing import Annotated

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field

from labordesk.fields import Spec, Text
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class Correction(Row, table=True):
    """Một lần sửa: ``subject`` is the milestone, state or field, before and after as stored text ("" when absent)."""

    __tablename__ = "correction"
    __table_args__ = (
        index("correction", "house_id", where=text("house_id IS NOT NULL")),
        index("correction", "case_id", where=text("case_id IS NOT NULL")),
        CheckConstraint("(house_id IS NULL) <> (case_id IS NULL)", name="ck_correction_one_file"),
    )

    house_id: int | None = Field(default=None, foreign_key="house.id", ondelete="CASCADE")
    case_id: int | None = Field(default=None, foreign_key="grant_case.id", ondelete="CASCADE")
    subject: str
    before: str = ""
    after: str = ""
    reason: Annotated[str, Spec(N_("Lý do sửa"), Text(), required=True)]
