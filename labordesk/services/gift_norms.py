"""The rates a campaign's package rests on, and gifts of its list that go beyond them (domain.md 3.2).

A package has two rates: for members, and for workers who are none (KH 48/KH-LĐLĐ gives them half). Money of donors is
theirs to give, so a campaign paid from it rests on no rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from labordesk.model import Award, Fund, Person
from labordesk.model.programme import CampaignFields
from labordesk.rules.norms import Norm, Question, basis_text, check_norm, departure, norm_for
from labordesk.services.norm_rates import norms_of
from labordesk.store.engine import sqlite_of

RATED = (
    "programme_id",
    "starts_on",
    "level",
    "fund_id",
    "package_cash",
    "package_goods",
    "worker_cash",
    "worker_goods",
    "norm_reason",
)
"""What the rates of a package depend on; another edit leaves a package planned before the rates as it was."""


_WHOM = {"member": " cho đoàn viên", "other": " cho người chưa là đoàn viên"}


def package_for(campaign: CampaignFields, *, member: bool) -> tuple[int, int]:
    """Return the cash and goods of a campaign for one person, in đồng: workers may have a rate of their own."""
    own = (None, None) if member else (campaign.worker_cash, campaign.worker_goods)
    package = (campaign.package_cash, campaign.package_goods)
    cash, goods = (usual if rate is None else rate for rate, usual in zip(own, package, strict=True))
    return cash, goods


def check_package(session: Session, fields: CampaignFields) -> str | None:
    """Return the basis a package rests on, None without a rate; InvalidInput beside ``norm_reason``."""
    bases: dict[str, None] = {}
    for member, norm in GiftNorms(session, fields).each():
        check_norm(norm, sum(package_for(fields, member=member)), 0, fields.norm_reason)
        bases[f"{basis_text(norm)}{_WHOM.get(norm.audience or '', '')}"] = None
    return "; ".join(bases) or None


class GiftNorms:
    """The rates of one campaign, read once for however many gifts."""

    def __init__(self, session: Session, campaign: CampaignFields) -> None:
        fund = session.get(Fund, campaign.fund_id) if campaign.fund_id is not None else None
        norms = norms_of(sqlite_of(session), campaign.programme_id) if fund is None or fund.union_money else []
        self._excused = bool((campaign.norm_reason or "").strip())
        self._norms = {
            member: norm_for(
                norms, Question(campaign.programme_id, campaign.starts_on, level=campaign.level, member=member)
            )
            for member in (True, False, None)
        }

    def each(self) -> Iterator[tuple[bool, Norm]]:
        """Yield the rate for members and the one for others, where there is one."""
        for member in (True, False):
            norm = self._norms[member]
            if norm is not None:
                yield member, norm

    def check_gift(
        self, amount: int, standing: str | None, reason: str | None, *, quantity: int = 1, field: str
    ) -> str | None:
        """Return the basis of a gift beyond its rate, None within it; InvalidInput beside ``field`` without a reason.

        ``amount`` in đồng for ``quantity`` people of a standing, None for a group; whoever is no worker gets the
        members' package and is judged by its rate. What was said of the whole campaign holds for each gift.
        """
        norm = self._norms[None if standing is None else standing != "worker"]
        if norm is None or not departure(norm, amount, 0, quantity) or self._excused:
            return None
        check_norm(norm, amount, 0, reason, quantity=quantity, field=field)
        return basis_text(norm)


def rest_on_rate(session: Session, award: Award, rates: GiftNorms, amount: int, reason: str | None = None) -> None:
    """Keep the basis of a line beyond its rate; InvalidInput unless ``reason`` or the line itself tells why."""
    person = session.get(Person, award.person_id) if award.person_id is not None else None
    award.norm_basis = rates.check_gift(
        amount,
        person.standing if person else None,
        reason or award.override_reason,
        quantity=award.quantity,
        field="override_reason",
    )
    if award.norm_basis and reason:
        award.override_reason = reason
