"""What the file of a house is opened with, read in one go behind the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labordesk.gui.pages.houses_form import HouseSpecs, load_house_specs
from labordesk.gui.pages.parts.pay_dialog import PaySpecs, load_pay_specs

if TYPE_CHECKING:
    from labordesk.services.houses import LoadedHouse


@dataclass(frozen=True)
class HouseParts:
    """What a file is opened with; ``loaded`` is None for a new house."""

    specs: HouseSpecs
    pay: PaySpecs
    loaded: LoadedHouse | None
    owner: str = ""
    person_id: int | None = None
    """For whom a new file is started."""


def load_parts(register: Any, house_id: int | None, person_id: int | None = None) -> HouseParts:
    """Return everything a file shows; a reading task."""
    from labordesk.services.houses import load_house
    from labordesk.services.people_search import person_row

    loaded = load_house(register, house_id) if house_id is not None else None
    owner = person_row(register, loaded.data.fields.person_id, year=1) if loaded is not None else None
    return HouseParts(
        load_house_specs(register),
        load_pay_specs(register, "house_fund"),
        loaded,
        owner.full_name if owner is not None else "",
        person_id,
    )
