"""Shares while the tree of units changes: each unit keeps what it kept for itself, and givers follow what they give.

A unit's share holds what it hands on, so a unit that goes from one commune to another takes its packages out of the
share of the first and into that of the second; the sum of the campaign stays what it was.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from labordesk.model import Allocation, Campaign, Unit
from labordesk.model.allocation import AllocationFields
from labordesk.rules.allocation import NOTHING, Share, shares_from
from labordesk.services.allocation_tree import share_tree
from labordesk.services.row_edit import touch
from labordesk.store.engine import sqlite_of

# Kept in the register, so Vietnamese in any language of the screen.
JOINED_SHARE: Final = "Gồm {packages} suất nhận từ “{unit}”"
LONGEST_NOTE: Final = 200


class ShareBook:
    """What is kept in each campaign that is not over on a day: taken down before a change, written after it."""

    def __init__(self, session: Session, day: date) -> None:
        session.flush()
        self._session = session
        shared = select(Allocation.campaign_id).distinct()
        found = session.exec(select(Campaign.id).where(col(Campaign.ends_on) >= day, col(Campaign.id).in_(shared)))
        self._kept = {one: share_tree(sqlite_of(session), one).kept() for one in found if one is not None}
        self._joined: dict[tuple[int, int], list[str]] = {}
        self._from: dict[tuple[int, int], int] = {}

    def kept(self, campaign_id: int, unit_id: int) -> Share | None:
        """Return what a unit keeps for its own list, None without a share."""
        return self._kept.get(campaign_id, {}).get(unit_id)

    def hand_over(self, campaign_id: int, unit: Unit, to: Unit, part: Share) -> None:
        """Let a part of what a unit keeps go to another one; who keeps nothing any more has no share of its own."""
        kept, unit_id, to_id = self._kept[campaign_id], _id(unit), _id(to)
        if to_id in kept:
            self._joined.setdefault((campaign_id, to_id), []).append(
                JOINED_SHARE.format(packages=part.packages, unit=unit.name)
            )
        else:
            self._from[campaign_id, to_id] = unit_id
        kept[unit_id] -= part
        kept[to_id] = kept.get(to_id, NOTHING) + part

    def write(self) -> None:
        """Write the shares as the tree now stands."""
        self._session.flush()
        for campaign_id, kept in self._kept.items():
            parents = share_tree(sqlite_of(self._session), campaign_id).parents
            rows = self._session.exec(select(Allocation).where(Allocation.campaign_id == campaign_id)).all()
            by_unit = {row.unit_id: row for row in rows}
            for unit_id, share in shares_from(parents, kept).items():
                self._write(campaign_id, unit_id, share, by_unit)
        self._session.flush()

    def _write(self, campaign_id: int, unit_id: int, share: Share, rows: dict[int, Allocation]) -> None:
        row, words = rows.get(unit_id), self._joined.get((campaign_id, unit_id), [])
        if row is None:
            like = AllocationFields.model_validate(rows[self._from[campaign_id, unit_id]])
            fields = like.model_copy(update={"unit_id": unit_id, **share.__dict__})
            self._session.add(Allocation.model_validate(fields, update={"campaign_id": campaign_id}))
        elif share == NOTHING and Share(row.packages, row.cash, row.goods) != NOTHING:
            self._session.delete(row)
        elif share != Share(row.packages, row.cash, row.goods) or words:
            row.packages, row.cash, row.goods = share.packages, share.cash, share.goods
            row.note = ". ".join((*filter(None, [row.note]), *words))[:LONGEST_NOTE] or None
            touch(row)


def _id(unit: Unit) -> int:
    assert unit.id is not None
    return unit.id
