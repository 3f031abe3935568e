"""Print what a chair asks for first: the year, the last half year, and the list to sign of the last Tết."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from labordesk.fields import kinds as clock
from labordesk.services.campaigns import CampaignRow, list_campaigns
from labordesk.services.reporting import Order, save_report
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period


def print_sample(register: Register, folder: Path, *, today: date | None = None) -> tuple[Path, ...]:
    """Write the papers as PDF into a folder and return their paths, the summary of the year first."""
    day = today or clock.today()
    papers = []
    for name, order in _orders(register, day):
        path = folder / name
        save_report(register, order, path, today=day)
        papers.append(path)
    return tuple(papers)


def _orders(register: Register, today: date) -> Iterator[tuple[str, Order]]:
    yield f"tong-hop-{today.year}.pdf", Order("tong-hop", parse_period(str(today.year)))
    year, half = (today.year, 1) if today.month > 6 else (today.year - 1, 2)
    yield f"tong-hop-{year}-6-thang-{half}.pdf", Order("tong-hop", parse_period(f"{year}-H{half}"))
    campaign = _latest_tet(register)
    if campaign is not None and campaign.tet_year is not None:
        period = parse_period(f"TET {campaign.tet_year}")
        yield f"ky-nhan-tet-{campaign.tet_year}.pdf", Order("ky-nhan", period, campaign_id=campaign.id)


def _latest_tet(register: Register) -> CampaignRow | None:
    """Return the largest campaign of the last Tết whose gifts were handed over."""
    begun = [one for one in list_campaigns(register) if one.tet_year is not None and one.progress.given]
    return max(begun, key=lambda one: (one.tet_year or 0, one.progress.recipients), default=None)
