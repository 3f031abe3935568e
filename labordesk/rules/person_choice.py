"""Which of two files' values to keep when they are one human: the more complete one, else the newer; never a blank.

Only a proposal: an officer sees both sides and chooses, and what is not chosen is kept beside the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

Side = Literal["left", "right"]

FOLLOWERS: Final[Mapping[str, str]] = {
    "citizen_id_issued_on": "citizen_id",
    "citizen_id_issued_at": "citizen_id",
    "recipient_relation": "recipient_name",
    "bank_name": "bank_account",
    "bank_holder": "bank_account",
    "consent_on": "consent",
    "consent_form": "consent",
    "department": "unit_id",
    "ward_code": "address",
    "poverty_book": "poverty",
}
"""Fields that say nothing without another one: they come from the side that one comes from."""
JOINED: Final = frozenset({"note"})
"""Texts of which both are kept, one under the other."""


def proposed(left: Mapping[str, Any], right: Mapping[str, Any], *, newer: Side) -> dict[str, Side]:
    """Return for every field the side to take; equal fields are taken from the left."""
    sides: dict[str, Side] = {name: _side(name, left[name], right[name], newer) for name in left}
    for name, leader in FOLLOWERS.items():
        chosen = sides[leader]
        if not _is_blank((left if chosen == "left" else right)[name]):
            sides[name] = chosen
    return sides


def _side(name: str, left: Any, right: Any, newer: Side) -> Side:
    if left == right or _is_blank(right):
        return "left"
    if _is_blank(left):
        return "right"
    weights = _weight(name, left), _weight(name, right)
    if weights[0] != weights[1]:
        return "left" if weights[0] > weights[1] else "right"
    return newer


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or value is False


def _weight(name: str, value: Any) -> tuple[int, int]:
    """Return how much a value says: parts of a date, capitals and marks of a name, words of an address."""
    if not isinstance(value, str):
        return (0, 0)
    if name in ("birth", "joined_on"):
        return (len(value), 0)
    if name in ("full_name", "recipient_name", "bank_holder"):
        typed_well = not (value.isupper() or value.islower())
        return (sum(not letter.isascii() for letter in value), int(typed_well))
    if name in ("address", "registered_address", "native_place"):
        return (len(value.split()), 0)
    return (0, 0)
