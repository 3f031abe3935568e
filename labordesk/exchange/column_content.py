"""What stands in a column, whatever its heading says: shares of cells that look like names, numbers, days, money."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from labordesk.exchange.cells import CellError, CellValue, FormulaGap
from labordesk.exchange.ditto_marks import is_ditto
from labordesk.exchange.list_fields import Content
from labordesk.vietnamese.date_reading import parse_date_cell
from labordesk.vietnamese.fold import clean, plain_key
from labordesk.vietnamese.money import parse_money_cell
from labordesk.vietnamese.phones import read_phones

SAMPLE: Final = 300  # cells are enough to know a column by
_YEARS: Final = range(1900, 2036)
_LAST_BIRTH: Final = 2013  # later days are rather those of an event, where no heading tells
_DAY: Final[frozenset[Content]] = frozenset({"day"})
_DAY_OF_BIRTH: Final[frozenset[Content]] = frozenset({"day", "birth"})
_ANY_DAY: Final = date(2100, 1, 1)  # only the form of a date is looked at
_MARKS: Final = frozenset("xX✓✔vV√+*●•")
_SEX: Final = re.compile(r"(?:nam|nu|male|female|ong|ba|anh|chi|m|f|trai|gai)\.?")
_WORD: Final = re.compile(r"(?!(?:nam|nu|ong|ba|anh|chi|trai|gai)$)[^\W\d_][^\W\d_]+")
_WORK: Final = re.compile(
    r"(?:nha )?(?:xay(?: dung)?(?: moi)?|lam moi|moi|xm|sc|sua(?: chua)?|nang cap|cai tao)(?: nha)?"
)
_UNIT: Final = re.compile(
    r"(?:cdcs|cdbp|cdcstv|cong doan|cd|ldld|lien doan|nghiep doan|cong ty|cty|xi nghiep|nha may|truong|tram y te|tram"
    r"|benh vien|phong (?:kham|gd|giao duc)|ubnd|uy ban|hop tac xa|htx|doanh nghiep|dn|ngan hang|trung tam|chi nhanh"
    r"|mam non|tieu hoc|thcs|thpt|mn|th|ban quan ly|hat kiem|so|chi cuc|cuc|tap doan|tong cong ty|to hop|dntn"
    r"|co quan|van phong|kho bac|buu dien|dien luc|tt|tnhh|khoi)\b.*"
)
_PLACE: Final = re.compile(
    r"(?:so nha|so \d|thon|xom|ap|ban|buon|bon|lang|khu(?: pho| vuc)?|to(?: dan pho)?|tdp|kp|duong|ngo|hem|xa|phuong"
    r"|p|tt|thi tran|thi xa|huyen|quan|tp|thanh pho|tinh|khom|doi)[ .].*|\d+[a-z]?(?:/\d+)*[ ,]+[a-z]{2}.*"
    r"|.*, (?:xa|phuong|thi tran|tt|p) .*"
)
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:['’.\- ]+[^\W\d_]+)*")
_FAMILY_NAMES: Final = (
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam mai "
    "to quach luong cao thai ha luu phung ta chau tong chu la thach son trieu an cung giang vang lo quang kieu nong "
    "be hua mac khuc lai dam nghiem ung tang kim ninh van tu cu y h k dieu siu rmah ksor a sung thao ma vi lu tieu "
    "doi si danh thi trang bach ro rcom nay mlo nie eban ton giap dau khuong lieu"
)
_FAMILIES: Final = frozenset(_FAMILY_NAMES.split())
_NO_NAME: Final = re.compile(r"(?:ho (?:can )?ngheo|tu tuat|van phong|thi xa|thi tran|ho khau)\b.*")
"""Begins like a family name and is none: "Hộ nghèo" under a heading that says little."""
_PREFIX: Final = re.compile(r"\A(?:ong|ba|anh|chi|co|chu|em|d/c|dong chi|chau|bac)[ .:]+")
_LOOKS: Final[tuple[tuple[Content, re.Pattern[str]], ...]] = (
    ("sex", _SEX),
    ("work", _WORK),
    ("unit", _UNIT),
    ("place", _PLACE),
    ("word", _WORD),
)
_COUNTED: Final = re.compile(
    r"[0-9]{1,5}\s*(?:suat|xuat|phan|phieu|nguoi|luot|truong hop|ho|nha|can|cai|ve|chau|bo|tui|thung)"
)
_FRACTION: Final = re.compile(r"[0-9]{1,3},[0-9]{1,3}")
"""A salary coefficient or an area, though a slip of the keyboard may write a month so."""
_NONE: Final[frozenset[Content]] = frozenset()
_LENGTHS: Final[Mapping[int, frozenset[Content]]] = {
    8: frozenset({"old_id"}),
    9: frozenset({"old_id", "insurance"}),
    10: frozenset({"insurance"}),
}
"""What a number can be by its length alone; a zero in front may be lost."""
_DIGITS: Final = re.compile(r"[\d .\-']*")


@dataclass(frozen=True, slots=True)
class ColumnContent:
    """``shares`` (0 to 1) of the ``filled`` cells that look like each content; they may add up to more than 1."""

    filled: int
    seen: int
    shares: Mapping[Content, float]
    is_serial: bool = False
    distinct: float = 1.0
    gaps: int = 0

    def share(self, content: Content) -> float:
        """Return the share of cells that look like ``content``; anything may be text."""
        if content == "serial":
            return 1.0 if self.is_serial else 0.0
        if content == "none":
            return 1.0 if not self.filled else 0.0
        return self.shares.get(content, 0.0)


def look_at(cells: Iterable[CellValue]) -> ColumnContent:
    """Return what a column holds, judged by its first cells."""
    sample = [cell for cell, _index in zip(cells, range(SAMPLE), strict=False)]
    filled = [cell for cell in sample if cell is not None and not (isinstance(cell, str) and not cell.strip())]
    gaps = sum(isinstance(cell, FormulaGap) for cell in filled)
    known = [cell for cell in filled if not isinstance(cell, (FormulaGap, CellError)) and not is_ditto(cell)]
    counts: Counter[Content] = Counter()
    for cell in known:
        counts.update(contents_of(cell) if not isinstance(cell, bool) else ())
    total = len(known)
    shares = {content: count / total for content, count in counts.items()} if total else {}
    distinct = len(set(map(str, known))) / total if total else 1.0
    return ColumnContent(total, len(sample), shares, _counts_up(known), distinct, gaps)


def contents_of(cell: CellValue) -> frozenset[Content]:
    """Return all contents a cell looks like."""
    if isinstance(cell, date):
        return _DAY_OF_BIRTH if cell.year <= _LAST_BIRTH else _DAY
    if isinstance(cell, (int, float)):
        return _number_contents(cell)
    if isinstance(cell, str):
        return _text_contents(clean(cell))
    return frozenset()


def _number_contents(number: int | float) -> frozenset[Content]:
    found: set[Content] = set()
    whole = int(number) if float(number).is_integer() else None
    if whole is None:
        return frozenset({"money", "area"}) if number > 0 else frozenset({"money"})
    digits = str(abs(whole))
    if whole in (0, 1, 2):
        found |= {"sex"} if whole != 1 else {"sex", "mark"}
    if whole in _YEARS:
        found |= {"year", "birth"}
    if 10_000 <= whole < 80_000:
        found |= _DAY_OF_BIRTH
    if _can_be_citizen(digits):
        found.add("citizen")
    found |= _LENGTHS.get(len(digits), _NONE)
    if len(digits) in (9, 10) and digits[0] in "35789":
        found.add("phone")
    if len(digits) >= 6:
        found.add("account")
    if whole <= 10**12:
        found.add("money")
    if 10_000 <= whole <= 10**10 and whole % 1000 == 0:
        found.add("sum")
    if 0 <= whole <= 100_000:
        found.add("count")
    if 10 <= whole <= 1_000:
        found.add("area")
    return frozenset(found)


@lru_cache(maxsize=8192)
def _text_contents(text: str) -> frozenset[Content]:
    if not text:
        return frozenset()
    plain = plain_key(text)
    found: set[Content] = {content for content, looks in _LOOKS if looks.fullmatch(plain)}
    found.add("text")
    if _DIGITS.fullmatch(text) and any(map(str.isdigit, text)):
        found |= _digit_contents("".join(filter(str.isdigit, text)))
    if any(map(str.isdigit, text)):
        found |= _figure_contents(text, plain)
    elif _looks_like_name(text, plain):
        found.add("name")
    if text in _MARKS:
        found.add("mark")
    return frozenset(found)


def _figure_contents(text: str, plain: str) -> set[Content]:
    found: set[Content] = set()
    if not plain.isdecimal() and not _FRACTION.fullmatch(text):
        day = parse_date_cell(text, today=_ANY_DAY)
        if day.status in ("ok", "ask"):
            found |= _DAY_OF_BIRTH if day.value is None or day.value.year <= _LAST_BIRTH else _DAY
    if parse_money_cell(text, lo=1).status in ("ok", "ask"):
        found.add("money")
    if parse_money_cell(text).status == "ok":
        found.add("sum")
    if _COUNTED.fullmatch(plain):
        found.add("count")
    if len(plain) <= 6 and plain.removesuffix(" m2").replace(",", "").replace(".", "").isdecimal():
        found |= {"area", "count"}
    if any(phone.status != "error" for phone in read_phones(text)):
        found.add("phone")
    return found


def _digit_contents(digits: str) -> set[Content]:
    found: set[Content] = set()
    length = len(digits)
    if _can_be_citizen(digits):
        found.add("citizen")
    if length == 9:
        found.add("old_id")
    if length == 10:
        found.add("insurance")
    if length == 4 and int(digits) in _YEARS:
        found |= {"year", "birth"}
    if length >= 6:
        found.add("account")
    if digits in ("0", "1"):
        found.add("sex")
    if digits == "1":
        found.add("mark")
    return found


def _can_be_citizen(digits: str) -> bool:
    """Tell whether digits are a CCCD, whole or without the zeros a spreadsheet dropped (domain.md 5.2)."""
    whole = digits.zfill(12) if len(digits) in (10, 11) and digits[0] != "0" else digits
    return len(whole) == 12 and whole[3] in "0123" and 1 <= int(whole[:3]) <= 96


def _looks_like_name(text: str, plain: str) -> bool:
    words = _PREFIX.sub("", plain).replace("'", " ").split()
    if not 2 <= len(words) <= 7 or not _NAME.fullmatch(text.partition("(")[0].strip()):
        return False
    capital = sum(word[:1].isupper() for word in text.split())
    cased = text.isupper() or text.islower() or capital >= len(text.split()) - 1
    return cased and words[0] in _FAMILIES and not _NO_NAME.fullmatch(plain)


def _counts_up(cells: Sequence[CellValue]) -> bool:
    """Tell whether the cells number the rows: mostly one more than the cell above, or 1 again."""
    numbers = []
    for cell in cells:
        text = str(cell).strip(" .)") if isinstance(cell, (str, int, float)) else ""
        text = text.removesuffix(".0")
        numbers.append(int(text) if text.isdecimal() and len(text) <= 6 else None)
    if not numbers or numbers[0] is None or numbers[0] > 10_000:
        return False
    steps = sum(
        one is not None and (one == 1 or (before is not None and one == before + 1))
        for before, one in zip([None, *numbers], numbers, strict=False)
    )
    begins = numbers[0] == 1 or len(numbers) > 2
    return begins and steps >= 0.8 * len(numbers) - (0 if numbers[0] == 1 else 1) and steps > 0
