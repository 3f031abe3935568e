"""Lời văn báo cáo: what an officer writes into a report, kept with the register and not with the paper."""

from typing import Annotated

from sqlmodel import Field, SQLModel

from labordesk.fields import LongText, Spec
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class ReportTextFields(SQLModel):
    """One part of a report as it was written; each line is a paragraph of its own."""

    text: Annotated[str | None, Spec(N_("Nội dung"), LongText())] = None


class ReportText(Row, ReportTextFields, table=True):
    """Phần lời văn of one report, unit and period; ``period`` is its code ("2026-H1"), ``part`` the report's own."""

    __tablename__ = "report_text"
    __table_args__ = (index("report_text", "unit_id", "report", "period", "part", unique=True),)

    unit_id: int = Field(foreign_key="unit.id", ondelete="CASCADE")
    report: str
    period: str
    part: str
