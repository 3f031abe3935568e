"""Columns of money that name who gives it: "Quỹ Mái ấm", "Doanh nghiệp", "Gia đình", "LĐLĐ tỉnh"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from labordesk.exchange.headings import folded_heading
from labordesk.vietnamese.fold import clean

_UNION: Final = re.compile(
    r"\b(?:quy|ldld|lien doan|cong doan|cd|cdcs|tld|tong lien doan|tam long vang|mai am|cdx|xhcd|xa hoi cd|qtlv)\b"
)
_NOT_UNION: Final = re.compile(
    r"\b(?:vi nguoi ngheo|khuyen hoc|mttq|mat tran|doan vien|dai doan ket|phuc loi cong ty|doan thanh nien|cong ty)\b"
)
_FUNDER: Final = re.compile(
    r"\b(?:quy|doanh nghiep|dn|gia dinh|ho gia dinh|ban than|dong ho|ho hang|nguoi than|ngan hang|vay|nha hao tam"
    r"|manh thuong quan|ldld|lien doan|cong doan|cd|cdcs|nha truong|cong ty|cty|co quan|ngan sach|nha nuoc|mttq"
    r"|mat tran|xa hoi hoa|xhh|dong gop|tu co|doi ung|doan vien|dong nghiep|nsdld|nguoi su dung lao dong"
    r"|tai tro|nguon khac|khac|chinh quyen|dia phuong|ubnd|to chuc|ca nhan|tam long vang|chu su dung|don vi)\b"
)
_PARENT: Final = re.compile(r"\b(?:nguon|trong do|kinh phi tu|co cau von|von|dong gop|chia ra)\b")
_INSTALMENT: Final = re.compile(r"\b(?:tam ung|dot|lan|con lai|con (?:duoc|phai)|da (?:chi|nhan|ung|cap))\b")
_TOTAL: Final = re.compile(
    r"(?:tong|cong|tong cong|tong so|tong kinh phi|tong von|tong gia tri|tong tri gia|tong nguon.*|tong so tien)"
)


@lru_cache(maxsize=1024)
def funder_label(label: str) -> str | None:
    """Return who a heading says the money is from, as the officer wrote it; None when it names nobody."""
    parts = [clean(part) for part in label.split(" / ") if part.strip()]
    if not parts:
        return None
    own = re.sub(r"\s*[(\[][^)\]]*[)\]]\s*$", "", parts[-1]).strip() or parts[-1]
    key = folded_heading(parts[-1])
    under = len(parts) > 1 and bool(_PARENT.search(folded_heading(parts[0])))
    if _TOTAL.fullmatch(key) or not key:
        return None
    return own if under or _FUNDER.search(key) else None


def is_total_heading(label: str) -> bool:
    """Tell whether a heading only says that amounts beside it are added up."""
    parts = [part for part in label.split(" / ") if part.strip()]
    return bool(parts) and bool(_TOTAL.fullmatch(folded_heading(parts[-1])))


def is_instalment(label: str) -> bool:
    """Tell a part of an amount paid at a time ("Tạm ứng đợt 1", "Đợt 2", "Còn lại") from money of somebody else."""
    return bool(_INSTALMENT.search(folded_heading(label.rpartition(" / ")[2])))


@lru_cache(maxsize=1024)
def is_union_money(label: str) -> bool:
    """Tell whether a funder is the union: its money is the support, the rest is only the value of the house."""
    key = folded_heading(label)
    return bool(_UNION.search(key)) and not _NOT_UNION.search(key)
