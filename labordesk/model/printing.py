"""Giấy tờ đã in và báo cáo đã chốt: what left the register on paper, and figures that stay as presented."""

from datetime import date
from typing import Annotated

from sqlalchemy import Column, LargeBinary, Text
from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Spec
from labordesk.fields import Text as TextKind
from labordesk.fields.choices import PAPER_OUTS
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class PaperPrint(SQLModel, table=True):
    """Một lần in hoặc lưu giấy: ``number`` rises by one in the register, ``at`` is UTC ISO text.

    ``paper`` names the report or form, ``subject`` what it was about ("2026-H1 · Công đoàn xã …"); ``content_key``
    (hex SHA-256 of what the paper says, without day and number) recognises a reprint. ``choices`` is JSON: what was
    chosen, so that the paper can be made again; "" for a paper that cannot.
    """

    __tablename__ = "paper_print"
    __table_args__ = (index("paper_print", "content_key"), index("paper_print", "paper", "at"))

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    at: str
    officer_id: int | None = None
    paper: str
    title: str
    subject: str = ""
    out: Annotated[str, Spec(N_("Cách ra giấy"), Choice(options=PAPER_OUTS))]
    pages: int | None = None
    copies: int = 1
    reprint_of: int | None = Field(default=None, foreign_key="paper_print.id")
    frozen_id: int | None = Field(default=None, foreign_key="frozen_report.id", ondelete="SET NULL")
    content_key: str
    choices: str = Field(default="", sa_column=Column(Text, nullable=False))


class FrozenReport(Row, table=True):
    """Báo cáo đã chốt: the choices, every figure by name and the paper itself, as they were on the day.

    ``choices`` and ``figures`` are JSON; ``paper`` is the PDF that was presented. One that was dropped stays, with the
    reason: what was once presented can always be shown.
    """

    __tablename__ = "frozen_report"
    __table_args__ = (index("frozen_report", "report", "period", "unit_id"),)

    report: str
    period: str
    unit_id: int = Field(foreign_key="unit.id")
    frozen_on: date
    cut_off: date
    officer_id: int | None = None
    note: Annotated[str | None, Spec(N_("Chốt để"), TextKind(), hint=N_("Ví dụ: trình hội nghị 15/7/2026"))] = None
    title: str
    choices: str = Field(sa_column=Column(Text, nullable=False))
    figures: str = Field(sa_column=Column(Text, nullable=False))
    dropped_on: date | None = None
    dropped_reason: Annotated[str | None, Spec(N_("Lý do bỏ"), TextKind())] = None
    paper: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
