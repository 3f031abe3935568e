"""Giấy đề nghị trợ cấp khó khăn: the person's own request, confirmed by the unit (domain.md 4.2, form 2)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Block, Document, Letterhead, Paragraph, PlaceDate, SignatureBlock
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import (
    SEAL,
    SIGN,
    Form,
    asked_bodies,
    boxes,
    line,
    money_lines,
    pair,
    partial,
    relation,
)
from labordesk.store.files import CaseFile, case_file

_METHODS = (("cash", "Tiền mặt"), ("transfer", "Chuyển khoản"))


def compose(connection: sqlite3.Connection, case_id: int | None, paper: Paper) -> Document:
    """Return the request, blank without a file; the account is left to the hand of its owner."""
    case = (case_file(connection, case_id) if case_id else None) or CaseFile()
    person = case.person
    return Document(
        letterhead=Letterhead(),
        kind="Giấy đề nghị",
        abstract="Trợ cấp khó khăn",
        addressees=asked_bodies(case.grassroots, paper),
        blocks=(
            pair(("Họ và tên", person.full_name), ("Ngày sinh", partial(person.birth)), shares=(3, 2)),
            pair(("Số CCCD", person.citizen_id), ("Ngày cấp", person.citizen_id_issued_on), shares=(3, 2)),
            line("Nơi cấp", person.citizen_id_issued_at),
            line("Công đoàn cơ sở", case.whole_unit or person.unit),
            pair(("Chức vụ, nghề nghiệp", person.job), ("Số thẻ đoàn viên", person.union_card), shares=(6, 5)),
            pair(("Ngày vào công đoàn", partial(person.joined_on)), ("Điện thoại", person.phone)),
            line("Nơi ở hiện nay", person.address),
            line("Hoàn cảnh khó khăn", _situation(case), lines=3),
            *money_lines("Mức đề nghị trợ cấp", case.asked_amount, paper),
            *_taker(case),
            boxes("Hình thức nhận", _METHODS),
            pair(("Số tài khoản", ""), ("Ngân hàng", "")),
            line("Giấy tờ gửi kèm", ""),
            Paragraph(
                "Tôi cam đoan những điều khai trên là đúng sự thật. Tôi đồng ý để công đoàn lưu giữ, sử dụng thông tin "
                "cá nhân trong giấy này cho việc xét trợ cấp."
            ),
        ),
        closes_text=False,
        signed_at=PlaceDate(paper.place),
        signatures=(
            SignatureBlock("Xác nhận của công đoàn cơ sở", hint=SEAL),
            SignatureBlock("Người đề nghị", "" if case.recipient_name else person.full_name, hint=SIGN),
        ),
        author=paper.issuing_body,
    )


def _situation(case: CaseFile) -> str:
    return ". ".join(part.rstrip(". ") for part in (case.reason, case.situation) if part)


def _taker(case: CaseFile) -> list[Block]:
    kin = relation(case.recipient_relation)
    return [pair(("Người nhận thay", case.recipient_name), ("Quan hệ", kin), shares=(3, 2))]


FORM = Form(
    name="de-nghi-tro-cap",
    title=N_("Giấy đề nghị trợ cấp"),
    summary=N_("Đơn của đoàn viên, người lao động, có xác nhận của công đoàn cơ sở."),
    subject="case",
    position=10,
    compose=compose,
)
