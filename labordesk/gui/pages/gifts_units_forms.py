"""The small forms over the units of a campaign: one share in full, handing in, approving, the day lists are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from labordesk.fields import Spec, specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.gifts_line_forms import follow_quantity
from labordesk.gui.pages.parts.unit_picker import unit_lookup
from labordesk.i18n import N_, NC_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.model.allocation import AllocationFields
    from labordesk.rules.allocation import Share
    from labordesk.services.allocation_tree import UnitShare
    from labordesk.services.changes import Changes
    from labordesk.services.unit_lists import Approval, ListsChanged

DECIDED = ("approved_on", "decision_number", "decision_date", "decision_body", "decision_signer")


def share_dialog(
    context: Context, campaign_id: int, row: UnitShare, fields: AllocationFields, package: Share
) -> FormDialog:
    """Return the form of one unit's share with its money and its paper; its result is ``Changes``.

    The money follows the packages as long as nobody typed another sum.
    """
    from labordesk.model.allocation import AllocationFields

    register = context.register

    def save(values: dict[str, Any]) -> Changes:
        from labordesk.services.allocations import put_shares

        kept = {name: value for name, value in values.items() if value is not None}
        return put_shares(register, campaign_id, [AllocationFields(**{**kept, "unit_id": row.unit_id})])

    specs = {name: spec for name, spec in specs_of(AllocationFields).items() if name != "unit_id"}
    form = FieldForm(specs, fields.model_dump(), lookups={"unit": unit_lookup(register)}, work=context.work)
    follow_quantity(form, "packages", {"cash": package.cash, "goods": package.goods})
    panel = FormPanel(context, _("Phân bổ cho {unit}").format(unit=row.name), form, save)
    return FormDialog(panel, width=560, height=400)


def submit_dialog(context: Context, campaign_id: int, rows: Sequence[UnitShare]) -> FormDialog:
    """Return the form that asks on which day lists were handed in; its result is ``ListsChanged``."""
    specs = _list_specs("submitted_on")

    def save(values: dict[str, Any]) -> ListsChanged:
        from labordesk.services.unit_lists import submit_lists

        return submit_lists(register, campaign_id, unit_ids, values["submitted_on"])

    register, unit_ids = context.register, [row.unit_id for row in rows]
    specs["submitted_on"] = replace(specs["submitted_on"], required=True)
    form = FieldForm(specs, {"submitted_on": context.today()}, work=context.work)
    panel = FormPanel(context, _title(_("Trình danh sách"), rows), form, save, save_text=_("Trình"))
    return FormDialog(panel, width=440, height=260)


def approve_dialog(context: Context, campaign_id: int, rows: Sequence[UnitShare], asked: Approval) -> FormDialog:
    """Return the form of the decision that approves lists, filled with the one used last."""
    specs = _list_specs(*DECIDED)

    def save(values: dict[str, Any]) -> ListsChanged:
        from labordesk.services.unit_lists import Approval, approve_lists

        return approve_lists(register, campaign_id, unit_ids, Approval(**values))

    register, unit_ids = context.register, [row.unit_id for row in rows]
    specs["approved_on"] = replace(specs["approved_on"], required=True)
    form = FieldForm(specs, asked.__dict__, work=context.work)
    panel = FormPanel(context, _title(_("Duyệt danh sách"), rows), form, save, save_text=_(NC_("step", "Duyệt")))
    return FormDialog(panel, width=560, height=350)


def deadline_dialog(context: Context, campaign_id: int, rows: Sequence[UnitShare]) -> FormDialog:
    """Return the form of the day lists are due; an empty day takes it away."""
    specs = _list_specs("due_on")

    def save(values: dict[str, Any]) -> ListsChanged:
        from labordesk.services.unit_lists import set_deadline

        return set_deadline(register, campaign_id, unit_ids, values["due_on"])

    register, unit_ids = context.register, [row.unit_id for row in rows]
    form = FieldForm(specs, {"due_on": rows[0].facts.due_on}, work=context.work)
    panel = FormPanel(context, _title(_("Hạn nộp danh sách"), rows), form, save)
    return FormDialog(panel, width=440, height=260)


def move_dialog(context: Context, award_ids: Sequence[int]) -> FormDialog:
    """Return the form that asks onto which unit's list lines go; its result is ``Marked``."""
    from labordesk.model.award import AwardFields

    register = context.register

    def save(values: dict[str, Any]) -> Any:
        from labordesk.services.gift_changes import move_recipients

        return move_recipients(register, award_ids, values["unit_id"])

    specs = {"unit_id": replace(specs_of(AwardFields)["unit_id"], label=N_("Sang danh sách của"))}
    form = FieldForm(specs, lookups={"unit": unit_lookup(register)}, work=context.work)
    title = _("Chuyển {n} dòng sang đơn vị khác").format(n=number(len(award_ids)))
    return FormDialog(FormPanel(context, title, form, save, save_text=_("Chuyển")), width=480, height=280)


def companions_dialog(context: Context, award_ids: Sequence[int], now: int) -> FormDialog:
    """Return the form that asks how many relatives travel with each of some people; its result is ``Marked``."""
    from labordesk.model.award import AwardFields

    register = context.register

    def save(values: dict[str, Any]) -> Any:
        from labordesk.services.gift_changes import set_companions

        return set_companions(register, award_ids, values["companions"] or 0)

    form = FieldForm({"companions": specs_of(AwardFields)["companions"]}, {"companions": now}, work=context.work)
    title = _("Người đi cùng của {n} dòng").format(n=number(len(award_ids)))
    return FormDialog(FormPanel(context, title, form, save), width=440, height=270)


def _list_specs(*names: str) -> dict[str, Spec]:
    from labordesk.model.allocation import UnitListFields

    specs = specs_of(UnitListFields)
    return {name: specs[name] for name in names}


def _title(what: str, rows: Sequence[UnitShare]) -> str:
    if len(rows) == 1:
        return _("{what}: {unit}").format(what=what, unit=rows[0].name)
    return _("{what} của {n} đơn vị").format(what=what, n=number(len(rows)))
