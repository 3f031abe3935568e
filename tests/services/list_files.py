"""Small lists as files for the tests of importing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Đơn vị", "Hoàn cảnh", "Số tiền", "Ngày nhận")


def list_file(
    folder: Path,
    rows: Sequence[Sequence[object]],
    *,
    headings: Sequence[str] = HEADINGS,
    title: str = "",
    name: str = "danh-sach.csv",
) -> Path:
    """Write a list as .csv with a title above it; a row begins at the second column, its number is put before."""
    lines = [title, ""] if title else []
    lines.append(";".join(headings))
    numbered = headings[0] == "STT"
    for number, row in enumerate(rows, 1):
        cells = [str(cell) for cell in row]
        lines.append(";".join([str(number), *cells] if numbered else cells))
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path
