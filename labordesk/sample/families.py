"""Put people into households: couples who work in two companies, children, old parents, and poor households outside."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from labordesk.sample.chance import weighted
from labordesk.sample.drafts import Draft, Kin
from labordesk.sample.hardships import befall
from labordesk.sample.places import home
from labordesk.sample.unit_list import COMMUNE

if TYPE_CHECKING:
    from labordesk.sample.people import Makers

_COUPLES: Final = 0.045
_WITH_FAMILY_NAMED: Final = 0.5
_SCHOOL_AGE: Final = 6
_MOST_YEARS_APART: Final = 9


def add_families(makers: Makers, drafts: list[Draft], count: int, couples: tuple[tuple[int, int], ...] = ()) -> None:
    """Marry some of the members and add children, relatives and poor households until there are ``count`` people."""
    adults = len(drafts)
    for one, other in (*couples, *_pairs(makers, drafts, round(adults * _COUPLES))):
        _marry(drafts, one, other)
    others = count - adults
    for _child in range(round(others * 0.56)):
        _add_child(makers, drafts, adults)
    for _relative in range(round(others * 0.22)):
        _add_relative(makers, drafts, makers.chance.randrange(adults))
    while len(drafts) < count:
        drafts.append(_poor_household(makers))
    for draft in drafts[:adults]:
        if draft.hardships and not draft.household and makers.chance.random() < _WITH_FAMILY_NAMED:
            _name_family(makers, draft)
        draft.fields["household_size"] = max(draft.fields["household_size"] or 1, 1 + len(draft.household))


def _pairs(makers: Makers, drafts: list[Draft], wanted: int) -> list[tuple[int, int]]:
    """Return places of women and men of different units and about the same age, nobody twice."""
    free = [place for place, draft in enumerate(drafts) if not draft.household and draft.fields["housing"] != "rented"]
    women = [place for place in free[12:] if drafts[place].sex == "female"]
    men = sorted((place for place in free[12:] if drafts[place].sex == "male"), key=lambda one: _year(drafts[one]))
    makers.chance.shuffle(women)
    found: list[tuple[int, int]] = []
    for woman in women:
        if len(found) >= wanted or not men:
            break
        place = makers.chance.randrange(len(men))
        man = men[place]
        apart = abs(_year(drafts[man]) - _year(drafts[woman]))
        if apart <= _MOST_YEARS_APART and drafts[man].unit != drafts[woman].unit:
            found.append((woman, men.pop(place)))
    return found


def _marry(drafts: list[Draft], one: int, other: int) -> None:
    first, second = drafts[one], drafts[other]
    for name in ("address", "registered_address", "housing", "household_size", "land_title"):
        second.fields[name] = first.fields.get(name)
    first.household.append(_kin(second, "spouse", other))


def _add_child(makers: Makers, drafts: list[Draft], adults: int) -> None:
    chance, today = makers.chance, makers.today
    parent = drafts[chance.randrange(adults)]
    while not _ages(parent, today) and chance.random() < 0.98:
        parent = drafts[chance.randrange(adults)]
    age = chance.choice(_ages(parent, today) or [1])
    born = date(today.year - age, chance.randint(1, 12) if age > 1 else 1, chance.randint(1, 28))
    sex = chance.choice(("female", "male"))
    spouse = next((drafts[kin.place].name for kin in parent.household if kin.relation == "spouse" and kin.place), "")
    father = parent.name if parent.sex == "male" else spouse or makers.names.of("male").full_name
    child = Draft(
        parent.unit,
        {
            "full_name": makers.names.of_child(father, sex),
            "birth": born.isoformat(),
            "sex": sex,
            "citizen_id": makers.numbers.citizen_id(sex, born.year, "042") if chance.random() < 0.7 else None,
            "standing": "child",
            "job": _class_of(today.year - born.year),
            "address": parent.fields["address"],
            "phone": parent.fields["phone"],
            "recipient_name": parent.name,
            "recipient_relation": "parent",
            **_signed_by(makers, "Bố hoặc mẹ ký thay"),
        },
    )
    for code, share in (("MO-COI", 0.07), ("KHUYET-TAT", 0.05)):
        if chance.random() < share:
            befall(chance, child, code, today)
    drafts.append(child)
    parent.household.append(_kin(child, "child", len(drafts) - 1))


def _ages(parent: Draft, today: date) -> list[int]:
    """Return how old a child can be, to be gone to school or not yet; a second registered child is rare, so none."""
    if any(kin.relation == "child" and kin.place for kin in parent.household):
        return []
    return [age for age in range(1, 17) if 21 <= today.year - age - _year(parent) <= 38]


def _add_relative(makers: Makers, drafts: list[Draft], place: int) -> None:
    chance, today, worker = makers.chance, makers.today, drafts[place]
    sex = chance.choice(("female", "male"))
    born = date(max(1936, _year(worker) - chance.randint(21, 36)), chance.randint(1, 12), chance.randint(1, 28))
    name = makers.names.of_child(worker.name, sex) if sex == "male" else makers.names.of(sex).full_name
    relative = Draft(
        worker.unit,
        {
            "full_name": name,
            "birth": born.isoformat()[: chance.choice((4, 10))],
            "sex": sex,
            "citizen_id": makers.numbers.citizen_id(sex, born.year, "042") if chance.random() < 0.8 else None,
            "standing": "relative",
            "phone": makers.numbers.phone() if chance.random() < 0.4 else None,
            "address": worker.fields["address"],
            **_signed_by(makers, "Phiếu đồng ý đã ký"),
        },
    )
    befall(chance, relative, weighted(chance, (("CHINH-SACH", 6), ("OM-DAU", 3), ("BENH-HN", 2))), today)
    drafts.append(relative)
    worker.household.append(_kin(relative, "parent", len(drafts) - 1))


def _poor_household(makers: Makers) -> Draft:
    chance, today = makers.chance, makers.today
    sex = chance.choice(("female", "male"))
    born = date(today.year - chance.randint(32, 84), chance.randint(1, 12), chance.randint(1, 28))
    name, where = makers.names.of(sex), home(chance)
    draft = Draft(
        COMMUNE,
        {
            "full_name": name.full_name,
            "sort_name": name.sort_name,
            "ethnicity": name.ethnicity,
            "birth": born.isoformat()[: chance.choice((4, 4, 10))],
            "sex": sex,
            "citizen_id": makers.numbers.citizen_id(sex, born.year, where.province) if chance.random() < 0.8 else None,
            "standing": "household",
            "phone": makers.numbers.phone() if chance.random() < 0.5 else None,
            "address": where.address,
            "household_size": chance.randint(1, 5),
            "housing": "owned",
            **_signed_by(makers, "Phiếu đồng ý đã ký"),
        },
    )
    befall(chance, draft, chance.choice(("HO-NGHEO", "HO-NGHEO", "CAN-NGHEO")), today)
    if chance.random() < 0.3:
        befall(chance, draft, "NHA-TAM", today)
    return draft


def _name_family(makers: Makers, draft: Draft) -> None:
    """Write the names of spouse and children who are not registered themselves."""
    chance, year = makers.chance, _year(draft)
    spouse_sex = "male" if draft.sex == "female" else "female"
    spouse = makers.names.of(spouse_sex).full_name
    if not draft.has("DON-THAN"):
        born = str(year + chance.randint(-5, 5))
        draft.household.append(Kin(spouse, "spouse", born, chance.choice(("Làm ruộng", "Thợ xây", "Buôn bán nhỏ"))))
    father = draft.name if draft.sex == "male" else spouse
    for _child in range(chance.randint(0, 2)):
        born_in = year + chance.randint(22, 34)
        if born_in < makers.today.year:
            name = makers.names.of_child(father, chance.choice(("female", "male")))
            age = makers.today.year - born_in
            draft.household.append(Kin(name, "child", str(born_in), _class_of(age), dependant=age < 18))


def _kin(draft: Draft, relation: str, place: int) -> Kin:
    fields = draft.fields
    depends = relation == "child" or (relation == "parent" and not fields.get("job"))
    return Kin(draft.name, relation, fields["birth"], fields.get("job"), depends, place)


def _class_of(age: int) -> str | None:
    """Return what a child of an age does ("Học sinh lớp 7")."""
    if age < _SCHOOL_AGE:
        return "Trẻ mầm non" if age > 2 else None
    if age <= _SCHOOL_AGE + 11:
        return f"Học sinh lớp {age - _SCHOOL_AGE + 1}"
    return "Sinh viên" if age <= 22 else "Đã đi làm"


def _signed_by(makers: Makers, form: str) -> dict[str, Any]:
    if makers.chance.random() > 0.9:
        return {"consent": False}
    day = makers.today - timedelta(days=makers.chance.randint(3, 320))
    return {"consent": True, "consent_on": day, "consent_form": form}


def _year(draft: Draft) -> int:
    return int(str(draft.fields["birth"])[:4])
