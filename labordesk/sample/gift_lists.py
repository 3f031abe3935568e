"""What surrounds a gift campaign: packages handed down to units, lists approved, vouchers and tickets numbered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from labordesk.model.allocation import AllocationFields
from labordesk.sample.rounds import Round
from labordesk.sample.scene import Scene
from labordesk.services import unit_lists
from labordesk.services.allocation_tree import UnitShare, campaign_units
from labordesk.services.allocations import put_shares
from labordesk.services.gift_changes import set_companions
from labordesk.services.gift_lists import recipients
from labordesk.services.unit_lists import Approval
from labordesk.services.voucher_lists import vouchers
from labordesk.services.vouchers import VoucherBatch, assign_vouchers, register_vouchers, void_vouchers

_DUE: Final = timedelta(days=12)
"""Lists are due so long before the first gift is handed over, and approved some days later."""
_APPROVED: Final = timedelta(days=5)
_SPARE: Final = 2
"""So many packages more than its list has every third unit, as long as the plan has them."""
_SHOP: Final = "Siêu thị Hương Sơn"
_COACH: Final = "Nhà xe Hà Tĩnh"
_ROUTE: Final = "Hương Sơn – quê"
_MORE: Final = "Thêm suất thứ hai do doanh nghiệp tặng người đang điều trị dài ngày"
_MISPRINT: Final = "In sai mệnh giá"


def write_shares(scene: Scene, one: Round, campaign_id: int) -> None:
    """Hand the packages of a campaign down to the units that have a list, a few more to some of them."""
    units = campaign_units(scene.register, campaign_id)
    own = sum(row.own_listed for row in units.rows if row.is_organiser)
    left = (units.plan or 0) - own
    wanted = []
    for place, row in enumerate(row for row in units.rows if row.own_listed and not row.is_organiser):
        packages = min(row.own_listed, left)
        left -= packages
        wanted.append((row, packages, place))
    shares = []
    for row, listed, place in wanted:
        more = min(_SPARE, left) if place % 3 == 0 else 0
        left -= more
        shares.append(_share(row, listed + more, units.package.cash, units.package.goods, one.first - 2 * _DUE))
    put_shares(scene.register, campaign_id, _with_parents(units.rows, shares))


def _share(row: UnitShare, packages: int, cash: int, goods: int, on: date) -> AllocationFields:
    return AllocationFields(
        unit_id=row.unit_id,
        packages=packages,
        cash=packages * cash,
        goods=packages * goods,
        allocated_on=on,
    )


def _with_parents(rows: tuple[UnitShare, ...], shares: list[AllocationFields]) -> list[AllocationFields]:
    """Let a unit that has units with shares below it hold what it hands on to them as well."""
    parents = {row.unit_id: row.parent_id for row in rows}
    organiser = {row.unit_id for row in rows if row.is_organiser}
    found = {share.unit_id: share for share in shares}
    for share in shares:
        above = parents.get(share.unit_id)
        if above in found and above not in organiser:
            whole = found[above]
            found[above] = whole.model_copy(
                update={
                    "packages": whole.packages + share.packages,
                    "cash": whole.cash + share.cash,
                    "goods": whole.goods + share.goods,
                }
            )
    return list(found.values())


def write_lists(scene: Scene, one: Round, campaign_id: int) -> None:
    """Approve the lists of a campaign; of the one under way some were only handed in, one is late."""
    rows = [row for row in campaign_units(scene.register, campaign_id).rows if row.lines]
    listed = [row.unit_id for row in rows]
    due, approved = one.first - _DUE, one.first - _APPROVED
    if approved > scene.today:
        return
    for row in rows:
        if row.room is not None and row.room < 0:
            unit_lists.allow_excess(scene.register, campaign_id, row.unit_id, _MORE)
    unit_lists.set_deadline(scene.register, campaign_id, listed, due)
    waiting, ready = (listed[1:3], listed[3:]) if one.is_latest else ([], listed)
    unit_lists.submit_lists(scene.register, campaign_id, [*waiting, *ready], due)
    number = scene.symbol(approved, "QĐ", 10 + one.first.month)
    decision = Approval(approved, number, approved, "Ban Thường vụ", None)
    unit_lists.approve_lists(scene.register, campaign_id, ready, decision)


def write_vouchers(scene: Scene, one: Round, campaign_id: int) -> None:
    """Number the vouchers of Chợ Tết and the tickets home of this year's Tết, a few left in the drawer."""
    if one.last.year != scene.today.year or one.programme not in ("CHO-TET", "VE-TET"):
        return
    rows = recipients(scene.register, campaign_id, limit=10_000).rows
    if one.programme == "CHO-TET":
        batch = VoucherBatch("shopping", "PMH 000001", f"PMH {len(rows) + 5:06d}", one.goods, issuer=_SHOP)
    else:
        travellers = [row.award_id for row in rows[::4]]
        set_companions(scene.register, travellers, 1)
        last = len(rows) + len(travellers) + 2
        batch = VoucherBatch(
            "bus", "VX 0001", f"VX {last:04d}", one.goods, issuer=_COACH, travel_on=one.last, route=_ROUTE
        )
    register_vouchers(scene.register, campaign_id, batch)
    assign_vouchers(scene.register, campaign_id, batch.kind)
    free = vouchers(scene.register, campaign_id, state="held").rows
    void_vouchers(scene.register, [row.id for row in free[-1:]], _MISPRINT)
