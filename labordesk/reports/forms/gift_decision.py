"""Quyết định hỗ trợ, tặng quà with the annexed list of people by unit (domain.md 4.2, form 5)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.decree import number_text
from labordesk.documents.model import Appendix, Document
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, day_or_dots
from labordesk.reports.forms.decisions import carried_out, decision, grounds
from labordesk.reports.forms.gift_tables import people_table
from labordesk.reports.forms.gift_words import audience, count, funds, handing_over, in_campaign, package, total
from labordesk.store.campaign_files import CampaignFile, campaign_file
from labordesk.store.file_days import campaign_decided
from labordesk.vietnamese.numbers import number


def compose(connection: sqlite3.Connection, campaign_id: int | None, paper: Paper) -> Document:
    """Return the decision with its list, blank without a campaign."""
    campaign = (campaign_file(connection, campaign_id) if campaign_id else None) or CampaignFile()
    units = f" của {number(len(campaign.units))} đơn vị" if campaign.units else ""
    return decision(
        f"Về việc tặng quà, hỗ trợ {audience(campaign)}",
        campaign.decided,
        paper,
        grounds(
            campaign.decided,
            paper,
            f"Căn cứ {campaign.basis}" if campaign.basis else "",
            "Theo đề nghị của các công đoàn cơ sở và bộ phận tài chính",
        ),
        (
            f"Tặng {count(campaign.lines)} cho {audience(campaign)}{units} {in_campaign(campaign)}; "
            f"{package(campaign)}{_beyond(campaign)}; tổng trị giá: {total(campaign.lines, paper)}; "
            f"nguồn kinh phí: {funds(campaign)} (có danh sách kèm theo).",
            "Bộ phận tài chính, các đơn vị có người trong danh sách tổ chức trao đúng đối tượng, có ký nhận và quyết "
            "toán theo quy định.",
            carried_out("Văn phòng, bộ phận tài chính", "các đơn vị và người có tên trong danh sách"),
        ),
        appendices=(
            Appendix(
                label="Phụ lục",
                title=f"Danh sách {handing_over(campaign.name)}",
                blocks=(people_table(campaign),),
                attached_to=_attached(campaign, paper),
                landscape=True,
            ),
        ),
    )


def _beyond(campaign: CampaignFile) -> str:
    decided = campaign.decided
    return f" (vượt định mức vì: {decided.norm_reason})" if decided.norm_basis and decided.norm_reason else ""


def _attached(campaign: CampaignFile, paper: Paper) -> str:
    known = campaign.decided.number or paper.number_text("QĐ")
    plain = number_text(known).removeprefix("Số:").strip()
    room = "......" if plain.startswith("/") else ""
    return f"Kèm theo Quyết định số {room}{plain} {day_or_dots(campaign.decided.day)} của {paper.issuer}"


FORM = Form(
    name="quyet-dinh-qua",
    title=N_("Quyết định tặng quà"),
    summary=N_("Kèm danh sách theo đơn vị, cộng từng đơn vị; số căn cước che bớt."),
    subject="campaign",
    position=20,
    compose=compose,
    dated=campaign_decided,
)
