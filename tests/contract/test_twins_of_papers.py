"""The Word and Excel twins of every report and form, opened by an office program: as many pages, the same sums."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from labordesk.documents.excel.book import render_excel
from labordesk.documents.pdf import render_pdf
from labordesk.documents.word.paper import render_word
from labordesk.store.register import Register
from tests.contract.every_paper import NAMES, compose

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

HANDFUL = ("report so-ket", "report ky-nhan", "report theo-don-vi", "filled quyet-dinh-qua", "blank khao-sat-nha")
"""Papers of every build that every run tries; the others take their turn with the long tests."""
OTHERS = tuple(name for name in NAMES if name not in HANDFUL)
NAMED = pytest.mark.parametrize(
    "names", [pytest.param(HANDFUL, id="handful"), pytest.param(OTHERS, id="others", marks=pytest.mark.long)]
)


def convert(folder: Path, files: Sequence[Path], kind: str) -> dict[str, bytes]:
    """Let one start of the office program turn files into another kind; return them by the names of their papers."""
    home = f"-env:UserInstallation=file://{folder / 'office'}"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=600)
    return {file.stem: (folder / "out" / f"{file.stem}.{kind}").read_bytes() for file in files}


def page_count(content: bytes) -> int:
    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()


@NAMED
def test_an_office_program_sets_a_word_paper_on_as_many_pages(
    sample: Register, tmp_path: Path, names: tuple[str, ...]
) -> None:
    printed, files = {}, []
    for name in names:
        document = compose(sample, name)
        printed[name] = page_count(render_pdf(document))
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(render_word(document))
    opened = {name: page_count(content) for name, content in convert(tmp_path, files, "pdf").items()}
    assert {name: pages for name, pages in opened.items() if abs(pages - printed[name]) > 1} == {}


@NAMED
def test_an_office_program_reckons_every_sum_as_it_was_printed(
    sample: Register, tmp_path: Path, names: tuple[str, ...]
) -> None:
    written, files = {}, []
    for name in names:
        content = render_excel(compose(sample, name))
        written[name] = sums(content, content)
        files.append(tmp_path / f"{name}.xlsx")
        files[-1].write_bytes(without_results(content))
    for name, content in convert(tmp_path, files, "xlsx").items():
        assert sums(content, (tmp_path / f"{name}.xlsx").read_bytes()) == written[name], name
    assert any(written.values())
    with_totals = {"report ky-nhan", "report theo-don-vi", "filled quyet-dinh-qua"} & set(names)
    assert all(written[name] for name in with_totals)


def sums(content: bytes, formulas: bytes) -> dict[tuple[str, str], object]:
    """Return what the cells hold that are formulas, by sheet and cell."""
    told = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.coordinate): told[sheet.title][cell.coordinate].value
        for sheet in openpyxl.load_workbook(BytesIO(formulas))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def without_results(content: bytes) -> bytes:
    """Return a workbook whose formulas have not been reckoned yet."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", old.read(name)))
    return target.getvalue()
