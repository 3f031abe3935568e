"""Papers that several tests print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from labordesk.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Letterhead,
    Paragraph,
    PlaceDate,
    Row,
    RowKind,
    SignatureBlock,
    Table,
)

SENTENCE = (
    "Trong 6 tháng đầu năm 2026, công đoàn xã đã trao 1.726 suất quà với tổng số tiền 1,855 tỷ đồng cho đoàn viên, "
    "người lao động có hoàn cảnh khó khăn; chương trình Mái ấm công đoàn đã khởi công 9 nhà, bàn giao 4 nhà với số "
    "tiền hỗ trợ 230 triệu đồng; trợ cấp cho 19 người mắc bệnh hiểm nghèo với số tiền 57 triệu đồng."
)

CHAIR = SignatureBlock("Chủ tịch", "Nguyễn Thị Minh Phượng", authority="TM. Ban Chấp hành")

REPORT = Document(
    letterhead=Letterhead("Công đoàn xã Hương Sơn", "Liên đoàn Lao động tỉnh Hà Tĩnh"),
    kind="Báo cáo",
    abstract="Kết quả chăm lo đoàn viên, người lao động 6 tháng đầu năm 2026",
    number="5/BC-CĐX",
    place_date=PlaceDate("Hương Sơn", date(2026, 7, 5)),
    blocks=(Paragraph(SENTENCE),),
    signatures=(CHAIR,),
    recipients=("LĐLĐ tỉnh (để báo cáo)", "Lưu: VT"),
    author="Công đoàn xã Hương Sơn",
)

LIST_COLUMNS = (
    Column("STT", 0.5, Align.CENTER),
    Column("Họ và tên", 2),
    Column("Công đoàn cơ sở", 3),
    Column("Tiền mặt", 1.2, Align.RIGHT, group="Giá trị (đồng)", carried=True),
    Column("Hiện vật", 1.2, Align.RIGHT, group="Giá trị (đồng)", carried=True),
    Column("Ký nhận", 1.2),
)


def report(*blocks: Block) -> Document:
    """Return the report with other blocks."""
    return replace(REPORT, blocks=blocks)


def gift_list(cash: list[int], goods: list[int] | None = None, *, total: bool = True) -> Table:
    """Return a list with a person for each amount."""
    goods = goods or [0] * len(cash)
    rows = [
        Row((index + 1, f"Người {index + 1}", "CĐCS Công ty TNHH May Hương Sơn", money, worth, ""))
        for index, (money, worth) in enumerate(zip(cash, goods, strict=True))
    ]
    if total:
        rows.append(Row(("Tổng cộng", None, None, sum(cash), sum(goods), ""), RowKind.TOTAL))
    return Table(LIST_COLUMNS, tuple(rows), min_row_mm=9)
