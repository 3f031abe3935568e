"""Two files of one human made one and parted again: nothing lost, nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, select

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.model import (
    Award,
    Circumstance,
    GrantCase,
    House,
    HouseholdMember,
    Membership,
    Person,
    PersonCircumstance,
    PersonHealth,
    PersonMerge,
)
from labordesk.model.duplicate import PersonPair
from labordesk.model.keys import name_key, person_keys
from labordesk.model.person import PersonFields
from labordesk.services.benefit_reasons import doubled_gifts, give_reason
from labordesk.services.gifts import RecipientEntry, add_recipients
from labordesk.services.people import PersonData, delete_person, load_person, person_page, save_person
from labordesk.services.person_merges import Merged, MergeOrder, merge_people, merges_in, undo_merge
from labordesk.services.person_snapshot import references
from labordesk.store.history_triggers import BOOKS, NOT_NOTED
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

CITIZEN, OTHER_CITIZEN = "042188001035", "042188001036"
Dump = dict[str, dict[int, dict[str, Any]]]
VERSIONS = ("row_version", "updated_at")
"""They rise both ways, so that a form opened meanwhile learns of it; everything else must be as it was."""


def contents(office: Office) -> Dump:
    """Return every row of every table but the merges themselves, without versions and what is itself a book."""
    found: Dump = {}
    with office.register.looking() as connection:
        for table in SQLModel.metadata.sorted_tables:
            if table.name == "person_merge" or table.name in NOT_NOTED | BOOKS:
                continue
            cursor = connection.execute(f"SELECT rowid, * FROM {table.name}")
            names = [one[0] for one in cursor.description]
            rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
            found[table.name] = {
                row[names[0]]: {name: value for name, value in row.items() if name not in VERSIONS} for row in rows
            }
        found["search"] = {
            0: {
                "found": connection.execute(
                    "SELECT group_concat(rowid) FROM person_search WHERE person_search MATCH 'tran OR nguyen OR le'"
                ).fetchone()[0]
            }
        }
    return found


def merge(office: Office, kept: int, gone: int, *from_gone: str, reason: str | None = None) -> Merged:
    with office.register.reading() as session:
        first, second = (session.get_one(Person, one).row_version for one in (kept, gone))
    return merge_people(office.register, MergeOrder(kept, gone, first, second, frozenset(from_gone), reason))


def fields(office: Office, person_id: int) -> PersonFields:
    return load_person(office.register, person_id).fields


def test_both_histories_stand_in_one_file(office: Office) -> None:
    kept = office.person("Trần Thị Hoà", birth="1988")
    gone = office.person("TRẦN THỊ HÒA", office.phu_thinh, birth="1988-01-05", phone="0912345678")
    first, second = office.campaign(), office.campaign("Tháng Công nhân 2026", tet_year=None)
    add_recipients(office.register, first, [RecipientEntry(kept)])
    add_recipients(office.register, second, [RecipientEntry(gone)])
    merged = merge(office, kept, gone, "birth", "phone")
    page = person_page(office.register, kept, year=2026)
    assert {one.campaign for one in page.supports} == {"Tết Bính Ngọ 2026", "Tháng Công nhân 2026"}
    assert (page.fields.birth, page.fields.phone, page.fields.full_name) == ("1988-01-05", "0912345678", "Trần Thị Hoà")
    assert (merged.person_id, merged.doubled) == (kept, ())
    with office.register.reading() as session:
        assert session.get(Person, gone) is None


def test_values_not_chosen_are_kept_and_numbers_stay_readable(office: Office) -> None:
    kept = office.person("Trần Thị Hoà", phone="0911111111", old_id="183456789", job="Thợ may", note="Ở trọ")
    gone = office.person("Trần Hoà", phone="0912345678", old_id="183456780", job="Tổ trưởng", note="Con nhỏ")
    merge(office, kept, gone, "phone")
    left = fields(office, kept)
    assert left.note is not None
    assert left.note.splitlines() == [
        "Ở trọ",
        "Con nhỏ",
        "Hồ sơ gộp ngày 02/03/2026: Số CMND cũ 183456780; Điện thoại 0911111111",
    ]
    with office.register.looking() as connection:
        [row] = merges_in(connection, kept)
    assert {(one.label, one.text) for one in row.unused} == {
        ("Họ và tên", "Trần Hoà"),
        ("Nghề, chức vụ", "Tổ trưởng"),
        ("Số CMND cũ", "183456780"),
        ("Điện thoại", "0911111111"),
    }
    assert (row.name, row.merged_on, row.can_part) == ("Trần Hoà", TODAY, True)


def test_a_number_the_kept_file_lacks_is_not_lost(office: Office) -> None:
    kept, gone = office.person("Trần Thị Hoà", citizen_id=CITIZEN), office.person("Trần Hoà", old_id="183456789")
    merge(office, kept, gone)
    assert (fields(office, kept).citizen_id, fields(office, kept).old_id) == (CITIZEN, "183456789")


def test_two_citizen_ids_need_a_reason_which_is_kept(office: Office) -> None:
    kept, gone = office.person("Trần Hoà", citizen_id=CITIZEN), office.person("Trần Hoà", citizen_id=OTHER_CITIZEN)
    before = contents(office)
    with pytest.raises(RuleBroken, match="nêu lý do"):
        merge(office, kept, gone, reason="  ")
    assert contents(office) == before
    merge(office, kept, gone, reason="Số sau chụp mờ, đã đối chiếu thẻ")
    assert OTHER_CITIZEN in (fields(office, kept).note or "")
    with office.register.looking() as connection:
        assert merges_in(connection, kept)[0].reason == "Số sau chụp mờ, đã đối chiếu thẻ"


def test_a_file_is_never_merged_with_itself_nor_with_somebody_said_to_be_another(office: Office) -> None:
    a, b = office.person("Trần Hoà"), office.person("Trần Hoà")
    with pytest.raises(InvalidInput):
        merge(office, a, a)
    with office.register.writing() as session:
        session.add(PersonPair(first_id=a, second_id=b, decision="different"))
    with pytest.raises(RuleBroken, match="hai người khác nhau"):
        merge(office, a, b)


def test_a_file_changed_since_it_was_compared_is_not_merged(office: Office) -> None:
    a, b = office.person("Trần Hoà"), office.person("Trần Hoà")
    loaded = load_person(office.register, b)
    data = PersonData(loaded.fields.model_copy(update={"job": "Thợ may"}))
    save_person(office.register, data, person_id=b, row_version=loaded.row_version)
    with pytest.raises(RuleBroken, match="vừa được sửa"):
        merge_people(office.register, MergeOrder(a, b, 1, 1))


def test_two_gifts_of_one_campaign_are_allowed_but_ask_for_a_reason(office: Office) -> None:
    a, b = office.person("Trần Hoà"), office.person("Trần Hoà", office.phu_thinh)
    campaign = office.campaign()
    _first, second = add_recipients(office.register, campaign, [RecipientEntry(a), RecipientEntry(b)]).award_ids
    [doubled] = merge(office, a, b).doubled
    assert (doubled.award_id, doubled.campaign, doubled.unit_name, doubled.amount) == (
        second,
        "Tết Bính Ngọ 2026",
        "Gỗ Phú Thịnh",
        1_300_000,
    )
    with pytest.raises(InvalidInput):
        give_reason(office.register, second, " ")
    give_reason(office.register, second, "Đã nhận trước khi biết là một người")
    with office.register.looking() as connection:
        assert list(doubled_gifts(connection, a)) == []


def test_relatives_of_one_another_are_not_their_own_relatives(office: Office) -> None:
    a, b, child = office.person("Trần Hoà"), office.person("Trần Hoà"), office.person("Trần An")
    office.related(a, b, "sibling")
    office.related(b, child, "child")
    office.related(child, b, "parent")
    before = contents(office)
    done = merge(office, a, b)
    with office.register.reading() as session:
        links = session.exec(select(HouseholdMember.person_id, HouseholdMember.relative_id)).all()
    assert set(links) == {(a, None), (a, child), (child, a)}
    undo_merge(office.register, done.merge_id)
    assert contents(office) == before


def test_what_is_recorded_after_the_merge_stays_with_the_kept_file(office: Office) -> None:
    a, b = office.person("Trần Hoà"), office.person("Trần Thị Hoà", phone="0912345678")
    [own] = add_recipients(office.register, office.campaign(), [RecipientEntry(b)]).award_ids
    done = merge(office, a, b, "full_name", "phone")
    later_campaign = office.campaign("Tháng Công nhân 2026", tet_year=None)
    [later] = add_recipients(office.register, later_campaign, [RecipientEntry(a)]).award_ids
    loaded = load_person(office.register, a)
    data = PersonData(loaded.fields.model_copy(update={"phone": "0977777777", "job": "Thợ may"}))
    save_person(office.register, data, person_id=a, row_version=loaded.row_version)
    parted = undo_merge(office.register, done.merge_id)
    assert (parted.person_id, parted.later_awards, parted.edited) == (b, 1, ("Điện thoại",))
    with office.register.reading() as session:
        assert (session.get_one(Award, own).person_id, session.get_one(Award, later).person_id) == (b, a)
    assert (fields(office, a).full_name, fields(office, a).phone, fields(office, a).job) == (
        "Trần Hoà",
        "0977777777",
        "Thợ may",
    )
    assert fields(office, b).phone == "0912345678"


def test_merges_are_parted_in_the_other_order(office: Office) -> None:
    a, b, c = (office.person(name) for name in ("Trần Hoà", "Trần Thị Hoà", "Trần T. Hoà"))
    before = contents(office)
    first, second = merge(office, a, b), merge(office, a, c)
    with pytest.raises(RuleBroken, match=r"Trần T\. Hoà"):
        undo_merge(office.register, first.merge_id)
    undo_merge(office.register, second.merge_id)
    undo_merge(office.register, first.merge_id)
    assert contents(office) == before
    with pytest.raises(RuleBroken, match="tách lại rồi"):
        undo_merge(office.register, first.merge_id)


def test_a_merged_file_merged_further_takes_its_history_along(office: Office) -> None:
    a, b, c = (office.person(name) for name in ("Trần Hoà", "Trần Thị Hoà", "Trần T. Hoà"))
    before = contents(office)
    inner = merge(office, b, c)
    outer = merge(office, a, b)
    with office.register.looking() as connection:
        assert [one.name for one in merges_in(connection, a)] == ["Trần Thị Hoà", "Trần T. Hoà"]
    with pytest.raises(RuleBroken):
        undo_merge(office.register, inner.merge_id)
    undo_merge(office.register, outer.merge_id)
    undo_merge(office.register, inner.merge_id)
    assert contents(office) == before


def test_somebody_new_under_the_same_id_is_left_alone(office: Office) -> None:
    a, b = office.person("Trần Hoà"), office.person("Trần Thị Hoà")
    [own] = add_recipients(office.register, office.campaign(), [RecipientEntry(b)]).award_ids
    done = merge(office, a, b)
    new = office.person("Lê Sơn")
    assert new == b
    parted = undo_merge(office.register, done.merge_id)
    assert parted.person_id not in (a, b)
    with office.register.reading() as session:
        assert session.get_one(Award, own).person_id == parted.person_id
    assert fields(office, new).full_name == "Lê Sơn"


def test_a_merged_file_is_parted_before_it_is_deleted(office: Office) -> None:
    a, b = office.person("Trần Hoà"), office.person("Trần Thị Hoà")
    done = merge(office, a, b)
    with pytest.raises(RuleBroken, match="tách lại trước"):
        delete_person(office.register, a)
    undo_merge(office.register, done.merge_id)
    delete_person(office.register, a)
    assert fields(office, b).full_name == "Trần Thị Hoà"


def test_every_column_that_points_at_a_person_is_known() -> None:
    assert {
        ("award", "person_id"),
        ("grant_case", "person_id"),
        ("house", "person_id"),
        ("household_member", "person_id"),
        ("household_member", "relative_id"),
        ("membership", "person_id"),
        ("person_circumstance", "person_id"),
        ("person_health", "person_id"),
        ("person_merge", "kept_id"),
        ("person_pair", "first_id"),
        ("person_pair", "second_id"),
    } <= set(references())


texts = st.sampled_from([None, "Thợ may", "Thôn 3, xã Hương Sơn", "Ở trọ"])
files = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(["Trần Thị Hoà", "TRẦN THỊ HÒA", "Tran Thi Hoa", "Lê Văn Sơn"]),
        "birth": st.sampled_from([None, "1988", "1988-01-05"]),
        "citizen_id": st.sampled_from([None, CITIZEN, OTHER_CITIZEN]),
        "phone": st.sampled_from([None, "0912345678", "0911111111"]),
        "job": texts,
        "address": texts,
        "note": texts,
        "consent": st.booleans(),
        "consent_on": st.sampled_from([None, date(2025, 5, 1)]),
        "income": st.sampled_from([None, 1_500_000]),
        "unit": st.integers(0, 2),
    }
)
children = st.fixed_dictionaries(
    {
        "gifts": st.integers(0, 2),
        "cases": st.integers(0, 2),
        "houses": st.integers(0, 1),
        "health": st.sampled_from([None, "Suy thận", "Tiểu đường"]),
        "relatives": st.lists(st.sampled_from(["Nguyễn Văn Bình", "Trần An"]), max_size=2),
        "kin": st.lists(st.integers(0, 2), max_size=2, unique=True),
        "named_by": st.booleans(),
        "hardships": st.lists(st.sampled_from(["2020", "2024"]), max_size=2, unique=True),
        "pairs": st.sampled_from([None, "open", "same", "different"]),
    }
)


def fill(office: Office, people: list[int], person_id: int, given: Mapping[str, Any], campaigns: list[int]) -> None:
    """Give a file rows in every table that can point at it."""
    with office.register.writing() as session:
        circumstance = session.exec(select(Circumstance.id)).first() or 0
        usual = {"person_id": person_id, "unit_id": office.song_lam}
        for place in range(given["gifts"]):
            campaign = campaigns[place]
            session.add(Award(**usual, programme_id=office_programmes(session), campaign_id=campaign))
        for _case in range(given["cases"]):
            session.add(GrantCase(**usual, programme_id=office_programmes(session), requested_on=TODAY))
        for _house in range(given["houses"]):
            session.add(House(**usual, programme_id=office_programmes(session)))
        if given["health"]:
            session.add(PersonHealth(person_id=person_id, detail=given["health"]))
        for name in given["relatives"]:
            member = HouseholdMember(person_id=person_id, full_name=name, relation="child", plain_key=name_key(name))
            session.add(member)
        for other in given["kin"]:
            if people[other] != person_id:
                session.add(
                    HouseholdMember(
                        person_id=person_id, relative_id=people[other], full_name="Người nhà", relation="other"
                    )
                )
        if given["named_by"]:
            session.add(
                HouseholdMember(person_id=people[2], relative_id=person_id, full_name="Người nhà", relation="other")
            )
        for since in given["hardships"]:
            session.add(PersonCircumstance(person_id=person_id, circumstance_id=circumstance, since=since))
        if given["pairs"]:
            first, second = sorted((person_id, people[2]))
            session.add(PersonPair(first_id=first, second_id=second, decision=given["pairs"]))


def office_programmes(session: Any) -> int:
    from labordesk.model import Programme

    return int(session.exec(select(Programme.id)).first() or 0)


def clear(office: Office) -> None:
    with office.register.writing() as session:
        connection = session.connection()
        for table in ("person_merge", "person_pair", "award_line", "award", "grant_case", "house", "household_member"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        for table in ("person_circumstance", "person_health", "membership", "person", "campaign"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    everybody=st.tuples(files, files, files),
    rows=st.tuples(children, children),
    from_gone=st.frozensets(st.sampled_from(sorted(PersonFields.model_fields))),
    turned=st.booleans(),
)
def test_merging_and_parting_leaves_the_register_as_it_was(
    office: Office,
    everybody: tuple[dict[str, Any], ...],
    rows: tuple[dict[str, Any], ...],
    from_gone: frozenset[str],
    turned: bool,
) -> None:
    clear(office)
    units = (office.song_lam, office.phu_thinh, office.dong_tam)
    people = []
    with office.register.writing() as session:
        for one in everybody:
            own = {name: value for name, value in one.items() if name != "unit"}
            person = Person(**own, unit_id=units[one["unit"]], **vars(person_keys(one["full_name"], one["birth"])))
            session.add(person)
            session.flush()
            session.add(Membership(person_id=person.id or 0, unit_id=units[one["unit"]]))
            people.append(person.id or 0)
    campaigns = [office.campaign("Tết 2026"), office.campaign("Tết 2025", tet_year=2025)]
    for person_id, given_rows in zip(people, rows, strict=False):
        fill(office, people, person_id, given_rows, campaigns)
    before = contents(office)
    kept, gone = (people[1], people[0]) if turned else (people[0], people[1])
    try:
        done = merge(office, kept, gone, *from_gone, reason="Đã đối chiếu")
    except RuleBroken:
        assert contents(office) == before  # health without consent is refused, and nothing has changed
        return
    with office.register.looking() as connection:
        left = {
            (table, column): connection.execute(f"SELECT count(*) FROM {table} WHERE {column} = ?", (gone,)).fetchone()[
                0
            ]
            for table, column in references()
        }
    assert set(left.values()) == {0}
    undo_merge(office.register, done.merge_id)
    assert contents(office) == before
    with office.register.reading() as session:
        assert [one.undone_on for one in session.exec(select(PersonMerge))] == [TODAY]


@pytest.fixture(autouse=True)
def _nothing_dangles(office: Office) -> Iterator[None]:
    yield
    with office.register.looking() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
