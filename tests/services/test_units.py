"""Units on a real register: founded, renamed, moved, merged, split, ended."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds
from labordesk.model import Activity, Membership, Person
from labordesk.model.keys import person_keys
from labordesk.model.unit import UnitFields
from labordesk.services.registers import register_info
from labordesk.services.unit_changes import record_former_name, record_former_parent, rename_unit, transfer_unit
from labordesk.services.unit_corrections import reopen_unit, take_back_change
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit, merge_units, split_unit
from labordesk.services.unit_story import unit_history
from labordesk.services.unit_tree import (
    find_units,
    subtree,
    unit_history_of,
    unit_label,
    unit_tree,
)
from labordesk.services.units import delete_unit, load_unit, save_unit
from labordesk.store.register import Register

COMMUNE = 1
EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: date(2026, 3, 2))


def add(register: Register, name: str, parent_id: int | None = COMMUNE, **more: Any) -> int:
    return save_unit(register, UnitFields(name=name, parent_id=parent_id, **more)).id


def add_person(register: Register, unit_id: int) -> int:
    keys = person_keys("Nguyễn Thị Hoà", "1985")
    with register.writing() as session:
        person = Person(full_name="Nguyễn Thị Hoà", birth="1985", unit_id=unit_id, **vars(keys))
        session.add(person)
        session.flush()
        assert person.id is not None
        session.add(Membership(person_id=person.id, unit_id=unit_id, since=date(2020, 1, 1)))
        return person.id


def add_activity(register: Register, unit_id: int, day: date) -> int:
    with register.writing() as session:
        activity = Activity(programme_id=1, unit_id=unit_id, happened_on=day, count=10)
        session.add(activity)
        session.flush()
        assert activity.id is not None
        return activity.id


def unit_parents(register: Register, on: date | None = None) -> dict[int, int | None]:
    history = unit_history_of(register)
    return {unit: history.parent_on(unit, on or kinds.today()) for unit in history.units}


def current_units(register: Register, on: date | None = None) -> dict[int, int]:
    history = unit_history_of(register)
    return {unit: history.current_unit(unit, on or kinds.today()) for unit in history.units}


def memberships(register: Register, person_id: int) -> list[tuple[int, date | None, date | None]]:
    with register.reading() as session:
        rows = session.exec(select(Membership).where(Membership.person_id == person_id).order_by("id")).all()
        return [(row.unit_id, row.since, row.until) for row in rows]


def test_the_tree_lists_each_unit_before_those_below_it_by_level_and_name(register: Register) -> None:
    second = add(register, "CĐCS Trường Mầm non số 10")
    first = add(register, "CĐCS Trường Mầm non số 2", member_count=31)
    below = add(register, "Tổ công đoàn nhà bếp", first)
    tree = unit_tree(register)
    assert [(node.id, node.depth, node.children_count) for node in tree] == [
        (COMMUNE, 0, 2),
        (first, 1, 1),
        (below, 2, 0),
        (second, 1, 0),
    ]
    assert tree[2].path == ("Công đoàn xã Hương Sơn", "CĐCS Trường Mầm non số 2", "Tổ công đoàn nhà bếp")
    assert tree[1].member_count == 31


def test_units_of_a_higher_level_stand_before_their_brothers_of_a_lower_one(register: Register) -> None:
    with register.reading() as session:
        rank = dict(session.connection().exec_driver_sql("SELECT abbreviation, id FROM unit_type").fetchall())
    factory = add(register, "CĐCS Công ty An Bình", type_id=rank["CĐCS"])
    park = add(register, "Công đoàn khu công nghiệp Vũng Áng", type_id=rank["CĐKCN"])
    assert [node.id for node in unit_tree(register)] == [COMMUNE, park, factory]


def test_a_typed_name_is_kept_in_nfc_with_single_blanks(register: Register) -> None:
    unit = add(register, "CĐCS  Công ty\u00a0May Hoa\u0300 ")
    assert load_unit(register, unit).fields.name == "CĐCS Công ty May Hoà"


def test_two_living_units_of_one_name_in_one_place_are_refused_however_the_tone_is_placed(register: Register) -> None:
    add(register, "CĐCS Trường Tiểu học Dân Hoà")
    with pytest.raises(InvalidInput, match="Đã có đơn vị") as refused:
        add(register, "CĐCS trường tiểu học Dân Hòa")
    assert refused.value.field == "name"
    add(register, "CĐCS Trường Tiểu học Dân Hoa")


def test_a_unit_that_ends_before_it_begins_is_refused(register: Register) -> None:
    with pytest.raises(InvalidInput, match="trước ngày bắt đầu") as refused:
        add(register, "CĐCS", valid_from=DAY, valid_to=EVE)
    assert refused.value.field == "valid_from"


def test_a_unit_without_name_or_under_an_unknown_parent_is_refused(register: Register) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(register, "")
    assert refused.value.field == "name"
    with pytest.raises(InvalidInput) as refused:
        add(register, "CĐCS", 999)
    assert refused.value.field == "parent_id"


def test_editing_plain_fields_raises_the_version_and_a_stale_form_is_refused_with_the_difference(
    register: Register,
) -> None:
    unit = add(register, "CĐCS May")
    loaded = load_unit(register, unit)
    newer = loaded.fields.model_copy(update={"member_count": 50})
    assert save_unit(register, newer, unit_id=unit, row_version=loaded.row_version).row_version == 2
    stale = loaded.fields.model_copy(update={"member_count": 60})
    with pytest.raises(Conflict) as refused:
        save_unit(register, stale, unit_id=unit, row_version=loaded.row_version)
    assert refused.value.differences == {"member_count": (50, 60)}
    assert load_unit(register, unit).fields.member_count == 50


def test_a_name_changes_by_a_decision_only_unless_it_was_a_typing_error(register: Register) -> None:
    unit = add(register, "CĐCS Mey Sông Lam")
    fields = load_unit(register, unit).fields.model_copy(update={"name": "CĐCS May Sông Lam"})
    with pytest.raises(InvalidInput, match="quyết định") as refused:
        save_unit(register, fields, unit_id=unit)
    assert refused.value.field == "name"
    save_unit(register, fields, unit_id=unit, correction=True)
    assert unit_label(register, unit, date(2000, 1, 1)) == "CĐCS May Sông Lam"
    assert find_units(register, "mey") == ()


def test_a_corrected_name_also_corrects_the_renaming_it_came_from(register: Register) -> None:
    unit = add(register, "CĐCS Xí nghiệp May")
    rename_unit(register, unit, "CĐCS Công ti Mey", Decision(DAY))
    fields = load_unit(register, unit).fields.model_copy(update={"name": "CĐCS Công ty May"})
    save_unit(register, fields, unit_id=unit, correction=True)
    assert unit_history(register, unit)[0].sentence == "Đổi tên từ “CĐCS Xí nghiệp May” thành “CĐCS Công ty May”"


def test_a_renamed_unit_bears_its_old_name_before_that_day_and_is_found_by_both(register: Register) -> None:
    unit = add(register, "CĐCS Xí nghiệp May", short_name="XN May")
    rename_unit(register, unit, "CĐCS Công ty Sông Lam", Decision(DAY, "12/QĐ-LĐLĐ"), short_name="Sông Lam")
    assert unit_label(register, unit, EVE) == "CĐCS Xí nghiệp May"
    assert unit_label(register, unit, DAY) == "CĐCS Công ty Sông Lam"
    assert [node.label for node in find_units(register, "xi nghiep may")] == ["Sông Lam"]
    assert [node.label for node in find_units(register, "sông lam", on=EVE)] == ["CĐCS Xí nghiệp May"]


def test_renamings_entered_out_of_order_tell_the_same_story(register: Register) -> None:
    unit = add(register, "Tên ba")
    record_former_name(register, unit, "Tên hai", Decision(date(2024, 1, 1)))
    record_former_name(register, unit, "Tên một", Decision(date(2022, 1, 1)))
    rename_unit(register, unit, "Tên bốn", Decision(date(2025, 1, 1)))
    rename_unit(register, unit, "Tên giữa", Decision(date(2023, 1, 1)))
    years = [unit_label(register, unit, date(year, 6, 1)) for year in (2021, 2022, 2023, 2024, 2025)]
    assert years == ["Tên một", "Tên hai", "Tên giữa", "Tên ba", "Tên bốn"]
    lines = [line.sentence for line in unit_history(register, unit)]
    assert lines[1] == "Đổi tên từ “Tên hai” thành “Tên giữa”"
    assert lines[2] == "Đổi tên từ “Tên giữa” thành “Tên ba”"


def test_two_renamings_of_one_day_and_the_same_name_again_are_refused(register: Register) -> None:
    unit = add(register, "Tên một")
    rename_unit(register, unit, "Tên hai", Decision(DAY))
    with pytest.raises(InvalidInput, match="01/07/2025"):
        rename_unit(register, unit, "Tên ba", Decision(DAY))
    with pytest.raises(InvalidInput, match="trùng"):
        rename_unit(register, unit, "Tên hai", Decision(date(2025, 8, 1)))


def test_a_decision_of_tomorrow_is_refused(register: Register) -> None:
    unit = add(register, "CĐCS May")
    with pytest.raises(InvalidInput, match="chưa tới") as refused:
        rename_unit(register, unit, "Tên mới", Decision(date(2026, 3, 3)))
    assert refused.value.field == "happened_on"


def test_a_decision_before_the_unit_was_founded_is_refused(register: Register) -> None:
    unit = add(register, "CĐCS May", valid_from=DAY)
    with pytest.raises(InvalidInput, match="01/07/2025"):
        rename_unit(register, unit, "Tên mới", Decision(DAY))


def test_a_transferred_unit_is_under_the_district_until_the_eve_and_under_the_commune_after(register: Register) -> None:
    district = add(register, "LĐLĐ huyện Hương Sơn", None, valid_to=EVE)
    school = add(register, "CĐCS Trường THPT")
    record_former_parent(register, school, district, Decision(DAY, "7/QĐ-LĐLĐ"))
    assert subtree(register, district, EVE) == {district, school}
    assert subtree(register, COMMUNE, EVE) == {COMMUNE}
    assert subtree(register, COMMUNE, DAY) == {COMMUNE, school}
    assert unit_parents(register, EVE)[school] == district
    line = unit_history(register, school)[0]
    assert line.sentence == "Chuyển từ “LĐLĐ huyện Hương Sơn” về “Công đoàn xã Hương Sơn”"
    assert line.decision_number == "7/QĐ-LĐLĐ"


def test_transfers_entered_out_of_order_tell_the_same_story(register: Register) -> None:
    one, two, three = (add(register, f"Công đoàn ngành {name}") for name in ("Y tế", "Xây dựng", "Giáo dục"))
    unit = add(register, "CĐCS Bệnh viện", one)
    transfer_unit(register, unit, three, Decision(date(2025, 1, 1)))
    transfer_unit(register, unit, two, Decision(date(2023, 1, 1)))
    assert [unit_parents(register, date(year, 6, 1))[unit] for year in (2022, 2024, 2025)] == [one, two, three]


def test_a_unit_cannot_be_put_under_its_own_branch_on_any_later_day(register: Register) -> None:
    above = add(register, "Công đoàn ngành")
    below = add(register, "CĐCS")
    transfer_unit(register, below, above, Decision(date(2025, 1, 1)))
    with pytest.raises(InvalidInput, match="01/01/2025") as refused:
        transfer_unit(register, above, below, Decision(date(2024, 1, 1)))
    assert refused.value.field == "parent_id"
    with pytest.raises(InvalidInput):
        transfer_unit(register, above, above, Decision(date(2024, 1, 1)))
    assert unit_parents(register)[above] == COMMUNE


def test_a_unit_cannot_go_under_one_that_has_ended(register: Register) -> None:
    district = add(register, "LĐLĐ huyện", None, valid_to=EVE)
    school = add(register, "CĐCS Trường")
    with pytest.raises(InvalidInput, match="đã kết thúc hoạt động ngày 30/06/2025") as refused:
        transfer_unit(register, school, district, Decision(DAY))
    assert refused.value.field == "parent_id"


def test_a_closed_unit_leaves_the_tree_the_day_after_and_its_successor_has_its_people_and_units(
    register: Register,
) -> None:
    district = add(register, "LĐLĐ huyện Hương Sơn", None)
    school = add(register, "CĐCS Trường THPT", district)
    person = add_person(register, district)
    done = close_unit(register, district, Decision(DAY, "1/QĐ-TLĐ"), successor_id=COMMUNE)
    assert (done.id, done.people, done.units) == (COMMUNE, 1, 1)
    assert done.changes.people
    assert {node.id for node in unit_tree(register, on=EVE)} == {COMMUNE, district, school}
    assert {node.id for node in unit_tree(register, on=DAY)} == {COMMUNE, school}
    assert current_units(register)[district] == COMMUNE
    assert current_units(register, EVE)[district] == district
    assert memberships(register, person) == [(district, date(2020, 1, 1), EVE), (COMMUNE, DAY, None)]
    with register.reading() as session:
        moved = session.get(Person, person)
        assert moved is not None
        assert (moved.unit_id, moved.row_version) == (COMMUNE, 2)
    assert unit_history(register, district)[-1].sentence == "Kết thúc hoạt động; “Công đoàn xã Hương Sơn” kế tục"


def test_a_unit_with_units_below_cannot_end_without_a_successor(register: Register) -> None:
    district = add(register, "LĐLĐ huyện", None)
    add(register, "CĐCS Một", district)
    add(register, "CĐCS Hai", district)
    with pytest.raises(RuleBroken, match="còn 2 đơn vị trực thuộc"):
        close_unit(register, district, Decision(DAY))
    assert {node.name for node in unit_tree(register)} >= {"LĐLĐ huyện"}


def test_a_unit_with_later_records_cannot_end_unless_somebody_takes_them(register: Register) -> None:
    district = add(register, "LĐLĐ huyện", None)
    before, after = add_activity(register, district, EVE), add_activity(register, district, DAY)
    with pytest.raises(RuleBroken, match="có 1 bản ghi từ ngày 01/07/2025"):
        close_unit(register, district, Decision(DAY), successor_id=COMMUNE)
    done = close_unit(register, district, Decision(DAY), successor_id=COMMUNE, take_records=True)
    assert done.records == 1
    assert done.changes.activities
    with register.reading() as session:
        rows = session.exec(select(Activity).order_by("id")).all()
        assert [(row.id, row.unit_id) for row in rows] == [(before, district), (after, COMMUNE)]


def test_a_unit_ends_once_and_not_in_favour_of_itself_or_of_one_below_it(register: Register) -> None:
    district = add(register, "LĐLĐ huyện", None)
    below = add(register, "CĐCS", district)
    with pytest.raises(InvalidInput, match="khác đơn vị kết thúc"):
        close_unit(register, district, Decision(DAY), successor_id=district)
    with pytest.raises(InvalidInput, match="trực thuộc"):
        close_unit(register, district, Decision(DAY), successor_id=below)
    close_unit(register, district, Decision(DAY), successor_id=COMMUNE)
    with pytest.raises(RuleBroken, match="30/06/2025"):
        close_unit(register, district, Decision(date(2025, 9, 1)))


def test_the_unit_that_keeps_the_register_hands_it_to_its_successor(register: Register) -> None:
    with pytest.raises(RuleBroken, match="giữ sổ này"):
        close_unit(register, COMMUNE, Decision(DAY))
    done = merge_units(register, [COMMUNE], UnitFields(name="Công đoàn xã Sơn Giang"), Decision(DAY))
    assert register_info(register).unit_id == done.id
    assert register_info(register).unit_name == "Công đoàn xã Sơn Giang"


def test_two_districts_merge_into_a_new_union_that_may_bear_the_name_of_one(register: Register) -> None:
    first, second = add(register, "LĐLĐ huyện A"), add(register, "LĐLĐ huyện B")
    school = add(register, "CĐCS Trường", second)
    done = merge_units(
        register, [first, second, first], UnitFields(name="LĐLĐ huyện A", parent_id=COMMUNE), Decision(DAY, "9/QĐ")
    )
    assert done.new_ids == (done.id,)
    assert current_units(register)[first] == current_units(register)[second] == done.id
    assert subtree(register, done.id, DAY) == {done.id, school}
    assert [line.sentence for line in unit_history(register, done.id)] == [
        "Thành lập",
        "Nhận sáp nhập “LĐLĐ huyện A”",
        "Nhận sáp nhập “LĐLĐ huyện B”",
    ]
    assert unit_history(register, first)[-1].sentence == "Sáp nhập vào “LĐLĐ huyện A”"


def test_a_merger_that_cannot_be_done_whole_is_not_done_at_all(register: Register) -> None:
    first, second = add(register, "Đơn vị A"), add(register, "Đơn vị B")
    add_activity(register, second, DAY)
    with pytest.raises(RuleBroken):
        merge_units(register, [first, second], UnitFields(name="Đơn vị C", parent_id=COMMUNE), Decision(DAY))
    assert {node.name for node in unit_tree(register, include_closed=True)} == {
        "Công đoàn xã Hương Sơn",
        "Đơn vị A",
        "Đơn vị B",
    }
    assert unit_history(register, first) == ()


def test_a_unit_that_goes_on_founds_others_beside_it(register: Register) -> None:
    unit = add(register, "CĐCS Tổng công ty")
    done = split_unit(
        register, unit, [UnitFields(name="CĐCS Nhà máy 1"), UnitFields(name="CĐCS Nhà máy 2")], Decision(DAY)
    )
    assert unit_parents(register) == {COMMUNE: None, unit: COMMUNE, done.new_ids[0]: COMMUNE, done.new_ids[1]: COMMUNE}
    assert [line.sentence for line in unit_history(register, unit)] == [
        "Tách ra “CĐCS Nhà máy 1”",
        "Tách ra “CĐCS Nhà máy 2”",
    ]
    assert unit_history(register, done.new_ids[0])[0].sentence == "Thành lập, tách ra từ “CĐCS Tổng công ty”"
    assert {node.id for node in unit_tree(register, on=EVE)} == {COMMUNE, unit}


def test_a_divided_unit_ends_and_the_chosen_part_carries_on(register: Register) -> None:
    unit = add(register, "CĐCS Tổng công ty")
    person = add_person(register, unit)
    parts = [UnitFields(name="CĐCS Nhà máy 1"), UnitFields(name="CĐCS Tổng công ty")]
    done = split_unit(register, unit, parts, Decision(DAY), goes_on=False, successor=1)
    assert current_units(register)[unit] == done.new_ids[1]
    assert memberships(register, person)[-1] == (done.new_ids[1], DAY, None)
    assert unit_history(register, unit)[-1].sentence == "Chia, tách; “CĐCS Tổng công ty” kế tục"


def test_a_first_day_after_a_record_or_a_decision_is_refused(register: Register) -> None:
    unit = add(register, "CĐCS May")
    rename_unit(register, unit, "CĐCS Dệt May", Decision(date(2024, 5, 1)))
    add_activity(register, unit, date(2024, 2, 1))
    fields = load_unit(register, unit).fields
    with pytest.raises(InvalidInput, match="có 1 bản ghi trước ngày 01/03/2024"):
        save_unit(register, fields.model_copy(update={"valid_from": date(2024, 3, 1)}), unit_id=unit)
    with pytest.raises(InvalidInput):
        save_unit(register, fields.model_copy(update={"valid_from": date(2024, 6, 1)}), unit_id=unit)
    save_unit(register, fields.model_copy(update={"valid_from": date(2024, 2, 1)}), unit_id=unit)


def test_a_founding_day_corrected_later_moves_the_founding_event_too(register: Register) -> None:
    unit = save_unit(register, UnitFields(name="CĐCS May", parent_id=COMMUNE), decision=Decision(DAY)).id
    fields = load_unit(register, unit).fields.model_copy(update={"valid_from": date(2025, 5, 1)})
    save_unit(register, fields, unit_id=unit)
    assert [line.happened_on for line in unit_history(register, unit)] == [date(2025, 5, 1)]


def test_a_unit_entered_by_mistake_can_be_deleted_but_not_one_in_use(register: Register) -> None:
    unit = save_unit(register, UnitFields(name="CĐCS Nhầm", parent_id=COMMUNE), decision=Decision(DAY)).id
    delete_unit(register, unit)
    assert [node.id for node in unit_tree(register, include_closed=True)] == [COMMUNE]
    used = add(register, "CĐCS Có việc")
    add_activity(register, used, DAY)
    with pytest.raises(RuleBroken, match="có 1 bản ghi"):
        delete_unit(register, used)
    with pytest.raises(RuleBroken):
        delete_unit(register, COMMUNE)


def test_a_renaming_taken_back_leaves_the_name_before_until_the_next_one(register: Register) -> None:
    unit = add(register, "Tên một")
    for year, name in ((2023, "Tên hai"), (2024, "Tên ba"), (2025, "Tên bốn")):
        rename_unit(register, unit, name, Decision(date(year, 1, 1)))
    wrong = next(line.event_id for line in unit_history(register, unit) if line.happened_on.year == 2024)
    take_back_change(register, wrong)
    assert [unit_label(register, unit, date(year, 6, 1)) for year in (2022, 2023, 2024, 2025)] == [
        "Tên một",
        "Tên hai",
        "Tên hai",
        "Tên bốn",
    ]
    assert find_units(register, "ten ba") == ()
    take_back_change(register, unit_history(register, unit)[-1].event_id)
    assert unit_label(register, unit) == "Tên hai"


def test_a_transfer_taken_back_puts_the_unit_where_it_was(register: Register) -> None:
    park, unit = add(register, "Công đoàn KCN"), add(register, "CĐCS May")
    transfer_unit(register, unit, park, Decision(DAY))
    take_back_change(register, unit_history(register, unit)[-1].event_id)
    assert unit_parents(register)[unit] == COMMUNE
    assert unit_history(register, unit) == ()


def test_the_end_of_a_unit_is_not_taken_back_like_a_renaming_but_by_reopening_it(register: Register) -> None:
    unit, target = add(register, "CĐCS Một"), add(register, "CĐCS Hai")
    merge_units(register, [unit], target, Decision(DAY))
    with pytest.raises(RuleBroken, match="Mở lại đơn vị"):
        take_back_change(register, unit_history(register, unit)[-1].event_id)
    reopen_unit(register, unit)
    assert unit_history(register, unit) == unit_history(register, target) == ()
    assert current_units(register)[unit] == unit
    assert load_unit(register, unit).fields.valid_to is None
    with pytest.raises(RuleBroken, match="chưa kết thúc"):
        reopen_unit(register, unit)


def test_people_who_stayed_in_an_ended_unit_are_members_again_when_it_is_reopened(register: Register) -> None:
    unit = add(register, "CĐCS Một")
    person = add_person(register, unit)
    close_unit(register, unit, Decision(DAY))
    assert memberships(register, person) == [(unit, date(2020, 1, 1), EVE)]
    reopen_unit(register, unit)
    assert memberships(register, person) == [(unit, date(2020, 1, 1), None)]


def test_an_unknown_unit_is_said_to_be_unknown(register: Register) -> None:
    for ask in (lambda: unit_label(register, 99), lambda: load_unit(register, 99), lambda: unit_history(register, 99)):
        with pytest.raises(NotFound):
            ask()


def test_the_unit_tree_needs_no_orm() -> None:
    code = "import sys, labordesk.services.unit_tree; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
