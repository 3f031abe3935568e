"""A person of the sample before there is a register: what will be written, and which mistake was made on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Hardship:
    """A circumstance by its code in the catalogue; both days are ISO text of any precision, open without ``until``."""

    code: str
    since: str
    until: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Kin:
    """A member of the household; ``place`` is their own place among the drafts when they are registered too."""

    full_name: str
    relation: str
    birth: str | None = None
    occupation: str | None = None
    dependant: bool = False
    place: int | None = None


@dataclass
class Draft:
    """Somebody of unit ``unit`` (a key); ``fields`` are those of ``PersonFields`` but the unit.

    ``mistake`` names what an officer got wrong on purpose (domain.md 5.3), "" when nothing; ``same_as`` is the place of
    another record of the same person.
    """

    unit: str
    fields: dict[str, Any]
    hardships: list[Hardship] = field(default_factory=list)
    health: str | None = None
    household: list[Kin] = field(default_factory=list)
    mistake: str = ""
    same_as: int | None = None

    @property
    def name(self) -> str:
        """Return the full name as it is written in the register."""
        return str(self.fields["full_name"])

    @property
    def sex(self) -> str:
        """Return "male" or "female"."""
        return str(self.fields["sex"])

    @property
    def standing(self) -> str:
        """Return member, worker, child, relative or household."""
        return str(self.fields["standing"])

    def has(self, code: str) -> bool:
        """Tell whether a hardship is open."""
        return any(one.code == code and one.until is None for one in self.hardships)
