"""Lists pasted together from files in different old fonts."""

from __future__ import annotations

from typing import Any

import pytest

from labordesk.vietnamese.legacy_tables import letters_of
from tests.exchange.typed_lists import problems_of, read_rows

NAMES = (
    "Nguyễn Thị Lan", "Trần Văn Bình", "Lê Thị Hoà", "Phạm Quốc Ánh", "Đỗ Thị Tống", "Hồ Bá Hải", "Võ Đình Tâm",
    "Đặng Thị Thuỷ", "Bùi Thị Hằng", "Lương Đức Quí", "Trương Thị Phượng", "Đinh Thị Nguyệt",
)  # fmt: skip
CAUSES = ("Hộ nghèo", "Bệnh hiểm nghèo", "Con mồ côi", "Tai nạn lao động")


def in_font(text: str, encoding: str) -> str:
    """Return a text as cp1252 shows it typed in a font of an old encoding."""
    codes: dict[str, str] = {}
    for code, letter in letters_of(encoding).items():
        codes.setdefault(letter, code)
    return "".join(codes.get(letter, letter) for letter in text)


def rows(*encodings: str) -> list[list[Any]]:
    return [
        [i + 1, in_font(name, encoding), 1980 + i, in_font(CAUSES[i % 4], encoding), 500_000]
        for i, (name, encoding) in enumerate(zip(NAMES, encodings, strict=True))
    ]


@pytest.mark.parametrize("pair", [("tcvn3", "vni"), ("vni", "tcvn3"), ("tcvn3", "viscii")])
def test_rows_of_two_old_fonts_are_each_decoded_and_the_columns_are_asked_about(pair: tuple[str, str]) -> None:
    found = read_rows(["STT", "Họ và tên", "Năm sinh", "Hoàn cảnh", "Số tiền"], *rows(*[pair[0]] * 6, *[pair[1]] * 6))
    assert [row.values["name"] for row in found.rows] == list(NAMES)
    assert [row.values["circumstance"] for row in found.rows] == [CAUSES[i % 4] for i in range(12)]
    assert {problem.problem.field for problem in found.sheets[0].problems} == {"encoding"}


def test_rows_of_one_old_font_are_no_question() -> None:
    found = read_rows(["STT", "Họ và tên", "Năm sinh", "Hoàn cảnh", "Số tiền"], *rows(*["vni"] * 12))
    assert [row.values["name"] for row in found.rows] == list(NAMES)
    assert not found.sheets[0].problems
    assert not problems_of(found)


def test_broken_utf8_is_sure_by_its_letters_and_mends_the_dong_beside_amounts() -> None:
    def broken(text: str) -> str:
        return "".join(
            bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
            for byte in text.encode()
        )

    found = read_rows(
        [broken(word) for word in ("STT", "Họ và tên", "Năm sinh", "Số tiền")],
        *([i + 1, broken(NAMES[i]), 1980 + i, broken("1.000.000đ")] for i in (2, 3, 4)),
    )
    assert [row.values["name"] for row in found.rows] == list(NAMES[2:5])
    assert found.total == 3_000_000
    assert not found.sheets[0].problems
