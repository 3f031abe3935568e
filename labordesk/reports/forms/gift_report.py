"""Báo cáo kết quả trao quà of one campaign, with the figures by unit and photos."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Block, Document, Heading, PlaceDate
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, line, said, sentence
from labordesk.reports.forms.gift_tables import quantity, units_table
from labordesk.reports.forms.gift_words import audience, count, days, funds, handing_over, package, total
from labordesk.reports.forms.photo_pages import photo_rows
from labordesk.reports.framing import said_all
from labordesk.store.campaign_files import CampaignFile, campaign_file
from labordesk.store.file_days import campaign_ended
from labordesk.store.photo_files import photos
from labordesk.vietnamese.numbers import number

_MOST_PHOTOS = 6


def compose(connection: sqlite3.Connection, campaign_id: int | None, paper: Paper) -> Document:
    """Return the report, blank without a campaign."""
    campaign = (campaign_file(connection, campaign_id) if campaign_id else None) or CampaignFile()
    shown = photos(connection, "campaign", campaign_id, most=_MOST_PHOTOS) if campaign_id else ()
    return Document(
        letterhead=paper.letterhead(),
        kind="Báo cáo",
        abstract=f"Kết quả {handing_over(campaign.name)}",
        number=paper.number_text("BC"),
        place_date=PlaceDate(paper.place, None),
        addressees=paper.addressees,
        blocks=(
            *_preparing(campaign),
            *_outcome(campaign, paper),
            Heading("III. Đánh giá, đề nghị"),
            line("Thuận lợi, khó khăn", "", lines=3),
            line("Đề nghị", "", lines=2),
            *([Heading("IV. Ảnh trao quà"), *photo_rows(shown)] if shown else []),
            said_all(f"kết quả {handing_over(campaign.name)}", paper.issuer),
        ),
        signatures=(paper.chair(),),
        recipients=paper.recipients,
        author=paper.issuing_body,
    )


def _preparing(campaign: CampaignFile) -> list[Block]:
    basis = f"Thực hiện {campaign.basis}, " if campaign.basis else ""
    where = f"tại {number(len(campaign.units))} đơn vị" if campaign.units else f"tại {said('')} đơn vị"
    told = (
        f"{basis}công đoàn đã rà soát, lập danh sách và tổ chức trao quà {where} {days(campaign)}; {package(campaign)}."
    )
    return [Heading("I. Công tác chuẩn bị"), sentence(told[:1].upper() + told[1:])]


def _outcome(campaign: CampaignFile, paper: Paper) -> list[Block]:
    waiting = quantity(campaign.lines) - quantity(campaign.given)
    listed = f"trên {number(quantity(campaign.lines))} suất trong danh sách " if waiting else ""
    later = f" Còn {number(waiting)} suất chưa trao." if waiting else ""
    return [
        Heading("II. Kết quả"),
        sentence(
            f"Đã trao {count(campaign.given)} {listed}cho {audience(campaign)}, tổng trị giá "
            f"{total(campaign.given, paper)}; nguồn kinh phí: {funds(campaign)}.{later}"
        ),
        units_table(campaign),
    ]


FORM = Form(
    name="bao-cao-trao-qua",
    title=N_("Báo cáo kết quả trao quà"),
    summary=N_("Kết quả của một đợt theo đơn vị, có ảnh."),
    subject="campaign",
    position=40,
    compose=compose,
    dated=campaign_ended,
)
