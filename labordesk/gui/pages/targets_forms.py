"""The two forms of the page of targets: what a unit is to reach, and what it has reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from labordesk.fields import specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for, programme_lookup
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.target_progress import TargetRow
    from labordesk.store.register import Register


@dataclass(frozen=True)
class FormStart:
    """What a form opens with; ``row_id`` and ``row_version`` None for a new row."""

    form: type[Any]
    values: Mapping[str, Any]
    row_id: int | None = None
    row_version: int | None = None


def target_start(register: Register, year: int, target_id: int | None, near: TargetRow | None) -> FormStart:
    """Read a target, or start a new one for the unit of the row looked at; for the reading pool."""
    from labordesk.model.indicator import TargetFields
    from labordesk.services.targets import load_target

    if target_id is not None:
        fields, version = load_target(register, target_id)
        return FormStart(TargetFields, fields.model_dump(), target_id, version)
    values = {"year": year, "unit_id": near.unit_id if near is not None else _own_unit(register)}
    return FormStart(TargetFields, values)


def target_panel(context: Context, start: FormStart) -> FormPanel:
    """Return the form of a target."""
    from labordesk.services.targets import COUNTED_KINDS, load_target, save_target

    register = context.register
    version = [start.row_version]

    def save(values: dict[str, Any]) -> Any:
        return save_target(register, start.form(**values), target_id=start.row_id, row_version=version[0])

    def renew() -> None:
        assert start.row_id is not None
        version[0] = load_target(register, start.row_id)[1]

    programmes = programme_lookup(register, *COUNTED_KINDS)
    form = FieldForm(
        specs_of(start.form),
        start.values,
        lookups=lookups_for(register, ("unit", "indicator", "programme"), programme=programmes),
        work=context.work,
        only=("unit_id", "year", "indicator_id", "programme_id", "value", "basis"),
    )
    title = _("Giao chỉ tiêu") if start.row_id is None else _("Sửa chỉ tiêu")
    return FormPanel(context, title, form, save, draft_key=f"target/{start.row_id or 'new'}", renew=renew)


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
    return FormStart(IndicatorValueFields, values)


def value_panel(context: Context, start: FormStart) -> FormPanel:
    """Return the form of a figure."""
    from labordesk.services.indicators import load_indicator_value, save_indicator_value

    register = context.register
    version = [start.row_version]

    def save(values: dict[str, Any]) -> Any:
        return save_indicator_value(register, start.form(**values), value_id=start.row_id, row_version=version[0])

    def renew() -> None:
        assert start.row_id is not None
        version[0] = load_indicator_value(register, start.row_id).row_version

    form = FieldForm(
        specs_of(start.form), start.values, lookups=lookups_for(register, ("unit", "indicator")), work=context.work
    )
    title = _("Nhập số thực hiện") if start.row_id is None else _("Sửa số thực hiện")
    return FormPanel(context, title, form, save, draft_key=f"figure/{start.row_id or 'new'}", renew=renew)


def _own_unit(register: Register) -> int:
    from labordesk.services.unit_tree import root_unit

    with register.looking() as connection:
        return root_unit(connection)
