"""The two forms of the page of targets: what a unit is to reach, and what it has reached."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for, programme_lookup
from labordesk.gui.pages.parts.row_hands import FormStart, edit_panel
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.target_progress import TargetRow
    from labordesk.store.register import Register


def target_start(register: Register, year: int, target_id: int | None, near: TargetRow | None) -> FormStart:
    """Read a target, or start a new one for the unit of the row looked at; for the reading pool."""
    from labordesk.model.indicator import TargetFields
    from labordesk.services.targets import load_target

    if target_id is not None:
        row = load_target(register, target_id)
        return FormStart(TargetFields, row.fields.model_dump(), row.id, row.row_version)
    values = {"year": year, "unit_id": near.unit_id if near is not None else _own_unit(register)}
    return FormStart(TargetFields, values)


def target_panel(context: Context, start: FormStart) -> FormPanel:
    """Return the form of a target."""
    from labordesk.services.targets import COUNTED_KINDS, load_target, save_target

    programmes = programme_lookup(context.register, *COUNTED_KINDS)
    return edit_panel(
        context,
        start,
        title=_("Giao chỉ tiêu") if start.row_id is None else _("Sửa chỉ tiêu"),
        key="target",
        save=lambda register, fields, row_id, version: save_target(
            register, fields, target_id=row_id, row_version=version
        ),
        load=load_target,
        lookups=lookups_for(context.register, ("unit", "indicator", "programme"), programme=programmes),
        only=("unit_id", "year", "indicator_id", "programme_id", "value", "basis"),
    )


def value_start(register: Register, year: int, value_id: int | None, near: TargetRow | None) -> FormStart:
    """Read a figure, or start a new one that goes on where the last one of the same unit ended."""
    from labordesk.model.indicator import IndicatorValueFields
    from labordesk.services.dated_records import RecordFilter
    from labordesk.services.indicators import list_indicator_values, load_indicator_value

    if value_id is not None:
        row = load_indicator_value(register, value_id)
        return FormStart(IndicatorValueFields, row.fields.model_dump(), row.id, row.row_version)
    first = date(year, 1, 1)
    if near is None or near.indicator_id is None:
        unit = near.unit_id if near is not None else _own_unit(register)
        return FormStart(IndicatorValueFields, {"unit_id": unit, "starts_on": first})
    same = RecordFilter(start=first, unit_ids=frozenset({near.unit_id}), indicator_id=near.indicator_id)
    before = list_indicator_values(register, same, limit=1).rows
    starts_on = before[0].fields.ends_on + timedelta(days=1) if before else first
    values = {"indicator_id": near.indicator_id, "unit_id": near.unit_id, "starts_on": starts_on}
    return FormStart(IndicatorValueFields, values, cursor="ends_on")


def value_panel(context: Context, start: FormStart) -> FormPanel:
    """Return the form of a figure."""
    from labordesk.services.indicators import load_indicator_value, save_indicator_value

    return edit_panel(
        context,
        start,
        title=_("Nhập số thực hiện") if start.row_id is None else _("Sửa số thực hiện"),
        key="figure",
        save=lambda register, fields, row_id, version: save_indicator_value(
            register, fields, value_id=row_id, row_version=version
        ),
        load=load_indicator_value,
        lookups=lookups_for(context.register, ("unit", "indicator")),
    )


def _own_unit(register: Register) -> int:
    from labordesk.services.unit_tree import root_unit

    with register.looking() as connection:
        return root_unit(connection)
