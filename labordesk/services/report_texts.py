"""What an officer writes into a report (hạn chế, nhiệm vụ …): one text for each report, unit, period and part."""

from __future__ import annotations

import sqlite3

from sqlmodel import Session, select

from labordesk.errors import InvalidInput
from labordesk.fields import LongText
from labordesk.i18n import N_
from labordesk.model import ReportText
from labordesk.services.row_edit import touch
from labordesk.store.register import Register
from labordesk.vietnamese.periods import Period

LONGEST = 20_000
TOO_LONG = N_("Phần này dài quá {longest} chữ; hãy rút gọn hoặc chuyển bớt sang phụ lục.")


def read_texts(connection: sqlite3.Connection, report: str, unit_id: int, period: Period) -> dict[str, str]:
    """Return part -> text as it was written for this report, unit and period; parts not written are left out."""
    return dict(
        connection.execute(
            "SELECT part, text FROM report_text WHERE unit_id = ? AND report = ? AND period = ?"
            " AND coalesce(text, '') <> ''",
            (unit_id, report, period_key(period)),
        ).fetchall()
    )


def load_texts(register: Register, report: str, unit_id: int, period: Period) -> dict[str, str]:
    """Return part -> text for the page where they are written."""
    with register.looking() as connection:
        return read_texts(connection, report, unit_id, period)


def save_text(register: Register, report: str, unit_id: int, period: Period, part: str, text: str | None) -> None:
    """Keep the text of a part, "" removes it; InvalidInput for more than a part can hold."""
    tidy = LongText().parse(text)
    if tidy is not None and len(tidy) > LONGEST:
        raise InvalidInput(TOO_LONG, field="text", longest=LONGEST)
    with register.writing() as session:
        row = _row(session, report, unit_id, period, part)
        if row is None and tidy is not None:
            session.add(ReportText(report=report, unit_id=unit_id, period=period_key(period), part=part, text=tidy))
        elif row is not None and tidy is None:
            session.delete(row)
        elif row is not None and row.text != tidy:
            row.text = tidy
            touch(row)


def period_key(period: Period) -> str:
    """Return what a period is kept under: its code, or its days where it has none."""
    return period.code or f"{period.start.isoformat()}..{period.end.isoformat()}"


def _row(session: Session, report: str, unit_id: int, period: Period, part: str) -> ReportText | None:
    return session.exec(
        select(ReportText).where(
            ReportText.unit_id == unit_id,
            ReportText.report == report,
            ReportText.period == period_key(period),
            ReportText.part == part,
        )
    ).first()
