"""Biên bản bình xét đề nghị trợ cấp khó khăn (domain.md 4.2, form 5; 2.3)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Column, Document, Row, Table
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, money, partial
from labordesk.reports.forms.minutes import review
from labordesk.reports.forms.proposals import NUMBER, ROWS, blank_rows
from labordesk.store.file_days import case_decided
from labordesk.store.files import CaseFile, case_file

_COLUMNS = (
    NUMBER,
    Column("Họ và tên", 2.2),
    Column("Năm sinh", 1.0),
    Column("Bộ phận", 1.6),
    Column("Hoàn cảnh", 2.4),
    Column("Mức đề nghị", 1.5),
)


def compose(connection: sqlite3.Connection, case_id: int | None, paper: Paper) -> Document:
    """Return the minute, with room for other names; blank without a request."""
    case = (case_file(connection, case_id) if case_id else None) or CaseFile()
    rows = (_row(case),) if case_id else ()
    table = Table(_COLUMNS, blank_rows(rows, len(_COLUMNS)), min_row_mm=ROWS, caption="Danh sách đề nghị trợ cấp")
    return review("Họp bình xét đề nghị trợ cấp khó khăn", paper, case.whole_unit, (table,), grassroots=case.grassroots)


def _row(case: CaseFile) -> Row:
    person = case.person
    return Row(
        ("1", person.full_name, partial(person.birth[:4]), person.department, case.reason, money(case.asked_amount))
    )


FORM = Form(
    name="binh-xet-tro-cap",
    title=N_("Biên bản bình xét trợ cấp"),
    summary=N_("Cuộc họp của đơn vị xét người đề nghị trợ cấp."),
    subject="case",
    position=25,
    compose=compose,
    dated=case_decided,
)
