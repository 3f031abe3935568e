"""What a group row, a sheet's name or a title says about the rows below: their unit, department, kind of work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from labordesk.exchange.column_content import contents_of
from labordesk.exchange.values_choices import read_standing, read_work
from labordesk.vietnamese.fold import clean, plain_key
from labordesk.vietnamese.money import parse_money

_NUMBERING: Final = re.compile(
    r"^(?:[IVXLC]{1,6}|[0-9]{1,3}|[A-ZĐ])\s*[.)/:\-–]\s+|^(?:[IVXLC]{1,6}|[0-9]{1,3})[.)]\s*", re.I
)
_COUNT_BEHIND: Final = re.compile(
    r"\s*(?:[(\[:,–-]\s*)?(?:gồm\s+|có\s+|tổng\s+)?[0-9]{1,5}\s*(?:người|suất|đoàn viên|đv|nhà|hộ|trường hợp|đ/c)\b.*$",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"^(?:tên\s+|thuộc\s+)?đơn vị\s*:\s*(?=\S)", re.IGNORECASE)
_CAUSE: Final = re.compile(
    r"(?:bi |mac )?(?:benh|tai nan|tnld|om dau|thien tai|bao lu|hoa hoan|(?:con )?mo coi|(?:con )?khuyet tat|don than"
    r"|ho (?:can )?ngheo|mat viec|hoan canh|kho khan)\b.*"
)
_AMOUNT: Final = r"[0-9][0-9.,]*\s*(?:(?:nghìn|ngàn|triệu|tr)\s*)?(?:đồng|đ|vnđ)?"
_EACH: Final = re.compile(
    rf"(?<!tổng )(?:mức|mỗi (?:suất|phần|túi|người|đoàn viên)|trị giá)(?:\s+(?:quà|hỗ trợ|trợ cấp|trị giá|là|được))*"
    rf"\s*:?\s*(?P<said>{_AMOUNT})(?!\s*[0-9%])|(?P<worth>{_AMOUNT})\s*/\s*(?:1 )?(?:suất|phần|người|túi)"
)
_DEPARTMENT: Final = re.compile(r"(?:to|phan xuong|px|bo phan|chuyen|day chuyen|ca|doi|phong ban|khoa)\b.*")
_NO_UNIT: Final = re.compile(
    r"(?:nam|nu|doi tuong|dien|ho ngheo|ho can|hoan canh|benh|muc|nhom|doan vien|nguoi lao dong|nld|loai|thang"
    r"|quy [ivx0-9]|dot|xay|sua|nha |con |tai nan|than nhan|cong nhan|danh sach|thuoc|cac|tong|cong$|ho tro|tro cap|qua"
    r"|tien|khu vuc).*|.{0,2}"
)
_PLAIN_SHEET: Final = re.compile(
    r"(?:sheet|trang|trang tinh|ds|danh sach|bang|bieu|tong hop|th|data|du lieu|list|table|mau|phu luc|pl|qua|tet"
    r"|tro cap|ho tro|mai am|thang|quy|dot|nam|\d|chinh thuc|bo sung|file|ok|final|moi|cu|nhap|luu|chi tiet)\b.*"
)
_UNIT_IN_TITLE: Final = re.compile(
    r"\b(?:của|thuộc|tại|-|–|:)?\s*((?:CĐCS|CÔNG ĐOÀN CƠ SỞ|NGHIỆP ĐOÀN(?: CƠ SỞ)?)\s+[^\n(;]{3,80})", re.IGNORECASE
)
_YEAR_BEHIND: Final = re.compile(r"\s*[-–,]?\s*(?:năm|tết|nhân dịp|dịp|được|nhận|đợt|quý|tháng)\b.*$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def looks_like_unit(text: str) -> bool:
    """Tell whether a text names a union body or an employer."""
    return "unit" in contents_of(text)


@lru_cache(maxsize=4096)
def group_values(group: str, *, is_house: bool) -> Mapping[str, Any]:
    """Return what a group row says of its rows: ``unit``, ``department``, ``new_build`` or ``standing``."""
    text = clean(_LABEL.sub("", _COUNT_BEHIND.sub("", _NUMBERING.sub("", clean(group)))))
    if not text:
        return {}
    key = plain_key(text)
    if looks_like_unit(text):
        return {"unit": text}
    if _DEPARTMENT.fullmatch(key):
        return {"department": text}
    if is_house and (work := read_work(text).values):
        return work
    if _CAUSE.fullmatch(key):
        return {"circumstance": text}
    if standing := read_standing(text).values.get("standing"):
        return {"standing": standing}
    return {} if _NO_UNIT.fullmatch(key) else {"unit": text}


@lru_cache(maxsize=4096)
def amount_each(text: str) -> int | None:
    """Return the đồng that a group row or a title gives to each of its people: "Mức 500.000 đồng/suất", else None."""
    found = {match["said"] or match["worth"] for match in _EACH.finditer(clean(text).lower())}
    reading = parse_money(found.pop()) if len(found) == 1 else None
    return reading.value if reading is not None and reading.status == "ok" else None


def sheet_unit(name: str, *, is_one_of_many: bool) -> str:
    """Return the unit a sheet is named after, "" when its name says none; alone a sheet must say so plainly."""
    text = clean(name)
    if looks_like_unit(text) and " " in text:
        return text
    key = plain_key(text)
    named = is_one_of_many and len(key) > 3 and not _PLAIN_SHEET.fullmatch(key) and not _NO_UNIT.fullmatch(key)
    return text if named else ""


def file_unit(stem: str) -> str:
    """Return the unit a file is named after: "Danh sách quà Tết 2026 - CĐCS Công ty Hải Âu", else ""."""
    parts = map(clean, re.split(r"_+|\s+[-–]\s+|[()]", stem))
    named = [part for part in parts if " " in part and looks_like_unit(part)]
    return named[0] if len(named) == 1 else title_unit(clean(stem.replace("_", " ")))


def title_unit(title: str) -> str:
    """Return the grassroots union a title names: "DANH SÁCH … CĐCS CÔNG TY MAY NHẬN QUÀ", else ""."""
    match = _UNIT_IN_TITLE.search(title)
    return clean(_YEAR_BEHIND.sub("", match[1])) if match else ""


def owner_unit(owner: str) -> str:
    """Return the unit a line "Đơn vị: CĐCS …" above a table names, else "": it may tell the unit of money instead."""
    text = clean(owner)
    return text if looks_like_unit(text) else ""


def year_of(title: str) -> int | None:
    """Return the year a title names, None for none or several."""
    years = set(re.findall(r"(?<![0-9])(20[0-9]{2})(?![0-9])", title))
    return int(years.pop()) if len(years) == 1 else None
