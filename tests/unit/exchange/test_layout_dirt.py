"""Random lists with random dirt around them: no person is lost, nobody is invented, every sum is known for one."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labordesk.exchange.cells import FormulaGap, Range, Sheet
from labordesk.exchange.layout import find_layout

FAMILIES = ("Nguyễn", "Trần", "Tống", "Công", "Lê", "Đỗ", "Đoàn", "Phan", "Y", "H'", "Tổ", "Chu")
MIDDLES = ("Thị", "Văn", "Thị Kim", "Đức", "Bá", "Xã")
GIVEN = ("Lan", "Tổng", "Cộng", "Phòng", "Ban", "Hòa", "Trang", "Tâm", "Chủ", "Hội", "Vân", "Ân")
UNITS = (
    "CĐCS Công ty TNHH May Sông Lam",
    "CĐCS Trường THCS Đồng Tâm",
    "Công đoàn Trạm Y tế xã",
    "Công ty CP Gỗ Phú Thịnh",
    "Tổ may 3",
)
ROMAN = ("I", "II", "III", "IV", "V")
TITLES = ("DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT", "Danh sách hỗ trợ khó khăn", "BẢNG KÊ CHI TIỀN TRỢ CẤP", "BIỂU TỔNG HỢP")


@dataclass
class Made:
    """A sheet as it grows, with what its rows are (officer's numbers)."""

    rows: list[list[Any]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)
    sums: list[int] = field(default_factory=list)
    total: int | None = None

    def add(self, row: list[Any]) -> int:
        self.rows.append(row)
        return len(self.rows)


class Maker:
    """Makes one list as somebody might send it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.made = Made()
        self.left = chance.choice((0, 0, 0, 1, 2))
        self.has_number = chance.random() < 0.8
        self.has_sexes = chance.random() < 0.3
        self.is_split = chance.random() < 0.2
        self.has_unit = chance.random() < 0.5
        self.has_goods = chance.random() < 0.3
        self.style = chance.randrange(6)
        self.given = 0

    def columns(self) -> list[tuple[str, str]]:
        """Return the upper and lower heading of each column."""
        found: list[tuple[str, str]] = [(self.one("STT", "TT", "Stt", "Số TT"), "")] if self.has_number else []
        found += (
            [("Họ đệm", ""), ("Tên", "")]
            if self.is_split
            else [(self.one("Họ và tên", "HỌ TÊN", "Họ tên đoàn viên"), "")]
        )
        found += (
            [("Năm sinh", "Nam"), ("Năm sinh", "Nữ")] if self.has_sexes else [(self.one("Năm sinh", "Ngày sinh"), "")]
        )
        found += [(self.one("Đơn vị", "CĐCS", "Đơn vị công tác"), "")] if self.has_unit else []
        money = self.one("Số tiền", "Mức hỗ trợ", "Giá trị quà")
        found += [(money, "Tiền mặt"), (money, "Hiện vật")] if self.has_goods else [(money, "")]
        return [*found, (self.one("Ký nhận", "Ghi chú"), "")]

    def one(self, *choices: str) -> str:
        return self.chance.choice(choices)

    def put(self, values: list[Any]) -> int:
        return self.made.add([None] * self.left + values)

    def make(self) -> Made:
        self.letterhead()
        heads = self.columns()
        self.headings(heads, merged=self.chance.random() < 0.6)
        is_grouped = self.chance.random() < 0.5
        number = 0
        for at, unit in enumerate(self.chance.sample(UNITS, k=self.chance.randint(2, 4)) if is_grouped else [""]):
            if is_grouped:
                self.group(at, unit, len(heads))
                number = 0 if self.chance.random() < 0.7 else number
            since = self.given
            for _person in range(self.chance.randint(2, 9)):
                number += 1
                self.person(number, heads)
                if self.chance.random() < 0.04:
                    self.page(heads, since)
            if is_grouped and self.chance.random() < 0.5:
                self.sum(self.one("Cộng", "Cộng nhóm", "Tổng", "Cộng:"), heads, self.given - since)
        if self.chance.random() < 0.7:
            words = self.one("Tổng cộng", "TỔNG CỘNG", "Tổng cộng:", f"Tổng cộng: {len(self.made.people)} người")
            self.made.total = self.sum(words, heads, self.given)
        self.below()
        return self.made

    def letterhead(self) -> None:
        if self.chance.random() < 0.7:
            for left, right in (
                ("LIÊN ĐOÀN LAO ĐỘNG TỈNH", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                ("CÔNG ĐOÀN XÃ HƯƠNG SƠN", "Độc lập - Tự do - Hạnh phúc"),
            ):
                self.made.add([left, None, None, None, right])
            self.made.add([])
        if self.chance.random() < 0.8:
            self.made.add([self.one(*TITLES)])
            self.made.add([self.one("", "(Kèm theo Tờ trình số 05/TTr-CĐX ngày 12/01/2026)", "ĐVT: đồng") or None])
        for _blank in range(self.chance.randint(0, 2)):
            self.made.add([])

    def headings(self, heads: list[tuple[str, str]], *, merged: bool) -> None:
        is_double = any(low for _up, low in heads)
        upper = [up if at == 0 or heads[at - 1][0] != up else None for at, (up, _low) in enumerate(heads)]
        top = self.put(upper)
        if is_double:
            self.put([low or None for _up, low in heads])
        if is_double and merged:
            for at, (up, low) in enumerate(heads):
                column = at + self.left
                if not low:
                    self.made.merged.append(Range(top, column, top + 1, column))
                elif upper[at] and at + 1 < len(heads) and heads[at + 1][0] == up:
                    self.made.merged.append(Range(top, column, top, column + 1))
        if self.chance.random() < 0.4:
            self.put([self.numbered(at) for at in range(1, len(heads) + 1)])

    def numbered(self, at: int) -> Any:
        return f"({at})" if self.style % 2 else at

    def group(self, at: int, unit: str, width: int) -> None:
        roman = ROMAN[at]
        if self.style < 2 and self.has_number:
            row = self.put([roman, unit])
        elif self.style == 2:
            row = self.put([f"{roman}. {unit}"])
            self.made.merged.append(Range(row, self.left, row, self.left + width - 1))
        elif self.style == 3:
            row = self.put([None, unit] if self.has_number else [unit])
        elif self.style == 4:
            row = self.put([f"{at + 1}. {unit}"])
        else:
            row = self.put([f"{chr(65 + at)}. {unit}"])
        self.made.groups[row] = unit

    def person(self, number: int, heads: list[tuple[str, str]]) -> None:
        chance = self.chance
        family, middle, given = chance.choice(FAMILIES), chance.choice(MIDDLES), chance.choice(GIVEN)
        cash = chance.choice((300000, 500000, 1000000))
        self.given += cash
        values: list[Any] = [number] if self.has_number else []
        values += [f"{family} {middle}", given] if self.is_split else [f"{family} {middle} {given}"]
        born: Any = chance.choice((1985, "1990", "12/03/1985", "8/1985"))
        values += chance.choice(([born, None], [None, born])) if self.has_sexes else [born]
        values += [chance.choice(UNITS)] if self.has_unit else []
        values += (
            [cash, chance.choice((None, 300000))]
            if self.has_goods
            else [chance.choice((cash, f"{cash:,}".replace(",", ".")))]
        )
        row = self.put([*values, None])
        self.made.people.append(row)

    def page(self, heads: list[tuple[str, str]], _since: int) -> None:
        """A new page: the sum so far, the headings again, the sum carried over."""
        if self.chance.random() < 0.5:
            self.sum("Cộng trang", heads, self.given)
        self.headings(heads, merged=True)
        if self.chance.random() < 0.5:
            self.sum(self.one("Trang trước chuyển sang", "Mang sang"), heads, self.given)

    def sum(self, words: str, heads: list[tuple[str, str]], value: int) -> int:
        row: list[Any] = [None] * len(heads)
        row[self.chance.choice((0, 1)) if self.has_number else 0] = words
        row[len(heads) - (3 if self.has_goods else 2)] = self.chance.choice((value, FormulaGap("SUM(H1:H9)")))
        at = self.put(row)
        self.made.sums.append(at)
        return at

    def below(self) -> None:
        if self.chance.random() < 0.5:
            self.put(["Bằng chữ: Hai mươi triệu đồng chẵn./."])
        if self.chance.random() < 0.7:
            self.made.add([])
            if self.chance.random() < 0.5:
                self.made.add([None, None, None, "Hương Sơn, ngày 12 tháng 01 năm 2026"])
            self.made.add(
                [
                    None,
                    self.one("NGƯỜI LẬP", "Người lập biểu", "KẾ TOÁN"),
                    None,
                    None,
                    self.one("CHỦ TỊCH", "TM. BAN THƯỜNG VỤ"),
                ]
            )
            self.made.add([None, "(Ký, ghi rõ họ tên)"])
            self.made.add([])
            self.made.add([None, "Nguyễn Thị Thu Hà", None, None, "Trần Văn Bình"])


def sheet_of(made: Made) -> Sheet:
    width = max(map(len, made.rows))
    return Sheet("Trang 1", [(*row, *(None,) * (width - len(row))) for row in made.rows], merged=tuple(made.merged))


def check(seed: int) -> None:
    made = Maker(random.Random(seed)).make()
    layout = find_layout(sheet_of(made))
    assert layout is not None
    assert [row.row for row in layout.body if row.kind == "row"] == made.people
    assert {row.row: row.group for row in layout.body if row.kind == "group"} == made.groups
    assert [row.row for row in layout.body if row.kind in ("subtotal", "total")] == made.sums
    if made.total is not None:
        assert [row.row for row in layout.body if row.kind == "total"] == [made.total]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_no_person_is_lost_or_invented(seed: int) -> None:
    check(seed)


@pytest.mark.long
def test_no_person_of_thousands_of_lists_is_lost_or_invented() -> None:
    for seed in range(5000):
        check(seed)
