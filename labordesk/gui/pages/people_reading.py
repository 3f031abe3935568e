"""What the page of people reads behind the screen; services that load the model are imported here, when first asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labordesk.i18n import _
from labordesk.services.people_search import PersonRow, person_row
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.fields import Spec
    from labordesk.services.people import LoadedPerson, PersonPage
    from labordesk.store.register import Register


@dataclass(frozen=True)
class CardNotice:
    """A sentence that needs a look, and the person it leads to, if to one.

    ``is_twin``: that may be the same human; ``award_id`` is a second gift that needs a reason.
    """

    text: str
    person_id: int | None = None
    is_twin: bool = False
    award_id: int | None = None


@dataclass(frozen=True)
class CardFacts:
    """All that the card of a person shows; health is not among it."""

    page: PersonPage
    notices: tuple[CardNotice, ...]


@dataclass(frozen=True)
class FormFacts:
    """What a form needs before it can be made; ``loaded`` is None for a new person."""

    specs: Mapping[str, Spec]
    household_specs: Mapping[str, Spec]
    circumstance_specs: Mapping[str, Spec]
    health: Spec
    circumstances: Mapping[int, str]
    loaded: LoadedPerson | None


def read_card(register: Register, person_id: int, year: int) -> CardFacts:
    """Return a person's card: relatives with the same support, who may be the same person, what the number denies."""
    from labordesk.rules.roles import Right
    from labordesk.services.access import may
    from labordesk.services.duplicates import describe
    from labordesk.services.people import PersonData, person_page, review_person

    page = person_page(register, person_id, year=year)
    relatives = list(_relatives(page))
    if not may(register, Right.NUMBERS):  # what numbers say is for those who see them whole
        return CardFacts(page, tuple(relatives))
    review = review_person(register, PersonData(page.fields), exclude_id=person_id)
    same = _("Có thể cùng là một người với {person}.")
    twins = [
        CardNotice(same.format(person=describe(one)), one.person_id, is_twin=True)
        for one in review.duplicates
        if one.verdict == "strong"
    ]
    doubled = [CardNotice(_doubled_words(page), award_id=one.award_id) for one in page.doubled[:1]]
    return CardFacts(page, (*twins, *doubled, *relatives, *(CardNotice(text) for text in review.warnings)))


def _doubled_words(page: PersonPage) -> str:
    """Return the first second gift that needs a reason, and how many more do."""
    one = page.doubled[0]
    text = _("Suất thứ hai trong danh sách {campaign} tại {unit} ({amount} đồng), chưa nêu lý do.")
    if one.given and one.on:
        text = _("Suất thứ hai trong {campaign}, nhận tại {unit} ngày {day} ({amount} đồng), chưa nêu lý do.")
    day = short(one.on) if one.on else ""
    told = text.format(campaign=one.campaign, unit=one.unit_name, day=day, amount=number(one.amount))
    if len(page.doubled) > 1:
        told += " " + _("Còn {n} suất như vậy trong các đợt khác.").format(n=number(len(page.doubled) - 1))
    return told


def _relatives(page: PersonPage) -> Iterator[CardNotice]:
    """Yield one sentence for each relative with support in the same campaigns."""
    told: dict[int, list[str]] = {}
    for one in page.warnings:
        told.setdefault(one.person_id, []).append(one.sentence)
    for person_id, sentences in told.items():
        more = _(" Và {n} lần nữa trong cùng đợt hoặc cùng Tết.").format(n=number(len(sentences) - 1))
        yield CardNotice(sentences[0] + (more if len(sentences) > 1 else ""), person_id)


def read_row(register: Register, person_id: int, year: int) -> PersonRow:
    """Return a person as the list shows them; NotFound when gone."""
    row = person_row(register, person_id, year=year)
    if row is None:
        from labordesk.errors import NotFound
        from labordesk.services.person_records import GONE

        raise NotFound(GONE)
    return row


def count_open_pairs(register: Register) -> int:
    """Return how many pairs of files wait for somebody to look at them; light, for the first screen."""
    with register.looking() as connection:
        [count] = connection.execute("SELECT count(*) FROM person_pair WHERE decision = 'open'").fetchone()
    return int(count)


def read_circumstances(register: Register) -> list[tuple[int, str]]:
    """Return the hardship reasons one can narrow the list by."""
    from labordesk.services.catalogue import circumstances

    return [(row.id, row.fields.name) for row in circumstances(register)]


def read_form(register: Register, person_id: int | None) -> FormFacts:
    """Return the specs of the form and, unless it is for a new person, the file to change."""
    from labordesk.fields import specs_of
    from labordesk.model.person import HouseholdMemberFields, PersonCircumstanceFields, PersonFields, PersonHealth
    from labordesk.services.catalogue import circumstances
    from labordesk.services.people import load_person

    return FormFacts(
        specs=specs_of(PersonFields),
        household_specs=specs_of(HouseholdMemberFields),
        circumstance_specs=specs_of(PersonCircumstanceFields),
        health=specs_of(PersonHealth)["detail"],
        circumstances={row.id: row.fields.name for row in circumstances(register, active=None)},
        loaded=None if person_id is None else load_person(register, person_id),
    )
