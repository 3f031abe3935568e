"""From the values of a person's form to the register: what the officer has confirmed, and the version it starts from.

Used on the write and reading threads: no widget is touched here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from labordesk.errors import Conflict

if TYPE_CHECKING:
    from labordesk.services.people import LoadedPerson, PersonData, Review
    from labordesk.services.saved import Saved
    from labordesk.store.register import Register

Values = Mapping[str, Any]


class PersonSaving:
    """One file being written; ``loaded`` is None for a new person."""

    def __init__(self, register: Register, loaded: LoadedPerson | None) -> None:
        self._register = register
        self._loaded = loaded
        self._row_version = None if loaded is None else loaded.row_version
        self.person_id = None if loaded is None else loaded.id
        self.confirmed: set[int] = set()
        """Who is another person, as the officer has said."""
        self.reason = ""
        """Why a citizen number that somebody else has is kept."""
        self.knows_health = loaded is None
        """Whether the field of health holds what is in the register; until then it is left as it is."""

    def save(self, values: Values) -> Saved:
        """Save the form; a Conflict tells its lines the way the form shows them."""
        from labordesk.services.people import save_person

        try:
            return save_person(
                self._register,
                self._data(values),
                person_id=self.person_id,
                row_version=self._row_version,
                confirmed_duplicates=frozenset(self.confirmed),
                override_reason=self.reason or None,
                moved_on=values.get("moved_on"),
            )
        except Conflict as error:
            raise Conflict(error.sentence, differences=_readable(error.differences), **error.details) from None

    def renew(self) -> None:
        """Start from the file as it is now, after a conflict was settled."""
        from labordesk.services.people import load_person

        if self.person_id is not None:
            self._loaded = load_person(self._register, self.person_id)
            self._row_version = self._loaded.row_version

    def review(self, values: Values) -> Review | None:
        """Look at what is typed so far; None while there is no name to look for."""
        from labordesk.services.people import review_person

        if not values.get("full_name"):
            return None
        return review_person(
            self._register, self._data({**values, "household": (), "circumstances": ()}), self.person_id
        )

    def _data(self, values: Values) -> PersonData:
        from labordesk.model.person import HouseholdMemberFields, PersonCircumstanceFields, PersonFields
        from labordesk.services.people import UNCHANGED, HouseholdEntry, PersonData

        own = {name: values[name] for name in PersonFields.model_fields if values.get(name) is not None}
        # A box can only say yes or no: as long as it is not ticked, what was unknown stays unknown.
        known = self._loaded is not None and self._loaded.fields.land_title is not None
        own["land_title"] = values.get("land_title") or (False if known else None)
        return PersonData(
            PersonFields(**own),
            tuple(
                HouseholdEntry(_fields(HouseholdMemberFields, line), line.get("id"), line.get("relative_id"))
                for line in values["household"]
            ),
            tuple(_fields(PersonCircumstanceFields, line) for line in values["circumstances"]),
            values.get("health") if self.knows_health else UNCHANGED,
        )


def form_values(loaded: LoadedPerson) -> dict[str, Any]:
    """Return a file as the form takes it: fields by name, household and circumstances as lines."""
    return {
        **loaded.fields.model_dump(),
        "household": _household_lines(loaded.household),
        "circumstances": [one.model_dump() for one in loaded.circumstances],
    }


def _fields(model: Any, line: Values) -> Any:
    return model(**{name: line[name] for name in model.model_fields if line.get(name) is not None})


def _household_lines(entries: Sequence[Any]) -> list[dict[str, Any]]:
    return [{**one.fields.model_dump(), "id": one.id, "relative_id": one.relative_id} for one in entries]


def _readable(differences: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {name: (_as_lines(name, theirs), _as_lines(name, ours)) for name, (theirs, ours) in differences.items()}


def _as_lines(name: str, value: Any) -> Any:
    if name == "household":
        return _household_lines(value)
    return [one.model_dump() for one in value] if name == "circumstances" else value
