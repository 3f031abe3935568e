"""Phiếu chi in the shape of C41-BB (TT 107/2017/TT-BTC): who takes how much for what, with five signatures."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Document, PlaceDate, SignatureBlock
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, line, money_lines, pair
from labordesk.reports.forms.payments import reason, taker
from labordesk.store.file_days import paid as paid_day
from labordesk.store.files import PaymentFile, payment_file

_SIGN = "(Ký, họ tên)"


def compose(connection: sqlite3.Connection, award_id: int | None, paper: Paper) -> Document:
    """Return the slip, blank without a payment."""
    paid = (payment_file(connection, award_id) if award_id else None) or PaymentFile()
    name, kin = taker(paid)
    return Document(
        letterhead=paper.letterhead(),
        kind="Phiếu chi",
        note="Mẫu C41-BB theo Thông tư số 107/2017/TT-BTC",
        blocks=(
            pair(("Quyển số", ""), ("Số", paid.voucher_number), ("Nợ", ""), ("Có", "")),
            line("Họ và tên người nhận tiền", f"{name} ({kin} của {paid.person.full_name})" if kin else name),
            line("Địa chỉ", paid.person.address or paid.whole_unit),
            line("Lý do chi", reason(paid)),
            *money_lines("Số tiền", paid.cash or None, paper),
            line("Kèm theo", _enclosed(paid)),
            line("Đã nhận đủ số tiền (viết bằng chữ)"),
        ),
        closes_text=False,
        signed_at=PlaceDate(paper.place, paid.paid_on),
        signatures=(
            SignatureBlock(paper.signer_title or "Chủ tịch", paper.signer_name, hint=_SIGN),
            SignatureBlock("Kế toán", paper.accountant_name, hint=_SIGN),
            SignatureBlock("Người lập", paper.preparer_name, hint=_SIGN),
            SignatureBlock("Thủ quỹ", paper.treasurer_name, hint=_SIGN),
            SignatureBlock("Người nhận tiền", name, hint=_SIGN),
        ),
        author=paper.issuing_body,
    )


def _enclosed(paid: PaymentFile) -> str:
    """Return what lies with the slip; how many vouchers is written by hand."""
    decision = f"Quyết định số {paid.decided.number}; " if paid.decided.number else ""
    return f"{decision}….. chứng từ gốc"


FORM = Form(
    name="phieu-chi",
    title=N_("Phiếu chi"),
    summary=N_("Theo mẫu C41-BB: người nhận, lý do, số tiền bằng số và bằng chữ."),
    subject="award",
    position=10,
    compose=compose,
    dated=paid_day,
)
