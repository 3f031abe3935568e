"""Biểu mẫu: the papers of one house, request, payment, campaign or contribution, prefilled or blank."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from labordesk.documents.model import Document
from labordesk.documents.saving import check_suffix, save_document
from labordesk.errors import NotFound
from labordesk.i18n import N_
from labordesk.reports.forms import all_forms
from labordesk.reports.forms.base import Form, Subject
from labordesk.services.reporting import as_seen, in_small_letters, paper_on
from labordesk.services.unit_tree import read_history, root_unit
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
    """Which form of which file; ``subject_id`` None is a blank form. ``number`` is the paper's own number.

    Without ``signed_on`` the day is the one the file knows for this paper (of the decision, the payment), else today.
    """

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
    own_day = _own_day(register, form, order.subject_id)
    signed_on = order.signed_on or own_day or today
    paper = paper_on(register, signed_on, number=order.number)
    with register.looking() as connection:
        keeper = read_history(connection).name_on(root_unit(connection), signed_on)
        paper = replace(paper, issuer_name=in_small_letters(paper.issuing_body, keeper), keeper_name=keeper)
        return as_seen(register, form.compose(connection, order.subject_id, paper))


def _own_day(register: Register, form: Form, subject_id: int | None) -> date | None:
    """Return the day the file tells for this paper; NotFound when the file is gone."""
    if subject_id is None:
        return None
    with register.looking() as connection:
        sql = f"SELECT 1 FROM {TABLES[form.subject]} WHERE id = ?"
        if connection.execute(sql, (subject_id,)).fetchone() is None:
            raise NotFound(N_("Không tìm thấy hồ sơ số {id}; hãy kiểm tra lại số hồ sơ."), id=subject_id)
        return form.dated(connection, subject_id) if form.dated is not None else None


def print_form(register: Register, order: FormOrder, *, today: date) -> bytes:
    """Return a form as PDF."""
    from labordesk.documents.pdf import render_pdf

    return render_pdf(compose_form(register, order, today=today))


def save_form(register: Register, order: FormOrder, path: Path, *, today: date) -> None:
    """Write a form as PDF, Word or Excel by the file's name; it appears whole or not at all (Unavailable)."""
    check_suffix(path)
    save_document(compose_form(register, order, today=today), path)
