"""Sentences about a gift campaign that its papers share."""

from __future__ import annotations

from collections.abc import Sequence

from labordesk.reports.base import Paper
from labordesk.reports.forms.base import DOTS, lower_first, money, said, text_of
from labordesk.reports.forms.gift_tables import quantity
from labordesk.store.campaign_files import CampaignFile, GiftLine
from labordesk.vietnamese.numbers import number

DEEDS = ("tặng ", "trao ", "hỗ trợ ", "trợ cấp ")
"""How the name of a campaign begins that already says what is done."""


def handing_over(name: str) -> str:
    """Return what a title calls a campaign: "trao quà đợt Tết Bính Ngọ 2026", "tặng quà đoàn viên khó khăn"."""
    if name.casefold().startswith(DEEDS):
        return lower_first(name)
    if name.casefold().startswith("quà "):
        return f"trao {lower_first(name)}"
    return f"trao quà đợt {_bare(name)}" if name else "trao quà"


def in_campaign(campaign: CampaignFile) -> str:
    """Return "trong đợt Tết Bính Ngọ 2026", or room for the name; a name that begins with "Đợt" says it once."""
    return f"trong đợt {_bare(campaign.name) or DOTS}"


def _bare(name: str) -> str:
    return name[4:] if name.casefold().startswith("đợt ") else name


def audience(campaign: CampaignFile) -> str:
    """Return whom the gifts are for."""
    return lower_first(campaign.audience) or "đoàn viên, người lao động có hoàn cảnh khó khăn"


def package(campaign: CampaignFile) -> str:
    """Return what one package holds, and what it holds for those who are no members when that differs.

    "mỗi suất gồm 500.000 đồng tiền mặt và quà trị giá 200.000 đồng (gạo, dầu ăn)".
    """
    cash, goods = campaign.package_cash, campaign.package_goods
    usual = _holds(cash, goods, campaign.package_items)
    for_workers = (
        cash if campaign.worker_cash is None else campaign.worker_cash,
        goods if campaign.worker_goods is None else campaign.worker_goods,
    )
    others = _holds(*for_workers, "") if for_workers != (cash, goods) else ""
    also = f", người chưa là đoàn viên nhận {others}" if usual and others else ""
    return f"mỗi suất gồm {usual or DOTS}{also}"


def _holds(cash: int, goods: int, items: str) -> str:
    named = f" ({lower_first(items)})" if items else ""
    parts = (f"{money(cash)} tiền mặt" if cash else "", f"quà trị giá {money(goods)}{named}" if goods else "")
    return " và ".join(part for part in parts if part)


def total(lines: Sequence[GiftLine], paper: Paper) -> str:
    """Return the worth of some lines in figures and words, money and goods apart."""
    cash, goods = sum(one.cash for one in lines), sum(one.goods for one in lines)
    if not cash + goods:
        return f"{DOTS} đồng (bằng chữ: {DOTS})"
    parts = f", trong đó tiền mặt {money(cash)}, hiện vật {money(goods)}" if cash and goods else ""
    return f"{money(cash + goods)} ({paper.words.spelt(cash + goods)}){parts}"


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
