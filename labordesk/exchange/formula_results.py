"""openpyxl writes formulas without their results; they are put back, so that the file reads well unopened."""

from __future__ import annotations

import re
import shutil
import zipfile
from functools import partial
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

_CELL: Final = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: [a-z]+="[^"]*")*)>(<f\b[^>]*?(?:/>|>.*?</f>))<v\s*(?:/>|></v>)</c>', re.S
)
_TYPE: Final = re.compile(rb' t="[^"]*"')


def keep_results(source: Path, out: Path) -> None:
    """Put the results that ``source`` keeps for its formulas into ``out``, where the same formulas stand."""
    with zipfile.ZipFile(out) as parts:
        named = _sheet_parts(out)
        waiting = {name: parts.read(name) for name in named.values() if name in parts.namelist()}
    if not any(_CELL.search(content) for content in waiting.values()):
        return
    with source.open("rb") as file:  # openpyxl would judge a path by its ending
        book = load_workbook(file, data_only=True)
    changed = {}
    for title, name in named.items():
        sheet = book[title] if title in book.sheetnames else None
        if isinstance(sheet, Worksheet) and name in waiting:
            changed[name] = _CELL.sub(partial(_with_result, sheet), waiting[name])
    _replace_parts(out, changed)


def _sheet_parts(path: Path) -> dict[str, str]:
    """Return the part each sheet is in; openpyxl numbers them in the order of the tabs."""
    with path.open("rb") as file:
        names = load_workbook(file, read_only=True).sheetnames
    return {title: f"xl/worksheets/sheet{number}.xml" for number, title in enumerate(names, 1)}


def _with_result(sheet: Worksheet, cell: re.Match[bytes]) -> bytes:
    place, marks, formula = cell.groups()
    written = _written(sheet[place.decode()].value)
    if written is None:
        return cell.group(0)
    kind, text = written
    plain = _TYPE.sub(b"", marks)
    return b'<c r="' + place + b'"' + plain + kind + b">" + formula + b"<v>" + text.encode() + b"</v></c>"


def _written(value: Any) -> tuple[bytes, str] | None:
    """Return type and text of a result; None where there is none, or a day, which the sheet works out itself."""
    match value:
        case bool():
            return b' t="b"', str(int(value))
        case int() | float():
            return b"", repr(value)
        case str() if value.startswith("#"):
            return b' t="e"', escape(value)
        case str():
            return b' t="str"', escape(value)
        case _:
            return None


def _replace_parts(path: Path, changed: dict[str, bytes]) -> None:
    whole = path.with_name(f"{path.name}.w")
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                new.writestr(info.filename, changed.get(info.filename) or old.read(info.filename))
        shutil.move(whole, path)
    finally:
        whole.unlink(missing_ok=True)
