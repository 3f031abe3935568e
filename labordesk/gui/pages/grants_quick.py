"""A grant already given, recorded in one go: whom, why, how much; the next one begins with the same day and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout

from labordesk.fields import Spec
from labordesk.gui.cards import Card, Notice
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.pages.grants_kin import KinNotice
from labordesk.gui.pages.grants_parts import CaseParts, case_lookups, norm_ask, take_circumstance_from_programme
from labordesk.gui.pages.parts.benefit_notice import BenefitNotice
from labordesk.gui.pages.parts.file_page import FileSide, RecordFile
from labordesk.gui.pages.parts.form_with_lines import FormWithLines
from labordesk.gui.pages.parts.fund_watch import FundWatch
from labordesk.gui.pages.parts.norm_note import NormAsk, NormNote
from labordesk.gui.pages.parts.pay_dialog import AFTER, HOMES, LINES, as_paying, money_lines
from labordesk.gui.pages.parts.person_picker import take_unit_from_person
from labordesk.i18n import N_, _

WHOM = ("person_id", "unit_id", "programme_id", "circumstance_id")
DECISION = ("decision_number", "decision_date", "decision_body", "decision_signer")
PAYMENT = ("paid_on", "voucher_number", "method")
TAKER = ("recipient_name", "recipient_relation", "override_reason")
KEPT = ("programme_id", "paid_on", "method", *DECISION)
"""What the next grant of the same sitting begins with."""


class QuickGrant(RecordFile):
    """The form of ``record_grant``; ``saved`` brings the answer, ``kept()`` what to begin the next one with."""

    def __init__(self, context: Context, parts: CaseParts, kept: Mapping[str, Any]) -> None:
        super().__init__(context, None, _("Ghi trợ cấp đã chi"))
        self.parts = parts
        lines = money_lines(context, parts.pay)
        first = {"paid_on": context.today(), "method": "cash", "programme_id": parts.programme_id}
        self.form = FormWithLines(
            _specs(parts),
            {LINES: lines},
            {**first, LINES: lines.current(), **kept},
            after=AFTER,
            homes=HOMES,
            lookups=case_lookups(context),
            work=context.work,
        )
        FundWatch(context, self.form, lines)
        panel = FormPanel(context, "", self.form, self._record, draft_key="grant:quick", save_text=_("Ghi trợ cấp"))
        self.side = _QuickSide(context)
        self.arrange(panel, self.side)
        take_unit_from_person(self.form, context)
        take_circumstance_from_programme(self.form, parts.circumstances)
        self.form.changed.connect(self._follow)
        self.side.benefits.reason_given.connect(self.form.input("override_reason").set_value)
        self._rate = NormNote(context, self.form, self._rate_asked, self.total, self.side.show_rate)
        self.side.kin.follow(self.form, parts.deceased)
        if parts.person_id is not None:
            self.form.input("person_id").set_value(parts.person_id)

    def kept(self) -> dict[str, Any]:
        """Return what the next grant begins with: day, programme, decision and source, not the amount."""
        typed = self.form.current()
        lines = [{**line, "amount": None} for line in typed[LINES]]
        return {**{name: typed.get(name) for name in KEPT}, LINES: lines[:1]}

    def total(self) -> int:
        """Return the sum of the lines typed, in đồng."""
        return sum(line["amount"] or 0 for line in self.form.current()[LINES])

    def _follow(self) -> None:
        typed = self.form.current()
        self.side.benefits.ask(typed.get("person_id"), typed.get("programme_id"), typed.get("paid_on"))

    def _rate_asked(self, typed: Mapping[str, Any]) -> NormAsk | None:
        return norm_ask(typed, self.context.today(), None, day="paid_on")

    def _record(self, values: dict[str, Any]) -> Any:
        from labordesk.model.grant_case import GrantCaseFields
        from labordesk.services.grants import record_grant

        paying = as_paying(values)
        case = {name: values[name] for name in (*WHOM, *DECISION, "recipient_name", "recipient_relation")}
        # Given and asked for on one day, unless it was decided earlier.
        requested_on = min(paying.on, values["decision_date"] or paying.on)
        fields = GrantCaseFields(**case, requested_on=requested_on)
        return record_grant(self.context.register, fields, paying.on, paying.lines, paying.slip)


class _QuickSide(FileSide):
    """What the grant may double, and what recording it means."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "form")
        self.benefits = BenefitNotice(context)
        self.kin = KinNotice(context)
        self.rate = Notice("", "info")
        about = Card(_("Ghi một lần là xong"), padding=14)
        text = QLabel(
            _(
                "Hồ sơ được tiếp nhận, duyệt và chi trong một bước. Khoản chưa chi thì dùng “Tiếp nhận hồ sơ” (Ctrl+N) "
                "để theo dõi từng bước."
            )
        )
        text.setWordWrap(True)
        text.setProperty("role", "secondary")
        about.body.addWidget(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.benefits, self.kin, self.rate, about):
            column.addWidget(part)
        column.addStretch(1)

    def show_rate(self, text: str, beyond: bool) -> None:
        """Say what the rate allows, amber with what to do when the lines go beyond it."""
        told = _("{rate}. Số tiền vượt mức này: hãy ghi “Lý do vẫn ghi”.").format(rate=text) if beyond else text
        self.rate.set(told, "warn" if beyond else "info")


def _specs(parts: CaseParts) -> dict[str, Spec]:
    """Return the fields of case and slip in the order they are typed: whom, the payment, the decision, the taker."""
    whom, paper, taker = N_("Người được hỗ trợ"), N_("Khoản chi"), N_("Quyết định, người nhận")
    slip = parts.pay.slip()
    return {
        **{name: parts.specs[name].placed(whom) for name in WHOM},
        **{name: slip[name].placed(paper) for name in PAYMENT},
        **{name: parts.specs[name].placed(taker) for name in DECISION},
        **{name: slip[name].placed(taker) for name in TAKER},
    }
