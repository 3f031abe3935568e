"""Lần hỗ trợ (award): every value handed to somebody, the one definition of "total spent"."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Count, Day, Flag, LongText, Money, PersonName, Reference, Spec, Text
from labordesk.fields.choices import COUNT_UNITS, FORMS, HANDOVERS, INSTALMENTS, LEVELS, METHODS, RELATIONS
from labordesk.fields.spec import Gate
from labordesk.i18n import N_
from labordesk.model.base import Row, index

_COUNTED_AS = ("handover", "programme_id", "count_unit", "house_id")
_NOT_YET = "campaign_id IS NOT NULL AND handover IN ('planned', 'absent')"
_OF_PERSON = ("person_id", "paid_on", "handover", "programme_id", "house_id")


class AwardFields(SQLModel):
    """One support to one person, or to ``quantity`` people of a unit who are not listed by name."""

    programme_id: Annotated[int, Spec(N_("Chương trình"), Reference(target="programme"), required=True)]
    campaign_id: Annotated[int | None, Spec(N_("Đợt"), Reference(target="campaign"))] = None
    person_id: Annotated[int | None, Spec(N_("Người được hỗ trợ"), Reference(target="person"))] = None
    unit_id: Annotated[int, Spec(N_("Đơn vị"), Reference(target="unit"), required=True)]
    handover: Annotated[str, Spec(N_("Tình trạng"), Choice(options=HANDOVERS))] = "planned"
    paid_on: Annotated[date | None, Spec(N_("Ngày trao"), Day())] = None
    quantity: Annotated[int, Spec(N_("Số lượng"), Count(low=1))] = 1
    count_unit: Annotated[str, Spec(N_("Đơn vị tính"), Choice(options=COUNT_UNITS))] = "package"
    recipient_name: Annotated[str | None, Spec(N_("Người nhận thay"), PersonName(), gate=Gate.PERSONAL)] = None
    recipient_relation: Annotated[str | None, Spec(N_("Quan hệ"), Choice(options=RELATIONS))] = None
    circumstance_id: Annotated[int | None, Spec(N_("Hoàn cảnh"), Reference(target="circumstance"))] = None
    decision_number: Annotated[str | None, Spec(N_("Số quyết định"), Text(longest=60))] = None
    decision_date: Annotated[date | None, Spec(N_("Ngày quyết định"), Day())] = None
    voucher_number: Annotated[str | None, Spec(N_("Số phiếu chi"), Text(longest=40))] = None
    method: Annotated[str | None, Spec(N_("Hình thức trao"), Choice(options=METHODS))] = None
    instalment: Annotated[str | None, Spec(N_("Lần trao"), Choice(options=INSTALMENTS), in_form=False)] = None
    companions: Annotated[
        int | None, Spec(N_("Người đi cùng"), Count(high=9), hint=N_("Người thân đi cùng chuyến xe, tàu, máy bay"))
    ] = None
    signed: Annotated[bool, Spec(N_("Đã ký nhận"), Flag())] = False
    override_reason: Annotated[
        str | None, Spec(N_("Lý do vẫn ghi"), Text(), hint=N_("Khi hỗ trợ trùng hoặc vượt mức"))
    ] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), LongText())] = None


class Award(Row, AwardFields, table=True):
    """Lần hỗ trợ; ``unit_id`` is the unit as it was on the day, ``position`` the STT in its list."""

    __tablename__ = "award"
    __table_args__ = (
        # These hold all that keeping sums and counting people look at (store/sum_triggers.py, store/figures/people.py).
        index("award", *_OF_PERSON, where=text("person_id IS NOT NULL")),
        index("award", "campaign_id", "unit_id", "person_id", *_COUNTED_AS, where=text("campaign_id IS NOT NULL")),
        index("award", "unit_id", "paid_on", "person_id", *_COUNTED_AS),
        # What is still to be handed over: few of all lines.
        index("award", "campaign_id", "unit_id", "handover", "quantity", where=text(_NOT_YET)),
        # What was given against the usual rule: few, and asked for by the list of exceptions.
        index("award", "override_reason", where=text("override_reason IS NOT NULL")),
        index("award", "house_id", where=text("house_id IS NOT NULL")),
        index("award", "case_id", where=text("case_id IS NOT NULL")),
        CheckConstraint("quantity >= 1", name="ck_award_quantity"),
        CheckConstraint("handover NOT IN ('received', 'proxy') OR paid_on IS NOT NULL", name="ck_award_paid_has_date"),
    )

    programme_id: int = Field(foreign_key="programme.id")
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    unit_id: int = Field(foreign_key="unit.id")
    case_id: int | None = Field(default=None, foreign_key="grant_case.id")
    house_id: int | None = Field(default=None, foreign_key="house.id")
    circumstance_id: int | None = Field(default=None, foreign_key="circumstance.id")
    position: int = 0
    norm_basis: Annotated[str | None, Spec(N_("Theo định mức"), Text(), in_form=False)] = None


class AwardLineFields(SQLModel):
    """Part of an award: which fund paid, at which level, in what form."""

    fund_id: Annotated[int, Spec(N_("Nguồn"), Reference(target="fund"), required=True)]
    level: Annotated[str, Spec(N_("Cấp chi"), Choice(options=LEVELS), required=True)] = "upper"
    form: Annotated[str, Spec(N_("Hình thức"), Choice(options=FORMS), required=True)] = "cash"
    amount: Annotated[int, Spec(N_("Số tiền, trị giá"), Money(low=0), required=True)] = 0
    description: Annotated[str | None, Spec(N_("Nội dung"), Text())] = None


class AwardLine(Row, AwardLineFields, table=True):
    """Dòng kinh phí của một lần hỗ trợ, in đồng."""

    __tablename__ = "award_line"
    __table_args__ = (
        index("award_line", "award_id", "form", "level", "fund_id", "amount"),
        index("award_line", "fund_id"),
        CheckConstraint("amount >= 0", name="ck_award_line_amount"),
    )

    award_id: int = Field(foreign_key="award.id", ondelete="CASCADE")
    fund_id: int = Field(foreign_key="fund.id")
