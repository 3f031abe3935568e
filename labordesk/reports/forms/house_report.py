"""Báo cáo quá trình xây dựng nhà ở Mái ấm công đoàn, by the unit that asked for it (domain.md 2.1, step 9)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    PlaceDate,
    Row,
    RowKind,
    SignatureBlock,
    Table,
)
from labordesk.fields.choices import FUNDING_FORMS, MILESTONES, WORKS
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, area, in_sentence, label_of, line, money, money_lines, pair, text_of
from labordesk.reports.forms.grassroots import full_name, is_own, letterhead, number
from labordesk.reports.forms.photo_pages import photo_rows
from labordesk.reports.framing import said_all
from labordesk.store.file_days import house_reached
from labordesk.store.files import HouseFile, house_file
from labordesk.store.photo_files import photos

_STEPS = ("requested", "surveyed", "approved", "started", "funded", "inspected", "handed_over", "settled")
_WORDS = {"approved": "Xét duyệt"}
_EACH_KIND = 2
"""Photos of each kind: before, during, after, handing over."""

_DAYS = (Column("Công việc", 1.6), Column("Ngày", 1.0, Align.CENTER), Column("Văn bản, ghi chú", 2.6))
_PROGRESS = (Column("Ngày kiểm tra", 1.0, Align.CENTER), Column("Tiến độ", 0.8, Align.CENTER), Column("Ghi chú", 3.0))
_MONEY = (
    Column("Nguồn", 2.6),
    Column("Hình thức", 1.3),
    Column("Dự kiến", 1.3, Align.RIGHT),
    Column("Đã nhận", 1.3, Align.RIGHT),
    Column("Ngày công", 0.8, Align.RIGHT),
)


def compose(connection: sqlite3.Connection, house_id: int | None, paper: Paper) -> Document:
    """Return the report with the photos kept in the file, blank without a house."""
    house = (house_file(connection, house_id) if house_id else None) or HouseFile()
    shown = photos(connection, "house", house_id, most=_EACH_KIND) if house_id else ()
    union, own = house.grassroots, is_own(house.grassroots, paper)
    return Document(
        letterhead=letterhead(union, paper),
        kind="Báo cáo",
        abstract="Quá trình xây dựng nhà ở Mái ấm công đoàn",
        number=number(union, paper, "BC"),
        place_date=PlaceDate(paper.place, None),
        addressees=_receivers(paper) if own else (paper.issuer,),
        blocks=(
            *_about(house),
            *_course(house),
            *_cost(house, paper),
            Heading("IV. Đánh giá, đề nghị"),
            line("Chất lượng công trình, việc sử dụng kinh phí", "", lines=2),
            line("Ý kiến của gia đình, đề nghị", house.note, lines=2),
            *([Heading("V. Ảnh"), *photo_rows(shown)] if shown else []),
            said_all("quá trình xây dựng nhà ở Mái ấm công đoàn", full_name(union) or paper.issuer),
        ),
        signatures=(paper.chair() if own else SignatureBlock("Chủ tịch", authority="TM. Ban Chấp hành"),),
        recipients=("Như trên", "Lưu: hồ sơ"),
        author=paper.issuing_body,
    )


def _receivers(paper: Paper) -> tuple[str, ...]:
    return paper.addressees or (in_sentence(paper.superior_body) or paper.issuer,)


def _about(house: HouseFile) -> list[Block]:
    return [
        Heading("I. Thông tin chung"),
        line("Chủ hộ", house.person.full_name),
        line("Đơn vị", house.whole_unit),
        line("Địa điểm xây dựng", house.address),
        pair(("Loại hình", label_of(WORKS, house.work)), ("Diện tích", area(house.area))),
        line("Kết cấu", house.structure),
    ]


def _course(house: HouseFile) -> list[Block]:
    """Return every step with its day; a blank report has the usual steps to fill in."""
    rows = tuple(
        Row((_WORDS.get(step) or label_of(MILESTONES, step), text_of(house.step(step).day), _said(house, step)))
        for step in _STEPS
        if house.step(step).day or not house.steps
    )
    blocks: list[Block] = [Heading("II. Quá trình thực hiện"), Table(_DAYS, rows)]
    if house.progress:
        told = tuple(Row((text_of(one.day), f"{one.percent}%", one.note)) for one in house.progress)
        blocks.append(Table(_PROGRESS, told, caption="Tiến độ thi công"))
    return blocks


def _said(house: HouseFile, step: str) -> str:
    taken = house.step(step)
    return "; ".join(part for part in (taken.document, taken.note) if part)


def _cost(house: HouseFile, paper: Paper) -> list[Block]:
    """Return the money by source; days of labour stand beside it and are never money."""
    rows = [
        Row((one.fund, label_of(FUNDING_FORMS, one.form), one.planned or "", one.received or "", one.labour_days or ""))
        for one in house.funders
    ] or [Row(("", "", "", "", "")) for _place in range(5)]
    sums = (
        sum(one.planned for one in house.funders) or "",
        sum(one.received for one in house.funders) or "",
        sum(one.labour_days for one in house.funders) or "",
    )
    rows.append(Row(("Cộng", None, *sums), RowKind.TOTAL))
    return [
        Heading("III. Kinh phí"),
        Table(_MONEY, tuple(rows), unit_note="Đơn vị tính: đồng", min_row_mm=0 if house.funders else 8),
        *money_lines("Tổng giá trị công trình", house.total_value, paper),
        line("Công đoàn đã trao", _given(house)),
    ]


def _given(house: HouseFile) -> str:
    parts = "; ".join(f"{money(one.total)} ngày {text_of(one.paid_on)}" for one in house.payments if one.total)
    if len(house.payments) > 1:
        return f"{money(house.given)} ({parts})"
    return parts


FORM = Form(
    name="bao-cao-xay-dung",
    title=N_("Báo cáo quá trình xây dựng"),
    summary=N_("Các mốc, tiến độ, kinh phí theo nguồn và ảnh của ngôi nhà."),
    subject="house",
    position=80,
    compose=compose,
    dated=house_reached("settled"),
)
