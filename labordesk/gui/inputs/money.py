"""``MoneyEdit``: amounts as officers type them, echoed in words; a doubtful amount asks (vietnamese.md, section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput
from labordesk.fields.kinds import Ambiguous, Money
from labordesk.gui.buttons import PairButton
from labordesk.gui.inputs.text import LineInput
from labordesk.gui.theme import set_look


class MoneyEdit(LineInput):
    """Right-aligned đồng with the words under it; several readings become buttons to choose from."""

    def __init__(self, kind: Money | None = None, name: str = "") -> None:
        super().__init__(kind or Money(), name)
        self._choices = QWidget()
        column = QVBoxLayout(self._choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.column.addWidget(self._choices)
        self._choices.hide()
        self._limit = QLabel()
        self._limit.setWordWrap(True)
        self._limit.hide()
        self.column.addWidget(self._limit)
        self._offered: tuple[int, ...] = ()
        self.changed.connect(self._echo)

    def enter(self) -> None:
        """Enter on a doubtful amount goes to the readings, else to the next field."""
        self.tidy()
        buttons = self.choices()
        if buttons:
            buttons[0].setFocus()
        elif not self.shown_problem():
            super().enter()

    def refuse(self, error: InvalidInput) -> None:
        super().refuse(error)
        if isinstance(error, Ambiguous):
            self._offer(error.candidates)

    def choices(self) -> list[PairButton]:
        """Return the buttons of the readings now offered, best first."""
        return self._choices.findChildren(PairButton) if not self._choices.isHidden() else []

    def show_limit(self, text: str, *, beyond: bool = False) -> None:
        """Say under the words what rate holds for the amount, amber when it goes beyond."""
        self._limit.setText(text)
        set_look(self._limit, "role", "advice" if beyond else "note")
        self._limit.setVisible(bool(text))

    def limit(self) -> str:
        """Return the sentence about the rate now shown."""
        return self._limit.text()

    def _echo(self) -> None:
        self._offer(())
        try:
            value = self.kind.parse(self.line.seen_text())
        except InvalidInput:
            value = None
        self.show_note(in_words(value) if value is not None else "")

    def while_typing(self) -> None:
        if self.line.is_composing():
            self._echo()

    def _offer(self, candidates: Sequence[int]) -> None:
        if tuple(candidates) == self._offered:
            return
        self._offered = tuple(candidates)
        for old in self._choices.findChildren(PairButton):
            old.setParent(None)
            old.deleteLater()
        layout = self._choices.layout()
        assert layout is not None
        for amount in candidates:
            layout.addWidget(PairButton(f"{self.kind.show(amount)} đ", in_words(amount), partial(self._choose, amount)))
        self._choices.setVisible(bool(candidates))

    def _choose(self, amount: int) -> None:
        self.set_value(amount)
        self.show_problem("")
        self.line.setFocus()
        self.entered.emit()


def in_words(amount: int) -> str:
    """Return "Một triệu năm trăm nghìn đồng"."""
    from labordesk.vietnamese.words import amount_in_words

    return str(amount_in_words(amount))
