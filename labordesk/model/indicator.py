"""Chỉ tiêu: organisation figures typed in, targets, and totals reported by units that have no rows here."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Count, Day, Flag, Money, Reference, Spec, Text, Year
from labordesk.fields.choices import COMPUTED, COUNT_UNITS, LEVELS, MEASURES
from labordesk.i18n import N_, NC_
from labordesk.model.base import Row, index


class IndicatorFields(SQLModel):
    """An organisation indicator of the catalogue."""

    code: Annotated[str, Spec(N_("Mã"), Text(longest=30), required=True, width=12)]
    name: Annotated[str, Spec(N_("Tên chỉ tiêu"), Text(), required=True, width=40)]
    count_unit: Annotated[str, Spec(N_("Đơn vị tính"), Choice(options=COUNT_UNITS), required=True)] = "member"
    measure: Annotated[str, Spec(N_("Cách tính"), Choice(options=MEASURES), required=True)] = "flow"
    computed: Annotated[
        str | None, Spec(N_("Máy đếm từ"), Choice(options=COMPUTED), hint=N_("Để trống nếu nhập tay"))
    ] = None
    phrase: Annotated[
        str | None,
        Spec(N_("Câu trong báo cáo"), Text(), hint=N_("Ví dụ “phát triển {n} đoàn viên”; {n} là con số")),
    ] = None
    position: Annotated[int, Spec(N_("Thứ tự"), Count(high=999))] = 100
    active: Annotated[bool, Spec(N_("Đang dùng"), Flag())] = True


class Indicator(Row, IndicatorFields, table=True):
    """Chỉ tiêu tổ chức (typed in, not derived from welfare rows; domain.md 1, rows 11-12, 20)."""

    __tablename__ = "indicator"

    code: str = Field(unique=True)


class IndicatorValueFields(SQLModel):
    """A figure of a unit; both dates inclusive, a stock is as of ``ends_on``."""

    indicator_id: Annotated[int, Spec(NC_("catalogue", "Chỉ tiêu"), Reference(target="indicator"), required=True)]
    unit_id: Annotated[int, Spec(N_("Đơn vị"), Reference(target="unit"), required=True)]
    starts_on: Annotated[date, Spec(N_("Từ ngày"), Day(), required=True)]
    ends_on: Annotated[date, Spec(N_("Đến ngày"), Day(), required=True)]
    value: Annotated[int, Spec(N_("Thực hiện"), Count(), required=True)]
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text())] = None


class IndicatorValue(Row, IndicatorValueFields, table=True):
    """Số thực hiện của một chỉ tiêu."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        index("indicator_value", "indicator_id", "unit_id", "ends_on"),
        CheckConstraint("ends_on >= starts_on", name="ck_indicator_value_dates"),
    )

    indicator_id: int = Field(foreign_key="indicator.id")
    unit_id: int = Field(foreign_key="unit.id")


class TargetFields(SQLModel):
    """A year's target of a unit: for an indicator, or for a programme in its count unit."""

    unit_id: Annotated[int, Spec(N_("Đơn vị"), Reference(target="unit"), required=True)]
    year: Annotated[int, Spec(N_("Năm"), Year(), required=True)]
    indicator_id: Annotated[int | None, Spec(NC_("catalogue", "Chỉ tiêu"), Reference(target="indicator"))] = None
    programme_id: Annotated[int | None, Spec(N_("hoặc chương trình"), Reference(target="programme"))] = None
    value: Annotated[int, Spec(N_("Chỉ tiêu giao"), Count(low=1), required=True)]
    basis: Annotated[str | None, Spec(N_("Căn cứ giao"), Text())] = None


class Target(Row, TargetFields, table=True):
    """Chỉ tiêu được giao."""

    __tablename__ = "target"
    __table_args__ = (
        index("target", "unit_id", "year"),
        CheckConstraint("(indicator_id IS NULL) <> (programme_id IS NULL)", name="ck_target_one_subject"),
    )

    unit_id: int = Field(foreign_key="unit.id")
    indicator_id: int | None = Field(default=None, foreign_key="indicator.id")
    programme_id: int | None = Field(default=None, foreign_key="programme.id")


class AggregateFields(SQLModel):
    """Totals a unit reported without rows; both dates inclusive, money in đồng (domain.md 6.3)."""

    unit_id: Annotated[int, Spec(N_("Đơn vị báo cáo"), Reference(target="unit"), required=True)]
    programme_id: Annotated[int, Spec(N_("Chương trình"), Reference(target="programme"), required=True)]
    campaign_id: Annotated[int | None, Spec(N_("Đợt"), Reference(target="campaign"))] = None
    starts_on: Annotated[date, Spec(N_("Từ ngày"), Day(), required=True)]
    ends_on: Annotated[date, Spec(N_("Đến ngày"), Day(), required=True)]
    quantity: Annotated[int | None, Spec(N_("Số lượng"), Count())] = None
    count_unit: Annotated[str, Spec(N_("Đơn vị tính"), Choice(options=COUNT_UNITS))] = "person"
    new_houses: Annotated[int | None, Spec(N_("Nhà xây mới"), Count())] = None
    repaired_houses: Annotated[int | None, Spec(N_("Nhà sửa chữa"), Count())] = None
    cash: Annotated[int, Spec(N_("Tiền"), Money(low=0, high=20_000_000_000_000))] = 0
    goods: Annotated[int, Spec(N_("Hiện vật trị giá"), Money(low=0, high=20_000_000_000_000))] = 0
    level: Annotated[str, Spec(N_("Cấp chi"), Choice(options=LEVELS))] = "grassroots"
    fund_id: Annotated[int | None, Spec(N_("Nguồn"), Reference(target="fund"))] = None
    source_note: Annotated[str | None, Spec(N_("Theo báo cáo số"), Text())] = None
    override_reason: Annotated[
        str | None, Spec(N_("Lý do vẫn ghi"), Text(), hint=N_("Khi sổ đã có dòng của cùng đơn vị, chương trình, kỳ"))
    ] = None


class Aggregate(Row, AggregateFields, table=True):
    """Số liệu tổng hợp nhập tay: kept apart from rows and never added to rows of the same unit, programme, period."""

    __tablename__ = "aggregate"
    __table_args__ = (
        index("aggregate", "unit_id", "programme_id", "starts_on"),
        CheckConstraint("ends_on >= starts_on", name="ck_aggregate_dates"),
    )

    unit_id: int = Field(foreign_key="unit.id")
    programme_id: int = Field(foreign_key="programme.id")
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")
    fund_id: int | None = Field(default=None, foreign_key="fund.id")
