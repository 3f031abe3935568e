"""Open any list an officer hands over, whatever its name says it is: .xlsx, .xls, .ods, .csv, a page of a program."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellError, CellValue, FormulaGap, Range, Sheet, Workbook
from labordesk.exchange.csv_reading import MAX_BYTES, NO_TEXT, read_csv
from labordesk.exchange.tables import tables_of
from labordesk.exchange.workbook_old_xml import NAMESPACE, read_old_xml
from labordesk.exchange.workbook_web import read_web
from labordesk.exchange.workbook_xls import read_xls
from labordesk.exchange.workbook_zip import BROKEN
from labordesk.exchange.workbook_zipped import read_zipped
from labordesk.i18n import N_

__all__ = ["CellError", "CellValue", "FormulaGap", "Range", "Sheet", "Told", "Workbook", "read_workbook"]

Told = Callable[[int, int], None]
"""Is told how much is done of how much; may raise to stop the reading."""

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MISSING: Final = N_("Không mở được tệp “{name}”; hãy kiểm tra tệp còn đó và không bị khóa, rồi chọn lại.")
_EMPTY: Final = N_("Tệp “{name}” trống; hãy chọn tệp khác.")
_PAPER: Final = N_("Tệp “{name}” là bản in hoặc ảnh, không có bảng để đọc; hãy xin tệp Excel.")
_LARGE: Final = N_("Tệp “{name}” quá lớn; hãy chia thành nhiều tệp nhỏ hơn rồi chọn lại.")
_WEB: Final = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style", b"<body")
_PICTURES: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")
_OUR_FAULTS: Final = (ValueError, LookupError, OverflowError, struct.error, RecursionError)
"""What a mangled file may raise while its parts are taken apart; a sound one does not."""


def read_workbook(path: Path, *, told: Told | None = None, whole: bool = False) -> Workbook:
    """Read every sheet of a file; ``BadFile`` in one sentence for whatever cannot be read.

    The kind is told by the content: lists arrive as .xls that are .xlsx, a web page, XML or plain text inside. A sheet
    with several tables is given as several sheets, unless they are wanted ``whole``.
    """
    try:
        book = _read(path, told or _nobody)
        if whole:
            return book
        return replace(book, sheets=tuple(table for sheet in book.sheets for table in tables_of(sheet)))
    except BadFile:
        raise
    except OSError as error:
        raise BadFile(_MISSING, name=path.name) from error
    except _OUR_FAULTS as error:
        raise BadFile(BROKEN) from error


def _read(path: Path, told: Told) -> Workbook:
    with path.open("rb") as file:
        head = file.read(4096)
        if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
            raise BadFile(_EMPTY, name=path.name)
        file.seek(0)
        if head.startswith(_ZIP):
            return read_zipped(path, file, told)
        _refuse_others(head, path)
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(_LARGE, name=path.name)
        content = file.read(MAX_BYTES)
    if head.startswith(_OLE):
        return read_xls(path, content, told)
    start = _beginning(head)
    if start.startswith(b"<?xml") and NAMESPACE in start:
        return read_old_xml(path, content, told)
    if start.startswith(_WEB) or b"<html" in start[:1024] or b"multipart/related" in start[:1024]:
        return read_web(path, content, told)
    if start.startswith(b"<?xml"):
        raise BadFile(NO_TEXT)
    if path.suffix.lower() in {".xlsx", ".xlsm", ".ods"}:
        raise BadFile(BROKEN)
    return read_csv(path, content, told)


def _beginning(head: bytes) -> bytes:
    """Return the first words of a text in small letters, without marks of its encoding."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()


def _refuse_others(head: bytes, path: Path) -> None:
    """Say what a file is that only looks like a list."""
    if head.startswith(_PICTURES):
        raise BadFile(_PAPER, name=path.name)


def _nobody(_done: int, _total: int) -> None:
    """Nobody waits to be told."""
