"""Thư cảm ơn nhà tài trợ: who gave, what, for what; signed by the chair."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Document, Paragraph, PlaceDate
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import DOTS, Form, lower_first, money, said, sentence, sum_said, text_of
from labordesk.store.file_days import thanked
from labordesk.store.gift_files import GiftFile, gift_file
from labordesk.vietnamese.numbers import number


def compose(connection: sqlite3.Connection, contribution_id: int | None, paper: Paper) -> Document:
    """Return the letter, blank without a contribution."""
    gift = (gift_file(connection, contribution_id) if contribution_id else None) or GiftFile()
    donor = said(gift.donor)
    day = f", ngày {text_of(gift.received_on)}" if gift.received_on else ""
    return Document(
        letterhead=paper.letterhead(),
        kind="Thư cảm ơn",
        place_date=PlaceDate(paper.place, gift.thanked_on),
        addressees=(donor,),
        blocks=(
            sentence(
                f"{paper.issuer} trân trọng cảm ơn {donor} đã quan tâm, đồng hành cùng tổ chức công đoàn chăm lo đời "
                "sống đoàn viên, người lao động."
            ),
            sentence(f"Công đoàn đã tiếp nhận của {donor} {_given(gift, paper)}{_aim(gift)}{day}."),
            Paragraph(
                "Sự ủng hộ ấy là nguồn động viên quý báu, giúp đoàn viên, người lao động có hoàn cảnh khó khăn ổn định "
                "cuộc sống, yên tâm lao động sản xuất. Chúng tôi cam kết sử dụng đúng mục đích, công khai, minh bạch."
            ),
            sentence(
                f"Kính chúc {donor} sức khỏe, thành công và tiếp tục đồng hành cùng công đoàn chăm lo người lao động."
            ),
            Paragraph("Trân trọng cảm ơn!", indented=True),
        ),
        closes_text=False,
        signatures=(paper.chair(),),
        author=paper.issuing_body,
    )


def _given(gift: GiftFile, paper: Paper) -> str:
    """Return what was given, as "số tiền 50.000.000 đồng (Năm mươi triệu đồng)"."""
    parts = [
        f"số tiền {sum_said(gift.cash, paper)}" if gift.cash else "",
        f"hiện vật trị giá {money(gift.goods)}" if gift.goods else "",
        f"{number(gift.labour_days)} ngày công" if gift.labour_days else "",
    ]
    known = [part for part in parts if part]
    return " và ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known) or f"số tiền, hiện vật: {DOTS}"


def _aim(gift: GiftFile) -> str:
    if gift.purpose:
        return f" để {lower_first(gift.purpose)}"
    if gift.fund:
        return f" vào {gift.fund}"
    return f" cho {lower_first(gift.programme)}" if gift.programme else ""


FORM = Form(
    name="thu-cam-on",
    title=N_("Thư cảm ơn"),
    summary=N_("Gửi người, đơn vị đóng góp: đã nhận gì, dùng vào việc gì."),
    subject="contribution",
    position=10,
    compose=compose,
    dated=thanked,
)
