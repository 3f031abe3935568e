"""Giấy nhận tiền: the recipient's own words that the money arrived, with a witness (domain.md 4.2, form 7)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Document, Letterhead, Paragraph, PlaceDate, SignatureBlock
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import SIGN, Form, line, money, money_lines, pair, text_of
from labordesk.reports.forms.payments import reason, taker
from labordesk.store.file_days import paid as paid_day
from labordesk.store.files import PaymentFile, payment_file


def compose(connection: sqlite3.Connection, award_id: int | None, paper: Paper) -> Document:
    """Return the receipt, blank without a payment."""
    paid = (payment_file(connection, award_id) if award_id else None) or PaymentFile()
    name, kin = taker(paid)
    by_proxy = bool(paid.recipient_name)
    return Document(
        letterhead=Letterhead(),
        kind="Giấy nhận tiền",
        blocks=(
            line("Tôi là", name),
            pair(
                ("Số CCCD", "" if by_proxy else paid.person.citizen_id),
                ("Ngày cấp", None if by_proxy else paid.person.citizen_id_issued_on),
                shares=(3, 2),
            ),
            line("Nơi ở hiện nay", "" if by_proxy else paid.person.address),
            *([line("Nhận thay cho", f"{paid.person.full_name} (quan hệ: {kin})")] if by_proxy else []),
            line("Đã nhận của", paper.issuer),
            line("Nội dung", reason(paid)),
            *money_lines("Số tiền", paid.cash or None, paper),
            *([line("Hiện vật trị giá", money(paid.goods))] if paid.goods else []),
            line("Theo Quyết định", _decided(paid)),
            Paragraph("Tôi đã nhận đủ số tiền, hiện vật nêu trên và cam kết sử dụng đúng mục đích."),
        ),
        closes_text=False,
        signed_at=PlaceDate(paper.place, paid.paid_on),
        signatures=(
            SignatureBlock("Người giao tiền", paper.treasurer_name, hint=SIGN),
            SignatureBlock("Người làm chứng", hint=SIGN),
            SignatureBlock("Người nhận tiền", name, hint=SIGN),
        ),
        author=paper.issuing_body,
    )


def _decided(paid: PaymentFile) -> str:
    day = f" ngày {text_of(paid.decided.day)}" if paid.decided.day else ""
    return f"số {paid.decided.number}{day}" if paid.decided.number else ""


FORM = Form(
    name="giay-nhan-tien",
    title=N_("Giấy nhận tiền"),
    summary=N_("Người nhận xác nhận đã nhận đủ, có người làm chứng."),
    subject="award",
    position=20,
    compose=compose,
    dated=paid_day,
)
