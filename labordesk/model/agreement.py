"""Thỏa thuận hợp tác of "Phúc lợi đoàn viên": partner, dates, discount, and who used it (CTr 1734/CTr-TLĐ 2019)."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from labordesk.fields import Count, Day, LongText, Money, Phone, Reference, Spec, Text
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class AgreementFields(SQLModel):
    """An agreement with a partner; all dates inclusive."""

    partner: Annotated[str, Spec(N_("Đối tác"), Text(), required=True, width=32)]
    programme_id: Annotated[int, Spec(N_("Chương trình"), Reference(target="programme"), required=True)]
    unit_id: Annotated[int, Spec(N_("Đơn vị ký"), Reference(target="unit"), required=True)]
    number: Annotated[str | None, Spec(N_("Số thỏa thuận"), Text(longest=60))] = None
    signed_on: Annotated[date, Spec(N_("Ngày ký"), Day(), required=True)]
    expires_on: Annotated[
        date | None, Spec(N_("Hết hạn ngày"), Day(), hint=N_("Để trống nếu thỏa thuận không thời hạn"))
    ] = None
    ended_on: Annotated[date | None, Spec(N_("Chấm dứt trước hạn ngày"), Day())] = None
    goods: Annotated[str | None, Spec(N_("Hàng hóa, dịch vụ"), Text(), width=30)] = None
    discount: Annotated[str | None, Spec(N_("Mức ưu đãi"), Text(), hint=N_("Ví dụ “giảm 10 %”"))] = None
    contact: Annotated[str | None, Spec(N_("Người liên hệ"), Text())] = None
    phone: Annotated[str | None, Spec(N_("Điện thoại"), Phone())] = None
    note: Annotated[str | None, Spec(N_("Ghi chú, đánh giá"), LongText())] = None


class Agreement(Row, AgreementFields, table=True):
    """Thỏa thuận hợp tác với đối tác."""

    __tablename__ = "agreement"
    __table_args__ = (
        index("agreement", "expires_on"),
        index("agreement", "signed_on"),
        CheckConstraint("expires_on IS NULL OR expires_on >= signed_on", name="ck_agreement_dates"),
    )

    programme_id: int = Field(foreign_key="programme.id")
    unit_id: int = Field(foreign_key="unit.id")


class AgreementUseFields(SQLModel):
    """How much an agreement was used in a period; money saved in đồng is never spending."""

    starts_on: Annotated[date, Spec(N_("Từ ngày"), Day(), required=True)]
    ends_on: Annotated[date, Spec(N_("Đến ngày"), Day(), required=True)]
    unit_id: Annotated[int | None, Spec(N_("Đơn vị sử dụng"), Reference(target="unit"))] = None
    members: Annotated[int, Spec(N_("Lượt đoàn viên sử dụng"), Count(), required=True)] = 0
    saved: Annotated[int, Spec(N_("Số tiền được giảm"), Money(low=0))] = 0
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text())] = None


class AgreementUse(Row, AgreementUseFields, table=True):
    """Kết quả sử dụng thỏa thuận trong kỳ."""

    __tablename__ = "agreement_use"
    __table_args__ = (
        index("agreement_use", "agreement_id", "ends_on"),
        CheckConstraint("ends_on >= starts_on", name="ck_agreement_use_dates"),
    )

    agreement_id: int = Field(foreign_key="agreement.id", ondelete="CASCADE")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
