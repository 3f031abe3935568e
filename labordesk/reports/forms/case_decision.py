"""Quyết định trợ cấp khó khăn, resting on the norm and the request (domain.md 4.2, form 5)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Document
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, honoured, lower_first, relation, said, sum_said
from labordesk.reports.forms.decisions import carried_out, decision, grounds
from labordesk.reports.forms.grassroots import apart, proposed_by
from labordesk.store.file_days import case_decided
from labordesk.store.files import CaseFile, case_file


def compose(connection: sqlite3.Connection, case_id: int | None, paper: Paper) -> Document:
    """Return the decision, blank without a request."""
    case = (case_file(connection, case_id) if case_id else None) or CaseFile()
    theirs = apart(case.grassroots, paper)
    why = f", hoàn cảnh: {lower_first(case.reason)}" if case.reason else ", có hoàn cảnh khó khăn"
    beyond = f" (vượt định mức vì: {case.decided.norm_reason})" if case.decided.norm_reason else ""
    funds = ", ".join(dict.fromkeys(line.fund for payment in case.payments for line in payment.lines))
    return decision(
        "Về việc trợ cấp khó khăn",
        case.decided,
        paper,
        grounds(case.decided, paper, proposed_by(case.grassroots, paper)),
        (
            f"Trợ cấp cho {honoured(case.person)}, {said(case.whole_unit)}{why}; "
            f"số tiền: {sum_said(case.approved_amount, paper)}{beyond}; nguồn kinh phí: {said(funds)}.{_taker(case)}",
            "Bộ phận tài chính chi trả theo đúng đối tượng, mức chi tại Điều 1 và quyết toán theo quy định.",
            carried_out("Văn phòng, bộ phận tài chính", theirs, "người có tên tại Điều 1"),
        ),
        proposer=case.grassroots if theirs else "",
    )


def _taker(case: CaseFile) -> str:
    """Return who takes the money when it is not the person helped."""
    if not case.recipient_name:
        return ""
    kin = relation(case.recipient_relation)
    return f" Người nhận: ông/bà {case.recipient_name}{f' ({kin})' if kin else ''}."


FORM = Form(
    name="quyet-dinh-tro-cap",
    title=N_("Quyết định trợ cấp"),
    summary=N_("Căn cứ, định mức, mức trợ cấp, người nhận và nơi thi hành."),
    subject="case",
    position=40,
    compose=compose,
    dated=case_decided,
)
