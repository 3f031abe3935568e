"""Biên bản bình xét hỗ trợ Mái ấm công đoàn (domain.md 2.1, step 1)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Column, Document, Row, Table
from labordesk.fields.choices import HOUSING, WORKS
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import Form, label_of, listed, money, partial
from labordesk.reports.forms.minutes import review
from labordesk.reports.forms.proposals import NUMBER, ROWS, blank_rows
from labordesk.store.file_days import house_decided
from labordesk.store.files import HouseFile, house_file

_COLUMNS = (
    NUMBER,
    Column("Họ và tên", 2.2),
    Column("Năm sinh", 1.0),
    Column("Hiện trạng nhà ở, hoàn cảnh", 2.6),
    Column("Loại hình", 1.2),
    Column("Mức đề nghị", 1.5),
)


def compose(connection: sqlite3.Connection, house_id: int | None, paper: Paper) -> Document:
    """Return the minute, with room for other names; blank without a house."""
    house = (house_file(connection, house_id) if house_id else None) or HouseFile()
    rows = (_row(house),) if house_id else ()
    table = Table(_COLUMNS, blank_rows(rows, len(_COLUMNS)), min_row_mm=ROWS, caption="Danh sách đề nghị hỗ trợ")
    abstract = "Họp bình xét đề nghị hỗ trợ Mái ấm công đoàn"
    return review(abstract, paper, house.whole_unit, (table,), grassroots=house.grassroots)


def _row(house: HouseFile) -> Row:
    person = house.person
    state = listed(label_of(HOUSING, person.housing), *person.circumstances)
    wanted = money(house.approved_amount if house.step("approved").day is None else None)
    return Row(("1", person.full_name, partial(person.birth[:4]), state, label_of(WORKS, house.work), wanted))


FORM = Form(
    name="binh-xet-nha",
    title=N_("Biên bản bình xét hỗ trợ nhà ở"),
    summary=N_("Cuộc họp của đơn vị chọn người đề nghị hỗ trợ Mái ấm."),
    subject="house",
    position=15,
    compose=compose,
    dated=house_decided,
)
