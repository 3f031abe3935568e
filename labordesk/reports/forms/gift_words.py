"""Sentences about a gift campaign that its papers share."""

from __future__ import annotations

from collections.abc import Sequence

from labordesk.reports.base import Paper
from labordesk.reports.forms.base import DOTS, in_words, lower_first, money, said, text_of
from labordesk.reports.forms.gift_tables import quantity
from labordesk.store.campaign_files import CampaignFile, GiftLine
from labordesk.vietnamese.numbers import number


def audience(campaign: CampaignFile) -> str:
    """Return whom the gifts are for."""
    return lower_first(campaign.audience) or "đoàn viên, người lao động có hoàn cảnh khó khăn"


def package(campaign: CampaignFile) -> str:
    """Return what one package holds: "mỗi suất gồm 500.000 đồng tiền mặt và quà trị giá 200.000 đồng (…)"."""
    items = f" ({lower_first(campaign.package_items)})" if campaign.package_items else ""
    parts = [
        f"{money(campaign.package_cash)} tiền mặt" if campaign.package_cash else "",
        f"quà trị giá {money(campaign.package_goods)}{items}" if campaign.package_goods else "",
    ]
    known = [part for part in parts if part]
    return f"mỗi suất gồm {' và '.join(known)}" if known else f"mỗi suất gồm {DOTS}"


def total(lines: Sequence[GiftLine], paper: Paper) -> str:
    """Return the worth of some lines in figures and words, money and goods apart."""
    cash, goods = sum(one.cash for one in lines), sum(one.goods for one in lines)
    if not cash + goods:
        return f"{DOTS} đồng (bằng chữ: {DOTS})"
    parts = f", trong đó tiền mặt {money(cash)}, hiện vật {money(goods)}" if cash and goods else ""
    return f"{money(cash + goods)} ({in_words(cash + goods, paper)}){parts}"


def count(lines: Sequence[GiftLine]) -> str:
    """Return "156 suất quà", or room for the number."""
    return f"{number(quantity(lines)) if lines else DOTS} suất quà"


def days(campaign: CampaignFile) -> str:
    """Return "từ ngày 18/11/2026 đến ngày 30/11/2026" or the one day."""
    if campaign.starts_on is None:
        return f"từ ngày {DOTS} đến ngày {DOTS}"
    if campaign.starts_on == campaign.ends_on:
        return f"ngày {text_of(campaign.starts_on)}"
    return f"từ ngày {text_of(campaign.starts_on)} đến ngày {text_of(campaign.ends_on)}"


def funds(campaign: CampaignFile) -> str:
    """Return which funds pay."""
    return said(", ".join(campaign.funds) or campaign.fund)
