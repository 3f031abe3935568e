"""The slip of a payment: when, how much from which fund, who took it; for houses and grants alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from labordesk.fields import Spec
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.pages.parts.form_with_lines import FormWithLines
from labordesk.gui.pages.parts.fund_watch import FundWatch
from labordesk.gui.pages.parts.money_lines import MoneyLines
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.model.award import AwardLineFields
    from labordesk.services.award_records import Slip

SLIP_FIELDS = ("paid_on", "voucher_number", "method", "recipient_name", "recipient_relation", "override_reason")
OF_TAKER = ("recipient_name", "recipient_relation", "override_reason")
INSTALMENT = "instalment"
LINES = "lines"
AFTER = {LINES: "method"}
HOMES = {"fund_id": LINES, "amount": LINES, "level": LINES, "form": LINES}


@dataclass(frozen=True)
class PaySpecs:
    """The fields of an award and of its lines, and the fund money usually comes from; loaded behind the screen."""

    award: Mapping[str, Spec]
    line: Mapping[str, Spec]
    usual_fund: int | None

    def slip(self, *, in_parts: bool = False) -> dict[str, Spec]:
        """Return the fields of the slip; the day must be there. ``in_parts`` asks which instalment it is."""
        names = (*SLIP_FIELDS[:1], INSTALMENT, *SLIP_FIELDS[1:]) if in_parts else SLIP_FIELDS
        chosen = {name: replace(self.award[name], in_form=True) for name in names}
        chosen["paid_on"] = replace(chosen["paid_on"], required=True)
        about, taker = N_("Chứng từ"), N_("Người nhận")
        return {name: one.placed(taker if name in OF_TAKER else about) for name, one in chosen.items()}


@dataclass(frozen=True)
class Paying:
    """What the slip says: the day, the lines, the rest."""

    on: date
    lines: tuple[AwardLineFields, ...]
    slip: Slip


def load_pay_specs(register: Any, source: str = "union") -> PaySpecs:
    """Return what a slip is made of; ``source`` is the group of funds preferred ("house_fund"); a reading task."""
    from labordesk.fields import specs_of
    from labordesk.model.award import AwardFields, AwardLineFields
    from labordesk.services.catalogue import funds

    ours = [row for row in funds(register) if row.fields.union_money]
    preferred = [row.id for row in ours if row.fields.source == source] or [row.id for row in ours]
    return PaySpecs(specs_of(AwardFields), specs_of(AwardLineFields), preferred[0] if preferred else None)


def money_lines(context: Context, specs: PaySpecs, *, amount: int | None = None, level: str = "upper") -> MoneyLines:
    """Return the lines of a payment with the first one filled in, ready to be confirmed or typed over."""
    usual = {"fund_id": specs.usual_fund, "level": level}
    lines = MoneyLines(context, specs.line, usual=usual)
    lines.set_lines([{**usual, "form": "cash", "amount": amount}])
    return lines


def as_paying(values: Mapping[str, Any], *, override_reason: str = "") -> Paying:
    """Return what was typed as the services take it; runs on the write thread."""
    from labordesk.model.award import AwardLineFields
    from labordesk.services.award_records import Slip

    given = {name: values.get(name) for name in SLIP_FIELDS if name not in ("paid_on", "override_reason")}
    reason = values.get("override_reason") or override_reason or None
    return Paying(
        on=values["paid_on"],
        lines=tuple(AwardLineFields(**{**line, "amount": line["amount"] or 0}) for line in values[LINES]),
        slip=Slip(**given, override_reason=reason, instalment=values.get(INSTALMENT)),
    )


def pay_dialog(
    context: Context,
    title: str,
    specs: PaySpecs,
    pay: Callable[[Paying], Any],
    *,
    amount: int | None = None,
    recipient: tuple[str | None, str | None] = (None, None),
    level: str = "upper",
    notice: str = "",
    instalment: str | None = None,
    place: tuple[int | None, int | None] = (None, None),
) -> FormDialog:
    """Return the dialog of a payment; ``pay`` runs on the write thread, ``notice`` is said above the form.

    A fund that has not enough left, or a typed total of ``place`` (unit, programme) that holds the payment already, is
    told under the lines while one types; neither stops the payment.

    ``instalment`` (a code, "" for none yet) also asks which part of the support it is.
    """
    name, relation = recipient
    lines = money_lines(context, specs, amount=amount, level=level)
    values = {
        "paid_on": context.today(),
        "method": "cash",
        "recipient_name": name,
        "recipient_relation": relation,
        INSTALMENT: instalment or None,
        LINES: lines.current(),
    }
    slip = specs.slip(in_parts=instalment is not None)
    form = FormWithLines(slip, {LINES: lines}, values, after=AFTER, homes=HOMES, work=context.work)
    FundWatch(context, form, lines, place)
    panel = FormPanel(context, title, form, lambda typed: pay(as_paying(typed)), save_text=_("Ghi khoản chi"))
    if notice:
        panel.show_notice(notice)
    return FormDialog(panel, width=720, height=560)
