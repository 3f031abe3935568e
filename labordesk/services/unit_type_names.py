"""Names of the levels of union offered when a register is made, before there is any register to ask."""

from __future__ import annotations

import json

from labordesk.assets import asset_bytes

_USUAL = "Công đoàn xã"
"""The level most registers are made at since 1/7/2025 (domain.md 3.4)."""


def usual_unit_types() -> tuple[str, ...]:
    """Return the shipped types of unit, the usual one first, the others from the top level down."""
    names = [entry["name"] for entry in json.loads(asset_bytes("catalogue.json"))["unit_types"]]
    return tuple(sorted(names, key=lambda name: name != _USUAL))
