"""Every form, blank and filled from the sample register: on the decree's page, saying what the file says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from labordesk.documents.excel.book import render_excel
from labordesk.documents.word.paper import render_word
from labordesk.errors import NotFound
from labordesk.reports.forms import all_forms
from labordesk.reports.forms.base import Form
from labordesk.sample import make_sample
from labordesk.services.forms import TABLES, FormOrder, compose_form, form_named, print_form
from labordesk.services.registers import open_register
from labordesk.store.register import Register

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("sample") / "sổ mẫu.labordesk"
    make_sample(path, people=200, seed=7, today=TODAY)
    with open_register(path) as register:
        yield register


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    try:
        words = " ".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()
    return " ".join(words.replace("\u00a0", " ").split())


def subjects(register: Register, form: Form) -> list[int]:
    """Return the files a form may be about, a few of them."""
    with register.looking() as connection:
        rows = connection.execute(f"SELECT id FROM {TABLES[form.subject]} ORDER BY id").fetchall()
    ids = [row[0] for row in rows]
    return [*ids[:3], *ids[-2:]]


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.name)
def test_a_blank_form_is_one_to_write_on(register: Register, form: Form) -> None:
    printed = text_of(print_form(register, FormOrder(form.name), today=TODAY))
    assert "Độc lập - Tự do - Hạnh phúc" in printed
    assert not re.search(r"\bNone\b|\{|\}|\b0 đồng", printed)


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.name)
def test_a_form_says_whom_its_file_is_about(sample: Register, form: Form) -> None:
    for subject in subjects(sample, form):
        document = compose_form(sample, FormOrder(form.name, subject), today=TODAY)
        printed = text_of(print_form(sample, FormOrder(form.name, subject), today=TODAY))
        assert not re.search(r"\bNone\b|\{|\}|\b0 đồng", printed)
        assert render_word(document)[:2] == b"PK"
        assert render_excel(document)[:2] == b"PK"
        with sample.looking() as connection:
            name = connection.execute(NAMES[form.subject], (subject,)).fetchone()
        assert not name or not name[0] or name[0] in printed


NAMES = {
    "house": "SELECT p.full_name FROM house h JOIN person p ON p.id = h.person_id WHERE h.id = ?",
    "case": "SELECT p.full_name FROM grant_case c JOIN person p ON p.id = c.person_id WHERE c.id = ?",
    "award": "SELECT p.full_name FROM award a JOIN person p ON p.id = a.person_id WHERE a.id = ?",
    "campaign": "SELECT name FROM campaign WHERE id = ?",
    "contribution": "SELECT donor FROM contribution WHERE id = ?",
}


def test_a_form_that_is_none_is_refused_with_the_names_there_are(register: Register) -> None:
    with pytest.raises(NotFound, match="de-nghi-nha"):
        form_named("không có")


def test_a_file_that_is_gone_is_told(register: Register) -> None:
    with pytest.raises(NotFound, match="77"):
        compose_form(register, FormOrder("de-nghi-nha", 77), today=TODAY)


def test_a_form_is_a_file_of_its_own() -> None:
    folder = Path(__file__).parents[2] / "labordesk/reports/forms"
    files = {path.stem for path in folder.glob("*.py") if "FORM = Form(" in path.read_text(encoding="utf-8")}
    assert len(files - {"base"}) == len(all_forms())
    assert len({form.name for form in all_forms()}) == len(all_forms())
