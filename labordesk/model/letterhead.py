"""Đầu văn bản, người ký and the register's own choices: dated, because bodies, places and signers change."""

from datetime import date
from typing import Annotated

from sqlmodel import Field, SQLModel

from labordesk.fields import Day, LongText, PersonName, Spec, Text
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class LetterheadFields(SQLModel):
    """Header and signer of papers dated from ``valid_from`` on (inclusive), until the next row."""

    valid_from: Annotated[date, Spec(N_("Dùng từ ngày"), Day(), required=True)]
    superior_body: Annotated[
        str | None, Spec(N_("Cơ quan chủ quản"), Text(), width=36, hint=N_("Ví dụ LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ TĨNH"))
    ] = None
    issuing_body: Annotated[str, Spec(N_("Cơ quan ban hành"), Text(), required=True, width=36)]
    symbol: Annotated[str | None, Spec(N_("Ký hiệu"), Text(longest=30), hint=N_("Ví dụ CĐX, LĐLĐ"))] = None
    place: Annotated[str | None, Spec(N_("Địa danh"), Text(longest=60), hint=N_("Ví dụ Hương Sơn"))] = None
    authority: Annotated[str | None, Spec(N_("Thẩm quyền ký"), Text(longest=60), hint="TM. BAN THƯỜNG VỤ")] = None
    signer_title: Annotated[str | None, Spec(N_("Chức vụ người ký"), Text(longest=60))] = None
    signer_name: Annotated[str | None, Spec(N_("Họ tên người ký"), PersonName())] = None
    preparer_name: Annotated[str | None, Spec(N_("Người lập"), PersonName())] = None
    accountant_name: Annotated[str | None, Spec(N_("Kế toán"), PersonName())] = None
    treasurer_name: Annotated[str | None, Spec(N_("Thủ quỹ"), PersonName())] = None
    addressee: Annotated[str | None, Spec(N_("Kính gửi"), Text())] = None
    recipients: Annotated[
        str | None, Spec(N_("Nơi nhận"), LongText(), hint=N_("Mỗi dòng một nơi; dòng cuối thường là “Lưu: VT”"))
    ] = None


class Letterhead(Row, LetterheadFields, table=True):
    """Đầu văn bản và người ký có hiệu lực từ một ngày; ``unit_id`` None is the register's own unit."""

    __tablename__ = "letterhead"
    __table_args__ = (index("letterhead", "unit_id", "valid_from"),)

    unit_id: int | None = Field(default=None, foreign_key="unit.id")


class RegisterSetting(SQLModel, table=True):
    """A choice kept inside the register as text; ``services.register_settings`` gives them types."""

    __tablename__ = "register_setting"

    key: str = Field(primary_key=True)
    value: str
