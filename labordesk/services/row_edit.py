"""How a form's values reach a row: text in NFC, the version compared and raised; the one place where that happens."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from sqlmodel import SQLModel

from labordesk.errors import Conflict, InvalidInput
from labordesk.fields import LongText, PersonName, Text, specs_of
from labordesk.fields.person_numbers import PersonNumber
from labordesk.model.base import Row, now

F = TypeVar("F", bound=SQLModel)
TIDIED: Final = (Text, LongText, PersonName, PersonNumber)
"""Kinds whose text is brought into one form before it is kept."""


def tidied(fields: F) -> F:
    """Return a copy with typed text in NFC and single blanks, an empty text as None; spelling never changes.

    Numbers of a person lose their blanks and dots.

    InvalidInput beside the field whose text cannot be taken (too long, a name without letters).
    """
    tidy = {}
    for name, spec in specs_of(type(fields)).items():
        value = getattr(fields, name)
        if isinstance(value, str) and isinstance(spec.kind, TIDIED):
            try:
                tidy[name] = spec.kind.parse(value)
            except InvalidInput as error:
                error.field = name
                raise
    return fields.model_copy(update=tidy)


def apply_fields(row: Row, fields: SQLModel, row_version: int | None) -> bool:
    """Put the form's values into the row and tell whether anything changed.

    ``row_version`` is the version the form was filled from: a newer one raises Conflict with the fields that differ
    (theirs, ours), and nothing is written. None does not compare.
    """
    differences = differing(row, fields)
    if row_version is not None and row_version != row.row_version and differences:
        raise Conflict(differences=differences)
    for name, (_theirs, ours) in differences.items():
        setattr(row, name, ours)
    if differences:
        touch(row)
    return bool(differences)


def differing(row: Row, fields: SQLModel) -> dict[str, tuple[Any, Any]]:
    """Return field -> (value of the row, value of the form) where they differ."""
    pairs = {name: (getattr(row, name), getattr(fields, name)) for name in type(fields).model_fields}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def touch(row: Row) -> None:
    """Raise the version of a changed row and note the moment."""
    row.row_version += 1
    row.updated_at = now()
