"""Phân bổ chỉ tiêu down the tree of units: nobody hands on more than they were given, the first no more than the plan.

A unit's share holds what it hands on to the units below it. Who gave it is the nearest unit above that has a share
itself, so that a level may be left out; without one it is the campaign, whose share is its plan.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from labordesk.errors import RuleBroken
from labordesk.i18n import N_
from labordesk.vietnamese.numbers import number

OVER_PLAN = N_(
    "Tổng phân bổ {sum} suất nhiều hơn kế hoạch {share} suất của đợt; hãy giảm {over} suất, hoặc sửa số suất dự kiến."
)
OVER_PACKAGES = N_(
    "Các đơn vị thuộc “{giver}” được phân bổ cộng lại {sum} suất, nhiều hơn {share} suất của “{giver}”;"
    " hãy giảm {over} suất."
)
OVER_CASH = N_(
    "Tiền mặt phân bổ cho các đơn vị thuộc “{giver}” cộng lại {sum} đồng, nhiều hơn {share} đồng của “{giver}”;"
    " hãy giảm {over} đồng."
)
OVER_GOODS = N_(
    "Quà phân bổ cho các đơn vị thuộc “{giver}” cộng lại {sum} đồng, nhiều hơn {share} đồng của “{giver}”;"
    " hãy giảm {over} đồng."
)


@dataclass(frozen=True)
class Share:
    """What a unit may give, itself and below; money in đồng for all packages together."""

    packages: int = 0
    cash: int = 0
    goods: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.packages + other.packages, self.cash + other.cash, self.goods + other.goods)

    def __sub__(self, other: Share) -> Share:
        return Share(self.packages - other.packages, self.cash - other.cash, self.goods - other.goods)


NOTHING = Share()


@dataclass(frozen=True)
class ShareTree:
    """Every unit's parent and the shares there are; ``plan`` is the campaign's number of packages, None when open."""

    parents: Mapping[int, int | None]
    shares: Mapping[int, Share]
    plan: int | None = None

    def giver(self, unit_id: int) -> int | None:
        """Return the nearest unit above that has a share, None for the campaign."""
        return self._with_share(self.parents.get(unit_id), {unit_id})

    def holder(self, unit_id: int) -> int | None:
        """Return whose share the list of a unit uses up: its own or its giver's."""
        return self._with_share(unit_id, set())

    def handed_on(self) -> dict[int | None, Share]:
        """Return what each giver has handed on in all; None is the campaign."""
        found: dict[int | None, Share] = {}
        for unit_id, share in self.shares.items():
            giver = self.giver(unit_id)
            found[giver] = found.get(giver, NOTHING) + share
        return found

    def kept(self) -> dict[int, Share]:
        """Return what each unit has kept of its share for its own list."""
        handed_on = self.handed_on()
        return {unit_id: share - handed_on.get(unit_id, NOTHING) for unit_id, share in self.shares.items()}

    def rooms(self, listed: Mapping[int, int]) -> dict[int | None, int | None]:
        """Return how many packages each holder has left when these many are listed by unit; None: as many as wanted.

        A campaign without any share lets every list be as long as it is; what was not handed on stays with the plan.
        """
        used = {giver: share.packages for giver, share in self.handed_on().items()}
        for unit_id, quantity in listed.items():
            holder = self.holder(unit_id)
            used[holder] = used.get(holder, 0) + quantity
        rooms: dict[int | None, int | None] = {
            unit_id: share.packages - used.get(unit_id, 0) for unit_id, share in self.shares.items()
        }
        rooms[None] = None if self.plan is None or not self.shares else self.plan - used.get(None, 0)
        return rooms

    def _with_share(self, unit_id: int | None, seen: set[int]) -> int | None:
        while unit_id is not None and unit_id not in self.shares:
            if unit_id in seen:  # a ring, which only a damaged file has
                return None
            seen.add(unit_id)
            unit_id = self.parents.get(unit_id)
        return unit_id


def shares_from(parents: Mapping[int, int | None], kept: Mapping[int, Share]) -> dict[int, Share]:
    """Return the shares in a tree in which each unit keeps so much for itself: that, and all it hands on."""
    tree = ShareTree(parents, kept)
    shares = dict(kept)
    for unit_id, own in kept.items():
        seen = {unit_id}
        giver = tree.giver(unit_id)
        while giver is not None and giver not in seen:
            shares[giver] += own
            seen.add(giver)
            giver = tree.giver(giver)
    return shares


def check_shares(tree: ShareTree, touched: Collection[int], names: Mapping[int, str]) -> None:
    """Refuse (RuleBroken) more than there is, of the givers that a change of the ``touched`` units concerns."""
    handed_on = tree.handed_on()
    givers = {tree.giver(unit_id) for unit_id in touched} | {one for one in touched if one in tree.shares}
    for giver in sorted(givers, key=lambda one: (one is not None, one)):
        given = handed_on.get(giver, NOTHING)
        if giver is None:
            _refuse_more(OVER_PLAN, given.packages, tree.plan, "")
            continue
        own, name = tree.shares[giver], names.get(giver, "")
        _refuse_more(OVER_PACKAGES, given.packages, own.packages, name)
        _refuse_more(OVER_CASH, given.cash, own.cash, name)
        _refuse_more(OVER_GOODS, given.goods, own.goods, name)


def _refuse_more(sentence: str, total: int, share: int | None, giver: str) -> None:
    if share is not None and total > share:
        raise RuleBroken(sentence, sum=number(total), share=number(share), over=number(total - share), giver=giver)


def divided(total: int, weights: Sequence[int]) -> list[int]:
    """Return ``total`` in whole parts by weight, the largest remainders first; without any weight evenly."""
    whole = sum(weights)
    if whole <= 0:
        weights, whole = [1] * len(weights), len(weights)
    if not whole:
        return []
    parts = [total * weight // whole for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in by_rest[: total - sum(parts)]:
        parts[place] += 1
    return parts
