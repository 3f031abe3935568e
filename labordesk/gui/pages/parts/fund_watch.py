"""``FundWatch``: what speaks against the lines of a payment: an empty fund, a typed total that holds it already.

It stands under the lines while one types; it warns and never blocks.
"""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.parts.money_lines import MoneyLines

PAUSE_MS = 150


class FundWatch(QObject):
    """Follows the lines and the day, unit and programme of the form around them; today while there is no day.

    ``place`` is (unit, programme) of a payment whose form does not ask for them.
    """

    def __init__(
        self, context: Context, form: FieldForm, lines: MoneyLines, place: tuple[int | None, int | None] = (None, None)
    ) -> None:
        super().__init__(lines)
        self._context = context
        self._form = form
        self._lines = lines
        self._place = place
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
        typed = self._form.current()
        register, on = self._context.register, typed.get("paid_on") or self._context.today()
        unit_id, programme_id = typed.get("unit_id") or self._place[0], typed.get("programme_id") or self._place[1]
        paid = {(line["fund_id"], line["level"]) for line in self._lines.current() if line.get("fund_id") in asked}

        def read() -> tuple[str, ...]:
            from labordesk.services.aggregate_cover import covered_by
            from labordesk.services.fund_balances import overdrawn

            with register.looking() as connection:
                said = list(overdrawn(connection, asked, on))
                if unit_id and programme_id:
                    said += (
                        covered_by(connection, unit_id, programme_id, level, on, fund_id) for fund_id, level in paid
                    )
            return tuple(dict.fromkeys(filter(None, said)))

        self._context.work.read(read, self._say, latest=("fund watch", id(self)), owner=self)

    def _say(self, sentences: tuple[str, ...]) -> None:
        self.label.setText("\n".join(sentences))
        self.label.setVisible(bool(sentences))


def warn_of_campaign(context: Context, campaign_id: int) -> None:
    """Say in the bar of the window what speaks against handing over today what a campaign has still to give."""
    register, today = context.register, context.today()

    def read() -> tuple[str, ...]:
        from labordesk.services.aggregate_cover import covering_campaign
        from labordesk.services.fund_balances import overdrawn_by_campaign

        with register.looking() as connection:
            overdrawn = overdrawn_by_campaign(connection, campaign_id, today)
            return (*overdrawn, *covering_campaign(connection, campaign_id, today))

    def say(sentences: tuple[str, ...]) -> None:
        if sentences:
            context.notify.warn(" ".join(sentences))

    context.work.read(read, say, latest=("fund watch", "campaign"), owner=context)
