"""Giấy đề nghị hỗ trợ Mái ấm công đoàn: the owner's own request, confirmed by unit and commune.

Fields: domain.md 4.2, form 2; eligibility data of 2.1 (years of membership, land, present house).
"""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import (
    CheckBox,
    CheckRow,
    Document,
    Letterhead,
    Paragraph,
    PlaceDate,
    SignatureBlock,
)
from labordesk.fields.choices import HOUSING, WORKS
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, asked_bodies, label_of, line, money, pair, partial
from labordesk.store.files import HouseFile, house_file


def compose(connection: sqlite3.Connection, house_id: int | None, paper: Paper) -> Document:
    """Return the request, blank without a house."""
    house = (house_file(connection, house_id) if house_id else None) or HouseFile()
    person = house.person
    return Document(
        letterhead=Letterhead(),
        kind="Giấy đề nghị",
        abstract="Hỗ trợ Mái ấm công đoàn",
        addressees=asked_bodies(house.grassroots, paper),
        blocks=(
            pair(("Họ và tên", person.full_name), ("Ngày sinh", partial(person.birth)), shares=(3, 2)),
            pair(("Số CCCD", person.citizen_id), ("Ngày cấp", person.citizen_id_issued_on), shares=(3, 2)),
            line("Nơi cấp", person.citizen_id_issued_at),
            line("Công đoàn cơ sở", house.whole_unit or person.unit),
            pair(("Chức vụ, nghề nghiệp", person.job), ("Số thẻ đoàn viên", person.union_card), shares=(6, 5)),
            pair(("Ngày vào công đoàn", partial(person.joined_on)), ("Điện thoại", person.phone)),
            line("Nơi ở hiện nay", person.address),
            line("Số nhân khẩu", person.household_size),
            line("Hoàn cảnh gia đình", "; ".join(person.circumstances), lines=2),
            line("Hiện trạng nhà ở", label_of(HOUSING, person.housing)),
            CheckRow(
                "Đất ở có giấy chứng nhận",
                (
                    CheckBox("Có", checked=person.land_title is True),
                    CheckBox("Chưa có", checked=person.land_title is False),
                ),
            ),
            CheckRow(
                "Đề nghị hỗ trợ",
                tuple(CheckBox(label, checked=house.work == code) for code, label in WORKS),
            ),
            line("Địa điểm xây dựng", house.address),
            pair(("Dự toán", money(house.estimate)), ("Mức đề nghị hỗ trợ", ""), shares=(4, 5)),
            Paragraph(
                "Tôi cam đoan những điều khai trên là đúng sự thật và sử dụng tiền hỗ trợ đúng mục đích. Tôi đồng ý để "
                "công đoàn lưu giữ, sử dụng thông tin cá nhân trong giấy này cho việc xét hỗ trợ."
            ),
        ),
        closes_text=False,
        signed_at=PlaceDate(paper.place),
        signatures=(
            SignatureBlock("Xác nhận của UBND xã", hint="(Ký tên, đóng dấu)"),
            SignatureBlock("Công đoàn cơ sở", hint="(Ký tên, đóng dấu)"),
            SignatureBlock("Người đề nghị", person.full_name, hint="(Ký, ghi rõ họ tên)"),
        ),
        author=paper.issuing_body,
    )


FORM = Form(
    name="de-nghi-nha",
    title=N_("Giấy đề nghị hỗ trợ nhà ở"),
    summary=N_("Đơn của đoàn viên, có xác nhận của công đoàn cơ sở và địa phương."),
    subject="house",
    position=10,
    compose=compose,
)
