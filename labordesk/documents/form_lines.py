"""Fields of a form on paper: label and value, dots to fill in by hand, boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from labordesk.documents import decree
from labordesk.documents.fonts import ASCENT, REGULAR
from labordesk.documents.model import CheckBox, CheckRow, DottedLine, DottedRow
from labordesk.documents.wrapping import Setter

_LEADING = decree.FORM_LEADING
_BASELINE = decree.TEXT_SIZE * ASCENT
_MIN_DOTS = 25 * mm
"""The shortest dotted line somebody can write on; a shorter rest of a line is left and the dots begin below."""
_COLUMN_GAP = 4 * mm
_BOX = 3.6 * mm
_BOX_GAP = 2 * mm
_BOXES_GAP = 8 * mm


class FormLine(Flowable):
    """One field: its label and value from the left edge, or its label and dots up to the right edge."""

    def __init__(self, field: DottedLine) -> None:
        super().__init__()
        self.field = field
        self._setter = Setter(REGULAR, decree.TEXT_SIZE)
        self._text: tuple[str, ...] = ()
        self._dots: list[tuple[int, float]] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        label = f"{decree.label_text(self.field.label)}:" if self.field.label else ""
        self._text = self._setter.lines(f"{label} {self.field.value}".strip(), available_width)
        self._dots = [] if self.field.value.strip() else list(self._dotted_lines())
        count = max(len(self._text), max((line for line, _ in self._dots), default=0) + 1)
        self.height = count * _LEADING
        return self.width, self.height

    def _dotted_lines(self) -> Iterator[tuple[int, float]]:
        """Yield (line, left edge) of the dots: behind the label when there is room, then whole lines."""
        last = len(self._text) - 1
        start = self._setter.width(self._text[last]) + 3 if self._text[last] else 0.0
        behind_label = self.width - start >= min(_MIN_DOTS, self.width * 0.3)
        if behind_label:
            yield last, start
        whole = self.field.lines - 1 if behind_label else self.field.lines
        for index in range(whole):
            yield last + 1 + index, 0

    def draw(self) -> None:
        canv: Canvas = self.canv
        canv.setFont(REGULAR, decree.TEXT_SIZE)
        for index, line in enumerate(self._text):
            canv.drawString(0, self._baseline(index), line)
        canv.saveState()
        canv.setLineCap(1)
        canv.setLineWidth(0.9)
        canv.setDash([0, 2.6])
        for index, start in self._dots:
            canv.line(start, self._baseline(index), self.width, self._baseline(index))
        canv.restoreState()

    def _baseline(self, index: int) -> float:
        return self.height - index * _LEADING - _BASELINE


class FormRow(Flowable):
    """Several fields side by side, each in its share of the width."""

    def __init__(self, row: DottedRow) -> None:
        super().__init__()
        self._shares = row.shares or tuple(1.0 for _ in row.fields)
        self._lines = [FormLine(field) for field in row.fields]
        self._lefts: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        room = available_width - _COLUMN_GAP * (len(self._lines) - 1)
        total = sum(self._shares)
        self._lefts = []
        left = 0.0
        for line, share in zip(self._lines, self._shares, strict=True):
            self._lefts.append(left)
            line.wrap(room * share / total, available_height)
            left += line.width + _COLUMN_GAP
        self.height = max(line.height for line in self._lines)
        return self.width, self.height

    def draw(self) -> None:
        for line, left in zip(self._lines, self._lefts, strict=True):
            line.drawOn(self.canv, left, self.height - line.height)


class CheckBoxes(Flowable):
    """A question and its boxes, drawn as vectors because the letters of the page have none."""

    def __init__(self, label: str, boxes: Sequence[CheckBox]) -> None:
        super().__init__()
        self.label = f"{decree.label_text(label)}:" if label else ""
        self.boxes = boxes
        self._setter = Setter(REGULAR, decree.TEXT_SIZE)
        self._words: list[tuple[float, int, str]] = []
        self._squares: list[tuple[float, int, bool]] = []

    @classmethod
    def of(cls, block: CheckBox | CheckRow) -> CheckBoxes:
        """Lay out a single box or a question with several."""
        return cls("", (block,)) if isinstance(block, CheckBox) else cls(block.label, block.boxes)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self._words, self._squares = [], []
        x, line = self._flow(self.label, 0, 0, 0) if self.label else (0.0, 0)
        for box in self.boxes:
            if x:
                x += _BOXES_GAP
            needed = _BOX + _BOX_GAP + self._setter.natural_width(box.label)
            if x and x + needed > available_width:
                x, line = 0.0, line + 1
            self._squares.append((x, line, box.checked))
            x, line = self._flow(box.label, x + _BOX + _BOX_GAP, line, x + _BOX + _BOX_GAP)
        self.height = (line + 1) * _LEADING
        return self.width, self.height

    def _flow(self, text: str, x: float, line: int, hanging: float) -> tuple[float, int]:
        """Set words from ``x``, further lines below at ``hanging``; return where they end."""
        lines = self._setter.lines(text, self.width - max(x, hanging))
        for index, words in enumerate(lines):
            self._words.append((x if index == 0 else hanging, line + index, words))
        last_x, last_line, words = self._words[-1]
        return last_x + self._setter.width(words), last_line

    def draw(self) -> None:
        canv: Canvas = self.canv
        canv.setFont(REGULAR, decree.TEXT_SIZE)
        for x, line, words in self._words:
            canv.drawString(x, self._baseline(line), words)
        canv.setLineWidth(0.8)
        for x, line, checked in self._squares:
            self._draw_box(canv, x, self._baseline(line) - 0.5, checked)

    @staticmethod
    def _draw_box(canv: Canvas, x: float, y: float, checked: bool) -> None:
        canv.rect(x, y, _BOX, _BOX)
        if checked:
            tick = canv.beginPath()
            tick.moveTo(x + _BOX * 0.2, y + _BOX * 0.5)
            tick.lineTo(x + _BOX * 0.42, y + _BOX * 0.22)
            tick.lineTo(x + _BOX * 0.82, y + _BOX * 0.82)
            canv.saveState()
            canv.setLineWidth(1.4)
            canv.drawPath(tick)
            canv.restoreState()

    def _baseline(self, line: int) -> float:
        return self.height - line * _LEADING - _BASELINE
