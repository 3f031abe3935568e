"""What a row says about a person: the file it begins, and where it differs from the file there is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from pydantic import ValidationError

from labordesk.errors import InvalidInput
from labordesk.exchange.list_fields import MODEL_FIELDS
from labordesk.exchange.problems import Problem
from labordesk.fields import specs_of
from labordesk.i18n import N_, _
from labordesk.model.person import PersonFields
from labordesk.services.field_checks import check_value
from labordesk.services.person_review import check_person_fields
from labordesk.services.row_edit import TIDIED, tidied
from labordesk.vietnamese.fold import search_key

STORED: Final[Mapping[str, str]] = {name: stored for name, stored in MODEL_FIELDS.items() if stored != "unit_id"}
"""Field of a list -> column of a person; the unit is found apart."""
FROM_STORED: Final = {stored: name for name, stored in MODEL_FIELDS.items()}
_COLUMNS: Final = tuple(STORED.values())
_DAYS: Final = frozenset({"citizen_id_issued_on", "consent_on"})
_NEEDED: Final = frozenset({"full_name", "birth", "citizen_id", "old_id", "sex"})
"""What a row is refused for; another value that cannot be is left out with a warning."""
_SPECS: Final = specs_of(PersonFields)
_COMPARED: Final = _DAYS | {"joined_on"}
"""Days that are compared with others of the person."""
_NOT_COMPLETED: Final = frozenset({"note", "standing", "consent", "consent_on", "consent_form"})
"""What an existing file keeps as it is: texts of other papers, and what the person agreed to."""

_EMPTY: Final = PersonFields.model_construct(full_name="")

LEFT_OUT: Final = N_("{reason} Giá trị này không ghi vào hồ sơ.")
DIFFERS: Final = N_("Trong sổ, “{label}” của người này là {known}; sổ giữ nguyên.")
OTHER_UNIT: Final = N_("Trong sổ, người này thuộc “{known}”; sổ giữ nguyên, danh sách ghi theo đơn vị của danh sách.")


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A person of the register as lists are compared with: columns by name."""

    unit_id: int | None
    values: Mapping[str, Any]


def stored_people(connection: sqlite3.Connection, ids: Iterable[int]) -> Mapping[int, StoredPerson]:
    """Return people by id."""
    found = {}
    everybody = list(ids)
    sql = f"SELECT id, unit_id, {', '.join(_COLUMNS)} FROM person WHERE id IN (SELECT value FROM json_each(?))"
    for start in range(0, len(everybody), 5_000):
        for row in connection.execute(sql, (json.dumps(everybody[start : start + 5_000]),)):
            given = {name: value for name, value in zip(_COLUMNS, row[2:], strict=True) if value not in (None, "")}
            found[row[0]] = StoredPerson(row[1], given)
    return found


def person_fields(values: Mapping[str, Any], unit_id: int | None) -> tuple[PersonFields | None, tuple[Problem, ...]]:
    """Return the file a row begins, checked as the form checks it; None with the problem that forbids it."""
    if unit_id is not None and (known := fitting_columns(values)) is not None:
        return file_of(known, unit_id), ()
    given = _columns_of(values)
    for name in _DAYS & given.keys():
        given[name] = _day(given[name])
    given["unit_id"] = unit_id
    problems: list[Problem] = []
    for _attempt in range(len(given)):
        try:
            fields = tidied(PersonFields(**given))
            check_person_fields(fields)
        except (InvalidInput, ValidationError) as error:
            column, reason = _blamed(error)
            listed = FROM_STORED.get(column, "name")
            if column in _NEEDED or column == "unit_id" or column not in given:
                return None, (*problems, Problem(listed, "error", reason))
            problems.append(Problem(listed, "warning", _(LEFT_OUT).format(reason=reason)))
            del given[column]
        else:
            return fields, tuple(problems)
    return None, tuple(problems)


def file_of(columns: Mapping[str, Any], unit_id: int) -> PersonFields:
    """Return the file that columns found fitting begin."""
    return _EMPTY.model_copy(update={**columns, "unit_id": unit_id})


def fitting_columns(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the columns of a new file in their one form when each fits and none is compared with another.

    Lists repeat units, jobs and years by the thousand, so that each value is looked at once; None leaves it to the
    checks of the form.
    """
    given = _columns_of(values)
    if "full_name" not in given or not _COMPARED.isdisjoint(given):
        return None
    found: dict[str, Any] = {}
    for column, value in given.items():
        if not isinstance(value, str):
            return None
        tidy = _fitting(column, value)
        if tidy is None:
            return None
        found[column] = tidy
    return found


def _columns_of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {stored: value for _name, stored, value in _said(values)}


def _said(values: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield the fields of a person that a row says something for: name, column, value; in the order of the form."""
    for name, column in _stored_among(tuple(values)):
        value = values[name]
        if value is not None and value != "":
            yield name, column, value


@lru_cache(maxsize=1024)
def _stored_among(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return which fields of a row are a person's; the rows of a list have few different sets of fields."""
    there = frozenset(names)
    return tuple((name, column) for name, column in STORED.items() if name in there)


@lru_cache(maxsize=65536)
def _fitting(column: str, value: str) -> str | None:
    """Return a text as a person's field keeps it, None when the field refuses it or it is empty."""
    spec = _SPECS[column]
    try:
        if isinstance(spec.kind, TIDIED):
            read = spec.kind.parse(value) or ""
            if read and read == value == spec.kind.show(read):
                return read  # the check of the form would read the same text again
            value = read
        if value:
            check_value(column, spec, value)
    except InvalidInput:
        return None
    return value or None


def completions(stored: StoredPerson, values: Mapping[str, Any], unit_id: int | None) -> dict[str, Any]:
    """Return what a row adds to a file: columns that are empty there, and a birth known more exactly."""
    found: dict[str, Any] = {}
    for _name, column, value in _said(values):
        if column in _NOT_COMPLETED:
            continue
        known = stored.values.get(column)
        if known is None or (column == "birth" and _is_closer(str(value), str(known))):
            found[column] = value
    if stored.unit_id is None and unit_id is not None:
        found["unit_id"] = unit_id
    return found


def differences(
    stored: StoredPerson, values: Mapping[str, Any], unit_id: int | None, unit_label: str
) -> Iterator[Problem]:
    """Yield a warning for each value of a row that is not that of the file; nothing there is changed."""
    for name, column, value in _said(values):
        known = stored.values.get(column)
        if known is None or value == known or column in _NOT_COMPLETED or _agree(column, value, known):
            continue
        yield Problem(name, "warning", _differs(column, known))
    if unit_id is not None and stored.unit_id is not None and unit_id != stored.unit_id:
        yield Problem("unit", "warning", _(OTHER_UNIT).format(known=unit_label))


@lru_cache(maxsize=8192)
def _differs(column: str, known: Any) -> str:
    spec = _SPECS[column]
    return _(DIFFERS).format(label=_(spec.label), known=spec.kind.show(_typed(column, known)))


def filled(stored: StoredPerson, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row with those a short list leaves out taken from the file."""
    missing = {
        name: known
        for column, known in stored.values.items()
        if column not in _NOT_COMPLETED and values.get(name := FROM_STORED[column]) in (None, "")
    }
    return {**values, **missing}


def _agree(column: str, value: Any, known: Any) -> bool:
    if isinstance(value, str) and value == known:
        return True
    if column in ("full_name", "recipient_name", "bank_holder"):
        return search_key(str(value)) == search_key(str(known))
    if column in ("birth", "joined_on"):
        return str(value).startswith(str(known)) or str(known).startswith(str(value))
    if isinstance(known, str) and isinstance(value, str):
        return search_key(value) == search_key(known)
    return bool(_typed(column, known) == value)


def _typed(column: str, known: Any) -> Any:
    if column in _DAYS:
        return _day(known)
    if column in ("consent", "land_title"):
        return bool(known)
    return known


def _day(value: Any) -> Any:
    """Return a stored or listed day as a date; what is none stays for the check to refuse."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None


def _is_closer(value: str, known: str) -> bool:
    return len(value) > len(known) and value.startswith(known)


def _blamed(error: InvalidInput | ValidationError) -> tuple[str, str]:
    """Return the column an error is about and its sentence."""
    if isinstance(error, InvalidInput):
        return error.field or "full_name", str(error)
    first = error.errors()[0]
    column = str(first["loc"][0]) if first["loc"] else "full_name"
    return column, _("Giá trị ở “{label}” không đọc được.").format(label=_(specs_of(PersonFields)[column].label))
