"""How a cell of the officer's sheet stands on the screen: as their own program shows it, with old fonts decoded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, cast

from labordesk.exchange.cells import CellError, CellValue, FormulaGap
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.exchange.columns import Column
    from labordesk.vietnamese.legacy import Encoding

UNICODE: Final = "unicode"
MOST_SHOWN: Final = 400
"""Letters of one cell that are drawn; a whole report pasted into one cell must not slow the grid."""


def shown_cell(value: CellValue, encoding: str | None = None) -> str:
    """Return one line of text for a cell; ``encoding`` is what its column was written in."""
    match value:
        case None:
            return ""
        case bool():
            return _("ĐÚNG") if value else _("SAI")
        case str():
            text = decoded(value[:MOST_SHOWN], encoding)
            return " ".join(text.split()) if "\n" in text or "\r" in text else text
        case datetime():
            return value.strftime("%d/%m/%Y" if value.time() == time() else "%d/%m/%Y %H:%M")
        case date():
            return value.strftime("%d/%m/%Y")
        case float():
            return f"{value:.10g}".replace(".", ",")
        case time() | timedelta():
            return str(value)
        case FormulaGap() | CellError():
            return str(value)
        case _:
            return str(value)


def is_number(value: CellValue) -> bool:
    """Say whether a cell is set at the right, as Excel does."""
    return isinstance(value, int | float | date) and not isinstance(value, bool)


def decoded(text: str, encoding: str | None) -> str:
    """Return a text of an old encoding in Unicode; what cannot be decoded stays as it is."""
    if encoding in (None, UNICODE, "unknown"):
        return text
    from labordesk.vietnamese.legacy import decode

    return decode(text, cast("Encoding", encoding))


def common_encoding(columns: Iterable[Column]) -> str | None:
    """Return the encoding most columns are in: that of the words above and below the table too."""
    found = Counter(column.encoding for column in columns if column.encoding and column.encoding != "unknown")
    return found.most_common(1)[0][0] if found else None


def column_letter(index: int) -> str:
    """Return the letter of a column as a spreadsheet shows it; ``index`` counts from 0 (27 -> "AB")."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def samples(rows: Iterable[Sequence[CellValue]], index: int, most: int) -> list[str]:
    """Return the first different values of a column that are not empty, as they are shown."""
    found: list[str] = []
    for cells in rows:
        if index < len(cells) and (text := shown_cell(cells[index]).strip()) and text not in found:
            found.append(text)
            if len(found) == most:
                break
    return found
