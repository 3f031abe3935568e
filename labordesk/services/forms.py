"""Biểu mẫu: the papers of one house, request, payment, campaign or contribution, prefilled or blank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from labordesk.documents.model import Document
from labordesk.documents.saving import check_suffix, save_document
from labordesk.errors import NotFound
from labordesk.i18n import N_
from labordesk.reports.forms import all_forms
from labordesk.reports.forms.base import Form, Subject
from labordesk.services.reporting import paper_on
from labordesk.store.register import Register

TABLES: dict[Subject, str] = {
    "house": "house",
    "case": "grant_case",
    "award": "award",
    "campaign": "campaign",
    "contribution": "contribution",
}
"""Where the files of each kind are kept."""


@dataclass(frozen=True)
class FormOrder:
    """Which form of which file; ``subject_id`` None is a blank form. ``number`` is the paper's own number."""

    form: str
    subject_id: int | None = None
    signed_on: date | None = None
    number: int | None = None


def form_named(name: str) -> Form:
    """Return a form by its name; NotFound lists the names there are."""
    for form in all_forms():
        if form.name == name:
            return form
    names = ", ".join(form.name for form in all_forms())
    raise NotFound(N_("Không có biểu mẫu “{name}”; hãy chọn: {names}."), name=name, names=names)


def forms_about(subject: Subject) -> tuple[Form, ...]:
    """Return the forms of a kind of file, in the order in which it needs them."""
    return tuple(form for form in all_forms() if form.subject == subject)


def compose_form(register: Register, order: FormOrder, *, today: date) -> Document:
    """Return a form; NotFound when the file it is about is gone."""
    form = form_named(order.form)
    paper = paper_on(register, order.signed_on or today, number=order.number)
    with register.looking() as connection:
        if order.subject_id is not None:
            sql = f"SELECT 1 FROM {TABLES[form.subject]} WHERE id = ?"
            if connection.execute(sql, (order.subject_id,)).fetchone() is None:
                raise NotFound(N_("Không tìm thấy hồ sơ số {id}; hãy kiểm tra lại số hồ sơ."), id=order.subject_id)
        return form.compose(connection, order.subject_id, paper)


def print_form(register: Register, order: FormOrder, *, today: date) -> bytes:
    """Return a form as PDF."""
    from labordesk.documents.pdf import render_pdf

    return render_pdf(compose_form(register, order, today=today))


def save_form(register: Register, order: FormOrder, path: Path, *, today: date) -> None:
    """Write a form as PDF, Word or Excel by the file's name; it appears whole or not at all (Unavailable)."""
    check_suffix(path)
    save_document(compose_form(register, order, today=today), path)
