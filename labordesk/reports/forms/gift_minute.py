"""Biên bản trao quà: who handed over what to which units, what is left, with photos."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from labordesk.documents.model import Appendix, Block, Document, SignatureBlock
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import SIGN, Form, line, sentence
from labordesk.reports.forms.gift_tables import quantity, units_table
from labordesk.reports.forms.gift_words import audience, count, in_campaign, total
from labordesk.reports.forms.minutes import closing, minute, opening
from labordesk.reports.forms.parties import giving_side, unit_side, witness_side
from labordesk.reports.forms.photo_pages import photo_rows
from labordesk.store.campaign_files import CampaignFile, campaign_file
from labordesk.store.file_days import campaign_ended
from labordesk.store.photo_files import PhotoFile, photos
from labordesk.vietnamese.numbers import number

_MOST_PHOTOS = 4


def compose(connection: sqlite3.Connection, campaign_id: int | None, paper: Paper) -> Document:
    """Return the minute of the last day of handing over, blank without a campaign."""
    campaign = (campaign_file(connection, campaign_id) if campaign_id else None) or CampaignFile()
    shown = photos(connection, "campaign", campaign_id, most=_MOST_PHOTOS) if campaign_id else ()
    days = [one.paid_on for one in campaign.given if one.paid_on]
    return minute(
        "Trao quà, tiền hỗ trợ",
        paper,
        (
            *opening(max(days, default=None), ""),
            *giving_side(1, "Bên trao", paper),
            *unit_side(2, "Đại diện đơn vị có người nhận", campaign.units[0] if len(campaign.units) == 1 else ""),
            *witness_side(3, "Người chứng kiến"),
            sentence(
                f"Đã trao {count(campaign.given)} cho {audience(campaign)} {in_campaign(campaign)}, tổng trị "
                f"giá {total(campaign.given, paper)}; người nhận đã ký nhận vào danh sách."
            ),
            units_table(campaign),
            *_left(campaign),
            closing(),
        ),
        (
            SignatureBlock("Thủ quỹ", paper.treasurer_name, hint=SIGN),
            SignatureBlock("Đại diện đơn vị", hint=SIGN),
            SignatureBlock("Đại diện bên trao", paper.signer_name, hint=SIGN),
        ),
        appendices=_annex(shown),
    )


def _annex(shown: Sequence[PhotoFile]) -> tuple[Appendix, ...]:
    """Return the photos behind the signatures: nothing stands between the last words of a minute and its signers."""
    return (Appendix(label="Phụ lục", title="Ảnh trao quà", blocks=tuple(photo_rows(shown))),) if shown else ()


def _left(campaign: CampaignFile) -> list[Block]:
    """Return what could not be handed over and is given back or kept."""
    proxies = quantity([one for one in campaign.given if one.handover == "proxy"])
    waiting = quantity(campaign.lines) - quantity(campaign.given)
    return [
        line("Số suất nhận thay", _packages(campaign, proxies)),
        line("Số suất chưa trao", _packages(campaign, waiting)),
        *([line("Lý do chưa trao", "", lines=2)] if waiting or not campaign.lines else []),
    ]


def _packages(campaign: CampaignFile, count: int) -> str:
    """Return "12 suất", "không" for a known none; room to write while there is no list."""
    return (f"{number(count)} suất" if count else "không") if campaign.lines else ""


FORM = Form(
    name="bien-ban-trao-qua",
    title=N_("Biên bản trao quà"),
    summary=N_("Các bên, số suất đã trao theo đơn vị, phần còn lại và ảnh."),
    subject="campaign",
    position=30,
    compose=compose,
    dated=campaign_ended,
)
