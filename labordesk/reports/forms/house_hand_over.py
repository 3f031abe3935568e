"""Biên bản bàn giao nhà ở Mái ấm công đoàn (domain.md 4.2, form 7)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Block, Document, Paragraph, SignatureBlock
from labordesk.fields.choices import WORKS
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import (
    SEAL,
    SIGN,
    Form,
    area,
    label_of,
    line,
    money_lines,
    pair,
    said,
    sentence,
    text_of,
)
from labordesk.reports.forms.minutes import closing, minute, opening
from labordesk.reports.forms.parties import giving_side, person_side, witness_side
from labordesk.store.file_days import house_reached
from labordesk.store.files import Decided, HouseFile, house_file


def compose(connection: sqlite3.Connection, house_id: int | None, paper: Paper) -> Document:
    """Return the minute, blank without a house."""
    house = (house_file(connection, house_id) if house_id else None) or HouseFile()
    person, handed = house.person, house.step("handed_over")
    return minute(
        "Bàn giao nhà ở Mái ấm công đoàn",
        paper,
        (
            *opening(handed.day, house.address or person.address),
            *giving_side(1, "Bên giao", paper),
            *person_side(2, "Bên nhận", person),
            *witness_side(3, "Bên làm chứng (chính quyền, công đoàn cơ sở)"),
            sentence(f"Căn cứ {decided_words(house.decided)}, hai bên thống nhất bàn giao nhà ở như sau:"),
            *_building(house, paper),
            Paragraph(
                "Bên nhận cam kết sử dụng nhà ở đúng mục đích, giữ gìn, bảo quản; không bán, cho thuê hoặc chuyển "
                "nhượng trái với quy định của chương trình."
            ),
            closing(),
        ),
        (
            SignatureBlock("Bên nhận", person.full_name, hint=SIGN),
            SignatureBlock("Bên làm chứng", hint=SEAL),
            SignatureBlock("Bên giao", paper.signer_name, hint=SEAL),
        ),
        number=handed.document,
    )


def _building(house: HouseFile, paper: Paper) -> list[Block]:
    inspected = house.step("inspected")
    checked = (
        f"số {inspected.document}" if inspected.document else "",
        f"ngày {text_of(inspected.day)}" if inspected.day else "",
    )
    return [
        pair(("Loại hình", label_of(WORKS, house.work)), ("Diện tích sàn", area(house.area))),
        line("Kết cấu", house.structure),
        pair(("Khởi công ngày", house.step("started").day), ("Hoàn thành ngày", inspected.day)),
        line("Biên bản nghiệm thu", " ".join(filter(None, checked))),
        *money_lines("Tổng giá trị công trình", house.total_value, paper),
        *money_lines("Trong đó công đoàn hỗ trợ", house.given or house.approved_amount, paper),
    ]


def decided_words(decided: Decided) -> str:
    """Return the decision a hand-over rests on, with room for what is not known."""
    day = f" ngày {text_of(decided.day)}" if decided.day else " ngày …../…../….."
    body = f" của {decided.body}" if decided.body else ""
    return f"Quyết định số {said(decided.number)}{day}{body}"


FORM = Form(
    name="ban-giao-nha",
    title=N_("Biên bản bàn giao nhà"),
    summary=N_("Bên giao, bên nhận, người làm chứng; nhà, giá trị và cam kết."),
    subject="house",
    position=70,
    compose=compose,
    dated=house_reached("handed_over"),
)
