"""Tờ trình đề nghị hỗ trợ Mái ấm công đoàn (domain.md 4.2, form 5)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Block, Document, Paragraph
from labordesk.fields.choices import HOUSING, WORKS
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import (
    Form,
    area,
    honoured,
    label_of,
    line,
    listed,
    lower_first,
    money,
    pair,
    partial,
    said,
    sentence,
    sum_said,
    text_of,
)
from labordesk.reports.forms.grassroots import apart
from labordesk.reports.forms.submissions import submission
from labordesk.store.file_days import house_decided
from labordesk.store.files import HouseFile, house_file


def compose(connection: sqlite3.Connection, house_id: int | None, paper: Paper) -> Document:
    """Return the submission, blank without a house."""
    house = (house_file(connection, house_id) if house_id else None) or HouseFile()
    work = label_of(WORKS, house.work).lower() or "xây mới (sửa chữa)"
    union = apart(house.grassroots, paper)
    proposal = f" và đề nghị của {union}" if union else ""
    return submission(
        "Về việc đề nghị hỗ trợ Mái ấm công đoàn",
        paper,
        (
            sentence(
                f"Căn cứ kết quả rà soát, bình xét{proposal}{_surveyed(house)}, {paper.issuer} báo cáo và đề nghị "
                "như sau:"
            ),
            *_facts(house),
            sentence(
                f"{paper.issuer} đề nghị hỗ trợ {work} nhà ở Mái ấm công đoàn cho "
                f"{honoured(house.person)}, số tiền {sum_said(house.approved_amount, paper)}, "
                f"từ nguồn {said(_funds(house))}."
            ),
            Paragraph("Hồ sơ gửi kèm: giấy đề nghị, biên bản bình xét, phiếu khảo sát, ảnh hiện trạng, giấy tờ đất ở."),
        ),
    )


def _surveyed(house: HouseFile) -> str:
    day = house.step("surveyed").day
    return f", kết quả khảo sát ngày {text_of(day)}" if day else ""


def _facts(house: HouseFile) -> list[Block]:
    person = house.person
    state = listed(label_of(HOUSING, person.housing), *person.circumstances)
    others = "; ".join(
        f"{lower_first(one.fund)}: {money(one.planned)}" for one in house.funders if not one.union_money and one.planned
    )
    return [
        pair(("Chủ hộ, ông/bà", person.full_name), ("Sinh", partial(person.birth)), shares=(3, 2)),
        pair(("Số CCCD", person.citizen_id), ("Ngày vào công đoàn", partial(person.joined_on))),
        line("Công đoàn cơ sở", house.whole_unit),
        pair(("Nơi ở", person.address), ("Số nhân khẩu", person.household_size), shares=(5, 2)),
        line("Hoàn cảnh, hiện trạng nhà ở", state, lines=2),
        line("Địa điểm xây dựng", house.address),
        pair(("Dự toán", money(house.estimate)), ("Diện tích", area(house.area))),
        line("Nguồn khác", others),
    ]


def _funds(house: HouseFile) -> str:
    return ", ".join(dict.fromkeys(one.fund for one in house.funders if one.union_money))


FORM = Form(
    name="to-trinh-nha",
    title=N_("Tờ trình hỗ trợ nhà ở"),
    summary=N_("Trình cấp có thẩm quyền xét hỗ trợ Mái ấm."),
    subject="house",
    position=30,
    compose=compose,
    dated=house_decided,
)
