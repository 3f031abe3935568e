"""A list of ten thousand people to be signed for, eight columns with wrapped cells; run as a program it makes the PDF.

``python -m tests.bench.sign_off_list`` prints the most memory the process took, in MB, and the bytes of the file.
"""

from __future__ import annotations

from pathlib import Path

from labordesk.documents.model import Align, Column, Document, Row, RowKind, Table
from labordesk.documents.pdf import render_pdf
from labordesk.vietnamese.numbers import number
from tests.bench.population import Human, humans

PEOPLE = 10_000
UNITS = 90
SIZE = 9.0
ROW_MM = 8.0
"""The least height of a row, which leaves room to sign."""

COLUMNS = (
    Column("STT", 0.5, Align.CENTER),
    Column("Họ và tên", 1.9),
    Column("Năm sinh", 0.7, Align.CENTER),
    Column("Số CCCD", 1.3, Align.CENTER),
    Column("Công đoàn cơ sở", 2.3),
    Column("Hoàn cảnh", 2.2),
    Column("Số tiền (đồng)", 1.1, Align.RIGHT, carried=True),
    Column("Ký nhận", 1.4),
)
_CIRCUMSTANCES = (
    "Đoàn viên có hoàn cảnh đặc biệt khó khăn",
    "Mắc bệnh hiểm nghèo, đang điều trị dài ngày",
    "Bị tai nạn lao động, mất sức từ 31 % trở lên",
    "Nuôi con nhỏ, thu nhập thấp, ở nhà thuê",
)


def cells(count: int = PEOPLE) -> list[tuple[str, ...]]:
    """Return the cells of the rows as the paper says them."""
    return [_cells(place, human) for place, human in enumerate(humans(count, units=UNITS), 1)]


def _cells(place: int, human: Human) -> tuple[str, ...]:
    return (
        str(place),
        human.full_name,
        human.birth[:4],
        human.citizen_id or "",
        f"CĐCS Công ty TNHH May mặc xuất khẩu Hương Sơn số {human.unit + 1}",
        _CIRCUMSTANCES[place % len(_CIRCUMSTANCES)],
        number(_amount(place)),
        "",
    )


def _amount(place: int) -> int:
    return 500_000 + place % 3 * 100_000


def paper(rows: list[tuple[str, ...]]) -> Document:
    """Return the list as a paper with carried sums and a total."""
    made = [Row((*row[:6], _amount(place), row[7])) for place, row in enumerate(rows, 1)]
    total = sum(_amount(place) for place in range(1, len(rows) + 1))
    made.append(Row(("Tổng cộng", *[None] * 5, total, ""), RowKind.TOTAL))
    return Document(blocks=(Table(COLUMNS, tuple(made), size=SIZE, min_row_mm=ROW_MM),), landscape=True)


if __name__ == "__main__":
    content = render_pdf(paper(cells()))
    # Not ru_maxrss, which a process begins with what the one that started it held.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(int(peak.split()[1]) / 1024, len(content))
