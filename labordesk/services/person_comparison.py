"""Two files side by side before they are made one: all fields of both, what each received, what to keep."""

from __future__ import annotations

from dataclasses import dataclass, replace

from labordesk.errors import InvalidInput
from labordesk.fields import Reference, specs_of
from labordesk.fields.spec import Gate, Spec
from labordesk.i18n import _
from labordesk.model.person import PersonFields
from labordesk.rules.duplicates import Candidate
from labordesk.rules.person_choice import JOINED, Side, proposed
from labordesk.services.duplicates import reasons
from labordesk.services.person_merges import ITSELF
from labordesk.services.person_page import PersonPage, person_page
from labordesk.store.register import Register


@dataclass(frozen=True)
class ComparedField:
    """One field of both; ``kept_both`` texts are written one under the other, so that nothing is chosen."""

    name: str
    label: str
    left: str
    right: str
    differs: bool
    proposed: Side
    sensitive: bool
    kept_both: bool


@dataclass(frozen=True)
class Comparison:
    """``left`` is the file that would be kept: the one with more support, or else the older one.

    ``needs_reason`` when the citizen ids differ; ``campaigns`` are those in which both have a gift.
    """

    left: PersonPage
    right: PersonPage
    fields: tuple[ComparedField, ...]
    reasons: tuple[str, ...]
    decision: str
    needs_reason: bool
    campaigns: tuple[str, ...]


def compare_people(register: Register, person_id: int, other_id: int, *, year: int) -> Comparison:
    """Return two files side by side; InvalidInput for one file, NotFound when one is gone."""
    if person_id == other_id:
        raise InvalidInput(ITSELF)
    pages = [person_page(register, one, year=year) for one in (person_id, other_id)]
    left, right = sorted(pages, key=lambda page: (-len(page.supports), -len(page.houses), page.id))
    with register.looking() as connection:
        moments = dict(connection.execute("SELECT id, updated_at FROM person WHERE id IN (?, ?)", (left.id, right.id)))
        first, second = sorted((left.id, right.id))
        decided = connection.execute(
            "SELECT decision FROM person_pair WHERE first_id = ? AND second_id = ?", (first, second)
        ).fetchone()
    sides = proposed(
        dict(left.fields), dict(right.fields), newer="right" if moments[right.id] > moments[left.id] else "left"
    )
    ids = left.fields.citizen_id, right.fields.citizen_id
    return Comparison(
        left=left,
        right=right,
        fields=tuple(_field(name, spec, left, right, sides[name]) for name, spec in specs_of(PersonFields).items()),
        reasons=tuple(reasons(_candidate(left), _candidate(right))),
        decision=decided[0] if decided else "open",
        needs_reason=None not in ids and ids[0] != ids[1],
        campaigns=tuple(sorted(_campaigns(left) & _campaigns(right))),
    )


def _field(name: str, spec: Spec, left: PersonPage, right: PersonPage, side: Side) -> ComparedField:
    values = getattr(left.fields, name), getattr(right.fields, name)
    return ComparedField(
        name=name,
        label=_(spec.label),
        left=_text(name, spec, left),
        right=_text(name, spec, right),
        differs=values[0] != values[1],
        proposed=side,
        sensitive=spec.gate is Gate.SENSITIVE,
        kept_both=name in JOINED,
    )


def _text(name: str, spec: Spec, page: PersonPage) -> str:
    if isinstance(spec.kind, Reference):
        return page.unit_name
    return spec.kind.show(getattr(page.fields, name))


def _candidate(page: PersonPage) -> Candidate:
    fields = page.fields
    return Candidate(fields.full_name, fields.birth, fields.unit_id, fields.citizen_id, fields.phone, fields.old_id)


def _campaigns(page: PersonPage) -> set[str]:
    return {one.campaign for one in page.supports if one.campaign and one.handover != "returned"}


def turned(found: Comparison) -> Comparison:
    """Return the same with left and right in each other's place: the other file would be kept."""
    other: dict[Side, Side] = {"left": "right", "right": "left"}
    return replace(
        found,
        left=found.right,
        right=found.left,
        fields=tuple(
            replace(one, left=one.right, right=one.left, proposed=other[one.proposed]) for one in found.fields
        ),
    )
