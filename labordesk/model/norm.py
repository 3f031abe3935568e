"""Định mức: caps ("tối đa") with validity dates and the document they rest on; all of it data, no amount in code."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Count, Day, LongText, Money, Reference, Spec, Text
from labordesk.fields.choices import COUNT_UNITS, LEVELS, NORM_AUDIENCES, WORKS
from labordesk.i18n import N_, NC_
from labordesk.model.base import Row, index


class NormFields(SQLModel):
    """One rate (domain.md 3.2); what is left empty holds for all. Both validity dates inclusive, money in đồng."""

    programme_id: Annotated[int, Spec(N_("Chương trình"), Reference(target="programme"), required=True)]
    circumstance_id: Annotated[
        int | None, Spec(N_("Lý do, hoàn cảnh"), Reference(target="circumstance"), hint=N_("Để trống: mọi lý do"))
    ] = None
    work: Annotated[str | None, Spec(N_("Loại hình nhà"), Choice(options=WORKS))] = None
    level: Annotated[str | None, Spec(N_("Cấp chi"), Choice(options=LEVELS), hint=N_("Để trống: mọi cấp"))] = None
    audience: Annotated[str | None, Spec(N_("Dành cho"), Choice(options=NORM_AUDIENCES))] = None
    low: Annotated[int | None, Spec(N_("Tối thiểu"), Money(low=0))] = None
    high: Annotated[int, Spec(N_("Tối đa"), Money(low=1), required=True)]
    count_unit: Annotated[str, Spec(NC_("norm", "Tính cho một"), Choice(options=COUNT_UNITS), required=True)] = "turn"
    times_per_year: Annotated[
        int | None, Spec(N_("Số lần mỗi năm"), Count(low=1, high=99), hint=N_("Để trống: không giới hạn"))
    ] = None
    valid_from: Annotated[date, Spec(N_("Áp dụng từ ngày"), Day(), required=True)]
    valid_to: Annotated[date | None, Spec(N_("Đến hết ngày"), Day())] = None
    basis: Annotated[
        str, Spec(N_("Văn bản căn cứ"), Text(), required=True, width=36, hint=N_("Số, ngày, cơ quan ban hành"))
    ]
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class Norm(Row, NormFields, table=True):
    """Định mức chi."""

    __tablename__ = "norm"
    __table_args__ = (
        index("norm", "programme_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ck_norm_dates"),
    )

    programme_id: int = Field(foreign_key="programme.id")
    circumstance_id: int | None = Field(default=None, foreign_key="circumstance.id")
