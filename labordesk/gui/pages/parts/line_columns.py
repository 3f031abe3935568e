"""How wide the columns of ``LineRows`` are, and what stands above them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel

from labordesk.fields import Choice, Count, Day, Flag, Money, PartialDay, Spec
from labordesk.gui.theme import text_font
from labordesk.i18n import _

ARROW: Final = 46
"""The pixels around the words of a drop-down."""


def heading(spec: Spec) -> QLabel:
    """Return the heading above a column of inputs, aligned as they are."""
    label = QLabel(_(spec.label))
    label.setProperty("role", "label")
    label.setMinimumWidth(1)
    if spec.kind.align == "right":
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setIndent(8)
    return label


def least_width(spec: Spec) -> int:
    """Return the pixels a field needs to be read."""
    match spec.kind:
        case Money():
            return 102
        case Day():
            return 98
        case PartialDay():
            return 108
        case Count():
            return 68
        case Flag():
            return 66
        case Choice():
            return 120 if _is_wordy(spec.kind) else max(100, _longest(spec.kind) + ARROW)
        case _:
            return 92


def share(spec: Spec) -> int:
    """Return how much of the spare room a field takes: words more than figures."""
    match spec.kind:
        case Money() | Day() | Count() | Flag():
            return 1
        case PartialDay():
            return 2
        case Choice():
            return 2 if _is_wordy(spec.kind) else 1
        case _:
            return 4


def _longest(kind: Choice) -> int:
    """Return the pixels of the longest choice."""
    measure = QFontMetrics(text_font())
    return max((measure.horizontalAdvance(_(label)) for _code, label in kind.options), default=0)


def _is_wordy(kind: Choice) -> bool:
    """Say whether the choices are phrases rather than words."""
    return max((len(_(label)) for _code, label in kind.options), default=0) > 20
