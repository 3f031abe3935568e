"""Papers on their way out: composed, marked as copies where they are printed again, saved and written into the log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from labordesk.documents.content_key import content_key
from labordesk.documents.copy_mark import with_copy_mark
from labordesk.documents.decree import COPY_MARK
from labordesk.documents.model import Document
from labordesk.documents.saving import check_suffix, save_document
from labordesk.rules.masking import holds_numbers
from labordesk.services.forms import FormOrder, compose_form, form_named
from labordesk.services.paper_orders import decided, subject_of, to_text
from labordesk.services.prints import Earlier, Out, Printed, PrintLogged, PrintOptions, earlier_print, log_print
from labordesk.services.register_settings import read_options
from labordesk.services.reporting import Order, compose_report, report_named
from labordesk.store.register import Register

WAYS: dict[str, Out] = {".pdf": "pdf", ".docx": "docx", ".xlsx": "xlsx"}
"""How a file leaves, by the end of its name."""


@dataclass(frozen=True)
class Identity:
    """Which paper it is: what the log of prints says of it, and what recognises it when it is printed again."""

    paper: str
    title: str
    subject: str
    content_key: str
    choices: str = ""
    frozen_id: int | None = None
    numbers: bool = False
    """Whether whole citizen numbers stand in it."""

    def printed(self, out: Out, pages: int | None = None, copies: int = 1) -> Printed:
        """Return what is written into the log once the paper left."""
        return Printed(out=out, pages=pages, copies=copies, **vars(self))


@dataclass(frozen=True)
class Outgoing:
    """A paper as it would leave now; ``earlier`` is the first time it did, ``marked`` says that it carries the mark."""

    identity: Identity
    document: Document
    earlier: Earlier | None = None

    @property
    def marked(self) -> bool:
        """Tell whether the paper says that it is a copy."""
        return bool(self.document.copy_mark)


def outgoing(register: Register, order: Order | FormOrder, *, today: date) -> Outgoing:
    """Return a report or form ready to leave; the refusals of ``compose_report`` and ``compose_form``."""
    with register.looking() as connection:
        if isinstance(order, Order):
            report = report_named(order.report)
            name, title = report.name, report.title
            order = decided(connection, order, today) if order.period.start <= today else order
            document = compose_report(register, order, today=today)
        else:
            form = form_named(order.form)
            name, title = form.name, form.title
            document = compose_form(register, order, today=today)
        subject = subject_of(connection, order)
    return outgoing_document(register, document, name, title, subject, to_text(order))


def outgoing_document(
    register: Register, document: Document, name: str, title: str, subject: str, choices: str = ""
) -> Outgoing:
    """Return a composed paper ready to leave."""
    identity = Identity(name, title, subject, content_key(document), choices, numbers=holds_numbers(document))
    earlier = printed_before(register, identity)
    mark = COPY_MARK if earlier and marks_reprints(register) else ""
    return Outgoing(identity, replace(document, copy_mark=mark), earlier)


def printed_before(register: Register, identity: Identity) -> Earlier | None:
    """Return the first time the same paper left."""
    with register.looking() as connection:
        return earlier_print(connection, identity.paper, identity.content_key)


def marks_reprints(register: Register) -> bool:
    """Tell whether papers printed again say so in this register."""
    return read_options(register, PrintOptions).mark_reprints


def pdf_of(paper: Outgoing) -> bytes:
    """Return the paper as PDF."""
    from labordesk.documents.pdf import render_pdf

    return render_pdf(paper.document)


def stamped(register: Register, identity: Identity, content: bytes) -> bytes:
    """Return a PDF made earlier as it leaves now: the very same file, with the mark when it is printed again."""
    again = printed_before(register, identity) is not None and marks_reprints(register)
    return with_copy_mark(content, COPY_MARK) if again else content


def save_outgoing(register: Register, order: Order | FormOrder, path: Path, *, today: date) -> PrintLogged | None:
    """Write a paper by the file's name and log it once it is there whole; None when the register cannot be written."""
    check_suffix(path)
    return save_paper(register, outgoing(register, order, today=today), path)


def save_paper(register: Register, paper: Outgoing, path: Path) -> PrintLogged | None:
    """Write a paper that is ready, and log it."""
    check_suffix(path)
    save_document(paper.document, path)
    return log_file(register, paper.identity, path)


def log_file(register: Register, identity: Identity, path: Path) -> PrintLogged | None:
    """Log a file that has been written."""
    return log_print(register, identity.printed(WAYS[path.suffix.lower()], _pages_of(path)))


def _pages_of(path: Path) -> int | None:
    """Return the pages of a PDF; nobody knows those of the others before they are opened."""
    from labordesk.documents.pdfium import opened_pdf

    if path.suffix.lower() != ".pdf":
        return None
    with opened_pdf(path.read_bytes()) as document:
        return len(document)
