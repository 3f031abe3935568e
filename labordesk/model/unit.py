"""Đơn vị công đoàn: a tree of any depth whose names and places change by dated decisions."""

from datetime import date
from typing import Annotated

from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Count, Day, Flag, LongText, Reference, Spec, Text
from labordesk.fields.choices import EVENT_KINDS, SECTORS
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class UnitTypeFields(SQLModel):
    """A kind of union body; ``rank`` orders the levels from the top down."""

    name: Annotated[str, Spec(N_("Tên loại đơn vị"), Text(), required=True, width=36)]
    abbreviation: Annotated[str | None, Spec(N_("Viết tắt"), Text(longest=30))] = None
    rank: Annotated[int, Spec(N_("Thứ tự cấp"), Count(high=99))] = 50
    active: Annotated[bool, Spec(N_("Đang dùng"), Flag())] = True


class UnitType(Row, UnitTypeFields, table=True):
    """Loại đơn vị: a free catalogue (LĐLĐ tỉnh, công đoàn xã, CĐCS, tổ công tác địa bàn …; domain.md 3.4)."""

    __tablename__ = "unit_type"

    name: str = Field(unique=True)


class UnitFields(SQLModel):
    """What an officer fills in about a unit; the name and parent shown are those of today."""

    name: Annotated[str, Spec(N_("Tên đơn vị"), Text(), required=True, width=36, searchable=True)]
    short_name: Annotated[
        str | None, Spec(N_("Tên ngắn"), Text(longest=60), hint=N_("Tên dùng trong bảng, ví dụ “May Sông Lam”"))
    ] = None
    abbreviation: Annotated[str | None, Spec(N_("Ký hiệu văn bản"), Text(longest=30), hint="CĐX, LĐLĐ …")] = None
    type_id: Annotated[
        int | None,
        Spec(N_("Loại đơn vị"), Reference(target="unit_type"), aliases=("loại hình đơn vị", "loại hình", "cấp")),
    ] = None
    parent_id: Annotated[
        int | None,
        Spec(
            N_("Trực thuộc"),
            Reference(target="unit"),
            aliases=(
                "cấp trên",
                "công đoàn cấp trên",
                "đơn vị quản lý",
                "cấp trên quản lý",
                "đơn vị cấp trên",
                "công đoàn cấp trên trực tiếp",
            ),
        ),
    ] = None
    sector: Annotated[
        str | None,
        Spec(N_("Khối"), Choice(options=SECTORS), aliases=("khu vực", "loại hình doanh nghiệp", "khu vực/khối")),
    ] = None
    locality: Annotated[
        str | None,
        Spec(
            N_("Địa bàn"),
            Text(),
            hint=N_("Xã, phường nơi đơn vị đóng; có thể khác đơn vị quản lý"),
            aliases=("xã, phường", "xã/phường", "địa chỉ", "địa điểm", "địa chỉ đơn vị"),
        ),
    ] = None
    member_count: Annotated[
        int | None,
        Spec(N_("Số đoàn viên"), Count(), aliases=("đoàn viên", "tổng số đoàn viên", "số đv", "tổng đoàn viên", "đv")),
    ] = None
    worker_count: Annotated[
        int | None,
        Spec(
            N_("Số lao động"),
            Count(),
            aliases=(
                "lao động",
                "tổng số lao động",
                "số cnvclđ",
                "cnvclđ",
                "tổng số cnvclđ",
                "số nlđ",
                "tổng lao động",
                "cnlđ",
                "số công nhân lao động",
            ),
        ),
    ] = None
    counted_on: Annotated[date | None, Spec(N_("Số liệu tính đến ngày"), Day())] = None
    valid_from: Annotated[
        date | None, Spec(N_("Hoạt động từ ngày"), Day(), aliases=("ngày thành lập", "thành lập ngày", "ngày kết nạp"))
    ] = None
    valid_to: Annotated[date | None, Spec(N_("Kết thúc ngày"), Day(), in_form=False)] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class Unit(Row, UnitFields, table=True):
    """Đơn vị: the identity; ``valid_to`` is the last day it existed, ``successor_id`` who took over."""

    __tablename__ = "unit"
    __table_args__ = (index("unit", "parent_id"),)

    parent_id: int | None = Field(default=None, foreign_key="unit.id")
    type_id: int | None = Field(default=None, foreign_key="unit_type.id")
    successor_id: int | None = Field(default=None, foreign_key="unit.id")
    plain_key: str = ""
    sort_key: str = ""


class UnitEventFields(SQLModel):
    """A decision about a unit."""

    kind: Annotated[str, Spec(N_("Sự kiện"), Choice(options=EVENT_KINDS), required=True)]
    happened_on: Annotated[date, Spec(N_("Có hiệu lực từ ngày"), Day(), required=True)]
    decision_number: Annotated[str | None, Spec(N_("Số quyết định"), Text(longest=60))] = None
    decision_date: Annotated[date | None, Spec(N_("Ngày quyết định"), Day())] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class UnitEvent(Row, UnitEventFields, table=True):
    """Sự kiện đơn vị: before and after, so that the name and parent on any past day can be told.

    ``happened_on`` is the first day of the new state; ``other_unit_id`` is the successor or the source.
    """

    __tablename__ = "unit_event"
    __table_args__ = (index("unit_event", "unit_id", "happened_on"),)

    unit_id: int = Field(foreign_key="unit.id")
    other_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    old_name: str | None = None
    new_name: str | None = None
    old_parent_id: int | None = Field(default=None, foreign_key="unit.id")
    new_parent_id: int | None = Field(default=None, foreign_key="unit.id")
