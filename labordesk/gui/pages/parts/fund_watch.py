"""``FundWatch``: says under the lines of a payment when a fund has not enough left; it warns and never blocks."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.parts.money_lines import MoneyLines

PAUSE_MS = 150


class FundWatch(QObject):
    """Follows the lines and the field ``day`` of the form around them; today while there is no day."""

    def __init__(self, context: Context, form: FieldForm, lines: MoneyLines, day: str = "paid_on") -> None:
        super().__init__(lines)
        self._context = context
        self._form = form
        self._lines = lines
        self._day = day
        self.label = QLabel()
        self.label.setProperty("role", "advice")
        self.label.setWordWrap(True)
        self.label.hide()
        layout = lines.layout()
        assert layout is not None
        layout.addWidget(self.label)
        self._later = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._later.timeout.connect(self._look)
        form.changed.connect(self._later.start)
        self._later.start()

    def _look(self) -> None:
        asked: Counter[int] = Counter()
        for line in self._lines.current():
            if line.get("fund_id") and line.get("amount"):
                asked[line["fund_id"]] += line["amount"]
        register, on = self._context.register, self._form.current().get(self._day) or self._context.today()

        def read() -> tuple[str, ...]:
            from labordesk.services.fund_balances import overdrawn

            with register.looking() as connection:
                return overdrawn(connection, asked, on)

        self._context.work.read(read, self._say, latest=("fund watch", id(self)), owner=self)

    def _say(self, sentences: tuple[str, ...]) -> None:
        self.label.setText("\n".join(sentences))
        self.label.setVisible(bool(sentences))
