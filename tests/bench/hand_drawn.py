"""The floor under a long list: the same rows drawn straight on ReportLab's canvas, as one would by hand for one list.

Widths of words, breaks of texts and encodings of lines are remembered, a page's text is one object and its rules are
one path; no sums are carried, no words measured to size the columns, nothing is kept together.
"""

from __future__ import annotations

from io import BytesIO
from itertools import accumulate

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from labordesk.documents.fonts import REGULAR, register_fonts
from tests.bench.sign_off_list import COLUMNS, ROW_MM, SIZE

_WIDTH, _HEIGHT = landscape(A4)
_MM = 72 / 25.4
_LEFT, _TOP, _BOTTOM = 30 * _MM, _HEIGHT - 20 * _MM, 20 * _MM
_LEADING, _PAD = 1.2 * SIZE, 3.0


class _Text:
    """What ``Canvas.drawText`` asks for."""

    def __init__(self) -> None:
        self.code = ["BT"]

    def getCode(self) -> str:
        return " ".join([*self.code, "ET"])


class _Hand:
    def __init__(self) -> None:
        register_fonts()
        self.target = BytesIO()
        self.canvas = Canvas(self.target, pagesize=(_WIDTH, _HEIGHT), pageCompression=1)
        total = sum(column.share for column in COLUMNS)
        room = _WIDTH - 50 * _MM
        self.edges = [_LEFT, *(_LEFT + part * room / total for part in accumulate(c.share for c in COLUMNS))]
        self.widths: dict[str, float] = {}
        self.breaks: dict[tuple[int, str], list[str]] = {}
        self.encoded: dict[str, str] = {}
        self.text = _Text()

    def broken(self, column: int, text: str) -> list[str]:
        key = (column, text)
        lines = self.breaks.get(key)
        if lines is None:
            room = self.edges[column + 1] - self.edges[column] - 2 * _PAD
            lines, used = [], room
            for word in text.split(" "):
                wide = self.widths.get(word)
                if wide is None:
                    wide = self.widths[word] = pdfmetrics.stringWidth(f" {word}", REGULAR, SIZE)
                if lines and used + wide <= room:
                    lines[-1] += f" {word}"
                    used += wide
                else:
                    lines.append(word)
                    used = wide
            self.breaks[key] = lines
        return lines

    def shown(self, line: str) -> str:
        known = self.encoded.get(line)
        if known is None:
            font = pdfmetrics.getFont(REGULAR)
            document = self.canvas._doc
            known = self.encoded[line] = " ".join(
                f"{font.getSubsetInternalName(subset, document)} {SIZE:g} Tf ({escapePDF(glyphs)}) Tj"
                for subset, glyphs in font.splitString(line, document)
            )
        return known

    def row(self, top: float, broken: list[list[str]], height: float) -> None:
        for column, lines in enumerate(broken):
            y = top - _LEADING
            for line in lines:
                self.text.code.append(f"1 0 0 1 {self.edges[column] + _PAD:.2f} {y:.2f} Tm {self.shown(line)}")
                y -= _LEADING

    def close_page(self, tops: list[float]) -> None:
        self.canvas.drawText(self.text)
        self.text = _Text()
        rules = [(_LEFT, y, self.edges[-1], y) for y in tops]
        self.canvas.setLineWidth(0.5)
        self.canvas.lines([*rules, *((x, tops[0], x, tops[-1]) for x in self.edges)])
        self.canvas.showPage()


def draw_by_hand(rows: list[tuple[str, ...]]) -> bytes:
    """Return the list as a PDF, its headings repeated on each page."""
    hand = _Hand()
    head = [hand.broken(column, one.heading) for column, one in enumerate(COLUMNS)]
    tops: list[float] = []
    for row in (head, *rows):
        broken = head if row is head else [hand.broken(column, cell) for column, cell in enumerate(row)]
        height = max(max(map(len, broken)) * _LEADING + 5, ROW_MM * _MM)
        if tops and tops[-1] - height < _BOTTOM:
            hand.close_page(tops)
            tops = []
        if not tops:
            tops = [_TOP, _TOP - ROW_MM * _MM]
            hand.row(_TOP, head, ROW_MM * _MM)
            if row is head:
                continue
        hand.row(tops[-1], broken, height)
        tops.append(tops[-1] - height)
    hand.close_page(tops)
    hand.canvas.save()
    return hand.target.getvalue()
