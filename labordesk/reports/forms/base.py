"""What every form is made of (domain.md 4.2): prefilled from one file of the register, dots where nothing is known.

A new form is one file in this folder with a ``FORM = Form(name=…, title=N_("…"), summary=N_("…"), subject="house",
position=30, compose=compose)``; ``compose`` gets the light connection, the id of the file (None: a blank form) and the
paper, and returns a ``Document``. Read the file with ``store.files``, which answers an empty file for a blank form;
write each field with ``line`` or ``pair``, so that an empty one becomes a dotted line, inside a sentence with ``said``;
sums with ``money_lines``. ``dated`` returns the day of the paper when the file knows it: letterhead, signers and law
are those of that day. Text on paper is Vietnamese and never passes ``_``.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from labordesk.documents.model import (
    Align,
    AmountInWords,
    Block,
    CheckBox,
    CheckRow,
    Document,
    DottedLine,
    DottedRow,
    Paragraph,
)
from labordesk.fields import choices
from labordesk.reports.base import Paper
from labordesk.store.files import PersonFile
from labordesk.vietnamese.dates import PartialDate, short, show_partial, written
from labordesk.vietnamese.numbers import number

Subject = Literal["house", "case", "award", "campaign", "contribution"]
"""The kind of file a form is about."""

ComposeForm = Callable[[sqlite3.Connection, int | None, Paper], Document]

Dated = Callable[[sqlite3.Connection, int], date | None]
"""The day of the paper about a file, None while it is not known."""

DOTS = "…" * 12
"""Room to write inside a sentence."""
SIGN, SEAL = "(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)"


@dataclass(frozen=True)
class Form:
    """A form: ``name`` for the command line, ``title`` and ``summary`` (msgids) for the screen."""

    name: str
    title: str
    summary: str
    subject: Subject
    position: int
    compose: ComposeForm
    dated: Dated | None = None


def line(label: str, value: object = "", *, lines: int = 1) -> DottedLine:
    """Return a field; an empty value leaves dots over ``lines`` lines."""
    return DottedLine(label, text_of(value), lines)


def pair(*fields: tuple[str, object], shares: Sequence[float] = ()) -> DottedRow:
    """Return several short fields side by side."""
    return DottedRow(tuple(line(label, value) for label, value in fields), tuple(shares))


def sentence(text: str) -> Paragraph:
    """Return body text; with room to write in it the words are not driven apart to fill their line."""
    return Paragraph(text, align=Align.LEFT if "…" in text else Align.JUSTIFY)


def listed(*parts: str) -> str:
    """Return what is known, once each, as "nhà tạm, dột nát; đông con"."""
    known = {part.casefold(): part for part in reversed(parts) if part}
    return "; ".join(reversed(known.values()))


def office(title: str) -> str:
    """Return an office as it is written behind a name: the page of a signer has it in capitals."""
    return title.capitalize() if title.isupper() else title


def asked_bodies(grassroots: str, paper: Paper) -> tuple[str, ...]:
    """Return whom a member's own request addresses: the committee of the grassroots union, then the body above it."""
    committee = f"Ban Chấp hành {grassroots or 'công đoàn cơ sở'}"
    return (committee,) if paper.is_of(grassroots) else (committee, paper.issuer)


_SMALL = (
    *("Liên đoàn", "Lao động", "Công đoàn", "cơ sở", "khu công nghiệp"),
    *("thành phố", "tỉnh", "xã", "phường", "huyện", "đặc khu"),
)
"""Words of a body's name that are no names themselves, as a sentence writes them."""


def in_sentence(body: str) -> str:
    """Return a body kept in capitals as a sentence names it: "Liên đoàn Lao động tỉnh Hà Tĩnh"."""
    if not body.isupper():
        return body
    words = " ".join(word.capitalize() for word in body.split())
    for small in _SMALL:
        words = re.sub(rf"\b{small}\b", small, words, flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def said(value: object) -> str:
    """Return a value inside a sentence, or room to write it."""
    return text_of(value) or DOTS


_PLACES = re.compile(
    r"(?:Thôn|Xóm|Ấp|Bản|Buôn|Làng|Tổ|Khối|Khu|Cụm|Số|Ngõ|Ngách|Hẻm|Kiệt|Đường|Phố|Xã|Phường|Thị trấn|Đặc khu)\b"
)
"""What an address begins with that is no name itself."""


def place_said(address: str) -> str:
    """Return an address inside a sentence: "tại thôn Hải Thượng, xã Hương Sơn", or room to write it."""
    return said(address[:1].lower() + address[1:] if _PLACES.match(address) else address)


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


def money_lines(label: str, amount: int | None, paper: Paper) -> list[Block]:
    """Return a sum in figures and in words, or dots for both."""
    if not amount:
        return [line(label), line("Bằng chữ")]
    return [line(label, money(amount)), AmountInWords(paper.words.spelt(amount))]


def sum_said(amount: int | None, paper: Paper) -> str:
    """Return "30.000.000 đồng (Ba mươi triệu đồng)" inside a sentence, or room for both."""
    return f"{money(amount)} ({paper.words.spelt(amount)})" if amount else f"{DOTS} đồng (bằng chữ: {DOTS})"


def area(square_decimetres: int | None) -> str:
    """Return "59,8 m²"; nothing for an area not known."""
    if not square_decimetres:
        return ""
    whole, part = divmod(square_decimetres, 100)
    return f"{number(whole)},{part:02d}".rstrip("0").rstrip(",") + " m²"


def boxes(label: str, options: Sequence[tuple[str, str]], chosen: object = None) -> CheckRow:
    """Return a question with a box for each (code, words), that of the chosen code ticked."""
    return CheckRow(label, tuple(CheckBox(words, checked=code == chosen) for code, words in options))


def yes_no(label: str, value: bool | None, yes: str = "Có", no: str = "Không") -> CheckRow:
    """Return a question with two boxes; neither is ticked while the answer is not known."""
    return CheckRow(label, (CheckBox(yes, checked=value is True), CheckBox(no, checked=value is False)))


def lower_first(text: str) -> str:
    """Return words of a catalogue as they stand inside a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def day_or_dots(day: date | None) -> str:
    """Return "ngày 05 tháng 02 năm 2026", or the same with room to write."""
    return written(day) if day else "ngày ….. tháng ….. năm 20….."


def partial(text: str) -> str:
    """Return a birth as it is known: "12/03/1985", "03/1985" or "1985"."""
    return show_partial(PartialDate.from_iso(text)) if text else ""


def label_of(options: Sequence[tuple[str, str]], code: str) -> str:
    """Return the Vietnamese word for a code of ``fields.choices``; nothing for none."""
    return dict(options).get(code, "")


def honoured(person: PersonFile) -> str:
    """Return a person as a sentence names them: "bà Nguyễn Thị Hằng", "ông/bà" while the sex is not known."""
    grown = {"male": "ông", "female": "bà"}.get(person.sex, "ông/bà")
    title = "cháu" if person.standing == "child" else grown
    return f"{title} {said(person.full_name)}"


def relation(code: str) -> str:
    """Return the word for a relation."""
    return label_of(choices.RELATIONS, code).lower()
