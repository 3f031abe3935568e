"""Biên bản bàn giao tiền, hiện vật: what one person was handed, with a table of goods (domain.md 4.2, form 7)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import (
    Align,
    AmountInWords,
    Block,
    CheckBox,
    CheckRow,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    RowKind,
    SignatureBlock,
    Table,
)
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import SIGN, Form, boxes, line, money_lines, pair, sentence
from labordesk.reports.forms.house_hand_over import decided_words
from labordesk.reports.forms.minutes import closing, minute, opening
from labordesk.reports.forms.parties import giving_side, person_side, witness_side
from labordesk.reports.forms.payments import reason, taker
from labordesk.reports.forms.proposals import NUMBER, ROWS, blank_rows
from labordesk.store.file_days import paid as paid_day
from labordesk.store.files import PaymentFile, payment_file

_FIELDS = (("house", "Mái ấm công đoàn"), ("grant", "Trợ cấp khó khăn"), ("gift", "Tặng quà"))
_GOODS = (
    NUMBER,
    Column("Tên hiện vật", 2.6),
    Column("ĐVT", 0.8, Align.CENTER),
    Column("Số lượng", 0.9, Align.RIGHT),
    Column("Đơn giá", 1.3, Align.RIGHT),
    Column("Thành tiền", 1.4, Align.RIGHT),
    Column("Ghi chú", 1.3),
)


def compose(connection: sqlite3.Connection, award_id: int | None, paper: Paper) -> Document:
    """Return the minute, blank without a payment."""
    paid = (payment_file(connection, award_id) if award_id else None) or PaymentFile()
    name, kin = taker(paid)
    return minute(
        "Bàn giao tiền, hiện vật hỗ trợ",
        paper,
        (
            *opening(paid.paid_on, ""),
            *giving_side(1, "Bên giao", paper),
            *person_side(2, "Người được hỗ trợ", paid.person),
            *_proxy(paid, name, kin),
            *witness_side(3),
            sentence(f"Căn cứ {decided_words(paid.decided)}, hai bên cùng bàn giao các khoản sau:"),
            boxes("Lĩnh vực", _FIELDS, paid.kind),
            _given(paid, known=award_id is not None),
            line("Nguồn kinh phí", ", ".join(dict.fromkeys(one.fund for one in paid.lines))),
            line("Mục đích", reason(paid)),
            *_money(paid, paper),
            *_goods(paid, paper),
            Paragraph("Bên nhận đã nhận đủ tiền, hiện vật nêu trên và cam kết sử dụng đúng mục đích."),
            closing(),
        ),
        (
            SignatureBlock("Bên nhận", name, hint=SIGN),
            SignatureBlock("Bên làm chứng", hint=SIGN),
            SignatureBlock("Bên giao", paper.signer_name, hint=SIGN),
        ),
    )


def _proxy(paid: PaymentFile, name: str, kin: str) -> list[Block]:
    """Return who takes it for the person helped; room for it on a blank minute."""
    known = paid.recipient_name or not paid.id
    return [pair(("Người nhận thay", name if kin else ""), ("Quan hệ", kin), shares=(3, 2))] if known else []


def _given(paid: PaymentFile, *, known: bool) -> CheckRow:
    transfer = paid.method == "transfer"
    return CheckRow(
        "Hình thức",
        (
            CheckBox("Tiền mặt", checked=known and paid.cash > 0 and not transfer),
            CheckBox("Chuyển khoản", checked=known and paid.cash > 0 and transfer),
            CheckBox("Hiện vật", checked=known and paid.goods > 0),
        ),
    )


def _money(paid: PaymentFile, paper: Paper) -> list[Block]:
    """Return the money; nothing when only goods were handed over."""
    if paid.goods and not paid.cash:
        return []
    return [Heading("Tiền", level=2), *money_lines("Số tiền", paid.cash, paper)]


def _goods(paid: PaymentFile, paper: Paper) -> list[Block]:
    """Return the table of goods with at least five rows; nothing when only money was handed over."""
    if paid.cash and not paid.goods:
        return []
    rows = [
        Row((str(place), one.description or paid.package_items, "", "", "", one.amount, ""))
        for place, one in enumerate((one for one in paid.lines if one.form != "cash"), start=1)
    ]
    total = Row(("Cộng", None, None, None, None, paid.goods or "", ""), RowKind.TOTAL)
    label = "Trị giá hiện vật bằng chữ"
    words = AmountInWords(paper.words.spelt(paid.goods), label) if paid.goods else line(label)
    return [
        Heading("Hiện vật", level=2),
        Table(_GOODS, (*blank_rows(rows, len(_GOODS)), total), min_row_mm=ROWS, size=11, unit_note="Đơn vị tính: đồng"),
        words,
    ]


FORM = Form(
    name="ban-giao-tien-hien-vat",
    title=N_("Biên bản bàn giao tiền, hiện vật"),
    summary=N_("Hai bên và người làm chứng; tiền bằng chữ, bảng hiện vật."),
    subject="award",
    position=30,
    compose=compose,
    dated=paid_day,
)
