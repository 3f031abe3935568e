"""The catalogue a new register starts with: read once from ``catalogue.json``, afterwards the officer's own."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from labordesk.model import Circumstance, Fund, Indicator, PaperType, Programme, UnitType
from labordesk.store.shipped import shipped


def seed(session: Session) -> None:
    """Fill the catalogues of an empty register; entries have the same ``uid`` in every register."""
    circumstances = {entry["code"]: Circumstance.model_validate(entry) for entry in shipped("circumstances")}
    session.add_all(circumstances.values())
    session.flush()

    def placed(entry: dict[str, Any]) -> dict[str, Any]:
        circumstance = circumstances.get(entry.pop("circumstance", ""))
        return {**entry, "circumstance_id": circumstance and circumstance.id}

    session.add_all(Programme.model_validate(placed(entry)) for entry in shipped("programmes"))
    session.add_all(PaperType.model_validate(placed(entry)) for entry in shipped("papers"))
    session.add_all(Fund.model_validate(entry) for entry in shipped("funds"))
    session.add_all(UnitType.model_validate(entry) for entry in shipped("unit_types"))
    session.add_all(Indicator.model_validate(entry) for entry in shipped("indicators"))
    session.flush()
