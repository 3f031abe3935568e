"""Che số: what a user who may not see it whole sees of a person's numbers and sensitive fields.

One rule for lists, cards, search results and papers on screen: a value is known by the name of its field, a number in
running text by its length (12 digits for CCCD, 9 for CMND).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, TypeVar

from labordesk.fields import Gate, specs_of
from labordesk.rules.roles import Right
from labordesk.vietnamese.citizen import mask

T = TypeVar("T")

NUMBERS: Final = frozenset(("citizen_id", "old_id", "social_insurance"))
"""Fields that name a person by themselves."""

_IN_TEXT: Final = re.compile(r"(?<![\d.,/•])(?:\d{12}|\d{9})(?![\d•]|[.,/]\d)")
"""A number standing alone: money has dots, documents have strokes."""


@cache
def sensitive_fields() -> frozenset[str]:
    """Return the fields that ask for ``Right.SENSITIVE``: income, ethnicity, bank."""
    from labordesk.model.person import PersonFields  # late: lists are shown before the models are loaded

    return frozenset(name for name, spec in specs_of(PersonFields).items() if spec.gate is Gate.SENSITIVE)


def masked(value: T, rights: frozenset[Right]) -> T:
    """Return a value as a user with these rights may see it; the same object when nothing has to be hidden.

    Goes through dataclasses, models, tuples, lists and mappings; text by itself is left as it is.
    """
    if Right.NUMBERS in rights and Right.SENSITIVE in rights:
        return value
    found: T = _seen(value, rights)
    return found


def masked_text(value: T) -> T:
    """Return a paper or a text in which every number of a person standing alone is masked."""
    found: T = _rewritten(value)
    return found


def holds_numbers(value: Any) -> bool:
    """Tell whether a paper or a text has a whole number of a person in it."""
    if isinstance(value, str):
        return _IN_TEXT.search(value) is not None
    return any(holds_numbers(one) for one in _parts(value))


def _seen(value: Any, rights: frozenset[Right]) -> Any:
    if hasattr(value, "model_copy"):
        names = type(value).model_fields
        changed = _changed({name: getattr(value, name) for name in names}, rights)
        return value.model_copy(update=changed) if changed else value
    if is_dataclass(value) and not isinstance(value, type):
        changed = _changed({one.name: getattr(value, one.name) for one in fields(value) if one.init}, rights)
        return replace(value, **changed) if changed else value
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_seen(one, rights) for one in value)
    if isinstance(value, list):
        return [_seen(one, rights) for one in value]
    return value


def _changed(values: Mapping[str, Any], rights: frozenset[Right]) -> dict[str, Any]:
    """Return the fields that look different to somebody with these rights."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if value is None:
            continue
        if name in NUMBERS and isinstance(value, str):
            seen: Any = value if Right.NUMBERS in rights else mask(value)
        elif name in sensitive_fields():
            seen = value if Right.SENSITIVE in rights else None
        else:
            seen = _seen(value, rights)
        if seen is not value and seen != value:
            found[name] = seen
    return found


def _rewritten(value: Any) -> Any:
    if isinstance(value, str):
        return _IN_TEXT.sub(lambda found: mask(found.group()), value)
    if is_dataclass(value) and not isinstance(value, type):
        new = {one.name: _rewritten(getattr(value, one.name)) for one in fields(value) if one.init}
        changed = {name: one for name, one in new.items() if one is not getattr(value, name)}
        return replace(value, **changed) if changed else value
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        parts = tuple(_rewritten(one) for one in value)
        return parts if any(a is not b for a, b in zip(parts, value, strict=True)) else value
    if isinstance(value, list):
        return [_rewritten(one) for one in value]
    return value


def _parts(value: Any) -> list[Any]:
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, one.name) for one in fields(value)]
    return list(value) if isinstance(value, tuple | list) else []
