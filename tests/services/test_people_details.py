"""Households, hardships and health of many people at once: the refusals of a single file, all or nobody."""

from __future__ import annotations

import pytest

from labordesk.errors import InvalidInput, LabordeskError, NotFound, RuleBroken
from labordesk.model.person import HouseholdMemberFields, PersonCircumstanceFields, PersonFields
from labordesk.services.catalogue import circumstances
from labordesk.services.checking import check_register
from labordesk.services.people import HouseholdEntry, add_people, load_person, read_health
from labordesk.services.people_details import PersonDetails, add_details
from labordesk.services.registers import register_info
from labordesk.store.register import Register


def _three(register: Register) -> list[int]:
    unit = register_info(register).unit_id
    people = [PersonFields(full_name=f"Lê Thị {name}", unit_id=unit, consent=name == "Mai") for name in ("Mai", "Na")]
    return list(add_people(register, [*people, PersonFields(full_name="Đỗ Văn Ba", unit_id=unit)]).ids)


def _kin(name: str, relation: str = "spouse", **fields: object) -> HouseholdMemberFields:
    return HouseholdMemberFields.model_validate({"full_name": name, "relation": relation, **fields})


def _hardship(register: Register, **days: str) -> PersonCircumstanceFields:
    return PersonCircumstanceFields.model_validate({"circumstance_id": circumstances(register)[0].id, **days})


def test_files_hold_what_was_added_to_them(register: Register) -> None:
    mai, na, ba = _three(register)
    household = (HouseholdEntry(_kin("Đỗ Văn  Ba"), relative_id=ba), HouseholdEntry(_kin("Đỗ Thị Tí", "child")))
    add_details(
        register,
        [
            (mai, PersonDetails(household, (_hardship(register, since="2024-03", until="2025"),), "Suy thận mạn")),
            (na, PersonDetails(circumstances=(_hardship(register),))),
        ],
    )
    loaded = load_person(register, mai)
    assert [(one.fields.full_name, one.relative_id) for one in loaded.household] == [
        ("Đỗ Văn Ba", ba),
        ("Đỗ Thị Tí", None),
    ]
    assert [(one.since, one.until) for one in loaded.circumstances] == [("2024-03", "2025")]
    assert read_health(register, mai) == "Suy thận mạn"
    assert len(load_person(register, na).circumstances) == 1
    assert check_register(register).problems == ()


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (lambda register, own: PersonDetails(health="Bệnh nặng"), RuleBroken),
        (lambda register, own: PersonDetails((HouseholdEntry(_kin("Ai đó"), relative_id=own),)), InvalidInput),
        (lambda register, own: PersonDetails((HouseholdEntry(_kin("Ai đó"), relative_id=99_999),)), InvalidInput),
        (lambda register, own: PersonDetails((HouseholdEntry(_kin("Ai đó", "hàng xóm")),)), InvalidInput),
        (
            lambda register, own: PersonDetails(circumstances=(_hardship(register, since="2025", until="2024"),)),
            InvalidInput,
        ),
        (
            lambda register, own: PersonDetails(circumstances=(PersonCircumstanceFields(circumstance_id=99_999),)),
            InvalidInput,
        ),
    ],
)
def test_one_wrong_file_keeps_all_from_being_written(
    register: Register, wrong: object, refusal: type[LabordeskError]
) -> None:
    mai, na, _ba = _three(register)
    good = PersonDetails((HouseholdEntry(_kin("Đỗ Văn Ba")),), (_hardship(register),), "Đau lưng")
    assert callable(wrong)
    with pytest.raises(refusal) as caught:
        add_details(register, [(mai, good), (na, wrong(register, na))])
    assert caught.value.details["person_id"] == na
    loaded = load_person(register, mai)
    assert (loaded.household, loaded.circumstances, loaded.has_health) == ((), (), False)


def test_details_of_nobody_are_refused(register: Register) -> None:
    with pytest.raises(NotFound):
        add_details(register, [(99_999, PersonDetails())])
