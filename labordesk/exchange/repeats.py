"""Rows of one file that name the same person again: same CCCD, or same name, birth and unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from labordesk.exchange.drafts import Draft
from labordesk.i18n import _
from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.names import folded_name


class Repeats:
    """Remembers who was listed where, over all sheets of a file."""

    def __init__(self) -> None:
        self._first: dict[tuple[Any, ...], tuple[str, int, str]] = {}

    def look(self, sheet: str, drafts: Iterable[Draft]) -> None:
        """Warn of each later row; one CCCD under two names asks, for one of them is somebody else."""
        for draft in drafts:
            name = draft.values.get("name")
            number = draft.values.get("cccd")
            key = folded_name(name) if name else ""
            by_number = self._seen((number,), sheet, draft, key) if number else None
            born, unit = draft.values.get("born"), draft.values.get("unit", "")
            by_name = self._seen((key, born, plain_key(unit)), sheet, draft, key) if key and born else None
            if by_number is not None:
                self._same_number(draft, by_number, sheet, key)
            elif by_name is not None and not (number and by_name[2] and by_name[2] != number):
                place = _place(by_name, sheet)
                draft.wrong("name", "warning", _("trùng họ tên, ngày sinh, đơn vị với {place}").format(place=place))

    def _seen(self, who: tuple[Any, ...], sheet: str, draft: Draft, key: str) -> tuple[str, int, str] | None:
        """Return where somebody was listed first with what tells them apart; remember the first place."""
        told = key if len(who) == 1 else draft.values.get("cccd", "")
        first = self._first.setdefault(who, (sheet, draft.row, told))
        return None if first[:2] == (sheet, draft.row) else first

    @staticmethod
    def _same_number(draft: Draft, first: tuple[str, int, str], sheet: str, key: str) -> None:
        place = _place(first, sheet)
        if not key or not first[2] or _is_alike(key, first[2]):
            draft.wrong("cccd", "warning", _("trùng số CCCD với {place}").format(place=place))
        else:
            draft.wrong("cccd", "ask", _("trùng số CCCD nhưng khác họ tên với {place}").format(place=place))


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two search keys are one name, marks aside."""
    return one == other or plain_key(one.translate(_TONES)) == plain_key(other.translate(_TONES))


_TONES = str.maketrans("", "", "12345")


def _place(first: tuple[str, int, str], sheet: str) -> str:
    if first[0] == sheet:
        return _("dòng {row}").format(row=first[1])
    return _("dòng {row} trang “{sheet}”").format(row=first[1], sheet=first[0])
