"""Mái ấm công đoàn: a house is a project with funders and dated milestones (domain.md 2.1)."""

from datetime import date
from typing import Annotated

from sqlmodel import Field, SQLModel

from labordesk.fields import Area, Choice, Count, Day, LongText, Money, Percent, Reference, Spec, Text, Ward
from labordesk.fields.choices import FUNDING_FORMS, MILESTONES, STAGES, WORKS
from labordesk.i18n import N_, NC_
from labordesk.model.base import Row, index


class HouseFields(SQLModel):
    """What an officer records about a house."""

    person_id: Annotated[int, Spec(N_("Chủ hộ"), Reference(target="person"), required=True)]
    unit_id: Annotated[int, Spec(N_("Đơn vị đề nghị"), Reference(target="unit"), required=True)]
    programme_id: Annotated[int, Spec(N_("Chương trình"), Reference(target="programme"), required=True)]
    work: Annotated[str, Spec(N_("Loại hình"), Choice(options=WORKS), required=True)] = "new"
    address: Annotated[str | None, Spec(N_("Địa điểm xây dựng"), Text(), width=36)] = None
    ward_code: Annotated[str | None, Spec(N_("Xã, phường"), Ward())] = None
    area: Annotated[int | None, Spec(N_("Diện tích (m²)"), Area())] = None
    structure: Annotated[
        str | None,
        Spec(
            N_("Kết cấu"),
            Text(),
            hint=N_("Nhà cấp 4, mái tôn, nền gạch …"),
            aliases=("quy mô", "loại kết cấu", "kết cấu nhà"),
        ),
    ] = None
    estimate: Annotated[int | None, Spec(N_("Dự toán"), Money(high=5_000_000_000))] = None
    approved_amount: Annotated[int | None, Spec(N_("Công đoàn hỗ trợ"), Money(high=5_000_000_000))] = None
    total_value: Annotated[int | None, Spec(N_("Tổng giá trị công trình"), Money(high=5_000_000_000))] = None
    due_on: Annotated[
        date | None, Spec(N_("Hạn bàn giao"), Day(), aliases=("hạn hoàn thành", "thời hạn hoàn thành"))
    ] = None
    progress: Annotated[int | None, Spec(N_("Tiến độ"), Percent(), in_form=False)] = None
    decision_number: Annotated[str | None, Spec(N_("Số quyết định"), Text(longest=60))] = None
    decision_date: Annotated[date | None, Spec(N_("Ngày quyết định"), Day())] = None
    decision_body: Annotated[
        str | None, Spec(N_("Cấp duyệt"), Text(), hint=N_("Ban Thường vụ, Ban quản lý Quỹ Mái ấm …"))
    ] = None
    decision_signer: Annotated[str | None, Spec(N_("Người ký"), Text())] = None
    norm_reason: Annotated[str | None, Spec(N_("Lý do vượt định mức"), Text())] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class House(Row, HouseFields, table=True):
    """Mái ấm công đoàn; the union's money is the awards with this ``house_id``."""

    __tablename__ = "house"
    __table_args__ = (index("house", "person_id"), index("house", "stage"), index("house", "unit_id"))

    person_id: int = Field(foreign_key="person.id")
    unit_id: int = Field(foreign_key="unit.id")
    programme_id: int = Field(foreign_key="programme.id")
    stage: Annotated[str, Spec(N_("Giai đoạn"), Choice(options=STAGES), in_form=False)] = "requested"
    norm_basis: Annotated[str | None, Spec(N_("Theo định mức"), Text(), in_form=False)] = None


class HouseMilestoneFields(SQLModel):
    """A dated event of a house."""

    milestone: Annotated[str, Spec(N_("Mốc"), Choice(options=MILESTONES), required=True)]
    happened_on: Annotated[date, Spec(N_("Ngày"), Day(), required=True)]
    document: Annotated[str | None, Spec(N_("Văn bản, biên bản số"), Text(longest=80))] = None
    note: Annotated[str | None, Spec(N_("Ghi chú, lý do"), Text())] = None


class HouseMilestone(Row, HouseMilestoneFields, table=True):
    """Mốc của một Mái ấm: at most one of each milestone per house."""

    __tablename__ = "house_milestone"
    __table_args__ = (
        index("house_milestone", "house_id", "milestone", unique=True),
        index("house_milestone", "milestone", "happened_on"),
    )

    house_id: int = Field(foreign_key="house.id", ondelete="CASCADE")


class HouseProgressFields(SQLModel):
    """How far the work was on a day."""

    reported_on: Annotated[date, Spec(N_("Ngày kiểm tra"), Day(), required=True)]
    percent: Annotated[int, Spec(N_("Tiến độ"), Percent(), required=True)]
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text(), hint=N_("Đã đổ mái, đang trát tường …"))] = None


class HouseProgress(Row, HouseProgressFields, table=True):
    """Tiến độ thi công; the latest is the progress of the house."""

    __tablename__ = "house_progress"
    __table_args__ = (index("house_progress", "house_id", "reported_on", unique=True),)

    house_id: int = Field(foreign_key="house.id", ondelete="CASCADE")


class HouseFunderFields(SQLModel):
    """Who bears the cost of a house; labour is counted in days and never becomes money."""

    fund_id: Annotated[int, Spec(N_("Nguồn"), Reference(target="fund"), required=True)]
    form: Annotated[str, Spec(N_("Hình thức"), Choice(options=FUNDING_FORMS), required=True)] = "cash"
    planned: Annotated[int, Spec(N_("Dự kiến"), Money(low=0, high=5_000_000_000))] = 0
    received: Annotated[int, Spec(N_("Đã nhận"), Money(low=0, high=5_000_000_000))] = 0
    labour_days: Annotated[int, Spec(NC_("heading", "Ngày công"), Count())] = 0
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text())] = None


class HouseFunder(Row, HouseFunderFields, table=True):
    """Nguồn đóng góp cho một Mái ấm."""

    __tablename__ = "house_funder"
    __table_args__ = (index("house_funder", "house_id"),)

    house_id: int = Field(foreign_key="house.id", ondelete="CASCADE")
    fund_id: int = Field(foreign_key="fund.id")
