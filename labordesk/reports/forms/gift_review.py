"""Biên bản bình xét danh sách tặng quà (domain.md 2.2, step 3)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Appendix, Block, Column, Document, Table
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, said, sentence
from labordesk.reports.forms.gift_tables import people_table
from labordesk.reports.forms.gift_words import audience, count, handing_over, in_campaign
from labordesk.reports.forms.minutes import review
from labordesk.reports.forms.proposals import NUMBER, ROWS, blank_rows
from labordesk.store.campaign_files import CampaignFile, campaign_file
from labordesk.store.file_days import campaign_decided

_BLANK = (
    NUMBER,
    Column("Họ và tên", 2.2),
    Column("Bộ phận", 1.6),
    Column("Hoàn cảnh", 2.4),
    Column("Mức đề nghị", 1.5),
)


def compose(connection: sqlite3.Connection, campaign_id: int | None, paper: Paper) -> Document:
    """Return the minute with the list behind it; blank without a campaign."""
    campaign = (campaign_file(connection, campaign_id) if campaign_id else None) or CampaignFile()
    abstract = "Họp bình xét danh sách đề nghị tặng quà"
    if not campaign.lines:
        table = Table(_BLANK, blank_rows((), len(_BLANK)), min_row_mm=ROWS, caption="Danh sách đề nghị")
        return review(abstract, paper, campaign.unit, (*_round(campaign), table), grassroots=campaign.unit)
    told = sentence(
        f"Cuộc họp thống nhất đề nghị tặng {count(campaign.lines)} cho {audience(campaign)} "
        f"{in_campaign(campaign)} (có danh sách kèm theo)."
    )
    listed = Appendix(
        label="Phụ lục",
        title=f"Danh sách bình xét {handing_over(campaign.name)}",
        blocks=(people_table(campaign),),
        landscape=True,
    )
    return review(abstract, paper, campaign.unit or paper.issuer, (told,), (listed,), grassroots=campaign.unit)


def _round(campaign: CampaignFile) -> list[Block]:
    return [sentence(f"Đợt tặng quà: {said(campaign.name)}.")]


FORM = Form(
    name="binh-xet-qua",
    title=N_("Biên bản bình xét danh sách quà"),
    summary=N_("Cuộc họp của đơn vị chọn người được tặng quà, kèm danh sách."),
    subject="campaign",
    position=10,
    compose=compose,
    dated=campaign_decided,
)
