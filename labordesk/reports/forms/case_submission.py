"""Tờ trình đề nghị trợ cấp khó khăn (domain.md 4.2, form 5)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Document, Paragraph
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import (
    Form,
    honoured,
    line,
    pair,
    partial,
    relation,
    sentence,
    sum_said,
    text_of,
)
from labordesk.reports.forms.grassroots import apart
from labordesk.reports.forms.submissions import submission
from labordesk.store.file_days import case_decided
from labordesk.store.files import CaseFile, case_file


def compose(connection: sqlite3.Connection, case_id: int | None, paper: Paper) -> Document:
    """Return the submission, blank without a request."""
    case = (case_file(connection, case_id) if case_id else None) or CaseFile()
    person = case.person
    verified = case.steps.get("verifying")
    day = f" ngày {text_of(case.requested_on)}" if case.requested_on else ""
    checked = f" và kết quả xác minh ngày {text_of(verified.day)}" if verified and verified.day else ""
    union = apart(case.grassroots, paper)
    opinion = f", ý kiến của {union}" if union else ""
    return submission(
        "Về việc đề nghị trợ cấp khó khăn",
        paper,
        (
            sentence(f"Căn cứ giấy đề nghị{day}{opinion}{checked}, {paper.issuer} báo cáo và đề nghị như sau:"),
            pair(("Người được đề nghị, ông/bà", person.full_name), ("Sinh", partial(person.birth)), shares=(3, 1.4)),
            pair(("Số CCCD", person.citizen_id), ("Số nhân khẩu", person.household_size)),
            line("Đơn vị", case.whole_unit),
            line("Nghề nghiệp, chức vụ", person.job),
            line("Nơi ở", person.address),
            line("Hoàn cảnh", _situation(case), lines=3),
            *([line("Người nhận thay", _taker(case))] if case.recipient_name else []),
            sentence(
                f"{paper.issuer} đề nghị trợ cấp khó khăn cho {honoured(person)}, số tiền "
                f"{sum_said(case.approved_amount or case.asked_amount, paper)}."
            ),
            Paragraph("Hồ sơ gửi kèm: giấy đề nghị, phiếu khảo sát và giấy tờ chứng minh hoàn cảnh."),
        ),
    )


def _situation(case: CaseFile) -> str:
    return ". ".join(part.rstrip(". ") for part in (case.reason, case.situation) if part)


def _taker(case: CaseFile) -> str:
    kin = relation(case.recipient_relation)
    return f"{case.recipient_name}{f' ({kin})' if kin else ''}"


FORM = Form(
    name="to-trinh-tro-cap",
    title=N_("Tờ trình trợ cấp"),
    summary=N_("Trình cấp có thẩm quyền xét trợ cấp."),
    subject="case",
    position=30,
    compose=compose,
    dated=case_decided,
)
