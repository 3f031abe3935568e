"""Headings that plainly mean what the register does not take, so that the look of their cells proves nothing.

"Ngày nhập viện" is no day of payment, "Nơi điều trị" no employer, "Cán bộ phụ trách" nobody who was helped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from labordesk.exchange.headings import folded_heading, heading_fields
from labordesk.exchange.list_fields import Content

_GIVEN: Final = r"(?!.*\b(?:chi|nhan|trao|tro cap|ho tro|cap|phat|tham|tang|linh|giao|huong|thuc hien|thanh toan)\b)"
_OTHER: Final[Mapping[Content, re.Pattern[str]]] = {
    "day": re.compile(rf"{_GIVEN}(?:ngay|nam|thang|thoi (?:gian|diem|han)) .+"),
    "birth": re.compile(r"(?:ngay|nam|thang|thoi (?:gian|diem|han)) .+"),
    "citizen": re.compile(
        r"(?!.*\b(?:dinh danh|dd|can cuoc|cccd|cmnd)\b)(?:ma|the|so the)\b.*"
        r"|.*\b(?:tai khoan|stk|tk|bhxh|bhyt|ma so thue|mst|hop dong|ho so|the (?:dv|doan vien|cong doan))\b.*"
    ),
    "phone": re.compile(r"(?:ma|so the)\b.*|.*\b(?:tai khoan|stk|tk|bhxh|bhyt|mst|hop dong|ho so)\b.*"),
    "unit": re.compile(r".*\b(?:dieu tri|benh vien|kham|chua benh|hoc|cap|ngan hang|gioi thieu|tai tro|giam ho)\b.*"),
    "name": re.compile(
        r".*\b(?:phu trach|hieu truong|gioi thieu|to truong|nguoi lap|quan ly|truong (?:ban|phong|khoa|thon|nhom)"
        r"|giam doc|giam ho|chu nhiem|theo doi|khao sat|thu quy|ke toan|xac minh|de xuat)\b.*"
    ),
}
_RELATIVE: Final = re.compile(
    r"\b(?:con|vo|chong|(?<!can )bo(?! phan)|me|cha|chau|nguoi than|than nhan|nguoi giam ho)\b(?! lai)"
)
_OF_PERSON: Final = frozenset(
    {"name", "family_name", "given_name", "born", "born_male", "born_female", "sex", "cccd", "old_id", "phone"}
)
_NAMED: Final = 0.6
_APPROVED: Final = re.compile(r"\b(?:duyet|chap thuan|thong nhat)\b")
_ONLY_ASKED: Final = re.compile(r"\b(?:de nghi|de xuat|du kien|dang ky|xin)\b")
_FORMER: Final = re.compile(r"\b(?:cu|truoc (?:day|kia|sap nhap|khi sap nhap))\b")


def means_other(label: str, content: Content) -> bool:
    """Tell whether a heading says that cells which look like ``content`` are something else."""
    other = _OTHER.get(content)
    return other is not None and other.fullmatch(folded_heading(label)) is not None


def of_relatives(labels: Sequence[str]) -> frozenset[int]:
    """Return the columns about a spouse, child or parent beside the name of the person listed."""
    keys = [folded_heading(label) for label in labels]
    is_relative = [_RELATIVE.search(key) is not None for key in keys]
    listed = any(
        not other and heading_fields(label).get("name", 0.0) >= _NAMED
        for label, other in zip(labels, is_relative, strict=True)
    )
    return frozenset(at for at, other in enumerate(is_relative) if other) if listed else frozenset()


def is_of_person(field: str) -> bool:
    """Tell whether a field is of one person, so that a relative's is not that of the person listed."""
    return field in _OF_PERSON


def is_approved(label: str) -> bool:
    """Tell the amount that was granted: "CĐ cấp trên duyệt"."""
    return _APPROVED.search(folded_heading(label)) is not None


def is_only_asked(label: str) -> bool:
    """Tell an amount asked for, which may not be the one granted: "Mức đề nghị"."""
    return _ONLY_ASKED.search(folded_heading(label)) is not None


def is_former(label: str) -> bool:
    """Tell what was so before a merger: "Đơn vị cũ"."""
    return _FORMER.search(folded_heading(label)) is not None
