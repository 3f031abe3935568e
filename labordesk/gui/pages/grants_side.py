"""Beside the form of a case: where it stands, how it came there, what the support may double, what was paid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.cards import Card, Pill
from labordesk.gui.context import Context
from labordesk.gui.pages.grants_words import TONES
from labordesk.gui.pages.parts.benefit_notice import BenefitNotice
from labordesk.gui.pages.parts.file_page import FileSide
from labordesk.gui.pages.parts.payments_card import PaymentLike, PaymentsCard
from labordesk.i18n import _
from labordesk.rules.grant_states import WAITING, days_waiting, state_label
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from datetime import date

    from labordesk.services.grants import CaseStep, LoadedCase


class CaseSide(FileSide):
    """``show_case`` follows what is stored; a new request has only the warnings."""

    def __init__(self, context: Context, pay: Callable[[], None], award_id: int | None = None) -> None:
        super().__init__()
        self.setProperty("role", "form")
        self.state = Pill("", "neutral")
        self.waiting = QLabel()
        self.waiting.setProperty("role", "secondary")
        self.benefits = BenefitNotice(context, award_id=award_id)
        self.steps = Card(_("Diễn biến"), padding=14)
        self.payments = PaymentsCard(context, pay, _("Hồ sơ trở lại tình trạng “Đã duyệt”, chờ chi."))
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.state)
        top.addWidget(self.waiting, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        for part in (self.benefits, self.steps, self.payments):
            column.addWidget(part)
        column.addStretch(1)
        for hidden in (self.state, self.steps, self.payments):
            hidden.setVisible(False)

    def set_wide(self, wide: bool) -> None:
        self.payments.set_wide(wide)

    def show_case(self, case: LoadedCase, payments: Sequence[PaymentLike], today: date) -> None:
        """Say where a case stands and how it came there."""
        self.state.set(state_label(case.state), TONES.get(case.state, "neutral"))
        self.waiting.setText(_waiting(case, today))
        self.steps.body.addWidget(_history(case.steps))
        payable = "paid" in case.next_states
        self.payments.show_payments(payments, payable=payable, why_not=_("Chi được khi hồ sơ đã duyệt."))
        self.payments.pay_button.setVisible(payable or not payments)
        for widget in (self.state, self.steps, self.payments):
            widget.setVisible(True)


def _waiting(case: LoadedCase, today: date) -> str:
    ended = next((step.on for step in reversed(case.steps) if step.state in ("paid", "refused")), None)
    days = days_waiting(case.state, case.fields.requested_on, ended, today)
    text = _("đã chờ {days} ngày") if case.state in WAITING else _("giải quyết trong {days} ngày")
    return text.format(days=number(days))


def _history(steps: Sequence[CaseStep]) -> QWidget:
    """Return the days and states of a case, the first on top, each with its reason."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    row = 0
    for step in steps:
        day = QLabel(short(step.on))
        day.setProperty("role", "secondary")
        grid.addWidget(day, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(QLabel(state_label(step.state)), row, 1)
        row += 1
        if step.note:
            note = QLabel(step.note)
            note.setProperty("role", "small")
            note.setWordWrap(True)
            grid.addWidget(note, row, 1)
            row += 1
    return widget
