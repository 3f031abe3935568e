"""Giấy tờ và tệp đính kèm: which papers a file must have, which are there, and the scans and photos themselves."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint, LargeBinary, text
from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Count, Day, Flag, Reference, Spec, Text
from labordesk.fields.choices import ATTACHMENT_KINDS, CASE_KINDS, PAPER_PROOFS, PAPER_STEPS, WORKS
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class PaperTypeFields(SQLModel):
    """A paper of the checklist: due by a step, for one reason or kind of work, or for all when left empty."""

    name: Annotated[str, Spec(N_("Giấy tờ"), Text(), required=True, width=40)]
    kind: Annotated[str, Spec(N_("Dùng cho"), Choice(options=CASE_KINDS), required=True)] = "grant"
    step: Annotated[str, Spec(N_("Cần có khi"), Choice(options=PAPER_STEPS), required=True)] = "verifying"
    circumstance_id: Annotated[int | None, Spec(N_("Riêng cho hoàn cảnh"), Reference(target="circumstance"))] = None
    work: Annotated[str | None, Spec(N_("Riêng cho loại hình nhà"), Choice(options=WORKS))] = None
    proof: Annotated[str | None, Spec(N_("Coi là có khi đã ghi"), Choice(options=PAPER_PROOFS))] = None
    mandatory: Annotated[bool, Spec(N_("Bắt buộc"), Flag())] = True
    position: Annotated[int, Spec(N_("Thứ tự"), Count(high=999))] = 100
    active: Annotated[bool, Spec(N_("Đang dùng"), Flag())] = True


class PaperType(Row, PaperTypeFields, table=True):
    """Giấy tờ cần có: the checklist per programme kind, step and reason, all data an officer edits."""

    __tablename__ = "paper_type"

    circumstance_id: int | None = Field(default=None, foreign_key="circumstance.id")


class CasePaperFields(SQLModel):
    """A paper of one file: handed in on a day, or not needed for a reason."""

    received_on: Annotated[date | None, Spec(N_("Ngày nhận"), Day())] = None
    document: Annotated[str | None, Spec(N_("Số, ký hiệu"), Text(longest=80))] = None
    waived_reason: Annotated[str | None, Spec(N_("Lý do không cần"), Text())] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text())] = None


class CasePaper(Row, CasePaperFields, table=True):
    """Giấy tờ của một hồ sơ nhà hoặc hồ sơ trợ cấp; missing while there is no row, or neither day nor reason."""

    __tablename__ = "case_paper"
    __table_args__ = (
        index("case_paper", "house_id", "paper_type_id", unique=True, where=text("house_id IS NOT NULL")),
        index("case_paper", "case_id", "paper_type_id", unique=True, where=text("case_id IS NOT NULL")),
        CheckConstraint("(house_id IS NULL) <> (case_id IS NULL)", name="ck_case_paper_one_file"),
    )

    paper_type_id: int = Field(foreign_key="paper_type.id")
    house_id: int | None = Field(default=None, foreign_key="house.id", ondelete="CASCADE")
    case_id: int | None = Field(default=None, foreign_key="grant_case.id", ondelete="CASCADE")


class AttachmentFields(SQLModel):
    """What an officer says about an attached file."""

    kind: Annotated[str, Spec(N_("Là"), Choice(options=ATTACHMENT_KINDS), required=True)] = "paper"
    name: Annotated[str, Spec(N_("Tên tệp"), Text(longest=160), required=True, width=30)]
    caption: Annotated[str | None, Spec(N_("Chú thích"), Text())] = None
    taken_on: Annotated[date | None, Spec(N_("Ngày chụp, ngày lập"), Day())] = None


class Attachment(Row, AttachmentFields, table=True):
    """Tệp đính kèm, kept inside the register so that one file is everything; the bytes are in another table.

    ``size`` in bytes as stored, ``width`` and ``height`` in pixels for pictures; ``sha256`` of the stored bytes.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        index("attachment", "house_id", where=text("house_id IS NOT NULL")),
        index("attachment", "case_id", where=text("case_id IS NOT NULL")),
        index("attachment", "campaign_id", where=text("campaign_id IS NOT NULL")),
        index("attachment", "agreement_id", where=text("agreement_id IS NOT NULL")),
        index("attachment", "activity_id", where=text("activity_id IS NOT NULL")),
        index("attachment", "case_paper_id", where=text("case_paper_id IS NOT NULL")),
        CheckConstraint(
            "(house_id IS NOT NULL) + (case_id IS NOT NULL) + (campaign_id IS NOT NULL) + (agreement_id IS NOT NULL)"
            " + (activity_id IS NOT NULL) = 1",
            name="ck_attachment_one_owner",
        ),
    )

    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
    sha256: str
    house_id: int | None = Field(default=None, foreign_key="house.id", ondelete="CASCADE")
    case_id: int | None = Field(default=None, foreign_key="grant_case.id", ondelete="CASCADE")
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id", ondelete="CASCADE")
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id", ondelete="CASCADE")
    activity_id: int | None = Field(default=None, foreign_key="activity.id", ondelete="CASCADE")
    case_paper_id: int | None = Field(default=None, foreign_key="case_paper.id", ondelete="SET NULL")


class AttachmentContent(Row, table=True):
    """Nội dung tệp: a small JPEG for lists, and the bytes.

    The small one comes first: SQLite walks through everything that stands before the column it is asked for.
    """

    __tablename__ = "attachment_content"

    attachment_id: int = Field(foreign_key="attachment.id", unique=True, ondelete="CASCADE")
    thumbnail: bytes | None = Field(default=None, sa_type=LargeBinary)
    content: bytes = Field(sa_type=LargeBinary)
