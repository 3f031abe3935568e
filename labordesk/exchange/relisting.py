"""Sheets that list again those of the other sheets: "Tổng hợp" beside a sheet for each unit, counted once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from labordesk.exchange.drafts import Draft
from labordesk.vietnamese.fold import plain_key, search_key

_SUMS_UP: Final = re.compile(r"\b(?:tong hop|tong|chung|toan|tat ca|full|all)\b")
_LEAST: Final = 3

Listed = tuple[str, str, Sequence[Draft]]
"""The name of a sheet, the title of its list, its rows."""


def listed_again(sheets: Sequence[Listed]) -> frozenset[int]:
    """Return the places of sheets whose people all stand in the others too, and that say they sum those up.

    Of several others the sheet needs not say it: one list of everybody beside several shorter ones is a summary. Two
    equal sheets alone may be a copy as well; there each row is told to be a repeat instead.
    """
    if len({name for name, _title, _drafts in sheets}) < 2:
        return frozenset()
    found: set[int] = set()
    keys = [{_who(draft) for draft in drafts} for _name, _title, drafts in sheets]
    for at, (name, title, drafts) in enumerate(sheets):
        others = [
            one for place, one in enumerate(keys) if place != at and place not in found and sheets[place][0] != name
        ]
        if len(drafts) < _LEAST or len(others) < 1 or not keys[at] or None in keys[at]:
            continue
        everybody = set().union(*others)
        says = bool(_SUMS_UP.search(plain_key(name)) or _SUMS_UP.search(plain_key(title)))
        is_longest = all(one < keys[at] for one in others)
        if keys[at] == everybody and (says or (len(others) > 1 and is_longest)):
            found.add(at)
    return frozenset(found)


def _who(draft: Draft) -> Any:
    """Return what tells somebody from others, None where a row says too little."""
    values = draft.values
    name = values.get("name")
    return (search_key(name), str(values.get("born") or "")[:4]) if name else None
