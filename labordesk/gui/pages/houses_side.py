"""Beside the form of a house: what is late or lacking, the sums while one types, and the money handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.fields import Day, Money
from labordesk.gui.buttons import Link, secondary_button
from labordesk.gui.cards import Card, Notice, Pill, ProgressBar, rule
from labordesk.gui.context import Context
from labordesk.gui.pages.houses_words import TONES, missing_words
from labordesk.gui.pages.parts.benefit_notice import BenefitNotice
from labordesk.gui.pages.parts.figure_rows import FigureRows
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.rules.house_money import HouseMoney
from labordesk.rules.house_stages import PAYABLE, milestone_label, overdue_days
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.houses import LoadedHouse, Payment


def _taker(payment: Payment) -> str:
    number_of = _("Phiếu chi {number}").format(number=payment.voucher_number) if payment.voucher_number else ""
    taker = _("người nhận thay: {name}").format(name=payment.recipient_name) if payment.recipient_name else ""
    return ", ".join(part for part in (number_of, taker) if part)


_PAYMENTS = (
    Column("on", N_("Ngày"), Day(), width=10, tip=_taker),
    Column("amount", N_("Số tiền"), Money(), width=11, tip=_taker),
    Column("voucher_number", N_("Phiếu chi"), width=8, stretch=True),
)


class HouseSide(QWidget):
    """``show_money`` follows the form, ``show_house`` what is stored."""

    def __init__(self, context: Context, house_id: int | None, pay: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "form")
        self._context = context
        self.stage = Pill("", "neutral")
        self.late = Notice("", "error")
        self.missing = Notice("", "warn")
        self.benefits = BenefitNotice(context, house_id=house_id)
        self.figures = FigureRows(
            [
                ("estimate", _("Dự toán")),
                ("covered", _("Các nguồn dự kiến")),
                ("short", _("Còn thiếu")),
                ("labour", _("Ngày công")),
            ]
        )
        self.union = FigureRows([("approved", _("Công đoàn hỗ trợ")), ("given", _("Công đoàn đã trao"))])
        self.union_share = ProgressBar()
        self.value = FigureRows([("others", _("Nguồn khác đã nhận")), ("total", _("Tổng giá trị công trình"))])
        self.payments = ListTable(
            "house-payments", _PAYMENTS, context, title=_("Các khoản đã trao"), identify=lambda row: row.award_id
        )
        self._none_paid = QLabel(_("Chưa trao khoản nào."))
        self._none_paid.setProperty("role", "secondary")
        self.pay_button = secondary_button(_("Ghi khoản chi"), pay, key="Alt C", icon="banknote")
        self.remove = Link(_("Xóa khoản này"), self.remove_payment)
        self._arrange(is_new=house_id is None)

    def _arrange(self, *, is_new: bool) -> None:
        money = Card(_("Kinh phí (đồng)"), padding=14)
        for widget in (self.figures, rule(), self.union, self.union_share, rule(), self.value):
            money.body.addWidget(widget)
        paid = Card(_("Các khoản đã trao"), padding=14)
        for widget in (self._none_paid, self.payments):
            paid.body.addWidget(widget)
        for widget in (self.remove, self.pay_button):
            paid.body.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        paid.setVisible(not is_new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self.stage)
        top.addStretch(1)
        column.addLayout(top)
        for widget in (self.late, self.missing, self.benefits, money, paid):
            column.addWidget(widget)
        column.addStretch(1)
        self.payments.setVisible(False)
        self.remove.setVisible(False)
        self.stage.setVisible(not is_new)

    def set_wide(self, wide: bool) -> None:
        """Leave out what a narrow column has no room for; the tooltip still says it."""
        self.payments.view.setColumnHidden(2, not wide)
        self.payments.view.fit_columns()

    def show_house(self, loaded: LoadedHouse, today: date) -> None:
        """Say what a stored house lacks, how late it is, and what was paid."""
        self.stage.set(milestone_label(loaded.stage), TONES.get(loaded.stage, "neutral"))
        due = loaded.data.fields.due_on
        late = overdue_days(loaded.stage, due, today)
        self.late.set(
            _("Quá hạn bàn giao {days} ngày (hạn {day}).").format(days=number(late), day=short(due))
            if late and due
            else "",
            "error",
        )
        lacking = missing_words(loaded.missing)
        self.missing.set(_("Hồ sơ còn thiếu: {papers}.").format(papers=lacking) if lacking else "", "warn")
        self.payments.set_rows(loaded.payments)
        self.payments.fit_height(6)
        paid = bool(loaded.payments)
        self.payments.setVisible(paid)
        self.remove.setVisible(paid)
        self._none_paid.setVisible(not paid)
        self.pay_button.setEnabled(loaded.stage in PAYABLE)
        self.pay_button.setToolTip("" if loaded.stage in PAYABLE else _("Chi được từ khi nhà được duyệt."))

    def show_money(self, money: HouseMoney, total_value: int | None) -> None:
        """Say the sums; the union's money and the total value stay two figures."""
        covered = money.planned + max(0, (money.approved or 0) - money.union_planned)
        self.figures.set("estimate", number(money.estimate) if money.estimate else "–")
        self.figures.set("covered", number(covered) if covered else "–")
        enough = _("đủ nguồn") if money.estimate else "–"
        self.figures.set("short", number(money.short) if money.short else enough, tone="warn" if money.short else None)
        days = _("{days} ngày").format(days=number(money.labour_days))
        self.figures.set("labour", days if money.labour_days else "")
        self.union.set("approved", number(money.approved) if money.approved else "–")
        self.union.set("given", number(money.union_given))
        self.union_share.setVisible(bool(money.approved))
        self.union_share.set_share(money.union_given / money.approved if money.approved else 0.0)
        self.value.set("others", number(money.others_received) if money.others_received else "")
        self.value.set("total", number(total_value) if total_value else "–")

    def remove_payment(self) -> None:
        """Delete the payment the keyboard is on, after asking."""
        from labordesk.gui.notify import Answer

        payment: Payment | None = self.payments.current() or next(iter(self.payments.rows()), None)
        if payment is None:
            return
        question = _("Xóa khoản chi {amount} đồng ngày {day}?").format(
            amount=number(payment.amount), day=short(payment.on)
        )
        explain = _("Số công đoàn đã trao và ngày trao hỗ trợ sẽ được tính lại.")
        if self._context.notify.ask(question, Answer("delete", _("Xóa khoản chi"), "danger"), explain=explain):
            register = self._context.register

            def delete() -> object:
                from labordesk.services.awards import delete_award

                return delete_award(register, payment.award_id)

            self._context.work.write(delete, self._context.tell, owner=self)
