"""Phiếu khảo sát hoàn cảnh: illness, death or disaster by the circumstance of the request (domain.md 4.2, form 4).

Diagnosis, treatment and cause of death are never in the register's light reads: they are written by hand at the place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from labordesk.documents.model import (
    Block,
    CheckBox,
    CheckRow,
    Document,
    Heading,
    KeepTogether,
    PlaceDate,
    SignatureBlock,
)
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import (
    SEAL,
    SIGN,
    Form,
    boxes,
    line,
    money_lines,
    pair,
    partial,
    relation,
    yes_no,
)
from labordesk.store.file_days import case_reached
from labordesk.store.files import CaseFile, PaperTick, case_file

_DISASTERS = ("THIEN-TAI", "HOA-HOAN")
_DAMAGE = ("Sập hoàn toàn", "Sập một phần", "Hư hỏng nặng", "Tốc mái", "Ngập nước")
_EVENTS = ("Bão", "Lũ, lụt", "Sạt lở", "Hỏa hoạn", "Khác")
_CHILD = ("MO-COI", "KHUYET-TAT")
_USUAL = (
    "Giấy ra viện, giấy xác nhận điều trị",
    "Tóm tắt bệnh án",
    "Hóa đơn viện phí",
    "Giấy báo tử, trích lục khai tử",
)
_USUAL_DAMAGE = ("Xác nhận thiệt hại của địa phương", "Ảnh thiệt hại")


def compose(connection: sqlite3.Connection, case_id: int | None, paper: Paper) -> Document:
    """Return the survey with the part that the circumstance asks for; all parts on a blank one."""
    case = (case_file(connection, case_id) if case_id else None) or CaseFile()
    verified = case.steps.get("verifying")
    return Document(
        letterhead=paper.letterhead(),
        kind="Phiếu khảo sát",
        abstract="Hoàn cảnh đề nghị trợ cấp khó khăn",
        blocks=(*_person(case), *_parts(case), *_family(case), *_papers(case), *_conclusion(case, paper)),
        closes_text=False,
        signed_at=PlaceDate(paper.place, verified.day if verified else None),
        signatures=(
            SignatureBlock("Người khai", hint=SIGN),
            SignatureBlock("Người khảo sát", hint=SIGN),
            SignatureBlock("Công đoàn cơ sở", hint=SEAL),
        ),
        author=paper.issuing_body,
    )


def _person(case: CaseFile) -> list[Block]:
    person = case.person
    return [
        Heading("I. Người được hỗ trợ"),
        pair(("Họ và tên", person.full_name), ("Ngày sinh", partial(person.birth)), shares=(3, 2)),
        pair(("Số CCCD", person.citizen_id), ("Điện thoại", person.phone), shares=(3, 2)),
        line("Công đoàn cơ sở, nơi làm việc", case.whole_unit or person.unit),
        line("Nơi ở hiện nay", person.address),
        pair(
            ("Người khai, nhận thay", case.recipient_name),
            ("Quan hệ", relation(case.recipient_relation)),
            shares=(3, 2),
        ),
    ]


def _parts(case: CaseFile) -> list[Block]:
    """Return the parts that fit; several when nothing says which."""
    if case.circumstance_deceased:
        found: Sequence[tuple[str, list[Block]]] = [("Tử vong", _death())]
    elif case.circumstance_code in _DISASTERS:
        found = [("Thiên tai, hỏa hoạn", _disaster(case.circumstance_code))]
    elif case.circumstance_code in _CHILD:
        found = [("Con của đoàn viên, người lao động", _child())]
    elif case.circumstance_health:
        found = [("Bệnh tật, tai nạn", _illness())]
    elif case.circumstance:
        found = [("Hoàn cảnh khó khăn", [line("Diễn biến, nguyên nhân", _told(case), lines=5)])]
    else:
        found = [
            ("Bệnh tật, tai nạn", _illness()),
            ("Tử vong", _death()),
            ("Thiên tai, hỏa hoạn", _disaster("")),
            ("Con của đoàn viên, người lao động", _child()),
        ]
    if len(found) == 1:
        title, blocks = found[0]
        return [Heading(f"II. {title}"), *blocks]
    blocks = [Heading("II. Nội dung khảo sát (ghi phần phù hợp)")]
    for number, (title, part) in enumerate(found, start=1):
        blocks += [Heading(f"{number}. {title}", level=2), *part]
    return blocks


def _told(case: CaseFile) -> str:
    return ". ".join(part.rstrip(". ") for part in (case.reason, case.situation) if part)


def _illness() -> list[Block]:
    return [
        line("Chẩn đoán", "", lines=2),
        line("Cơ sở khám bệnh, chữa bệnh", ""),
        pair(("Điều trị từ ngày", ""), ("đến ngày", "")),
        yes_no("Bảo hiểm y tế", None, "Có", "Không có"),
        pair(("Chi phí đã trả", ""), ("Dự kiến còn phải trả", "")),
    ]


def _death() -> list[Block]:
    return [
        pair(("Người mất", ""), ("Quan hệ", "")),
        pair(("Ngày mất", ""), ("Nguyên nhân", ""), shares=(2, 3)),
        line("Người phụ thuộc (con nhỏ, bố mẹ già)", "", lines=2),
    ]


def _disaster(code: str) -> list[Block]:
    fire = code == "HOA-HOAN"
    return [
        CheckRow("Loại sự cố", tuple(CheckBox(one, checked=fire and one == "Hỏa hoạn") for one in _EVENTS)),
        pair(("Xảy ra ngày", ""), ("tại", ""), shares=(2, 3)),
        CheckRow("Thiệt hại về nhà ở", tuple(CheckBox(one) for one in _DAMAGE)),
        pair(("Kết cấu nhà", ""), ("Diện tích", ""), ("Năm xây", ""), shares=(3, 2, 2)),
        line("Ước tính thiệt hại", ""),
        line("Khả năng đối ứng của gia đình", ""),
    ]


def _child() -> list[Block]:
    return [
        pair(("Họ và tên cháu", ""), ("Ngày sinh", ""), shares=(3, 2)),
        pair(("Lớp, trường", ""), ("Học lực", ""), shares=(3, 2)),
        CheckRow("Hoàn cảnh của cháu", (CheckBox("Mồ côi"), CheckBox("Khuyết tật"), CheckBox("Khác"))),
    ]


def _family(case: CaseFile) -> list[Block]:
    person = case.person
    return [
        Heading("III. Gia đình và nhu cầu"),
        pair(("Số nhân khẩu", person.household_size), ("Số người phụ thuộc", person.dependants)),
        line("Thu nhập, nguồn sống chính", "", lines=2),
        line("Nhu cầu cần hỗ trợ", "", lines=2),
    ]


def _papers(case: CaseFile) -> list[Block]:
    """Return the papers of the checklist, ticked when they are there; the usual ones on a blank survey."""
    papers = case.papers or tuple(PaperTick(name) for name in (*_USUAL, *_USUAL_DAMAGE))
    return [
        Heading("IV. Giấy tờ kèm theo"),
        CheckRow("Đã có", tuple(CheckBox(one.name, checked=one.received) for one in papers)),
        line("Giấy tờ khác", ""),
    ]


def _conclusion(case: CaseFile, paper: Paper) -> list[Block]:
    told = (
        Heading("V. Kết luận của người khảo sát"),
        boxes("Điều kiện hỗ trợ", (("yes", "Đủ điều kiện"), ("no", "Chưa đủ điều kiện"))),
        line("Lý do", "", lines=2),
        *money_lines("Mức đề xuất", case.approved_amount or case.asked_amount, paper),
    )
    return [KeepTogether(told)]


FORM = Form(
    name="khao-sat-hoan-canh",
    title=N_("Phiếu khảo sát hoàn cảnh"),
    summary=N_("Bệnh tật, tử vong, thiên tai hoặc con đoàn viên, theo hoàn cảnh của hồ sơ."),
    subject="case",
    position=20,
    compose=compose,
    dated=case_reached("verifying"),
)
