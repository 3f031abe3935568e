"""Users of a register: the keeper, PINs, roles enforced where things are written and read."""

from __future__ import annotations

from pathlib import Path

import pytest

from labordesk.errors import InvalidInput, NotAllowed, RuleBroken, WrongSecret
from labordesk.model.officer import OfficerFields
from labordesk.model.person import PersonFields
from labordesk.rules.roles import EVERYTHING, RIGHTS, Right
from labordesk.services import officers, pins
from labordesk.services.access import note_sensitive, rights, why_not
from labordesk.services.history import last_operation, undo
from labordesk.services.people import PersonData, load_person, person_page, read_health, save_person
from labordesk.services.people_search import PeopleQuery, search_people
from labordesk.services.register_settings import RegisterChoices, save_options
from labordesk.services.registers import open_register
from labordesk.store.register import Register

KEEPER, CLERK, VIEWER, INSPECTOR = "Nguyễn Thị Thu Hương", "Trần Văn Bình", "Lê Thị Nga", "Phạm Quốc Khánh"
PIN = {KEEPER: "4821", CLERK: "730915", VIEWER: "2846", INSPECTOR: "59173"}
ROLE = {KEEPER: "approver", CLERK: "officer", VIEWER: "viewer", INSPECTOR: "inspector"}


@pytest.fixture
def staffed(register: Register) -> Register:
    """A register with four users; the keeper works."""
    for name, role in ROLE.items():
        officers.add_officer(register, OfficerFields(name=name, role=role), PIN[name])
    return register


def at_work(register: Register, name: str) -> int:
    """Let a user work and return the id."""
    return officers.sign_in(register, officers.officer_named(register, name).id, PIN[name]).id


def with_person(register: Register) -> int:
    """Write a person with guarded data."""
    fields = PersonFields(
        full_name="Hồ Thị Mận",
        birth="1985-03-12",
        citizen_id="042185000125",
        income=1_200_000,
        bank_account="1903555777",
        ethnicity="Thái",
        consent=True,
        unit_id=1,
    )
    return save_person(register, PersonData(fields, health="Suy thận giai đoạn 3")).id


def notes(register: Register) -> list[tuple[str, int | None, int | None]]:
    """Return (kind, person, officer) of what was noted."""
    with register.looking() as connection:
        return connection.execute("SELECT kind, row_id, officer_id FROM access_note ORDER BY id").fetchall()


def test_a_register_without_users_lets_one_person_do_everything(register: Register) -> None:
    assert rights(register) == EVERYTHING
    assert officers.present_officer(register) is None
    assert with_person(register)


def test_the_first_user_becomes_keeper_and_works_at_once(register: Register) -> None:
    saved = officers.add_officer(register, OfficerFields(name=KEEPER, role="approver"), "4821")
    [only] = officers.list_officers(register)
    assert only.is_keeper
    assert register.officer_id == saved.id


def test_the_first_user_must_be_able_to_write(register: Register) -> None:
    with pytest.raises(InvalidInput) as refused:
        officers.add_officer(register, OfficerFields(name=VIEWER, role="viewer"), "2846")
    assert refused.value.field == "role"
    assert not officers.list_officers(register)


def test_only_the_keeper_adds_users_and_the_refusal_names_the_keeper(staffed: Register) -> None:
    at_work(staffed, CLERK)
    with pytest.raises(NotAllowed, match=KEEPER):
        officers.add_officer(staffed, OfficerFields(name="Người Mới"), "8264")
    assert len(officers.list_officers(staffed)) == len(ROLE)


def test_two_users_of_one_name_are_refused(staffed: Register) -> None:
    with pytest.raises(InvalidInput) as refused:
        officers.add_officer(staffed, OfficerFields(name=CLERK.upper()), "8264")
    assert refused.value.field == "name"


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "٤٨٢١", "1111", "1234", "9876", ""])
def test_a_pin_that_is_no_pin_or_guessed_at_once_is_refused(register: Register, pin: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        officers.add_officer(register, OfficerFields(name=KEEPER, role="approver"), pin)
    assert refused.value.field == "pin"


def test_pins_are_kept_as_salted_hashes_only(staffed: Register) -> None:
    with staffed.looking() as connection:
        kept = [row[0] for row in connection.execute("SELECT pin_hash FROM officer")]
    assert all(one.startswith("scrypt$16384$8$1$") for one in kept)
    assert len(set(kept)) == len(kept)
    assert pins.hashed("4821") != pins.hashed("4821")
    assert not pins.matches("4821", "scrypt$damaged")


def test_the_right_pin_signs_in_and_a_wrong_one_changes_nothing(staffed: Register) -> None:
    clerk = at_work(staffed, CLERK)
    with pytest.raises(WrongSecret, match="chưa đúng"):
        officers.sign_in(staffed, officers.officer_named(staffed, VIEWER).id, "0000")
    assert staffed.officer_id == clerk


def test_wrong_pins_are_slowed_also_after_the_register_was_closed(staffed: Register) -> None:
    clerk = officers.officer_named(staffed, CLERK).id
    for _try in range(pins.FREE):
        with pytest.raises(WrongSecret) as refused:
            officers.sign_in(staffed, clerk, "0000")
        assert refused.value.wait == 0
    with pytest.raises(WrongSecret) as refused:
        officers.sign_in(staffed, clerk, "0000")
    assert refused.value.wait == pins.FIRST_WAIT
    path = staffed.path
    staffed.close()
    with open_register(path) as again, pytest.raises(WrongSecret) as refused:
        officers.sign_in(again, clerk, PIN[CLERK])
    assert 0 < refused.value.wait <= pins.FIRST_WAIT


def test_a_user_changes_his_own_pin_knowing_the_old_one(staffed: Register) -> None:
    clerk = at_work(staffed, CLERK)
    with pytest.raises(WrongSecret):
        officers.set_own_pin(staffed, "000111", "5937")
    officers.set_own_pin(staffed, PIN[CLERK], "5937")
    with pytest.raises(WrongSecret):
        officers.sign_in(staffed, clerk, PIN[CLERK])
    assert officers.sign_in(staffed, clerk, "5937").name == CLERK


def test_the_keeper_gives_a_forgotten_pin_anew_and_nobody_else_does(staffed: Register) -> None:
    clerk = officers.officer_named(staffed, CLERK).id
    at_work(staffed, INSPECTOR)
    with pytest.raises(NotAllowed):
        officers.give_pin(staffed, clerk, "8264")
    at_work(staffed, KEEPER)
    officers.give_pin(staffed, clerk, "8264")
    assert officers.sign_in(staffed, clerk, "8264").id == clerk


def test_the_keeper_stops_only_when_alone_and_then_the_register_is_one_persons_again(staffed: Register) -> None:
    chief = officers.officer_named(staffed, KEEPER)
    with pytest.raises(RuleBroken):
        officers.save_officer(staffed, OfficerFields(name=KEEPER, role="approver", active=False), chief.id)
    for name in (CLERK, VIEWER, INSPECTOR):
        one = officers.officer_named(staffed, name)
        officers.save_officer(staffed, OfficerFields(name=name, role=one.role, active=False), one.id)
    officers.save_officer(staffed, OfficerFields(name=KEEPER, role="approver", active=False), chief.id)
    assert staffed.officer_id is None
    assert rights(staffed) == EVERYTHING


def test_the_keeping_is_handed_over(staffed: Register) -> None:
    officers.hand_over(staffed, officers.officer_named(staffed, CLERK).id)
    with pytest.raises(NotAllowed, match=CLERK):
        officers.hand_over(staffed, officers.officer_named(staffed, KEEPER).id)
    at_work(staffed, CLERK)
    assert Right.USERS in rights(staffed)


def test_a_user_who_stopped_signs_in_no_more(staffed: Register) -> None:
    clerk = officers.officer_named(staffed, CLERK)
    officers.save_officer(staffed, OfficerFields(name=CLERK, active=False), clerk.id)
    with pytest.raises(RuleBroken, match="ngừng dùng"):
        officers.sign_in(staffed, clerk.id, PIN[CLERK])


@pytest.mark.parametrize("name", [VIEWER, INSPECTOR])
def test_a_read_only_role_writes_nothing_and_is_told_who_may(staffed: Register, name: str) -> None:
    at_work(staffed, name)
    with pytest.raises(NotAllowed) as refused:
        with_person(staffed)
    assert CLERK in str(refused.value)
    assert KEEPER in str(refused.value)
    assert search_people(staffed, PeopleQuery(), year=2026).rows == ()


def test_nobody_writes_before_a_pin_was_given(staffed: Register) -> None:
    officers.sign_out(staffed)
    with pytest.raises(NotAllowed, match="mã PIN"):
        with_person(staffed)
    assert rights(staffed) == {Right.LOOK}


def test_choices_of_the_register_are_for_the_keeper(staffed: Register) -> None:
    at_work(staffed, CLERK)
    with pytest.raises(NotAllowed, match=KEEPER):
        save_options(staffed, RegisterChoices(linh="lẻ"))
    assert KEEPER in why_not(staffed, Right.SETTINGS)


def test_a_viewer_sees_masked_numbers_and_nothing_sensitive_anywhere(staffed: Register) -> None:
    person = with_person(staffed)
    at_work(staffed, VIEWER)
    [row] = search_people(staffed, PeopleQuery(), year=2026).rows
    page, form = person_page(staffed, person, year=2026), load_person(staffed, person)
    assert row.citizen_id == page.fields.citizen_id == form.fields.citizen_id == "0421•••••125"
    for fields in (page.fields, form.fields):
        assert (fields.income, fields.bank_account, fields.ethnicity) == (None, None, None)
    assert not page.has_health
    for door in (lambda: read_health(staffed, person), lambda: note_sensitive(staffed, person)):
        with pytest.raises(NotAllowed):
            door()
    assert search_people(staffed, PeopleQuery(text="042185000125"), year=2026).rows == (row,)


def test_an_inspector_sees_everything_and_each_view_is_noted_once_with_the_name(staffed: Register) -> None:
    person = with_person(staffed)
    who = at_work(staffed, INSPECTOR)
    for _look in range(2):
        assert read_health(staffed, person) == "Suy thận giai đoạn 3"
        assert load_person(staffed, person).fields.citizen_id == "042185000125"
        note_sensitive(staffed, person)
    assert sorted(notes(staffed)) == [("citizen_id", person, who), ("health", person, who), ("sensitive", person, who)]
    clerk = at_work(staffed, CLERK)
    read_health(staffed, person)
    assert notes(staffed)[-1] == ("health", person, clerk)


def test_everything_written_bears_the_name_of_the_user_of_now(staffed: Register) -> None:
    clerk = at_work(staffed, CLERK)
    with_person(staffed)
    with staffed.looking() as connection:
        assert connection.execute("SELECT officer_id FROM operation ORDER BY id DESC").fetchone() == (clerk,)


def test_users_and_pins_are_never_taken_back(staffed: Register) -> None:
    before = last_operation(staffed)
    at_work(staffed, CLERK)
    officers.set_own_pin(staffed, PIN[CLERK], "5937")
    assert last_operation(staffed) == before


def test_work_of_another_user_is_taken_back_by_who_may_approve(staffed: Register) -> None:
    with_person(staffed)
    done = last_operation(staffed)
    assert done is not None
    at_work(staffed, CLERK)
    with pytest.raises(NotAllowed, match=KEEPER):
        undo(staffed, done)
    at_work(staffed, KEEPER)
    undo(staffed, done)
    assert search_people(staffed, PeopleQuery(), year=2026).rows == ()


def test_every_role_of_the_choices_has_its_rights() -> None:
    from labordesk.fields.choices import ROLES

    assert set(RIGHTS) == {code for code, _label in ROLES}
    assert all(Right.LOOK in given for given in RIGHTS.values())


def test_a_read_only_register_still_asks_for_pins(staffed: Register, tmp_path: Path) -> None:
    clerk = officers.officer_named(staffed, CLERK).id
    path = staffed.path
    staffed.close()
    with open_register(path, read_only=True) as shown:
        with pytest.raises(WrongSecret):
            officers.sign_in(shown, clerk, "0000")
        assert officers.sign_in(shown, clerk, PIN[CLERK]).name == CLERK
