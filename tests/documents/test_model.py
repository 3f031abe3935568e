"""The document model: neutral, and refusing what no paper can show."""

from __future__ import annotations

import subprocess
import sys

import pytest

from labordesk.documents.model import (
    Bullet,
    CheckBox,
    Column,
    Document,
    DottedLine,
    DottedRow,
    Heading,
    Row,
    RowKind,
    Run,
    Spacer,
    Table,
    plain,
)


def test_the_model_and_the_wording_do_without_reportlab() -> None:
    code = (
        "import sys, labordesk.documents.model, labordesk.documents.decree;"
        "sys.exit(any(name.split('.')[0] in ('reportlab', 'rl_accel') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells for 2 columns"):
        Table((Column("a"), Column("b")), (Row(("1", "2")), Row(("1",))))


def test_text_in_a_carried_column_is_refused_because_it_would_not_be_counted() -> None:
    columns = (Column("a"), Column("b", carried=True))
    with pytest.raises(ValueError, match="carried column takes whole numbers"):
        Table(columns, (Row(("1", "500.000")),))
    assert Table(columns, (Row(("Cộng", "x"), RowKind.SUBTOTAL), Row(("1", None)), Row(("1", 5)))).rows


def test_the_first_column_holds_the_words_of_the_sums() -> None:
    with pytest.raises(ValueError, match="first column"):
        Table((Column("a", carried=True),), ())


@pytest.mark.parametrize(
    "make",
    [
        lambda: Heading("x", 4),
        lambda: Bullet("x", 3),
        lambda: Column("x", 0),
        lambda: Table((), ()),
        lambda: Table((Column("x"),), (), size=3),
        lambda: Table((Column("x"),), (), min_row_mm=101),
        lambda: Spacer(0),
        lambda: DottedLine("x", lines=0),
        lambda: DottedRow(()),
        lambda: DottedRow((DottedLine("x"),), (1, 2)),
    ],
)
def test_what_cannot_be_printed_is_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match="."):
        make()


def test_a_paper_has_a_title_for_its_file() -> None:
    assert Document(kind="Báo cáo", abstract="Kết quả").full_title == "Báo cáo Kết quả"
    assert Document(kind="Báo cáo", title="Tên khác").full_title == "Tên khác"
    assert Document().full_title == "Văn bản"


def test_a_text_is_its_words() -> None:
    assert plain((Run("Điều 1. ", bold=True), Run("Hỗ trợ"))) == plain("Điều 1. Hỗ trợ")
    assert CheckBox("Nam").checked is False
