"""What recognises a paper printed again: everything it says but its day and number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.documents.content_key import content_key
from labordesk.documents.model import (
    Appendix,
    Column,
    Document,
    Letterhead,
    Paragraph,
    Picture,
    Pictures,
    PlaceDate,
    Row,
    RowKind,
    SignatureBlock,
    Table,
)

TABLE = Table((Column("Họ và tên"), Column("Số tiền")), (Row(("Trần Văn Minh", 500_000)),))
PAPER = Document(
    letterhead=Letterhead("Công đoàn xã Hương Sơn"),
    kind="Báo cáo",
    number="5/BC-CĐX",
    place_date=PlaceDate("Hương Sơn", date(2026, 7, 1)),
    blocks=(Paragraph("Đã trao 12 suất quà."), TABLE),
    signatures=(SignatureBlock("Chủ tịch", "Nguyễn Thị Hoa"),),
    appendices=(Appendix(label="Phụ lục I", title="Danh sách", blocks=(TABLE,), attached_to="Kèm theo số 5"),),
)


@pytest.mark.parametrize(
    "other",
    [
        replace(PAPER, number="6/BC-CĐX"),
        replace(PAPER, number=None),
        replace(PAPER, place_date=PlaceDate("Hương Sơn", date(2026, 12, 1))),
        replace(PAPER, signed_at=PlaceDate("Hương Sơn", date(2026, 12, 1))),
        replace(PAPER, copy_mark="BẢN SAO"),
        replace(PAPER, appendices=(replace(PAPER.appendices[0], attached_to="Kèm theo số 6"),)),
    ],
)
def test_day_number_and_mark_do_not_make_another_paper(other: Document) -> None:
    assert content_key(other) == content_key(PAPER)


@pytest.mark.parametrize(
    "other",
    [
        replace(PAPER, kind="Tờ trình"),
        replace(PAPER, blocks=(Paragraph("Đã trao 13 suất quà."), TABLE)),
        replace(PAPER, blocks=(Paragraph("Đã trao 12 suất quà."), replace(TABLE, rows=(Row(("Trần Văn Minh", 1)),)))),
        replace(PAPER, blocks=(*PAPER.blocks, Pictures((Picture(b"photo"),)))),
        replace(PAPER, signatures=(SignatureBlock("Phó Chủ tịch", "Nguyễn Thị Hoa"),)),
        replace(PAPER, appendices=()),
        replace(PAPER, landscape=True),
        replace(
            PAPER,
            blocks=(PAPER.blocks[0], replace(TABLE, rows=(Row(("Trần Văn Minh", 500_000), RowKind.TOTAL),))),
        ),
    ],
)
def test_any_other_word_or_figure_makes_another_paper(other: Document) -> None:
    assert content_key(other) != content_key(PAPER)


@given(st.lists(st.tuples(st.text(max_size=8), st.integers(0, 9)), min_size=1, max_size=4), st.data())
def test_cells_pushed_from_row_to_row_are_another_paper(cells: list[tuple[str, int]], data: st.DataObject) -> None:
    columns = (Column("Tên"), Column("Số"))
    one = Document(blocks=(Table(columns, tuple(Row(row) for row in cells)),))
    other_cells = data.draw(st.permutations(cells))
    other = Document(blocks=(Table(columns, tuple(Row(row) for row in other_cells)),))
    assert (content_key(one) == content_key(other)) == (cells == other_cells)
