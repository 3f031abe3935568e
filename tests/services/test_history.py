"""Undo: what was written can be taken back and brought again, unless something was built on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labordesk.errors import RuleBroken
from labordesk.model import AccessNote
from labordesk.model.person import PersonFields
from labordesk.sample import make_sample
from labordesk.services.checking import check_register
from labordesk.services.history import last_operation, last_undone, undo, why_not
from labordesk.services.history_list import HistoryQuery, operations
from labordesk.services.people import PersonData, delete_person, save_person
from labordesk.services.register_settings import RegisterChoices, read_choices, save_choices, take_document_number
from labordesk.store.history import first_broken
from labordesk.store.history_triggers import noted_tables
from labordesk.store.register import Register

_WITH_EVERY_SAVE = ("row_version", "updated_at")


def contents(register: Register) -> dict[str, dict[Any, dict[str, Any]]]:
    """Return every row of every noted table, without what rises with each save."""
    found = {}
    with register.looking() as connection:
        for table in noted_tables(connection):
            cursor = connection.execute(f"SELECT rowid, * FROM {table}")
            names = [one[0] for one in cursor.description]
            key = names.index("key") if "key" in names else 0
            found[table] = {
                row[key]: {
                    name: value for name, value in zip(names[1:], row[1:], strict=True) if name not in _WITH_EVERY_SAVE
                }
                for row in cursor
            }
    return found


def _person(register: Register, name: str = "Trần Thị Hoà", **more: Any) -> int:
    return save_person(register, PersonData(PersonFields(full_name=name, unit_id=1, **more))).id


def test_ctrl_z_takes_back_the_latest_deed_and_ctrl_y_brings_it_again(register: Register) -> None:
    before = contents(register)
    _person(register, phone="0912345678")
    after = contents(register)
    deed = last_operation(register)
    assert deed is not None
    undo(register, deed)
    assert contents(register) == before
    again = last_undone(register)
    assert again is not None
    undo(register, again)
    assert contents(register) == after
    assert last_operation(register) == deed
    assert last_undone(register) is None


def test_a_deed_done_again_is_listed_as_a_deed_and_not_as_a_taking_back(register: Register) -> None:
    _person(register)
    for latest in (last_operation, last_undone):
        operation = latest(register)
        assert operation is not None
        undo(register, operation)
    again, taken_back, deed = operations(register, HistoryQuery()).rows[:3]
    assert (again.takes_back, taken_back.takes_back, deed.takes_back) == (False, True, False)


def test_the_whole_sample_register_can_be_taken_back_step_by_step_and_brought_again(tmp_path: Path) -> None:
    with make_sample(tmp_path / "mau.labordesk", people=40, seed=3) as register:
        whole = contents(register)
        steps = 0
        while (deed := last_operation(register)) is not None:
            undo(register, deed)
            steps += 1
        assert steps >= 30
        left = contents(register)
        assert (left["person"], left["award"], left["house"]) == ({}, {}, {})
        assert check_register(register).problems == ()
        for _step in range(steps):
            undone = last_undone(register)
            assert undone is not None
            undo(register, undone)
        assert last_undone(register) is None
        assert contents(register) == whole
        assert check_register(register).problems == ()
        with register.looking() as connection:
            assert first_broken(connection) is None


def test_what_something_was_built_on_is_not_taken_back_and_says_what(register: Register) -> None:
    person = _person(register)
    made = register.last_operation
    assert made is not None
    save_person(
        register,
        PersonData(PersonFields(full_name="Trần Thị Hoà", unit_id=1, phone="0912345678")),
        person_id=person,
        row_version=1,
    )
    assert "Đối tượng (1)" in why_not(register, made)
    before = contents(register)
    with pytest.raises(RuleBroken, match="Đối tượng"):
        undo(register, made)
    assert contents(register) == before
    later = last_operation(register)
    assert later is not None
    undo(register, later)
    assert why_not(register, made) == ""
    undo(register, made)
    with register.looking() as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (0,)


def test_a_deleted_person_comes_back_with_all_that_went_along(register: Register) -> None:
    person = _person(register, phone="0912345678")
    before = contents(register)
    delete_person(register, person)
    gone = last_operation(register)
    assert gone is not None
    undo(register, gone)
    assert contents(register) == before
    assert check_register(register).ok


def test_an_operation_is_taken_back_only_once(register: Register) -> None:
    _person(register)
    deed = last_operation(register)
    assert deed is not None
    undo(register, deed)
    with pytest.raises(RuleBroken, match="hoàn tác rồi"):
        undo(register, deed)


def test_the_making_of_the_register_cannot_be_taken_back(register: Register) -> None:
    assert last_operation(register) is None
    with pytest.raises(RuleBroken):
        undo(register, 1)


def test_a_choice_goes_back_and_a_number_given_out_stays(register: Register) -> None:
    save_choices(register, RegisterChoices(ty="tỉ"))
    deed = last_operation(register)
    take_document_number(register, 2026)
    assert deed is not None
    assert last_operation(register) == deed
    undo(register, deed)
    assert read_choices(register).ty == "tỷ"
    assert take_document_number(register, 2026) == 2


def test_that_something_was_printed_is_noted_and_is_no_deed_to_take_back(register: Register) -> None:
    _person(register)
    deed = last_operation(register)
    with register.writing() as session:
        session.add(AccessNote(at="2026-07-01T00:00:00Z", kind="export", subject="people", amount=1))
    noted = register.last_operation
    assert noted is not None
    assert last_operation(register) == deed
    with pytest.raises(RuleBroken):
        undo(register, noted)
    with register.looking() as connection:
        assert connection.execute("SELECT count(*) FROM access_note").fetchone() == (1,)
