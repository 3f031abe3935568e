"""Cells that choose between a few things: the sex, new or repaired, what a person is to the union; and plain texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from labordesk.errors import InvalidInput
from labordesk.exchange.cells import CellValue
from labordesk.exchange.problems import Problem
from labordesk.exchange.taken import NOTHING, Taken, problem
from labordesk.fields import Spec
from labordesk.i18n import _
from labordesk.vietnamese.fold import clean, plain_key

_SEXES: Final = {
    **dict.fromkeys(("nam", "male", "m", "ong", "anh", "trai", "chu", "nam gioi"), "male"),
    **dict.fromkeys(("nu", "female", "f", "ba", "chi", "gai", "co", "nu gioi", "n", "nu~"), "female"),
}
_NEW: Final = re.compile(r"(?:nha )?(?:xay(?: dung)?(?: moi)?|lam moi|moi|xm|new|xd moi|xdm|x m)(?: nha)?(?: moi)?")
_REPAIR: Final = re.compile(
    r"(?:nha )?(?:sua(?: chua)?|sc|nang cap|cai tao|s c|sua nha|repair)(?:[ ,]+(?:nang cap|cai tao|nha))*"
)
_STANDINGS: Final = (
    (re.compile(r"(?:cong doan vien|doan vien|dv|dvcd|member|doan vien cong doan)"), "member"),
    (
        re.compile(r"(?:nguoi lao dong|nld|cnld|cong nhan|lao dong|cong nhan lao dong|worker|.*chua la doan vien)"),
        "worker",
    ),
    (re.compile(r"con\b.*"), "child"),
    (re.compile(r"(?:than nhan|vo|chong|bo|me|cha|nguoi than)\b.*"), "relative"),
    (re.compile(r"(?:ho (?:ngheo|can ngheo|dan|kho khan)|nguoi dan|nguoi ngheo)\b.*"), "household"),
)
_NO_MARK: Final = frozenset({"0", "không", "khong", "-", "–", "no", "ko"})


def sex_reader(codes: Mapping[str, str] | None) -> Callable[[CellValue], Taken]:
    """Return a reader of one column for both sexes; ``codes`` is what 0, 1, 2 mean in it, when that is known."""

    def read(cell: CellValue) -> Taken:
        text = _short(cell)
        sex = _SEXES.get(plain_key(text).strip(". ")) or (codes or {}).get(text)
        if sex is not None:
            return Taken({"sex": sex})
        reason = _("chưa rõ giới tính: “{text}”").format(text=text)
        return problem("sex", "ask", reason, ("male", "female"))

    return read


def mark_reader(field: str, value: Any) -> Callable[[CellValue], Taken]:
    """Return a reader of a column in which a mark means ``value`` for ``field``; 0 and "-" are no marks."""

    def read(cell: CellValue) -> Taken:
        if cell is False or _short(cell).lower() in _NO_MARK:
            return NOTHING
        return Taken({field: value})

    return read


def read_work(cell: CellValue) -> Taken:
    """Read "XM", "Xây mới", "SC", "Sửa chữa" into ``new_build``."""
    if isinstance(cell, bool):
        return Taken({"new_build": cell})
    key = " ".join(re.sub(r"[^a-z0-9 ]", " ", plain_key(str(cell))).split())
    is_new, is_repair = bool(_NEW.fullmatch(key)), bool(_REPAIR.fullmatch(key))
    if is_new != is_repair:
        return Taken({"new_build": is_new})
    return problem("new_build", "ask", _("chưa rõ xây mới hay sửa chữa: “{text}”").format(text=cell), (True, False))


def read_standing(cell: CellValue) -> Taken:
    """Read "ĐV", "NLĐ", "Con đoàn viên", "Hộ nghèo"; other words are a circumstance, not a standing."""
    text = clean(str(cell))
    key = plain_key(text).strip(". ")
    for pattern, standing in _STANDINGS:
        if pattern.fullmatch(key) or key == standing:
            return Taken({"standing": standing})
    return Taken({"standing_said": text})


def text_reader(field: str) -> Callable[[CellValue], Taken]:
    """Return a reader of free text: NFC, single blanks, otherwise as the officer wrote it."""

    def read(cell: CellValue) -> Taken:
        text = shown(cell)
        return Taken({field: text}) if text else NOTHING

    return read


def count_reader(field: str, low: int = 0, high: int = 10_000_000) -> Callable[[CellValue], Taken]:
    """Return a reader of whole numbers, also "12 suất", "1.235 người"."""

    def read(cell: CellValue) -> Taken:
        if isinstance(cell, (bool, date)):
            return problem(field, "error", _("cần một số nguyên"))
        if isinstance(cell, (int, float)):
            whole = float(cell).is_integer()
            text = str(int(cell)) if whole else str(cell)
        else:
            text = re.sub(r"\s*[^\W\d].*$", "", clean(str(cell))).strip()
            whole = bool(re.fullmatch(r"[0-9]+|[0-9]{1,3}(?:[. ][0-9]{3})+", text))
        if not text and str(cell).strip("-–— "):
            return problem(field, "error", _("cần một số nguyên"))
        if not text or text in "-–—":
            return NOTHING
        value = int(re.sub("[. ]", "", text)) if whole else -1
        if not low <= value <= high:
            return problem(field, "error", _("cần một số nguyên"))
        return Taken({field: value})

    return read


def spec_reader(field: str, spec: Spec) -> Callable[[CellValue], Taken]:
    """Return a reader by the kind of the register's own field."""

    def read(cell: CellValue) -> Taken:
        try:
            value = spec.kind.parse(shown(cell))
        except InvalidInput as refused:
            return problem(field, "error", str(refused))
        if value is None:
            return NOTHING
        return Taken({field: value.isoformat() if isinstance(value, date) else value})

    return read


def area_reader(spec: Spec) -> Callable[[CellValue], Taken]:
    """Return a reader of floor areas in dm²; what is no area is a warning, it keeps nobody from getting a house."""
    read_strictly = spec_reader("area", spec)

    def read(cell: CellValue) -> Taken:
        taken = read_strictly(round(cell, 2) if isinstance(cell, float) else cell)
        return Taken(taken.values, tuple(Problem(p.field, "warning", p.reason) for p in taken.problems))

    return read


def shown(cell: CellValue) -> str:
    """Return a cell as the officer reads it: 31/12/2025, 59,8; text in NFC with single blanks."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(unicodedata.normalize("NFC", cell).split())
    if isinstance(cell, bool):
        return _("có") if cell else _("không")
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.6f}".rstrip("0").replace(".", ",")
    return str(cell)


def _short(cell: CellValue) -> str:
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(str(cell))
