"""Biên bản kiểm tra, nghiệm thu hoàn thành nhà ở (domain.md 4.2, form 6)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Block, Document, Heading, Paragraph, SignatureBlock
from labordesk.fields.choices import WORKS
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import (
    SEAL,
    SIGN,
    Form,
    area,
    boxes,
    honoured,
    line,
    lower_first,
    money,
    money_lines,
    pair,
)
from labordesk.reports.forms.minutes import closing, minute, opening
from labordesk.reports.forms.parties import giving_side, person_side, unit_side
from labordesk.store.file_days import house_reached
from labordesk.store.files import FunderLine, HouseFile, house_file

_OTHERS = 3
"""Lines for other sources (form 6: at most three)."""
_GOOD = (("good", "Đạt"), ("bad", "Chưa đạt"))


def compose(connection: sqlite3.Connection, house_id: int | None, paper: Paper) -> Document:
    """Return the minute, blank without a house."""
    house = (house_file(connection, house_id) if house_id else None) or HouseFile()
    person, inspected = house.person, house.step("inspected")
    return minute(
        "Kiểm tra, nghiệm thu hoàn thành nhà ở Mái ấm công đoàn",
        paper,
        (
            *opening(inspected.day, house.address or person.address),
            *giving_side(1, "Đại diện công đoàn cấp trên", paper),
            *unit_side(2, "Đại diện công đoàn cơ sở", house.grassroots),
            *unit_side(3, "Đại diện chính quyền địa phương", ""),
            *person_side(4, "Chủ hộ", person),
            Paragraph("Cùng kiểm tra, nghiệm thu nhà ở với các nội dung sau:"),
            *_building(house),
            *_cost(house, paper),
            Heading("III. Kết luận"),
            Paragraph(
                f"Nhà ở của {honoured(person)} đã hoàn thành, đủ điều kiện bàn giao đưa vào sử dụng."
                if inspected.day
                else "Nhà ở đã (chưa) hoàn thành, đủ (chưa đủ) điều kiện bàn giao đưa vào sử dụng."
            ),
            line("Ý kiến khác, việc cần làm tiếp", inspected.note, lines=2),
            closing(),
        ),
        (
            SignatureBlock("Chủ hộ", person.full_name, hint=SIGN),
            SignatureBlock("Công đoàn cơ sở", hint=SEAL),
            SignatureBlock("UBND xã", hint=SEAL),
            SignatureBlock("Công đoàn cấp trên", paper.signer_name, hint=SEAL),
        ),
        number=inspected.document,
    )


def _building(house: HouseFile) -> list[Block]:
    return [
        Heading("I. Công trình"),
        boxes("Loại hình", WORKS, house.work),
        pair(("Diện tích sàn", area(house.area)), ("Khởi công ngày", house.step("started").day)),
        line("Kết cấu", house.structure),
        line("Phần nền, móng", ""),
        line("Phần khung, tường", ""),
        line("Phần mái", ""),
        boxes("Chất lượng “03 cứng” (nền, khung - tường, mái)", _GOOD),
    ]


def _cost(house: HouseFile, paper: Paper) -> list[Block]:
    others = [one for one in house.funders if not one.union_money]
    lines = [line(f"+ {one.fund}", _share(one)) for one in others[:_OTHERS]]
    if len(others) > _OTHERS:
        rest = FunderLine(
            received=sum(one.received or one.planned for one in others[_OTHERS:]),
            labour_days=sum(one.labour_days for one in others[_OTHERS:]),
        )
        lines.append(line("+ Nguồn còn lại", _share(rest)))
    if not lines:
        lines = [line("+ Nguồn khác", "") for _place in range(_OTHERS)]
    return [
        Heading("II. Giá trị"),
        *money_lines("Tổng giá trị công trình", house.total_value, paper),
        line("+ Chương trình Mái ấm công đoàn", money(house.given or house.approved_amount)),
        *lines,
    ]


def _share(one: FunderLine) -> str:
    """Return what a source gave; labour is told in days and never in money."""
    days = f"{one.labour_days} ngày công" if one.labour_days else ""
    return ", ".join(part for part in (money(one.received or one.planned), days, lower_first(one.note)) if part)


FORM = Form(
    name="nghiem-thu-nha",
    title=N_("Biên bản nghiệm thu nhà"),
    summary=N_("Loại hình, diện tích, chất lượng, giá trị theo nguồn và kết luận."),
    subject="house",
    position=60,
    compose=compose,
    dated=house_reached("inspected"),
)
