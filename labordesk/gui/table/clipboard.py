"""Rows for the clipboard, so that Excel takes numbers as numbers and leaves CCCD, dates and phones as typed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from labordesk.gui.table.column import Column


def as_text(columns: Sequence[Column], shown: Sequence[int], rows: Sequence[Any]) -> str:
    """Return tab-separated lines with a line of headings."""
    lines = [[columns[number].title() for number in shown]]
    lines += [[_flat(columns[number].plain(row, number)) for number in shown] for row in rows]
    return "\n".join("\t".join(line) for line in lines)


def as_html(columns: Sequence[Column], shown: Sequence[int], rows: Sequence[Any]) -> str:
    """Return an HTML table; text cells carry Excel's mark for text, so leading zeros stay."""
    head = "".join(f"<th>{escape(columns[number].title())}</th>" for number in shown)
    body = "".join(
        "<tr>" + "".join(_cell(columns[number], columns[number].plain(row, number)) for number in shown) + "</tr>"
        for row in rows
    )
    return f'<meta charset="utf-8"><table><tr>{head}</tr>{body}</table>'


def _cell(column: Column, text: str) -> str:
    is_number = column.is_number() and text.lstrip("-").isdecimal()
    mark = "" if is_number else " style='mso-number-format:\"\\@\"'"
    return f"<td{mark}>{escape(text)}</td>"


def _flat(text: str) -> str:
    return " ".join(text.split())
