"""What every form is made of (domain.md 4.2): prefilled from one file of the register, dots where nothing is known.

A new form is one file in this folder with a ``FORM = Form(name=…, title=N_("…"), summary=N_("…"), subject="house",
position=30, compose=compose)``; ``compose`` gets the light connection, the id of the file (None: a blank form) and the
paper, and returns a ``Document``. Read the file with ``store.files``, which answers an empty file for a blank form;
write each field with ``line`` or ``pair``, so that an empty one becomes a dotted line; sums with ``money_lines``. Text
on paper is Vietnamese and never passes ``_``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from labordesk.documents.model import AmountInWords, Block, Document, DottedLine, DottedRow
from labordesk.fields import choices
from labordesk.reports.base import Paper
from labordesk.vietnamese.dates import PartialDate, short, show_partial, written
from labordesk.vietnamese.numbers import number
from labordesk.vietnamese.words import amount_in_words

Subject = Literal["house", "case", "award", "campaign", "contribution"]
"""The kind of file a form is about."""

ComposeForm = Callable[[sqlite3.Connection, int | None, Paper], Document]


@dataclass(frozen=True)
class Form:
    """A form: ``name`` for the command line, ``title`` and ``summary`` (msgids) for the screen."""

    name: str
    title: str
    summary: str
    subject: Subject
    position: int
    compose: ComposeForm


def line(label: str, value: object = "", *, lines: int = 1) -> DottedLine:
    """Return a field; an empty value leaves dots over ``lines`` lines."""
    return DottedLine(label, text_of(value), lines)


def pair(*fields: tuple[str, object], shares: Sequence[float] = ()) -> DottedRow:
    """Return several short fields side by side."""
    return DottedRow(tuple(line(label, value) for label, value in fields), tuple(shares))


def text_of(value: object) -> str:
    """Return a value as it is written on a form; nothing for what is not known."""
    match value:
        case None:
            return ""
        case date():
            return short(value)
        case int():
            return number(value)
        case _:
            return str(value)


def money(amount: int | None) -> str:
    """Return "30.000.000 đồng", nothing when there is no amount."""
    return f"{number(amount)} đồng" if amount else ""


def in_words(amount: int, paper: Paper) -> str:
    """Return an amount in words, as the house spells it."""
    words = paper.words
    return amount_in_words(amount, linh=words.linh, tu=words.tu, nghin=words.nghin, even=words.even)


def money_lines(label: str, amount: int | None, paper: Paper) -> list[Block]:
    """Return a sum in figures and in words, or dots for both."""
    if not amount:
        return [line(label), line("Bằng chữ")]
    return [line(label, money(amount)), AmountInWords(in_words(amount, paper))]


def day_or_dots(day: date | None) -> str:
    """Return "ngày 05 tháng 02 năm 2026", or the same with room to write."""
    return written(day) if day else "ngày ….. tháng ….. năm 20….."


def partial(text: str) -> str:
    """Return a birth as it is known: "12/03/1985", "03/1985" or "1985"."""
    return show_partial(PartialDate.from_iso(text)) if text else ""


def label_of(options: Sequence[tuple[str, str]], code: str) -> str:
    """Return the Vietnamese word for a code of ``fields.choices``; nothing for none."""
    return dict(options).get(code, "")


def relation(code: str) -> str:
    """Return the word for a relation."""
    return label_of(choices.RELATIONS, code).lower()
