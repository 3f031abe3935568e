"""Names as often as they are met in a Vietnamese commune; nobody who bears them here exists."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

FAMILIES: Final = (
    "Nguyễn 3150 Trần 1090 Lê 890 Phạm 590 Hoàng 330 Huỳnh 180 Vũ 260 Võ 230 Phan 280 Trương 220 Bùi 210 Đặng 190 "
    "Đỗ 190 Ngô 170 Hồ 150 Dương 140 Đinh 100 Đoàn 60 Lâm 60 Mai 60 Trịnh 60 Đào 60 Lý 50 Cao 50 Lương 50 Hà 45 "
    "Tạ 35 Thái 35 Tô 30 Châu 30 Chu 25 Vương 25 Phùng 25 Quách 20 Kiều 15 Lưu 35 Tống 15 Thạch 10 Nông 20 Hứa 15 "
    "Đàm 15 Từ 10 Nghiêm 10 La 10 Lò 20 Vi 15 Sầm 8 Giàng 8 Triệu 15 Mạc 6 Bế 6 Cầm 5 Lục 5 Ông 3 Khổng 4 Doãn 6 "
    "Văn 8 Cù 5 Phí 4 Thân 5 Bạch 6 Ninh 4 Viên 2 Ma 4 Tăng 4 Lại 8 Mã 2 An 3 Ôn 2 Ưng 1"
)
WOMEN_MIDDLE: Final = (
    "Thị 420 Thị_Thanh 28 Thị_Thu 34 Thị_Hồng 30 Thị_Ngọc 26 Thị_Kim 22 Thị_Minh 14 Thị_Bích 16 Thị_Mỹ 14 "
    "Thị_Phương 18 Thị_Lan 8 Thị_Tuyết 8 Thị_Ánh 8 Thị_Diệu 6 Thị_Quỳnh 8 Thị_Hoài 8 Thị_Xuân 5 Thị_Hải 6 "
    "Thị_Cẩm 6 Thị_Thùy 10 Thị_Như 5 Thị_Khánh 6 Thị_Mai 8 Thị_Hà 5 Ngọc 26 Thanh 24 Thu 16 Kim 12 Hồng 16 "
    "Minh 18 Phương 20 Bảo 10 Khánh 10 Quỳnh 12 Thùy 14 Diệu 6 Mỹ 8 Hoài 8 Như 8 Tường 3 Hà 6 Mai 6 Lan 4 Trà 3 "
    "Gia 4 Tuyết 5 Ánh 4 Yến 4 Hoàng 6 Thuỳ 5 - 8"
)
MEN_MIDDLE: Final = (
    "Văn 360 Hữu 46 Đức 52 Đình 34 Xuân 36 Minh 50 Quang 44 Ngọc 40 Thanh 40 Công 24 Quốc 36 Bá 12 Trọng 20 "
    "Duy 20 Tiến 18 Mạnh 22 Hồng 14 Hoàng 26 Tuấn 18 Anh 16 Gia 14 Bảo 14 Việt 12 Trung 12 Thành 18 Viết 10 Sỹ 6 "
    "Thế 18 Như 4 Chí 8 Khắc 10 Phúc 8 Nhật 10 Hải 8 Đăng 10 Huy 6 Tấn 10 Phú 6 Vĩnh 3 Doãn 2 Tá 2 Cao 2 Thái 4 "
    "Trường 6 Bình 3 Văn_Anh 2 Ngọc_Anh 2 - 14"
)
WOMEN_GIVEN: Final = (
    "Hương 40 Lan 34 Hoa 36 Hà 34 Hằng 32 Hạnh 30 Thủy 28 Hiền 34 Nga 26 Linh 46 Thảo 40 Trang 44 Huyền 34 Anh 44 "
    "Mai 30 Phương 38 Ngọc 30 Yến 26 Nhung 24 Dung 24 Thu 24 Hoà 12 Hòa 12 Hồng 28 Loan 20 Vân 26 Liên 20 Oanh 14 "
    "Tuyết 20 Thanh 26 Thúy 18 Thuỳ 8 Thùy 10 Thuý 6 Quỳnh 16 Nhi 18 Vy 14 My 12 Ly 12 Trinh 14 Thơm 8 Thắm 10 "
    "Tâm 16 Lý 8 Duyên 16 Diễm 6 Ánh 12 Bích 10 Châu 10 Chi 18 Cúc 8 Đào 8 Giang 14 Hậu 10 Hiếu 4 Hoài 10 Huệ 14 "
    "Hường 14 Khánh 6 Kiều 8 Lệ 10 Luyến 5 Lương 5 Mận 3 Minh 10 Na 3 Ngân 18 Nguyệt 14 Như 8 Nương 2 Phượng 18 "
    "Sen 5 Sương 6 Thêu 3 Thoa 6 Thu 8 Thuận 5 Thương 14 Tiên 8 Tình 6 Trâm 12 Trà 6 Trúc 10 Tú 8 Uyên 12 Vui 3 "
    "Xuân 12 Xoan 3 Mỵ 2 Hợp 3 Hải 6 Lựu 2 Mơ 3 Ngà 6 Nhàn 8 Ninh 3 Quyên 10 Quý 4 Thoan 3 Thiện 3 Tuyền 6 Út 2 "
    "Ước 1 Vinh 3"
)
MEN_GIVEN: Final = (
    "Hùng 38 Dũng 34 Tuấn 40 Cường 30 Minh 34 Hải 30 Sơn 28 Nam 28 Long 26 Thắng 26 Hiếu 24 Đức 28 Anh 34 "
    "Trung 24 Hưng 20 Quân 20 Huy 30 Hoàng 22 Tùng 20 Thành 28 Tú 14 Tâm 18 Bình 24 Hòa 12 Hoà 6 Phúc 20 Phong 18 "
    "Khánh 14 Kiên 16 Khoa 12 Lâm 16 Linh 12 Lộc 12 Lợi 10 Luân 8 Mạnh 16 Nghĩa 14 Nhân 10 Phương 14 Quang 22 "
    "Quý 10 Quyết 6 Sỹ 4 Tài 16 Tân 14 Thái 14 Thanh 16 Thiện 8 Thịnh 12 Thuận 10 Tiến 20 Toàn 16 Toán 2 "
    "Trường 16 Trọng 6 Tuân 4 Tuyên 4 Tường 4 Vinh 16 Việt 14 Vũ 14 Vương 4 An 14 Ân 4 Bảo 16 Bắc 4 Chiến 12 "
    "Chung 8 Chương 4 Công 10 Cảnh 6 Danh 4 Duy 14 Dương 14 Đại 6 Đạt 20 Đăng 8 Điệp 4 Định 8 Đông 10 Giang 10 "
    "Giáp 2 Hà 10 Hậu 8 Hiền 3 Hiệp 10 Hồng 5 Hữu 2 Khải 6 Khôi 6 Khang 8 Lực 5 Lượng 3 Lý 3 Năm 4 Ngọc 10 "
    "Nguyên 10 Ninh 4 Phú 8 Phước 8 Quốc 10 Quảng 3 Sáng 4 Sang 8 Tám 2 Thạch 3 Thế 4 Thiên 4 Thông 6 Thọ 6 Tín 4 "
    "Tịnh 1 Trí 10 Trực 3 Tư 3 Tứ 2 Văn 4 Vĩnh 3 Xuân 6 Ước 1"
)

_MINORITIES: Final = (
    ("Thái", ("Vi Văn", "Lô Văn", "Lương Văn"), ("Vi Thị", "Lô Thị", "Kha Thị"), ("Xay", "Thoong", "Ón", "Păn", "Pọm")),
    ("Mường", ("Bùi Văn", "Quách Công"), ("Bùi Thị", "Quách Thị"), ("Ém", "Dậu", "Nhèm", "Thực", "Thường")),
    ("Tày", ("Nông Văn", "Bế Văn"), ("Nông Thị", "Bế Thị"), ("Đạt", "Lưu", "Kiều", "Niệm", "Thuyết")),
    ("Mông", ("Giàng A", "Sùng A", "Vàng A"), ("Giàng Thị", "Sùng Thị", "Vàng Thị"), ("Páo", "Chư", "Mỷ", "Dợ", "Sua")),
    ("Bru-Vân Kiều", ("Hồ Văn",), ("Hồ Thị",), ("Thảnh", "Bứp", "Xuồi", "Thon", "Mơi")),
    ("Khmer", ("Thạch Sa", "Kim Sa"), ("Thạch Thị", "Kim Thị"), ("Rương", "Rây", "Phol", "Thương", "Đa")),
)
_EDE_MEN: Final = ("Moan", "Thương", "Wên", "Bliên")
_EDE_WOMEN: Final = ("H'Hen", "H'Lan", "H'Ngăn", "H'Wưng")
_EDE_FAMILIES: Final = ("Niê", "Êban", "Ayŭn", "Mlô")


class Wheel:
    """Words drawn as often as the weight behind each says; "_" stands for a blank, "-" for no word."""

    def __init__(self, text: str) -> None:
        parts = text.split()
        self.words = ["" if word == "-" else word.replace("_", " ") for word in parts[::2]]
        self.totals = list(accumulate(map(int, parts[1::2])))

    def turn(self, chance: random.Random, times: int) -> list[str]:
        """Return so many words."""
        return chance.choices(self.words, cum_weights=self.totals, k=times)


@dataclass(frozen=True)
class PersonName:
    """A name; ``sort_name`` is the word it is sorted by when that is not the last one."""

    full_name: str
    ethnicity: str = "Kinh"
    sort_name: str | None = None


class Names:
    """Gives names by sex ("male", "female"), one in eighty of them of an ethnic minority."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._family = Wheel(FAMILIES)
        self._middle = {"female": Wheel(WOMEN_MIDDLE), "male": Wheel(MEN_MIDDLE)}
        self._given = {"female": Wheel(WOMEN_GIVEN), "male": Wheel(MEN_GIVEN)}

    def of(self, sex: str) -> PersonName:
        """Return the name of somebody."""
        if self._chance.random() < 1 / 80:
            return self._of_minority(sex)
        return PersonName(self._joined(self._family.turn(self._chance, 1)[0], sex))

    def of_child(self, parent: str, sex: str) -> str:
        """Return the name of a child who bears the family name of a parent."""
        return self._joined(parent.split(maxsplit=1)[0], sex)

    def _joined(self, family: str, sex: str) -> str:
        middle, given = self._middle[sex].turn(self._chance, 1)[0], self._given[sex].turn(self._chance, 1)[0]
        while given in middle.split() or given == family:
            [given] = self._given[sex].turn(self._chance, 1)
        return " ".join(filter(None, (family, middle, given)))

    def _of_minority(self, sex: str) -> PersonName:
        pick = self._chance.choice
        if self._chance.random() < 0.25:
            family, given = pick(_EDE_FAMILIES), pick(_EDE_WOMEN if sex == "female" else _EDE_MEN)
            before = "" if sex == "female" else "Y "
            return PersonName(f"{before}{given} {family}", "Ê-đê", given)
        ethnicity, men, women, given_names = pick(_MINORITIES)
        return PersonName(f"{pick(women if sex == 'female' else men)} {pick(given_names)}", ethnicity)
