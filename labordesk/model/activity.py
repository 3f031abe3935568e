"""Hoạt động, vận động: head counts and money raised, never part of spending (domain.md 1, rows 16-17, 21-25, 30)."""

from datetime import date
from typing import Annotated

from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Count, Day, LongText, Money, Reference, Spec, Text
from labordesk.fields.choices import COUNT_UNITS
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class ActivityFields(SQLModel):
    """An event or service with head counts; its cost is told beside it but is not welfare spending."""

    programme_id: Annotated[int, Spec(N_("Chương trình"), Reference(target="programme"), required=True)]
    unit_id: Annotated[int, Spec(N_("Đơn vị"), Reference(target="unit"), required=True)]
    campaign_id: Annotated[int | None, Spec(N_("Đợt"), Reference(target="campaign"))] = None
    happened_on: Annotated[date, Spec(N_("Ngày"), Day(), required=True)]
    name: Annotated[str | None, Spec(N_("Nội dung"), Text(), width=36)] = None
    count: Annotated[int, Spec(N_("Số lượng"), Count(), required=True)]
    count_unit: Annotated[str, Spec(N_("Đơn vị tính"), Choice(options=COUNT_UNITS), required=True)] = "person"
    second_count: Annotated[
        int | None, Spec(N_("Số lượng khác"), Count(), hint=N_("Ví dụ số chuyến xe bên cạnh số người đi"))
    ] = None
    second_unit: Annotated[str | None, Spec(N_("Đơn vị tính khác"), Choice(options=COUNT_UNITS))] = None
    cost: Annotated[int | None, Spec(N_("Kinh phí tổ chức"), Money())] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class Activity(Row, ActivityFields, table=True):
    """Hoạt động chăm lo có số lượng, không chi cho từng người."""

    __tablename__ = "activity"
    __table_args__ = (index("activity", "happened_on", "programme_id"),)

    programme_id: int = Field(foreign_key="programme.id")
    unit_id: int = Field(foreign_key="unit.id")
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")


class ContributionFields(SQLModel):
    """Money, goods or labour raised; income, so never added to spending (domain.md 1, rows 7, 25, 30)."""

    unit_id: Annotated[int, Spec(N_("Đơn vị vận động"), Reference(target="unit"), required=True)]
    programme_id: Annotated[int | None, Spec(N_("Chương trình"), Reference(target="programme"))] = None
    fund_id: Annotated[int | None, Spec(N_("Vào quỹ"), Reference(target="fund"))] = None
    purpose: Annotated[
        str | None,
        Spec(N_("Mục đích"), Text(), width=36, hint=N_("Ví dụ “xây dựng nông thôn mới”")),
    ] = None
    donor: Annotated[str | None, Spec(N_("Người, đơn vị đóng góp"), Text(), width=30)] = None
    received_on: Annotated[date, Spec(N_("Ngày"), Day(), required=True)]
    pledged: Annotated[int, Spec(N_("Đã hứa"), Money(low=0))] = 0
    cash: Annotated[int, Spec(N_("Tiền đã nhận"), Money(low=0))] = 0
    goods: Annotated[int, Spec(N_("Hiện vật trị giá"), Money(low=0))] = 0
    labour_days: Annotated[int, Spec(N_("Ngày công"), Count())] = 0
    thanked_on: Annotated[date | None, Spec(N_("Đã cảm ơn ngày"), Day(), hint=N_("Ngày gửi thư hoặc đến cảm ơn"))] = (
        None
    )
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class Contribution(Row, ContributionFields, table=True):
    """Khoản vận động, đóng góp."""

    __tablename__ = "contribution"
    __table_args__ = (index("contribution", "received_on"),)

    unit_id: int = Field(foreign_key="unit.id")
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    fund_id: int | None = Field(default=None, foreign_key="fund.id")
