"""Making files anonymous: nothing of the person is left in the file, and nothing that was given changes."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from labordesk.errors import NotAllowed, NotFound, RuleBroken, WrongSecret
from labordesk.model import HouseholdMember
from labordesk.model.grant_case import GrantCaseFields
from labordesk.model.officer import OfficerFields
from labordesk.model.person import HouseholdMemberFields, PersonFields
from labordesk.services import officers
from labordesk.services.award_records import Slip
from labordesk.services.case_steps import record_grant
from labordesk.services.checking import check_register
from labordesk.services.erasing import erase_people
from labordesk.services.grants import save_case
from labordesk.services.history import last_operation, undo
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.services.people_search import PeopleQuery, search_people
from labordesk.services.person_records import HouseholdEntry
from labordesk.services.register_settings import save_options
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order, compose_report
from labordesk.services.retention import PENDING, Retention, expired_files
from labordesk.store import erasing, history
from labordesk.store.humans import same_humans
from labordesk.store.journal import journal_of
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.services.welfare_office import Office, office

__all__ = ["office"]

LONG_AGO = date(2014, 5, 6)
NAME, SON = "Hoàng Quế Trân Châu", "Đoàn Bảo Thiên Ưng"
SECRETS = (
    *(NAME, "hoang que tran chau", SON, "042185000125", "0987612345", "Xóm Bến Vực", "Suy thận giai đoạn cuối"),
    *("1903555777001", "Nhà dột nát bên suối", "Chị gái nuôi cả nhà", "Thái Đen"),
)


def in_file(path: Path) -> list[str]:
    """Return which secrets can be read in the register, its log or its journal."""
    places = [path, path.with_name(path.name + "-wal"), journal_of(path)]
    content = b"".join(one.read_bytes() for one in places if one.exists())
    return [text for text in SECRETS if text.encode() in content]


def family(office: Office, paid_on: date = LONG_AGO) -> tuple[int, int]:
    """Write a mother with everything a file can hold, helped long ago, and her son, who is registered too."""
    register = office.register
    mother = save_person(
        register,
        PersonData(
            PersonFields(
                full_name=NAME,
                birth="1985-03-12",
                sex="female",
                citizen_id="042185000125",
                phone="0987612345",
                unit_id=office.song_lam,
                address="Xóm Bến Vực",
                ethnicity="Thái Đen",
                income=900_000,
                bank_account="1903555777001",
                bank_holder=NAME,
                consent=True,
                note="Chị gái nuôi cả nhà",
            ),
            household=(HouseholdEntry(HouseholdMemberFields(full_name=SON, relation="child", birth="2010")),),
            health="Suy thận giai đoạn cuối",
        ),
    ).id
    son = office.person("Đoàn Văn Tám")
    with register.writing() as session:
        session.add(HouseholdMember(person_id=son, relative_id=mother, full_name=NAME, relation="parent"))
    fields = GrantCaseFields(
        person_id=mother,
        programme_id=office.programme("BENH-HN"),
        unit_id=office.song_lam,
        requested_on=paid_on,
        asked_amount=2_000_000,
        situation="Nhà dột nát bên suối",
    )
    slip = Slip(recipient_name=SON, recipient_relation="child", note="Chị gái nuôi cả nhà")
    record_grant(register, fields, paid_on, [office.cash(2_000_000)], slip)
    loaded = load_person(register, mother)
    changed = loaded.fields.model_copy(update={"phone": "0987612346", "note": None})
    save_person(register, PersonData(changed, loaded.household), person_id=mother, row_version=loaded.row_version)
    return mother, son


def test_nothing_of_the_person_is_left_in_the_file_its_log_or_its_journal(office: Office) -> None:
    mother, _son = family(office)
    register = office.register
    assert in_file(register.path)
    done = erase_people(register, [mother])
    save_options(register, Retention(12))  # the journal begins anew
    assert done.people == 1
    assert done.notes > 0
    register.close()
    assert in_file(register.path) == []


def test_what_was_given_stays_and_the_name_is_found_no_more(office: Office) -> None:
    mother, _son = family(office)
    register, before = office.register, office.spent()
    erase_people(register, [mother])
    fields = load_person(register, mother).fields
    assert fields.full_name == f"Hồ sơ đã ẩn danh {mother}"
    assert (fields.citizen_id, fields.birth, fields.address, fields.income, fields.consent) == (None,) * 4 + (False,)
    assert (fields.unit_id, fields.sex) == (office.song_lam, "female")
    assert office.spent() == before == 2_000_000
    assert search_people(register, PeopleQuery(text=NAME), year=2026).rows == ()
    assert search_people(register, PeopleQuery(text="042185000125"), year=2026).rows == ()
    assert search_people(register, PeopleQuery(text="ẩn danh"), year=2026).rows[0].id == mother


def test_the_register_is_sound_afterwards_and_its_log_still_proves_itself(office: Office) -> None:
    mother, _son = family(office)
    register = office.register
    before = [str(one) for one in check_register(register).problems]
    erase_people(register, [mother])
    assert [str(one) for one in check_register(register).problems] == before
    with register.looking() as connection:
        assert history.first_broken(connection) is None
        changed = connection.execute("SELECT id FROM row_change WHERE content IS NOT NULL LIMIT 1").fetchone()[0]
    with register.writing() as session:
        from labordesk.store.engine import sqlite_of

        sqlite_of(session).execute("UPDATE row_change SET content = NULL WHERE id = ?", (changed,))
    with register.looking() as connection:
        broken = history.first_broken(connection)
    assert broken is not None  # emptied by nobody's erasing: still told
    assert broken.what == "changes"


def test_it_cannot_be_taken_back_nor_what_was_done_to_the_file_before(office: Office) -> None:
    mother, _son = family(office)
    register = office.register
    saved = last_operation(register)
    assert saved is not None
    erase_people(register, [mother])
    assert last_operation(register) != register.last_operation
    with register.looking() as connection:
        erased = connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    for operation in (saved, erased):
        with pytest.raises(RuleBroken):
            undo(register, operation)


def test_a_relative_keeps_the_line_but_not_the_name(office: Office) -> None:
    mother, son = family(office)
    erase_people(office.register, [mother])
    [line] = load_person(office.register, son).household
    assert line.fields.full_name == f"Hồ sơ đã ẩn danh {mother}"
    assert line.fields.relation == "parent"


def test_other_files_of_the_same_human_go_with_it_and_still_count_as_one(office: Office) -> None:
    first = office.person("Vũ Thị Lành", citizen_id="042170000777")
    second = office.person("Vũ Thị Lành", office.phu_thinh, old_id="042170000777")
    assert erase_people(office.register, [first]).people == 2
    with office.register.looking() as connection:
        assert same_humans(connection, [first])[first] == {first, second}


def test_a_file_with_something_on_its_way_is_not_erased(office: Office) -> None:
    person = office.person("Vũ Thị Lành")
    fields = GrantCaseFields(
        person_id=person, programme_id=office.programme("BENH-HN"), unit_id=office.song_lam, requested_on=LONG_AGO
    )
    save_case(office.register, fields)
    assert expired_files(office.register) == ()
    with pytest.raises(RuleBroken, match="chưa xong"):
        erase_people(office.register, [person])
    assert load_person(office.register, person).fields.full_name == "Vũ Thị Lành"


def test_only_the_keeper_erases_and_only_with_his_pin(office: Office) -> None:
    mother, _son = family(office)
    register = office.register
    officers.add_officer(register, OfficerFields(name="Lê Thu", role="approver"), "4821")
    clerk = officers.add_officer(register, OfficerFields(name="Trần Bình"), "7309").id
    with pytest.raises(WrongSecret):
        erase_people(register, [mother], "0000")
    officers.sign_in(register, clerk, "7309")
    with pytest.raises(NotAllowed, match="Lê Thu"):
        erase_people(register, [mother], "7309")
    officers.sign_in(register, officers.officer_named(register, "Lê Thu").id, "4821")
    erase_people(register, [mother], "4821")
    with pytest.raises(NotFound):
        erase_people(register, [mother], "4821")


def test_files_are_past_their_time_by_the_years_of_the_register(office: Office) -> None:
    mother, _son = family(office)
    recent, _other = family_of_one(office, "Đỗ Thị Mơ", date(2019, 3, 4))
    assert [one.id for one in expired_files(office.register)] == [mother]
    save_options(office.register, Retention(6))
    assert [one.id for one in expired_files(office.register)] == [mother, recent]
    save_options(office.register, Retention(50))
    assert expired_files(office.register) == ()


def family_of_one(office: Office, name: str, paid_on: date) -> tuple[int, int]:
    """Write a person with one grant paid on a day."""
    person = office.person(name)
    fields = GrantCaseFields(
        person_id=person,
        programme_id=office.programme("BENH-HN"),
        unit_id=office.song_lam,
        requested_on=paid_on,
        asked_amount=1_000_000,
    )
    return person, record_grant(office.register, fields, paid_on, [office.cash(1_000_000)]).case_id


def test_who_took_the_consent_back_is_listed_when_asked_for(office: Office) -> None:
    person = save_person(
        office.register,
        PersonData(PersonFields(full_name="Đỗ Thị Mơ", unit_id=office.song_lam, consent=True)),
    ).id
    loaded = load_person(office.register, person)
    back = loaded.fields.model_copy(update={"consent": False})
    save_person(office.register, PersonData(back), person_id=person, row_version=loaded.row_version)
    assert expired_files(office.register) == ()
    [listed] = expired_files(office.register, withdrawn=True)
    assert (listed.id, listed.why) == (person, "withdrawn")


def test_every_text_of_a_record_about_a_person_is_decided_once() -> None:
    decided = {**{table: set(columns) for table, columns in erasing.KEPT_TEXTS.items()}}
    for table, columns in erasing.TEXTS.items():
        decided.setdefault(table, set()).update(columns)
    for table, columns in decided.items():
        texts = {
            one.name
            for one in SQLModel.metadata.tables[table].columns
            if one.name not in ("uid", "created_at", "updated_at") and str(one.type.compile()) in ("VARCHAR", "TEXT")
        }
        assert texts == columns, table


def test_every_table_that_points_at_a_person_is_looked_through() -> None:
    pointing = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in ("person", "grant_case", "house", "award", "attachment")
    }
    assert pointing <= set(erasing._ROWS)


FIGURES = (
    "SELECT a.programme_id, a.unit_id, l.fund_id, l.level, l.form, a.handover, sum(l.amount), count(DISTINCT a.id)"
    " FROM award a JOIN award_line l ON l.award_id = a.id GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6",
    "SELECT programme_id, unit_id, count(DISTINCT person_id), sum(quantity), count(override_reason) FROM award"
    " GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT unit_id, standing, sex, poverty, count(*) FROM person GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    "SELECT programme_id, unit_id, state, count(*), sum(approved_amount) FROM grant_case"
    " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "SELECT programme_id, unit_id, stage, count(*), sum(total_value) FROM house GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "SELECT count(*), sum(planned), sum(received) FROM house_funder",
)


def figures(register: Register) -> list[Any]:
    """Return all sums and counts by programme, unit and source, and the report for a meeting."""
    with register.looking() as connection:
        sums = [connection.execute(query).fetchall() for query in FIGURES]
    order = Order("tong-hop", parse_period("2025"), signed_on=date(2026, 3, 2))
    return [*sums, compose_report(register, order, today=date(2026, 3, 2))]


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.sets(st.integers(0, 199), min_size=1, max_size=60))
def test_all_totals_stay_to_the_dong_whoever_is_erased(sample_template: Path, tmp_path: Path, chosen: set[int]) -> None:
    path = Path(shutil.copy(sample_template, tmp_path / "sổ.labordesk"))
    with open_register(path) as register:
        with register.looking() as connection:
            free = [row[0] for row in connection.execute(f"SELECT id FROM person p WHERE NOT {PENDING} ORDER BY id")]
        ids = [free[place] for place in chosen if place < len(free)]
        before = figures(register)
        try:
            erase_people(register, ids or free[:1])
        except RuleBroken:  # another file of the same human has something on its way
            return
        assert figures(register) == before
    journal_of(path).unlink(missing_ok=True)
