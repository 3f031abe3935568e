"""Who bears the cost of a house: the union's money and the total value are two figures, labour is days, never money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from labordesk.errors import InvalidInput
from labordesk.i18n import N_

LABOUR = "labour"


@dataclass(frozen=True)
class Share:
    """One funder's part: money in đồng for cash, goods and loans, ``labour_days`` for labour."""

    form: str
    planned: int
    received: int
    labour_days: int = 0
    union_money: bool = False


@dataclass(frozen=True)
class HouseMoney:
    """The sums of a house; money in đồng, ``approved`` is the union's promise, ``estimate`` the cost foreseen."""

    planned: int
    received: int
    labour_days: int
    union_planned: int
    union_given: int
    approved: int | None = None
    estimate: int | None = None

    @property
    def short(self) -> int:
        """Return how much of the estimate no source covers; what was approved is a source even if not yet listed."""
        covered = self.planned + max(0, (self.approved or 0) - self.union_planned)
        return max(0, (self.estimate or 0) - covered)

    @property
    def others_received(self) -> int:
        """Return what came from others than the union."""
        return self.received - self.union_given


def add_up(
    shares: Iterable[Share], *, union_given: int, approved: int | None = None, estimate: int | None = None
) -> HouseMoney:
    """Return the sums; ``union_given`` is what was paid under the house, the one definition of the union's money."""
    shares = tuple(shares)
    money = [share for share in shares if share.form != LABOUR]
    return HouseMoney(
        planned=sum(share.planned for share in money),
        received=sum(share.received for share in money if not share.union_money) + union_given,
        labour_days=sum(share.labour_days for share in shares),
        union_planned=sum(share.planned for share in money if share.union_money),
        union_given=union_given,
        approved=approved,
        estimate=estimate,
    )


def check_share(share: Share) -> None:
    """Refuse (InvalidInput) labour turned into money, and days of labour beside money."""
    if share.form == LABOUR and (share.planned or share.received):
        raise InvalidInput(N_("Ngày công ghi bằng số ngày, không quy ra tiền."), field="planned")
    if share.form != LABOUR and share.labour_days:
        raise InvalidInput(N_("Số ngày công chỉ ghi ở dòng “Ngày công”."), field="labour_days")


def covers_estimate(money: HouseMoney) -> bool:
    """Return whether the sources add up to the estimate; help in days of labour may stand for what is missing."""
    return money.short == 0 or money.labour_days > 0
