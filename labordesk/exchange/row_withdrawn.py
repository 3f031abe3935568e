"""Rows that may count no more: hidden in the file, marked "Chưa nhận", or with "Rút tên", "Không nhận" beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from labordesk.exchange.cells import CellValue
from labordesk.exchange.drafts import Draft
from labordesk.exchange.headings import folded_heading
from labordesk.exchange.layout_text import folded
from labordesk.exchange.taken import is_blank
from labordesk.i18n import _

_NOT_GIVEN: Final = re.compile(r"(?:chua|khong) (?:nhan|linh|chi|trao|duoc nhan|nhan qua|ky)|vang(?: mat)?")
"""Headings under which a mark says that somebody got nothing."""
_STATE: Final = re.compile(
    r"\b(?:tinh trang|trang thai|ki nhan|ky nhan|xac nhan|da nhan|ket qua|tinh hinh (?:nhan|chi))\b"
)
_WITHDRAWN: Final = re.compile(
    r"(?:khong|chua|tu choi|xin khong) (?:nhan|linh|du dieu kien|thuoc doi tuong|duoc duyet|duyet)\b"
    r"(?! (?:luong|bhxh|tro))"
    r"|(?:xin |da )?(?:rut (?:ten|khoi)|thoi nhan|gach ten|xoa ten|huy\b|loai (?:khoi|ra)|dua ra khoi)"
    r"|(?:bi )?trung (?:ten|voi)"
    r"|vang(?: mat)?\Z|da tra lai\b|nhuong (?:suat|lai)\b"
)


def not_given_columns(labels: Sequence[str]) -> tuple[int, ...]:
    """Return the columns whose heading says that who is marked in them got nothing."""
    lower = [label.rpartition(" / ")[2] for label in labels]
    return tuple(index for index, label in enumerate(lower) if _NOT_GIVEN.fullmatch(folded_heading(label)))


def not_given_cells(labels: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> Mapping[int, frozenset[CellValue]]:
    """Return the columns of what was handed over ("Ký nhận", "Tình trạng chi") with their cells that say it was not."""
    places = [at for at, label in enumerate(labels) if _STATE.search(folded_heading(label.rpartition(" / ")[2]))]
    seen: dict[int, set[CellValue]] = {at: set() for at in places}
    for row in rows:
        for at, cells in seen.items():
            if at < len(row) and isinstance(row[at], str):
                cells.add(row[at])
    said = {
        at: frozenset(cell for cell in cells if _NOT_GIVEN.fullmatch(folded(str(cell)))) for at, cells in seen.items()
    }
    return {at: cells for at, cells in said.items() if cells}


def warn_if_passed_over(draft: Draft, *, is_hidden: bool, is_struck: bool) -> None:
    """Warn of a row that nobody sees, or that is struck through."""
    if is_hidden:
        draft.wrong("name", "warning", _("dòng này đang ẩn trong tệp; hãy xem có còn thuộc danh sách không"))
    if is_struck:
        draft.wrong("name", "warning", _("dòng này bị gạch ngang trong tệp; hãy xem có còn thuộc danh sách không"))


def warn_if_withdrawn(
    draft: Draft,
    cells: Sequence[CellValue],
    not_given: Sequence[int],
    states: Mapping[int, frozenset[CellValue]],
) -> None:
    """Warn of somebody who got nothing or is withdrawn; whether the row counts is the officer's to say."""
    is_marked = any(index < len(cells) and not is_blank(cells[index]) for index in not_given)
    is_said = is_marked or any(index < len(cells) and cells[index] in said for index, said in states.items())
    if is_said and not _waits(draft):
        draft.wrong("name", "warning", _("dòng này được đánh dấu là chưa nhận; hãy bỏ ra nếu chưa trao"))
    said = draft.raw.get("note", "")
    if said and _WITHDRAWN.match(folded(said)):
        text = _("ghi chú “{note}”; hãy xem có còn thuộc danh sách không")
        draft.wrong("note", "warning", text.format(note=said))


def _waits(draft: Draft) -> bool:
    """Tell whether a row is taken as not handed over yet, for the list has a column of days and none stands here."""
    return "paid" in draft.columns and not draft.values.get("paid") and not draft.raw.get("paid")
