"""The small forms over the lines of a list: amounts, a group without names, who takes a gift for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from labordesk.fields import Day, Money, Spec, specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.gifts_words import package_words, who
from labordesk.gui.pages.parts.unit_picker import unit_lookup
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from datetime import date

    from labordesk.model.programme import CampaignFields
    from labordesk.services.gift_lists import RecipientRow
    from labordesk.services.gifts import Marked
    from labordesk.services.saved import Saved


def day_dialog(context: Context, title: str, count: int, day: date) -> FormDialog:
    """Return the question on which day lines were marked; the day is what it saves."""
    specs = {"on": Spec(N_("Ngày trao"), Day(), required=True)}
    form = FieldForm(specs, {"on": day}, work=context.work)
    words = _("{what}: {n} dòng").format(what=title, n=number(count))
    panel = FormPanel(context, words, form, lambda values: values["on"], save_text=title)
    form.finished.connect(panel.submit)  # Enter takes the day offered
    return FormDialog(panel, width=520, height=240)


def amounts_dialog(context: Context, rows: Sequence[RecipientRow]) -> FormDialog:
    """Return the form of other amounts than the package for some lines; its result is ``Marked``."""
    from labordesk.model.award import AwardFields
    from labordesk.model.programme import CampaignFields

    register, award_ids = context.register, [row.award_id for row in rows]
    package = specs_of(CampaignFields)

    def save(values: dict[str, Any]) -> Marked:
        from labordesk.services.gifts import set_amounts

        return set_amounts(
            register, award_ids, values["cash"] or 0, values["goods"] or 0, reason=values["override_reason"]
        )

    specs = {
        "cash": package["package_cash"],
        "goods": package["package_goods"],
        "override_reason": replace(specs_of(AwardFields)["override_reason"], label=package["norm_reason"].label),
    }
    form = FieldForm(specs, {"cash": rows[0].cash, "goods": rows[0].goods}, work=context.work)
    title = _("Mức quà của {who}").format(who=who(rows[0]))
    if len(rows) > 1:
        title = _("Mức quà của {n} dòng đã chọn").format(n=len(rows))
    return FormDialog(FormPanel(context, title, form, save), width=460, height=400)


def proxy_dialog(context: Context, row: RecipientRow, on: date, reason: str | None) -> FormDialog:
    """Return the form that asks who takes the gift instead; saving it marks the line."""
    from labordesk.model.award import AwardFields

    register = context.register
    asked = specs_of(AwardFields)

    def save(values: dict[str, Any]) -> Marked:
        from labordesk.services.gifts import mark_proxy

        name, relation = values["recipient_name"], values["recipient_relation"]
        return mark_proxy(register, row.award_id, name, relation, on, reason=reason)

    # Neither is offered with a first answer: the service asks for a relation that was not chosen.
    specs = {
        "recipient_name": replace(asked["recipient_name"], required=True),
        "recipient_relation": asked["recipient_relation"],
    }
    form = FieldForm(specs, work=context.work)
    title = _("Nhận thay {who}, ngày {day}").format(who=who(row), day=short(on))
    return FormDialog(FormPanel(context, title, form, save, save_text=_("Đã nhận thay")), width=460, height=310)


def group_dialog(context: Context, campaign_id: int, fields: CampaignFields) -> FormDialog:
    """Return the form of people who are not listed by name; totals follow the package until they are typed."""
    from labordesk.model.award import AwardFields

    register = context.register
    asked = specs_of(AwardFields)

    def save(values: dict[str, Any]) -> Saved:
        from labordesk.services.gifts import add_group

        return add_group(
            register,
            campaign_id,
            values["unit_id"],
            values["quantity"],
            values["cash_total"] or 0,
            values["goods_total"] or 0,
            note=values["note"],
            reason=values["override_reason"],
        )

    specs = {
        "unit_id": asked["unit_id"],
        "quantity": replace(asked["quantity"], required=True, label=N_("Số suất")),
        "cash_total": Spec(N_("Tổng tiền mặt"), Money(low=0)),
        "goods_total": Spec(N_("Tổng trị giá quà"), Money(low=0)),
        "override_reason": replace(asked["override_reason"], label=specs_of(type(fields))["norm_reason"].label),
        "note": asked["note"],
    }
    form = FieldForm(specs, lookups={"unit": unit_lookup(register)}, work=context.work)
    follow_quantity(form, "quantity", {"cash_total": fields.package_cash, "goods_total": fields.package_goods})
    if fields.package_cash or fields.package_goods:
        package = package_words(fields.package_cash, fields.package_goods)
        form.input("quantity").show_note(_("Mức quà của đợt: {package} đồng mỗi suất").format(package=package))
    panel = FormPanel(context, _("Thêm nhóm không ghi tên"), form, save, draft_key=f"gift-group:{campaign_id}")
    return FormDialog(panel, width=520, height=590)


def follow_quantity(form: FieldForm, of: str, each: dict[str, int]) -> None:
    """Let totals be a number of packages times the package as long as nobody typed another total."""
    before = form.current().get(of) or 0
    filled: dict[str, Any] = {
        name: form.input(name).state() for name, amount in each.items() if form.current().get(name) == before * amount
    }

    def fill() -> None:
        quantity = form.current().get(of)
        for name, amount in each.items():
            one = form.input(name)
            if amount and quantity and (one.is_empty() or filled.get(name) == one.state()):
                one.set_value(quantity * amount)
                filled[name] = one.state()

    form.input(of).changed.connect(fill)
