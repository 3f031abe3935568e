"""Reads a PDF back: where its letters and lines stand on paper, in millimetres from the upper left corner."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_MM = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """A line of text: what it says, its ink's edges, its baseline and the size of its first letter in points."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def is_flat(self) -> bool:
        return abs(self.y1 - self.y2) < 0.01

    @property
    def length(self) -> float:
        return abs(self.x2 - self.x1)

    @property
    def centre(self) -> float:
        return (self.x1 + self.x2) / 2


@dataclass(frozen=True)
class Page:
    """A page; ``lines`` from top to bottom, pieces on one height apart when a gap parts them."""

    width: float
    height: float
    lines: list[Line]
    rules: list[Rule]
    text: str

    def line(self, start: str) -> Line:
        """Return the first line that begins with these words."""
        return next(line for line in self.lines if line.text.startswith(start))

    def rule_under(self, line: Line) -> Rule:
        """Return the nearest flat rule below a line."""
        below = [rule for rule in self.rules if rule.is_flat and 0 < rule.y1 - line.baseline < 6]
        over = [rule for rule in below if rule.x1 < line.right and rule.x2 > line.left]
        return min(over, key=lambda rule: rule.y1)


def read(content: bytes) -> list[Page]:
    """Return the pages of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [_page(document[index]) for index in range(len(document))]
    finally:
        document.close()


def all_text(content: bytes) -> str:
    """Return the text of all pages as a reader would copy it."""
    return "\n".join(page.text for page in read(content))


def outline(content: bytes) -> list[tuple[int, str]]:
    """Return (depth, title) of each bookmark."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [(entry.level, entry.get_title()) for entry in document.get_toc()]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    textpage = page.get_textpage()
    text = textpage.get_text_range().replace("\r\n", "\n")
    lines = _lines(textpage, height)
    textpage.close()
    rules = [
        rule for item in page.get_objects() if item.type == pdfium.FPDF_PAGEOBJ_PATH for rule in _rules(item, height)
    ]
    return Page(width / _MM, height / _MM, lines, rules, text)


def _lines(textpage: pypdfium2.PdfTextPage, height: float) -> list[Line]:
    """Join letters on one baseline, as long as no gap wider than three spaces parts them."""
    letters = []
    for index in range(textpage.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if char in "\r\n" or pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        left, _, right, _ = textpage.get_charbox(index, loose=True)
        size = pdfium.FPDFText_GetFontSize(textpage, index)
        letters.append((round((height - y.value) / _MM, 2), left / _MM, right / _MM, char, size, index))
    letters.sort(key=lambda letter: (letter[0], letter[1]))
    groups: list[list[tuple[float, float, float, str, float, int]]] = []
    for letter in letters:
        if groups and letter[0] == groups[-1][-1][0] and letter[1] - groups[-1][-1][2] < letter[4] * 0.75 / _MM:
            groups[-1].append(letter)
        else:
            groups.append([letter])
    found = []
    for group in groups:
        inked = [letter for letter in group if not letter[3].isspace()]
        if inked:
            text = "".join(letter[3] for letter in group).strip()
            font = _font(textpage, group[0][5])
            found.append(Line(text, inked[0][1], inked[-1][2], group[0][0], group[0][4], font))
    return found


def _font(textpage: pypdfium2.PdfTextPage, index: int) -> str:
    flags = ctypes.c_int()
    size = pdfium.FPDFText_GetFontInfo(textpage, index, None, 0, flags)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFText_GetFontInfo(textpage, index, buffer, size, flags)
    return buffer.value.decode()


def _rules(item: pypdfium2.PdfObject, height: float) -> list[Rule]:
    matrix = item.get_matrix()
    rules = []
    previous = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
            ends = [previous[0], height - previous[1], point[0], height - point[1]]
            rules.append(Rule(*(value / _MM for value in ends)))
        previous = point
    return rules
