"""The reader of each column: what the field is decides how its cells are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from labordesk.exchange.cells import CellValue
from labordesk.exchange.columns import is_money
from labordesk.exchange.list_fields import SIGNATURE, list_fields
from labordesk.exchange.list_model import FUNDER, Column, ColumnAnswer
from labordesk.exchange.taken import About, CachedReader, Reader, Taken
from labordesk.exchange.values_choices import (
    area_reader,
    count_reader,
    mark_reader,
    read_standing,
    read_work,
    sex_reader,
    spec_reader,
    text_reader,
)
from labordesk.exchange.values_days import (
    BIRTH_PARTS,
    birth_part_reader,
    birth_reader,
    course_reader,
    day_reader,
    partial_reader,
)
from labordesk.exchange.values_looked_up import read_relation, ward_reader
from labordesk.exchange.values_money import money_reader
from labordesk.exchange.values_names import read_holder, read_name, read_part, read_recipient
from labordesk.exchange.values_numbers import read_account, read_citizen, read_insurance, read_old_id, read_phone
from labordesk.fields import Ward

_PLAIN: Final[Mapping[str, Callable[[CellValue], Taken]]] = {
    "name": read_name,
    "family_name": partial(read_part, "family_name"),
    "given_name": partial(read_part, "given_name"),
    "cccd": read_citizen,
    "old_id": read_old_id,
    "phone": read_phone,
    "social_insurance": read_insurance,
    "bank_account": read_account,
    "recipient": read_recipient,
    "bank_holder": read_holder,
    "new_build": read_work,
    "relation": read_relation,
    "standing": read_standing,
    "sex_male": mark_reader("sex", "male"),
    "sex_female": mark_reader("sex", "female"),
    "build_new": mark_reader("new_build", True),
    "build_repair": mark_reader("new_build", False),
}
_AS_TEXT: Final = frozenset({"unit", "parent", "unit_type", "sort_name"})
"""Fields whose words are looked up in the register later."""

_NEVER_PICKED: Final = frozenset({"name"})
"""Two people in one cell: picking one of them for the whole column would lose the others."""


def reader_of(
    column: Column, about: About, answer: ColumnAnswer | None = None, sex_codes: Mapping[str, str] | None = None
) -> CachedReader | None:
    """Return what reads the cells of a column, None for one that is not taken."""
    if column.field is None or column.field == SIGNATURE:
        return None
    pick = answer.pick if answer is not None and column.field not in _NEVER_PICKED else None
    return CachedReader(column.field, _reader(column.field, column.money_unit, about, answer, sex_codes), pick)


def _reader(
    field: str, unit: int, about: About, answer: ColumnAnswer | None, sex_codes: Mapping[str, str] | None
) -> Reader:
    if field in _PLAIN:
        return _PLAIN[field]
    if field == "sex":
        return sex_reader(sex_codes)
    if field in BIRTH_PARTS:
        return birth_part_reader(field)
    if field in ("born", "born_male", "born_female"):
        return birth_reader(field, about)
    if is_money(field):
        return money_reader(field, unit, about.kind, answer)
    known = list_fields().get(field)
    if known is None or field in _AS_TEXT or field.startswith(FUNDER):
        return text_reader(field)
    if field == "progress":
        return course_reader(about)
    if field == "area" and known.spec is not None:
        return area_reader(known.spec)
    if known.spec is not None and isinstance(known.spec.kind, Ward):
        return ward_reader(field, known.spec)
    if field == "joined_on":
        return partial_reader(field, about)
    match known.content:
        case "day":
            return day_reader(field, about)
        case "count" | "year":
            return count_reader(field)
    return spec_reader(field, known.spec) if known.spec is not None else text_reader(field)
