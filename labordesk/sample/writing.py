"""Write the invented people through the services, set by set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from labordesk.model.person import HouseholdMemberFields, PersonCircumstanceFields, PersonFields
from labordesk.sample.drafts import Draft
from labordesk.sample.people import STEP
from labordesk.sample.scene import Advance, Codes
from labordesk.sample.unit_list import COMMUNE
from labordesk.sample.units import Units
from labordesk.services.people import HouseholdEntry, add_people
from labordesk.services.people_details import PersonDetails, add_details
from labordesk.store.register import Register


def write_people(
    register: Register,
    units: Units,
    drafts: Sequence[Draft],
    ids: list[int],
    advance: Advance,
    *,
    which: Callable[[str], bool],
) -> None:
    """Add the people whose unit is wanted and put their ids into ``ids`` at their places."""
    places = [place for place, draft in enumerate(drafts) if which(draft.unit)]
    fields = (_fields(drafts[place], units) for place in _told(places, advance))
    for place, person_id in zip(places, add_people(register, fields).ids, strict=True):
        ids[place] = person_id


def write_details(
    register: Register, codes: Codes, drafts: Sequence[Draft], ids: Sequence[int], advance: Advance
) -> None:
    """Add households, hardships and health, once everybody has an id to be linked by."""
    add_details(register, _files(codes, drafts, ids, advance))


def _told(places: Sequence[int], advance: Advance) -> Iterator[int]:
    """Yield the places and tell how many were taken, some hundred at a time."""
    for count, place in enumerate(places, start=1):
        yield place
        if not count % STEP:
            advance(STEP)


def _files(
    codes: Codes, drafts: Sequence[Draft], ids: Sequence[int], advance: Advance
) -> Iterator[tuple[int, PersonDetails]]:
    for place in _told(range(len(drafts)), advance):
        draft = drafts[place]
        if not (draft.household or draft.hardships or draft.health):
            continue
        household = tuple(
            HouseholdEntry(
                HouseholdMemberFields(
                    full_name=kin.full_name,
                    relation=kin.relation,
                    birth=kin.birth,
                    occupation=kin.occupation,
                    dependant=kin.dependant,
                ),
                relative_id=None if kin.place is None else ids[kin.place],
            )
            for kin in draft.household
        )
        circumstances = tuple(
            PersonCircumstanceFields(
                circumstance_id=codes.circumstances[one.code], since=one.since, until=one.until, note=one.note
            )
            for one in draft.hardships
        )
        yield ids[place], PersonDetails(household, circumstances, draft.health)


def _fields(draft: Draft, units: Units) -> PersonFields:
    return PersonFields(**draft.fields, unit_id=units.own if draft.unit == COMMUNE else units.ids[draft.unit])
