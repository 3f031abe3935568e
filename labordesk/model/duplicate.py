"""Trùng người: pairs to look at, what was decided about them, and merges that can be taken back."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field

from labordesk.fields import Choice, Day, Spec
from labordesk.fields import Text as TextKind
from labordesk.fields.choices import PAIR_DECISIONS, PAIR_VERDICTS
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class PersonPair(Row, table=True):
    """Hai hồ sơ có thể là một người; ``first_id`` is the smaller. "Không phải cùng một người" is kept for good."""

    __tablename__ = "person_pair"
    __table_args__ = (
        index("person_pair", "first_id", "second_id", unique=True),
        index("person_pair", "second_id"),
        index("person_pair", "decision", "verdict"),
        CheckConstraint("first_id < second_id", name="ck_person_pair_order"),
    )

    first_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    second_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    verdict: Annotated[str, Spec(N_("Mức giống"), Choice(options=PAIR_VERDICTS))] = "review"
    decision: Annotated[str, Spec(N_("Kết luận"), Choice(options=PAIR_DECISIONS))] = "open"
    reason: Annotated[str | None, Spec(N_("Lý do"), TextKind())] = None


class PersonMerge(Row, table=True):
    """Lần gộp hai hồ sơ: ``snapshot`` (JSON) holds the row taken away and what was moved, so that it can be undone."""

    __tablename__ = "person_merge"
    __table_args__ = (index("person_merge", "kept_id"), index("person_merge", "gone_uid"))

    kept_id: int = Field(foreign_key="person.id")
    gone_uid: str
    merged_on: Annotated[date, Spec(N_("Ngày gộp"), Day())]
    undone_on: Annotated[date | None, Spec(N_("Ngày tách lại"), Day())] = None
    reason: Annotated[str | None, Spec(N_("Lý do"), TextKind())] = None
    snapshot: str = Field(sa_column=Column(Text, nullable=False))
