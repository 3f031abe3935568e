"""What SQLite finds wrong with the file, told apart: damaged pages, indexes that do not fit their table, bad values."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Final

from labordesk import model
from labordesk.fields import specs_of
from labordesk.i18n import N_, _
from labordesk.services.problem import MOST_ROWS, Fault, Problem, examples
from labordesk.services.table_names import table_name

DAMAGED = N_("Tệp sổ hỏng ở {n} chỗ; hãy giữ nguyên tệp này và mở bản sao lưu gần nhất.")
INDEXES = N_(
    "Chỉ mục của tệp sổ sai ở {n} chỗ nên có thể không thấy hoặc xếp sai một số dòng, dù các dòng vẫn đủ;"
    " hãy lập lại chỉ mục."
)
OUT_OF_BOUNDS = N_(
    "{table}: có giá trị mà sổ không nhận, do chương trình khác ghi vào; hãy sửa các dòng ấy hoặc mở bản sao lưu."
)
EMPTY = N_("{table}: cột “{column}” trống ở {n} dòng (dòng số {ids}) mà lẽ ra phải có; hãy mở bản sao lưu gần nhất.")

_MOST: Final = 100
"""Faults SQLite is asked for."""

_OF_INDEX: Final = re.compile(
    r"(row \d+ missing from index|wrong # of entries in index|non-unique entry in index"
    r"|rowid not at end-of-record for row \d+ of index|row \d+ values differ from index) \S+"
)
_OF_SEARCH: Final = re.compile(
    r"(malformed inverted index for|unable to validate the inverted index for) FTS5 table .*"
)
_OF_CHECK: Final = re.compile(r"CHECK constraint failed in (?P<table>\S+)")
_OF_EMPTY: Final = re.compile(r"NULL value in (?P<table>[^.\s]+)\.(?P<column>\S+)")


def faults_of_file(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield what ``PRAGMA integrity_check`` finds (https://sqlite.org/pragma.html#pragma_integrity_check).

    While a page is damaged nothing else it says can be relied on, so that is then all.
    """
    found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MOST})")]
    if found == ["ok"]:
        return
    kinds = Counter(_kind_of(one) for one in found)
    if kinds[Fault.DAMAGE]:
        yield Problem(_(DAMAGED).format(n=len(found)), Fault.DAMAGE)
        return
    if kinds[Fault.DERIVED]:
        yield Problem(_(INDEXES).format(n=kinds[Fault.DERIVED]), Fault.DERIVED)
    for table in sorted({match["table"] for one in found if (match := _OF_CHECK.fullmatch(one))}):
        yield Problem(_(OUT_OF_BOUNDS).format(table=table_name(table)), Fault.ROWS, table)
    for table, column in sorted({match.group(1, 2) for one in found if (match := _OF_EMPTY.fullmatch(one))}):
        yield _empty(connection, table, column)


def _kind_of(message: str) -> Fault:
    if _OF_INDEX.fullmatch(message) or _OF_SEARCH.fullmatch(message):
        return Fault.DERIVED
    return Fault.ROWS if _OF_CHECK.fullmatch(message) or _OF_EMPTY.fullmatch(message) else Fault.DAMAGE


def _empty(connection: sqlite3.Connection, table: str, column: str) -> Problem:
    # ``IS NULL`` finds nothing in a column that SQLite was promised never to be empty.
    rows = connection.execute(f'SELECT rowid FROM "{table}" WHERE typeof("{column}") = \'null\' LIMIT {MOST_ROWS}')
    ids = [int(row[0]) for row in rows]
    text = _(EMPTY).format(table=table_name(table), column=_label(table, column), n=len(ids), ids=examples(ids))
    return Problem(text, Fault.ROWS, table, tuple(ids))


def _label(table: str, column: str) -> str:
    noun = next((one for one in model.__all__ if getattr(model, one).__tablename__ == table), None)
    spec = specs_of(getattr(model, noun)).get(column) if noun is not None else None
    return column if spec is None else _(spec.label)
