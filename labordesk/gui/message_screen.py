"""A card alone in the middle of the window, in place of the pages: its words, its row of buttons, its place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from labordesk.gui.buttons import Button
from labordesk.gui.cards import Card

CARD_WIDTH = 700


def paragraph(text: str, role: str = "") -> QLabel:
    """Return a sentence that takes as many lines as it needs, shown as it is whatever is in it."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def button_row(*buttons: Button) -> QHBoxLayout:
    """Return buttons side by side from the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def center(screen: QWidget, card: Card) -> None:
    """Put a card into the middle; where the window is lower than the card it scrolls."""
    card.setFixedWidth(CARD_WIDTH)
    middle = QHBoxLayout()  # not an alignment: that would cut the lines a long sentence needs
    middle.addStretch(1)
    middle.addWidget(card)
    middle.addStretch(1)
    inside = QWidget()
    inside.setProperty("role", "page")
    column = QVBoxLayout(inside)
    column.addStretch(2)
    column.addLayout(middle)
    column.addStretch(3)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes on to what is inside
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    outer = QVBoxLayout(screen)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scroll)
