"""Random lists as officers make them: clean people, then letterheads, merged headings, groups, notations, encodings.

What each row means is known, so a test can tell whether anybody, or any đồng, was lost or invented.
"""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

from labordesk.vietnamese.legacy_tables import letters_of
from labordesk.vietnamese.words import amount_in_words

Kind = Literal["gifts", "grants", "houses", "people"]
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Đoàn Mai Tô Cao Hà"
MEN = "Văn Đức Hữu Quốc Đình Xuân Minh Công Bá Tiến"
WOMEN = "Thị Thị_Ngọc Ngọc Thanh Thị_Kim Diệu Thị_Bích Hồng Mỹ"
MEN_GIVEN = "An Bình Cường Dũng Hải Hùng Khánh Long Nghĩa Phúc Quí Sơn Tâm Thắng Tuấn Vượng"
WOMEN_GIVEN = "Hạnh Hằng Hoà Hương Lan Loan Mai Nga Nguyệt Oanh Phượng Quý Thảo Thuỷ Thủy Trang Tuyết Uyên Yến"
OTHER_PEOPLES = (("H'Hen Niê", "female"), ("Y Moan Êban", "male"), ("K'Tin", "male"), ("Giàng A Páo", "male"))
UNITS = (
    "CĐCS Công ty TNHH May Sông Lam",
    "CĐCS Trường THCS Đồng Tâm",
    "CĐCS Trạm Y tế Hương Sơn",
    "Công đoàn Công ty CP Gỗ Phú Thịnh",
    "CĐCS Công ty Da giày Hoàng Gia",
)
CIRCUMSTANCES = ("Hộ nghèo", "Bệnh hiểm nghèo", "Thiên tai, bão lũ", "Con khuyết tật", "Đơn thân nuôi con nhỏ")
TITLES: dict[Kind, tuple[str, ...]] = {
    "gifts": ("DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026", "Danh sách tặng quà Trung thu năm 2025"),
    "grants": ("DANH SÁCH TRỢ CẤP KHÓ KHĂN ĐỘT XUẤT", "Danh sách hỗ trợ đoàn viên có hoàn cảnh khó khăn năm 2025"),
    "houses": ("BIỂU TỔNG HỢP NHÀ MÁI ẤM CÔNG ĐOÀN NĂM 2025", "Danh sách hỗ trợ xây, sửa nhà Mái ấm công đoàn"),
    "people": ("DANH SÁCH ĐOÀN VIÊN CÔNG ĐOÀN", "Danh sách đoàn viên, người lao động"),
}
HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("STT", "TT", "Số TT", "Stt"),
    "name": ("Họ và tên", "HỌ TÊN", "Họ tên đoàn viên", "Ho va ten", "Họ và tên người nhận"),
    "family_name": ("Họ đệm", "Họ và tên đệm", "Họ lót"),
    "given_name": ("Tên",),
    "born": ("Ngày sinh", "Năm sinh", "NGÀY THÁNG NĂM SINH", "Ngày, tháng, năm sinh", "Sinh năm"),
    "sex": ("Giới tính", "Nam/Nữ", "Phái"),
    "cccd": ("Số CCCD", "CCCD/CMND", "Căn cước công dân", "Số định danh cá nhân", "CMND/CCCD"),
    "phone": ("Điện thoại", "SĐT", "Số điện thoại", "Số ĐT"),
    "unit": ("Đơn vị", "CĐCS", "Đơn vị công tác", "Nơi làm việc", "Đơn vị (CĐCS)"),
    "circumstance": ("Hoàn cảnh", "Lý do", "Hoàn cảnh khó khăn", "Lý do hỗ trợ"),
    "amount": ("Số tiền", "Mức hỗ trợ", "Thành tiền", "Số tiền hỗ trợ", "Kinh phí"),
    "paid": ("Ngày chi", "Ngày nhận", "Ngày hỗ trợ", "Ngày trao"),
    "new_build": ("Loại (XM/SC)", "Xây mới/Sửa chữa", "Loại hình", "Hình thức hỗ trợ"),
    "started": ("Ngày khởi công", "Khởi công"),
    "handed": ("Ngày bàn giao", "Bàn giao", "Ngày hoàn thành"),
    "note": ("Ghi chú", "Ghi chú"),
    "signature": ("Ký nhận", "Ký tên"),
}
FUNDERS = ("Quỹ Mái ấm", "Doanh nghiệp", "Gia đình")


@dataclass
class Listed:
    """One row of the truth; ``amount`` in đồng, ``wrong`` the field whose cell was spoilt."""

    name: str
    sex: str
    born: str
    cccd: str
    phone: str
    unit: str
    circumstance: str
    amount: int
    cash: int = 0
    goods: int = 0
    new_build: bool = True
    started: str = ""
    handed: str = ""
    paid: str = ""
    funders: dict[str, int] = field(default_factory=dict)
    wrong: str = ""


@dataclass
class DirtyList:
    """A file with its truth; ``columns`` are the fields that have a column."""

    path: Path
    kind: Kind
    rows: list[Listed]
    columns: tuple[str, ...]
    has_total: bool
    unit_of_money: int


def make_person(chance: random.Random, number: int) -> Listed:
    """Return one clean person; the citizen number fits birth and sex."""
    sex = chance.choice(("male", "female"))
    if chance.random() < 0.03:
        name, sex = chance.choice(OTHER_PEOPLES)
    else:
        given = MEN_GIVEN if sex == "male" else WOMEN_GIVEN
        middle = chance.choice((MEN if sex == "male" else WOMEN).split()).replace("_", " ")
        name = f"{chance.choice(FAMILIES.split())} {middle} {chance.choice(given.split())}"
    year = chance.randint(1961, 2006)
    born = chance.choice((f"{year}", f"{year}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"))
    coded = (0 if year < 2000 else 2) + (sex == "female")
    cccd = f"{chance.choice((1, 38, 40, 42, 44, 46)):03d}{coded}{year % 100:02d}{number:03d}{chance.randint(205, 789)}"
    day = date(2025, chance.randint(1, 12), chance.randint(1, 28))
    return Listed(
        name=name,
        sex=sex,
        born=born,
        cccd=cccd,
        phone=f"09{chance.randrange(10**8):08d}",
        unit=chance.choice(UNITS),
        circumstance=chance.choice(CIRCUMSTANCES),
        amount=chance.choice((300_000, 500_000, 1_000_000, 1_300_000)),
        paid=day.isoformat(),
        started=date(2025, chance.randint(1, 5), chance.randint(1, 28)).isoformat(),
        handed=chance.choice(("", date(2025, chance.randint(6, 12), chance.randint(1, 28)).isoformat())),
        new_build=chance.random() < 0.7,
    )


class Maker:
    """Makes one file; every choice is drawn from ``chance``."""

    def __init__(self, chance: random.Random, kind: Kind, count: int, *, spoil: bool) -> None:
        self.chance = chance
        self.kind = kind
        self.people = [make_person(chance, number) for number in range(count)]
        self.unit_of_money = chance.choice((1, 1, 1_000)) if kind != "houses" else chance.choice((1, 1_000_000))
        self.is_grouped = chance.random() < 0.4
        self.by_sex = chance.random() < 0.25
        self.parts_name = chance.random() < 0.25
        self.parts_money = kind == "gifts" and chance.random() < 0.4
        self.marks_sex = chance.random() < 0.3
        self.encoding = chance.choice(("unicode", "unicode", "unicode", "nfd", "tcvn3", "vni"))
        self.spoil = spoil
        self.rows: list[list[Any]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self._money()
        if self.is_grouped:
            self.people.sort(key=lambda one: one.unit)

    def _money(self) -> None:
        for one in self.people:
            if self.kind == "houses":
                fund = 50_000_000 if one.new_build else 25_000_000
                one.funders = {"Quỹ Mái ấm": fund, "Doanh nghiệp": self.chance.choice((0, 20_000_000, 30_500_000))}
                one.funders["Gia đình"] = self.chance.choice((0, 40_000_000, 65_250_000))
                one.amount = fund
            elif self.parts_money:
                one.cash = self.chance.choice((500_000, 1_000_000))
                one.goods = self.chance.choice((0, 300_000))
                one.amount = one.cash + one.goods

    def fields(self) -> list[str]:
        """Return the columns in their order, the number first."""
        chance = self.chance
        name = ["family_name", "given_name"] if self.parts_name else ["name"]
        born = ["born_male", "born_female"] if self.by_sex else ["born"]
        rest: list[list[str]] = [name, born, ["cccd"]]
        if not self.by_sex:
            rest.append(["sex_male", "sex_female"] if self.marks_sex else ["sex"])
        if chance.random() < 0.5:
            rest.append(["phone"])
        if not self.is_grouped:
            rest.append(["unit"])
        if self.kind != "houses" and chance.random() < 0.6:
            rest.append(["circumstance"])
        if self.kind == "grants":
            rest.append(["paid"])
        if self.kind == "houses":
            rest += [["new_build"], ["started"], ["handed"]]
        tail = rest[1:]
        chance.shuffle(tail)
        money: list[str] = []
        if self.kind == "houses":
            money = [f"funder:{label}" for label in FUNDERS]
        elif self.parts_money:
            money = ["cash", "goods", "amount"]
        elif self.kind != "people":
            money = ["amount"]
        last = chance.choice(([], ["note"], ["signature"], ["note", "signature"]))
        return ["number", *rest[0], *(one for group in tail for one in group), *money, *last]

    # Cells: each returns what the officer typed.

    def cell(self, one: Listed, name: str) -> Any:
        """Return the cell of a field in one of the ways it is met."""
        chance = self.chance
        match name:
            case "name":
                return self._name(one.name)
            case "family_name":
                return one.name.rpartition(" ")[0]
            case "given_name":
                return one.name.rpartition(" ")[2]
            case "born":
                return self._day(one.born)
            case "born_male" | "born_female":
                is_his = one.sex == name.removeprefix("born_")
                return int(one.born[:4]) if is_his else None
            case "sex":
                return "Nam" if one.sex == "male" else "Nữ"
            case "sex_male" | "sex_female":
                return "x" if one.sex == name.removeprefix("sex_") else None
            case "cccd":
                return chance.choice((one.cccd, one.cccd, int(one.cccd), f"{one.cccd[:3]} {one.cccd[3:]}"))
            case "phone":
                return chance.choice((one.phone, int(one.phone), f"{one.phone[:4]}.{one.phone[4:7]}.{one.phone[7:]}"))
            case "unit" | "circumstance":
                return chance.choice((getattr(one, name), f" {getattr(one, name)}  "))
            case "amount" | "cash" | "goods":
                return self._amount(getattr(one, name)) if getattr(one, name) else None
            case "paid" | "started":
                return self._day(getattr(one, name))
            case "handed":
                return self._day(one.handed) if one.handed else chance.choice(("đang xây", "chưa bàn giao", None))
            case "new_build":
                return chance.choice(("XM", "Xây mới", "xây mới") if one.new_build else ("SC", "Sửa chữa", "sửa"))
        if name.startswith("funder:"):
            amount = one.funders[name.removeprefix("funder:")]
            return self._amount(amount) if amount else None
        return None

    def _name(self, name: str) -> str:
        way = self.chance.random()
        if way < 0.1:
            return name.upper()
        if way < 0.15:
            return f"  {name.replace(' ', chr(0xA0), 1)} "
        return name

    def _day(self, iso: str) -> Any:
        if len(iso) == 4:
            return self.chance.choice((iso, int(iso)))
        year, month, day = map(int, iso.split("-"))
        texts = (f"{day:02d}/{month:02d}/{year}", f"{day}-{month}-{year}", f"{day:02d}.{month:02d}.{year}")
        return self.chance.choice((*texts, datetime(year, month, day)))  # noqa: DTZ001 - cells have no zone

    def _amount(self, amount: int) -> Any:
        if self.unit_of_money > 1:
            value = amount / self.unit_of_money
            if value.is_integer():
                return int(value)
            return self.chance.choice((value, f"{value}".replace(".", ",")))
        dotted = f"{amount:,}".replace(",", ".")
        return self.chance.choice((amount, amount, dotted, f"{dotted}đ", f"{dotted} đồng", f"{amount:,}"))

    def spoilt(self, one: Listed, name: str) -> Any:
        """Return a cell that nobody can read for certain."""
        one.wrong = name
        return {
            "amount": self.chance.choice(("năm trăm", "1.147 triệu", "-500.000", "8.500.00")),
            "born": self.chance.choice(("31/02/1990", "29/02/2001", "12/3/2099")),
            "cccd": self.chance.choice(("04209012345", "6.6085E+10", "03820112", "038901234567")),
            "name": None,
        }[name]

    # The sheet.

    def write(self) -> tuple[str, ...]:
        """Fill ``rows`` with the whole sheet and return the fields of its columns."""
        chance = self.chance
        fields = self.fields()
        if chance.random() < 0.8:
            self.rows += [["LIÊN ĐOÀN LAO ĐỘNG TỈNH", *[None] * 4, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
            self.rows += [["CÔNG ĐOÀN XÃ HƯƠNG SƠN", *[None] * 4, "Độc lập - Tự do - Hạnh phúc"], []]
        self.rows.append([chance.choice(TITLES[self.kind])])
        if chance.random() < 0.5:
            self.rows.append(["(Kèm theo Tờ trình số 05/TTr-CĐX ngày 12/01/2026)"])
        named_unit = {1: None, 1_000: "ĐVT: nghìn đồng", 1_000_000: "ĐVT: triệu đồng"}[self.unit_of_money]
        if named_unit:
            self.rows.append([named_unit])
        self.rows += [[] for _blank in range(chance.randint(0, 2))]
        self._headings(fields)
        if chance.random() < 0.3:
            self.rows.append([f"({index + 1})" for index in range(len(fields))])
        has_total = self._body(fields)
        if chance.random() < 0.7:
            self.rows += [
                [],
                [None, "NGƯỜI LẬP", None, None, "TM. BAN THƯỜNG VỤ"],
                [None, None, None, None, "CHỦ TỊCH"],
            ]
        self.has_total = has_total
        return tuple(fields)

    def _headings(self, fields: Sequence[str]) -> None:
        pairs = {"born_male": ("Năm sinh", "Nam"), "born_female": ("Năm sinh", "Nữ")}
        pairs |= {"sex_male": ("Giới tính", "Nam"), "sex_female": ("Giới tính", "Nữ")}
        pairs |= {"cash": ("Giá trị quà", "Tiền mặt"), "goods": ("Giá trị quà", "Hiện vật")}
        upper: list[Any] = []
        lower: list[Any] = []
        top = len(self.rows)
        is_split = any(name in pairs for name in fields)
        for index, name in enumerate(fields):
            if name in pairs:
                first = (
                    not upper
                    or upper[-1] is None
                    or index == 0
                    or pairs.get(fields[index - 1], ("",))[0] != pairs[name][0]
                )
                upper.append(pairs[name][0] if first else None)
                lower.append(pairs[name][1])
                if not first:
                    self.merges.append((top, index - 1, top, index))
                continue
            heading = "Cộng" if self.parts_money and name == "amount" else name.removeprefix("funder:")
            upper.append(heading if heading not in HEADINGS else self.chance.choice(HEADINGS[heading]))
            lower.append(None)
            if is_split:
                self.merges.append((top, index, top + 1, index))
        self.rows.append(upper)
        if is_split:
            self.rows.append(lower)

    def _body(self, fields: Sequence[str]) -> bool:
        chance = self.chance
        unit, since, number = "", 0, 0
        money = next((name for name in ("amount", "funder:Quỹ Mái ấm") if name in fields), None)
        spoil = set(chance.sample(range(len(self.people)), min(2, len(self.people)))) if self.spoil else set()
        for place, one in enumerate(self.people):
            if self.is_grouped and one.unit != unit:
                if unit and money and chance.random() < 0.6:
                    self._sum("Cộng", fields, money, self.people[since:place])
                unit, since, number = one.unit, place, 0
                self.rows.append([chance.choice(("I", "A", None)), one.unit])
            number += 1
            choices = [name for name in ("amount", "born", "cccd", "name") if name in fields]
            if self.parts_money and "amount" in choices:
                choices.remove("amount")
            wrong = chance.choice(choices) if place in spoil and choices else ""
            self.rows.append([
                number if name == "number" else self.spoilt(one, name) if name == wrong else self.cell(one, name)
                for name in fields
            ])  # fmt: skip
        if not money or chance.random() < 0.3:
            return False
        total = self._sum("Tổng cộng", fields, money, self.people)
        if chance.random() < 0.5:
            self.rows.append([f"Bằng chữ: {amount_in_words(total)}./."])
        return True

    def _sum(self, word: str, fields: Sequence[str], money: str, people: Sequence[Listed]) -> int:
        total = sum(one.amount for one in people if one.wrong != "amount")
        value = total / self.unit_of_money
        row: list[Any] = [None] * len(fields)
        row[1] = word
        row[fields.index(money)] = int(value) if value.is_integer() else value
        self.rows.append(row)
        return total


def make_dirty_list(folder: Path, seed: int, kind: Kind, count: int = 12, *, spoil: bool = False) -> DirtyList:
    """Write a random list of a kind into ``folder`` and return it with its truth."""
    chance = random.Random(seed)
    maker = Maker(chance, kind, count, spoil=spoil)
    columns = maker.write()
    written = _encoder(maker.encoding)
    rows = [[written(cell) if isinstance(cell, str) else cell for cell in row] for row in maker.rows]
    is_plain = maker.encoding == "unicode" and not maker.merges and chance.random() < 0.4
    path = _write_csv(folder, seed, rows, chance) if is_plain else _write_xlsx(folder, seed, rows, maker)
    return DirtyList(path, kind, maker.people, columns, maker.has_total, maker.unit_of_money)


def _write_xlsx(folder: Path, seed: int, rows: Sequence[Sequence[Any]], maker: Maker) -> Path:
    path = folder / f"danh sach {seed}.xlsx"
    font = {"tcvn3": ".VnTime", "vni": "VNI-Times"}.get(maker.encoding, "Times New Roman")
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Danh sách")
        plain = book.add_format({"font_name": font})
        day = book.add_format({"font_name": font, "num_format": "dd/mm/yyyy"})
        for top, row in enumerate(rows):
            for left, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(top, left, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(top, left, cell, plain)
                elif cell is not None:
                    sheet.write_number(top, left, cell, plain)
        for top, left, bottom, right in maker.merges:
            heading = rows[top][left]
            sheet.merge_range(top, left, bottom, right, heading or "", plain)
    return path


def _write_csv(folder: Path, seed: int, rows: Sequence[Sequence[Any]], chance: random.Random) -> Path:
    path = folder / f"danh sach {seed}.csv"
    width = max(map(len, rows))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=chance.choice(";,\t"), lineterminator="\r\n")
    for row in rows:
        cells = [cell.strftime("%d/%m/%Y") if isinstance(cell, datetime) else cell for cell in row]
        writer.writerow([*cells, *[None] * (width - len(row))])
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp1258"))
    content = text.getvalue()
    path.write_bytes(_as_cp1258(content) if encoding == "cp1258" else content.encode(encoding))
    return path


def _as_cp1258(text: str) -> bytes:
    """Encode as Windows does: letters with circumflex, breve and horn whole, other tones behind their letter."""
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return bytes(out)


def _encoder(encoding: str) -> Callable[[str], str]:
    if encoding == "unicode":
        return lambda text: text
    if encoding == "nfd":
        return lambda text: unicodedata.normalize("NFD", text)
    shown = {letter: seen for seen, letter in letters_of(encoding).items()}

    def old(text: str) -> str:
        return "".join(shown.get(letter, shown.get(letter.lower(), letter)) for letter in text)

    return old
