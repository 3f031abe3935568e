"""``Spec``: everything about a field beside its type, written on the model as ``Annotated[type, Spec(...)]``."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from labordesk.fields.kinds import Kind


class Gate(StrEnum):
    """How carefully a value is shown (Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP; domain.md 3.5)."""

    OPEN = "open"
    """May be shown and printed."""
    PERSONAL = "personal"
    """Basic personal data: shown to users, masked on public paper."""
    SENSITIVE = "sensitive"
    """Health, ethnicity, bank data: shown only on request, never in lists."""


@dataclass(frozen=True)
class Spec:
    """One field: ``label`` and ``hint`` are Vietnamese msgids (``N_``), ``aliases`` are headings seen in lists.

    ``section`` groups fields in a form and ``width`` is in characters of a table column.
    """

    label: str
    kind: Kind
    required: bool = False
    section: str = ""
    hint: str = ""
    width: int = 0
    gate: Gate = Gate.OPEN
    searchable: bool = False
    aliases: tuple[str, ...] = ()
    in_form: bool = True

    def placed(self, section: str) -> Spec:
        """Return the same field standing in a section of a form."""
        return replace(self, section=section)

    @property
    def column_width(self) -> int:
        """Return the width of a table column in characters."""
        return self.width or self.kind.width


def specs_of(model: type) -> dict[str, Spec]:
    """Return the specs of a class in declaration order, base classes first; fields without a Spec are internal.

    A table class may repeat a field to add a foreign key; the Spec of its base class stays.
    """
    if model not in _known:
        _known[model] = _declared(model)
    return _known[model]


_known: dict[type, dict[str, Spec]] = {}


def _declared(model: type) -> dict[str, Spec]:
    found: dict[str, Spec] = {}
    for base in reversed(model.__mro__):
        own = inspect.get_annotations(base)
        hints = get_type_hints(base, include_extras=True) if own else {}
        for name in own:
            spec = _spec_in(hints.get(name))
            if spec is not None:
                found[name] = spec
    return found


def _spec_in(hint: Any) -> Spec | None:
    if get_origin(hint) is Annotated:
        for extra in get_args(hint)[1:]:
            if isinstance(extra, Spec):
                return extra
    return None
