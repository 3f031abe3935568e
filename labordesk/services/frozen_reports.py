"""Báo cáo đã chốt: a report kept as it was presented, its choices, its figures and the paper itself; never changed.

What an officer cannot do is edit one. Dropping one asks a reason and hides it; the paper stays.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from labordesk.documents.content_key import content_key
from labordesk.documents.figures import Figure, figures_of
from labordesk.errors import BadFile, InvalidInput, NotFound, RuleBroken
from labordesk.fields import Text
from labordesk.i18n import N_
from labordesk.services.changes import Changes
from labordesk.services.outgoing import Identity
from labordesk.services.paper_orders import UNREADABLE, decided, from_text, subject_of, to_text
from labordesk.services.report_texts import period_key
from labordesk.services.reporting import Order, compose_report, report_named
from labordesk.services.saved import Saved
from labordesk.services.stored_day import stored_day
from labordesk.services.unit_tree import root_unit
from labordesk.store.register import Register

NO_SUCH_REPORT = N_("Không thấy báo cáo đã chốt này; hãy mở lại danh sách báo cáo đã chốt.")
NO_REASON = N_("Hãy ghi lý do bỏ báo cáo đã chốt.")
ALREADY_DROPPED = N_("Báo cáo đã chốt này đã bỏ ngày {day}; bản đã bỏ vẫn xem và in được.")

_COLUMNS = (
    "f.id, f.row_version, f.report, f.period, f.unit_id, u.name, f.frozen_on, f.cut_off, f.created_at,"
    " coalesce(o.name, ''), coalesce(f.note, ''), f.title, f.choices, f.dropped_on, coalesce(f.dropped_reason, '')"
)
FROZEN_ROWS = (
    f"SELECT {_COLUMNS} FROM frozen_report f JOIN unit u ON u.id = f.unit_id LEFT JOIN officer o ON o.id = f.officer_id"
)


@dataclass(frozen=True)
class FrozenRow:
    """A frozen report without its paper and figures; ``choices`` is JSON, read with ``kept_choices``."""

    id: int
    row_version: int
    report: str
    period: str
    unit_id: int
    unit: str
    frozen_on: date
    cut_off: date
    at: str
    officer: str
    note: str
    title: str
    choices: str
    dropped_on: date | None
    dropped_reason: str


@dataclass(frozen=True)
class KeptChoices:
    """What was chosen: ``asked`` as the page had it, ``order`` with every day and unit decided, to make it again."""

    asked: Order
    order: Order
    content_key: str
    subject: str


def freeze_report(register: Register, order: Order, *, today: date, note: str | None = None) -> Saved:
    """Keep a report as it stands now; the refusals of ``compose_report``. ``note`` says what it is kept for."""
    from labordesk.documents.pdf import render_pdf
    from labordesk.model import FrozenReport

    tidy_note = Text().parse(note)
    with register.looking() as connection:
        same = decided(connection, order, today)
        document = compose_report(register, same, today=today)
        subject = subject_of(connection, same)
    choices = {
        "asked": json.loads(to_text(order)),
        "order": json.loads(to_text(same)),
        "content_key": content_key(document),
        "subject": subject,
    }
    paper = render_pdf(document)
    assert same.unit_id is not None
    assert same.cut_off is not None
    with register.writing() as session:
        row = FrozenReport(
            report=order.report,
            period=period_key(order.period),
            unit_id=same.unit_id,
            frozen_on=today,
            cut_off=same.cut_off,
            officer_id=register.officer_id,
            note=tidy_note,
            title=document.full_title,
            choices=json.dumps(choices, ensure_ascii=False),
            figures=figures_text(figures_of(document)),
            paper=paper,
        )
        session.add(row)
        session.flush()
        return Saved(row.id or 0, row.row_version, Changes(prints=True))


def list_frozen(register: Register, *, dropped: bool = False) -> tuple[FrozenRow, ...]:
    """Return the frozen reports, the latest first; ``dropped`` those too that were dropped."""
    where = "" if dropped else " WHERE f.dropped_on IS NULL"
    with register.looking() as connection:
        return frozen_rows(connection, f"{FROZEN_ROWS}{where} ORDER BY f.created_at DESC, f.id DESC")


def load_frozen(register: Register, frozen_id: int) -> FrozenRow:
    """Return one frozen report without its paper; NotFound."""
    with register.looking() as connection:
        found = frozen_rows(connection, f"{FROZEN_ROWS} WHERE f.id = ?", (frozen_id,))
    if not found:
        raise NotFound(NO_SUCH_REPORT)
    return found[0]


def frozen_of(register: Register, order: Order) -> tuple[FrozenRow, ...]:
    """Return the frozen reports of the same choices, the latest first; day and number of the paper do not matter.

    An open cut-off asks for those frozen with an open one; a day for those whose figures are those up to that day.
    """
    with register.looking() as connection:
        unit_id = order.unit_id or root_unit(connection)
        found = frozen_rows(
            connection,
            f"{FROZEN_ROWS} WHERE f.report = ? AND f.period = ? AND f.unit_id = ? AND f.dropped_on IS NULL"
            " ORDER BY f.created_at DESC, f.id DESC",
            (order.report, period_key(order.period), unit_id),
        )
    return tuple(row for row in found if _asks_the_same(kept_choices(row), order))


def _asks_the_same(kept: KeptChoices, order: Order) -> bool:
    asked = kept.asked
    same_day = order.cut_off in (asked.cut_off, kept.order.cut_off)
    return same_day and (asked.view, asked.campaign_id, asked.parts, asked.seed) == (
        order.view,
        order.campaign_id,
        order.parts,
        order.seed,
    )


def kept_choices(row: FrozenRow) -> KeptChoices:
    """Return what was chosen for a frozen report; BadFile for a damaged one."""
    try:
        kept = json.loads(row.choices)
        asked, order = (from_text(json.dumps(kept[name])) for name in ("asked", "order"))
        if not isinstance(asked, Order) or not isinstance(order, Order):
            raise BadFile(UNREADABLE)
        return KeptChoices(asked, order, str(kept["content_key"]), str(kept["subject"]))
    except (ValueError, TypeError, KeyError) as error:
        raise BadFile(UNREADABLE) from error


def frozen_paper(register: Register, frozen_id: int) -> bytes:
    """Return the PDF as it was presented, byte for byte; NotFound."""
    return bytes(_column(register, frozen_id, "paper"))


def frozen_figures(register: Register, frozen_id: int) -> tuple[Figure, ...]:
    """Return every figure as it was presented; BadFile for a damaged report."""
    return read_figures(str(_column(register, frozen_id, "figures")))


def _column(register: Register, frozen_id: int, column: str) -> Any:
    with register.looking() as connection:
        row = connection.execute(f"SELECT {column} FROM frozen_report WHERE id = ?", (frozen_id,)).fetchone()
    if row is None:
        raise NotFound(NO_SUCH_REPORT)
    return row[0]


def identity_of(row: FrozenRow) -> Identity:
    """Return which paper a frozen report is: printed before or after it was frozen, it is the same paper."""
    kept = kept_choices(row)
    title = report_named(row.report).title
    return Identity(row.report, title, kept.subject, kept.content_key, to_text(kept.order), row.id)


def drop_frozen(register: Register, frozen_id: int, reason: str, *, today: date) -> Saved:
    """Take a frozen report out of the list; InvalidInput without a reason, RuleBroken when it was dropped before."""
    from labordesk.model import FrozenReport
    from labordesk.services.row_edit import touch
    from labordesk.vietnamese.dates import short

    tidy = Text().parse(reason)
    if tidy is None:
        raise InvalidInput(NO_REASON, field="dropped_reason")
    with register.writing() as session:
        row = session.get(FrozenReport, frozen_id)
        if row is None:
            raise NotFound(NO_SUCH_REPORT)
        if row.dropped_on is not None:
            raise RuleBroken(ALREADY_DROPPED, day=short(row.dropped_on))
        row.dropped_on, row.dropped_reason = today, tidy
        touch(row)
        return Saved(frozen_id, row.row_version, Changes(prints=True))


def figures_text(figures: Sequence[Figure]) -> str:
    """Return figures as JSON, amounts as text so that none loses a digit."""
    return json.dumps([asdict(one) | {"amount": format(one.amount, "f")} for one in figures], ensure_ascii=False)


def read_figures(text: str) -> tuple[Figure, ...]:
    """Return figures kept as JSON; BadFile when they cannot be read."""
    try:
        return tuple(Figure(**one | {"amount": Decimal(one["amount"])}) for one in json.loads(text))
    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise BadFile(UNREADABLE) from error


def frozen_rows(connection: sqlite3.Connection, sql: str, values: tuple[Any, ...] = ()) -> tuple[FrozenRow, ...]:
    """Return the reports that ``FROZEN_ROWS`` with a condition finds."""
    found = []
    for row in connection.execute(sql, values):
        days = {place: stored_day(row[place]) for place in (6, 7, 13)}
        found.append(FrozenRow(*(days.get(place, value) for place, value in enumerate(row))))
    return tuple(found)
