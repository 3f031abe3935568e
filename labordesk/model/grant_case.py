"""Hồ sơ đề nghị trợ cấp khó khăn: from the request to the payment (domain.md 2.3)."""

from datetime import date
from typing import Annotated

from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Day, LongText, Money, PersonName, Reference, Spec, Text
from labordesk.fields.choices import CASE_STATES, RELATIONS
from labordesk.fields.spec import Gate
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class GrantCaseFields(SQLModel):
    """What an officer records about a request for help."""

    person_id: Annotated[int, Spec(N_("Người được hỗ trợ"), Reference(target="person"), required=True)]
    programme_id: Annotated[int, Spec(N_("Chương trình"), Reference(target="programme"), required=True)]
    unit_id: Annotated[int, Spec(N_("Đơn vị đề nghị"), Reference(target="unit"), required=True)]
    circumstance_id: Annotated[int | None, Spec(N_("Lý do, hoàn cảnh"), Reference(target="circumstance"))] = None
    requested_on: Annotated[date, Spec(N_("Ngày tiếp nhận"), Day(), required=True)]
    situation: Annotated[
        str | None,
        Spec(N_("Tóm tắt hoàn cảnh"), LongText(), gate=Gate.PERSONAL, hint=N_("Không ghi chẩn đoán bệnh ở đây")),
    ] = None
    asked_amount: Annotated[int | None, Spec(N_("Mức đề nghị"), Money(high=500_000_000))] = None
    approved_amount: Annotated[int | None, Spec(N_("Mức duyệt"), Money(high=500_000_000))] = None
    decision_number: Annotated[str | None, Spec(N_("Số quyết định"), Text(longest=60))] = None
    decision_date: Annotated[date | None, Spec(N_("Ngày quyết định"), Day())] = None
    decision_body: Annotated[
        str | None, Spec(N_("Cấp duyệt"), Text(), hint=N_("Ban Chấp hành, Ban Thường vụ, Chủ tịch …"))
    ] = None
    decision_signer: Annotated[str | None, Spec(N_("Người ký"), Text())] = None
    norm_reason: Annotated[str | None, Spec(N_("Lý do vượt định mức"), Text())] = None
    recipient_name: Annotated[
        str | None,
        Spec(
            N_("Người nhận thay"),
            PersonName(),
            gate=Gate.PERSONAL,
            hint=N_("Để trống nếu chính người được hỗ trợ nhận"),
        ),
    ] = None
    recipient_relation: Annotated[str | None, Spec(N_("Quan hệ"), Choice(options=RELATIONS))] = None
    refusal_reason: Annotated[str | None, Spec(N_("Lý do từ chối, cần bổ sung"), Text())] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class GrantCase(Row, GrantCaseFields, table=True):
    """Hồ sơ trợ cấp; the money given is an ``Award`` with this ``case_id``."""

    __tablename__ = "grant_case"
    __table_args__ = (index("grant_case", "person_id"), index("grant_case", "state", "requested_on"))

    person_id: int = Field(foreign_key="person.id")
    programme_id: int = Field(foreign_key="programme.id")
    unit_id: int = Field(foreign_key="unit.id")
    circumstance_id: int | None = Field(default=None, foreign_key="circumstance.id")
    state: Annotated[str, Spec(N_("Tình trạng"), Choice(options=CASE_STATES), in_form=False)] = "received"
    norm_basis: Annotated[str | None, Spec(N_("Theo định mức"), Text(), in_form=False)] = None


class CaseEvent(Row, table=True):
    """Diễn biến hồ sơ: the day a case came into a state."""

    __tablename__ = "case_event"
    __table_args__ = (index("case_event", "case_id", "happened_on"),)

    case_id: int = Field(foreign_key="grant_case.id", ondelete="CASCADE")
    state: Annotated[str, Spec(N_("Tình trạng"), Choice(options=CASE_STATES))]
    happened_on: Annotated[date, Spec(N_("Ngày"), Day())]
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text())] = None
