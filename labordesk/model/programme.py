"""Chương trình, quỹ, đợt: what support is given under and paid from; all of it data an officer edits."""

from datetime import date
from typing import Annotated

from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Count, Day, Flag, LongText, Money, Reference, Spec, Text, Year
from labordesk.fields.choices import COUNT_UNITS, KINDS, LEVELS, SOURCES
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class ProgrammeFields(SQLModel):
    """A programme of the catalogue."""

    code: Annotated[str, Spec(N_("Mã"), Text(longest=30), required=True, width=12)]
    name: Annotated[str, Spec(N_("Tên chương trình"), Text(), required=True, width=40)]
    kind: Annotated[str, Spec(N_("Loại"), Choice(options=KINDS), required=True)] = "gift"
    count_unit: Annotated[str, Spec(N_("Đơn vị tính"), Choice(options=COUNT_UNITS), required=True)] = "person"
    audience: Annotated[
        str | None,
        Spec(N_("Dành cho"), Text(), width=36, hint=N_("Viết như trong báo cáo: “đoàn viên có hoàn cảnh khó khăn”")),
    ] = None
    circumstance_id: Annotated[int | None, Spec(N_("Hoàn cảnh gắn với"), Reference(target="circumstance"))] = None
    position: Annotated[int, Spec(N_("Thứ tự trong báo cáo"), Count(high=999))] = 100
    active: Annotated[bool, Spec(N_("Đang dùng"), Flag())] = True
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class Programme(Row, ProgrammeFields, table=True):
    """Chương trình chăm lo."""

    __tablename__ = "programme"

    code: str = Field(unique=True)
    circumstance_id: int | None = Field(default=None, foreign_key="circumstance.id")


class FundFields(SQLModel):
    """A fund or source of money."""

    code: Annotated[str, Spec(N_("Mã"), Text(longest=30), required=True, width=12)]
    name: Annotated[str, Spec(N_("Tên quỹ, nguồn"), Text(), required=True, width=40)]
    source: Annotated[str, Spec(N_("Nhóm nguồn"), Choice(options=SOURCES), required=True)] = "union"
    union_money: Annotated[
        bool,
        Spec(N_("Tiền của công đoàn"), Flag(), hint=N_("Tính vào số công đoàn hỗ trợ, khác tổng giá trị công trình")),
    ] = True
    position: Annotated[int, Spec(N_("Thứ tự"), Count(high=999))] = 100
    active: Annotated[bool, Spec(N_("Đang dùng"), Flag())] = True


class Fund(Row, FundFields, table=True):
    """Quỹ, nguồn kinh phí."""

    __tablename__ = "fund"

    code: str = Field(unique=True)


class FundOpeningFields(SQLModel):
    """What a fund held at the beginning of a day; from then on its balance is told."""

    fund_id: Annotated[int, Spec(N_("Quỹ, nguồn"), Reference(target="fund"), required=True)]
    as_of: Annotated[date, Spec(N_("Đầu ngày"), Day(), required=True)]
    amount: Annotated[int, Spec(N_("Số dư mang sang"), Money(low=0), required=True)] = 0
    document: Annotated[str | None, Spec(N_("Căn cứ"), Text(), hint=N_("Quyết toán, biên bản kiểm quỹ"))] = None


class FundOpening(Row, FundOpeningFields, table=True):
    """Số dư mang sang của một quỹ, at most one per fund and day."""

    __tablename__ = "fund_opening"
    __table_args__ = (index("fund_opening", "fund_id", "as_of", unique=True),)

    fund_id: int = Field(foreign_key="fund.id")


class CampaignFields(SQLModel):
    """A dated round of a programme; both dates inclusive."""

    programme_id: Annotated[int, Spec(N_("Chương trình"), Reference(target="programme"), required=True)]
    name: Annotated[str, Spec(N_("Tên đợt"), Text(), required=True, width=36, hint=N_("Ví dụ “Tết Bính Ngọ 2026”"))]
    tet_year: Annotated[
        int | None, Spec(N_("Năm Tết"), Year(high=2050), hint=N_("Để trống nếu không phải đợt Tết"))
    ] = None
    starts_on: Annotated[date, Spec(N_("Từ ngày"), Day(), required=True)]
    ends_on: Annotated[date, Spec(N_("Đến ngày"), Day(), required=True)]
    unit_id: Annotated[int | None, Spec(N_("Đơn vị tổ chức"), Reference(target="unit"))] = None
    package_cash: Annotated[int, Spec(N_("Tiền mặt mỗi suất"), Money(low=0, high=500_000_000))] = 0
    package_goods: Annotated[int, Spec(N_("Quà trị giá mỗi suất"), Money(low=0, high=500_000_000))] = 0
    package_items: Annotated[str | None, Spec(N_("Quà gồm"), Text())] = None
    worker_cash: Annotated[
        int | None,
        Spec(
            N_("Tiền mặt cho người chưa là đoàn viên"),
            Money(low=0, high=500_000_000),
            hint=N_("Để trống nếu như đoàn viên"),
        ),
    ] = None
    worker_goods: Annotated[
        int | None,
        Spec(
            N_("Quà cho người chưa là đoàn viên"),
            Money(low=0, high=500_000_000),
            hint=N_("Để trống nếu như đoàn viên"),
        ),
    ] = None
    fund_id: Annotated[int | None, Spec(N_("Nguồn kinh phí"), Reference(target="fund"))] = None
    level: Annotated[str, Spec(N_("Cấp chi"), Choice(options=LEVELS))] = "upper"
    basis: Annotated[str | None, Spec(N_("Căn cứ"), Text(), hint=N_("Số, ngày kế hoạch của cấp trên"))] = None
    planned_packages: Annotated[int | None, Spec(N_("Số suất dự kiến"), Count())] = None
    norm_reason: Annotated[str | None, Spec(N_("Lý do vượt định mức"), Text())] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class Campaign(Row, CampaignFields, table=True):
    """Đợt tặng quà: counted under its own label and, by paid date, in the calendar year (domain.md 10.5)."""

    __tablename__ = "campaign"
    __table_args__ = (index("campaign", "programme_id"),)

    programme_id: int = Field(foreign_key="programme.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    fund_id: int | None = Field(default=None, foreign_key="fund.id")
    norm_basis: str | None = None
