"""``PaymentsCard``: the money handed over under one file, each payment deletable after asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel

from labordesk.fields import Day, Money
from labordesk.gui.buttons import Link, secondary_button
from labordesk.gui.cards import Card
from labordesk.gui.context import Context
from labordesk.gui.notify import Answer
from labordesk.gui.pages.parts.forms_button import FormsButton
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, NC_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

SHOWN = 6


class PaymentLike(Protocol):
    """A payment as a file lists it; ``amount`` in đồng."""

    @property
    def award_id(self) -> int: ...

    @property
    def on(self) -> Any: ...

    @property
    def amount(self) -> int: ...

    @property
    def recipient_name(self) -> str: ...

    @property
    def voucher_number(self) -> str: ...


def _tip(payment: PaymentLike) -> str:
    voucher = _("Phiếu chi {number}").format(number=payment.voucher_number) if payment.voucher_number else ""
    taker = _("người nhận thay: {name}").format(name=payment.recipient_name) if payment.recipient_name else ""
    return ", ".join(part for part in (voucher, taker) if part)


_IN_PARTS = (
    Column("label", NC_("instalment", "Đợt"), width=28, tip=lambda row: row.label),
    Column("on", N_("Ngày"), Day(), width=10),
    Column("amount", N_("Số tiền"), Money(), width=12),
    Column("voucher_number", N_("Phiếu chi"), width=10),
    Column("recipient_name", N_("Người nhận thay"), width=16, stretch=True, tip=_tip),
    Column("reason", N_("Lý do chi vượt mức duyệt"), width=20, stretch=True, spare=True, tip=lambda row: row.reason),
)
"""What is said of support handed over in instalments, where there is room for it."""

_COLUMNS = (
    Column("on", N_("Ngày"), Day(), width=10, tip=_tip),
    Column("amount", N_("Số tiền"), Money(), width=11, tip=_tip),
    Column("voucher_number", N_("Phiếu chi"), width=8, stretch=True, tip=_tip),
)


class PaymentsCard(Card):
    """A small table with "Ghi khoản chi" below it; ``after_delete`` says what follows from deleting one.

    ``in_parts`` shows which instalment each payment is (``label``) and why more was paid (``reason``). ``give_back``
    asks when and why money came back, in a file that lets one payment come back alone.
    """

    def __init__(
        self,
        context: Context,
        pay: Callable[[], None],
        after_delete: str,
        *,
        in_parts: bool = False,
        give_back: Callable[[PaymentLike], None] | None = None,
    ) -> None:
        super().__init__(_("Các khoản đã trao"), padding=14)
        self._context = context
        self._after_delete = after_delete
        self.table = ListTable(
            "house-payments" if in_parts else "payments",
            _IN_PARTS if in_parts else _COLUMNS,
            context,
            title=_("Các khoản đã trao"),
            identify=lambda row: row.award_id,
        )
        self._none = QLabel(_("Chưa trao khoản nào."))
        self._none.setProperty("role", "secondary")
        self.owed = QLabel()
        self.owed.setProperty("role", "secondary")
        self.owed.hide()
        self.remove = Link(_("Xóa khoản này"), self.remove_current)
        self.give_back = Link(_("Thu hồi khoản này"), self.return_current)
        self._return = give_back
        self.pay_button = secondary_button(_("Ghi khoản chi"), pay, key="Alt C", icon="banknote")
        self.forms = FormsButton(context, "award", _("In phiếu chi, giấy nhận"), which=self._printed)
        for widget in (self.owed, self._none, self.table):
            self.body.addWidget(widget)
        direction = QBoxLayout.Direction.LeftToRight if in_parts else QBoxLayout.Direction.TopToBottom
        below = QBoxLayout(direction)
        below.setSpacing(12 if in_parts else 8)
        for button in (self.pay_button, self.forms, self.give_back, self.remove):
            below.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        below.addStretch(1)
        self.body.addLayout(below)
        self.show_payments((), payable=False)

    def show_payments(self, payments: Sequence[PaymentLike], *, payable: bool, why_not: str = "") -> None:
        """Show the payments; the button is off, with the reason as its tooltip, while nothing may be paid."""
        self.table.set_rows(payments)
        self.table.fit_height(SHOWN)
        self.table.setVisible(bool(payments))
        self.remove.setVisible(bool(payments))
        self.give_back.setVisible(bool(payments) and self._return is not None)
        self.forms.setVisible(bool(payments))
        self._none.setVisible(not payments)
        self.pay_button.setEnabled(payable)
        self.pay_button.setToolTip("" if payable else why_not)

    def say_owed(self, text: str) -> None:
        """Say above the payments what was promised and what of it is still to be handed over."""
        self.owed.setText(text)
        self.owed.setVisible(bool(text))

    def set_wide(self, wide: bool) -> None:
        """Leave out what a narrow column has no room for; the tooltip still says it."""
        self.table.view.setColumnHidden(2, not wide)
        self.table.view.fit_columns()

    def _current(self) -> PaymentLike | None:
        """Return the payment the keyboard is on, or the only one."""
        rows = self.table.rows()
        payment: PaymentLike | None = self.table.current() or (rows[0] if len(rows) == 1 else None)
        return payment

    def _printed(self) -> tuple[int | None, str]:
        payment = self._current()
        return (payment.award_id, short(payment.on)) if payment is not None else (None, "")

    def return_current(self) -> None:
        """Say that the money of the payment the keyboard is on, or of the only one, came back."""
        payment = self._chosen()
        if payment is not None and self._return is not None:
            self._return(payment)

    def _chosen(self) -> PaymentLike | None:
        """Return the payment the keyboard is on, or ask for one."""
        payment = self._current()
        if payment is None:
            self._context.notify.info(_("Hãy chọn một khoản trong danh sách trước."))
            self.table.focus_first()
        return payment

    def remove_current(self) -> None:
        """Delete the payment the keyboard is on, or the only one, after asking."""
        payment = self._chosen()
        if payment is None:
            return
        amount, day = number(payment.amount), short(payment.on)
        question = _("Xóa khoản chi {amount} đồng ngày {day}?").format(amount=amount, day=day)
        delete = Answer("delete", _("Xóa khoản chi"), "danger")
        if self._context.notify.ask(question, delete, explain=self._after_delete) == "delete":
            register, award_id = self._context.register, payment.award_id
            self._context.work.write(lambda: _delete(register, award_id), self._context.tell, owner=self)


def _delete(register: Any, award_id: int) -> Any:
    from labordesk.services.awards import delete_award

    return delete_award(register, award_id)
