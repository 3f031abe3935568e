"""The catalogue a new register starts with: read once from ``catalogue.json``, afterwards the officer's own."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from sqlmodel import Session

from labordesk.assets import asset_bytes
from labordesk.model import Circumstance, Fund, Indicator, Programme, UnitType

_NAMESPACE = uuid.UUID("5f3a0c4e-9d0b-5c52-9b1a-2f4f6c1d7e60")
_STEP = 10
"""Positions leave room for an entry the officer puts in between."""


class Catalogue(TypedDict):
    """The lists of ``catalogue.json``; the order of a list is the order in reports."""

    circumstances: list[dict[str, Any]]
    programmes: list[dict[str, Any]]
    funds: list[dict[str, Any]]
    unit_types: list[dict[str, Any]]
    indicators: list[dict[str, Any]]


def read_catalogue() -> Catalogue:
    """Return the entries shipped with the program (domain.md 1, 3.4, 5.1, 6.3)."""
    catalogue: Catalogue = json.loads(asset_bytes("catalogue.json"))
    return catalogue


def seed(session: Session) -> None:
    """Fill the five catalogues of an empty register; entries have the same ``uid`` in every register."""
    catalogue = read_catalogue()
    circumstances = {
        entry["code"]: Circumstance.model_validate(entry)
        for entry in _numbered("circumstance", "code", catalogue["circumstances"])
    }
    session.add_all(circumstances.values())
    session.flush()
    for entry in _numbered("programme", "code", catalogue["programmes"]):
        circumstance = circumstances.get(entry.pop("circumstance", ""))
        session.add(Programme.model_validate({**entry, "circumstance_id": circumstance and circumstance.id}))
    session.add_all(Fund.model_validate(entry) for entry in _numbered("fund", "code", catalogue["funds"]))
    session.add_all(UnitType.model_validate(entry) for entry in _numbered("unit_type", "name", catalogue["unit_types"]))
    session.add_all(
        Indicator.model_validate(entry) for entry in _numbered("indicator", "code", catalogue["indicators"])
    )
    session.flush()


def _numbered(table: str, key: str, entries: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for place, entry in enumerate(entries, start=1):
        uid = str(uuid.uuid5(_NAMESPACE, f"{table}/{entry[key]}"))
        yield {"position": place * _STEP, "uid": uid, **entry}
