"""``FigureRows``: names and figures one under the other in a card, the figures aligned at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from labordesk.gui.theme import set_look
from labordesk.gui.tokens import Tone


class FigureRows(QWidget):
    """Rows made once, figures changed while one types."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        self._names: dict[str, QLabel] = {}
        self._figures: dict[str, QLabel] = {}
        for row, (key, text) in enumerate(names):
            name, figure = QLabel(text), QLabel()
            name.setProperty("role", "secondary")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            figure.setProperty("role", "section")
            grid.addWidget(name, row, 0)
            grid.addWidget(figure, row, 1)
            self._names[key], self._figures[key] = name, figure

    def set(self, key: str, figure: str, *, tone: Tone | None = None) -> None:
        """Change a figure; an empty one takes its row away, a tone only colours what the words say."""
        label = self._figures[key]
        label.setText(figure)
        label.setAccessibleName(f"{self._names[key].text()}: {figure}")
        set_look(label, "role", {"warn": "advice", "error": "problem"}.get(tone or "", "section"))
        label.setVisible(bool(figure))
        self._names[key].setVisible(bool(figure))

    def figure(self, key: str) -> str:
        """Return a figure as shown."""
        return self._figures[key].text()
