"""Beside the form of a case: where it stands, how it came there, what the support may double, what was paid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link
from labordesk.gui.cards import Card, Notice, Pill
from labordesk.gui.context import Context
from labordesk.gui.pages.grants_kin import KinNotice
from labordesk.gui.pages.grants_words import TONES
from labordesk.gui.pages.parts.benefit_notice import BenefitNotice
from labordesk.gui.pages.parts.file_page import FileSide
from labordesk.gui.pages.parts.payments_card import PaymentsCard
from labordesk.i18n import _
from labordesk.rules.grant_states import WAITING, days_waiting, state_label
from labordesk.rules.working_days import working_days
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from datetime import date

    from labordesk.gui.pages.grants_parts import CaseParts
    from labordesk.services.grants import CaseStep, LoadedCase


class CaseSide(FileSide):
    """``show_case`` follows what is stored; a new request has only the warnings."""

    correct_asked = Signal()
    """The day of a past step is to be put right."""
    papers_asked = Signal()

    def __init__(self, context: Context, pay: Callable[[], None], award_id: int | None = None) -> None:
        super().__init__()
        self.setProperty("role", "form")
        self.state = Pill("", "neutral")
        self.waiting = QLabel()
        self.waiting.setProperty("role", "secondary")
        self.waiting.setWordWrap(True)
        self.late = Notice("", "error")
        self.missing = Notice("", "warn")
        self.rate = Notice("", "info")
        self.benefits = BenefitNotice(context, award_id=award_id)
        self.kin = KinNotice(context)
        self.steps = Card(_("Diễn biến"), padding=14)
        self._history: QWidget | None = None
        self.payments = PaymentsCard(context, pay, _("Hồ sơ trở lại tình trạng “Đã duyệt”, chờ chi."))
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.waiting, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        for part in (self.late, self.benefits, self.kin, self.missing, self.steps, self.payments, self.rate):
            column.addWidget(part)
        column.addStretch(1)
        for hidden in (self.state, self.steps, self.payments):
            hidden.setVisible(False)

    def set_wide(self, wide: bool) -> None:
        self.payments.set_wide(wide)

    def show_case(self, parts: CaseParts, today: date) -> None:
        """Say where a case stands, what it lacks and how it came there."""
        case = parts.loaded
        assert case is not None
        self.state.set(state_label(case.state), TONES.get(case.state, "neutral"))
        days, worked = _days(case, today)
        waits = case.state in WAITING
        text = _("đã chờ {days} ngày") if waits else _("giải quyết trong {days} ngày")
        self.waiting.setText(text.format(days=number(days)))
        is_late = waits and worked > parts.days
        told = _("Đã {worked} ngày làm việc, quá thời hạn {limit} ngày.")
        self.late.set(told.format(worked=number(worked), limit=parts.days) if is_late else "", "error")
        lacking = _("Còn thiếu: {papers}.").format(papers=", ".join(_inside(name) for name in parts.missing))
        links = [(_("Xem giấy tờ"), self.papers_asked.emit)]
        self.missing.set(lacking if parts.missing else "", "warn", links if parts.missing else [])
        beyond = bool(case.norm_basis and case.fields.norm_reason)
        said = _("Đã duyệt ngoài định mức. {basis}") if beyond else _("Theo định mức {basis}")
        self.rate.set(said.format(basis=case.norm_basis) if case.norm_basis else "", "warn" if beyond else "info")
        self._show_history(case.steps)
        payable = "paid" in case.next_states
        self.payments.show_payments(parts.payments, payable=payable, why_not=_("Chi được khi hồ sơ đã duyệt."))
        self.payments.pay_button.setVisible(payable or not parts.payments)
        for widget in (self.state, self.steps, self.payments):
            widget.setVisible(True)

    def _show_history(self, steps: Sequence[CaseStep]) -> None:
        if self._history is not None:
            self._history.setParent(None)
            self._history.deleteLater()
        self._history = _history(steps)
        correct = Link(_("Sửa ngày của một bước…"), self.correct_asked.emit)
        grid = self._history.layout()
        assert isinstance(grid, QGridLayout)
        grid.addWidget(correct, grid.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.steps.body.addWidget(self._history)


def _days(case: LoadedCase, today: date) -> tuple[int, int]:
    """Return how many days, and how many working days, the applicant waited for an answer."""
    requested_on = case.fields.requested_on
    ended = next((step.on for step in reversed(case.steps) if step.state in ("paid", "refused")), None)
    until = today if case.state in WAITING or ended is None else ended
    return days_waiting(case.state, requested_on, ended, today), working_days(requested_on, until)


def _inside(name: str) -> str:
    """Return the name of a paper within a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


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
