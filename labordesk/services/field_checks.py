"""What a form checks while it is typed, checked again before anything is written: imports and commands have no form."""

from __future__ import annotations

from typing import Any

from sqlmodel import SQLModel

from labordesk.errors import InvalidInput
from labordesk.fields import Count, Money, specs_of
from labordesk.fields.spec import Spec
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

REQUIRED = N_("Ô “{label}” chưa có; hãy ghi vào.")
OUT_OF_RANGE = N_("Ô “{label}” phải từ {low} đến {high}; hãy kiểm tra lại.")
UNFIT = N_("Ô “{label}” chưa đúng: {reason}")


def check_fields(fields: SQLModel) -> None:
    """Refuse (InvalidInput beside the field) what is missing, out of range, too long or not among the choices."""
    for name, spec in specs_of(type(fields)).items():
        value = getattr(fields, name)
        if value is None or value == "":
            if spec.required:
                raise InvalidInput(REQUIRED, field=name, label=_(spec.label))
        else:
            check_value(name, spec, value)


def check_value(name: str, spec: Spec, value: Any) -> None:
    """Refuse (InvalidInput) a value a field cannot have.

    Numbers are compared with their range; any other kind reads back what it shows, so its own rules apply.
    """
    if isinstance(spec.kind, Money | Count):
        if not spec.kind.low <= value <= spec.kind.high:
            low, high = number(spec.kind.low), number(spec.kind.high)
            raise InvalidInput(OUT_OF_RANGE, field=name, label=_(spec.label), low=low, high=high)
        return
    try:
        spec.kind.parse(spec.kind.show(value))
    except InvalidInput as error:
        raise InvalidInput(UNFIT, field=name, label=_(spec.label), reason=str(error)) from None
