"""Which kind of list a sheet is: by what it calls itself, by its file and by its columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from labordesk.exchange.groups import amount_each
from labordesk.exchange.list_fields import SIGNATURE
from labordesk.exchange.list_model import FUNDER, ListKind
from labordesk.vietnamese.fold import plain_key

_SAYS: Final[Mapping[ListKind, tuple[tuple[re.Pattern[str], float], ...]]] = {
    "houses": (
        (re.compile(r"\bmai am\b"), 3.0),
        (re.compile(r"\bnha (?:o|dai doan ket|tinh thuong|tinh nghia|tam)\b|\b(?:xay|sua)(?: dung| chua)? nha\b"), 2.5),
    ),
    "gifts": (
        (re.compile(r"\b(?:qua|suat qua|tang qua|nhan qua|phan qua)\b"), 2.5),
        (re.compile(r"\b(?:tet|sum vay|trung thu|phieu mua hang|voucher|ve xe|thang cong nhan|28/7|8/3|20/10)\b"), 1.0),
    ),
    "grants": (
        (re.compile(r"\b(?:tro cap|kho khan|dot xuat|hiem ngheo|tham hoi|tai nan lao dong|thien tai|tu tuat)\b"), 2.0),
        (re.compile(r"\b(?:ho tro|tham|giup do)\b"), 1.0),
        (re.compile(r"\b(?:thiet hai|bao so|bao lu|lu lut|hoa hoan|om dau|mac benh|benh nghe nghiep|mat viec)\b"), 1.0),
    ),
    "units": (
        (re.compile(r"\bdanh sach (?:cac )?(?:cdcs|cong doan co so|don vi|cong doan)\b|\bdon vi truc thuoc\b"), 2.5),
    ),
    "targets": ((re.compile(r"\b(?:giao|phan bo) chi tieu\b|\bchi tieu\b"), 2.5),),
    "aggregates": ((re.compile(r"\b(?:tong hop|bao cao|ket qua|thong ke|so lieu)\b"), 1.2),),
    "people": ((re.compile(r"\bdanh sach (?:doan vien|nguoi lao dong|cong nhan|cnvcld|nld)\b|\bdoi tuong\b"), 1.0),),
}
_SHOWS: Final[Mapping[ListKind, Mapping[str, float]]] = {
    "houses": {
        "new_build": 2.5,
        "build_new": 2.0,
        "started": 2.0,
        "handed": 1.5,
        "area": 1.5,
        "total_value": 0.5,
        "amount_new": 2.0,
        "structure": 1.0,
    },
    "gifts": {"goods": 1.5, "goods_text": 1.5, "amount": 0.8, "cash": 1.0, "quantity": 0.3},
    "grants": {"circumstance": 0.6, "paid": 0.8, "amount": 0.7, "decision_number": 0.4},
    "units": {"member_count": 1.5, "worker_count": 1.5, "unit_type": 0.8, "sector": 0.8, "parent": 1.0},
    "targets": {"target": 2.0, "indicator": 2.0, "year": 0.8, "actual": 0.8},
    "aggregates": {"quantity": 1.5, "programme": 1.5, "amount": 0.5, "new_houses": 1.0},
    "people": {"name": 0.6, "cccd": 0.4, "born": 0.2},
}
_MONEY: Final = frozenset({"amount", "cash", "goods"})
_FILE: Final = 0.6
_SIGNED: Final = 0.6
"""Lists to be signed are of something handed over."""
_NOBODY: Final[frozenset[ListKind]] = frozenset({"units", "targets", "aggregates"})


def guess_kind(title: str, sheet: str, file: str, fields: Collection[str]) -> tuple[ListKind, float]:
    """Return the likeliest kind and how sure it is (0 to 1); ``fields`` are those of the columns."""
    known = set(fields)
    funders = sum(field.startswith(FUNDER) for field in known)
    scores: dict[ListKind, float] = {}
    for kind, shows in _SHOWS.items():
        said = _said(kind, title) + _FILE * (_said(kind, sheet) + _said(kind, re.sub(r"[_\-.]+", " ", file)))
        scores[kind] = said + sum(weight for field, weight in shows.items() if field in known)
    scores["houses"] += 0.6 * min(funders, 2)
    has_people = bool(known & {"name", "family_name", "given_name"})
    for kind in scores:
        if (kind in _NOBODY) == has_people:
            scores[kind] *= 0.15
    scores["gifts"] += _SIGNED if SIGNATURE in known else 0.0
    has_amount = bool(funders or known & _MONEY) or amount_each(title) is not None
    if not has_amount:  # whoever is given something has an amount, or the campaign has one
        scores["grants"] *= 0.5
        scores["people"] += 1.0
    else:
        scores["people"] *= 0.4
    best = max(scores, key=lambda kind: scores[kind])
    rest = max(score for kind, score in scores.items() if kind != best)
    return best, round(scores[best] / (scores[best] + rest), 2) if scores[best] else 0.0


def _said(kind: ListKind, text: str) -> float:
    key = plain_key(text)
    return sum(weight for pattern, weight in _SAYS[kind] if pattern.search(key))
