"""From a field's ``Spec`` to the input that suits its kind."""

from __future__ import annotations

from collections.abc import Mapping

from labordesk.fields import (
    Area,
    Choice,
    CitizenId,
    Count,
    Day,
    Flag,
    LongText,
    Money,
    PartialDay,
    Phone,
    Reference,
    Spec,
    Ward,
)
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.choice import ChoiceEdit, FlagEdit
from labordesk.gui.inputs.long_text import LongTextEdit
from labordesk.gui.inputs.money import MoneyEdit
from labordesk.gui.inputs.reference import Lookup, ReferencePicker
from labordesk.gui.inputs.text import AreaEdit, CitizenIdEdit, CountEdit, DateEdit, LineInput, PhoneEdit
from labordesk.gui.inputs.ward import WardPicker
from labordesk.gui.work import Work
from labordesk.i18n import _


def input_for(
    field: str, spec: Spec, lookups: Mapping[str, Lookup] | None = None, work: Work | None = None
) -> FieldInput:
    """Return the input of a field; a Reference needs ``work`` and a lookup under the field's name or its target."""
    kind, name = spec.kind, _(spec.label)
    match kind:
        case Money():
            return MoneyEdit(kind, name)
        case Day() | PartialDay():
            return DateEdit(kind, name)
        case Choice():
            return ChoiceEdit(kind, name, optional=not spec.required)
        case CitizenId():
            return CitizenIdEdit(kind, name)
        case Phone():
            return PhoneEdit(kind, name)
        case Area():
            return AreaEdit(kind, name)
        case Count():
            return CountEdit(kind, name)
        case Flag():
            return FlagEdit(kind, name)
        case LongText():
            return LongTextEdit(kind, name)
        case Ward() if work is not None:
            return WardPicker(kind, work, name, (lookups or {}).get("old_ward" if kind.old else "ward"))
        case Reference():
            return _picker(field, kind, name, lookups or {}, work)
        case _:
            return LineInput(kind, name)


def _picker(
    field: str, kind: Reference, name: str, lookups: Mapping[str, Lookup], work: Work | None
) -> ReferencePicker:
    lookup = lookups.get(field) or lookups.get(kind.target)
    if lookup is None or work is None:
        raise ValueError(f"field {field} needs a lookup for {kind.target!r} and work")
    return ReferencePicker(lookup, work, name, kind)
