"""Quyết định hỗ trợ Mái ấm công đoàn, resting on the norm and the proposal (domain.md 4.2, form 5)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Document
from labordesk.fields.choices import WORKS
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, honoured, label_of, place_said, said, sum_said
from labordesk.reports.forms.decisions import carried_out, decision, grounds
from labordesk.reports.forms.grassroots import apart, proposed_by
from labordesk.store.file_days import house_decided
from labordesk.store.files import HouseFile, house_file


def compose(connection: sqlite3.Connection, house_id: int | None, paper: Paper) -> Document:
    """Return the decision, blank without a house."""
    house = (house_file(connection, house_id) if house_id else None) or HouseFile()
    work = label_of(WORKS, house.work).lower() or "xây mới/sửa chữa"
    union = said(house.grassroots)
    theirs = apart(house.grassroots, paper)
    funds = ", ".join(dict.fromkeys(one.fund for one in house.funders if one.union_money))
    return decision(
        "Về việc hỗ trợ Mái ấm công đoàn",
        house.decided,
        paper,
        grounds(
            house.decided,
            paper,
            "Căn cứ kết quả khảo sát, xét duyệt hồ sơ đề nghị hỗ trợ nhà ở",
            proposed_by(house.grassroots, paper),
        ),
        (
            f"Hỗ trợ {work} nhà ở Mái ấm công đoàn cho {honoured(house.person)}, {said(house.whole_unit)}, "
            f"tại {place_said(house.address or house.person.address)}; số tiền: "
            f"{sum_said(house.approved_amount, paper)}; nguồn kinh phí: {said(funds)}{_beyond(house)}.",
            f"{union} phối hợp với chính quyền địa phương và gia đình tổ chức {work} nhà, sử dụng kinh phí đúng "
            "mục đích, nghiệm thu, bàn giao và quyết toán theo quy định.",
            carried_out("Văn phòng, bộ phận tài chính", theirs, "người có tên tại Điều 1"),
        ),
        proposer=house.grassroots if theirs else "",
    )


def _beyond(house: HouseFile) -> str:
    return f" (vượt định mức vì: {house.decided.norm_reason})" if house.decided.norm_reason else ""


FORM = Form(
    name="quyet-dinh-nha",
    title=N_("Quyết định hỗ trợ nhà ở"),
    summary=N_("Căn cứ, định mức, mức hỗ trợ, nguồn kinh phí và nơi thi hành."),
    subject="house",
    position=40,
    compose=compose,
    dated=house_decided,
)
