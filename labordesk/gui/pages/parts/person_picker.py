"""How a page finds a person of the register while one types: CCCD masked and unit beside the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labordesk.fields.common import BIRTH
from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.reference import Lookup, ReferencePicker
from labordesk.gui.suggestions import Found
from labordesk.i18n import _
from labordesk.vietnamese.citizen import mask

if TYPE_CHECKING:
    from labordesk.services.people_search import PersonRow

OFFERED = 12
"""How many people are offered at once; one more word finds the rest."""


def person_lookup(context: Context) -> Lookup:
    """Return how people are found; a name nobody bears leads to the page of people with a new record."""
    register, year = context.register, context.today().year

    def find(text: str) -> list[Found]:
        from labordesk.services.people_search import PeopleQuery, search_people

        page = search_people(register, PeopleQuery(text=text), limit=OFFERED, year=year)
        return [Found(row.id, row.full_name, person_detail(row)) for row in page.rows]

    def name(person_id: int) -> str:
        row = person_with(context, person_id)
        return row.full_name if row is not None else ""

    return Lookup(find, name, lambda text: context.go("people", new=text))


def person_picker(context: Context, name: str = "") -> ReferencePicker:
    """Return an input for one person outside a form."""
    return ReferencePicker(person_lookup(context), context.work, name or _("Người được hỗ trợ"))


def person_detail(row: PersonRow) -> str:
    """Return "1988 · 0420•••••655 · May Sông Lam": enough to tell namesakes apart, the number masked."""
    parts = (BIRTH.kind.show(row.birth), mask(row.citizen_id) if row.citizen_id else "", row.unit_name)
    return " · ".join(part for part in parts if part)


def person_with(context: Context, person_id: int) -> PersonRow | None:
    """Return a person as lists show it, None when there is none; for the reading pool."""
    from labordesk.services.people_search import person_row

    return person_row(context.register, person_id, year=context.today().year)


def take_unit_from_person(
    form: FieldForm, context: Context, *, person: str = "person_id", unit: str = "unit_id"
) -> None:
    """Fill the unit of a form with that of the person chosen, unless the officer has chosen one."""
    filled: int | None = None

    def is_free() -> bool:
        return form.current().get(unit) in (None, filled)

    def person_chosen() -> None:
        person_id = form.current().get(person)
        if isinstance(person_id, int) and is_free():
            context.work.read(lambda: person_with(context, person_id), fill, latest=("unit of", id(form)), owner=form)

    def fill(row: PersonRow | None) -> None:
        nonlocal filled
        if row is not None and row.unit_id is not None and is_free():
            filled = row.unit_id
            form.input(unit).set_value(row.unit_id)

    form.input(person).changed.connect(person_chosen)
