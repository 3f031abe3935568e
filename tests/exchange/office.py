"""LibreOffice as a second opinion: it opens what we wrote and works formulas out itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def recalculated(path: Path) -> openpyxl.Workbook:
    """Return the workbook as LibreOffice saves it, every result worked out anew because the file has none."""
    folder = path.parent / "office"
    folder.mkdir(exist_ok=True)
    bare = folder / path.name
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f>", content)
            new.writestr(name, content)
    home = f"-env:UserInstallation=file://{folder}/home"
    out = folder / "out"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(out / path.name, data_only=True)


def first_sheet(book: openpyxl.Workbook) -> Worksheet:
    """Return the first sheet."""
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet
