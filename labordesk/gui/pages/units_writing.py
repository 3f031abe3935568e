"""From a form about a unit to the service that writes it; for the write thread. Refusals name the form's fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from labordesk.errors import InvalidInput
from labordesk.i18n import N_

if TYPE_CHECKING:
    from labordesk.services.unit_events import Decision
    from labordesk.services.unit_preview import MovePreview
    from labordesk.store.register import Register

Values = Mapping[str, Any]
Write = Callable[["Register", int, Values], Any]
"""Given the unit's id and the values of a form; returns ``Saved`` or ``Reorganised``."""

Preview = Callable[["Register", int, Values], "MovePreview | None"]
"""Given the unit's id and what can be read of the form so far; None when that says too little. Refuses as ``Write``."""

ONE_TARGET = N_("Hãy chọn một đơn vị đang có, hoặc ghi tên đơn vị mới; chỉ một trong hai.")


def decision_of(values: Values) -> Decision:
    """Return the paper a form names."""
    from labordesk.services.unit_events import Decision

    return Decision(
        values["happened_on"], values.get("decision_number"), values.get("decision_date"), values.get("note")
    )


def rename(register: Register, unit_id: int, values: Values) -> Any:
    """Give a unit another name."""
    from labordesk.services.unit_changes import rename_unit

    return rename_unit(
        register, unit_id, values["name"], decision_of(values), short_name=values.get("short_name") or None
    )


def transfer(register: Register, unit_id: int, values: Values) -> Any:
    """Put a unit under another one."""
    from labordesk.services.unit_changes import transfer_unit

    return transfer_unit(register, unit_id, values["parent_id"], decision_of(values))


def former_name(register: Register, unit_id: int, values: Values) -> Any:
    """Record the name a unit had until the eve of the decision's day."""
    from labordesk.services.unit_changes import record_former_name

    return record_former_name(register, unit_id, values["name"], decision_of(values))


def former_parent(register: Register, unit_id: int, values: Values) -> Any:
    """Record under which unit it was until the eve of the decision's day."""
    from labordesk.services.unit_changes import record_former_parent

    return record_former_parent(register, unit_id, values["parent_id"], decision_of(values))


def close(register: Register, unit_id: int, values: Values) -> Any:
    """End a unit, with or without one that carries on."""
    from labordesk.services.unit_mergers import close_unit

    return close_unit(
        register,
        unit_id,
        decision_of(values),
        successor_id=values["successor_id"],
        take_records=values["take_records"],
    )


def merge(register: Register, unit_id: int, values: Values) -> Any:
    """End the unit and those named beside it in favour of one there is, or of a new one like it."""
    from labordesk.model.unit import UnitFields
    from labordesk.services.unit_mergers import merge_units
    from labordesk.services.units import load_unit

    target, name = values["successor_id"], values["name"]
    if (target is None) == (name is None):
        raise InvalidInput(ONE_TARGET, field="successor_id")
    if target is None:
        like = load_unit(register, unit_id).fields
        target = UnitFields(
            name=name, parent_id=like.parent_id, type_id=like.type_id, sector=like.sector, locality=like.locality
        )
    sources = [unit_id, *(line["unit_id"] for line in values["sources"])]
    return merge_units(register, sources, target, decision_of(values), take_records=values["take_records"])


def split(register: Register, unit_id: int, values: Values) -> Any:
    """Found new units out of one; without ``goes_on`` the first of them carries on for it."""
    from labordesk.model.unit import UnitFields
    from labordesk.services.unit_mergers import split_unit
    from labordesk.services.units import load_unit

    like = load_unit(register, unit_id).fields
    parts = [
        UnitFields(
            name=line["name"],
            short_name=line["short_name"],
            type_id=like.type_id,
            sector=like.sector,
            locality=like.locality,
        )
        for line in values["parts"]
    ]
    return split_unit(
        register,
        unit_id,
        parts,
        decision_of(values),
        goes_on=values["goes_on"],
        take_records=values["take_records"],
    )


def preview_transfer(register: Register, unit_id: int, values: Values) -> MovePreview | None:
    """Tell what goes with the unit."""
    from labordesk.services.unit_preview import preview_transfer

    return preview_transfer(register, unit_id, values["happened_on"]) if values.get("parent_id") else None


def preview_close(register: Register, unit_id: int, values: Values) -> MovePreview | None:
    """Tell what the successor gets, or who stays behind without one."""
    from labordesk.services.unit_preview import preview_end

    return preview_end(
        register,
        [unit_id],
        values.get("successor_id"),
        values["happened_on"],
        take_records=bool(values.get("take_records")),
    )


def preview_merge(register: Register, unit_id: int, values: Values) -> MovePreview | None:
    """Tell what the merged units hand over."""
    from labordesk.services.unit_preview import preview_end

    target, name = values.get("successor_id"), values.get("name")
    if target is None and not name:
        return None
    beside = [line["unit_id"] for line in values.get("sources") or () if line.get("unit_id")]
    return preview_end(
        register,
        [unit_id, *beside],
        target,
        values["happened_on"],
        take_records=bool(values.get("take_records")),
        founds=target is None,
    )


def preview_split(register: Register, unit_id: int, values: Values) -> MovePreview | None:
    """Tell what the first of the new units gets; a unit that goes on keeps everything."""
    from labordesk.services.unit_preview import MovePreview, preview_end

    if values.get("goes_on"):
        return MovePreview(values["happened_on"], (), ())
    takes = bool(values.get("take_records"))
    return preview_end(register, [unit_id], None, values["happened_on"], take_records=takes, founds=True)
