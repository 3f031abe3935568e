"""The form of a unit: a new one with the decision that founds it, or what can be changed without a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labordesk.errors import InvalidInput
from labordesk.fields import Flag, Spec, specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.services.unit_tree import UnitNode
    from labordesk.services.units import LoadedUnit

LOOKUPS = ("unit", "unit_type")
FOUNDING = ("decision_number", "decision_date")
CORRECTION = "correction"
NEEDS_DAY = N_("Cần ghi ngày bắt đầu hoạt động theo quyết định thành lập.")
CORRECT = Spec(
    N_("Sửa lỗi chính tả, ghi nhầm"),
    Flag(),
    hint=N_("Chỉ chọn khi tên hoặc nơi trực thuộc đang ghi là sai; đổi theo quyết định thì dùng “Ghi quyết định”."),
)
ORDER = (
    *("name", "short_name", "parent_id", "type_id", "abbreviation", "sector", "locality"),
    *("valid_from", "member_count", "worker_count", "counted_on", "note"),
)


def new_unit_panel(context: Context, parent: UnitNode | None) -> FormPanel:
    """Return the form of a new unit under another one."""
    from labordesk.model.unit import UnitEventFields, UnitFields
    from labordesk.services.unit_events import Decision
    from labordesk.services.units import save_unit

    register = context.register
    paper = specs_of(UnitEventFields)
    specs = {**specs_of(UnitFields), **{name: paper[name] for name in FOUNDING}}

    def save(values: dict[str, Any]) -> Any:
        number, signed = values.pop("decision_number"), values.pop("decision_date")
        first_day = values["valid_from"]
        if first_day is None and (number or signed):
            raise InvalidInput(NEEDS_DAY, field="valid_from")
        decision = Decision(first_day, number, signed) if number or signed else None
        try:
            return save_unit(register, UnitFields(**values), decision=decision)
        except InvalidInput as error:
            if error.field == "happened_on":
                error.field = "valid_from"
            raise

    order = (*ORDER[:-4], *FOUNDING, *ORDER[-4:])
    parent_id = parent.id if parent is not None else None
    form = FieldForm(
        specs, {"parent_id": parent_id}, lookups=lookups_for(register, LOOKUPS), work=context.work, only=order
    )
    title = _("Thêm đơn vị trực thuộc “{unit}”").format(unit=parent.label) if parent is not None else _("Thêm đơn vị")
    return FormPanel(context, title, form, lambda values: save(dict(values)), draft_key=f"unit/new/{parent_id}")


def edit_unit_panel(context: Context, loaded: LoadedUnit) -> FormPanel:
    """Return the form of a unit there is; name and place change here only to put a mistake right."""
    from labordesk.services.units import load_unit, save_unit

    register = context.register
    fields = type(loaded.fields)
    version = [loaded.row_version]

    def save(values: dict[str, Any]) -> Any:
        typed = {name: value for name, value in values.items() if name != CORRECTION}
        return save_unit(
            register,
            fields(**typed),
            unit_id=loaded.id,
            row_version=version[0],
            correction=values[CORRECTION],
        )

    def renew() -> None:
        version[0] = load_unit(register, loaded.id).row_version

    form = FieldForm(
        {**specs_of(fields), CORRECTION: CORRECT},
        loaded.fields.model_dump(),
        lookups=lookups_for(register, LOOKUPS),
        work=context.work,
        only=(*ORDER[:4], CORRECTION, *ORDER[4:]),
    )
    title = _("Sửa thông tin “{unit}”").format(unit=loaded.fields.short_name or loaded.fields.name)
    return FormPanel(context, title, form, save, draft_key=f"unit/{loaded.id}", renew=renew)
