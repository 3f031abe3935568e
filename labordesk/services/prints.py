"""Sổ in: every paper that left the register, printed or saved; numbers rise by one and nothing is ever taken out."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from labordesk.errors import NotFound
from labordesk.fields import Flag, Spec
from labordesk.i18n import N_
from labordesk.rules.roles import Right
from labordesk.services.access_notes import note_print
from labordesk.services.changes import Changes
from labordesk.services.name_filter import NameFilter, digits_in
from labordesk.services.pages import Page
from labordesk.store.register import Register
from labordesk.vietnamese.fold import plain_key, search_key

if TYPE_CHECKING:
    from sqlmodel import Session

Out = Literal["printer", "pdf", "docx", "xlsx"]
"""The ways a paper leaves the register (``fields.choices.PAPER_OUTS``)."""

ON_PAPER = ("printer", "pdf")
"""Ways after which the same paper counts as printed again; a Word or Excel file is one to work on."""

NO_SUCH_PRINT = N_("Không thấy lần in này trong sổ in; hãy mở lại trang Sổ in.")


@dataclass(frozen=True)
class PrintOptions:
    """What the register does with papers printed again; read and kept like all choices of a register."""

    mark_reprints: Annotated[
        bool,
        Spec(
            N_("Ghi “BẢN SAO” khi in lại"),
            Flag(),
            hint=N_("Giấy đã in hoặc lưu PDF, in lại cùng nội dung thì mang chữ này ở góc trên bên phải mỗi trang."),
        ),
    ] = False


@dataclass(frozen=True)
class Printed:
    """A paper as it left: ``paper`` is the name of its report or form, ``pages`` those of one copy, where known.

    ``numbers``: whole citizen numbers stand in it, which is noted among the accesses too.
    """

    paper: str
    title: str
    subject: str
    content_key: str
    out: Out
    choices: str = ""
    pages: int | None = None
    copies: int = 1
    frozen_id: int | None = None
    numbers: bool = False


@dataclass(frozen=True)
class PrintLogged:
    """Where a print stands in the log; ``reprint_of`` is the number of the first print of the same paper."""

    id: int
    number: int
    reprint_of: int | None
    changes: Changes = field(default_factory=lambda: Changes(prints=True))


@dataclass(frozen=True)
class PrintRow:
    """One line of the log; ``time`` counts the prints of the same paper up to this one ("Lần in thứ 2").

    It is 0 for a file to work on. ``first_number`` is the number of the first of them.
    """

    id: int
    number: int
    at: str
    officer: str
    paper: str
    title: str
    subject: str
    out: str
    pages: int | None
    copies: int
    time: int
    first_number: int | None
    frozen_id: int | None
    content_key: str
    choices: str


@dataclass(frozen=True)
class Earlier:
    """The first time the same paper left, and how often it did."""

    id: int
    number: int
    at: str
    times: int


@dataclass(frozen=True)
class PrintQuery:
    """Which prints are wanted: words of title, subject or officer, a paper by name, days from and to (inclusive)."""

    text: str = ""
    paper: str = ""
    start: date | None = None
    end: date | None = None


def earlier_print(connection: sqlite3.Connection, paper: str, content_key: str) -> Earlier | None:
    """Return the first print of a paper that says the same, None when it never left on paper."""
    row = connection.execute(
        "SELECT id, number, at, (SELECT count(*) FROM paper_print o WHERE o.content_key = p.content_key"
        " AND o.paper = p.paper AND o.out IN ('printer', 'pdf')) FROM paper_print p"
        " WHERE content_key = ? AND paper = ? AND out IN ('printer', 'pdf') ORDER BY number LIMIT 1",
        (content_key, paper),
    ).fetchone()
    return Earlier(*row) if row else None


def log_print(register: Register, printed: Printed) -> PrintLogged | None:
    """Write down that a paper left, once it really did; None for a register nobody can write to."""
    if register.read_only:
        return None
    with register.writing(right=Right.LOOK) as session:
        return logged(session, register, printed)


def logged(session: Session, register: Register, printed: Printed) -> PrintLogged:
    """Write down a print inside a unit of work that is under way."""
    from labordesk.model import PaperPrint
    from labordesk.model.base import now
    from labordesk.store.engine import sqlite_of

    connection = sqlite_of(session)
    first = earlier_print(connection, printed.paper, printed.content_key)
    (number,) = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM paper_print").fetchone()
    row = PaperPrint(
        number=number,
        at=now(),
        officer_id=register.officer_id,
        reprint_of=first.id if first else None,
        **{name: value for name, value in vars(printed).items() if name != "numbers"},
    )
    session.add(row)
    if printed.numbers:
        note_print(session, register, printed.paper, pages=printed.pages, detail=printed.title)
    session.flush()
    assert row.id is not None
    return PrintLogged(row.id, number, first.number if first else None)


_ROWS = """
SELECT p.id, p.number, p.at, coalesce(o.name, ''), p.paper, p.title, p.subject, p.out, p.pages, p.copies,
 CASE WHEN p.out IN ('printer', 'pdf') THEN (SELECT count(*) FROM paper_print e WHERE e.content_key = p.content_key
  AND e.paper = p.paper AND e.out IN ('printer', 'pdf') AND e.number <= p.number) ELSE 0 END,
 f.number, p.frozen_id, p.content_key, p.choices
FROM paper_print p LEFT JOIN officer o ON o.id = p.officer_id LEFT JOIN paper_print f ON f.id = p.reprint_of
"""


def list_prints(
    register: Register, query: PrintQuery | None = None, *, after: tuple[Any, ...] | None = None, limit: int = 200
) -> Page[PrintRow]:
    """Return prints, the latest first."""
    where, values = _where(query or PrintQuery())
    if after is not None:
        where, values = [*where, "p.number < ?"], [*values, *after]
    sql = f"{_ROWS} WHERE {' AND '.join(where) or '1'} ORDER BY p.number DESC LIMIT ?"
    with register.looking() as connection:
        _teach(connection, query.text if query else "")
        rows = tuple(PrintRow(*row) for row in connection.execute(sql, (*values, limit + 1)))
    more = len(rows) > limit
    return Page(rows[:limit], (rows[limit - 1].number,) if more else None)


def count_prints(register: Register, query: PrintQuery | None = None) -> int:
    """Return how many prints there are."""
    where, values = _where(query or PrintQuery())
    sql = (
        "SELECT count(*) FROM paper_print p LEFT JOIN officer o ON o.id = p.officer_id"
        f" WHERE {' AND '.join(where) or '1'}"
    )
    with register.looking() as connection:
        _teach(connection, query.text if query else "")
        return int(connection.execute(sql, values).fetchone()[0])


def load_print(register: Register, print_id: int) -> PrintRow:
    """Return one line of the log; NotFound when there is none."""
    with register.looking() as connection:
        row = connection.execute(f"{_ROWS} WHERE p.id = ?", (print_id,)).fetchone()
    if row is None:
        raise NotFound(NO_SUCH_PRINT)
    return PrintRow(*row)


def printed_papers(register: Register) -> tuple[tuple[str, str], ...]:
    """Return (name, title) of the papers in the log, by title."""
    with register.looking() as connection:
        sql = "SELECT paper, max(title) FROM paper_print GROUP BY paper ORDER BY 2, 1"
        return tuple(connection.execute(sql).fetchall())


def _where(query: PrintQuery) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    digits = digits_in(query.text)
    if digits:
        where.append("(p.number = ? OR instr(p.subject, ?))")
        values += [int(digits), digits]
    elif query.text.strip():
        where.append("says_words(p.title || ' ' || p.subject || ' ' || coalesce(o.name, ''))")
    if query.paper:
        where.append("p.paper = ?")
        values.append(query.paper)
    if query.start is not None:
        where.append("p.at >= ?")
        values.append(_beginning(query.start))
    if query.end is not None:
        where.append("p.at < ?")
        values.append(_beginning(query.end + timedelta(days=1)))
    return where, values


def _beginning(day: date) -> str:
    """Return the moment an officer's day begins, as the log writes moments (UTC)."""
    return datetime.combine(day, time()).astimezone().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _teach(connection: sqlite3.Connection, text: str) -> None:
    """Let SQL ask whether a line has the words typed."""
    wanted = NameFilter.of(text)
    connection.create_function("says_words", 1, lambda line: wanted.matches(plain_key(line), search_key(line)))
