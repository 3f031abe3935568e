"""Which fields a heading can mean, whatever its capitals, marks, brackets, order of words and small slips."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz

from labordesk.exchange.list_fields import list_fields
from labordesk.vietnamese.fold import clean, plain_key

_BRACKETS: Final = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
_UNIT_OF_MONEY: Final = re.compile(
    r"[\s,:;-]+(?:đvt|đơn vị(?: tính)?|dvt)?\s*:?\s*(?:1[ .,]?000(?:[ .,]?000)?|nghìn|ngàn|triệu|tr\.?|tỷ)?"
    r"\s*(?:đồng|vnđ|vnd|đ)\s*$|[\s,:;-]+(?:nghin|ngan|trieu|ty) (?:dong|d)\s*$|[\s,:;-]+(?:đvt|đơn vị tính|dvt)\s*:.*$"
)
_LONE_Y: Final = re.compile(r"\b([bcdghklmnpqrstvx]{1,2}u?)y\b")
_SIGNS: Final = re.compile(r"[^a-z0-9#%]+")
_COLUMN_NUMBER: Final = re.compile(r"\s*[(\[]\s*[0-9A-Z]{1,2}\s*[)\]]\s*$")

_SHORTEST_WITHIN: Final = 4  # letters of a lone word that may stand inside a longer heading
_PARTS_OF_NAME: Final = frozenset({"family_name", "given_name", "sex_male", "sex_female", "sort_name"})
_NOT_MEANT: Final[Mapping[str, re.Pattern[str]]] = {
    "quantity": re.compile(r"\bhe so luong\b|\bluong\b(?! (?:qua|suat|ve|phieu|nguoi))(?<!so luong)"),
    "name": re.compile(r"\A(?:so|tong so|tong) (?!tt\b|thu tu\b)"),
    "income": re.compile(r"\bhe so luong\b|\bso luong\b"),
    "amount": re.compile(
        r"\btong so (?:dv|doan vien|nguoi|lao dong|ld|cn|cnld|nld|cong nhan|ho|suat|nha|can bo)\b"
        r"|\A(?:(?:muc|gia tri|tri gia|so tien|uoc|uoc tinh|tong) )?(?:thiet hai|vay|bi no|no)\b"
        r"|\bchi phi (?:dieu tri|kham|thuoc)\b|\b(?:nam|dot|lan) truoc\b|\bnam ngoai\b"
    ),
}
"""Headings in which the words of a field mean something else: "Hệ số lương", "Tổng số ĐV"."""
_VOWELS: Final = frozenset("aeiouy")
_LIKE: Final = 86.0  # per cent of likeness that a slip of the keyboard leaves
_CUT: Final = 2  # letters left of a shortened word
_SHORTENED: Final = 0.6
_BRACKETED: Final = 0.85
_INHERITED: Final = 0.55


@lru_cache(maxsize=4096)
def folded_heading(label: str) -> str:
    """Return a heading without capitals, marks, brackets, units of money and signs: "Số tiền (đ)" -> "so tien"."""
    bare = _BRACKETS.sub(" ", _COLUMN_NUMBER.sub("", clean(label))).strip().lower()
    return _signless(plain_key(_UNIT_OF_MONEY.sub("", bare))) or _signless(plain_key(bare))


@lru_cache(maxsize=4096)
def heading_fields(label: str) -> Mapping[str, float]:
    """Return the fields a heading can mean with 0 < certainty <= 1; upper and lower heading are parted by " / "."""
    parts = [part for part in label.split(" / ") if part.strip()]
    if not parts:
        return {}
    found = dict(_fields_of(" ".join(parts)))
    if len(parts) > 1:
        _join(found, _fields_of(parts[-1]), 0.97)
        _join(found, _fields_of(parts[0]), _INHERITED)
        if len(parts) > 2:
            _join(found, _fields_of(" ".join(parts[1:])), 0.97)
        _join(found, _worth_of(parts), 0.98)
        _join(found, _name_above(parts), 0.97)
    for inside in _BRACKETS.findall(label):
        _join(found, _fields_of(inside), _BRACKETED)
    return found


def _name_above(parts: list[str]) -> Mapping[str, float]:
    """Return the name of "Họ và tên / Địa chỉ": one cell says both, for nothing but parts of a name lies under it."""
    above, own = _fields_of(parts[0]), _fields_of(parts[-1])
    if above.get("name", 0.0) < 1 or _PARTS_OF_NAME & own.keys():
        return {}
    return {"name": above["name"]}


def _worth_of(parts: list[str]) -> Mapping[str, float]:
    """Return of what a heading such as "Trị giá" tells the worth: of the goods in "Quà / Trị giá", not "Quà / Tiền"."""
    own = _fields_of(parts[-1])
    if "amount" not in own or own.get("cash", 0.0) >= own["amount"]:
        return {}
    above = _fields_of(parts[-2])
    return {field: above[field] for field in ("cash", "goods") if above.get(field, 0.0) > _INHERITED}


def _join(found: dict[str, float], more: Mapping[str, float], weight: float) -> None:
    for field, score in more.items():
        found[field] = max(found.get(field, 0.0), score * weight)


@lru_cache(maxsize=4096)
def _fields_of(text: str) -> Mapping[str, float]:
    heading = _with_i(folded_heading(text))
    if not heading:
        return {}
    words = heading.split()
    found: dict[str, float] = {}
    for phrase, fields in _phrases().items():
        score = _score(phrase, heading, words)
        if score:
            for field in fields:
                if field not in _NOT_MEANT or not _NOT_MEANT[field].search(heading):
                    found[field] = max(found.get(field, 0.0), score)
    return found


def _score(phrase: str, heading: str, words: list[str]) -> float:
    """Return 1 for the same words, less for a phrase inside the heading or one slip away, else 0."""
    if phrase == heading:
        return 1.0
    count = phrase.count(" ") + 1
    if count < len(words) and (count > 1 or _tells_alone(phrase)) and f" {phrase} " in f" {heading} ":
        begins = 0.05 if heading.startswith(phrase) else 0.0
        return 0.5 + begins + 0.38 * count / len(words)
    if count == len(words) > 1 and _is_shortened(words, phrase.split()):
        return _SHORTENED
    if abs(len(phrase) - len(heading)) <= 2 and min(len(phrase), len(heading)) >= 6:
        likeness = fuzz.ratio(phrase, heading)
        if likeness >= _LIKE:
            return 0.8 * likeness / 100
    return 0.0


def _is_shortened(words: list[str], whole: list[str]) -> bool:
    """Tell "T.tiền" and "H/cảnh" from their first letters and the words left whole."""
    kept = sum(word == full and len(word) > _CUT for word, full in zip(words, whole, strict=True))
    cut = sum(
        word != full and len(word) <= _CUT and full.startswith(word) for word, full in zip(words, whole, strict=True)
    )
    return kept > 0 and cut > 0 and kept + cut == len(words)


def _tells_alone(word: str) -> bool:
    """Tell whether a lone word inside a longer heading says enough: "cccd", "ngân hàng", not "công" or "tên"."""
    return len(word) >= _SHORTEST_WITHIN and (len(word) > _SHORTEST_WITHIN or not set(word) & _VOWELS)


@cache
def _phrases() -> Mapping[str, tuple[str, ...]]:
    """Return the fields of each folded heading; "loại" is of several."""
    found: dict[str, list[str]] = {}
    for field in list_fields().values():
        for heading in field.headings:
            for key in map(_with_i, {folded_heading(heading), _signless(plain_key(heading))}):
                if key and field.name not in found.setdefault(key, []):
                    found[key].append(field.name)
    return {phrase: tuple(fields) for phrase, fields in found.items()}


def _with_i(key: str) -> str:
    """Write a lone final y as i: "Lý do" is "Lí do", "Ký nhận" is "Kí nhận"."""
    return _LONE_Y.sub(r"\1i", key)


def _signless(key: str) -> str:
    return _SIGNS.sub(" ", key).strip()
