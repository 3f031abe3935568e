"""Phân bổ, danh sách đơn vị, phiếu và vé of a campaign: what each unit may give, what it asks for, what is numbered."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Count, Day, LongText, Money, Reference, Spec, Text
from labordesk.fields.choices import LIST_STATES, VOUCHER_KINDS
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class AllocationFields(SQLModel):
    """How many packages a unit may give in a campaign; money in đồng for all of them together."""

    unit_id: Annotated[int, Spec(N_("Đơn vị"), Reference(target="unit"), required=True)]
    packages: Annotated[int, Spec(N_("Số suất"), Count(), required=True)]
    cash: Annotated[int, Spec(N_("Tiền mặt"), Money(low=0))] = 0
    goods: Annotated[int, Spec(N_("Quà trị giá"), Money(low=0))] = 0
    allocated_on: Annotated[date | None, Spec(N_("Ngày phân bổ"), Day())] = None
    document: Annotated[str | None, Spec(N_("Văn bản phân bổ"), Text(longest=80))] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text())] = None


class Allocation(Row, AllocationFields, table=True):
    """Phân bổ chỉ tiêu: a unit's share of a campaign, which it hands on to the units below it."""

    __tablename__ = "allocation"
    __table_args__ = (
        index("allocation", "campaign_id", "unit_id", unique=True),
        CheckConstraint("packages >= 0", name="ck_allocation_packages"),
    )

    campaign_id: int = Field(foreign_key="campaign.id")
    unit_id: int = Field(foreign_key="unit.id")


class UnitListFields(SQLModel):
    """Where the list of one unit in a campaign stands and who approved it."""

    state: Annotated[str, Spec(N_("Tình trạng danh sách"), Choice(options=LIST_STATES), required=True)] = "drafting"
    due_on: Annotated[date | None, Spec(N_("Hạn nộp danh sách"), Day())] = None
    submitted_on: Annotated[date | None, Spec(N_("Ngày trình"), Day())] = None
    approved_on: Annotated[date | None, Spec(N_("Ngày duyệt"), Day())] = None
    decision_number: Annotated[str | None, Spec(N_("Số quyết định"), Text(longest=60))] = None
    decision_date: Annotated[date | None, Spec(N_("Ngày quyết định"), Day())] = None
    decision_body: Annotated[str | None, Spec(N_("Cấp duyệt"), Text())] = None
    decision_signer: Annotated[str | None, Spec(N_("Người ký"), Text())] = None
    excess_reason: Annotated[str | None, Spec(N_("Lý do danh sách nhiều hơn phân bổ"), Text())] = None
    note: Annotated[str | None, Spec(N_("Ghi chú, lý do mở lại"), LongText())] = None


class UnitList(Row, UnitListFields, table=True):
    """Danh sách của một đơn vị trong đợt; without a row the list is being drafted."""

    __tablename__ = "unit_list"
    __table_args__ = (index("unit_list", "campaign_id", "unit_id", unique=True),)

    campaign_id: int = Field(foreign_key="campaign.id")
    unit_id: int = Field(foreign_key="unit.id")


class VoucherFields(SQLModel):
    """A voucher or ticket known by its serial number."""

    kind: Annotated[str, Spec(N_("Loại phiếu, vé"), Choice(options=VOUCHER_KINDS), required=True)] = "shopping"
    serial: Annotated[str, Spec(N_("Số sê-ri"), Text(longest=40), required=True, width=14)]
    value: Annotated[int, Spec(N_("Mệnh giá"), Money(low=0, high=100_000_000))] = 0
    issuer: Annotated[str | None, Spec(N_("Nơi phát hành, hãng vận chuyển"), Text())] = None
    travel_on: Annotated[date | None, Spec(N_("Ngày đi"), Day())] = None
    route: Annotated[str | None, Spec(N_("Chặng"), Text())] = None
    void_reason: Annotated[
        str | None, Spec(N_("Lý do hủy phiếu"), Text(), hint=N_("Hỏng, mất, in sai; để trống nếu còn dùng"))
    ] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text())] = None


class Voucher(Row, VoucherFields, table=True):
    """Phiếu, vé có số sê-ri; held until ``award_id`` says to whom it goes, given once that award is handed over."""

    __tablename__ = "voucher"
    __table_args__ = (
        index("voucher", "campaign_id", "kind", "serial", unique=True),
        index("voucher", "award_id", where=text("award_id IS NOT NULL")),
    )

    campaign_id: int = Field(foreign_key="campaign.id")
    award_id: int | None = Field(default=None, foreign_key="award.id", ondelete="SET NULL")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
