"""Rows put in by the thousand are what SQLAlchemy would have written, and their uids are UUIDs."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import select

from labordesk.model import Fund, ImportedRow, Person
from labordesk.model.base import new_uid, new_uids
from labordesk.model.person import PersonFields
from labordesk.store.bulk import insert_rows, stamp
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

_KEYS = {"plain_key": "a", "search_key": "a", "sort_key": "a", "block_key": "a "}
_GIVEN = PersonFields(full_name="Lê Thị Á", birth="1990-02", consent=True, consent_on=date(2026, 1, 5), land_title=None)


def raw(register: Register, person_id: int) -> tuple[Any, ...]:
    with register.looking() as connection:
        row: tuple[Any, ...] = connection.execute("SELECT * FROM person WHERE id = ?", (person_id,)).fetchone()
    return tuple(value for value in row if value not in (person_id, f"uid-{person_id}"))


def test_a_row_is_kept_as_sqlalchemy_keeps_it(register: Register) -> None:
    row = {**_GIVEN.model_dump(), **_KEYS, "row_version": 1, "created_at": "2026", "updated_at": "2026"}
    with register.writing() as session:
        session.connection().execute(insert(Person), [{**row, "id": 901, "uid": "uid-901"}])
        insert_rows(session, Person, iter([{**row, "id": 902, "uid": "uid-902"}]))
    assert raw(register, 901) == raw(register, 902)


def test_what_is_alike_in_all_rows_is_kept_as_if_each_row_said_it(register: Register) -> None:
    row = {**_GIVEN.model_dump(), **_KEYS, "row_version": 1, "created_at": "2026", "updated_at": "20'26"}
    told = ("id", "uid", "birth")
    with register.writing() as session:
        session.connection().execute(insert(Person), [{**row, "id": 901, "uid": "uid-901"}])
        alike = {name: value for name, value in row.items() if name not in told}
        insert_rows(session, Person, [{"id": 902, "uid": "uid-902", "birth": row["birth"]}], alike)
    assert raw(register, 901) == raw(register, 902)


def test_what_a_row_leaves_out_is_the_default_of_the_model(register: Register) -> None:
    given = {"code": "THU", "name": "Quỹ thử", "source": "other", "union_money": False}
    with register.writing() as session:
        insert_rows(session, Fund, [{"uid": new_uid(), **given}], stamp())
        kept = session.exec(select(Fund).where(Fund.code == "THU")).one()
        usual = Fund(**given)
        assert (kept.active, kept.position) == (usual.active, usual.position)


def test_nothing_is_written_for_no_rows(register: Register) -> None:
    with register.writing() as session:
        insert_rows(session, ImportedRow, iter(()))
        assert sqlite_of(session).execute("SELECT count(*) FROM imported_row").fetchone() == (0,)


def test_uids_made_together_are_uuids_of_version_7_and_all_different() -> None:
    made = list(islice(new_uids(), 2_000))
    assert len(set(made)) == len(made)
    assert {(UUID(one).version, UUID(one).variant) for one in made} == {(7, UUID(made[0]).variant)}
    assert all(str(UUID(one)) == one for one in made)
